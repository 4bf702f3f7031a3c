"""The efficient frontier: what more money, or less, would bring; every efficient portfolio, proven.

Both axes are walked downwards from the portfolio without a limit, a stretch at a time, each of which one search fills
(``optimizer.models.tree.front``). Where a case is too large for that, one point at a time: tighten the limit to just
below what the portfolio at hand needs, and ask for the best again (the epsilon-constraint method, Haimes, Lasdon and
Wismer 1971); a step that finds the same value again has found a cheaper portfolio of that value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from optimizer.models.answer import Status
from optimizer.models.answering.swept import SWEPT
from optimizer.models.program import Program, Row, Selection
from optimizer.models.tree.front import Front, Ruler
from optimizer.models.tree.search import Stopped
from optimizer.models.tree.task import TooLarge
from optimizer.questions.budgets import Maxima, maxima_of
from optimizer.questions.listing import amount, chosen, ids, moves, within, worth
from optimizer.situation import Infeasible

if TYPE_CHECKING:
    from optimizer.situation import Situation

Axis = Literal["spend", "scale"]


@dataclass(frozen=True)
class Point:
    """One efficient point. ``at`` is where it lies on the axis: public money, or the factor on every budget maximum
    (rounded up to 6 decimals; ``exact_at`` is not rounded)."""

    at: Decimal
    exact_at: Fraction
    spend: Decimal
    value: Decimal
    selection: Selection
    selected: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {"at": self.at, "spend": self.spend, "value": self.value, "selected": list(self.selected)}


@dataclass(frozen=True)
class Step:
    """What the next point up or down from the present portfolio brings: ``money`` or factor more, ``value`` more, and
    the roadmaps that come and go."""

    at: Decimal
    difference: Decimal
    value: Decimal
    added: tuple[str, ...]
    dropped: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """As an object beside the contract's keys."""
        return {
            "at": self.at,
            "difference": self.difference,
            "value_added": self.value,
            "added": list(self.added),
            "dropped": list(self.dropped),
        }


@dataclass(frozen=True)
class Frontier:
    """Every efficient point, cheapest first; where the present portfolio stands; the next step up and down.

    ``present`` is the index of the dearest point that costs at most what the present portfolio does (or, on the axis
    ``scale``, has a factor of at most 1); None where there is none."""

    axis: Axis
    points: tuple[Point, ...]
    complete: bool
    present: int | None
    present_at: Decimal | None
    present_value: Decimal | None
    up: Step | None
    down: Step | None

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract, with the present portfolio's place beside it."""
        return {
            "format": 1,
            "axis": self.axis,
            "points": [point.as_dict() for point in self.points],
            "complete": self.complete,
            "present": {
                "point": self.present,
                "at": self.present_at,
                "value": self.present_value,
                "up": self.up and self.up.as_dict(),
                "down": self.down and self.down.as_dict(),
            },
        }


def frontier(
    situation: Situation,
    axis: Axis = "spend",
    *,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Frontier:
    """Every efficient point on one axis.

    ``spend``: total public money after savings against value, the maxima of ``budget`` lifted (minima stay);
    ``scale``: the smallest factor on every budget maximum in force against value.

    Raises:
        Infeasible: when no portfolio keeps the rules even without budget maxima.
        ValueError: for an axis that does not exist.
    """
    if axis not in ("spend", "scale"):
        raise ValueError(f"axis: {axis!r} is not an axis; choose spend or scale")
    maxima = maxima_of(situation.case, situation.program)
    walk = _Walk(situation, axis, maxima, deadline, progress)
    points, complete = walk.run()
    return _placed(situation, axis, points, complete, maxima, deadline)


class _Walk:
    """The walk down one axis, from no limit to where nothing is feasible any more."""

    def __init__(
        self,
        situation: Situation,
        axis: Axis,
        maxima: Maxima,
        deadline: float | None,
        progress: Callable[..., None] | None,
    ) -> None:
        self.axis, self.maxima = axis, maxima
        self.deadline, self.progress = deadline, progress
        self.program, self.live = situation.program, situation.live
        self.lifted = maxima.ids if axis == "spend" else maxima.growing

    def run(self) -> tuple[list[Point], bool]:
        """The efficient points, dearest first, and whether the walk came to its end."""
        live, ruler = self.live, ruler_of(self.program, self.axis, self.maxima)
        front = Front(live.frame, live.layout, ruler, frozenset(self.lifted), live.cuts, self.deadline)
        stairs = front.stairs
        below: Fraction | None = None
        complete = True
        try:
            dearest = self.step(None)
            if dearest is not None:
                front.offer(dearest)
                below = stairs.places[0] + 1  # portfolios that equal it lie no higher
            while below is not None and (ruler.zero is None or below > ruler.zero):
                within(deadline=self.deadline)
                below = self.closed(front, below)
                if self.progress:
                    self.progress(found=len(stairs) if below is None else len(stairs) - stairs.below(below))
        except (KeyboardInterrupt, TimeoutError, Stopped):
            complete = False
        first = 0 if complete else len(stairs) if below is None else stairs.below(below)
        return [
            self.point(stairs.selections[i], stairs.places[i]) for i in reversed(range(first, len(stairs)))
        ], complete

    def closed(self, front: Front, below: Fraction) -> Fraction | None:
        """Finds the efficient portfolios next below a place; from where on, or None where there are no more.

        Raises:
            Stopped, TimeoutError: at the deadline.
        """
        if 0 < len(front.frame.start) <= SWEPT:
            try:
                return front.close(below)
            except TooLarge:
                pass
        found = self.step(front.ruler.below(below))
        if found is None:
            return None
        front.offer(found)
        return front.ruler.place(self.program.columns(found))

    def step(self, extra: tuple[Row, ...] | None) -> Selection | None:
        """The best portfolio without the budget maxima that keeps some more rows.

        Raises:
            TimeoutError: at the deadline.
        """
        answer = self.live.best(proof=False, deadline=self.deadline, off=self.lifted, extra=extra or ())
        if answer.status is Status.TIME_LIMIT:
            raise TimeoutError
        return answer.selection

    def point(self, selection: Selection, at: Fraction) -> Point:
        """A portfolio as a point of the frontier."""
        program = self.program
        value, spend = program.value(selection), program.spent(selection)
        shown = amount(program, spend) if self.axis == "spend" else rounded_up(at)
        return Point(shown, at, amount(program, spend), worth(program, value), selection, ids(program, selection))


def ruler_of(program: Program, axis: Axis, maxima: Maxima) -> Ruler:
    """The axis as what a search goes along: public money after savings, or every maximum that a factor makes grow."""
    if axis == "spend":
        return Ruler((dict(program.spend),), (Fraction(1),))
    growing = {row: most for row, most in maxima.rows.items() if most > 0}
    return Ruler(tuple(dict(program.rows[row].coefficients) for row in growing), tuple(growing.values()), Fraction(0))


def place(program: Program, selection: Selection, axis: Axis, maxima: Maxima) -> Fraction:
    """Where a portfolio lies on an axis: its spend in smallest units, or the smallest factor on every maximum."""
    return Fraction(program.spent(selection)) if axis == "spend" else maxima.factor(program, selection)


def rounded_up(factor: Fraction) -> Decimal:
    """A factor rounded up to 6 decimals, so that the printed factor is enough."""
    return Decimal((factor * 10**6).__ceil__()).scaleb(-6)


def _placed(
    situation: Situation,
    axis: Axis,
    dearest_first: list[Point],
    complete: bool,
    maxima: Maxima,
    deadline: float | None,
) -> Frontier:
    """The points cheapest first, with where the present portfolio stands among them."""
    points = tuple(reversed(dearest_first))
    program = situation.program
    try:
        now = chosen(situation, deadline)
    except (Infeasible, TimeoutError) as error:
        if isinstance(error, Infeasible) and complete and not points:
            raise
        return Frontier(axis, points, complete, None, None, None, None, None)
    at = place(program, now, axis, maxima)
    value = worth(program, program.value(now))
    limit = at if axis == "spend" else Fraction(1)
    reached = [i for i, point in enumerate(points) if point.exact_at <= limit]
    present = reached[-1] if reached else None

    def step(index: int) -> Step | None:
        if not 0 <= index < len(points):
            return None
        other = points[index]
        added, dropped = moves(program, now, other.selection)
        shown = amount(program, int(at)) if axis == "spend" else rounded_up(at)
        return Step(other.at, other.at - shown, other.value - value, added, dropped)

    here = -1 if present is None else present
    stands_on_it = present is not None and points[present].value == value
    down = step(here - 1 if stands_on_it else here)
    shown = amount(program, int(at)) if axis == "spend" else rounded_up(at)
    return Frontier(axis, points, complete, present, shown, value, step(here + 1), down)
