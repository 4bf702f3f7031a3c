"""Equal weights, and weights given as they are: ``equal``, ``direct`` and ``swing``.

``swing`` takes points for the swing of each criterion from the foot to the top of its scale (von Winterfeldt and
Edwards 1986); they become weights as direct ones do, by sharing out 1 in proportion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from optimizer.criteria.exact import fraction


def equal(criteria: Sequence[str]) -> tuple[Fraction, ...]:
    """The same weight for each criterion."""
    return tuple(Fraction(1, len(criteria)) for _ in criteria)


def direct(criteria: Sequence[str], values: Mapping[str, Decimal]) -> tuple[Fraction, ...]:
    """``values`` in proportion; they name every criterion, none negative, not all 0.

    Raises:
        ValueError: when they do not.
    """
    missing = [criterion for criterion in criteria if criterion not in values]
    if missing:
        raise ValueError(f"no weight is given for {', '.join(missing)}")
    given = [fraction(values[criterion]) for criterion in criteria]
    total = sum(given, Fraction(0))
    if min(given) < 0 or total <= 0:
        raise ValueError("weights must not be negative and not all 0")
    return tuple(value / total for value in given)
