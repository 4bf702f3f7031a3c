"""Valid rows for what is not linear: directions of a concentration rule's cone, scenario weights of a downside rule."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, isqrt

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Cone, Tail
from optimizer.models.tree.proof import ConeCut, TailCut

Floats = NDArray[np.float64]


def ceil_root(value: Fraction, denominator: int) -> int:
    """The least r with (r / denominator)^2 >= value."""
    scaled = -((-value.numerator * denominator**2) // value.denominator)
    root = isqrt(max(scaled, 0))
    return root if root * root >= scaled else root + 1


def cone_cut(index: int, cone: Cone, amounts: Sequence[float]) -> ConeCut | None:
    """A cut in the direction of group amounts that break a cone by a thousandth or more in floats; coarse first."""
    length = sum(a * a for a in amounts) ** 0.5
    whole = sum(amounts)
    if length <= 0 or length <= float(cone.limit) ** 0.5 * whole * (1 + 1e-6):
        return None
    for bits in (8, 12, 18):
        denominator = 1 << bits
        g = tuple(max(int(a / length * denominator * (1 - 1e-15)), 0) for a in amounts)
        r = ceil_root(cone.limit, denominator)
        excess = sum(gd * a for gd, a in zip(g, amounts, strict=True)) - r * whole
        if excess > 0.3 * denominator * (length - float(cone.limit) ** 0.5 * whole):
            while sum(v * v for v in g) > denominator**2:
                g = tuple(max(v - 1, 0) for v in g)
            return ConeCut(index, g, r, denominator)
    return None


def sharp_cone_cut(index: int, cone: Cone, amounts: Sequence[int]) -> ConeCut:
    """A cut that whole group amounts which break a cone break as well, with as few bits as do."""
    square = sum(a * a for a in amounts)
    bits = 8
    while True:
        denominator = 1 << bits
        above = isqrt(square * denominator**2) + 1
        g = tuple(a * denominator * denominator // above for a in amounts)
        r = ceil_root(cone.limit, denominator)
        if sum(gd * a for gd, a in zip(g, amounts, strict=True)) > r * sum(amounts):
            return ConeCut(index, g, r, denominator)
        bits += 6


def tail_cut(index: int, q: Sequence[Fraction]) -> TailCut:
    """The cut of scenario weights."""
    denominator = 1
    for weight in q:
        denominator = denominator * weight.denominator // gcd(denominator, weight.denominator)
    return TailCut(index, tuple(int(weight * denominator) for weight in q), denominator)


def loose_tail_cut(index: int, tail: Tail, columns: Floats) -> TailCut | None:
    """The cut of the worst scenarios of a relaxation's solution, where it breaks it."""
    support = np.flatnonzero(np.abs(columns) > 1e-9).tolist()
    values = [sum(float(scenario.get(c, 0)) * columns[c] for c in support) for scenario in tail.values]
    q = [Fraction(0)] * len(values)
    left = Fraction(1)
    for s in sorted(range(len(values)), key=lambda s: (values[s], s)):
        q[s] = min(left, tail.probabilities[s] / tail.share)
        left -= q[s]
    mean = sum(float(p) * v for p, v in zip(tail.probabilities, values, strict=True))
    worst = sum(float(weight) * v for weight, v in zip(q, values, strict=True))
    size = max((abs(v) for v in values), default=0.0)
    if float(tail.least) * mean - worst <= 1e-7 * max(size, 1e-9):
        return None
    return tail_cut(index, q)
