"""Every portfolio worth a floor, by going through the roadmaps once with all that is still possible side by side.

One vector of multipliers gives each partial portfolio an exact upper bound: what its roadmaps score, what its complete
synergies come to, the most that the rest can add (``optimizer.models.tree.proof``), less the multipliers' share of what
the rows will have left over whatever follows. Partial portfolios whose bound is below the floor, or that break a row
whatever follows, are dropped; the others go on as rows of an array. It is implicit enumeration (Balas 1965) in breadth,
whose inner loop is a few array operations a roadmap, and it finds not only the best portfolio but all that are worth
the floor.

Figures are whole numbers in float64 below 2^53, so nothing is rounded. A sweep that grows beyond its cap gives up: the
caller splits the case and sweeps the parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.bounds import Bounds, kind_parts, penalty
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.task import Task, Vector

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Swept:
    """What a sweep found.

    Attributes:
        complete: whether every portfolio of the case worth the floor is here; False where the cap was reached.
        taken: (portfolios, options) of 0 and 1; they keep all rows, exactly. Cones and tails are not looked at.
        worth: (portfolios,) exact values, all at least the floor; best first.
        cases: how many partial portfolios were looked at.
    """

    complete: bool
    taken: Floats
    worth: Floats
    cases: int


class Layout:
    """A frame's bundles over local slot numbers (0 is 'none'), for bundles of at most ``most`` live members each.

    ``roadmap`` (bundles, members): whose slots, -1 for padding. ``pair`` and ``product`` (bundles, members, slots): the
    frame's pair and the product column of each slot, -1 where there is none.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.ends = np.append(frame.start, frame.slots)
        self.width = int(np.diff(self.ends).max(initial=1))
        rows = [(k, kind, j) for kind in frame.kinds for j, k in enumerate(kind.bundles.tolist())]
        size = max([2, *(kind.size for kind in frame.kinds)])
        self.bundle = np.array([k for k, _, _ in rows], dtype=np.intp)
        self.at_least = np.array([kind.at_least for _, kind, _ in rows], dtype=np.intp)
        self.size = np.array([kind.size for _, kind, _ in rows], dtype=np.intp)
        self.roadmap = np.full((len(rows), size), -1, dtype=np.intp)
        self.pair = np.full((len(rows), size, self.width), -1, dtype=np.intp)
        self.product = self.pair.copy()
        ends = np.append(frame.member_start, frame.pairs)
        for b, (_k, kind, j) in enumerate(rows):
            for i in range(kind.size):
                member = kind.first + j * kind.size + i
                for p in range(int(ends[member]), int(ends[member + 1])):
                    slot = int(frame.pair_slot[p])
                    r = int(frame.slot_roadmap[slot])
                    self.roadmap[b, i] = r
                    self.pair[b, i, slot - frame.start[r]] = p
                    self.product[b, i, slot - frame.start[r]] = frame.pair_product[p]
        self.funded = (self.pair >= 0).astype(np.float64)
        self.column = frame.options + self.bundle


class _Plan:
    """One case laid out for the sweep: which slots are left, in which order, and what they are worth."""

    def __init__(self, task: Task, allowed: Mask, vector: Vector, bounds: Bounds, goal: float, layout: Layout) -> None:
        frame, self.layout = task.frame, layout
        scores, top = bounds.scores[0], bounds.top[0]
        keep = allowed & (bounds.total[0] - top[frame.slot_roadmap] + scores >= goal)
        self.slots = [np.flatnonzero(keep[a:z]) for a, z in zip(layout.ends[:-1], layout.ends[1:], strict=True)]
        self.empty = any(not len(slots) for slots in self.slots)
        if self.empty:
            return
        self.scores = [scores[a + s] for a, s in zip(layout.ends[:-1], self.slots, strict=True)]
        loss = [np.partition(s, -2)[-2] - s.max() if len(s) > 1 else -np.inf for s in self.scores]
        self.order = sorted(range(len(self.slots)), key=loss.__getitem__)
        rank = np.zeros(len(self.order) + 1, dtype=np.intp)
        rank[self.order] = np.arange(len(self.order))
        rank[-1] = -1
        width = len(vector.m)
        worth = task.worth - vector.m @ task.matrix[:width]
        self._bundles(worth, vector, penalty(allowed[None], np.float64), rank)
        self._rows(task, vector)
        tops = np.array([self.scores[r].max() for r in self.order])
        self.rest = np.append(np.cumsum((tops + self.parts)[::-1])[::-1], 0.0)
        self.start = float(vector.m @ task.limits[:width])

    def _bundles(self, worth: Floats, vector: Vector, blocked: Floats, rank: Ints) -> None:
        """What each bundle's states come to, which roadmap completes it, and the most it can come to."""
        layout, frame = self.layout, self.layout.frame
        self.ending: list[list[int]] = [[] for _ in self.order]
        self.parts = np.zeros(len(self.order))
        if not len(layout.bundle):
            return
        there = layout.pair >= 0
        self.pay = np.where(there, vector.t[np.maximum(layout.pair, 0)], 0.0)
        self.gain = np.where(layout.product >= 0, worth[np.maximum(layout.product, 0)], 0.0)
        self.z = worth[layout.column]
        pairs = blocked[:, frame.pair_slot] - vector.t
        idle = np.maximum.reduceat(pairs, frame.member_start, axis=1)
        gains = pairs.copy()
        gains[:, frame.with_product] += worth[frame.product_column]
        active = np.maximum.reduceat(gains, frame.member_start, axis=1)
        none = blocked[:, frame.member_none]
        z = worth[None, frame.options : frame.options + frame.bundles]
        most = []
        for kind in frame.kinds:
            shape = (1, len(kind.bundles), kind.size)
            on, off, out = (x[:, kind.members].reshape(shape) for x in (active, idle, none))
            most.append(kind_parts(kind, z[:, kind.bundles], on, off, out)[0])
        self.most = np.concatenate(most)
        self.last = rank[layout.roadmap].max(axis=1)
        for b, i in enumerate(self.last.tolist()):
            self.ending[i].append(b)
        np.add.at(self.parts, self.last, self.most)
        two = np.flatnonzero(layout.size == 2)
        first, second = layout.funded[two, 0][:, :, None], layout.funded[two, 1][:, None, :]
        on = first + second >= layout.at_least[two][:, None, None]
        both = self.z[two][:, None, None] + self.gain[two, 0][:, :, None] + self.gain[two, 1][:, None, :]
        pay = self.pay[two, 0][:, :, None] + self.pay[two, 1][:, None, :]
        self.table = dict(zip(two.tolist(), np.where(on, both, 0.0) - pay, strict=True))

    def _rows(self, task: Task, vector: Vector) -> None:
        """Only rows that can still be broken or have a multiplier; what slots and bundles add to them; the least and
        the most that what follows adds."""
        layout, frame = self.layout, task.frame
        price = np.zeros(len(task.active))
        price[: len(vector.m)] = vector.m
        needed = price > 0  # a cut counts for its multiplier alone: cones and tails are looked at afterwards
        needed[: task.plain] = True
        rows = np.flatnonzero(task.active & needed)
        matrix, limits = task.matrix[rows], task.limits[rows]
        price = price[rows]
        options = np.where(frame.slot_option >= 0, matrix[:, np.maximum(frame.slot_option, 0)], 0.0).T
        self.adds = [options[a + s] for a, s in zip(layout.ends[:-1], self.slots, strict=True)]
        steps_low = np.array([self.adds[r].min(axis=0) for r in self.order]).reshape(len(self.order), len(rows))
        steps_high = np.array([self.adds[r].max(axis=0) for r in self.order]).reshape(len(self.order), len(rows))
        self.effect: dict[int, tuple[Floats, Floats]] = {}
        following = matrix[:, frame.options :]
        if following.any():
            for b in range(len(layout.bundle)):
                z = matrix[:, layout.column[b]]
                product = np.where(layout.product[b] >= 0, matrix[:, np.maximum(layout.product[b], 0)], 0.0)
                if z.any() or product.any():
                    self.effect[b] = (z, product)
                    steps_low[self.last[b]] += np.minimum(z, 0.0) + np.minimum(product, 0.0).sum(axis=(1, 2))
                    steps_high[self.last[b]] += np.maximum(z, 0.0) + np.maximum(product, 0.0).sum(axis=(1, 2))
        nil = np.zeros((1, len(rows)))
        low = np.concatenate([np.cumsum(steps_low[::-1], axis=0)[::-1], nil])
        high = np.concatenate([np.cumsum(steps_high[::-1], axis=0)[::-1], nil])
        live = (high[0] > limits) | (price > 0)
        self.limits, self.price = limits[live], price[live]
        self.floor, self.ceiling = self.limits - low[:, live], self.limits - high[:, live]
        self.adds = [adds[:, live] for adds in self.adds]
        self.effect = {b: (z[live], product[live]) for b, (z, product) in self.effect.items()}


def sweep(
    task: Task, allowed: Mask, vector: Vector, bounds: Bounds, target: int, layout: Layout, cap: int, beam: bool = False
) -> Swept:
    """Every portfolio of a case worth at least ``target`` that keeps the rows.

    Args:
        task: in float64.
        allowed: (slots,) what the case may take.
        vector: multipliers, the values counting.
        bounds: of that vector on that case.
        target: the floor, in units of the task's values.
        layout: of the task's frame.
        cap: give up when more partial portfolios than this are open at once.
        beam: do not give up but go on with the ``cap`` most promising: what is then found is no longer all there is.
    """
    frame = task.frame
    goal = float(task.scale * target)
    nothing = Swept(True, np.zeros((0, frame.options)), np.zeros(0), 0)
    if float(bounds.total[0]) < goal:
        return nothing
    plan = _Plan(task, allowed, vector, bounds, goal, layout)
    if plan.empty:
        return nothing
    value = np.array([plan.start])
    activity = np.zeros((1, len(plan.limits)))
    taken = np.zeros((1, len(plan.slots)), dtype=np.int8 if layout.width < 128 else np.int32)
    cases, complete = 0, True
    for i, r in enumerate(plan.order):
        slots = plan.slots[r]
        more = value[:, None] + plan.scores[r][None, :]
        wide = []
        for b in plan.ending[i]:
            if b in plan.table:
                more += _pair(plan, b, r, slots, taken)
            else:
                wide.append(b)
        mask = more >= goal - plan.rest[i + 1] - sum(float(plan.most[b]) for b in wide)
        parent, slot = np.nonzero(mask)
        value, activity, taken = more[mask], activity[parent], taken[parent]
        activity += plan.adds[r][slot]
        taken[:, r] = slots[slot]
        for b in wide:
            value = value + _wide(plan, b, taken)
        for b in plan.ending[i]:
            if b in plan.effect:
                activity += _effects(plan, b, taken)
        spare = np.maximum(plan.ceiling[i + 1] - activity, 0.0) @ plan.price
        good = (activity <= plan.floor[i + 1]).all(axis=1) & (value - spare >= goal - plan.rest[i + 1])
        if len(value) and not good.all():
            value, spare, activity, taken = value[good], spare[good], activity[good], taken[good]
        cases += len(value)
        if not len(value):
            return Swept(complete, nothing.taken, nothing.worth, cases)
        if len(value) > cap:
            complete = False
            if not beam:
                return Swept(False, nothing.taken, nothing.worth, cases)
            first = np.argpartition(spare - value, cap - 1)[:cap]
            value, activity, taken = value[first], activity[first], taken[first]
    chosen = frame.slot_option[np.array(layout.ends[:-1])[None, :] + taken]
    options = np.zeros((len(taken), frame.options))
    portfolio, roadmap = np.nonzero(chosen >= 0)
    options[portfolio, chosen[portfolio, roadmap]] = 1.0
    worth = frame.columns(options) @ task.floats
    right = np.flatnonzero(worth >= target)
    right = right[np.argsort(-worth[right], kind="stable")]
    return Swept(complete, options[right], worth[right], cases)


def _pair(plan: _Plan, b: int, r: int, slots: Ints, taken: NDArray[Any]) -> Floats:
    """What a synergy of two comes to, for each partial portfolio and slot of the roadmap that completes it."""
    first, second = plan.layout.roadmap[b, :2].tolist()
    table = plan.table[b]
    out: Floats = table[:, slots][taken[:, first]] if second == r else table[slots].T[taken[:, second]]
    return out


def _wide(plan: _Plan, b: int, taken: NDArray[Any]) -> Floats:
    """The same for one member or more than two, once all are settled."""
    layout = plan.layout
    count, gain, pay = np.zeros(len(taken)), np.full(len(taken), plan.z[b]), np.zeros(len(taken))
    for i in range(layout.size[b]):
        at = taken[:, layout.roadmap[b, i]]
        count += layout.funded[b, i][at]
        gain += plan.gain[b, i][at]
        pay += plan.pay[b, i][at]
    return np.where(count >= layout.at_least[b], gain, 0.0) - pay


def _effects(plan: _Plan, b: int, taken: NDArray[Any]) -> Floats:
    """What a synergy's own columns add to the rows, once it is complete."""
    layout = plan.layout
    count = np.zeros(len(taken))
    for i in range(layout.size[b]):
        count += layout.funded[b, i][taken[:, layout.roadmap[b, i]]]
    on = (count >= layout.at_least[b]).astype(np.float64)[:, None]
    z, product = plan.effect[b]
    out = on * z[None, :]
    for i in range(layout.size[b]):
        out += on * product[:, i, :].T[taken[:, layout.roadmap[b, i]]]
    return out
