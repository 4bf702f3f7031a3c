"""The additive method: every portfolio's value is a straight line over one weight, the best value their upper envelope.

Solve at both ends, then where the two lines cross, and go on wherever something better turns up (Gal 1995, parametric
programming on a line). The lines are exact fractions, so where they cross is exact. A solve counts in rounded values,
which is many times faster; whatever rounding could hide (a portfolio within its reach of the best) is asked for as well
and compared in fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.criteria.scoring.grid import make_grid
from optimizer.models.answer import Status
from optimizer.models.program import Program, Selection
from optimizer.models.ties import other_than
from optimizer.questions.sweeping.interval import Interval, merged, moved

if TYPE_CHECKING:
    from optimizer.situation import Situation

#: Parts of a unit of value (which has scores in millionths) that a solve counts in.
PARTS = 10
#: Portfolios within reach of rounding that are compared at one weight; more than that only where many are equal.
MOST = 12

Values = list[Fraction]


class Lines:
    """Upper envelopes of a case's portfolios, one criterion at a time.

    Raises (from ``intervals``):
        TimeoutError: when the deadline passes, or Ctrl-C comes, before the envelope is known.
    """

    def __init__(self, situation: Situation, deadline: float | None) -> None:
        self.live, self.deadline = situation.live, deadline
        self.program: Program = situation.program
        self.objective = situation.objective
        grid = make_grid(situation.case, situation.consensus, situation.case.settings.scoring.reference)
        rows = dict(zip(situation.consensus.roadmaps, grid.unit, strict=True))
        self.unit = [rows[roadmap] for roadmap in self.objective.roadmaps]
        self.solves = 0
        program = self.program
        self.most = len(program.groups) + len(program.bundles) + len(program.products)

    def intervals(self, weights: Sequence[Fraction], at: int) -> tuple[Interval, ...]:
        """The upper envelope of all portfolios' lines over the weight of one criterion."""
        ends = (self._columns(moved(weights, at, Fraction(0))), self._columns(moved(weights, at, Fraction(1))))
        low, high = self._best(ends, Fraction(0)), self._best(ends, Fraction(1))
        return merged(self.program, [(Fraction(0), low), *self._between(ends, low, high)])

    def _columns(self, weights: Sequence[Fraction]) -> Values:
        """Every column's exact value, in units, at one weighting."""
        objective = self.objective
        scores = [sum((w * u for w, u in zip(weights, row, strict=True)), Fraction(0)) * 10**6 for row in self.unit]
        return [
            weight * scores[source] if source >= 0 else Fraction(fixed)
            for source, weight, fixed in zip(objective.source, objective.weight, objective.fixed, strict=True)
        ]

    def _line(self, ends: tuple[Values, Values], selection: Selection) -> tuple[Fraction, Fraction]:
        """What a portfolio is worth at both ends."""
        columns = self.program.columns(selection)
        return sum((ends[0][c] for c in columns), Fraction(0)), sum((ends[1][c] for c in columns), Fraction(0))

    def _at(self, ends: tuple[Values, Values], selection: Selection, weight: Fraction) -> Fraction:
        low, high = self._line(ends, selection)
        return low + weight * (high - low)

    def _best(self, ends: tuple[Values, Values], weight: Fraction, known: Sequence[Selection] = ()) -> Selection:
        """A portfolio that is best at one weight; one of ``known`` where none is better.

        Only portfolios that rounding could have put below the best found are compared, so that the largest exact value
        is among them."""
        values = [round((low + weight * (high - low)) * PARTS) for low, high in zip(*ends, strict=True)]
        found = list(known)
        while len(found) < MOST + len(known):
            floor = None
            if found:
                # Each column is off by at most half a part, in the best found as in what could be better.
                floor = max(sum(values[c] for c in self.program.columns(one)) for one in found) - self.most
            rows = [other_than(self.program, one) for one in found]
            answer = self.live.best(values=values, floor=floor, extra=rows, proof=False, deadline=self.deadline)
            self.solves += 1
            if answer.status is Status.TIME_LIMIT:
                raise TimeoutError
            if answer.selection is None:
                break
            found.append(answer.selection)
        return max(found, key=lambda one: self._at(ends, one, weight))

    def _between(
        self, ends: tuple[Values, Values], left: Selection, right: Selection
    ) -> Iterator[tuple[Fraction, Selection]]:
        """Where portfolios take over from ``left`` (best at 0) up to ``right`` (best at 1): each with the weight from
        which it is best."""
        stack = [(Fraction(0), left, Fraction(1), right)]
        while stack:
            low, left, high, right = stack.pop()
            (a, b), (c, d) = self._line(ends, left), self._line(ends, right)
            if left == right or (a, b) == (c, d):
                continue
            slope = (b - a) - (d - c)
            cross = min(max((c - a) / slope, low), high) if slope else low
            if low < cross < high:
                middle = self._best(ends, cross, (left, right))
                if self._at(ends, middle, cross) > self._at(ends, left, cross):
                    stack += [(cross, middle, high, right), (low, left, cross, middle)]
                    continue
            yield cross, right
