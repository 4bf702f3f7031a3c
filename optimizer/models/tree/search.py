"""Branch and bound whose every verdict is in whole numbers.

Linear relaxations only suggest: which multipliers, which roadmap to split, which portfolio to try. A case is closed
when its exact bound is below the target, never because a solver said so. Branching is strong for the first trials of a
roadmap, then by pseudo-costs (Achterberg, Koch and Martin 2005).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from fractions import Fraction
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Selection
from optimizer.models.tree.bounds import Bounds
from optimizer.models.tree.portfolios import Measure, climb, rounded, selection_of
from optimizer.models.tree.relaxation import Relaxation, Relaxed
from optimizer.models.tree.task import Task, Vector

Mask = NDArray[np.bool_]
Progress = Callable[[int | None, int | None, int, float], None]

#: Strong branching: candidates looked at, and trials after which pseudo-costs are believed.
CANDIDATES, TRIALS = 8, 4
#: Seconds between two calls of a progress callback.
EVERY = 0.1


class Stopped(Exception):
    """The deadline came first."""


class Tied(Stopped):
    """A search that leaves a portfolio out found another one: the two are worth as much."""


class Case:
    """A node of the tree while it is worked on.

    ``allowed``: (slots,) on entry. ``strike``: the vector by which slots were struck out, after which ``left`` is
    allowed. ``roadmap``, ``parts``, ``children``: how it was split (parts are arrays of slots). ``vector``, ``total``:
    the multipliers in force and the exact bound they give, times the scale; ``closed``: whether that is enough;
    ``spared``: whether nothing is left in it but the portfolio that the search leaves out."""

    __slots__ = (
        "allowed",
        "children",
        "closed",
        "left",
        "origin",
        "parts",
        "relaxed",
        "roadmap",
        "spared",
        "stored",
        "strike",
        "total",
        "value",
        "vector",
    )

    def __init__(self, allowed: Mask, vector: Vector, value: float, relaxed: Relaxed | None = None) -> None:
        self.allowed, self.left, self.vector, self.value, self.relaxed = allowed, allowed, vector, value, relaxed
        self.strike: Vector | None = None
        self.roadmap = -1
        self.parts: list[NDArray[np.intp]] = []
        self.children: list[Case] = []
        self.total: Any = None
        self.closed = self.spared = False
        self.stored = -1
        self.origin: tuple[int, int, float, float] | None = None


class Gains:
    """Pseudo-costs: how much a relaxation loses per unit that a roadmap is moved down (none) or up (funded)."""

    def __init__(self, roadmaps: int) -> None:
        self.sums = np.zeros((2, roadmaps))
        self.counts = np.zeros((2, roadmaps))

    def note(self, side: int, roadmap: int, gain: float, distance: float) -> None:
        """One observation."""
        if distance > 1e-9:
            self.sums[side, roadmap] += max(gain, 0.0) / distance
            self.counts[side, roadmap] += 1

    def expected(self) -> NDArray[np.float64]:
        """(2, roadmaps): the mean gain per unit; the mean over all where nothing is known."""
        known = self.counts > 0
        mean = np.where(known, self.sums / np.maximum(self.counts, 1), 0.0)
        for side in (0, 1):
            whole = mean[side][known[side]]
            mean[side][~known[side]] = whole.mean() if len(whole) else 1.0
        return mean


class Search:
    """One run of branch and bound.

    With ``spare`` it looks for any other portfolio worth ``floor``, and what leaves nothing but that one is done.

    Attributes:
        best, value: the best portfolio found and what it is worth.
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
        self.task, self.relaxation, self.gains, self.frame = task, relaxation, gains, task.frame
        self.gap, self.unit, self.floor, self.deadline, self.progress = gap, unit, floor, deadline, progress
        self.best: Selection | None = None
        self.value: int | None = None
        self.found: list[Selection] = []
        self.seen: set[Selection] = set()
        self.spare = spare
        if spare is not None:
            self.seen.add(spare)
            self.others: Mask = self.frame.is_option.copy()
            taken = list(spare)
            self.others[self.frame.start[self.frame.option_roadmap[taken]]] = True
            self.others[self.frame.option_slot[taken]] = False
        self.domain: Mask = np.ones(self.frame.slots, dtype=bool)
        self.splits = self.closed = self.climbs = 0
        self.started = self.told = monotonic()
        self.heap: list[tuple[float, int, Case]] = []
        self.serial = 0
        self.struck_at: int | None = None
        self.current: Case | None = None
        self._measure: Measure | None = None
        self.set_target()

    # ------------------------------------------------------------------ target and portfolios

    def set_target(self) -> None:
        """What a case must stay below."""
        if self.value is None:
            self.target = self.floor
        else:
            slack = self.gap * max(abs(self.value), self.unit)
            self.target = self.value + slack.numerator // slack.denominator + 1
        self.goal: Any = None if self.target is None else self.task.scale * self.target

    def offer(self, selection: Selection) -> bool:
        """Tries a portfolio; True when it is feasible and better than the best."""
        if selection in self.seen:
            return False
        self.seen.add(selection)
        value = self.task.value(selection)
        if (self.value is not None and value <= self.value) or (self.floor is not None and value < self.floor):
            return False
        if not self.task.feasible(selection, self.domain):
            return False
        self.take(selection, value)
        return True

    def take(self, selection: Selection, value: int) -> None:
        """A feasible portfolio better than the best."""
        self.best, self.value = selection, value
        self.found.append(selection)
        self.set_target()
        if self.spare is not None:
            raise Tied

    @property
    def measure(self) -> Measure:
        """The rules in floats, for local search."""
        if self._measure is None or len(self._measure.rows) != int(self.task.active.sum()):
            task = self.task
            plain = task.active.copy()
            plain[task.plain :] = False
            self._measure = Measure.of(
                self.frame,
                task.matrix[plain].astype(np.float64),
                task.limits[plain].astype(np.float64),
                tuple(c for _, c in task.cones),
                tuple(t for _, t in task.tails),
            )
        return self._measure

    def climb(self, columns: NDArray[np.float64], steps: int, merit: NDArray[np.float64] | None = None) -> None:
        """Local search from a relaxation's solution, or a portfolio's columns."""
        self.climbs += 1
        taken = rounded(self.frame, columns, self.domain)
        for better in reversed(climb(self.frame, self.measure, self.task.floats, taken, self.domain, steps, merit)):
            if self.offer(selection_of(better)):
                break

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
        if self.deadline is not None and now >= self.deadline:
            raise Stopped
        if self.progress is not None and now - self.told >= EVERY:
            self.told = now
            self.progress(self.value, self.open_bound(), self.closed + len(self.heap), now - self.started)

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
            case.relaxed = self.relaxation.solve(self.deadline)
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

    # ------------------------------------------------------------------ splitting

    def candidates(self, case: Case) -> list[tuple[int, list[NDArray[np.intp]], float]]:
        """Roadmaps that may be split, each with its parts and how far the relaxation is from the second."""
        frame, left = self.frame, case.left
        counts = np.add.reduceat(left.astype(np.intp), frame.start)
        found = []
        relaxed = case.relaxed
        usable = relaxed is not None and relaxed.feasible
        share = np.zeros(frame.slots)
        if usable and relaxed is not None:
            share[frame.is_option] = relaxed.columns[frame.optioned]
            funded = np.add.reduceat(share, frame.start)
            share[frame.start] = 1.0 - funded
            top = np.maximum.reduceat(share, frame.start)
            loose = np.flatnonzero((counts > 1) & (top < 1.0 - 1e-6))
        else:
            loose = np.flatnonzero(counts > 1)
        if not len(loose):
            loose = np.flatnonzero(counts > 1)
        ends = np.append(frame.start[1:], frame.slots)
        for r in loose.tolist():
            slots = np.arange(frame.start[r], ends[r])
            slots = slots[left[slots]]
            none = float(share[frame.start[r]])
            if left[frame.start[r]] and (len(slots) == 2 or 1e-6 < none < 1 - 1e-6 or not usable):
                found.append((r, [slots[:1], slots[1:]], none))
            else:
                first = int(share[slots].argmax())
                found.append((r, [slots[first : first + 1], np.delete(slots, first)], float(share[slots[first]])))
        return found

    def child(self, case: Case, roadmap: int, part: NDArray[np.intp]) -> Mask:
        """What is allowed below one part of a split."""
        out = case.left.copy()
        out[self.frame.slot_roadmap == roadmap] = False
        out[part] = True
        return out

    def trial(self, case: Case, roadmap: int, part: NDArray[np.intp]) -> tuple[float, Relaxed | None]:
        """The relaxation of a would-be child, and what it loses."""
        self.check()
        self.relaxation.restrict(self.child(case, roadmap, part))
        relaxed = self.relaxation.solve(self.deadline)
        if relaxed is None:
            return 0.0, None
        limit = self.most(case)
        if not relaxed.feasible:
            return limit, relaxed
        return min(max(case.value - relaxed.value, 0.0), limit), relaxed

    def most(self, case: Case) -> float:
        """The loss at which a case closes, in floats."""
        if self.target is None:
            return max(abs(case.value), 1.0)
        return max(case.value - float(self.target) + 1.0, 1e-9)

    def split(self, case: Case) -> None:
        """Splits a case where the weaker side is expected to gain most."""
        options = self.candidates(case)
        limit, expected, gains = self.most(case), self.gains.expected() * self.relaxation.scale, self.gains
        where = np.array([r for r, _, _ in options])
        none = np.array([share for _, _, share in options])
        guess = np.minimum(np.stack([(1 - none) * expected[0, where], none * expected[1, where]]), limit)
        score = np.maximum(guess[0], 1e-6 * limit) * np.maximum(guess[1], 1e-6 * limit)
        order = np.argsort(-score, kind="stable")
        best, best_score, known = int(order[0]), -1.0, {}
        usable = case.relaxed is not None and case.relaxed.feasible
        for i in order[:CANDIDATES].tolist() if usable and len(options) > 1 else ():
            r, parts, share = options[i]
            figure = float(score[i])
            if gains.counts[:, r].min() < TRIALS:
                tried = [self.trial(case, r, part) for part in parts]
                for side, (gain, relaxed) in enumerate(tried):
                    if relaxed is not None:
                        gains.note(side, r, gain / self.relaxation.scale, (1 - share) if side == 0 else share)
                known[i] = tried
                figure = float(np.prod([max(gain, 1e-6 * limit) for gain, _ in tried]))
            if figure > best_score:
                best, best_score = i, figure
        r, parts, share = options[best]
        case.roadmap, case.parts = r, parts
        self.splits += 1
        for side, part in enumerate(parts):
            relaxed = known[best][side][1] if best in known else None
            child = Case(self.child(case, r, part), case.vector, case.value, relaxed)
            child.total = case.total
            if relaxed is not None and relaxed.feasible:
                child.value = min(case.value, relaxed.value)
            case.children.append(child)
        case.relaxed = None

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
        self.split(case)
        first, second = sorted(case.children, key=lambda c: -c.value)
        self.push(second)
        return first
