"""One case laid out for a sweep: which slots are left, in which order roadmaps go, and what each step is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.bounds import Bounds, kind_parts, penalty
from optimizer.models.tree.layout import Layout
from optimizer.models.tree.stairs import Rising
from optimizer.models.tree.task import Task, Vector

#: In how many ways the slots of the roadmaps that go in one step may combine, and how many partial portfolios all of
#: these ways may make: many ways save steps, few ways drop what is hopeless before it is multiplied.
WAYS, ROOM = 32, 16000

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Effect:
    """What a synergy adds to the rows once it is complete.

    Attributes:
        rows: the plan's rows that it adds to by itself, and ``amounts`` (rows,) how much.
        products: by member, (slots, rows) what each of its slots adds then; only members that do.
    """

    rows: Ints
    amounts: Floats
    products: tuple[tuple[int, Floats], ...]

    @classmethod
    def of(cls, z: Floats, product: Floats) -> Effect:
        """From (rows,) and (rows, members, slots)."""
        rows = np.flatnonzero(z)
        members = np.flatnonzero(product.any(axis=(0, 2))).tolist()
        return cls(rows, z[rows], tuple((i, np.ascontiguousarray(product[:, i, :].T)) for i in members))


class Plan:
    """One case laid out for the sweep: which slots are left, in which order, and what they are worth.

    Args:
        task: in float64.
        allowed: (slots,) what the case may take.
        vector, bounds: multipliers, and their bound on that case.
        goal: what a bound must come to, times the task's scale.
        layout: of the task's frame.
        rising: the floor, where it rises along an axis: its rows are then laid out whatever happens.
    """

    def __init__(
        self,
        task: Task,
        allowed: Mask,
        vector: Vector,
        bounds: Bounds,
        goal: float,
        layout: Layout,
        rising: Rising | None = None,
    ) -> None:
        frame, self.layout = task.frame, layout
        scores, top = bounds.scores[0], bounds.top[0]
        left = allowed & (bounds.total[0] - top[frame.slot_roadmap] + scores >= goal)
        kept = np.flatnonzero(left)
        count = np.bincount(frame.slot_roadmap[kept], minlength=len(top))
        self.empty = not count.all()
        if self.empty:
            return
        best = self._order(kept, scores[kept], frame.slot_roadmap[kept], count)
        self.local, self.score = self.kept - frame.start[frame.slot_roadmap[self.kept]], scores[self.kept]
        width = len(vector.m)
        worth = task.worth - vector.m @ task.matrix[:width]
        self._bundles(worth, vector, penalty(left[None], np.float64))
        self._rows(task, vector, rising)
        self.rest = np.append(np.cumsum((best + self.parts)[::-1])[::-1], 0.0).tolist()
        self.start = float(vector.m @ task.limits[:width])

    def _order(self, kept: Ints, score: Floats, owner: Ints, count: Ints) -> Floats:
        """Roadmaps first that lose most when they do not take their best: there are few partial portfolios for long.
        Gives what each scores at best, in that order."""
        first = np.append(0, np.cumsum(count)[:-1])
        best: Floats = np.maximum.reduceat(score, first)
        score[np.lexsort((score, owner))[first + count - 1]] = -np.inf
        order = np.argsort(np.maximum.reduceat(score, first) - best, kind="stable")
        self.order, self.sizes = order.tolist(), count[order].tolist()
        self.rank = np.zeros(len(order) + 1, dtype=np.intp)
        self.rank[order] = np.arange(len(order))
        self.rank[-1] = -1
        self.kept = kept[np.argsort(self.rank[owner], kind="stable")]
        self.first = np.append(0, np.cumsum(count[order])[:-1])
        self.fixed = int((count == 1).sum())  # their loss is infinite, so they come first
        return best[order]

    def group(self, first: int, count: int) -> tuple[int, ...]:
        """The roadmaps that go in the next step: in the order, as long as their slots combine in few ways."""
        last, ways = first + 1, self.sizes[first]
        most = min(WAYS, ROOM // count)
        while last < len(self.sizes) and ways * self.sizes[last] <= most:
            ways *= self.sizes[last]
            last += 1
        return tuple(range(first, last))

    def _bundles(self, worth: Floats, vector: Vector, blocked: Floats) -> None:
        """What each bundle's states come to, which roadmap completes it, and the most it can come to."""
        layout, rank = self.layout, self.rank
        self.before: list[int] = []
        self.two: list[list[int]] = [[] for _ in self.order]
        self.wide: list[list[int]] = [[] for _ in self.order]
        self.parts = np.zeros(len(self.order))
        if not len(layout.bundle):
            return
        self.pay = np.append(vector.t, 0.0)[layout.pair]
        self.gain = np.append(worth, 0.0)[layout.product]
        self.z = worth[layout.column]
        self.most = self._most(worth, vector, blocked)
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
        self.before = rank[self.partner].tolist()

    def _most(self, worth: Floats, vector: Vector, blocked: Floats) -> Floats:
        """(bundles,) the most that each bundle can come to, whatever its members take."""
        frame = self.layout.frame
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
        return np.concatenate(most)

    def _rows(self, task: Task, vector: Vector, rising: Rising | None) -> None:
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
        effect: dict[int, tuple[Floats, Floats]] = {}
        self.effects: list[list[int]] = [[] for _ in self.order]
        if follows:
            for b in range(len(layout.bundle)):
                z = matrix[:, layout.column[b]]
                product = np.where(layout.product[b] >= 0, matrix[:, np.maximum(layout.product[b], 0)], 0.0)
                if z.any() or product.any():
                    effect[b] = (z, product)
                    self.effects[self.last[b]].append(b)
                    steps_low[self.last[b]] += np.minimum(z, 0.0) + np.minimum(product, 0.0).sum(axis=(1, 2))
                    steps_high[self.last[b]] += np.maximum(z, 0.0) + np.maximum(product, 0.0).sum(axis=(1, 2))
        nil = np.zeros((1, len(rows)))
        low = np.concatenate([np.cumsum(steps_low[::-1], axis=0)[::-1], nil])
        high = np.concatenate([np.cumsum(steps_high[::-1], axis=0)[::-1], nil])
        along = np.isin(rows, () if rising is None else rising.rows)  # these tell where a portfolio lies
        live = np.flatnonzero((high[0] > limits) | (price > 0) | along)
        live = live[np.argsort(price[live] <= 0, kind="stable")]
        self.priced = int((price > 0).sum())  # they come first
        if rising is not None:
            self.along = np.flatnonzero(along[live])
            self.factors = rising.factors[np.searchsorted(rising.rows, rows[live[self.along]])]
        self.limits, self.price = limits[live], price[live]
        self.floor, self.ceiling = self.limits - low[:, live], self.limits - high[:, live]
        self.adds = np.ascontiguousarray(adds[:, live])
        self.effect = {b: Effect.of(z[live], product[live]) for b, (z, product) in effect.items()}
