"""Laying figures on 0 to 1, from the least to the largest present: the one place that says what "all equal" gives."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Figures that differ by less than this part of their size are the same figure, computed twice.
NOISE = 1e-12


def lay(figures: NDArray[np.float64]) -> NDArray[np.float64]:
    """S by m figures, larger is better, each row from its least (0) to its largest (1).

    Where all of a row are equal every roadmap gets 0.5, as TOPSIS gives where nothing tells ideal and anti-ideal
    apart: the method then has nothing to say, and 0 would say that funding is worth nothing."""
    import numpy as np

    low = figures.min(axis=1, keepdims=True)
    span = figures.max(axis=1, keepdims=True) - low
    equal = span <= NOISE * np.maximum(1.0, np.abs(figures).max(axis=1, keepdims=True))
    return np.where(equal, 0.5, (figures - low) / np.where(equal, 1.0, span))


def lay_exactly(figures: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The same for one row of exact figures."""
    low, high = min(figures), max(figures)
    if low == high:
        return (Fraction(1, 2),) * len(figures)
    return tuple((x - low) / (high - low) for x in figures)
