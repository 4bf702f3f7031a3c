"""Every portfolio worth a floor, by going through the roadmaps once with all that is still possible side by side.

One vector of multipliers gives each partial portfolio an exact upper bound: what its roadmaps score, what its complete
synergies come to, and the most that the rest can add (``optimizer.models.tree.proof``). Partial portfolios whose bound is
below the floor, or that break a row whatever follows, are dropped; the others go on as rows of an array. It is a
dynamic programme without merging (an implicit enumeration, Balas 1965), whose inner loop is a few array operations a
roadmap, and it finds not only the best portfolio but all that are as good as the floor.

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
Mask = NDArray[np.bool_]
_FAR = 2.0**52


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


class _Synergy:
    """A bundle over local slot numbers: ``members`` are roadmaps, in the order of the sweep."""

    def __init__(self, frame: Frame, k: int, size: int, first: int, at_least: int) -> None:
        self.k, self.at_least = k, at_least
        self.column = frame.options + k
        members = range(first, first + size)
        ends = np.append(frame.member_start, frame.pairs)
        self.parts: list[tuple[int, list[int], list[int], list[int]]] = []
        for member in members:
            pairs = range(int(ends[member]), int(ends[member + 1]))
            slots = [int(frame.pair_slot[p]) for p in pairs]
            roadmap = int(frame.slot_roadmap[slots[0]])
            products = [int(frame.pair_product[p]) for p in pairs]
            self.parts.append((roadmap, slots, list(pairs), products))


def synergies(frame: Frame) -> list[_Synergy]:
    """The bundles of a frame that can be active at all."""
    found = []
    for kind in frame.kinds:
        for position, k in enumerate(kind.bundles.tolist()):
            found.append(_Synergy(frame, k, kind.size, kind.first + position * kind.size, kind.at_least))
    return found


class _Plan:
    """One case laid out for the sweep: which slots are left, in which order, and what they are worth."""

    def __init__(self, task: Task, allowed: Mask, vector: Vector, bounds: Bounds, goal: float, known: list[_Synergy]) -> None:
        frame = task.frame
        self.task, self.frame = task, frame
        scores, top = bounds.scores[0], bounds.top[0]
        keep = allowed & (float(bounds.total[0]) - top[frame.slot_roadmap] + scores >= goal)
        ends = np.append(frame.start, frame.slots)
        self.slots = [np.flatnonzero(keep[ends[r] : ends[r + 1]]) for r in range(len(frame.start))]
        self.scores = [scores[ends[r] : ends[r + 1]][self.slots[r]] for r in range(len(frame.start))]
        self.first = frame.start.tolist()
        second = [np.partition(s, -2)[-2] - s.max() if len(s) > 1 else -np.inf for s in self.scores]
        self.order = sorted(range(len(self.slots)), key=lambda r: second[r])
        self.rank = {r: i for i, r in enumerate(self.order)}
        width = len(vector.m)
        worth = task.worth - vector.m @ task.matrix[:width]
        self._bundles(worth, vector, penalty(allowed[None], np.float64), known)
        self._rows()
        tops = np.array([self.scores[r].max() if len(self.scores[r]) else -np.inf for r in self.order])
        parts = np.zeros(len(self.order))
        for i, row in enumerate(self.ending):
            parts[i] = sum(synergy[0] for synergy in row)
        both = tops + parts
        self.rest = np.append(np.cumsum(both[::-1])[::-1], 0.0)
        self.start = float(vector.m @ task.limits[:width])

    def _bundles(self, worth: Floats, vector: Vector, blocked: Floats, known: list[_Synergy]) -> None:
        """For each roadmap of the order, the synergies that it completes: (most, synergy, tables)."""
        frame = self.frame
        pairs = blocked[:, frame.pair_slot] - vector.t
        ceiling: dict[int, float] = {}
        if frame.pairs:
            idle = np.maximum.reduceat(pairs, frame.member_start, axis=1)
            gains = pairs.copy()
            gains[:, frame.with_product] += worth[frame.product_column]
            active = np.maximum.reduceat(gains, frame.member_start, axis=1)
            none = blocked[:, frame.member_none]
            z = worth[None, frame.options : frame.options + frame.bundles]
            for kind in frame.kinds:
                shape = (1, len(kind.bundles), kind.size)
                on, off, out = (x[:, kind.members].reshape(shape) for x in (active, idle, none))
                most = kind_parts(kind, z[:, kind.bundles], on, off, out)[0]
                ceiling |= dict(zip(kind.bundles.tolist(), most.tolist(), strict=True))
        self.ending: list[list[Any]] = [[] for _ in self.order]
        for synergy in known:
            tables = []
            for roadmap, slots, numbers, products in synergy.parts:
                size = len(self.slots[roadmap])
                funded, gain, pay = np.zeros(size), np.zeros(size), np.zeros(size)
                column = np.full(size, -1, dtype=np.intp)
                for slot, pair, product in zip(slots, numbers, products, strict=True):
                    at = np.flatnonzero(self.slots[roadmap] == slot - self.first[roadmap])
                    funded[at] = 1.0
                    pay[at] = vector.t[pair]
                    if product >= 0:
                        gain[at] = worth[product]
                        column[at] = product
                tables.append((roadmap, funded, gain, pay, column))
            tables.sort(key=lambda table: self.rank[table[0]])
            last = self.rank[tables[-1][0]]
            self.ending[last].append((ceiling[synergy.k], synergy, tables, float(worth[synergy.column])))

    def _rows(self) -> None:
        """Only rows that can still be broken; their activity by slot, and the least that the rest must add."""
        task, frame = self.task, self.frame
        rows = np.flatnonzero(task.active)
        matrix, limits = task.matrix[rows], task.limits[rows]
        most, low = np.zeros(len(rows)), np.zeros((len(self.order) + 1, len(rows)))
        self.adds: list[Floats] = []
        for r in range(len(self.slots)):
            where = frame.slot_option[self.first[r] + self.slots[r]]
            self.adds.append(np.where(where >= 0, matrix[:, np.maximum(where, 0)], 0.0).T if len(where) else np.zeros((0, len(rows))))
        for i in range(len(self.order) - 1, -1, -1):
            adds = self.adds[self.order[i]]
            low[i] = low[i + 1]
            if len(adds):
                low[i] += adds.min(axis=0)
                most += adds.max(axis=0)
            for _most, synergy, tables, _z in self.ending[i]:
                columns = [synergy.column, *(int(c) for table in tables for c in table[4] if c >= 0)]
                effect = matrix[:, columns]
                low[i] += np.minimum(effect, 0.0).sum(axis=1)
                most += np.maximum(effect, 0.0).sum(axis=1)
        live = most > limits
        self.matrix, self.limits = matrix[live], limits[live]
        self.low = low[:, live]
        self.adds = [adds[:, live] for adds in self.adds]


def sweep(
    task: Task, allowed: Mask, vector: Vector, bounds: Bounds, target: int, known: list[_Synergy], cap: int
) -> Swept:
    """Every portfolio of a case worth at least ``target`` that keeps the rows.

    Args:
        task: in float64.
        allowed: (slots,) what the case may take.
        vector: multipliers, the values counting.
        bounds: of that vector on that case.
        target: the floor, in units of the task's values.
        known: ``synergies(task.frame)``.
        cap: give up when more partial portfolios than this are open at once.
    """
    frame = task.frame
    goal = float(task.scale * target)
    nothing = Swept(True, np.zeros((0, frame.options)), np.zeros(0), 0)
    if float(bounds.total[0]) < goal:
        return nothing
    plan = _Plan(task, allowed, vector, bounds, goal, known)
    if any(not len(slots) for slots in plan.slots):
        return nothing
    value = np.array([plan.start])
    activity = np.zeros((1, len(plan.limits)))
    taken = np.zeros((1, len(plan.slots)), dtype=np.int16)
    cases = 0
    for i, r in enumerate(plan.order):
        more = value[:, None] + plan.scores[r][None, :]
        wide = []
        for ending in plan.ending[i]:
            if len(ending[1].parts) == 2:
                more += _pair(ending, r, taken)
            elif len(ending[1].parts) > 2:
                wide.append(ending)
            else:
                more += _single(ending)
        mask = more >= goal - plan.rest[i + 1] - sum(ending[0] for ending in wide)
        parent, slot = np.nonzero(mask)
        value, activity, taken = more[mask], activity[parent] + plan.adds[r][slot], taken[parent]
        taken[:, r] = slot
        for ending in wide:
            value = value + _wide(ending, taken)
        for ending in plan.ending[i]:
            activity = _effects(plan, ending, taken, activity)
        good = (activity <= plan.limits - plan.low[i + 1]).all(axis=1)
        if wide:
            good &= value >= goal - plan.rest[i + 1]
        if not good.all():
            value, activity, taken = value[good], activity[good], taken[good]
        cases += len(value)
        if not len(value):
            return Swept(True, nothing.taken, nothing.worth, cases)
        if len(value) > cap:
            return Swept(False, nothing.taken, nothing.worth, cases)
    options = np.zeros((len(taken), frame.options))
    for r, slots in enumerate(plan.slots):
        chosen = frame.slot_option[plan.first[r] + slots][taken[:, r]]
        rows = np.flatnonzero(chosen >= 0)
        options[rows, chosen[rows]] = 1.0
    worth = frame.columns(options) @ task.floats
    right = np.flatnonzero(worth >= target)
    right = right[np.argsort(-worth[right], kind="stable")]
    return Swept(True, options[right], worth[right], cases)


def _pair(ending: Any, r: int, taken: NDArray[np.int16]) -> Floats:
    """What a synergy of two comes to, for each partial portfolio and slot of the roadmap that completes it."""
    _most, synergy, ((other, f, g, p, _c), (_r, funded, gain, pay, _d)), z = ending
    on = f[:, None] + funded[None, :] >= synergy.at_least
    table = np.where(on, z + g[:, None] + gain[None, :], 0.0) - p[:, None] - pay[None, :]
    out: Floats = table[taken[:, other]]
    return out


def _single(ending: Any) -> Floats:
    """The same where only one of its members can be funded at all."""
    _most, synergy, ((_r, funded, gain, pay, _c),), z = ending
    return np.where(funded >= synergy.at_least, z + gain, 0.0)[None, :] - pay[None, :]


def _wide(ending: Any, taken: NDArray[np.int16]) -> Floats:
    """The same for three members and more, once all are settled."""
    _most, synergy, tables, z = ending
    count, gain, pay = np.zeros(len(taken)), np.full(len(taken), z), np.zeros(len(taken))
    for r, f, g, p, _c in tables:
        at = taken[:, r]
        count += f[at]
        gain += g[at]
        pay += p[at]
    return np.where(count >= synergy.at_least, gain, 0.0) - pay


def _effects(plan: _Plan, ending: Any, taken: NDArray[np.int16], activity: Floats) -> Floats:
    """What a synergy's own columns add to the rows, once it is complete."""
    _most, synergy, tables, _z = ending
    columns = [synergy.column, *(int(c) for table in tables for c in table[4] if c >= 0)]
    if not len(plan.limits) or not plan.matrix[:, columns].any():
        return activity
    count = np.zeros(len(taken))
    for r, f, _g, _p, _c in tables:
        count += f[taken[:, r]]
    on = (count >= synergy.at_least).astype(np.float64)
    out = activity + on[:, None] * plan.matrix[:, synergy.column][None, :]
    for r, _f, _g, _p, column in tables:
        if (column >= 0).any():
            effect = np.where(column >= 0, plan.matrix[:, np.maximum(column, 0)], 0.0).T
            out += on[:, None] * effect[taken[:, r]]
    return out
