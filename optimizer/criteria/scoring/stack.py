"""Scores of every method for a stack of weightings, on 0 to 1, larger is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.criteria.scoring.additive import additive
from optimizer.criteria.scoring.grid import Grid
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
        weights: S by n.
    """
    if method == "topsis":
        import numpy as np

        ideal, worst = (np.array([[float(x) for x in row] for row in s]) for s in squared_distances(grid, reference))
        found = topsis(ideal, worst, weights)
    elif method == "additive":
        found = additive(grid.unit_floats, weights)
    else:
        from optimizer.criteria.scoring.library import library_scores

        return library_scores(method, grid, reference, weights)
    return Scores(found, found)
