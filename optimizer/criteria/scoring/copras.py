"""COPRAS: complex proportional assessment, what is to be had against what it takes.

Source: Zavadskas, Kaklauskas and Šarka 1994. With ``d`` the weighted share of each score in its column's sum, S+ the
sum of ``d`` over ``max`` and S- over ``min`` criteria, ``Q_i = S+_i + sum of S- / (S-_i * sum of 1 / S-)``, and the
utility degree is Q over the largest Q.

Ours and not pymcdm's: that one (1.4.0) reduces the second term to S-_i itself, so that it rewards cost, and refuses a
case without ``min`` criteria, where Q is simply S+.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def copras(
    matrix: NDArray[np.float64], maximise: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The utility degree of m roadmaps at S weightings, 1 for the best.

    Args:
        matrix: m by n, no negative scores, none of 0 on a ``min`` criterion and no column of 0 alone.
        maximise: n.
        weights: S by n.
    """
    import numpy as np

    shares = matrix / matrix.sum(axis=0)
    gain = weights[:, maximise] @ shares[:, maximise].T
    cost = weights[:, ~maximise] @ shares[:, ~maximise].T
    counts = (cost > 0).all(axis=1, keepdims=True)  # else no weight is on a min criterion
    safe = np.where(counts, cost, 1.0)
    term = safe.sum(axis=1, keepdims=True) / (safe * (1 / safe).sum(axis=1, keepdims=True))
    figure = gain + np.where(counts, term, 0.0)
    return figure / figure.max(axis=1, keepdims=True)
