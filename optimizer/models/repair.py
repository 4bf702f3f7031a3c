"""What would make a portfolio possible where none is: the least change of one limit, one rule dropped, or the fewest
things that have to give way together.

A condition alone can only help if it is in every minimal clash, so those of the clash that was found are tried, each
with exact solves: with its limit gone, the portfolio that needs the least of it says how far the limit has to move
(amounts and counts exactly; shares, indices and ratios to a ten-thousandth, rounded to the side that does). Where none
helps alone: a smallest set that meets every clash (found by dropping, clashing again and so on), and among the
portfolios without that set the one whose relative changes of limits add up to the least. No member of such a set can be
kept in any of them, so adding up what they need is adding up the changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import TYPE_CHECKING

from optimizer.case.model import Case
from optimizer.models.answer import Answer, Status
from optimizer.models.conditions import Budgeted, Condition, Ruled
from optimizer.models.conflict import clash
from optimizer.models.program import Row, Selection
from optimizer.words import joined, money, translator

if TYPE_CHECKING:
    from optimizer.situation import Situation

#: Limits of shares and ratios are found to one part in this many.
GRID = 10_000
#: Rule types whose limit is a whole number of roadmaps.
_COUNTED = ("count", "cover", "exclusive")
#: So many clashes are looked at for what has to give way together.
_CLASHES = 40


@dataclass(frozen=True)
class Change:
    """One condition that gives way.

    Attributes:
        id: the condition's id.
        side: which limit moves, ``min`` or ``max``; None where it can only be dropped.
        now, then: where that limit stands and would have to stand, in its own unit; None likewise.
    """

    id: str
    side: str | None
    now: Fraction | None
    then: Fraction | None
    condition: Condition = field(repr=False, compare=False)
    case: Case = field(repr=False, compare=False)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {"id": self.id, "limit": self.side, "from": self.now, "to": self.then}

    def text(self, lang: str) -> str:
        """What would have to change, in words."""
        _ = translator(lang)
        if self.side is None or self.now is None or self.then is None:
            return _("“%(id)s” would have to be dropped") % {"id": self.id}
        settings = self.case.settings
        if isinstance(self.condition, Budgeted):
            by, then = (
                money(amount, str(settings.unit), settings.currency, lang)
                for amount in (abs(self.then - self.now), self.then)
            )
            if self.then > self.now:
                message = _("“%(id)s” would have to be %(by)s higher, %(then)s")
            else:
                message = _("“%(id)s” would have to be %(by)s lower, %(then)s")
            return message % {"id": self.id, "by": by, "then": then}
        now, then = (self.condition.reached(self.case, figure, lang) for figure in (self.now, self.then))
        if self.side == "max":
            message = _("“%(id)s” would have to allow %(then)s instead of %(now)s")
        else:
            message = _("“%(id)s” would have to ask %(then)s instead of %(now)s")
        return message % {"id": self.id, "now": now, "then": then}


@dataclass(frozen=True)
class Repair:
    """A change that makes a portfolio possible.

    Attributes:
        changes: what gives way; one, or several together.
        selection: a portfolio that is then possible.
    """

    changes: tuple[Change, ...]
    selection: Selection

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {"changes": [change.as_dict() for change in self.changes]}

    def text(self, lang: str) -> str:
        """The repair as a sentence."""
        _ = translator(lang)
        if len(self.changes) > 1:
            return _("together: %(changes)s") % {"changes": joined([c.text(lang) for c in self.changes], lang)}
        only = self.changes[0]
        if only.side is None:
            return only.text(lang)
        return _("%(change)s, or be dropped") % {"change": only.text(lang)}


def repairs(situation: Situation, *, conflict: Sequence[str] = (), deadline: float | None = None) -> tuple[Repair, ...]:
    """The least repairs of an infeasible case, each alone sufficient, in the order of their ids; or the joint one where
    nothing alone is enough. Empty where time ran out before any was found.

    Args:
        situation: an infeasible one.
        conflict: the minimal clash, where it is known already.
    """
    return _Mender(situation, deadline).all(tuple(conflict))


class _Mender:
    def __init__(self, situation: Situation, deadline: float | None) -> None:
        self.situation, self.program, self.solver = situation, situation.program, situation.live
        self.case, self.frame, self.deadline = situation.case, situation.frame, deadline
        self.conditions = {condition.id: condition for condition in situation.conditions}
        self.nothing = (0,) * self.program.size

    def all(self, conflict: tuple[str, ...]) -> tuple[Repair, ...]:
        """Single repairs, or the joint one."""
        conflict = conflict or clash(self.solver, deadline=self.deadline).ids
        found = [repair for id in conflict for repair in self.alone(id)]
        return tuple(found) if found else self.together(conflict)

    def alone(self, id: str) -> list[Repair]:
        """How one condition alone makes a portfolio possible: each of its limits moved, or it dropped."""
        dropped = self.solve(off=(id,))
        if dropped.selection is None:
            return []
        condition, moved = self.conditions[id], []
        for side in condition.sides():
            found = self.moved(condition, side)
            if found is not None:
                change = Change(id, side, condition.limit(side, self.case), found[0], condition, self.case)
                moved.append(Repair((change,), found[1]))
        plain = Change(id, None, None, None, condition, self.case)
        return moved or [Repair((plain,), dropped.selection)]

    def moved(self, condition: Condition, side: str) -> tuple[Fraction, Selection] | None:
        """The nearest place for one limit at which a portfolio is possible, with one; None where it is not enough."""
        if self.linear(condition):
            mine, others = self.rows(condition, side)
            answer = self.solve(off=(condition.id,), extra=others, values=self.least(mine))
            if answer.selection is None:
                return None
            return self.needed(mine, side, answer.selection), answer.selection
        return self.searched(condition, side)

    @staticmethod
    def linear(condition: Condition) -> bool:
        """Whether the condition's figure is a sum over columns."""
        return isinstance(condition, Budgeted) or (isinstance(condition, Ruled) and condition.rule.kind in _COUNTED)

    def rows(self, condition: Condition, side: str) -> tuple[Row, tuple[Row, ...]]:
        """The row of one side, and the condition's other row, if it has one, under a name of its own."""
        rows = [piece for piece in condition.statement(self.frame) if isinstance(piece, Row)]
        mine = rows[0] if side == "min" else rows[-1]
        return mine, tuple(Row("kept", row.coefficients, row.limit) for row in rows if row is not mine)

    def least(self, row: Row, times: int = 1) -> tuple[int, ...]:
        """The objective that makes a row's left side as small as can be."""
        return tuple(-times * row.coefficients.get(column, 0) for column in range(self.program.size))

    def needed(self, row: Row, side: str, selection: Selection) -> Fraction:
        """The limit that a portfolio needs, in the condition's own unit."""
        units = row.activity(self.program.columns(selection))
        return Fraction(-units if side == "min" else units) / row.scale

    def searched(self, condition: Condition, side: str) -> tuple[Fraction, Selection] | None:
        """The nearest limit on the grid, by halving; each portfolio found says how near it would do."""
        assert isinstance(condition, Ruled)
        step = condition.kind.STEP
        assert step is not None
        sign = 1 if side == "max" else -1
        now = condition.limit(side, self.case)
        end = Fraction(step.high if step.high is not None else 1) if side == "max" else Fraction(step.low)
        low, high = (now * sign * GRID).__floor__(), (end * sign * GRID).__ceil__()
        found = self.at(condition, side, end)
        if found is None:
            return None
        high = min(high, max(self.reaches(condition, found, sign), low + 1))
        while high - low > 1:
            middle = (low + high) // 2
            other = self.at(condition, side, Fraction(middle * sign, GRID))
            if other is None:
                low = middle
            else:
                found, high = other, min(middle, max(self.reaches(condition, other, sign), low + 1))
        limit = Fraction(high * sign, GRID)
        return limit, found

    def reaches(self, condition: Condition, selection: Selection, sign: int) -> int:
        """The grid point at which a portfolio's own figure would do."""
        figure = condition.figure(self.situation.portfolio(selection)).figure
        return GRID * GRID if figure is None else (figure * sign * GRID).__ceil__()

    def at(self, condition: Condition, side: str, limit: Fraction) -> Selection | None:
        """A portfolio with one limit elsewhere, or None."""
        program = self.situation.program_replacing(condition.at(side, limit, self.case))
        answer: Answer = self.situation.solver_for(program).best(
            values=self.nothing, proof=False, deadline=self.deadline
        )
        return answer.selection

    def together(self, first: tuple[str, ...]) -> tuple[Repair, ...]:
        """The smallest set of conditions that have to give way together, with the least change among them."""
        clashes = [first]
        while len(clashes) <= _CLASHES:
            chosen = _meeting(clashes)
            answer = self.solve(off=chosen)
            if answer.status is Status.TIME_LIMIT:
                return ()
            if answer.selection is not None:
                return (self.least_of(chosen),)
            found = clash(self.solver, off=chosen, deadline=self.deadline)
            if not found.minimal:
                return ()
            clashes.append(found.ids)
        return ()

    def least_of(self, chosen: tuple[str, ...]) -> Repair:
        """The portfolio without these conditions whose relative changes of their limits add up to the least."""
        movable = [self.conditions[id] for id in chosen if self.linear(self.conditions[id])]
        sides = [(condition, condition.sides()[0]) for condition in movable if len(condition.sides()) == 1]
        sizes = [max(abs(self.rows(condition, side)[0].limit), 1) for condition, side in sides]
        whole = lcm(*sizes) if sizes else 1
        values = [0] * self.program.size
        for (condition, side), size in zip(sides, sizes, strict=True):
            for column, value in enumerate(self.least(self.rows(condition, side)[0], whole // size)):
                values[column] += value
        selection = self.solve(off=chosen, values=tuple(values)).selection
        assert selection is not None
        moved = {condition.id: side for condition, side in sides}
        changes = []
        for id in chosen:
            condition, at = self.conditions[id], moved.get(id)
            if at is None:
                changes.append(Change(id, None, None, None, condition, self.case))
                continue
            needed = self.needed(self.rows(condition, at)[0], at, selection)
            changes.append(Change(id, at, condition.limit(at, self.case), needed, condition, self.case))
        return Repair(tuple(changes), selection)

    def solve(
        self, *, off: Sequence[str], extra: tuple[Row, ...] = (), values: tuple[int, ...] | None = None
    ) -> Answer:
        """One exact solve; without values, whether there is any portfolio."""
        answer: Answer = self.solver.best(
            values=self.nothing if values is None else values,
            off=tuple(off),
            extra=extra,
            deadline=self.deadline,
            proof=False,
            keep=False,
        )
        return answer


def _meeting(clashes: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A smallest set with a member in each clash, the first by id."""
    ids = sorted({id for clash in clashes for id in clash})
    for size in range(1, len(clashes) + 1):
        for chosen in combinations(ids, size):
            if all(not set(chosen).isdisjoint(clash) for clash in clashes):
                return chosen
    raise ValueError("an empty clash meets nothing")
