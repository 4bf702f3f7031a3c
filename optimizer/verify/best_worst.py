"""Best-worst weights once more: Rezaei's linear model (2016) by an exact simplex, its answer proven by duality.

The model scales: instead of the least xi at weights that add up to 1, take xi = 1 and let the weights add up to as much
as they can. So the programme is ``max sum of w`` with ``A w <= 1``, ``w >= 0``, where 0 is feasible and a simplex in
fractions needs no first phase. Where the sum has no bound the comparisons agree, and xi is 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

Row = list[Fraction]
ONE, ZERO = Fraction(1), Fraction(0)


def best_worst(
    criteria: Sequence[str], best: str, worst: str, from_best: Mapping[str, Fraction], to_worst: Mapping[str, Fraction]
) -> list[Fraction]:
    """Weights that add up to 1, in the order of the criteria.

    Args:
        from_best: how many times as important the best is as each other criterion.
        to_worst: how many times as important each other criterion is as the worst.
    """
    if best == worst:
        return [ONE]
    pairs = [(best, c, Fraction(from_best[c])) for c in criteria if c != best]
    pairs += [(c, worst, Fraction(to_worst[c])) for c in criteria if c != worst]
    rows = []
    for a, b, times in pairs:
        row = [ONE if c == a else -times if c == b else ZERO for c in criteria]
        rows += [row, [-x for x in row]]
    solved = _simplex(rows, len(criteria))
    if solved is None:  # the comparisons agree: every one of them holds exactly
        shares = [ONE if c == best else 1 / Fraction(from_best[c]) for c in criteria]
    else:
        shares, dual, unique = solved
        _proven(rows, shares, dual)
        if not unique:
            shares = _middle(criteria, best, worst, from_best, to_worst, sum(shares, ZERO))
    whole = sum(shares, ZERO)
    return [share / whole for share in shares]


def _simplex(rows: Sequence[Row], count: int) -> tuple[Row, Row, bool] | None:
    """The largest sum of ``count`` variables with ``rows`` times them at most 1: the variables, the dual, and whether
    nothing else is as large; None where there is no bound. Bland's rule, so that it ends."""
    table = [[*row, *(ONE if i == k else ZERO for k in range(len(rows))), ONE] for i, row in enumerate(rows)]
    gain = [ONE] * count + [ZERO] * (len(rows) + 1)
    basis = [count + i for i in range(len(rows))]
    while (entering := next((j for j, g in enumerate(gain[:-1]) if g > 0), None)) is not None:
        leaving = [(row[-1] / row[entering], basis[i], i) for i, row in enumerate(table) if row[entering] > 0]
        if not leaving:
            return None
        pivot = min(leaving)[2]
        basis[pivot] = entering
        whole = table[pivot][entering]
        table[pivot] = [x / whole for x in table[pivot]]
        for row in (*(r for i, r in enumerate(table) if i != pivot), gain):
            factor = row[entering]
            if factor:
                row[:] = [x - factor * p for x, p in zip(row, table[pivot], strict=True)]
    values = dict(zip(basis, (row[-1] for row in table), strict=True))
    unique = all(gain[j] < 0 for j in range(len(gain) - 1) if j not in values)
    return [values.get(j, ZERO) for j in range(count)], [-g for g in gain[count:-1]], unique


def _proven(rows: Sequence[Row], shares: Row, dual: Row) -> None:
    """Weak duality, checked from the rows alone: what is feasible on both sides and equal is best on both.

    Raises:
        ArithmeticError: where it is not so, which would be a fault of this file.
    """
    kept = all(sum((a * x for a, x in zip(row, shares, strict=True)), ZERO) <= 1 for row in rows)
    priced = all(
        sum((y * a for y, a in zip(dual, column, strict=True)), ZERO) >= 1 for column in zip(*rows, strict=True)
    )
    if not (kept and priced and min(*shares, *dual) >= 0 and sum(shares, ZERO) == sum(dual, ZERO)):
        raise ArithmeticError("the best-worst programme was not solved")


def _middle(
    criteria: Sequence[str],
    best: str,
    worst: str,
    from_best: Mapping[str, Fraction],
    to_worst: Mapping[str, Fraction],
    most: Fraction,
) -> Row:
    """Which of several best weightings is taken: the mean of the points ``(w_best, w_worst)`` at which two of the lines
    between the pieces of the largest sum cross and that sum is reached, the other weights as large as these allow."""
    others = [(Fraction(from_best[c]), Fraction(to_worst[c])) for c in criteria if c not in (best, worst)]
    between = (Fraction(from_best[worst]), Fraction(to_worst[best]))
    lines = {(ONE, ZERO, ZERO), (ZERO, ONE, ZERO)}
    lines |= {(ONE, -times, side) for times in between for side in (ONE, -ONE)}
    lines |= {(ONE, -b * w, b * t - s) for b, w in others for s, t in ((ONE, ONE), (-ONE, ONE), (ONE, -ONE))}
    points = set()
    for (a, b, c), (d, e, f) in combinations(sorted(lines), 2):
        turn = a * e - b * d
        if turn:
            points.add(((c * e - b * f) / turn, (a * f - c * d) / turn))

    def weighed(x: Fraction, y: Fraction) -> Row:
        held = {best: x, worst: y}
        return [held[c] if c in held else min((x + 1) / from_best[c], to_worst[c] * y + 1) for c in criteria]

    def allowed(x: Fraction, y: Fraction) -> bool:
        wide = all(max((x - 1) / b, w * y - 1) <= min((x + 1) / b, w * y + 1) for b, w in others)
        return min(x, y) >= 0 and wide and all(abs(x - times * y) <= 1 for times in between)

    found = [(x, y) for x, y in points if allowed(x, y) and sum(weighed(x, y), ZERO) == most]
    return weighed(sum((x for x, _ in found), ZERO) / len(found), sum((y for _, y in found), ZERO) / len(found))
