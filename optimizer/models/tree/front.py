"""Every efficient portfolio along an axis of money, stretch by stretch.

On a stretch of the axis one vector of multipliers bounds what portfolios are worth by a line: so much at its upper end,
less for each unit further down. Only what lies between that line and the staircase of known portfolios can still be
efficient, and one sweep (``optimizer.models.tree.sweep``) finds all of it. These are the triangles of the two-phase
method for two objectives (Ulungu and Teghem 1995), filled by implicit enumeration. A narrow sweep first brings the
staircase near the line; how long stretches are follows from how much the last one took. A stretch without a step that
it could be ended at is split on a roadmap, as cases of other questions are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Row, Selection
from optimizer.models.tree.bounds import Bounds
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.layout import Layout
from optimizer.models.tree.portfolios import selection_of
from optimizer.models.tree.proof import Cut
from optimizer.models.tree.relaxation import Relaxation, Relaxed
from optimizer.models.tree.search import Stopped
from optimizer.models.tree.splitting import possible, split
from optimizer.models.tree.stairs import Line, Rising, Stairs, rising
from optimizer.models.tree.sweep import Swept, sweep
from optimizer.models.tree.task import Task, TooLarge, Vector

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: How many partial portfolios are looked at side by side: to bring the staircase near the line, and to fill it in.
BEAM, CAP = 150, 4000
#: How many stretches the axis is thought to have at first; how many partial portfolios one is to take, and by what its
#: length may change from one to the next.
STRETCHES, EFFORT, SHORTER, LONGER = 60, 6000, 0.6, 1.5
#: Between which parts of the wished length a stretch may end, and how far portfolios are looked for to end it at.
NEAREST, FURTHEST, BEYOND = 0.6, 1.4, 1.5
#: How often cuts are added to a relaxation, and how many there may be.
ROUNDS, CUTS = 6, 40


@dataclass(frozen=True)
class Ruler:
    """Where portfolios lie: at the largest of some amounts of money, each over its own size.

    Attributes:
        amounts: coefficients over the program's columns.
        sizes: one of each, more than 0.
        zero: where the axis begins; None where it goes on below 0.
    """

    amounts: tuple[dict[int, int], ...]
    sizes: tuple[Fraction, ...]
    zero: Fraction | None = None

    def place(self, columns: Sequence[int]) -> Fraction:
        """Where the portfolio lies whose columns are 1."""
        found = [] if self.zero is None else [self.zero]
        for amount, size in zip(self.amounts, self.sizes, strict=True):
            found.append(sum(amount.get(column, 0) for column in columns) / size)
        return max(found)

    def places(self, columns: Floats) -> Floats:
        """The same for (portfolios, columns) of 0 and 1, in floats."""
        found = np.full(len(columns), -np.inf if self.zero is None else float(self.zero))
        for amount, size in zip(self.amounts, self.sizes, strict=True):
            found = np.maximum(
                found, columns[:, list(amount)] @ np.array([*amount.values()], dtype=float) / float(size)
            )
        return found

    def below(self, place: Fraction) -> tuple[Row, ...]:
        """Rows that exactly the portfolios strictly below a place keep."""
        pairs = zip(self.amounts, self.sizes, strict=True)
        return tuple(Row(f"axis:{i}", amount, (place * size).__ceil__() - 1) for i, (amount, size) in enumerate(pairs))

    @property
    def factors(self) -> Floats:
        """(amounts,) what the activity of each of those rows, reduced, is multiplied by to give a place."""
        pairs = zip(self.amounts, self.sizes, strict=True)
        return np.array([max(gcd(*amount.values()), 1) / float(size) for amount, size in pairs])


@dataclass(frozen=True)
class _Case:
    """What a case allows, with its relaxation (None where it has none) and the bound of its multipliers."""

    allowed: Mask
    relaxed: Relaxed | None
    vector: Vector
    bounds: Bounds


class Front:
    """The search along one axis of a program.

    Args:
        frame, layout: of the program.
        ruler: the axis.
        off: ids of rows, cones and tails that do not count.
        cuts: to begin with.
        deadline: ``time.monotonic()`` at which to stop.

    Attributes:
        stairs: what is known.
    """

    def __init__(
        self,
        frame: Frame,
        layout: Layout,
        ruler: Ruler,
        off: frozenset[str],
        cuts: Sequence[Cut] = (),
        deadline: float | None = None,
    ) -> None:
        self.frame, self.layout, self.ruler, self.off = frame, layout, ruler, off
        self.program = frame.program
        self.stairs = Stairs(self.program.tie_key)
        self.cuts, self.deadline = list(cuts), deadline
        self.factors = ruler.factors
        self.relaxation: Relaxation | None = None
        self.length = 0.0

    def offer(self, selection: Selection) -> None:
        """Takes a portfolio that keeps all rows that count."""
        columns = self.program.columns(selection)
        value = sum(self.program.values[column] for column in columns)
        self.stairs.add(self.ruler.place(columns), value, selection)

    def close(self, below: Fraction) -> Fraction | None:
        """Finds all efficient portfolios from some place on up to strictly below another.

        Returns:
            the place; None where there is nothing below the other.

        Raises:
            TooLarge: where the numbers are beyond what sweeps count in.
            Stopped: at the deadline.
        """
        self.task = Task(self.frame, self.program.values, {}, self.off, self.ruler.below(below), self.cuts)
        if self.task.kind:
            raise TooLarge
        self.upper, self.top = below, float(below)
        self._measure()
        low: Fraction | None = None
        while True:
            self._check()
            case = self._case(np.ones(self.frame.slots, dtype=bool))
            if case is None:
                return None
            self._sweep(case, self._first(BEYOND) - 1, BEAM, True)
            first = self._end(case.vector, low)
            place = self.stairs.places[first] if first >= 0 else None
            swept = self._sweep(case, first, CAP, True)
            if swept.complete:
                self.length *= min(max((EFFORT / max(swept.cases, 1)) ** 0.5, SHORTER), LONGER)
                return place
            if first >= self.stairs.below(below) - 1:
                self._split(case, place)
                return place
            self.length /= 2
            low = place

    def _measure(self) -> None:
        """How long the next stretch is to be: at least to the next step."""
        size = abs(self.top) or 1.0  # savings may make the spend negative
        if not self.length:
            self.length = size / STRETCHES
        last = self.stairs.below(self.upper)
        gap = self.top - float(self.stairs.at[last - 1]) if last else np.inf
        if gap > self.length:
            self.length = min(gap, max(self.length, size / STRETCHES))

    def _first(self, part: float) -> int:
        """The first step within a part of the wished length."""
        return self.stairs.below(Fraction(self.top - part * self.length))

    def _end(self, vector: Vector, low: Fraction | None) -> int:
        """The step that a stretch best ends at: near the wished length and near the line, and, where one that went
        down to ``low`` was too much, above that; -1 where there is none."""
        stairs, last = self.stairs, self.stairs.below(self.upper)
        first, beyond = min(self._first(FURTHEST), last), min(self._first(NEAREST), last)
        if low is not None:
            first = min(max(first, stairs.below(low) + 1), last - 1)
        if first >= beyond:
            return first - 1 if low is None else first
        height = stairs.worth[first:beyond] * self.task.scale - self._slope(vector) * stairs.at[first:beyond]
        return first + int(height.argmax())

    # ------------------------------------------------------------------ one case

    def _case(self, allowed: Mask) -> _Case | None:
        """A case with the multipliers of its relaxation in the middle of the stretch, or at its upper end where there
        is nothing in the middle; None where it is shown to be empty."""
        task = self.task
        if not possible(self.frame, allowed):
            return None
        if self.relaxation is None:
            self.relaxation = Relaxation(self.frame, task.rows, task.floats)
        self.relaxation.restrict(allowed)
        relaxed = None
        for down in (self.length / 2, 0.0):
            relaxed = self._relaxed(self.relaxation, down)
            if relaxed is not None and relaxed.feasible:
                vector = task.whole(relaxed.m, relaxed.t)
                return _Case(allowed, relaxed, vector, task.bounds(vector, allowed))
        if relaxed is not None and float(task.bounds(task.whole(relaxed.m, relaxed.t, False), allowed).total[0]) < 0:
            return None
        return _Case(allowed, None, task.nothing(), task.bounds(task.nothing(), allowed))

    def _relaxed(self, relaxation: Relaxation, down: float) -> Relaxed | None:
        """The relaxation so far down from the upper end, with the cuts that it takes."""
        task, relaxed = self.task, None
        for _ in range(ROUNDS):
            limits = np.array([float(limit) for _, limit in task.rows])
            limits[task.plain - len(self.factors) : task.plain] -= down / self.factors
            limits[~task.active] = np.inf
            relaxation.limit(limits)
            relaxed = relaxation.solve()
            if relaxed is None or not relaxed.feasible or not (task.cones or task.tails):
                break
            fresh = [cut for cut in task.violated(relaxed.columns) if cut not in task.cuts]
            if not fresh or len(task.cuts) >= CUTS:
                break
            for cut in fresh:
                task.add_cut(cut)
                relaxation.add([task.rows[-1][0]], [task.rows[-1][1]])
            self.cuts = list(task.cuts)
        return relaxed

    def _floor(self, vector: Vector, first: int) -> Rising:
        """What is of interest from a step on; with -1, from the lowest place there is."""
        task = self.task
        rows = np.arange(task.plain - len(self.factors), task.plain)
        steps = slice(max(first, 0), self.stairs.below(self.upper))
        bottom = None if first >= 0 else -float(sum(abs(value) for value in task.values) + 1)
        line = Line(self.top, vector.m[rows] @ task.limits[rows], self._slope(vector))
        return rising(self.stairs, steps, bottom, task.scale, line, rows, self.factors)

    def _slope(self, vector: Vector) -> float:
        """What the bound falls by for each unit of place."""
        prices = vector.m[self.task.plain - len(self.factors) : self.task.plain]
        return float((prices / self.factors).sum())

    def _sweep(self, case: _Case, first: int, cap: int, beam: bool) -> Swept:
        """Sweeps a case from a step on and takes what it finds."""
        floor = self._floor(case.vector, first)
        swept = sweep(self.task, case.allowed, case.vector, case.bounds, floor, self.layout, cap, beam)
        if not len(swept.worth):
            return swept
        places = self.ruler.places(self.frame.columns(swept.taken))
        curved = bool(self.task.cones or self.task.tails)
        for i in np.flatnonzero(self.stairs.promising(places, swept.worth)).tolist():
            if self.stairs.promising(places[i : i + 1], swept.worth[i : i + 1])[0]:  # those before it count by now
                selection = selection_of(swept.taken[i])
                if not curved or self.task.keeps(selection):
                    self.offer(selection)
        return swept

    def _split(self, case: _Case, place: Fraction | None) -> None:
        """Closes a stretch from a place on (all of it where None) by splitting it on one roadmap after another."""
        task = self.task
        waiting = [case]
        while waiting:
            self._check()
            case = waiting.pop()
            goal = self._floor(case.vector, self._at(place)).least[0]
            left = case.allowed & (case.bounds.without(self.frame)[0] >= goal)
            if not possible(self.frame, left):
                continue
            for allowed in split(task, left, case.relaxed, case.bounds):
                part = self._case(allowed)
                if part is not None and not self._sweep(part, self._at(place), CAP, False).complete:
                    waiting.append(part)

    def _at(self, place: Fraction | None) -> int:
        """The step at a place, or, where portfolios found since outdo it, the one below; -1 where there is none."""
        return -1 if place is None else bisect_right(self.stairs.places, place) - 1

    def _check(self) -> None:
        if self.deadline is not None and monotonic() >= self.deadline:
            raise Stopped
