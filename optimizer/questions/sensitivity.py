"""How far each weight may move before the portfolio changes, and to what.

One weight goes from 0 to 1, the others share the rest in proportion. With the additive method a portfolio's value is
then a straight line and the best value their upper envelope (Gal 1995, parametric programming on a line): solve at both
ends, then where the two lines cross, and go on wherever something better turns up. Lines are exact fractions, so the
breakpoints are. With any other method the values are curves; they are then looked at every thousandth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from optimizer.criteria.scoring.grid import make_grid
from optimizer.models.answer import Status
from optimizer.models.program import Program, Selection
from optimizer.questions.listing import ids

if TYPE_CHECKING:
    from optimizer.situation import Situation

#: Parts of a unit in which a weight is moved where breakpoints are not exact.
GRID = 1000


@dataclass(frozen=True)
class Interval:
    """One portfolio is best from one weight of the criterion to another."""

    start: Fraction
    end: Fraction
    selection: Selection | None
    selected: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract; weights to 6 decimals."""
        return {"from": six(self.start), "to": six(self.end), "selected": list(self.selected)}


@dataclass(frozen=True)
class Movement:
    """One criterion: its weight, the interval around it in which the portfolio stays, and all intervals from 0 to 1."""

    criterion: str
    weight: Decimal
    stable: tuple[Fraction, Fraction] | None
    intervals: tuple[Interval, ...]

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {
            "criterion": self.criterion,
            "weight": self.weight,
            "stable": [six(self.stable[0]), six(self.stable[1])] if self.stable else None,
            "intervals": [interval.as_dict() for interval in self.intervals],
        }


@dataclass(frozen=True)
class Sensitivity:
    """Every criterion's movement. ``exact`` is true where breakpoints are exact (printed to 6 decimals); else they are
    within ``within`` of where they lie, and intervals narrower than that may be missed."""

    criteria: tuple[Movement, ...]
    exact: bool
    within: Decimal
    solves: int
    complete: bool

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract, with how exact it is beside."""
        return {
            "format": 1,
            "criteria": [movement.as_dict() for movement in self.criteria],
            "exact": self.exact,
            "within": self.within,
            "complete": self.complete,
        }


def six(weight: Fraction) -> Decimal:
    """A weight to 6 decimals."""
    return (Decimal(weight.numerator) / Decimal(weight.denominator)).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)


def moved(weights: Sequence[Fraction], at: int, weight: Fraction) -> tuple[Fraction, ...]:
    """All weights when that of index ``at`` is moved to ``weight`` and the others share the rest in proportion
    (equally where they are all 0)."""
    rest = sum(weights) - weights[at]
    others = len(weights) - 1
    if not others:
        return (Fraction(1),)
    return tuple(
        weight if i == at else (1 - weight) * (w / rest if rest else Fraction(1, others)) for i, w in enumerate(weights)
    )


def sensitivity(
    situation: Situation,
    *,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Sensitivity:
    """Every criterion's weight moved from 0 to 1: exactly with ``additive``, every thousandth with the other methods.

    Raises:
        Infeasible: when no portfolio keeps the rules.
    """
    situation.settled(deadline=deadline)
    case = situation.case
    weights = [Fraction(situation.weights.values[criterion.id]) for criterion in case.criteria]
    exact = case.settings.scoring.method == "additive"
    sweep: _Lines | _Curves = _Lines(situation, deadline) if exact else _Curves(situation, deadline)
    made: list[Movement] = []
    complete = True
    try:
        for at, criterion in enumerate(case.criteria):
            intervals = sweep.intervals(weights, at)
            made.append(
                Movement(
                    criterion.id,
                    Decimal(situation.weights.values[criterion.id]),
                    _around(intervals, weights[at]),
                    intervals,
                )
            )
            if progress:
                progress(done=at + 1, of=len(weights))
    except (KeyboardInterrupt, TimeoutError):
        complete = False
    return Sensitivity(tuple(made), exact, Decimal(0) if exact else Decimal(1) / GRID, sweep.solves, complete)


def _around(intervals: tuple[Interval, ...], weight: Fraction) -> tuple[Fraction, Fraction]:
    """The interval that holds a weight; where two meet at it, both (the portfolio changes right there)."""
    inside = [i for i in intervals if i.start <= weight <= i.end]
    wide = [i for i in inside if i.start < i.end] or inside
    if len(wide) > 1:
        return (weight, weight)
    return (wide[0].start, wide[0].end)


class _Lines:
    """The additive method: portfolios are lines over the weight of one criterion."""

    def __init__(self, situation: Situation, deadline: float | None) -> None:
        self.situation, self.deadline = situation, deadline
        self.program: Program = situation.program
        self.objective = situation.objective
        case = situation.case
        grid = make_grid(case, situation.consensus, case.settings.scoring.reference)
        rows = dict(zip(situation.consensus.roadmaps, grid.unit, strict=True))
        self.unit = [rows[roadmap] for roadmap in self.objective.roadmaps]
        self.solves = 0
        self.known: list[Selection] = []

    def intervals(self, weights: Sequence[Fraction], at: int) -> tuple[Interval, ...]:
        """The upper envelope of all portfolios' lines over the weight of one criterion."""
        ends = [self._columns(moved(weights, at, Fraction(end))) for end in (0, 1)]
        low, high = self._best(ends, Fraction(0)), self._best(ends, Fraction(1))
        pieces = [(Fraction(0), low), *self._between(ends, Fraction(0), low, Fraction(1), high)]
        merged: list[Interval] = []
        for index, (start, selection) in enumerate(pieces):
            end = pieces[index + 1][0] if index + 1 < len(pieces) else Fraction(1)
            if merged and merged[-1].selection == selection:
                merged[-1] = Interval(merged[-1].start, end, selection, merged[-1].selected)
            elif start < end or (not merged and end == 1):
                merged.append(Interval(start, end, selection, ids(self.program, selection)))
        return tuple(merged)

    def _columns(self, weights: Sequence[Fraction]) -> list[Fraction]:
        """Every column's exact value, in units, at one weighting."""
        objective = self.objective
        scores = [sum((w * u for w, u in zip(weights, row, strict=True)), Fraction(0)) * 10**6 for row in self.unit]
        return [
            weight * scores[source] if source >= 0 else Fraction(fixed)
            for source, weight, fixed in zip(objective.source, objective.weight, objective.fixed, strict=True)
        ]

    def _line(self, ends: list[list[Fraction]], selection: Selection) -> tuple[Fraction, Fraction]:
        columns = self.program.columns(selection)
        return sum((ends[0][c] for c in columns), Fraction(0)), sum((ends[1][c] for c in columns), Fraction(0))

    def _at(self, ends: list[list[Fraction]], selection: Selection, weight: Fraction) -> Fraction:
        low, high = self._line(ends, selection)
        return low + weight * (high - low)

    def _best(self, ends: list[list[Fraction]], weight: Fraction) -> Selection:
        """A best portfolio at one weight: proven for values rounded to a thousandth of a unit."""
        values = [round((low + weight * (high - low)) * 1000) for low, high in zip(*ends, strict=True)]
        answer = self.situation.live.best(values=values, proof=False, deadline=self.deadline)
        self.solves += 1
        if answer.status is not Status.OPTIMAL or answer.selection is None:
            raise TimeoutError
        return answer.selection

    def _between(
        self, ends: list[list[Fraction]], low: Fraction, left: Selection, high: Fraction, right: Selection
    ) -> Iterator[tuple[Fraction, Selection]]:
        """Where portfolios take over from ``left`` (best at ``low``) up to ``right`` (best at ``high``): each with the
        weight from which it is best."""
        stack = [(low, left, high, right)]
        while stack:
            low, left, high, right = stack.pop()
            (a, b), (c, d) = self._line(ends, left), self._line(ends, right)
            if left == right or (a, b) == (c, d):
                continue
            slope = (b - a) - (d - c)
            cross = min(max((c - a) / slope, low), high) if slope else low
            top = self._at(ends, left, cross)
            if low < cross < high:
                middle = self._best(ends, cross)
                # Rounding makes half a thousandth of a unit per column: only more than that is a better portfolio.
                slack = Fraction(len(self.program.columns(middle)) + len(self.program.columns(left)), 2000)
                if middle not in (left, right) and self._at(ends, middle, cross) > top + slack:
                    stack += [(cross, middle, high, right), (low, left, cross, middle)]
                    continue
            yield cross, right


class _Curves:
    """Any method: the best portfolio at every thousandth of the weight."""

    def __init__(self, situation: Situation, deadline: float | None) -> None:
        self.situation, self.deadline = situation, deadline
        self.solves = 0

    def intervals(self, weights: Sequence[Fraction], at: int) -> tuple[Interval, ...]:
        """Intervals whose ends are the middle between the two thousandths where the portfolio changes."""
        import numpy as np

        situation = self.situation
        steps = [Fraction(i, GRID) for i in range(GRID + 1)]
        stack = np.array([[float(w) for w in moved(weights, at, step)] for step in steps])
        answers: list[Any] = situation.best_at(stack, deadline=self.deadline)
        self.solves += len(steps)
        if len(answers) < len(steps):
            raise TimeoutError
        made: list[Interval] = []
        for step, selection in zip(steps, answers, strict=True):
            if made and made[-1].selection == selection:
                made[-1] = Interval(made[-1].start, step, selection, made[-1].selected)
            else:
                start = step - Fraction(1, 2 * GRID) if made else step
                if made:
                    made[-1] = Interval(made[-1].start, start, made[-1].selection, made[-1].selected)
                made.append(Interval(start, step, selection, ids(situation.program, selection)))
        return tuple(made)
