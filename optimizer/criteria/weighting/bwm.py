"""Best-worst weights by Rezaei's linear model (2016), exactly and always the same.

The model looks for weights that add up to 1 with the least ``xi`` such that, for every criterion j,
``|w_best - a_bj w_j| <= xi`` and ``|w_j - a_jw w_worst| <= xi``. It scales: instead of the least xi at weights that add
up to 1, take xi = 1 and let the weights add up to as much as they can. Every w_j but the best's and the worst's is then
as large as its two upper bounds allow, so what is left is a concave function of two numbers, ``w_best`` and
``w_worst``, made of flat pieces; its largest value lies where two of the lines between the pieces cross. Trying them
all in fractions is quick, needs no solver and has no tolerance. Where several crossings are best, all points between
them are, and their mean is taken, so that the answer depends neither on chance nor on the order of the criteria.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

#: ``a x + b y = c``.
Line = tuple[Fraction, Fraction, Fraction]


@dataclass(frozen=True)
class BestWorst:
    """Best-worst weights.

    Attributes:
        weights: in the order of the criteria, adding up to 1.
        xi: the least largest deviation: 0 where the comparisons agree, the larger the worse.
        input_ratio: how far the comparisons themselves clash, the largest of
            ``|a_bj a_jw - a_bw| / (a_bw a_bw - a_bw)`` (Liang, Brunelli and Rezaei 2020); 0 where ``a_bw`` is 1.
    """

    weights: tuple[Fraction, ...]
    xi: Fraction
    input_ratio: Fraction


def best_worst(
    criteria: Sequence[str],
    best: str | None,
    worst: str | None,
    best_to_others: Mapping[str, Decimal],
    others_to_worst: Mapping[str, Decimal],
) -> BestWorst:
    """Weights from the best criterion's comparison with each other one and each one's with the worst.

    Args:
        best_to_others: how many times as important the best is as each other criterion.
        others_to_worst: how many times as important each other criterion is as the worst.

    Raises:
        ValueError: when best or worst is none of the criteria, both are one, or a comparison lacks.
    """
    if best is None or worst is None or not {best, worst} <= set(criteria) or (best == worst and len(criteria) > 1):
        raise ValueError("best and worst must be two of the criteria")
    others = [criterion for criterion in criteria if criterion not in (best, worst)]
    lacking = [c for c in (*others, worst) if c not in best_to_others and c != best]
    lacking += [c for c in (best, *others) if c not in others_to_worst and c != worst]
    if lacking:
        raise ValueError(f"no comparison is given for {', '.join(dict.fromkeys(lacking))}")
    if best == worst:
        return BestWorst((Fraction(1),), Fraction(0), Fraction(0))
    pairs = [(Fraction(best_to_others[c]), Fraction(others_to_worst[c])) for c in others]
    ends = (Fraction(best_to_others[worst]), Fraction(others_to_worst[best]))
    top, bottom, xi = _solve(pairs, ends)
    found = {best: top, worst: bottom}
    for criterion, (from_best, to_worst) in zip(others, pairs, strict=True):
        found[criterion] = min((top + xi) / from_best, to_worst * bottom + xi)
    whole = sum(found.values(), Fraction(0))
    apart = [abs(b * w - end) / (end * end - end) for b, w in pairs for end in ends if end != 1]
    apart += [abs(ends[0] - ends[1]) / (end * end - end) for end in ends if end != 1]
    return BestWorst(tuple(found[c] / whole for c in criteria), xi / whole, max(apart, default=Fraction(0)))


def _solve(pairs: Sequence[tuple[Fraction, Fraction]], ends: tuple[Fraction, Fraction]) -> tuple[Fraction, ...]:
    """``w_best``, ``w_worst`` and xi, to be scaled: xi is 1, or 0 where the comparisons agree."""
    if ends[0] == ends[1] and all(b * w == ends[0] for b, w in pairs):
        return ends[0], Fraction(1), Fraction(0)
    one = Fraction(1)
    lines: list[Line] = [(one, Fraction(0), Fraction(0)), (Fraction(0), one, Fraction(0))]
    for end in set(ends):
        lines += [(one, -end, one), (one, -end, -one)]
    for b, w in set(pairs):  # (w_best + s) / b = w w_worst + t
        lines += [(one, -b * w, b * t - s) for s, t in ((one, one), (-one, one), (one, -one))]
    best: list[tuple[Fraction, Fraction]] = []
    most = Fraction(-1)
    for x, y in _crossings(lines):
        total = _total(x, y, pairs, ends)
        if total is not None and total >= most:
            best = [*best, (x, y)] if total == most else [(x, y)]
            most = total
    count = len(best)
    return sum((x for x, _ in best), Fraction(0)) / count, sum((y for _, y in best), Fraction(0)) / count, one


def _crossings(lines: Sequence[Line]) -> list[tuple[Fraction, Fraction]]:
    """The points of the first quadrant where two lines cross, each once."""
    points = set()
    for (a, b, c), (d, e, f) in combinations(dict.fromkeys(lines), 2):
        turn = a * e - b * d
        if turn:
            x, y = (c * e - b * f) / turn, (a * f - c * d) / turn
            if x >= 0 and y >= 0:
                points.add((x, y))
    return sorted(points)


def _total(
    top: Fraction,
    bottom: Fraction,
    pairs: Sequence[tuple[Fraction, Fraction]],
    ends: tuple[Fraction, Fraction],
) -> Fraction | None:
    """What the weights add up to at most with these for best and worst and xi = 1; None where xi = 1 is too little."""
    if any(abs(top - end * bottom) > 1 for end in ends):
        return None
    total = top + bottom
    for b, w in pairs:
        most = min((top + 1) / b, w * bottom + 1)
        if most < max((top - 1) / b, w * bottom - 1):
            return None
        total += most
    return total
