"""Objective weights: from the consensus scores alone, by how well each criterion tells the roadmaps apart.

- ``entropy`` (Hwang and Yoon 1981, after Shannon 1948): one minus the entropy of a criterion's shares;
- ``critic`` (Diakoulaki, Mavrotas and Papayannakis 1995): standard deviation times conflict with the other criteria;
- ``merec`` (Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis and Antucheviciene 2021): what is lost without a criterion.

A criterion on which all roadmaps are equal tells nothing and weighs 0; where none tells anything (one roadmap, or all
alike), weights are equal. Entropy is ours, since pymcdm refuses a score of 0, whose part in an entropy is simply 0.
CRITIC and MEREC are pymcdm's on what it can take: CRITIC on the telling criteria alone, each turned and laid on 0 to 1
(pymcdm leaves ``min`` criteria unturned, which changes the sign of their correlations); MEREC on positive scores, where
a criterion with scores of 0 or less is counted from one step below the least end of its scale.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from optimizer.criteria.scoring.grid import Grid

Array = NDArray[np.float64]


def objective(method: str, grid: Grid) -> Array:
    """Weights of n criteria, adding up to 1.

    Args:
        method: ``entropy``, ``critic`` or ``merec``.
        grid: made against the data.
    """
    count = len(grid.foot)
    telling = np.array([foot != top for foot, top in zip(grid.foot, grid.top, strict=True)])
    weights = np.zeros(count)
    if not telling.any():
        return np.full(count, 1 / count)
    if telling.sum() == 1:
        weights[telling] = 1.0
        return weights
    methods: dict[str, Callable[[Grid, NDArray[np.bool_]], Array]] = {
        "entropy": _entropy,
        "critic": _critic,
        "merec": _merec,
    }
    found = methods[method](grid, telling)
    total = found.sum()
    weights[telling] = found / total if total > 1e-12 else 1 / telling.sum()
    return weights


def _lifted(grid: Grid, telling: NDArray[np.bool_], lift: float, needs: NDArray[np.bool_]) -> Array:
    """The telling columns; those of ``needs`` counted from ``lift`` below the least end of their scale."""
    least = np.array([float(min(a, b)) for a, b in zip(grid.scale_foot, grid.scale_top, strict=True)])
    return np.asarray((grid.floats - np.where(needs, least - lift, 0.0))[:, telling])


def _entropy(grid: Grid, telling: NDArray[np.bool_]) -> Array:
    """One minus the entropy of each column's shares; a column with negative scores is counted from its scale's end."""
    matrix = _lifted(grid, telling, 0.0, grid.floats.min(axis=0) < 0)
    shares = matrix / matrix.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(shares > 0, shares * np.log(shares), 0.0)
    return np.asarray(1 + parts.sum(axis=0) / np.log(len(matrix)))


def _critic(grid: Grid, telling: NDArray[np.bool_]) -> Array:
    from pymcdm.weights import critic_weights

    unit = grid.unit_floats[:, telling]
    if (np.corrcoef(unit, rowvar=False) > 1 - 1e-12).all():  # no conflict at all: pymcdm would divide 0 by 0
        return np.zeros(unit.shape[1])
    return np.asarray(critic_weights(unit))


def _merec(grid: Grid, telling: NDArray[np.bool_]) -> Array:
    from pymcdm.weights import merec_weights

    # Criteria that tell nothing take part: the method divides by the number of all criteria (2021, equation 4).
    matrix = _lifted(grid, np.ones_like(telling), float(grid.step), grid.floats.min(axis=0) <= 0)
    types = np.where(grid.maximise, 1, -1)
    return np.asarray(merec_weights(matrix, types))[telling]
