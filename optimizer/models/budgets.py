"""Budget rows: what may be spent at most, or has to be spent at least, in a year, from a purse, or over the period.

All of it is after savings. With ``carry_over`` a year's maximum is the sum of the maxima up to it (of the same purse,
where a row names one) and bounds the spend up to that year; minima stay by year. ``budget.factor`` multiplies every
maximum, that of ``budget.total`` too; a maximum that is then no whole number of smallest units is rounded down for the
row, which is exact since spend is whole, while slack is told against the exact maximum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from optimizer.case.model import Budget, Case
from optimizer.models.books import Books, Purse
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Row
from optimizer.models.rules.frame import Figure, Frame
from optimizer.words import money, translator


@dataclass(frozen=True)
class Limit:
    """One side of one budget row.

    Attributes:
        id: ``budget:YEAR``, ``budget:total``, ``budget:YEAR:INSTRUMENT``, with ``:min`` for a minimum.
        amount: the limit in smallest units, exact.
        least: whether it is a minimum.
        year: the row's year, None for the whole period.
        since: whether every year up to ``year`` counts (carry-over).
        instrument: the purse, "" for all together.
    """

    id: str
    amount: Fraction
    least: bool
    year: int | None
    since: bool
    instrument: str

    def covers(self, purse: Purse) -> bool:
        """Whether money of that year and purse counts here."""
        year, instrument = purse
        if self.instrument and instrument != self.instrument:
            return False
        return self.year is None or year == self.year or (self.since and year < self.year)

    def statement(self, frame: Frame) -> list[Row]:
        """The row over options and the synergies that save."""
        coefficients = {}
        for index, option in enumerate(frame.options):
            coefficients[index] = self._sum(frame.books.paid[option.roadmap, option.level])
        for k, synergy in enumerate(frame.case.synergies):
            coefficients[len(frame.options) + k] = -self._sum(frame.books.savings.get(synergy.id, {}))
        sign = -1 if self.least else 1
        limit = -ceil(self.amount) if self.least else floor(self.amount)
        return [Row(self.id, {c: sign * v for c, v in coefficients.items() if v}, limit, Fraction(frame.books.money))]

    def _sum(self, purses: Mapping[Purse, int]) -> int:
        return sum(amount for purse, amount in purses.items() if self.covers(purse))

    def figure(self, portfolio: Portfolio) -> Figure:
        """The spend that counts here, in the case's unit."""
        spent = Fraction(self._sum(portfolio.spend))
        room = spent - self.amount if self.least else self.amount - spent
        unit = portfolio.books.money
        return Figure(room >= 0, room / unit, spent / unit)

    def sentence(self, case: Case, lang: str) -> str:
        """The row in words."""
        _ = translator(lang)
        if self.year is None:
            when = _("over the whole period")
        elif self.since:
            when = _("up to and including %(year)s") % {"year": self.year}
        else:
            when = _("in %(year)s") % {"year": self.year}
        message = {
            (False, False): _("%(when)s at most %(amount)s is spent"),
            (True, False): _("%(when)s at least %(amount)s is spent"),
            (False, True): _("%(when)s at most %(amount)s is spent on %(instrument)s"),
            (True, True): _("%(when)s at least %(amount)s is spent on %(instrument)s"),
        }[self.least, bool(self.instrument)]
        settings = case.settings
        amount = money(self.amount / 10**case.decimals, str(settings.unit), settings.currency, lang)
        return message % {"when": when, "amount": amount, "instrument": self.instrument}

    def moved(self, amount: Fraction) -> Limit:
        """The same row with another limit, in smallest units."""
        return replace(self, amount=amount)


def limits(case: Case, books: Books) -> tuple[Limit, ...]:
    """Every maximum and minimum of the budget, by id. The setting ``budget.total`` is the maximum of the row ``total``,
    whether the table has one or not."""
    settings = case.settings.budget
    factor = Fraction(settings.factor)
    rows = list(case.budget)
    if settings.total is not None:
        rows = [replace(row, max=settings.total) if _whole(row) else row for row in rows]
        if not any(map(_whole, rows)):
            rows.append(Budget(None, settings.total))
    found = []
    for row in rows:
        if row.max is not None:
            since = bool(settings.carry_over) and row.year is not None
            most = sum((r.max or Decimal(0) for r in rows if since and _before(r, row)), row.max)
            amount = Fraction(most) * factor * books.money
            found.append(Limit(row.id, amount, False, row.year, since, row.instrument))
        if row.min is not None:
            amount = Fraction(row.min) * books.money
            found.append(Limit(f"{row.id}:min", amount, True, row.year, False, row.instrument))
    return tuple(sorted(found, key=lambda limit: limit.id))


def _whole(row: Budget) -> bool:
    return row.year is None and not row.instrument


def _before(row: Budget, other: Budget) -> bool:
    """Whether a row's maximum carries over to the other's year."""
    if row.year is None or other.year is None or row.instrument != other.instrument:
        return False
    return row.year < other.year
