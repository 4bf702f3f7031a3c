"""Rank-order centroid weights: the middle of all weightings that keep an order (Barron and Barrett 1996)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def rank_order_centroid(criteria: Sequence[str], order: Sequence[str]) -> tuple[Fraction, ...]:
    """The k-th most important of n criteria weighs ``(1/k + 1/(k+1) + … + 1/n) / n``.

    Args:
        criteria: in the order in which the weights are wanted.
        order: the same criteria, most important first.

    Raises:
        ValueError: when ``order`` does not name each criterion once.
    """
    if sorted(order) != sorted(criteria):
        raise ValueError("the order must name each criterion once")
    n = len(order)
    parts = [Fraction(1, k) for k in range(1, n + 1)]
    weight = {criterion: sum(parts[k:], Fraction(0)) / n for k, criterion in enumerate(order)}
    return tuple(weight[criterion] for criterion in criteria)
