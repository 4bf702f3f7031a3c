"""The Lagrangian bound of many cases at once, in numbers that are exact.

One implementation for three kinds of numbers: float64 while every partial sum stays below 2^53, the long double of the
machine while below its mantissa (2^64 on x86), Python integers beyond. Whole numbers in a float are exact as long as
nothing is rounded, and sums, products and maxima of whole numbers below the limit never are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.frame import Frame, Kind

Array = NDArray[Any]


def mantissa(dtype: Any) -> int | None:
    """The bits within which a kind of number holds whole numbers exactly; None without a limit."""
    return None if dtype is object else int(np.finfo(dtype).nmant)


def penalty(allowed: NDArray[np.bool_], dtype: Any) -> Array:
    """0 where a slot is allowed, minus infinity where it is not."""
    out = np.zeros(allowed.shape, dtype=dtype)
    out[~allowed] = -np.inf
    return out


class Bounds:
    """The bounds of a stack of cases and what they are made of; all times the denominator.

    Attributes:
        total: (cases,) the bound.
        scores: (cases, slots) what each slot scores, minus infinity where not allowed.
        top: (cases, roadmaps) the largest of a roadmap.
    """

    __slots__ = ("scores", "top", "total")

    def __init__(self, total: Array, scores: Array, top: Array) -> None:
        self.total, self.scores, self.top = total, scores, top

    def without(self, frame: Frame) -> Array:
        """(cases, slots): the bound where a roadmap takes that slot."""
        return self.total[:, None] - self.top[:, frame.slot_roadmap] + self.scores


def evaluate(frame: Frame, worth: Array, constant: Array, t: Array, blocked: Array) -> Bounds:
    """The bounds.

    Args:
        frame: the layout.
        worth: (cases, columns), ``D * values - m.A``.
        constant: (cases,), ``m.b``.
        t: (cases, pairs).
        blocked: (cases, slots), 0 or minus infinity: what each case allows.
    """
    cases, dtype = len(worth), worth.dtype
    score = worth[:, : frame.options]
    total = constant.copy()
    if frame.pairs:
        score = score.copy()
        score[:, frame.paired] += np.add.reduceat(t[:, frame.by_option], frame.by_option_start, axis=1)
        total += bundle_parts(frame, worth, t, blocked)
    scores = blocked.copy()
    scores[:, frame.is_option] += score[:, frame.optioned]
    if not len(frame.start):
        return Bounds(total, scores, np.zeros((cases, 0), dtype=dtype))
    top = np.maximum.reduceat(scores, frame.start, axis=1)
    return Bounds(total + top.sum(axis=1), scores, top)


def bundle_parts(frame: Frame, worth: Array, t: Array, blocked: Array) -> Array:
    """(cases,): the sum over bundles of ``c_k``, each the exact best over all allowed ways to fund its members."""
    idle_pairs = blocked[:, frame.pair_slot] - t
    idle = np.maximum.reduceat(idle_pairs, frame.member_start, axis=1)
    active = idle
    if len(frame.with_product):
        idle_pairs[:, frame.with_product] += worth[:, frame.product_column]
        active = np.maximum.reduceat(idle_pairs, frame.member_start, axis=1)
    unfunded = blocked[:, frame.member_none]
    z = worth[:, frame.options : frame.options + frame.bundles]
    total = np.zeros(len(worth), dtype=worth.dtype)
    for kind in frame.kinds:
        shape = (len(worth), len(kind.bundles), kind.size)
        parts = (x[:, kind.members].reshape(shape) for x in (active, idle, unfunded))
        total = total + kind_parts(kind, z[:, kind.bundles], *parts).sum(axis=1)
    return total


def kind_parts(kind: Kind, z: Array, active: Array, idle: Array, unfunded: Array) -> Array:
    """(cases, bundles): ``c_k`` of bundles of one shape; the arrays are (cases, bundles, members)."""
    if kind.size == kind.at_least == 2:
        on = z + active[:, :, 0] + active[:, :, 1]
        first, second = unfunded[:, :, 0], unfunded[:, :, 1]
        off = np.maximum(np.maximum(idle[:, :, 0], first) + second, first + idle[:, :, 1])
        return np.maximum(on, off)
    count = kind.at_least
    # Counting members one by one: busy[c] is the best with c funded so far (the last c: that many or more).
    low = np.full(z.shape, -np.inf, dtype=z.dtype)
    busy: list[Array] = [np.zeros_like(z), *[low] * count]
    lazy: list[Array] = busy[:count]
    for j in range(kind.size):
        gain, idly, none = active[:, :, j], idle[:, :, j], unfunded[:, :, j]
        more = np.maximum(busy[count] + np.maximum(none, gain), busy[count - 1] + gain)
        busy = [np.maximum(busy[c] + none, busy[c - 1] + gain) if c else busy[0] + none for c in range(count)]
        busy.append(more)
        lazy = [np.maximum(lazy[c] + none, lazy[c - 1] + idly) if c else lazy[0] + none for c in range(count)]
    best = z + busy[count]
    for part in lazy:
        best = np.maximum(best, part)
    return best
