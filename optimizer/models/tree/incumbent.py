"""The best portfolio of a search, what a case must stay below because of it, and where portfolios come from."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Selection
from optimizer.models.tree.case import Mask, Tied
from optimizer.models.tree.portfolios import Measure, climb, rounded, selection_of
from optimizer.models.tree.task import Task


class Incumbent:
    """The best portfolio known and the target that follows from it.

    Attributes:
        best, value: the best portfolio found and what it is worth; None before the first.
        found: every portfolio that was the best for a while.
        domain: (slots,) what a portfolio may take.
        target, goal: what a case must stay below, in units and times the scale; None where nothing is known.
        spare: a portfolio that does not count: finding any other one ends the search.
        climbs: how often local search was tried.
    """

    def __init__(self, task: Task, gap: Fraction, unit: int, floor: int | None, spare: Selection | None) -> None:
        self.task, self.frame = task, task.frame
        self.gap, self.unit, self.floor, self.spare = gap, unit, floor, spare
        self.best: Selection | None = None
        self.value: int | None = None
        self.found: list[Selection] = []
        self.seen: set[Selection] = set() if spare is None else {spare}
        self.domain: Mask = np.ones(self.frame.slots, dtype=bool)
        self.climbs = 0
        self._measure: Measure | None = None
        self.set_target()

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
