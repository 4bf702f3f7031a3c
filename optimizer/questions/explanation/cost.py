"""The cost that would have done: the largest at which a portfolio that funds the roadmap is as good as the best.

All the roadmap's public costs are scaled by one factor. For each of its levels the figure is a whole number of smallest
units. Costs are searched from above: a stretch of them is ruled out whole where no portfolio that funds the level is
worth enough even with every row at its loosest (``moving.py``); else the portfolio found says up to which cost of the
stretch it holds itself, and the rest is halved, the upper half first. A dearer roadmap can also help (a share of the
money that others may take grows with it), so the figure is the largest cost at which it holds, whatever lies below. The
last solves show that nothing above does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from optimizer.models.program import Row, Selection
from optimizer.models.tree.cutting import sharp_cone_cut
from optimizer.models.tree.proof import ConeCut
from optimizer.questions.explanation.moving import Moving, MovingRow, moving
from optimizer.questions.explanation.rivals import Rivals, Standing

if TYPE_CHECKING:
    from optimizer.situation import Situation

#: How many times its cost a roadmap may take before we say that no cost would be too high.
NO_END = 10**6


def cost_needed(situation: Situation, rivals: Rivals, standing: Standing) -> tuple[Decimal | None, str | None]:
    """The largest total public cost, and the level, at which a portfolio that funds the roadmap is as good as the best.

    Returns:
        The cost in the case's unit, in whole smallest units, and the level; (None, None) where no cost would be too
        high, where the roadmap costs nothing to begin with, or where none would be low enough.
    """
    program = rivals.program
    best: tuple[Fraction, int, str] | None = None
    for o in program.groups[rivals.roadmap]:
        cost = program.options[o].public
        if not cost:
            continue
        beyond = 0 if best is None else (best[0] * cost).__floor__() + 1
        search = CostSearch(rivals, moving(situation, o), standing.outside_value)
        start = standing.inside if standing.tied and standing.inside is not None and o in standing.inside else None
        found = search.largest(beyond, start)
        if found is None:
            continue
        if found >= NO_END * cost:
            return None, None
        best = (Fraction(found, cost), found, program.options[o].level)
    if best is None:
        return None, None
    return Decimal(best[1]) / program.money, best[2]


@dataclass
class CostSearch:
    """The search for one level of one roadmap.

    Attributes:
        rivals: the solver and the roadmap.
        moving: what moves with the level's cost.
        least: what a portfolio has to be worth, in units of the program; None where any will do.
        cuts: rows that stand in for rules which are not linear, from portfolios that broke them.
    """

    rivals: Rivals
    moving: Moving
    least: int | None
    cuts: list[MovingRow] = field(default_factory=list)

    def largest(self, low: int, start: Selection | None) -> int | None:
        """The largest cost of at least ``low`` at which a portfolio does, ``NO_END`` times the cost standing for "no
        cost would be too high"; None where there is none.

        Args:
            low: where to begin.
            start: a portfolio that does at the present cost, where there is one.
        """
        end = NO_END * self.moving.cost
        most = self.moving.most
        if most is None or most >= end:
            if self._first(end, end) is not None:
                return end
            most = end - 1
        known = None if start is None else self.furthest(start, low, most)
        if known is None:
            return self._first(low, most)
        further = self._first(known + 1, most)
        return known if further is None else further

    def _first(self, low: int, high: int) -> int | None:
        """The largest cost from ``low`` to ``high`` at which a portfolio does."""
        best: int | None = None
        stretches = [(low, high)]
        while stretches:
            low, high = stretches.pop()
            low = low if best is None else max(low, best + 1)
            if low > high:
                continue
            selection = self._possible(low, high)
            if selection is None:
                continue
            at = self.furthest(selection, low, high)
            if at is not None:
                best = at
                low = at + 1
            elif self._cut_off(selection, low, high):
                stretches.append((low, high))
                continue
            elif low == high:
                raise AssertionError("at a single cost every row is exact")
            middle = (low + high) // 2
            stretches += [(low, middle), (middle + 1, high)]
        return best

    # ------------------------------------------------------------------ stretches

    def _possible(self, low: int, high: int) -> Selection | None:
        """A portfolio with the level, worth enough, with every row at its loosest between two costs: one solve."""
        move, program = self.moving, self.rivals.program
        if move.cap is not None and low > move.cap:
            return None
        limits = dict.fromkeys(move.freed, 1)
        extra: list[Row] = []
        off = [cone.id for _, cone in move.cones] + [tail.id for _, tail in move.tails]
        for row in (*move.rows, *self.cuts):
            coefficients, limit = row.loosest(move.option, low, high)
            if row.index is not None and len(row.moving) == 1:
                limits[row.index] = limit + program.rows[row.index].coefficients.get(move.option, 0)
            else:
                off += [] if row.index is None else [row.id]
                extra.append(Row(row.id, {c: v for c, v in coefficients.items() if v}, limit))
        values, least = self._worth(low, high)
        return self.rivals.worth(
            least, values=values, limits=limits, off=tuple(dict.fromkeys(off)), allowed=self._allowed, extra=extra
        )

    def _worth(self, low: int, high: int) -> tuple[tuple[int, ...] | None, int | None]:
        """Each column at its largest between two costs, in units over the present cost, and what is asked for."""
        move = self.moving
        if not move.worth:
            return None, self.least
        values = tuple(
            max(value * low, value * high) if column in move.worth else value * move.cost
            for column, value in enumerate(move.program.values)
        )
        return values, None if self.least is None else self.least * move.cost

    @cached_property
    def _allowed(self) -> tuple[int, ...]:
        """The level itself, and every option of others."""
        options = self.rivals.program.options
        mine = self.moving.option
        return tuple(o for o, option in enumerate(options) if option.roadmap != self.rivals.roadmap or o == mine)

    def _cut_off(self, selection: Selection, low: int, high: int) -> bool:
        """Adds rows that this portfolio breaks all over a stretch because it breaks a rule that is not linear; whether
        there is one."""
        move, columns = self.moving, self.rivals.program.columns(selection)
        added = False
        for cost in dict.fromkeys((low, high)):
            for i, cone in move.cones:
                scaled = move.cone_at(cone, cost)
                if not scaled.holds(columns):
                    cut: ConeCut = sharp_cone_cut(i, scaled, scaled.amounts(columns))
                    added |= self._keep(move.cone_row(cone, cut.g, cut.r), columns, low, high)
            for _, tail in move.tails:
                scaled_tail = move.tail_at(tail, cost)
                if not scaled_tail.holds(columns):
                    added |= self._keep(move.tail_row(tail, scaled_tail.worst(columns)), columns, low, high)
        return added

    def _keep(self, row: MovingRow, columns: tuple[int, ...], low: int, high: int) -> bool:
        """Keeps a row; whether a portfolio breaks it at its loosest."""
        self.cuts.append(row)
        coefficients, limit = row.loosest(self.moving.option, low, high)
        return sum(coefficients.get(column, 0) for column in columns) > limit

    # ------------------------------------------------------------------ one portfolio

    def furthest(self, selection: Selection, low: int, high: int) -> int | None:
        """A cost of a stretch, as large as is easily found, at which this very portfolio does; None where none is.

        The straight rows say exactly between which costs they hold; what bends is tried at both ends and halved."""
        move, columns = self.moving, self.rivals.program.columns(selection)
        high = high if move.cap is None else min(high, move.cap)
        bent: list[MovingRow] = []
        lines = []
        for row in move.rows:
            line = row.line(columns)
            if line is None:
                bent.append(row)
            else:
                lines.append((line.zero, line.step))
        if self.least is not None:
            value = move.value(columns)
            lines.append((self.least - value.zero, -value.step))
        for zero, step in lines:  # zero + step * cost <= 0
            if step > 0:
                high = min(high, (-zero / step).__floor__())
            elif step < 0:
                low = max(low, (-zero / step).__ceil__())
            elif zero > 0:
                return None
        if low > high:
            return None
        if self._holds(columns, bent, high):
            return high
        if not self._holds(columns, bent, low):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._holds(columns, bent, middle) else (low, middle)
        return low

    def _holds(self, columns: tuple[int, ...], bent: list[MovingRow], cost: int) -> bool:
        """Whether a portfolio keeps what is not a straight line at a cost."""
        move = self.moving
        return (
            all(row.excess(columns, cost) <= 0 for row in bent)
            and all(move.cone_at(cone, cost).holds(columns) for _, cone in move.cones)
            and all(move.tail_at(tail, cost).holds(columns) for _, tail in move.tails)
        )
