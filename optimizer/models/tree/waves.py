"""Many stored cases at once: exact bounds, and multipliers improved together.

Multipliers are moved by subgradient steps aimed at the bound that would close their case (Polyak 1969) and rounded to
whole numbers at every step, so that each evaluation is an exact bound. Where several choices score alike the step uses
their mean.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.bounds import Array, kind_parts, penalty
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.task import Task

Mask = NDArray[np.bool_]

#: Step length against Polyak's, and how much of the last direction goes on: the pair that closed most leaves in few
#: steps on the family of ``benchmarks/family.py``.
REACH, MOMENTUM = 1.9, 0.3


class Glance:
    """One exact evaluation of a stack of cases, with the direction in which their multipliers should move.

    ``total`` (cases,), ``scores`` (cases, slots), ``top`` (cases, roadmaps) as in ``Bounds``; ``share`` (cases, slots)
    what they would like to take; ``m``, ``t``: the subgradient."""

    __slots__ = ("m", "scores", "share", "t", "top", "total")

    def __init__(
        self, task: Task, blocked: Array, m: Array, t: Array, counts: Mask | None = None, slope: bool = True
    ) -> None:
        """``blocked`` (cases, slots) 0 or minus infinity; ``counts`` (cases,): whether the values count."""
        frame = task.frame
        rows = m.shape[1]
        worth = -(m @ task.matrix[:rows])
        worth += task.worth if counts is None else task.worth * counts[:, None]
        total = m @ task.limits[:rows]
        score = worth[:, : frame.options]
        columns = np.zeros(worth.shape) if slope else None
        self.t = np.zeros(t.shape)
        if frame.pairs:
            score = score.copy()
            score[:, frame.paired] += np.add.reduceat(t[:, frame.by_option], frame.by_option_start, axis=1)
            total = total + self._bundles(frame, worth, t, blocked, columns)
        self.scores = blocked.copy()
        self.scores[:, frame.is_option] += score[:, frame.optioned]
        self.top = np.maximum.reduceat(self.scores, frame.start, axis=1)
        self.total = total + self.top.sum(axis=1)
        if columns is None:
            return
        first = (self.scores == self.top[:, frame.slot_roadmap]).astype(np.float64)
        self.share = first / np.add.reduceat(first, frame.start, axis=1)[:, frame.slot_roadmap]
        columns[:, : frame.options] = self.share[:, frame.option_slot]
        self.m = task.limits[:rows].astype(np.float64) - columns @ task.slopes[:, :rows]
        if frame.pairs:
            self.t += columns[:, frame.pair_option]
            self.t[:, frame.rigid] = 0.0

    def _bundles(self, frame: Frame, worth: Array, t: Array, blocked: Array, columns: Any) -> Array:
        """The bundles' part of the bound; notes which are active in ``columns``, what they fund, negated, in ``t``."""
        pairs = blocked[:, frame.pair_slot] - t
        idle = np.maximum.reduceat(pairs, frame.member_start, axis=1)
        active, gains = idle, pairs
        if len(frame.with_product):
            gains = pairs.copy()
            gains[:, frame.with_product] += worth[:, frame.product_column]
            active = np.maximum.reduceat(gains, frame.member_start, axis=1)
        none = blocked[:, frame.member_none]
        z = worth[:, frame.options : frame.options + frame.bundles]
        total = np.zeros(len(worth), dtype=worth.dtype)
        funded = np.zeros(idle.shape)
        busy = np.zeros(idle.shape, dtype=bool)
        for kind in frame.kinds:
            shape = (len(worth), len(kind.bundles), kind.size)
            on, off, out = (x[:, kind.members].reshape(shape) for x in (active, idle, none))
            if kind.size != 2 or kind.at_least != 2:
                part = kind_parts(kind, z[:, kind.bundles], on, off, out)
                if columns is not None:
                    lazy = kind_parts(kind, np.full(part.shape, -np.inf), on, off, out)
                    columns[:, frame.options + kind.bundles] = part > lazy
            else:
                both = z[:, kind.bundles] + on[:, :, 0] + on[:, :, 1]
                left, right = off[:, :, 0] + out[:, :, 1], out[:, :, 0] + off[:, :, 1]
                neither = out[:, :, 0] + out[:, :, 1]
                rest = np.maximum(np.maximum(left, right), neither)
                part = np.maximum(both, rest)
                if columns is not None:
                    full = both >= rest
                    columns[:, frame.options + kind.bundles] = full
                    one = ~full & (left >= rest)
                    two = ~full & ~one & (right >= rest)
                    funded[:, kind.members] = np.stack([full | one, full | two], axis=2).reshape(len(worth), -1)
                    busy[:, kind.members] = np.repeat(full, 2, axis=1)
            total = total + part.sum(axis=1)
        if columns is not None:
            owner = frame.pair_member
            picked = np.where(busy[:, owner], gains == active[:, owner], pairs == idle[:, owner]).astype(np.float64)
            picked *= (funded / np.add.reduceat(picked, frame.member_start, axis=1))[:, owner]
            self.t = -picked
            if len(frame.with_product):
                pick = frame.with_product
                columns[:, frame.product_column] = picked[:, pick] * busy[:, owner[pick]]
        return total


class Ascent:
    """Subgradient steps for stacks of cases of one task."""

    def __init__(self, task: Task) -> None:
        self.task = task
        weight = np.abs(task.matrix).sum(axis=1).astype(np.float64)
        columns = (task.matrix != 0).sum(axis=1)
        # Rows of one order: a step in a row's own unit would dwarf or starve it.
        self.unit = np.where(weight > 0, columns / np.maximum(weight, 1e-300), 0.0) ** 2
        self.unit[~task.active] = 0.0
        room = 2.0 ** ((task.bits or 60) - 6)
        self.cap = np.where(task.active, room / np.maximum(task.heavy, 1.0) / max(len(task.rows), 1), 0.0)
        self.most = room / max(task.frame.pairs, 1)

    def run(self, allowed: Mask, m: Array, t: Array, total: Array, goal: Any, steps: int) -> tuple[Array, Array, Array]:
        """The best multipliers found, and their totals; a case is left as soon as it is below ``goal``."""
        task = self.task
        blocked = penalty(allowed, task.dtype)
        best_m, best_t, best = m.copy(), t.copy(), total.copy()
        alive = np.arange(len(m))
        ahead_m, ahead_t = np.zeros(m.shape), np.zeros(t.shape)
        unit, cap = self.unit[: m.shape[1]], self.cap[: m.shape[1]]
        for step in range(steps):
            glance = Glance(task, blocked[alive], m, t, slope=step < steps - 1)
            better = glance.total < best[alive]
            where = alive[better]
            best[where], best_m[where], best_t[where] = glance.total[better], m[better], t[better]
            if step == steps - 1:
                break
            keep = glance.total >= goal
            alive = alive[keep]
            if not len(alive):
                break
            over, gm, gt, m, t, ahead_m, ahead_t = (
                x[keep] for x in (glance.total, glance.m, glance.t, m, t, ahead_m, ahead_t)
            )
            ahead_m, ahead_t = gm + MOMENTUM * ahead_m, gt + MOMENTUM * ahead_t
            # A row at 0 that has room cannot go lower: it takes no part.
            gm, gt = np.where((m <= 0) & (ahead_m > 0), 0.0, ahead_m), ahead_t
            size = (gm * gm * unit).sum(axis=1) + (gt * gt).sum(axis=1)
            length = REACH * ((over - goal).astype(np.float64) + task.scale) / np.maximum(size, 1e-12)
            m = np.rint(np.clip(m - length[:, None] * gm * unit, 0.0, cap)).astype(task.dtype)
            t = np.rint(np.clip(t - length[:, None] * gt, -self.most, self.most)).astype(task.dtype)
        return best_m, best_t, best
