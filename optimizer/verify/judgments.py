"""Weights from pairwise judgments once more, in 40-digit decimals: eigenvectors, geometric means, gaps, consistency.

Shares the case reader with the rest of the library and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from optimizer.case.model import Case

#: Random indices for 3 to 10 criteria (Saaty 2008).
RANDOM_INDEX = {3: "0.52", 4: "0.89", 5: "1.11", 6: "1.25", 7: "1.35", 8: "1.40", 9: "1.45", 10: "1.49"}
_DIGITS = 40
Matrix = list[list[Decimal]]


@dataclass(frozen=True)
class Opinion:
    """What judgments come to: weights before rounding, the consistency ratio (None beyond ten criteria), and both for
    each member."""

    weights: tuple[Decimal, ...]
    ratio: Decimal | None
    members: Mapping[str, tuple[list[Decimal], Decimal | None]]


def judged(case: Case) -> Opinion:
    """The group's weights from judgments, or those of the member that the settings name."""
    settings, criteria = case.settings.weights, [c.id for c in case.criteria]
    with localcontext() as context:
        context.prec = _DIGITS
        members, power, gaps = [], [], []
        for name in sorted({j.member for j in case.judgments}):
            rows = [j for j in case.judgments if j.member == name]
            matrix, missing = _member(criteria, [(j.a, j.b, j.value) for j in rows])
            members.append((name, matrix))
            power.append(Decimal(rows[0].weight))
            gaps.append(missing)
        shares = [p / sum(power) for p in power]
        n = len(criteria)
        joint = [[_mean([m[i][j] for _, m in members], shares) for j in range(n)] for i in range(n)]
        ratio = _ratio(joint, len(set.intersection(*gaps)))
        own = [_priorities(matrix, str(settings.prioritisation)) for _, matrix in members]
        if settings.member:
            weights = own[[name for name, _ in members].index(settings.member)]
        elif settings.aggregate == "priorities":
            weights = [_mean([w[i] for w in own], shares) for i in range(n)]
        else:
            weights = _priorities(joint, str(settings.prioritisation))
        total = sum(weights)
        ratios = [_ratio(matrix, len(missing)) for (_, matrix), missing in zip(members, gaps, strict=True)]
        each = {name: (w, r) for (name, _), w, r in zip(members, own, ratios, strict=True)}
        return Opinion(tuple(w / total for w in weights), ratio, each)


def _mean(values: Sequence[Decimal], shares: Sequence[Decimal]) -> Decimal:
    """The weighted geometric mean."""
    return sum((s * v.ln() for v, s in zip(values, shares, strict=True)), Decimal(0)).exp()


def _member(criteria: list[str], rows: list[tuple[str, str, Fraction]]) -> tuple[Matrix, set[tuple[int, int]]]:
    """One member's matrix, gaps filled so that the principal eigenvalue is least (Bozóki, Fülöp and Rónyai 2010).

    There the derivative along each gap is 0: with right and left eigenvectors w and v, a_ij^2 = v_j w_i / (v_i w_j)."""
    n, place = len(criteria), {c: i for i, c in enumerate(criteria)}
    matrix = [[Decimal(1)] * n for _ in range(n)]
    known = set()
    for a, b, value in rows:
        i, j = place[a], place[b]
        if (i, j) not in known:
            known |= {(i, j), (j, i)}
            matrix[i][j] = Decimal(value.numerator) / value.denominator
            matrix[j][i] = Decimal(value.denominator) / value.numerator
    gaps = {(i, j) for i in range(n) for j in range(i + 1, n) if (i, j) not in known}
    w: list[Decimal] | None = None
    v: list[Decimal] | None = None
    within = Decimal("0.01")
    for _ in range(400 if gaps else 0):
        w = _principal(matrix, w, within)[1]
        v = _principal([list(column) for column in zip(*matrix, strict=True)], v, within)[1]
        moved = Decimal(0)
        for i, j in sorted(gaps):
            filled = (v[j] * w[i] / (v[i] * w[j])).sqrt()
            moved = max(moved, abs(filled / matrix[i][j] - 1))
            matrix[i][j], matrix[j][i] = filled, 1 / filled
        within = min(within, moved / 100)  # no more exact than the gaps are
        if moved < Decimal("1e-18"):
            break
    return matrix, gaps


def _principal(
    matrix: Matrix, start: list[Decimal] | None = None, within: Decimal = Decimal("1e-24")
) -> tuple[Decimal, list[Decimal]]:
    """The principal eigenvalue and right eigenvector (adding up to 1), by power iteration."""
    w = start or [Decimal(1) / len(matrix)] * len(matrix)
    value = Decimal(0)
    for _ in range(1000):
        product = [sum((a * x for a, x in zip(row, w, strict=True)), Decimal(0)) for row in matrix]
        value = sum(product, Decimal(0))
        new = [x / value for x in product]
        moved = max(abs(a - b) for a, b in zip(new, w, strict=True))
        w = new
        if moved < within:
            break
    return value, w


def _priorities(matrix: Matrix, method: str) -> list[Decimal]:
    if method == "eigenvector":
        return _principal(matrix)[1]
    even = [Decimal(1) / len(matrix)] * len(matrix)
    means = [_mean(row, even) for row in matrix]
    total = sum(means)
    return [m / total for m in means]


def _ratio(matrix: Matrix, gaps: int) -> Decimal | None:
    n = len(matrix)
    if n < 3:
        return Decimal(0)
    if n not in RANDOM_INDEX:
        return None
    index = Decimal(RANDOM_INDEX[n]) * (1 - Decimal(2 * gaps) / ((n - 1) * (n - 2)))
    return (_principal(matrix)[0] - n) / (n - 1) / index if index else Decimal(0)
