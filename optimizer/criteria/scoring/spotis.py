"""SPOTIS: the weighted distance to the best end of fixed bounds, which no other roadmap moves.

Source: Dezert, Tchamova, Han and Tacnet 2020. With the ends of the scale as bounds the distance is 1 - the additive
score; with the data, bounds are the least and the largest present. A criterion on which all are equal has no distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def spotis(gaps: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The distance of m roadmaps at S weightings, 0 is best.

    Args:
        gaps: m by n, the distance of each score from the top as a part of the way to the foot, 0 to 1.
        weights: S by n.
    """
    return weights @ gaps.T


def spotis_exact(gaps: Sequence[Sequence[Fraction]], weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The same at one weighting, exactly."""
    return tuple(sum((w * g for w, g in zip(weights, row, strict=True)), Fraction(0)) for row in gaps)
