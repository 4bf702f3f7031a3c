"""Everything that a portfolio has to keep, each under the id by which conflicts, prices and answers name it.

A condition is a rule of the case, a side of a budget row, or a roadmap that the settings force in or out
(``must:X``, ``never:X``). Each writes its rows, checks itself exactly and says itself in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from optimizer.case.model import Case, Rule
from optimizer.models.books import Books
from optimizer.models.budgets import Limit, limits
from optimizer.models.portfolio import Portfolio
from optimizer.models.rules.frame import Figure, Frame, Kind, Piece
from optimizer.models.rules.registry import RULES
from optimizer.words import money


class Condition(Protocol):
    """One thing that a portfolio has to keep."""

    @property
    def id(self) -> str:
        """As the contract writes it in ``conflict``."""

    def statement(self, frame: Frame) -> Sequence[Piece]:
        """Its integer rows, cones and tails."""

    def figure(self, portfolio: Portfolio) -> Figure:
        """Its exact check of one portfolio, from the case alone."""

    def sentence(self, case: Case, lang: str) -> str:
        """What it asks, in English or Dutch."""

    def reached(self, case: Case, figure: Fraction, lang: str) -> str:
        """A portfolio's figure as people write it."""

    def sides(self) -> tuple[str, ...]:
        """Which limits it has that can move: of ``min`` and ``max``."""

    def limit(self, side: str, case: Case) -> Fraction:
        """Where one of its limits stands, in its own unit."""

    def at(self, side: str, limit: Fraction, case: Case) -> Condition:
        """The same with that limit elsewhere."""

    def step(self, side: str, case: Case) -> Fraction | None:
        """How far one step toward looser moves that limit (signed, in its own unit); None at the end of its range."""


@dataclass(frozen=True)
class Ruled:
    """A rule of the case, or a forced roadmap."""

    rule: Rule

    @property
    def id(self) -> str:
        """The rule's id, or ``must:X`` and ``never:X``."""
        return self.rule.id

    @property
    def kind(self) -> Kind:
        """The module that knows this type of rule."""
        return RULES[self.rule.kind]

    def statement(self, frame: Frame) -> Sequence[Piece]:
        """The rule's rows, cone or tail."""
        return self.kind.statement(self.rule, frame)

    def figure(self, portfolio: Portfolio) -> Figure:
        """The rule's exact check."""
        return self.kind.figure(self.rule, portfolio)

    def sentence(self, case: Case, lang: str) -> str:
        """The rule in words, its members by their names."""
        names = {roadmap.id: roadmap.name or roadmap.id for roadmap in case.roadmaps}
        return self.kind.sentence(
            replace(self.rule, members=tuple(names.get(id, id) for id in self.rule.members)), lang
        )

    def reached(self, case: Case, figure: Fraction, lang: str) -> str:
        """The rule's figure in words."""
        return self.kind.reached(figure, lang)

    def sides(self) -> tuple[str, ...]:
        """The rule's own limits; ``exclusive`` and ``cover`` have one whether written or not."""
        if self.kind.STEP is None:
            return ()
        default = {"exclusive": "max", "cover": "min"}.get(self.rule.kind)
        return tuple(side for side in ("min", "max") if getattr(self.rule, side) is not None or side == default)

    def limit(self, side: str, case: Case) -> Fraction:
        """The limit as written, 1 where the rule type has that as its default."""
        limit = getattr(self.rule, side)
        return Fraction(1 if limit is None else limit)

    def at(self, side: str, limit: Fraction, case: Case) -> Ruled:
        """The rule with another limit (of finitely many decimals)."""
        exact = Decimal(limit.numerator) / Decimal(limit.denominator)
        if side == "min":
            return Ruled(replace(self.rule, min=exact))
        return Ruled(replace(self.rule, max=exact))

    def step(self, side: str, case: Case) -> Fraction | None:
        """One roadmap, or one hundredth of a share, within the range of the rule type."""
        step = self.kind.STEP
        assert step is not None
        now = self.limit(side, case)
        if side == "min":
            then = max(now - Fraction(step.by), Fraction(step.low))
        else:
            then = now + Fraction(step.by)
            then = then if step.high is None else min(then, Fraction(step.high))
        return then - now or None


@dataclass(frozen=True)
class Budgeted:
    """One side of one budget row."""

    row: Limit

    @property
    def id(self) -> str:
        """``budget:YEAR`` and so on."""
        return self.row.id

    def statement(self, frame: Frame) -> Sequence[Piece]:
        """The one row."""
        return self.row.statement(frame)

    def figure(self, portfolio: Portfolio) -> Figure:
        """Spend against the limit, exactly."""
        return self.row.figure(portfolio)

    def sentence(self, case: Case, lang: str) -> str:
        """The budget row in words."""
        return self.row.sentence(case, lang)

    def reached(self, case: Case, figure: Fraction, lang: str) -> str:
        """The amount spent."""
        return money(figure, str(case.settings.unit), case.settings.currency, lang)

    def sides(self) -> tuple[str, ...]:
        """The one side that this is."""
        return ("min",) if self.row.least else ("max",)

    def limit(self, side: str, case: Case) -> Fraction:
        """The limit in the case's unit, the factor in it."""
        return self.row.amount / 10**case.decimals

    def at(self, side: str, limit: Fraction, case: Case) -> Budgeted:
        """The row with another limit, in the case's unit."""
        return Budgeted(self.row.moved(limit * 10**case.decimals))

    def step(self, side: str, case: Case) -> Fraction | None:
        """One hundredth of the limit, rounded up to a whole smallest unit."""
        units = Fraction(max(-(-abs(self.row.amount) // 100), 1))
        if self.row.least:
            units = min(units, self.row.amount)
        return (-units if self.row.least else units) / 10**case.decimals or None


def conditions(case: Case, books: Books) -> tuple[Condition, ...]:
    """Every condition of a case, by id."""
    found: list[Condition] = [Budgeted(row) for row in limits(case, books)]
    found += [Ruled(rule) for rule in case.rules]
    for kind, forced in (("must", case.settings.must), ("never", case.settings.never)):
        ids = dict.fromkeys(forced or ())
        found += [Ruled(Rule(f"{kind}:{id}", kind, f"{kind}:{id}", members=(id,))) for id in ids]
    return tuple(sorted(found, key=lambda condition: condition.id))
