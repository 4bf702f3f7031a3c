"""The score on one criterion that would have done, in steps of the scale.

Under a method whose scores depend on the roadmap alone, a step does exactly when the score it gives reaches the score
that would have done and no threshold is missed. For a roadmap that is not eligible that score is found in a program in
which it is. Against the data everybody's score moves, so the whole ranking is made again for each step and the rivals
are solved again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.case.model import Criterion
from optimizer.criteria.ranking import rank, score_bounds, score_with_change
from optimizer.models.objective import objective_of
from optimizer.questions.explanation.rivals import Rivals, Standing, as_good
from optimizer.questions.explanation.score import score_needed

if TYPE_CHECKING:
    from optimizer.situation import Situation


def criterion_needed(situation: Situation, rivals: Rivals, needed: Decimal | None) -> dict[str, Decimal | None]:
    """For each criterion, the least score (greatest on a ``min`` criterion), all else unchanged, with which a portfolio
    that funds the roadmap is as good as the best; None where no step of the scale does.

    Args:
        needed: the score that would have done, if the roadmap missed no threshold; None where none would.
    """
    if situation.ranking.reference != "scale":
        does = _by_solving(situation, rivals)
    else:
        if needed is None:
            return {criterion.id: None for criterion in situation.case.criteria}
        does = _by_score(situation, rivals.roadmap, needed)
    return {criterion.id: _first(criterion, situation, does) for criterion in situation.case.criteria}


def needed_if_eligible(situation: Situation, rivals: Rivals) -> Decimal | None:
    """The score that would have done for a roadmap that misses a threshold, if it missed none."""
    program = situation.program_for(situation.ranking.with_eligible(rivals.roadmap))
    again = replace(rivals, solver=situation.solver_for(program), shared={})
    inside, outside = again.best_with(), again.best_without()
    standing = Standing(inside.selection, outside.selection, inside.value, outside.value)
    objective = objective_of(situation.case, situation.books, program.options, program.products)
    bounds = score_bounds(str(situation.case.settings.scoring.method))
    found = score_needed(again, standing, objective, situation.ranking.scores, bounds)
    rivals.asked += again.asked - rivals.asked
    return found


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
    case, weights, mine = situation.case, situation.weights, situation.consensus.alone(roadmap)

    def does(criterion: str, score: Decimal) -> bool:
        if score_with_change(case, mine, weights, roadmap, criterion, Fraction(score)) < needed:
            return False
        return not situation.misses(mine.changed(roadmap, criterion, Fraction(score)), roadmap)

    return does


def _by_solving(situation: Situation, rivals: Rivals) -> Callable[[str, Decimal], bool]:
    """Rank and solve again with the changed score."""

    def does(criterion: str, score: Decimal) -> bool:
        changed = situation.consensus.changed(rivals.roadmap, criterion, Fraction(score))
        ranking = rank(situation.case, changed, situation.weights)
        if not ranking.by_id[rivals.roadmap].eligible:
            return False
        again = replace(rivals, solver=situation.solver_for(situation.program_for(ranking)), shared={})
        found = as_good(again.best_with(), again.best_without())
        rivals.asked += again.asked - rivals.asked
        return found

    return does
