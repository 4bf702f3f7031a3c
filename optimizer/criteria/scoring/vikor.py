"""VIKOR: the compromise between the weighted mean distance to the best and the largest weighted distance.

Source: Opricovic and Tzeng 2004. ``Q = v (S - S*) / (S- - S*) + (1 - v) (R - R*) / (R- - R*)`` at v = 0.5. Against the
scale, a roadmap at every top and one at every foot join (S* = R* = 0, S- = the sum of the weights, R- = the largest),
so that Q depends on nobody else.

Ours and not pymcdm's, which raises on a criterion that does not tell roadmaps apart and gives NaN where all S or all
R are equal; there the term is 0, since nobody is further from the best than anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: How many numbers are held at once when the largest of S by m by n is taken.
CHUNK = 4_000_000


def vikor(gaps: NDArray[np.float64], weights: NDArray[np.float64], reference: str) -> NDArray[np.float64]:
    """Q of m roadmaps at S weightings: 0 is best.

    Args:
        gaps: m by n, the distance of each score from the top as a part of the way to the foot, 0 to 1.
        weights: S by n, adding up to 1.
        reference: ``scale`` or ``data``.
    """
    import numpy as np

    mean = weights @ gaps.T
    largest = np.empty_like(mean)
    size = max(1, CHUNK // max(1, gaps.size))
    for start in range(0, len(weights), size):
        part = weights[start : start + size]
        largest[start : start + size] = (part[:, None, :] * gaps[None, :, :]).max(axis=2)
    if reference == "scale":
        return 0.5 * mean / weights.sum(axis=1)[:, None] + 0.5 * largest / weights.max(axis=1)[:, None]
    return 0.5 * _between(mean) + 0.5 * _between(largest)


def _between(figures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each row from its least (0) to its largest (1); 0 where all are equal."""
    import numpy as np

    low = figures.min(axis=1, keepdims=True)
    span = figures.max(axis=1, keepdims=True) - low
    return np.where(span > 1e-12, (figures - low) / np.where(span > 1e-12, span, 1.0), 0.0)


def vikor_exact(
    gaps: Sequence[Sequence[Fraction]], weights: Sequence[Fraction], reference: str
) -> tuple[Fraction, ...]:
    """The same at one weighting, exactly."""
    parts = [[w * g for w, g in zip(weights, row, strict=True)] for row in gaps]
    mean = [sum(row, Fraction(0)) for row in parts]
    largest = [max(row) for row in parts]
    if reference == "scale":
        ends = [(Fraction(0), sum(weights, Fraction(0))), (Fraction(0), max(weights))]
    else:
        ends = [(min(mean), max(mean)), (min(largest), max(largest))]
    half = Fraction(1, 2)
    return tuple(
        sum(
            (half * (x - low) / (high - low) for x, (low, high) in zip(pair, ends, strict=True) if high > low), half * 0
        )
        for pair in zip(mean, largest, strict=True)
    )
