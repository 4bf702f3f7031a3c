"""The staircase of efficient portfolios: each worth more than every other that lies no further along an axis."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Selection

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]

#: Sweeps compare places in floats: so much (in parts) to the safe side.
SAFE = 1e-12
#: Thresholds are lowered by this, in units of a task's scale: many times what the few sums in them can be rounded by,
#: as all of it stays below 2^53; a portfolio is looked at in whole numbers and fractions before it counts.
SLACK = 64.0


class Stairs:
    """The efficient portfolios among those known; exact.

    Args:
        rank: sorts portfolios of equal value and place; the one with the smaller key stays.

    Attributes:
        places, values, selections: one of each for every step, by place; values rise with it.
        at, worth: places and values in floats.
    """

    def __init__(self, rank: Callable[[Selection], Any]) -> None:
        self.rank = rank
        self.places: list[Fraction] = []
        self.values: list[int] = []
        self.selections: list[Selection] = []
        self.at, self.worth = np.zeros(0), np.zeros(0)

    def __len__(self) -> int:
        return len(self.places)

    def add(self, place: Fraction, value: int, selection: Selection) -> None:
        """Takes a portfolio that no known one outdoes, and drops those that it outdoes."""
        before = bisect_right(self.places, place) - 1
        if before >= 0 and self.values[before] >= value:
            equal = (self.places[before], self.values[before]) == (place, value)
            if equal and self.rank(selection) < self.rank(self.selections[before]):
                self.selections[before] = selection
            return
        first = bisect_left(self.places, place)
        last = bisect_right(self.values, value, lo=first)
        self.places[first:last], self.values[first:last], self.selections[first:last] = [place], [value], [selection]
        self.at = np.array([float(one) for one in self.places])
        self.worth = np.array([float(one) for one in self.values])

    def below(self, place: Fraction) -> int:
        """How many lie strictly below a place."""
        return bisect_left(self.places, place)

    def promising(self, places: Floats, worth: Floats) -> Mask:
        """Which portfolios may be efficient next to those known, to within the rounding of their places."""
        before = np.searchsorted(self.at, _lower(places), side="right")
        right: Mask = worth >= np.append(-np.inf, self.worth)[before]
        return right


@dataclass(frozen=True)
class Rising:
    """What a portfolio must be worth to be of interest, by where it lies: a floor for sweeps that rises along an axis.

    Attributes:
        rows: indices of the task's rows that say where a portfolio lies: at the largest of their activities, each
            times its factor.
        factors: (rows,).
        places: (steps,) where each step begins.
        worth: (steps,) what is known there, times the task's scale.
        least: (steps,) what a bound that holds at the upper end of a stretch must come to, for something to be of
            interest on that step or one above.
    """

    rows: Ints
    factors: Floats
    places: Floats
    worth: Floats
    least: Floats

    def steps(self, places: Floats) -> Ints:
        """On which step partial portfolios begin that lie at least at these places."""
        return np.maximum(np.searchsorted(self.places, _lower(places), side="right") - 1, 0)


@dataclass(frozen=True)
class Line:
    """How a bound falls from the upper end of a stretch down.

    Attributes:
        top: the upper end; portfolios lie strictly below it.
        most: what the axis's rows are charged at their limits, times the task's scale.
        slope: what they are charged for each unit of place. A portfolio at a place is charged at most that many times
            the place, so its worth is at most the bound less the rest of ``most``.
    """

    top: float
    most: float
    slope: float

    def fall(self, places: Floats) -> Floats:
        """By how much a bound is lower at these places."""
        return np.maximum(self.most - self.slope * places, 0.0)


def rising(
    stairs: Stairs, steps: slice, bottom: float | None, scale: int, line: Line, rows: Ints, factors: Floats
) -> Rising:
    """The floor over a stretch of a staircase.

    From a step's begin to its end, what is of interest must be worth more than the step. The bound falls along with the
    place, so the end of a step is where it is easiest to reach; only what equals a step's own portfolio lies at its
    begin.

    Args:
        stairs: what is known.
        steps: those of the stretch; nothing below their first is of interest.
        bottom: what a portfolio is worth at least; where it is given, places below the first step count as well.
        scale: of the task.
        line: the bound's.
        rows, factors: as ``Rising`` has them.
    """
    places, worth = stairs.at[steps], stairs.worth[steps] * scale
    equal = worth + line.fall(places)
    if bottom is not None:
        places, worth = np.append(-np.inf, places), np.append(bottom * scale, worth)
        equal = np.append(np.inf, equal)
    ends = np.append(places[1:], line.top)
    higher = worth + scale + line.fall(ends + (np.abs(ends) + 1.0) * SAFE)
    least = np.minimum.accumulate(np.minimum(higher, equal)[::-1])[::-1] - SLACK
    return Rising(rows, factors, places, worth - SLACK, least)


def _lower(places: Floats) -> Floats:
    """Places in floats, to the safe side."""
    return places - (np.abs(places) + 1.0) * SAFE
