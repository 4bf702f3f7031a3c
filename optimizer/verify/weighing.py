"""Weights once more, by every method that the product offers, from the case alone and by other means than its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from optimizer.case.model import Case
from optimizer.verify.best_worst import best_worst
from optimizer.verify.consensus import Agreed
from optimizer.verify.objective import objective

#: Weights by floating point are right to here, before they are rounded; beyond, rounding may go either way.
NOISE = Fraction(1, 10**12)


def exact_weights(case: Case, agreed: Agreed) -> list[Fraction] | None:
    """Weights before rounding by every method but that from judgments (None): exact, or to 40 digits."""
    settings, criteria = case.settings.weights, [c.id for c in case.criteria]
    method = str(settings.method)
    if method == "equal":
        return [Fraction(1, len(criteria))] * len(criteria)
    if method in ("direct", "swing"):
        given = {c: Fraction(value) for c, value in (settings.values or {}).items()}
        total = sum((given[c] for c in criteria), Fraction(0))
        return [given[c] / total for c in criteria]
    if method == "roc":
        n, order = len(criteria), list(settings.order or ())
        return [sum((Fraction(1, k) for k in range(order.index(c) + 1, n + 1)), Fraction(0)) / n for c in criteria]
    if method == "bwm":
        from_best = {c: Fraction(x) for c, x in (settings.best_to_others or {}).items()}
        to_worst = {c: Fraction(x) for c, x in (settings.others_to_worst or {}).items()}
        return best_worst(criteria, str(settings.best), str(settings.worst), from_best, to_worst)
    if method in ("entropy", "critic", "merec"):
        return objective(case, agreed)
    return None


def nine_decimals(shares: Sequence[Fraction]) -> list[Fraction]:
    """Shares rounded to nine decimals that add up to 1: down, then one up for the largest remainders."""
    units = [share * 10**9 / sum(shares, Fraction(0)) for share in shares]
    down = [u.numerator // u.denominator for u in units]
    order = sorted(range(len(units)), key=lambda i: (down[i] - units[i], i))
    for i in order[: 10**9 - sum(down)]:
        down[i] += 1
    return [Fraction(u, 10**9) for u in down]


def rounded_so(printed: Sequence[Fraction], shares: Sequence[Fraction | Decimal], noise: Fraction = NOISE) -> bool:
    """Whether nine-decimal weights are what these shares, each off by at most ``noise``, can be rounded to.

    Largest remainders: the parts that were rounded up are no smaller than those that were rounded down, so that what
    is left over of any two differs by at most one unit of the ninth decimal."""
    whole = sum((Fraction(x) for x in shares), Fraction(0))
    left = [(Fraction(x) / whole - w) * 10**9 for w, x in zip(printed, shares, strict=True)]
    slack = 2 * noise * 10**9
    if sum(printed, Fraction(0)) != 1 or any((w * 10**9).denominator != 1 for w in printed):
        return False
    return max(left) - min(left) <= 1 + slack and max(abs(x) for x in left) < 1 + slack
