"""The scoring methods that compare roadmaps with one another, once more: fractions, and 60-digit decimals for roots.

Each takes scores that are counted from where their ratios mean something, and gives the method's own figure, larger is
better. Sources: weighted product (Miller and Starr 1969), PROMETHEE II with the usual criterion (Brans and Vincke
1985), MABAC (Pamučar and Ćirović 2015), EDAS (Keshavarz Ghorabaee et al. 2015), MARCOS (Stević et al. 2020), COPRAS
(Zavadskas, Kaklauskas and Šarka 1994), WASPAS (Zavadskas et al. 2012), CODAS (Keshavarz Ghorabaee et al. 2016), ARAS
(Zavadskas and Turskis 2010).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

DIGITS = 60
#: CODAS takes distances that differ by less than this as equal (its authors' threshold).
THRESHOLD = Decimal("0.02")
ZERO = Fraction(0)
Matrix = Sequence[Sequence[Fraction]]
Signs = Sequence[bool]
Shares = Sequence[Fraction]
Figures = list[Fraction]


def decimal(x: Fraction) -> Decimal:
    """A fraction to as many digits as the context has."""
    return Decimal(x.numerator) / x.denominator


def fraction(x: Decimal) -> Fraction:
    """A decimal without the digits that rounding has touched."""
    return Fraction(round(x, 45))


def _weighted(matrix: Matrix, weights: Shares) -> Figures:
    return [sum((w * x for w, x in zip(weights, row, strict=True)), ZERO) for row in matrix]


def _turned(columns: list[list[Fraction]]) -> Matrix:
    return list(zip(*columns, strict=True))


def _columns(matrix: Matrix) -> list[Sequence[Fraction]]:
    return list(zip(*matrix, strict=True))


def _by_best(matrix: Matrix, maximise: Signs) -> Matrix:
    """Each column against its best: x over the largest, or the least over x where less is better."""
    return _turned(
        [[x / max(c) if up else min(c) / x for x in c] for c, up in zip(_columns(matrix), maximise, strict=True)]
    )


def _by_sum(matrix: Matrix, maximise: Signs) -> Matrix:
    """Each column as shares of its sum, of its reciprocals where less is better."""
    parts = [[x if up else 1 / x for x in c] for c, up in zip(_columns(matrix), maximise, strict=True)]
    return _turned([[x / sum(c, ZERO) for x in c] for c in parts])


def _product(row: Sequence[Fraction], weights: Shares) -> Decimal:
    """The product of entries to the power of their weights; any figure to the power 0 is 1."""
    if any(not x and w for x, w in zip(row, weights, strict=True)):
        return Decimal(0)
    return sum((decimal(w) * decimal(x).ln() for x, w in zip(row, weights, strict=True) if w), Decimal(0)).exp()


def weighted_product(matrix: Matrix, maximise: Signs, weights: Shares) -> Figures:
    """The product of shares to the power of the weights."""
    return [fraction(_product(row, weights)) for row in _by_sum(matrix, maximise)]


def promethee2(matrix: Matrix, maximise: Signs, weights: Shares) -> Figures:
    """The net flow: how many are beaten less by how many one is beaten, each criterion by its weight."""
    if len(matrix) == 1:
        return [ZERO]
    flows = []
    for column, up in zip(_columns(matrix), maximise, strict=True):
        ordered = sorted(column)
        net = [bisect_left(ordered, x) - (len(ordered) - bisect_right(ordered, x)) for x in column]
        flows.append([Fraction(x if up else -x, len(matrix) - 1) for x in net])
    return _weighted(_turned(flows), weights)


def mabac(matrix: Matrix, maximise: Signs, weights: Shares) -> Figures:
    """The distance from the border: each criterion's geometric mean of weighted entries."""
    if len(matrix) == 1:
        return [ZERO]
    rows, border = [], ZERO
    for column, up, w in zip(_columns(matrix), maximise, weights, strict=True):
        low, high = min(column), max(column)
        unit = [(x - low if up else high - x) / (high - low) if low != high else Fraction(1) for x in column]
        rows.append([w * (u + 1) for u in unit])
        if w:
            logs = sum((decimal(x).ln() for x in rows[-1]), Decimal(0))
            border += fraction((logs / len(column)).exp())
    return [sum(row, -border) for row in zip(*rows, strict=True)]


def edas(matrix: Matrix, maximise: Signs, weights: Shares) -> Figures:
    """Half the distance above the average and half of what is not below it; 0.5 where all are average."""
    above: list[list[Fraction]] = []
    for column, up in zip(_columns(matrix), maximise, strict=True):
        mean = sum(column, ZERO) / len(column)
        above.append([(x - mean if up else mean - x) / mean for x in column])
    more = _weighted([[max(x, ZERO) for x in row] for row in zip(*above, strict=True)], weights)
    less = _weighted([[max(-x, ZERO) for x in row] for row in zip(*above, strict=True)], weights)
    if not max(more) or not max(less):
        return [Fraction(1, 2)] * len(matrix)
    return [(p / max(more) + 1 - q / max(less)) / 2 for p, q in zip(more, less, strict=True)]


def marcos(matrix: Matrix, maximise: Signs, weights: Shares) -> Figures:
    """Utility between an ideal and an anti-ideal: ``S (a + b) / (a^2 + a b + b^2)``."""
    worst = [min(c) if up else max(c) for c, up in zip(_columns(matrix), maximise, strict=True)]
    *found, anti = _weighted(_by_best([*matrix, worst], maximise), weights)
    ideal = sum(weights, ZERO)
    return [s * (ideal + anti) / (ideal**2 + ideal * anti + anti**2) for s in found]


def copras(matrix: Matrix, maximise: Signs, weights: Shares) -> Figures:
    """What is to be had, and the reciprocal of what it takes, against the best."""
    shares = _turned([[x / sum(c, ZERO) for x in c] for c in _columns(matrix)])
    gain = _weighted(shares, [w if up else ZERO for w, up in zip(weights, maximise, strict=True)])
    cost = _weighted(shares, [ZERO if up else w for w, up in zip(weights, maximise, strict=True)])
    if min(cost) > 0:
        reciprocals = sum((1 / c for c in cost), ZERO)
        gain = [g + sum(cost, ZERO) / (c * reciprocals) for g, c in zip(gain, cost, strict=True)]
    return [g / max(gain) for g in gain]


def waspas(matrix: Matrix, maximise: Signs, weights: Shares) -> Figures:
    """Half the weighted sum and half the weighted product."""
    unit = _by_best(matrix, maximise)
    sums = _weighted(unit, weights)
    return [(s + fraction(_product(row, weights))) / 2 for s, row in zip(sums, unit, strict=True)]


def codas(matrix: Matrix, maximise: Signs, weights: Shares) -> Figures:
    """Euclidean distances from the worst, and taxicab ones where the former differ."""
    unit = _by_best(matrix, maximise)
    away = []
    for column, w in zip(_columns(unit), weights, strict=True):
        away.append([w * (x - min(column)) for x in column])
    euclid = [decimal(sum((x * x for x in row), ZERO)).sqrt() for row in zip(*away, strict=True)]
    taxi = [decimal(sum(row, ZERO)) for row in zip(*away, strict=True)]
    found = []
    for e, t in zip(euclid, taxi, strict=True):
        pairs = ((e - f) + (t - u if abs(e - f) >= THRESHOLD else 0) for f, u in zip(euclid, taxi, strict=True))
        found.append(fraction(sum(pairs, Decimal(0))))
    return found


def aras(matrix: Matrix, maximise: Signs, weights: Shares) -> Figures:
    """The weighted sum of shares against that of an ideal that stands among the roadmaps."""
    best = [max(c) if up else min(c) for c, up in zip(_columns(matrix), maximise, strict=True)]
    *found, ideal = _weighted(_by_sum([*matrix, best], maximise), weights)
    return [s / ideal for s in found]


METHODS: dict[str, Callable[[Matrix, Signs, Shares], Figures]] = {
    "weighted_product": weighted_product,
    "promethee2": promethee2,
    "mabac": mabac,
    "edas": edas,
    "marcos": marcos,
    "copras": copras,
    "waspas": waspas,
    "codas": codas,
    "aras": aras,
}
#: Those that take differences, not ratios, and so need no true zero.
DIFFERENCES = ("promethee2", "mabac")


def figures(method: str, matrix: Matrix, maximise: Signs, weights: Shares) -> Figures:
    """The method's own figure of each roadmap, exact or to 45 digits."""
    with localcontext() as context:
        context.prec = DIGITS
        return METHODS[method](matrix, maximise, weights)
