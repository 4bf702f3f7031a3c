"""The additive value model: the sum of weight times the score between foot (0) and top (1).

Source: Keeney and Raiffa 1976. Scores of this method may be added up over a portfolio (Clemen and Smith 2009).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from operator import mul
from typing import TYPE_CHECKING

from optimizer.criteria.exact import integers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def additive(unit: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores of m roadmaps at S weightings.

    Args:
        unit: m by n, each score between foot (0) and top (1).
        weights: S by n.

    Returns:
        S by m, 0 to 1 where the weights add up to 1.
    """
    return weights @ unit.T


def additive_exact(unit: Sequence[Sequence[Fraction]], weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The same at one weighting, exactly."""
    return additive_whole([integers(row) for row in unit], weights)


def additive_whole(unit: Iterable[tuple[Sequence[int], int]], weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The same from each row as integers over one denominator (``Grid.unit_whole``)."""
    whole, below = integers(weights)
    return tuple(Fraction(sum(map(mul, whole, parts)), below * common) for parts, common in unit)
