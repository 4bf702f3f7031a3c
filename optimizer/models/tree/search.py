"""Branch and bound whose every verdict is in whole numbers.

Linear relaxations only suggest: which multipliers, which roadmap to split, which portfolio to try. A case is closed
when its exact bound is below the target, never because a solver said so.
"""

from __future__ import annotations

import heapq
from fractions import Fraction
from time import monotonic
from typing import Any

import numpy as np

from optimizer.models.program import Selection
from optimizer.models.tree.bounds import Bounds
from optimizer.models.tree.branching import split
from optimizer.models.tree.case import EVERY, SMALL, Case, Gains, Mask, Progress, Stopped, Tied
from optimizer.models.tree.incumbent import Incumbent
from optimizer.models.tree.portfolios import selection_of
from optimizer.models.tree.relaxation import Relaxation, Relaxed
from optimizer.models.tree.task import Task, Vector

__all__ = ["EVERY", "Case", "Gains", "Progress", "Search", "Stopped", "Tied"]


class Search(Incumbent):
    """One run of branch and bound.

    With ``spare`` it looks for any other portfolio worth ``floor``, and what leaves nothing but that one is done.

    Attributes:
        splits, closed: counts.
    """

    def __init__(
        self,
        task: Task,
        relaxation: Relaxation,
        gains: Gains,
        *,
        gap: Fraction = Fraction(0),
        unit: int = 1,
        floor: int | None = None,
        deadline: float | None = None,
        progress: Progress | None = None,
        spare: Selection | None = None,
    ) -> None:
        super().__init__(task, gap, unit, floor, spare)
        self.relaxation, self.gains, self.deadline, self.progress = relaxation, gains, deadline, progress
        if spare is not None:
            self.others: Mask = self.frame.is_option.copy()
            taken = list(spare)
            self.others[self.frame.start[self.frame.option_roadmap[taken]]] = True
            self.others[self.frame.option_slot[taken]] = False
        self.splits = self.closed = 0
        self.started = self.told = monotonic()
        self.heap: list[tuple[float, int, Case]] = []
        self.serial = 0
        self.struck_at: int | None = None
        self.current: Case | None = None

    # ------------------------------------------------------------------ one case

    def closes(self, vector: Vector, total: Any) -> bool:
        """Whether an exact bound closes a case."""
        if not vector.objective:
            return bool(total < 0)
        return self.goal is not None and bool(total < self.goal)

    def settle(self, case: Case, vector: Vector, bounds: Bounds) -> bool:
        """Takes a vector over where it is better; True when the case is closed by it."""
        total = bounds.total[0]
        better = case.total is None or (vector.objective and total < case.total)
        if self.closes(vector, total):
            case.vector, case.total, case.closed = vector, total, True
            return True
        if better and vector.objective:
            case.vector, case.total = vector, total
        return False

    def check(self) -> None:
        """Deadline and progress."""
        now = monotonic()
        if self.deadline is not None and now >= self.deadline and not self.first:
            raise Stopped
        if self.progress is not None and now - self.told >= EVERY:
            self.told = now
            self.progress(self.value, self.open_bound(), self.closed + len(self.heap), now - self.started)

    @property
    def first(self) -> bool:
        """Whether this is still the first case of a problem so small that it is worked whatever the deadline."""
        return not self.splits and not self.closed and self.frame.slots <= SMALL

    def open_bound(self) -> int | None:
        """The bound over what is still open, and the best portfolio."""
        totals = [case.total for _, _, case in self.heap if case.total is not None]
        if self.current is not None and self.current.total is not None:
            totals.append(self.current.total)
        if not totals or len(totals) < len(self.heap):
            return None
        bound = self.task.integer(max(totals)) // self.task.scale
        return bound if self.value is None else max(bound, self.value)

    def relax(self, case: Case) -> Relaxed | None:
        """The case's relaxation, solved if it was not yet."""
        if case.relaxed is None:
            self.relaxation.restrict(case.left)
            case.relaxed = self.relaxation.solve(None if self.first else self.deadline)
            if case.relaxed is None:
                self.check()
        return case.relaxed

    def strike(self, case: Case, vector: Vector, bounds: Bounds) -> Bounds:
        """Strikes out what the bound excludes, again while it helps; the bounds of what is left."""
        while self.goal is not None and vector.objective:
            out = case.left & ~(bounds.without(self.frame)[0] >= self.goal)
            if not out.any():
                break
            if case.strike is not None and case.strike is not vector:
                break
            case.strike, case.left = vector, case.left & ~out
            self.struck_at = max(self.struck_at or self.target or 0, self.target or 0)
            bounds = self.task.bounds(vector, case.left)
            # One vector, one strike: what the checker re-derives is a single pass.
            break
        return bounds

    def work(self, case: Case) -> bool:
        """Bounds a case by its relaxation, closes it or readies it for a split; True when it is closed."""
        task = self.task
        if not self.slots_left(case.left):
            case.closed, case.total = True, None
            return True
        if self.spares(case):
            return True
        inherited = task.bounds(case.vector, case.left)
        if self.settle(case, case.vector, inherited):
            return True
        if self.fixed(case):
            return True
        for cutting in range(30):
            relaxed = self.relax(case)
            if relaxed is None:
                return False
            vector = task.whole(relaxed.m, relaxed.t, relaxed.feasible)
            bounds = task.bounds(vector, case.left)
            if self.settle(case, vector, bounds):
                return True
            if not relaxed.feasible:
                return False
            case.value = min(case.value, relaxed.value)
            self.suggest(case, relaxed, bounds)
            if self.settle(case, vector, bounds):
                return True
            cuts = task.violated(relaxed.columns) if task.cones or task.tails else []
            fresh = [cut for cut in cuts if cut not in task.cuts]
            if not fresh or cutting >= (20 if self.splits == 0 else 3):
                bounds = self.strike(case, vector, bounds)
                if case.strike is not None:
                    if not self.slots_left(case.left):
                        case.closed, case.total = True, None
                        return True
                    if self.spares(case):
                        return True
                    return self.settle(case, vector, bounds)
                return False
            self.add_cuts(fresh)
            case.relaxed = None
        return False

    def add_cuts(self, cuts: list[Any]) -> None:
        """New valid rows, in the task and in the relaxation."""
        for cut in cuts:
            self.task.add_cut(cut)
            coefficients, limit = self.task.rows[-1]
            self.relaxation.add([coefficients], [limit])

    def slots_left(self, allowed: Mask) -> bool:
        """Whether every roadmap has something left that it may take."""
        starts = self.frame.start
        return not len(starts) or bool(np.logical_or.reduceat(allowed, starts).all())

    def spares(self, case: Case) -> bool:
        """Closes a case in which nothing is left but the portfolio that the search leaves out."""
        if self.spare is None or (case.left & self.others).any():
            return False
        case.closed = case.spared = True
        return True

    def fixed(self, case: Case) -> bool:
        """Closes a case that leaves a single portfolio."""
        if self.spares(case):
            return True
        if int(case.left.sum()) > len(self.frame.start):
            return False
        options = self.frame.slot_option[case.left]
        selection = tuple(sorted(options[options >= 0].tolist()))
        task = self.task
        if task.keeps(selection):
            value = task.value(selection)
            if (self.value is None or value > self.value) and (self.floor is None or value >= self.floor):
                self.take(selection, value)
                self.seen.add(selection)
            vector = task.nothing()
            case.vector, case.total, case.closed = vector, task.bounds(vector, case.left).total[0], True
            return True
        row, cut = task.broken(selection)
        if cut is not None:
            if cut in task.cuts:
                row = task.plain + task.cuts.index(cut)
            else:
                self.add_cuts([cut])
                row = len(task.rows) - 1
        vector = task.nothing()
        vector.objective = False
        vector.m[row] = 1
        case.vector, case.closed = vector, True
        case.total = task.bounds(vector, case.left).total[0]
        return True

    def suggest(self, case: Case, relaxed: Relaxed, bounds: Bounds) -> None:
        """Portfolios that a relaxation's solution brings to mind."""
        columns = relaxed.columns
        options = columns[: self.frame.options]
        whole = bool((np.abs(options - np.rint(options)) < 1e-6).all())
        if whole:
            self.offer(selection_of(options))
            return
        if self.spare is not None:  # the best is known: what remains is to show it
            return
        depth_first = self.splits == 0
        if depth_first or (self.value is None and self.splits % 4 == 0) or self.splits % 64 == 0:
            merit = (bounds.scores - bounds.top[:, self.frame.slot_roadmap])[0].astype(np.float64)
            self.climb(columns, 40 if depth_first else 12, merit)

    # ------------------------------------------------------------------ the run

    def push(self, case: Case) -> None:
        """Puts a case among the open ones."""
        self.serial += 1
        heapq.heappush(self.heap, (-case.value, self.serial, case))

    def run(self, roots: list[Case]) -> None:
        """Closes all roots.

        Raises:
            Stopped: when the deadline came first; what is open stays on the heap.
            KeyboardInterrupt: from the progress callback or the keyboard, likewise."""
        for root in roots:
            self.push(root)
        try:
            while self.heap:
                self.current = heapq.heappop(self.heap)[2]
                while self.current is not None:
                    self.current = self.step(self.current)
        except BaseException:
            if self.current is not None and not self.current.children:
                self.push(self.current)
            self.current = None
            raise

    def step(self, case: Case) -> Case | None:
        """Works one case; the child to go on with, if any."""
        self.check()
        if self.work(case):
            self.closed += 1
            return None
        if self.fixed(case):
            self.closed += 1
            return None
        split(self, case)
        first, second = sorted(case.children, key=lambda c: -c.value)
        self.push(second)
        return first
