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
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.bounds import Bounds, kind_parts, penalty
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.task import Task, Vector

#: In how many ways the slots of the roadmaps that go in one step may combine.
WAYS = 16

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
        self.two = np.flatnonzero(self.size == 2)
        count = self.funded[self.two, 0][:, :, None] + self.funded[self.two, 1][:, None, :]
        self.on = (count >= self.at_least[self.two][:, None, None]).astype(np.float64)
        self.place = np.full(len(rows), -1, dtype=np.intp)
        self.place[self.two] = np.arange(len(self.two))
        self._matrix: Floats | None = None
        self._added = np.zeros((0, 0))
        self._follows = False

    def added(self, matrix: Floats) -> tuple[Floats, bool]:
        """(slots, rows) what slots add to a matrix's rows, and whether synergies add anything; the last one is kept,
        for nothing ever writes into a task's matrix."""
        if self._matrix is not matrix:
            options = np.concatenate([matrix[:, : self.frame.options], np.zeros((len(matrix), 1))], axis=1)
            self._matrix, self._added = matrix, np.ascontiguousarray(options[:, self.frame.slot_option].T)
            self._follows = bool(matrix[:, self.frame.options :].any())
        return self._added, self._follows


class _Plan:
    """One case laid out for the sweep: which slots are left, in which order, and what they are worth."""

    def __init__(self, task: Task, allowed: Mask, vector: Vector, bounds: Bounds, goal: float, layout: Layout) -> None:
        frame, self.layout = task.frame, layout
        scores, top = bounds.scores[0], bounds.top[0]
        kept = np.flatnonzero(allowed & (bounds.total[0] - top[frame.slot_roadmap] + scores >= goal))
        owner = frame.slot_roadmap[kept]
        count = np.bincount(owner, minlength=len(top))
        self.empty = not count.all()
        if self.empty:
            return
        first = np.append(0, np.cumsum(count)[:-1])
        # Roadmaps first that lose most when they do not take their best: there are few partial portfolios for long.
        score = scores[kept]
        best = np.maximum.reduceat(score, first)
        score[np.lexsort((score, owner))[first + count - 1]] = -np.inf
        order = np.argsort(np.maximum.reduceat(score, first) - best, kind="stable")
        self.order = order.tolist()
        rank = np.zeros(len(order) + 1, dtype=np.intp)
        rank[order] = np.arange(len(order))
        rank[-1] = -1
        self.kept = kept[np.argsort(rank[owner], kind="stable")]
        ends = np.cumsum(count[order])
        self.first = np.append(0, ends[:-1])
        cuts = list(zip(self.first.tolist(), ends.tolist(), strict=True))
        self.local, self.score = self.kept - frame.start[frame.slot_roadmap[self.kept]], scores[self.kept]
        self.slots = [self.local[a:z] for a, z in cuts]
        self.fixed = int((count == 1).sum())  # their loss is infinite, so they come first
        width = len(vector.m)
        worth = task.worth - vector.m @ task.matrix[:width]
        self._bundles(worth, vector, penalty(allowed[None], np.float64), rank)
        self._rows(task, vector)
        self.rest = np.append(np.cumsum((best[order] + self.parts)[::-1])[::-1], 0.0).tolist()
        self.start = float(vector.m @ task.limits[:width])
        self._steps(rank)

    def _steps(self, rank: Ints) -> None:
        """Roadmaps next to each other in the order go in one step, as long as their slots combine in few ways."""
        self.steps: list[tuple[int, ...]] = [(i,) for i in range(self.fixed)]
        group: list[int] = []
        ways = 1
        for i in range(self.fixed, len(self.order)):
            if group and ways * len(self.slots[i]) > WAYS:
                self.steps.append(tuple(group))
                group, ways = [], 1
            group.append(i)
            ways *= len(self.slots[i])
        if group:
            self.steps.append(tuple(group))
        self.before = rank[self.partner].tolist() if len(self.layout.bundle) else []

    def _bundles(self, worth: Floats, vector: Vector, blocked: Floats, rank: Ints) -> None:
        """What each bundle's states come to, which roadmap completes it, and the most it can come to."""
        layout, frame = self.layout, self.layout.frame
        self.two: list[list[int]] = [[] for _ in self.order]
        self.wide: list[list[int]] = [[] for _ in self.order]
        self.parts = np.zeros(len(self.order))
        if not len(layout.bundle):
            return
        self.pay = np.append(vector.t, 0.0)[layout.pair]
        self.gain = np.append(worth, 0.0)[layout.product]
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
        for b, (i, place) in enumerate(zip(self.last.tolist(), layout.place.tolist(), strict=True)):
            if place < 0:
                self.wide[i].append(b)
            else:
                self.two[i].append(place)
        np.add.at(self.parts, self.last, self.most)
        two = layout.two
        both = self.z[two][:, None, None] + self.gain[two, 0][:, :, None] + self.gain[two, 1][:, None, :]
        pay = self.pay[two, 0][:, :, None] + self.pay[two, 1][:, None, :]
        table = layout.on * both - pay
        late = rank[layout.roadmap[two, 1]] == self.last[two]  # the second member completes it
        table = np.where(late[:, None, None], table, table.transpose(0, 2, 1))
        self.table = table.reshape(-1, layout.width)
        self.partner = layout.roadmap[two, np.where(late, 0, 1)]

    def _rows(self, task: Task, vector: Vector) -> None:
        """Only rows that can still be broken or have a multiplier; what slots and bundles add to them; the least and
        the most that what follows adds."""
        layout = self.layout
        price = np.zeros(len(task.active))
        price[: len(vector.m)] = vector.m
        needed = price > 0  # a cut counts for its multiplier alone: cones and tails are looked at afterwards
        needed[: task.plain] = True
        rows = np.flatnonzero(task.active & needed)
        matrix, limits = task.matrix[rows], task.limits[rows]
        price = price[rows]
        options, follows = layout.added(task.matrix)
        adds = options[self.kept[:, None], rows[None, :]]
        steps_low = np.minimum.reduceat(adds, self.first, axis=0)
        steps_high = np.maximum.reduceat(adds, self.first, axis=0)
        self.effect: dict[int, tuple[Floats, Floats]] = {}
        self.effects: list[list[int]] = [[] for _ in self.order]
        if follows:
            for b in range(len(layout.bundle)):
                z = matrix[:, layout.column[b]]
                product = np.where(layout.product[b] >= 0, matrix[:, np.maximum(layout.product[b], 0)], 0.0)
                if z.any() or product.any():
                    self.effect[b] = (z, product)
                    self.effects[self.last[b]].append(b)
                    steps_low[self.last[b]] += np.minimum(z, 0.0) + np.minimum(product, 0.0).sum(axis=(1, 2))
                    steps_high[self.last[b]] += np.maximum(z, 0.0) + np.maximum(product, 0.0).sum(axis=(1, 2))
        nil = np.zeros((1, len(rows)))
        low = np.concatenate([np.cumsum(steps_low[::-1], axis=0)[::-1], nil])
        high = np.concatenate([np.cumsum(steps_high[::-1], axis=0)[::-1], nil])
        live = (high[0] > limits) | (price > 0)
        self.limits, self.price = limits[live], price[live]
        self.floor, self.ceiling = self.limits - low[:, live], self.limits - high[:, live]
        self.adds = np.ascontiguousarray(adds[:, live])
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
    for group in plan.steps:
        i = group[-1]
        rest = plan.rest[i + 1]
        more, adds, local = _expanded(plan, group, value, taken)
        wide = [b for j in group for b in plan.wide[j]]
        if len(local) == 1 and not wide:
            value, activity = more[:, 0], activity + adds
            taken[:, plan.order[i]] = local[0]
        else:
            at = np.flatnonzero(more >= goal - rest - sum(float(plan.most[b]) for b in wide))
            parent = at // len(local)
            slot = at - parent * len(local)
            value = more.ravel().take(at)
            activity, taken = activity.take(parent, axis=0), taken.take(parent, axis=0)
            activity += adds.take(slot, axis=0)
            taken[:, [plan.order[j] for j in group]] = local.take(slot, axis=0)
        for b in wide:
            value = value + _wide(plan, b, taken)
        for b in [b for j in group for b in plan.effects[j]]:
            activity += _effects(plan, b, taken)
        if i + 1 < plan.fixed:
            continue  # one partial portfolio still: it is looked at once all of these are in
        spare = np.maximum(plan.ceiling[i + 1] - activity, 0.0) @ plan.price
        good = (value - spare >= goal - rest) & (activity <= plan.floor[i + 1]).all(axis=1)
        right = np.flatnonzero(good)
        if len(right) < len(value):
            value, spare = value.take(right), spare.take(right)
            activity, taken = activity.take(right, axis=0), taken.take(right, axis=0)
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


@lru_cache(maxsize=256)
def _ways(shape: tuple[int, ...]) -> Ints:
    """(ways, roadmaps): all combinations of so many slots each; not to be written into."""
    return np.ascontiguousarray(np.indices(shape).reshape(len(shape), -1).T)


def _expanded(
    plan: _Plan, group: tuple[int, ...], value: Floats, taken: NDArray[Any]
) -> tuple[Floats, Floats, NDArray[Any]]:
    """One step: (partial portfolios, ways) values with every way to take slots of a group of roadmaps; what each way
    adds to the rows; and (ways, roadmaps) its local slots. Synergies of two are in, where they are complete now."""
    layout = plan.layout
    ways = _ways(tuple(len(plan.slots[j]) for j in group))
    at = plan.first[list(group)] + ways
    local, adds = plan.local.take(at), plan.adds.take(at, axis=0).sum(axis=1)
    base = plan.score.take(at).sum(axis=1)
    more = value[:, None] + base
    for k, j in enumerate(group):
        inner = [place for place in plan.two[j] if plan.before[place] >= group[0]]
        outer = [place for place in plan.two[j] if plan.before[place] < group[0]]
        for place in inner:
            first = group.index(plan.before[place])
            more += plan.table[place * layout.width + local[:, first], local[:, k]]
        if outer:
            these = np.array(outer, dtype=np.intp)
            ends = plan.table.take(taken[:, plan.partner[these]] + these * layout.width, axis=0).sum(axis=1)
            more += ends.take(local[:, k], axis=1)
    return more, adds, local


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
