"""The best portfolio, or the best few, by relaxations above and sweeps below.

Each case gets a linear relaxation, whose multipliers give an exact bound and strike out what cannot be in a portfolio
good enough; what is left is swept (``optimizer.models.tree.sweep``), which ends the case for good unless there are
too many portfolios in it, and then it is split on a roadmap. The first sweep goes on as a beam when it is too wide,
which is where good portfolios come from. Everything that closes a case is whole numbers; no proof is written down.
"""

from __future__ import annotations

from fractions import Fraction
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Selection
from optimizer.models.tree.bounds import Bounds
from optimizer.models.tree.case import EVERY, SMALL, Progress, Stopped
from optimizer.models.tree.layout import Layout
from optimizer.models.tree.portfolios import selection_of
from optimizer.models.tree.proof import Cut
from optimizer.models.tree.relaxation import Relaxation, Relaxed
from optimizer.models.tree.splitting import possible, split
from optimizer.models.tree.sweep import sweep
from optimizer.models.tree.task import Task, Vector

Mask = NDArray[np.bool_]

#: How many partial portfolios a sweep may hold at once; the widths of the beams that the first case is looked through
#: with, and how near (in parts) the best found has to come to the bound for wider ones not to be worth their time.
CAP, BEAMS, CLOSE = 8000, (60, 300, 3000), 0.015
#: A sweep is tried with so few choices open, or where the logarithm of how many portfolios they may make is estimated
#: at most ``MOST``, with these exponents.
FEW, MOST, TILTS = 12, 20.5, np.array([2.0, 3.0, 4.0, 5.0, 6.5, 8.0, 10.0])
#: How often cuts are added to the first relaxation, and how many there may be: sweeps check cones and tails themselves.
ROUNDS, CUTS = 12, 24


class Hunt:
    """One question to the sweeps.

    Args:
        task: in float64.
        relaxation: holds the task's rows, limits and objective.
        layout: of the task's frame.
        domain: (slots,) what may be taken.
        count: how many portfolios are wanted, best first; with more than one, ties with the last are all found.
        gap, unit, floor: as ``Live.best`` has them.
        margin: with one wanted, and neither gap nor floor, all portfolios are found that are worth so much less than
            the best at most.
        deadline, progress: likewise.
    """

    def __init__(
        self,
        task: Task,
        relaxation: Relaxation,
        layout: Layout,
        domain: Mask,
        *,
        count: int = 1,
        gap: Fraction = Fraction(0),
        unit: int = 1,
        floor: int | None = None,
        margin: int = 0,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.task, self.relaxation, self.layout, self.domain = task, relaxation, layout, domain
        self.count, self.gap, self.unit, self.floor = count, gap, unit, floor
        self.margin = margin
        self.deadline, self.progress = deadline, progress
        self.found: dict[Selection, int] = {}
        self.leading: list[int] = []
        self.least = -sum(abs(v) for v in task.values) - 1
        self.open: list[tuple[Mask, float]] = []
        self.closed = self.splits = self.swept = 0
        self.useful: set[int] = set()
        self.vector: Vector | None = None
        self.started = self.told = monotonic()

    # ------------------------------------------------------------------ what is wanted

    @property
    def target(self) -> int:
        """What a portfolio must be worth to be of interest."""
        least = self.least if self.floor is None else self.floor
        if len(self.leading) < self.count:
            return least
        last = self.leading[-1]
        if self.count > 1:
            return max(last, least)
        if self.margin:
            return max(last - self.margin, least)
        slack = self.gap * max(abs(last), self.unit)
        return max(last + slack.numerator // slack.denominator + 1, least)

    @property
    def value(self) -> int | None:
        """The best value so far."""
        return self.leading[0] if self.leading else None

    def cuts(self) -> list[Cut]:
        """The cuts that some bound drew on: worth keeping for the next question."""
        return [cut for i, cut in enumerate(self.task.cuts) if i in self.useful]

    def offer(self, selection: Selection) -> bool:
        """Takes a portfolio that is of interest and allowed; whether it was."""
        if selection in self.found:
            return False
        value = self.task.value(selection)
        if value < self.target or not self.task.feasible(selection, self.domain):
            return False
        self._take(selection, value)
        return True

    def _take(self, selection: Selection, value: int) -> None:
        self.found[selection] = value
        self.leading = sorted([*self.leading, value], reverse=True)[: self.count]

    def best(self) -> Selection | None:
        """The best portfolio found; the first found of equals."""
        return max(self.found, key=self.found.__getitem__) if self.found else None

    # ------------------------------------------------------------------ the search

    def run(self) -> None:
        """Closes every case.

        Raises:
            Stopped: at the deadline; what is still open is in ``open``.
            KeyboardInterrupt: from the progress callback, likewise.
        """
        self.open.append((self.domain, np.inf))
        small = self.task.frame.slots <= SMALL
        while self.open:
            if self.splits or not small:
                self._check()
            allowed, _ = self.open[-1]
            parts = self._work(allowed)
            self.open.pop()
            self.open += parts
            self.closed += not parts

    def bound(self) -> int | None:
        """The bound over what is open, and the best portfolio."""
        totals = [self._roughly(allowed) if total == np.inf else total for allowed, total in self.open]
        bounds = [int(total) // self.task.scale for total in totals if total > -np.inf]
        return max([*bounds, *self.leading[:1]], default=None)

    def _roughly(self, allowed: Mask) -> float:
        """A case's bound without any multipliers."""
        if not possible(self.task.frame, allowed):
            return -np.inf
        return float(self.task.bounds(self.task.nothing(), allowed).total[0])

    def _check(self) -> None:
        now = monotonic()
        if self.deadline is not None and now >= self.deadline:
            raise Stopped
        if self.progress is not None and now - self.told >= EVERY:
            self.told = now
            self.progress(self.value, self.bound(), self.closed + len(self.open), now - self.started)

    def _work(self, allowed: Mask) -> list[tuple[Mask, float]]:
        """Closes a case, or gives what it splits into."""
        task, frame = self.task, self.task.frame
        if not possible(frame, allowed):
            return []
        relaxed, vector, bounds = self._bounded(allowed)
        if bounds is None:
            return []
        total = float(bounds.total[0])
        if not self.splits:
            self.vector = vector
        self.open[-1] = (allowed, total)
        if total < task.scale * self.target:
            return []
        if relaxed is not None and not self.splits:
            self.offer(selection_of((relaxed.columns[: frame.options] > 0.999).astype(float)))
        if self._sweepable(allowed, bounds) and self._sweep(allowed, vector, bounds, CAP, False):
            return []
        if (not self.splits or len(self.leading) < self.count) and self._beamed(allowed, vector, bounds):
            return []
        left = allowed & (bounds.without(frame)[0] >= task.scale * self.target)
        if not possible(frame, left):
            return []
        self.splits += 1
        return [(part, total) for part in split(task, left, relaxed, bounds)]

    def _beamed(self, allowed: Mask, vector: Vector, bounds: Bounds) -> bool:
        """Looks for good portfolios in a case with wider and wider beams; whether that, or a sweep from the best that
        they found, closes it."""
        before, total = self.target, float(bounds.total[0])
        for width in BEAMS:
            if self._sweep(allowed, vector, bounds, width, True):
                return True
            if self._near(total, CLOSE):
                break
        better = self.target > before and self._sweepable(allowed, bounds)
        return better and self._sweep(allowed, vector, bounds, CAP, False)

    def _sweepable(self, allowed: Mask, bounds: Bounds) -> bool:
        """Whether few enough portfolios are left for a sweep to be worth trying, judging by what each choice loses.

        How many sets of losses come to at most what the bound leaves is at most the least of ``exp(c) * prod(1 + exp(-c
        * loss / room))`` over ``c`` (Chernoff 1952); its logarithm tells sweeps that will end from those that will
        not, whatever the number of roadmaps.
        """
        frame = self.task.frame
        losses = bounds.top[0][frame.slot_roadmap] - bounds.scores[0]
        room = float(bounds.total[0]) - self.task.scale * self.target
        losses = losses[allowed & (losses <= room) & (losses > 0)]
        if len(losses) <= 12:
            return True
        if len(losses) > 80:
            return False
        logs = TILTS + np.log1p(np.exp(-np.outer(TILTS / room, losses))).sum(axis=1)
        return float(logs.min()) <= MOST

    def _near(self, total: float, share: float) -> bool:
        """Whether the best known comes this near (in parts of it) to a case's bound."""
        value = self.value
        if value is None or len(self.leading) < self.count:
            return False
        return total <= self.task.scale * (value + share * max(abs(value), 1))

    def _sweep(self, allowed: Mask, vector: Vector, bounds: Bounds, cap: int, beam: bool) -> bool:
        """Sweeps a case; whether that closes it."""
        swept = sweep(self.task, allowed, vector, bounds, self.target, self.layout, cap, beam)
        self.swept += swept.cases
        self._gather(swept.taken, swept.worth)
        return swept.complete

    def _bounded(self, allowed: Mask) -> tuple[Relaxed | None, Vector, Bounds | None]:
        """A case's relaxation and the exact bound of its multipliers; no bound where it is shown to be empty."""
        task = self.task
        for cutting in range(ROUNDS):
            self.relaxation.restrict(allowed)
            relaxed = self.relaxation.solve(self.deadline if self.splits or self.task.frame.slots > SMALL else None)
            if relaxed is None:
                self._check()
                vector = task.nothing()
                return None, vector, task.bounds(vector, allowed)
            if not relaxed.feasible:
                vector = task.whole(relaxed.m, relaxed.t, False)
                if float(task.bounds(vector, allowed).total[0]) < 0:
                    return None, vector, None
                vector = task.nothing()
                return None, vector, task.bounds(vector, allowed)
            cuts = task.violated(relaxed.columns) if task.cones or task.tails else []
            fresh = [cut for cut in cuts if cut not in task.cuts]
            if not fresh or len(task.cuts) >= CUTS or (cutting and self.splits):
                break
            for cut in fresh:
                task.add_cut(cut)
                coefficients, limit = task.rows[-1]
                self.relaxation.add([coefficients], [limit])
        assert relaxed is not None  # the first round at least got here
        vector = task.whole(relaxed.m, relaxed.t)
        self.useful.update((np.flatnonzero(vector.m[task.plain :] > 0)).tolist())
        return relaxed, vector, task.bounds(vector, allowed)

    def _gather(self, taken: NDArray[np.float64], worth: NDArray[np.float64]) -> None:
        """Takes what a sweep found, best first, as far as it is of interest and keeps cones and tails."""
        curved = bool(self.task.cones or self.task.tails)
        for row, value in zip(taken, worth.tolist(), strict=True):
            if value < self.target:
                break
            selection = selection_of(row)
            if selection not in self.found and (not curved or self.task.keeps(selection)):
                self._take(selection, int(value))
