"""The cost that would have done.

All the roadmap's public costs are scaled by one factor. For each of its levels the figure is a whole number ``T`` of
smallest units in place of its cost ``T0``; everything is kept in whole numbers by counting money in smallest units over
``T0``. A portfolio at hand says how far its own cost may rise; a solve one unit above says whether another one goes
further; the last such solve confirms the figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from optimizer.models.answer import Status
from optimizer.models.books import Books, Purse
from optimizer.models.program import Program, Selection
from optimizer.questions.explanation.rivals import Rivals
from optimizer.questions.listing import within

if TYPE_CHECKING:
    from optimizer.situation import Situation

#: How many times its cost a roadmap may take before we say that no cost would be too high.
NO_END = 10**6


@dataclass(frozen=True)
class ScaledBooks(Books):
    """The books of a case in which one roadmap's public costs are ``taken / cost`` times what they are.

    Money counts in smallest units over ``cost``, so that every scaled amount is a whole number."""

    roadmap: str = ""
    cost: int = 1
    taken: int = 1

    @cached_property
    def money(self) -> int:
        """How many of these units make one unit of the case's money."""
        return int(10**self.case.decimals * self.cost)

    @cached_property
    def paid(self) -> dict[tuple[str, str], dict[Purse, int]]:
        """As ever, the roadmap's own public costs scaled."""
        found: dict[tuple[str, str], dict[Purse, int]] = {}
        for (roadmap, level), purses in Books(self.case).paid.items():
            times = self.taken if roadmap == self.roadmap else self.cost
            found[roadmap, level] = {purse: amount * times for purse, amount in purses.items()}
        return found


@dataclass
class CostSearch:
    """The search for one level of one roadmap."""

    situation: Situation
    rivals: Rivals
    level: str

    @cached_property
    def cost(self) -> int:
        """What the level costs, in smallest units."""
        return Books(self.situation.case).public[self.rivals.roadmap, self.level]

    def at(self, taken: int) -> Program:
        """The program in which the level costs ``taken`` smallest units."""
        books = ScaledBooks(self.situation.case, self.rivals.roadmap, self.cost, taken)
        return self.situation.program_with(books)

    def better(self, taken: int, least: Fraction | None) -> Selection | None:
        """A portfolio that funds the roadmap at this level for ``taken`` and is worth ``least``, or None."""
        program = self.at(taken)
        mine = self._option(program)
        others = [o for o, option in enumerate(program.options) if option.roadmap != self.rivals.roadmap]
        within(self.rivals.deadline)
        self.rivals.asked += 1
        answer = self.situation.solver_for(program).best(
            proof=False, must=(self.rivals.roadmap,), allowed=(*others, mine), deadline=self.rivals.deadline
        )
        if answer.status is Status.TIME_LIMIT:
            raise TimeoutError
        if answer.selection is None or answer.value is None:
            return None
        return answer.selection if least is None or answer.value * program.unit >= least else None

    def still(self, selection: Selection, taken: int, least: Fraction | None) -> bool:
        """Whether this very portfolio still does at a cost of ``taken``."""
        program = self.at(taken)
        if not program.feasible(selection):
            return False
        return least is None or program.value(selection) * program.unit >= least

    def furthest(self, selection: Selection, start: int, end: int, least: Fraction | None) -> int:
        """The largest cost up to ``end`` to which this portfolio does from ``start`` on without a gap."""
        low, high = start, end
        if self.still(selection, end, least):
            return end
        while high - low > 1:
            middle = (low + high) // 2
            if self.still(selection, middle, least):
                low = middle
            else:
                high = middle
        return low

    def largest(self, least: Fraction | None, start: int) -> int | None:
        """The largest cost at which a portfolio does, looking upwards from ``start``, at which one does; ``NO_END``
        times the cost stands for "no cost would be too high"."""
        selection = self.better(start, least)
        if selection is None:
            return None
        end, at = NO_END * max(self.cost, 1), start
        while True:
            at = self.furthest(selection, at, end, least)
            if at >= end:
                return end
            above = self.better(at + 1, least)
            if above is None:
                return at
            selection, at = above, at + 1

    def _option(self, program: Program) -> int:
        options = program.groups[self.rivals.roadmap]
        return next(o for o in options if program.options[o].level == self.level)


def cost_needed(situation: Situation, rivals: Rivals) -> tuple[Decimal | None, str | None]:
    """The largest total public cost, and the level, at which a portfolio that funds the roadmap is as good as the best.

    Returns:
        The cost in the case's unit, in whole smallest units, and the level; (None, None) where no cost would be too
        high, where the roadmap costs nothing to begin with, or where none would be low enough.
    """
    outside = rivals.best_without()
    least = None if outside.value is None else outside.value * rivals.program.unit
    best: tuple[Fraction, int, str] | None = None
    for o in rivals.program.groups[rivals.roadmap]:
        search = CostSearch(situation, rivals, rivals.program.options[o].level)
        if not search.cost:
            continue
        for start in _starts(search.cost, situation.case.settings.objective.basis == "amount"):
            found = search.largest(least, start)
            if found is not None:
                break
        if found is None:
            continue
        if found >= NO_END * search.cost:
            return None, None
        factor = Fraction(found, search.cost)
        if best is None or factor > best[0]:
            best = (factor, found, search.level)
    if best is None:
        return None, None
    return Decimal(best[1]) / 10**situation.case.decimals, best[2]


def _starts(cost: int, by_amount: bool) -> tuple[int, ...]:
    """Costs to begin the search from: as it is, dearer where more money means more value, nothing, and in between,
    since rules with a minimum may want the roadmap to cost something."""
    dearer = (cost * 16, cost * 4, cost * 2) if by_amount else ()
    return tuple(dict.fromkeys((cost, *dearer, 0, 1, cost * 3 // 4, cost // 2, cost // 4)))
