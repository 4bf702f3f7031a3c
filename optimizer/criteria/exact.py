"""Rounding that is exact: fractions in, decimals out, and what was rounded still adds up.

The printed figures are the figures, so rounding never passes through a float.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from math import isqrt, lcm

#: How many digits square roots are taken to; scores are then rounded to 6 decimals.
DIGITS = 50


def fraction(number: Decimal | Fraction | int | float | str) -> Fraction:
    """A number as it was written: a float is read as it prints, everything else is already exact."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def snapped(numbers: Sequence[float], within: float = 1e-12) -> tuple[float, ...]:
    """Floats that differ by less than ``within`` made the same (the first of them), so that noise breaks no tie."""
    kept: list[float] = []
    for number in numbers:
        kept.append(next((one for one in kept if abs(one - number) <= within), number))
    return tuple(kept)


def half_even(number: Fraction, places: int) -> Decimal:
    """``number`` rounded half-even to ``places`` decimals, exactly."""
    return Decimal(round(number * 10**places)).scaleb(-places)


def largest_remainder(shares: Sequence[Fraction], places: int) -> tuple[Decimal, ...]:
    """``shares``, scaled to add up to 1, rounded to ``places`` decimals that add up to exactly 1.

    Each is rounded down and the units left over go to the largest remainders (Hamilton); among equal remainders to
    the one that comes first.

    Raises:
        ValueError: when a share is negative or all are 0.
    """
    return apportioned(integers(shares)[0], places)


def apportioned(whole: Sequence[int], places: int) -> tuple[Decimal, ...]:
    """The same of shares that are integers."""
    total = sum(whole)
    if total <= 0 or min(whole) < 0:
        raise ValueError("shares must not be negative and not all 0")
    units = 10**places
    parts = [divmod(share * units, total) for share in whole]
    down = [part for part, _ in parts]
    order = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
    for i in order[: units - sum(down)]:
        down[i] += 1
    return tuple(Decimal(value).scaleb(-places) for value in down)


def integers(numbers: Sequence[Fraction]) -> tuple[list[int], int]:
    """``numbers`` as integers over their least common denominator, and that: sums of integers are quick."""
    common = lcm(*{number.denominator for number in numbers})
    return [number.numerator * (common // number.denominator) for number in numbers], common


def ratio_of_roots(up: int, down: int) -> Fraction:
    """``sqrt(up) / (sqrt(up) + sqrt(down))`` for integers of 0 or more; 1/2 where both are 0.

    Exact where the value is rational, so that a tie in rounding is seen as one; else to 50 digits."""
    if up == 0:
        return Fraction(1, 2) if down == 0 else Fraction(0)
    root = isqrt(up * down)
    if root * root == up * down:
        return Fraction(up, root + up)
    with localcontext() as context:
        context.prec = DIGITS
        return Fraction(Decimal(up) / ((Decimal(up) * Decimal(down)).sqrt() + Decimal(up)))
