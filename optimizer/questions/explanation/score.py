"""The score that would have done.

With the roadmap forced in, the best value is convex and piecewise linear in its score, so the least score at which it
reaches the best without it is found by Newton's steps on whole millionths, from above; each step is one solve, and the
last one shows that a millionth less would not have done.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from optimizer.models.objective import Objective
from optimizer.questions.explanation.rivals import Rivals

MILLION = 10**6


def score_needed(
    rivals: Rivals, objective: Objective, scores: Mapping[str, Decimal], bounds: tuple[Decimal, Decimal]
) -> Decimal | None:
    """The least score, of 6 decimals, at which a portfolio that funds the roadmap is as good as the best.

    Args:
        rivals: the solver and the roadmap.
        objective: what columns are worth at any scores.
        scores: everybody's scores as they are.
        bounds: the least and the largest score that the method can give.

    Returns:
        The score; ``bounds[0]`` where there is no portfolio without the roadmap; None where no score would do.
    """
    low, high = (int(bound * MILLION) for bound in bounds)
    outside = rivals.best_without()
    if outside.value is None:
        return bounds[0]

    def values(score: int) -> tuple[int, ...]:
        return objective.at({**scores, rivals.roadmap: Decimal(score) / MILLION})

    def reaches(score: int) -> tuple[int, ...] | None:
        answer = rivals.best_with(values=values(score))
        if answer.selection is None or answer.value is None or answer.value < (outside.value or 0):
            return None
        return answer.selection

    if reaches(low) is not None:
        return bounds[0]
    at, found = high, reaches(high)
    if found is None:
        return None
    first, second = values(low), values(low + 1)
    while at > low + 1:
        columns = rivals.program.columns(found)
        base = sum(first[c] for c in columns)
        slope = sum(second[c] for c in columns) - base  # above 0: at `low` it falls short, at `at` it does not
        # The least whole millionth at which this very portfolio still reaches the best without the roadmap.
        ahead = min(low - (base - outside.value) // slope, at - 1)
        lower = reaches(ahead)
        if lower is None:
            break
        at, found = ahead, lower
    return Decimal(at) / MILLION
