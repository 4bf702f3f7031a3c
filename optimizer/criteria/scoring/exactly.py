"""The methods that are computed exactly at the base weights, so that rounding is no accident of floating point."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from optimizer.criteria.scoring.additive import additive_whole
from optimizer.criteria.scoring.grid import Grid
from optimizer.criteria.scoring.laying import lay_exactly
from optimizer.criteria.scoring.promethee2 import promethee2_exact
from optimizer.criteria.scoring.spotis import spotis_exact
from optimizer.criteria.scoring.topsis import exact_closeness
from optimizer.criteria.scoring.vikor import vikor_exact

#: The methods with an exact score.
EXACT = ("topsis", "additive", "vikor", "spotis", "promethee2")
Figures = tuple[Fraction, ...]


def exact_scores(method: str, grid: Grid, reference: str, weights: Sequence[Fraction]) -> tuple[Figures, Figures]:
    """Each roadmap's score, not yet rounded, and the method's own figure, by one of ``EXACT``."""
    if method == "additive":
        found = additive_whole(grid.unit_whole, weights)
        return found, found
    if method == "topsis":
        found = exact_closeness(grid, reference, weights)
        return found, found
    if method == "promethee2":
        flows = promethee2_exact(grid.matrix, grid.maximise, weights)
        return lay_exactly(flows), flows
    native = vikor_exact(grid.gaps, weights, reference) if method == "vikor" else spotis_exact(grid.gaps, weights)
    if reference == "scale":
        return tuple(1 - x for x in native), native
    return lay_exactly([-x for x in native]), native
