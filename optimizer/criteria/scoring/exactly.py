"""The two methods that are computed exactly at the base weights, so that rounding is no accident of floating point."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from optimizer.criteria.scoring.additive import additive_exact
from optimizer.criteria.scoring.grid import Grid
from optimizer.criteria.scoring.topsis import squared_distances, topsis_exact

#: The methods with an exact score.
EXACT = ("topsis", "additive")


def exact_scores(method: str, grid: Grid, reference: str, weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Each roadmap's score by ``topsis`` or ``additive``, not yet rounded."""
    if method == "additive":
        return additive_exact(grid.unit, weights)
    return topsis_exact(*squared_distances(grid, reference), weights)
