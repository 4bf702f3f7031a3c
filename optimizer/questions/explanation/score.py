"""The score that would have done.

With the roadmap forced in, the best value is convex and piecewise linear in its score, so the least score at which it
reaches the best without it is found by Newton's steps on whole millionths, from above: a portfolio says how far its own
line lets the score go down, one solve a millionth below says whether another one goes further, and the last such solve
shows that a millionth less would not have done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from optimizer.models.objective import Objective
from optimizer.models.program import Selection
from optimizer.questions.explanation.rivals import Rivals, Standing

MILLION = 10**6


@dataclass(frozen=True)
class _Lines:
    """What portfolios are worth as the roadmap's score moves, counted in millionths."""

    rivals: Rivals
    objective: Objective
    scores: Mapping[str, Decimal]
    low: int
    least: int

    def values(self, score: int) -> tuple[int, ...]:
        """What the columns are worth at that score of the roadmap."""
        return self.objective.at({**self.scores, self.rivals.roadmap: Decimal(score) / MILLION})

    def reaching(self, score: int) -> Selection | None:
        """A portfolio that funds the roadmap and is worth the least at that score, or None: one solve."""
        return self.rivals.worth(self.least, values=self.values(score))

    def lowest(self, selection: Selection) -> int | None:
        """The least score, not below ``low``, from which on this very portfolio is worth the least; None where its
        worth does not rise with the score and falls short."""
        columns = self.rivals.program.columns(selection)
        first, second = self.values(self.low), self.values(self.low + 1)
        base = sum(first[c] for c in columns)
        if base >= self.least:
            return self.low
        slope = sum(second[c] for c in columns) - base
        return None if slope <= 0 else self.low - (base - self.least) // slope

    @property
    def rising(self) -> bool:
        """Whether no portfolio that funds the roadmap loses by a better score (a synergy may take a share away)."""
        mine = self.objective.roadmaps.index(self.rivals.roadmap)
        program, weight = self.rivals.program, self.objective.weight
        first = len(program.options) + len(program.bundles)
        gain = {o: weight[o] for o, at in enumerate(self.objective.source[: len(program.options)]) if at == mine}
        for j, (_, o) in enumerate(program.products):
            if o in gain:
                gain[o] += min(weight[first + j], 0)
        return all(each >= 0 for each in gain.values())


def score_needed(
    rivals: Rivals,
    standing: Standing,
    objective: Objective,
    scores: Mapping[str, Decimal],
    bounds: tuple[Decimal, Decimal],
) -> Decimal | None:
    """The least score, of 6 decimals, at which a portfolio that funds the roadmap is as good as the best.

    Args:
        rivals: the solver and the roadmap.
        standing: the best with and without it as the case is.
        objective: what columns are worth at any scores.
        scores: everybody's scores as they are.
        bounds: the least and the largest score that the method can give.

    Returns:
        The score; ``bounds[0]`` where there is no portfolio without the roadmap; None where no score would do.
    """
    if standing.outside_value is None:
        return bounds[0]
    if standing.inside is None:
        return None
    low, high = (int(bound * MILLION) for bound in bounds)
    lines = _Lines(rivals, objective, scores, low, standing.outside_value)
    if not lines.rising and lines.reaching(low) is not None:
        return bounds[0]
    at = lines.lowest(standing.inside)
    if at is None or at > high:
        found = lines.reaching(high)
        if found is None:
            return None
        at = lines.lowest(found) or low
    while at > low:
        found = lines.reaching(at - 1)
        if found is None:
            break
        at = min(lines.lowest(found) or low, at - 1)
    return Decimal(at) / MILLION
