"""A program as the public cost of one level of one roadmap moves, without building it anew.

Where that level is funded, its cost only shifts what is left for the others: of every row its coefficient moves on a
straight line, so at a given cost the row is the program's own with another limit. Three things move otherwise, and only
where the case has them: with basis ``amount`` what the level and its synergies are worth, the purses that a saving
of its synergies falls in, and the two rules that are not linear. Over a stretch of costs each row is taken at its
loosest; whatever the program allows at any cost of the stretch, these rows allow.

All costs are in smallest units of the case; coefficients are fractions of the program's own units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Protocol

from optimizer.case.model import FULL
from optimizer.models.books import Purse, spread_saving
from optimizer.models.conditions import Budgeted, Ruled
from optimizer.models.program import Cone, Program, Row, Tail
from optimizer.models.rules.frame import Frame

if TYPE_CHECKING:
    from optimizer.situation import Situation


#: So many times the present cost, a roadmap's share in what a synergy saves is as good as whole.
FAR = 10**12


class Coefficient(Protocol):
    """A coefficient as a function of the cost."""

    def at(self, cost: int) -> Fraction:
        """At a cost."""

    def least(self, low: int, high: int) -> Fraction:
        """At most what it is anywhere from ``low`` to ``high``."""


@dataclass(frozen=True)
class Line:
    """``zero + step * cost``."""

    zero: Fraction
    step: Fraction

    def at(self, cost: int) -> Fraction:
        """On the line."""
        return self.zero + self.step * cost

    def least(self, low: int, high: int) -> Fraction:
        """The lower of the two ends."""
        return min(self.at(low), self.at(high))


@dataclass(frozen=True)
class Saved:
    """What falls away of some purses when a synergy is active, times ``sign``.

    Attributes:
        saving: the whole of it.
        others, mine: the ``full`` costs of the other members by purse, and the roadmap's own at its present cost.
        now: the present cost, in which ``mine`` is counted.
        covered: the purses that count.
    """

    saving: int
    others: Mapping[Purse, int]
    mine: Mapping[Purse, int]
    now: int
    covered: frozenset[Purse]
    sign: int

    def at(self, cost: int) -> Fraction:
        """Shared out in whole smallest units, in proportion to what the members cost then."""
        costs = {
            purse: self.others.get(purse, 0) * self.now + self.mine.get(purse, 0) * cost
            for purse in {**self.others, **self.mine}
        }
        shares = spread_saving(self.saving, costs)
        return Fraction(self.sign * sum(shares.get(purse, 0) for purse in self.covered))

    def least(self, low: int, high: int) -> Fraction:
        """Each purse's part is a ratio of two straight lines, so it moves one way only, but for the rounding."""
        if low == high:
            return self.at(low)
        return min(self.at(low), self.at(high)) - 2 * (len(self.others) + len(self.mine))


@dataclass(frozen=True)
class MovingRow:
    """A row of which some coefficients move.

    Attributes:
        id: as of the row.
        limit: the row's, exact.
        index: its place among the program's rows; None for one that stands in for a rule that is not linear.
        fixed: the coefficients that stay.
        moving: those that move; the level's own option is among them.
    """

    id: str
    limit: Fraction
    index: int | None
    fixed: Mapping[int, int]
    moving: Mapping[int, Coefficient]

    def excess(self, columns: Sequence[int], cost: int) -> Fraction:
        """How far a portfolio is above the limit at a cost."""
        still = sum(self.fixed.get(column, 0) for column in columns)
        return still - self.limit + sum((self.moving[c].at(cost) for c in columns if c in self.moving), Fraction(0))

    def line(self, columns: Sequence[int]) -> Line | None:
        """The same as a line; None where a saving that is active bends it."""
        zero, step = Fraction(sum(self.fixed.get(column, 0) for column in columns) - self.limit), Fraction(0)
        for column in columns:
            found = self.moving.get(column)
            if isinstance(found, Line):
                zero, step = zero + found.zero, step + found.step
            elif found is not None:
                return None
        return Line(zero, step)

    def loosest(self, option: int, low: int, high: int) -> tuple[dict[int, int], int]:
        """Coefficients and limit that every portfolio with the option keeps which keeps the row at some cost of the
        stretch; the option itself has none. Columns are whole, so over a stretch the others are rounded down; at a
        single cost nothing is rounded but the limit."""
        others = {c: each.least(low, high) for c, each in self.moving.items() if c != option}
        limit = self.limit - self.moving[option].least(low, high)
        times = lcm(*(each.denominator for each in others.values())) if low == high else 1
        coefficients = {column: times * value for column, value in self.fixed.items()}
        coefficients |= {column: (times * each).__floor__() for column, each in others.items()}
        return coefficients, (times * limit).__floor__()


@dataclass(frozen=True)
class Moving:
    """Everything of a program that moves with the cost of one option.

    Attributes:
        program: as it is.
        option: the index of the roadmap's level.
        cost: what it costs now, above 0.
        rows: the rows that move.
        cap: the largest cost at which the level may be funded at all (rules about ``intensity``); None without one.
        freed: rows that strike the option out at its present cost, though they would not at a lower one.
        cones, tails: (index, rule) of those that are not linear and move.
        worth: the columns whose value is in proportion to the cost.
    """

    program: Program
    option: int
    cost: int
    rows: tuple[MovingRow, ...]
    cap: int | None
    freed: tuple[int, ...]
    cones: tuple[tuple[int, Cone], ...]
    tails: tuple[tuple[int, Tail], ...]
    worth: frozenset[int]

    def value(self, columns: Sequence[int]) -> Line:
        """What a portfolio with the option is worth, in units of the program."""
        values = self.program.values
        moved = sum(values[column] for column in columns if column in self.worth)
        return Line(Fraction(sum(values[column] for column in columns) - moved), Fraction(moved, self.cost))

    def cone_at(self, cone: Cone, cost: int) -> Cone:
        """The cone at a cost, its money counted in smallest units over the present cost."""
        groups = tuple(
            {o: amount * (cost if o == self.option else self.cost) for o, amount in group.items()}
            for group in cone.groups
        )
        return replace(cone, groups=groups)

    def tail_at(self, tail: Tail, cost: int) -> Tail:
        """The tail at a cost, in values that are whole likewise."""
        values = tuple(
            {column: value * (cost if column in self.worth else self.cost) for column, value in scenario.items()}
            for scenario in tail.values
        )
        return replace(tail, values=values)

    def cone_row(self, cone: Cone, g: Sequence[int], r: int) -> MovingRow:
        """The valid row of a direction ``g`` and a radius ``r`` (``optimizer.models.tree.proof.ConeCut``)."""
        coefficients: dict[int, int] = {}
        for factor, group in zip(g, cone.groups, strict=True):
            for o, amount in group.items():
                coefficients[o] = coefficients.get(o, 0) + (factor - r) * amount
        return self._row(cone.id, coefficients, {self.option})

    def tail_row(self, tail: Tail, q: Sequence[Fraction]) -> MovingRow:
        """The valid row of scenario weights ``q``."""
        return self._row(tail.id, tail.cut(q).coefficients, self.worth | {self.option})

    def _row(self, id: str, coefficients: Mapping[int, int], moved: frozenset[int] | set[int]) -> MovingRow:
        """A row ``<= 0`` in which some coefficients are in proportion to the cost."""
        moving: dict[int, Coefficient] = {
            column: Line(Fraction(0), Fraction(coefficients.get(column, 0), self.cost)) for column in moved
        }
        return MovingRow(id, Fraction(0), None, {c: v for c, v in coefficients.items() if c not in moved}, moving)

    @property
    def most(self) -> int | None:
        """A cost that the level cannot exceed whatever else is funded; None where nothing bounds it."""
        found = [] if self.cap is None else [self.cap]
        for row in self.rows:
            mine = row.moving[self.option]
            if isinstance(mine, Line) and mine.step > 0:
                others = [each.least(0, FAR * self.cost) for c, each in row.moving.items() if c != self.option]
                rest = mine.zero + sum(v for v in row.fixed.values() if v < 0)
                rest += sum((min(each, Fraction(0)) for each in others), Fraction(0))
                found.append(((row.limit - rest) / mine.step).__floor__())
        return min(found, default=None)


def moving(situation: Situation, option: int) -> Moving:
    """What moves with the cost of an option that costs something."""
    program = situation.program
    own = program.options[option]
    by_amount = situation.case.settings.objective.basis == "amount"
    first = len(program.options) + len(program.bundles)
    worth = {option, *(first + j for j, (_, o) in enumerate(program.products) if o == option)} if by_amount else set()
    free = replace(situation.frame.options[option], public=0)
    # What a row says of one option does not depend on the others: the rules are asked about this one alone.
    frame = replace(situation.frame, options=(free,), products=())
    rows: list[MovingRow] = []
    caps: list[int] = []
    freed: list[int] = []
    places: dict[str, list[int]] = {}
    for i, row in enumerate(program.rows):
        places.setdefault(row.id, []).append(i)
    for condition in situation.conditions:
        at = places.get(condition.id, [])
        if isinstance(condition, Budgeted):
            rows += [_budget_row(situation, condition, i, option) for i in at]
        elif isinstance(condition, Ruled) and condition.rule.kind == "intensity":
            caps += _cap(condition, frame)
            freed += [i for i in at if option in program.rows[i].coefficients]
        elif isinstance(condition, Ruled) and at:
            pieces = [piece for piece in condition.statement(frame) if isinstance(piece, Row)]
            rows += [_ruled_row(program, i, piece, option, own.public) for i, piece in zip(at, pieces, strict=True)]
    return Moving(
        program,
        option,
        own.public,
        tuple(row for row in rows if _moves(row)),
        min(caps, default=None),
        tuple(freed),
        tuple((i, cone) for i, cone in enumerate(program.cones) if any(option in group for group in cone.groups)),
        tuple(enumerate(program.tails)) if worth else (),
        frozenset(worth),
    )


def _moves(row: MovingRow) -> bool:
    return any(not isinstance(each, Line) or each.step for each in row.moving.values())


def _ruled_row(program: Program, index: int, free: Row, option: int, cost: int) -> MovingRow:
    """A rule's row between what it is now and what it is where the option costs nothing."""
    row = program.rows[index]
    zero = Fraction(free.coefficients.get(0, 0)) / free.scale * row.scale
    line = Line(zero, (row.coefficients.get(option, 0) - zero) / cost)
    fixed = {column: value for column, value in row.coefficients.items() if column != option}
    return MovingRow(row.id, Fraction(row.limit), index, fixed, {option: line})


def _budget_row(situation: Situation, condition: Budgeted, index: int, option: int) -> MovingRow:
    """A budget row: the option's own money in proportion, and the savings whose purses move."""
    program, books = situation.program, situation.books
    row, own = program.rows[index], program.options[option]
    moved: dict[int, Coefficient] = {option: Line(Fraction(0), Fraction(row.coefficients.get(option, 0), own.public))}
    mine = books.paid.get((own.roadmap, FULL), {})
    for k, synergy in enumerate(situation.case.synergies):
        column = len(program.options) + k
        if not synergy.saving or own.roadmap not in synergy.members:
            continue
        others: dict[Purse, int] = {}
        for member in synergy.members:
            for purse, amount in books.paid.get((member, FULL), {}).items():
                if member != own.roadmap:
                    others[purse] = others.get(purse, 0) + amount
        purses = {*others, *mine}
        covered = frozenset(purse for purse in purses if condition.row.covers(purse))
        if covered and covered != purses:
            saving = sum(books.savings[synergy.id].values())
            sign = 1 if condition.row.least else -1
            moved[column] = Saved(saving, others, mine, own.public, covered, sign)
    fixed = {c: v for c, v in row.coefficients.items() if c not in moved}
    # A maximum times a factor need not be whole, nor are scaled costs: only their sum may be rounded.
    return MovingRow(row.id, (-1 if condition.row.least else 1) * condition.row.amount, index, fixed, moved)


def _cap(condition: Ruled, frame: Frame) -> list[int]:
    """The cost up to which an ``intensity`` rule lets the one option of a frame be; none where it does not speak of
    it."""
    own = frame.options[0]
    dear = (replace(own, public=1, private=0),)
    most = Fraction(1 if condition.rule.max is None else condition.rule.max)
    stated = condition.statement(replace(frame, options=dear))
    if most >= 1 or not any(isinstance(row, Row) and row.coefficients for row in stated):
        return []
    return [(most * own.private / (1 - most)).__floor__()]
