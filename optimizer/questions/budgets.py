"""Every budget maximum of a program, moved together: for the axis ``scale`` and the budget that would have done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from optimizer.case.model import Case
from optimizer.models.books import Books
from optimizer.models.budgets import limits
from optimizer.models.program import Program


@dataclass(frozen=True)
class Maxima:
    """The budget maxima in force (``budget.factor`` and carry-over in them), in smallest units, exact.

    Attributes:
        rows: program row index to the maximum.
        ids: the budget rows' ids.
        growing: those whose maximum grows with a factor: a maximum of 0 never does.
        total: what the maxima add up to: those of the years (of the purses by year where no year has one of its own),
            or that of the whole period where there are no years; None where nothing is bounded.
    """

    rows: dict[int, Fraction]
    ids: tuple[str, ...]
    growing: tuple[str, ...]
    total: Fraction | None

    def at(self, factor: Fraction) -> dict[int, int]:
        """Row limits when every maximum is multiplied by ``factor``."""
        return {row: (factor * maximum).__floor__() for row, maximum in self.rows.items()}

    def below(self, factor: Fraction) -> dict[int, int]:
        """Row limits that exactly the portfolios with a smaller factor keep. A maximum of 0 is 0 at every factor."""
        return {
            row: (factor * maximum).__ceil__() - 1 if maximum > 0 else maximum.__floor__()
            for row, maximum in self.rows.items()
        }

    def factor(self, program: Program, selection: Sequence[int]) -> Fraction:
        """The smallest factor, at least 0, at which a portfolio keeps every maximum."""
        columns = program.columns(selection)
        factors = [program.rows[row].activity(columns) / maximum for row, maximum in self.rows.items() if maximum > 0]
        return max([Fraction(0), *factors])


def maxima_of(case: Case, program: Program) -> Maxima:
    """The maxima of a case's program."""
    found = {limit.id: limit for limit in limits(case, Books(case)) if not limit.least}
    rows = {index: found[row.id].amount for index, row in enumerate(program.rows) if row.id in found}
    growing = tuple(id for id, limit in found.items() if limit.amount > 0)
    return Maxima(rows, tuple(found), growing, _total(case))


def _total(case: Case) -> Fraction | None:
    """What the maxima add up to, in smallest units."""
    times = Fraction(case.settings.budget.factor) * 10**case.decimals
    bounded = [row for row in case.budget if row.max is not None]
    whole = case.settings.budget.total
    for rows in (
        [row.max for row in bounded if row.year is not None and not row.instrument],
        [row.max for row in bounded if row.year is not None],
        [whole] if whole is not None else [row.max for row in bounded if not row.instrument],
        [row.max for row in bounded],
    ):
        if rows:
            return sum((Fraction(most) for most in rows if most is not None), Fraction(0)) * times
    return None
