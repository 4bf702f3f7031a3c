"""Scores of every method for a stack of weightings, on 0 to 1, larger is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.criteria.scoring.additive import additive
from optimizer.criteria.scoring.grid import Grid
from optimizer.criteria.scoring.laying import lay
from optimizer.criteria.scoring.topsis import squared_distances, topsis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Scores:
    """What a method makes of m roadmaps at S weightings.

    Attributes:
        scores: S by m, 0 to 1, larger is better, not rounded.
        native: S by m, the method's own figure.
    """

    scores: NDArray[np.float64]
    native: NDArray[np.float64]


def score(method: str, grid: Grid, reference: str, weights: NDArray[np.float64]) -> Scores:
    """Scores by any method.

    Args:
        method: one of ``names.METHODS``.
        grid: made against ``reference``.
        reference: ``scale`` or ``data``, as ``names.reference_in_force`` gives it for the method.
        weights: S by n, each row non-negative and adding up to 1.
    """
    import numpy as np

    if not grid.matrix:
        empty = np.zeros((len(weights), 0))
        return Scores(empty, empty)
    if method == "topsis":
        ideal, worst = (np.array([[float(x) for x in row] for row in s]) for s in squared_distances(grid, reference))
        found = topsis(ideal, worst, weights)
        return Scores(found, found)
    if method == "additive":
        found = additive(grid.unit_floats, weights)
        return Scores(found, found)
    if method in ("vikor", "spotis"):
        from optimizer.criteria.scoring.spotis import spotis
        from optimizer.criteria.scoring.vikor import vikor

        gaps = grid.gap_floats
        native = vikor(gaps, weights, reference) if method == "vikor" else spotis(gaps, weights)
        return Scores(1 - native if reference == "scale" else lay(-native), native)
    native = _against_data(method, grid, weights)
    return Scores(lay(native), native)


def _against_data(method: str, grid: Grid, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The own figure, larger is better, of a method that only knows the data."""
    import numpy as np

    from optimizer.criteria.scoring.copras import copras
    from optimizer.criteria.scoring.library import library_figures
    from optimizer.criteria.scoring.marcos import marcos
    from optimizer.criteria.scoring.ratios import ratio_matrix

    maximise = np.array(grid.maximise)
    if method in ("promethee2", "mabac"):  # differences, no ratios
        if len(grid.matrix) == 1:  # nobody to compare with: PROMETHEE would divide by 0
            return np.zeros((len(weights), 1))
        return library_figures(method, grid.floats, maximise, weights)
    matrix = ratio_matrix(grid)
    if method == "copras":
        return copras(matrix, maximise, weights)
    if method == "marcos":
        return marcos(matrix, maximise, weights)
    return library_figures(method, matrix, maximise, weights)
