"""PROMETHEE II with the usual criterion, exactly: net flows are counts of who is better than whom, weighed.

Source: Brans and Vincke 1985. With the usual criterion any difference counts in full, so a roadmap's net flow is, for
each criterion, how many it surpasses less how many surpass it, over the number of others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction


def promethee2_exact(
    matrix: Sequence[Sequence[Fraction]], maximise: Sequence[bool], weights: Sequence[Fraction]
) -> tuple[Fraction, ...]:
    """The net flow of each of m roadmaps, from -1 to 1; 0 where there is no other.

    Args:
        matrix: m by n, agreed scores.
        maximise: n, whether more is better.
        weights: n, adding up to 1.
    """
    others = max(len(matrix) - 1, 1)
    flows = [Fraction(0)] * len(matrix)
    for column, more, weight in zip(zip(*matrix, strict=True), maximise, weights, strict=True):
        ordered = sorted(column)
        for i, x in enumerate(column):
            ahead = bisect_left(ordered, x) - (len(ordered) - bisect_right(ordered, x))
            flows[i] += weight * (ahead if more else -ahead)
    return tuple(flow / others for flow in flows)
