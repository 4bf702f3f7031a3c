"""The score on one criterion that would have done, in steps of the scale.

For an eligible roadmap under a method whose scores depend on the roadmap alone, a step does exactly when the score it
gives reaches the score that would have done. Otherwise (a threshold missed, or a method that compares with the data, so
that everybody's score moves) the whole ranking is made again for each step and the rivals are solved again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.case.model import Criterion
from optimizer.criteria.ranking import rank, score_with_change
from optimizer.questions.explanation.rivals import Rivals, as_good

if TYPE_CHECKING:
    from optimizer.situation import Situation


def criterion_needed(situation: Situation, rivals: Rivals, needed: Decimal | None) -> dict[str, Decimal | None]:
    """For each criterion, the least score (greatest on a ``min`` criterion), all else unchanged, with which a portfolio
    that funds the roadmap is as good as the best; None where no step of the scale does.

    Args:
        needed: the score that would have done, for an eligible roadmap; None where none would.
    """
    entry = situation.ranking.by_id[rivals.roadmap]
    alone = situation.ranking.reference == "scale" and entry.eligible
    if alone and needed is None:
        return {criterion.id: None for criterion in situation.case.criteria}
    does = (
        _by_score(situation, rivals.roadmap, needed) if alone and needed is not None else _by_solving(situation, rivals)
    )
    return {criterion.id: _first(criterion, situation, does) for criterion in situation.case.criteria}


def steps(criterion: Criterion, step: Decimal) -> list[Decimal]:
    """Every score that an evaluator can give on a criterion, the worst first."""
    count = int((criterion.scale_max - criterion.scale_min) / step)
    scores = [criterion.scale_min + step * i for i in range(count + 1)]
    return scores if criterion.maximise else scores[::-1]


def _first(criterion: Criterion, situation: Situation, does: Callable[[str, Decimal], bool]) -> Decimal | None:
    """The worst score that does. Against the scale a better score never does worse, so the search halves; against the
    data it may, so every step is tried."""
    scores = steps(criterion, Decimal(str(situation.case.settings.scale.step)))
    if situation.ranking.reference != "scale":
        return next((score for score in scores if does(criterion.id, score)), None)
    low, high = 0, len(scores)
    while low < high:
        middle = (low + high) // 2
        if does(criterion.id, scores[middle]):
            high = middle
        else:
            low = middle + 1
    return scores[low] if low < len(scores) else None


def _by_score(situation: Situation, roadmap: str, needed: Decimal) -> Callable[[str, Decimal], bool]:
    """Does the roadmap's own score reach what is needed, and does it stay eligible?"""

    def does(criterion: str, score: Decimal) -> bool:
        case, weights = situation.case, situation.weights
        changed = situation.consensus.changed(roadmap, criterion, Fraction(score))
        if score_with_change(case, situation.consensus, weights, roadmap, criterion, Fraction(score)) < needed:
            return False
        return not situation.misses(changed, roadmap)

    return does


def _by_solving(situation: Situation, rivals: Rivals) -> Callable[[str, Decimal], bool]:
    """Rank and solve again with the changed score."""

    def does(criterion: str, score: Decimal) -> bool:
        changed = situation.consensus.changed(rivals.roadmap, criterion, Fraction(score))
        ranking = rank(situation.case, changed, situation.weights)
        if not ranking.by_id[rivals.roadmap].eligible:
            return False
        again = replace(rivals, solver=situation.solver_for(situation.program_for(ranking)))
        found = as_good(again.best_with(), again.best_without())
        rivals.asked += again.asked - rivals.asked
        return found

    return does
