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

from optimizer.models.tree.bounds import Bounds
from optimizer.models.tree.layout import Layout
from optimizer.models.tree.plan import Plan
from optimizer.models.tree.stairs import Rising
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
        worth: (portfolios,) exact values, best first, all at least the floor; one that rises is left to the caller.
        cases: how many partial portfolios were looked at.
    """

    complete: bool
    taken: Floats
    worth: Floats
    cases: int


class _Open:
    """Partial portfolios side by side: how far they have got and what is still possible.

    Attributes:
        value: (portfolios,) what they score so far, with the multipliers' constant.
        activity: (portfolios, rows) what they add to the plan's rows.
        taken: (portfolios, roadmaps) the local slot of every roadmap that is settled.
        held: (portfolios,) what ``value`` and the most that the rest can add must come to at least, from what the rows
            will have left over and the floor; it never falls as the sweep goes on.
        spare: (portfolios,) what the rows will have left over, by which a beam judges.
    """

    __slots__ = ("activity", "held", "plan", "spare", "taken", "value")

    def __init__(self, plan: Plan, goal: float) -> None:
        self.plan = plan
        self.value = np.array([plan.start])
        self.activity = np.zeros((1, len(plan.limits)))
        self.taken = np.zeros((1, len(plan.sizes)), dtype=np.int8 if plan.layout.width < 128 else np.int32)
        self.held, self.spare = np.array([goal]), np.zeros(1)

    def begin(self) -> None:
        """Settles all roadmaps that have one slot left."""
        plan, layout = self.plan, self.plan.layout
        first = plan.first[: plan.fixed]
        self.taken[:, plan.order[: plan.fixed]] = plan.local[first]
        self.value = self.value + plan.score[first].sum()
        self.activity += plan.adds[first].sum(axis=0)
        taken = self.taken[0]
        if len(layout.two):
            done = np.flatnonzero(plan.last[layout.two] < plan.fixed)
            last = taken[np.array(plan.order)[plan.last[layout.two[done]]]]
            self.value += plan.table[done * layout.width + taken[plan.partner[done]], last].sum()
        for b in [b for wide in plan.wide[: plan.fixed] for b in wide]:
            self.value = self.value + _wide(plan, b, self.taken)
        for b in [b for effects in plan.effects[: plan.fixed] for b in effects]:
            _add_effects(plan, b, self.taken, self.activity)

    def grow(self, group: tuple[int, ...]) -> None:
        """Settles a group of roadmaps in every way that the bounds still allow."""
        plan, i = self.plan, group[-1]
        more, adds, local = _expanded(plan, group, self.value, self.taken)
        wide = [b for j in group for b in plan.wide[j]]
        roadmaps = [plan.order[j] for j in group]
        if len(local) == 1 and not wide:
            self.value, self.activity = more[:, 0], self.activity + adds
            self.taken[:, roadmaps] = local[0]
        else:
            least = self.held - (plan.rest[i + 1] + sum(float(plan.most[b]) for b in wide))
            at = np.flatnonzero(more >= least[:, None])
            parent = at // len(local)
            slot = at - parent * len(local)
            self.value, self.held = more.ravel().take(at), self.held.take(parent)
            self.activity, self.taken = self.activity.take(parent, axis=0), self.taken.take(parent, axis=0)
            self.activity += adds.take(slot, axis=0)
            self.taken[:, roadmaps] = local.take(slot, axis=0)
        for b in wide:
            self.value = self.value + _wide(plan, b, self.taken)
        for b in [b for j in group for b in plan.effects[j]]:
            _add_effects(plan, b, self.taken, self.activity)

    def prune(self, settled: int, goal: float, rising: Rising | None) -> None:
        """Drops what breaks a row whatever follows and what cannot be worth the floor any more."""
        plan = self.plan
        k = plan.priced
        self.spare = np.maximum(plan.ceiling[settled, :k] - self.activity[:, :k], 0.0) @ plan.price[:k]
        if rising is None:
            self.held = goal + self.spare
        else:
            activity, price = self.activity[:, plan.along], plan.price[plan.along]
            place = (activity + (plan.limits - plan.floor[settled])[plan.along]) * plan.factors
            step = rising.steps(place.max(axis=1, initial=-np.inf))
            worth = rising.worth[step] + self.spare
            self.spare -= np.maximum(plan.ceiling[settled, plan.along] - activity, 0.0) @ price
            self.held = np.maximum(worth, rising.least[step] + self.spare)
        self.keep(np.flatnonzero(self.value >= self.held - plan.rest[settled]))
        self.keep(np.flatnonzero((self.activity <= plan.floor[settled]).all(axis=1)))

    def keep(self, these: Ints) -> None:
        """Goes on with some of them."""
        if len(these) == len(self.value):
            return
        self.value, self.held, self.spare = self.value[these], self.held[these], self.spare[these]
        self.activity, self.taken = self.activity.take(these, axis=0), self.taken.take(these, axis=0)


def sweep(
    task: Task,
    allowed: Mask,
    vector: Vector,
    bounds: Bounds,
    floor: int | Rising,
    layout: Layout,
    cap: int,
    beam: bool = False,
) -> Swept:
    """Every portfolio of a case that keeps the rows and is worth at least the floor.

    Args:
        task: in float64.
        allowed: (slots,) what the case may take.
        vector: multipliers, the values counting.
        bounds: of that vector on that case.
        floor: in units of the task's values, or one that rises with where portfolios lie.
        layout: of the task's frame.
        cap: give up when more partial portfolios than this are open at once.
        beam: do not give up but go on with the ``cap`` most promising: what is then found is no longer all there is.
    """
    rising = floor if isinstance(floor, Rising) else None
    goal = float(task.scale * floor) if not isinstance(floor, Rising) else float(floor.least[0])
    nothing = Swept(True, np.zeros((0, task.frame.options)), np.zeros(0), 0)
    if float(bounds.total[0]) < goal:
        return nothing
    plan = Plan(task, allowed, vector, bounds, goal, layout, rising)
    if plan.empty:
        return nothing
    partial = _Open(plan, goal)
    partial.begin()
    cases, complete, settled = 0, True, plan.fixed
    while True:
        partial.prune(settled, goal, rising)
        count = len(partial.value)
        cases += count
        if count > cap:
            complete = False
            if beam:
                partial.keep(np.argpartition(partial.spare - partial.value, cap - 1)[:cap])
        if not count or (not complete and not beam):
            return Swept(complete, nothing.taken, nothing.worth, cases)
        if settled == len(plan.order):
            break
        group = plan.group(settled, len(partial.value))
        partial.grow(group)
        settled += len(group)
    return _whole(task, layout, partial.taken, None if rising else float(goal / task.scale), complete, cases)


def _whole(task: Task, layout: Layout, taken: NDArray[Any], least: float | None, complete: bool, cases: int) -> Swept:
    """What a sweep found, in options, best first; with a floor only what is worth it."""
    frame = task.frame
    chosen = frame.slot_option[np.array(layout.ends[:-1])[None, :] + taken]
    options = np.zeros((len(taken), frame.options))
    portfolio, roadmap = np.nonzero(chosen >= 0)
    options[portfolio, chosen[portfolio, roadmap]] = 1.0
    worth = frame.columns(options) @ task.floats
    right = np.arange(len(worth)) if least is None else np.flatnonzero(worth >= least)
    right = right[np.argsort(-worth[right], kind="stable")]
    return Swept(complete, options[right], worth[right], cases)


@lru_cache(maxsize=256)
def _ways(shape: tuple[int, ...]) -> Ints:
    """(ways, roadmaps): all combinations of so many slots each; not to be written into."""
    return np.ascontiguousarray(np.indices(shape).reshape(len(shape), -1).T)


def _expanded(
    plan: Plan, group: tuple[int, ...], value: Floats, taken: NDArray[Any]
) -> tuple[Floats, Floats, NDArray[Any]]:
    """One step: (partial portfolios, ways) values with every way to take slots of a group of roadmaps; what each way
    adds to the rows; and (ways, roadmaps) its local slots. Synergies of two are in, where they are complete now."""
    layout = plan.layout
    ways = _ways(tuple(plan.sizes[j] for j in group))
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


def _wide(plan: Plan, b: int, taken: NDArray[Any]) -> Floats:
    """The same for one member or more than two, once all are settled."""
    layout = plan.layout
    count, gain, pay = np.zeros(len(taken)), np.full(len(taken), plan.z[b]), np.zeros(len(taken))
    for i in range(layout.size[b]):
        at = taken[:, layout.roadmap[b, i]]
        count += layout.funded[b, i][at]
        gain += plan.gain[b, i][at]
        pay += plan.pay[b, i][at]
    return np.where(count >= layout.at_least[b], gain, 0.0) - pay


def _add_effects(plan: Plan, b: int, taken: NDArray[Any], activity: Floats) -> None:
    """Adds what a synergy's own columns add to the rows, once it is complete."""
    layout, effect = plan.layout, plan.effect[b]
    count = np.zeros(len(taken))
    for i in range(layout.size[b]):
        count += layout.funded[b, i][taken[:, layout.roadmap[b, i]]]
    on = np.flatnonzero(count >= layout.at_least[b])
    if len(effect.rows):
        activity[on[:, None], effect.rows] += effect.amounts
    for i, adds in effect.products:
        activity[on] += adds[taken[on, layout.roadmap[b, i]]]
