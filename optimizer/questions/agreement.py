"""How far two rankings agree. Pure functions of places (1 is best; ties share the mean of their places)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import fsum, sqrt


def kendall(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Kendall's tau-b (Kendall 1945): pairs in the same order less pairs in opposite order, over the geometric mean of
    the pairs that each ranking tells apart. None where one of them tells none apart."""
    agree = told_x = told_y = 0
    for (a, b), (c, d) in combinations(zip(x, y, strict=True), 2):
        first, second = (a > c) - (a < c), (b > d) - (b < d)
        agree += first * second
        told_x += first != 0
        told_y += second != 0
    return agree / sqrt(told_x * told_y) if told_x and told_y else None


def spearman(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Spearman's rho: Pearson's correlation of places. None where one ranking tells nothing apart."""
    count = len(x)
    if not count:
        return None
    mean_x, mean_y = fsum(x) / count, fsum(y) / count
    top = fsum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    square = fsum((a - mean_x) ** 2 for a in x) * fsum((b - mean_y) ** 2 for b in y)
    return max(-1.0, min(1.0, top / sqrt(square))) if square > 0 else None


def ws(x: Sequence[float], y: Sequence[float]) -> float | None:
    """The WS coefficient of rank similarity (Sałabun and Urbaniak 2020), which minds differences at the top most.

    ``1 - sum of 2^(-x_i) |x_i - y_i| / max(x_i - 1, N - x_i)``; ``x`` is the reference. None for fewer than two."""
    count = len(x)
    if count < 2:
        return None
    return 1 - fsum(2**-a * abs(a - b) / max(abs(1 - a), abs(count - a)) for a, b in zip(x, y, strict=True))
