"""TOPSIS: closeness to the ideal, the distance to the worst over the sum of the distances to worst and best.

Source: Hwang and Yoon 1981. Against the ends of the scale, scores are laid between foot (0) and top (1), so that a
roadmap's closeness depends on nobody else; against the data, columns are divided by their Euclidean length (vector
normalisation) and ideal and anti-ideal are the best and the worst present.

The weights leave the distances as squares: ``D+^2 = sum w_j^2 (ideal_j - r_j)^2`` is one product of matrices for any
number of weightings.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from operator import mul
from typing import TYPE_CHECKING

from optimizer.criteria.exact import integers, ratio_of_roots
from optimizer.criteria.scoring.grid import Grid, each

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: So many figures are worked on at once: they stay in the processor's cache, which makes bulk five times as quick.
CACHED = 50_000
Squares = tuple[tuple[Fraction, ...], ...]


def topsis(
    to_ideal: NDArray[np.float64], to_worst: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Closeness of m roadmaps at S weightings.

    Args:
        to_ideal, to_worst: m by n, the squared normalised distance of each roadmap on each criterion to the ideal and
            to the anti-ideal, before weighting.
        weights: S by n.

    Returns:
        S by m, 0 to 1; 0.5 where both distances are 0.
    """
    import numpy as np

    closeness = np.empty((len(weights), len(to_ideal)))
    size = max(1, CACHED // max(1, len(to_ideal)))
    for start in range(0, len(weights), size):
        squares = weights[start : start + size] ** 2
        far = closeness[start : start + size]
        np.sqrt(np.matmul(squares, to_worst.T, out=far), out=far)
        total = squares @ to_ideal.T
        np.sqrt(total, out=total)
        total += far
        if not total.all():
            same = total == 0
            far[same], total[same] = 0.5, 1.0
        far /= total
    return closeness


def topsis_exact(to_ideal: Squares, to_worst: Squares, weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The same at one weighting: exact where closeness is rational, else to 50 digits."""
    return topsis_whole(*whole_squares(to_ideal, to_worst), weights)


def topsis_whole(
    to_ideal: Sequence[Sequence[int]], to_worst: Sequence[Sequence[int]], weights: Sequence[Fraction]
) -> tuple[Fraction, ...]:
    """The same from distances that are integers over one denominator, which falls out of the ratio."""
    factors = [w * w for w in integers(weights)[0]]
    return tuple(
        ratio_of_roots(sum(map(mul, factors, worst)), sum(map(mul, factors, best)))
        for best, worst in zip(to_ideal, to_worst, strict=True)
    )


def whole_squares(to_ideal: Squares, to_worst: Squares) -> tuple[list[list[int]], list[list[int]]]:
    """Distances as integers over the one denominator that all of them have in common."""
    common = lcm(*{square.denominator for rows in (to_ideal, to_worst) for row in rows for square in row})

    def whole(rows: Squares) -> list[list[int]]:
        return [[square.numerator * (common // square.denominator) for square in row] for row in rows]

    return whole(to_ideal), whole(to_worst)


def squared_distances(grid: Grid, reference: str) -> tuple[Squares, Squares]:
    """The squared normalised distances of each roadmap and criterion to ideal and to anti-ideal, exactly; worked out
    once for a grid."""
    key = ("squares", reference)
    if key not in grid.known:
        grid.known[key] = _squared_distances(grid, reference)
    found: tuple[Squares, Squares] = grid.known[key]
    return found


def exact_closeness(grid: Grid, reference: str, weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The closeness of each roadmap of a grid at one weighting, as :func:`topsis_exact` gives it."""
    key = ("whole squares", reference)
    if key not in grid.known:
        grid.known[key] = whole_squares(*squared_distances(grid, reference))
    near, far = grid.known[key]
    return topsis_whole(near, far, weights)


def distances(grid: Grid, reference: str, weights: Sequence[Fraction]) -> tuple[tuple[float, float], ...]:
    """Each roadmap's distances to ideal and to anti-ideal at one weighting, in floats."""
    key = ("float squares", reference)
    if key not in grid.known:
        grid.known[key] = [[[float(s) for s in row] for row in rows] for rows in squared_distances(grid, reference)]
    squares = [float(w) ** 2 for w in weights]
    near, far = ([float(sum(map(mul, squares, row)) ** 0.5) for row in rows] for rows in grid.known[key])
    return tuple(zip(near, far, strict=True))


def _squared_distances(grid: Grid, reference: str) -> tuple[Squares, Squares]:
    """The squared normalised distances of each roadmap and criterion to ideal and to anti-ideal, exactly.

    With ``data``, ``(r_ij - r_j)^2 = (x_ij - x_j)^2 / sum of x_kj^2``, which is rational; a criterion on which all
    are 0 has no distances."""
    if reference == "scale":
        return each(grid.unit, lambda j, u: (u - 1) ** 2), each(grid.unit, lambda j, u: u * u)
    lengths = [sum((x * x for x in column), Fraction(0)) or Fraction(1) for column in zip(*grid.matrix, strict=True)]
    return (
        each(grid.matrix, lambda j, x: (x - grid.top[j]) ** 2 / lengths[j]),
        each(grid.matrix, lambda j, x: (x - grid.foot[j]) ** 2 / lengths[j]),
    )
