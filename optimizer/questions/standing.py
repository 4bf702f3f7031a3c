"""How a portfolio stands: who is funded, for what money, and how that compares with every rule and budget row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.questions.listing import exact

if TYPE_CHECKING:
    from optimizer.models.conditions import Condition
    from optimizer.models.program import Selection
    from optimizer.situation import Situation


@dataclass(frozen=True)
class Funded:
    """One funded roadmap. Money is before savings, in the case's unit."""

    roadmap: str
    level: str
    score: Decimal
    public: Decimal
    private: Decimal

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {
            "roadmap": self.roadmap,
            "level": self.level,
            "score": self.score,
            "public": self.public,
            "private": self.private,
        }


@dataclass(frozen=True)
class Spend:
    """The portfolio's money in the case's unit: public after savings, and the partners' own."""

    total: Decimal
    by_year: Mapping[int, Decimal]
    by_instrument: Mapping[str, Decimal]
    private: Decimal

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {
            "total": self.total,
            "by_year": {str(year): amount for year, amount in self.by_year.items()},
            "by_instrument": dict(self.by_instrument),
            "private": self.private,
        }


@dataclass(frozen=True)
class Kept:
    """How the portfolio stands to one rule, budget row or forced roadmap.

    Attributes:
        id: as in the contract.
        satisfied: whether it holds, checked from the case alone.
        slack: how far the figure is from its limit, in the rule's own unit (at most 9 decimals, rounded down); None
            where there is no figure (the share of nothing).
        figure: the figure itself, exact.
        condition: what it is, for its sentence.
    """

    id: str
    satisfied: bool
    slack: Decimal | None
    figure: Fraction | None
    condition: Condition = field(repr=False, compare=False)

    @property
    def tight(self) -> bool:
        """Whether the figure is exactly at its limit."""
        return self.slack == 0

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {"id": self.id, "satisfied": self.satisfied, "slack": self.slack}


def kept(situation: Situation, selection: Selection) -> tuple[Kept, ...]:
    """How a portfolio stands to every condition, by id, checked from the case alone."""
    portfolio = situation.portfolio(selection)
    found = []
    for condition in situation.conditions:
        figure = condition.figure(portfolio)
        found.append(Kept(condition.id, figure.satisfied, figure.printed, figure.figure, condition))
    return tuple(found)


def spend(situation: Situation, selection: Selection) -> Spend:
    """A portfolio's money; every year and purse of the case is named, also where nothing is spent."""
    portfolio, books = situation.portfolio(selection), situation.books

    def amount(units: int) -> Decimal:
        return exact(Fraction(units, books.money))

    years, purses = dict.fromkeys(books.years, 0), dict.fromkeys(books.instruments, 0)
    for (year, purse), units in portfolio.spend.items():
        if year in years:
            years[year] += units
        if purse in purses:
            purses[purse] += units
    private = sum(portfolio.private(roadmap) for roadmap in portfolio.levels)
    return Spend(
        amount(portfolio.spent),
        {year: amount(units) for year, units in years.items()},
        {purse: amount(units) for purse, units in purses.items()},
        amount(private),
    )


def funded(situation: Situation, option: int) -> Funded:
    """An option of the program as the answer tells it."""
    found, money = situation.program.options[option], situation.program.money
    return Funded(
        found.roadmap,
        found.level,
        situation.ranking.scores[found.roadmap],
        exact(Fraction(found.public, money)),
        exact(Fraction(found.private, money)),
    )
