"""MARCOS: utility between an ideal and an anti-ideal put together from the scores present.

Source: Stević, Pamučar, Puška and Chatterjee 2020. With S the weighted sum of normalised scores (x over ideal, or
ideal over x on a ``min`` criterion), a that of the ideal and b that of the anti-ideal, ``K+ = S / a``, ``K- = S / b``
and the paper's utility function comes down to ``S (a + b) / (a^2 + a b + b^2)``.

Ours in that form and not pymcdm's, which divides by b and by S and so gives NaN where either is 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def marcos(
    matrix: NDArray[np.float64], maximise: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The utility of m roadmaps at S weightings.

    Args:
        matrix: m by n, no negative scores, none of 0 on a ``min`` criterion and no column of 0 alone.
        maximise: n.
        weights: S by n.
    """
    import numpy as np

    low, high = matrix.min(axis=0), matrix.max(axis=0)
    extended = np.vstack([matrix, np.where(maximise, high, low), np.where(maximise, low, high)])
    ideal = extended[-2]
    with np.errstate(divide="ignore", invalid="ignore"):
        normal = np.where(maximise, extended / ideal, ideal / extended)
    total = weights @ normal.T
    a, b = total[:, -2:-1], total[:, -1:]
    return total[:, :-2] * (a + b) / (a * a + a * b + b * b)
