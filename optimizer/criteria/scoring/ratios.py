"""Scores for methods that divide by them: where a ratio would have no meaning, a criterion is counted from elsewhere.

Ratios want a true zero. A column with a negative score, a ``min`` criterion with a score of 0, and a column
of nothing but 0 have no ratios; there, and only there, scores are counted from one step below the least end of the
criterion's scale. A 0 on a ``max`` criterion stays: it is as little as there can be.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.criteria.scoring.grid import Grid


def moved(matrix: NDArray[np.float64], maximise: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of n columns have no ratios as they are."""
    low, high = matrix.min(axis=0), matrix.max(axis=0)
    return (low < 0) | (~maximise & (low <= 0)) | (high <= 0)


def ratio_matrix(grid: Grid) -> NDArray[np.float64]:
    """The matrix of a grid with its columns moved where they must be."""
    matrix, maximise = grid.floats, np.array(grid.maximise)
    least = np.array([float(min(a, b)) for a, b in zip(grid.scale_foot, grid.scale_top, strict=True)])
    base = np.where(moved(matrix, maximise), least - float(grid.step), 0.0)
    return matrix - base
