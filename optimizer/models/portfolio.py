"""A portfolio read from the case alone: its money, its synergies and its value, added up exactly.

The checks of rules and budgets use this and never the integer rows, so that a mistake in a row shows as a difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from optimizer.case.model import Case, Roadmap, Scenario, Synergy
from optimizer.models.books import Books, Purse


@dataclass(frozen=True)
class Portfolio:
    """Which roadmaps are funded, at which level.

    Attributes:
        case: what was asked.
        books: the case's money.
        levels: the level of each funded roadmap, by roadmap id.
        scores: the scores that count, of six decimals; needed for value and ``downside`` alone.
    """

    case: Case
    books: Books
    levels: Mapping[str, str]
    scores: Mapping[str, Decimal]

    @cached_property
    def funded(self) -> tuple[Roadmap, ...]:
        """The funded roadmaps, by id."""
        return tuple(roadmap for roadmap in self.case.roadmaps if roadmap.id in self.levels)

    def public(self, roadmap: str) -> int:
        """Public money of one funded roadmap over all years, before savings, in smallest units."""
        return self.books.public[roadmap, self.levels[roadmap]]

    def private(self, roadmap: str) -> int:
        """The partners' own money for one funded roadmap, in smallest units."""
        return self.books.private[roadmap, self.levels[roadmap]]

    @cached_property
    def active(self) -> tuple[Synergy, ...]:
        """The synergies of which enough members are funded, by id."""
        return tuple(s for s in self.case.synergies if sum(m in self.levels for m in s.members) >= s.at_least)

    @cached_property
    def spend(self) -> dict[Purse, int]:
        """Public money after savings by (year, instrument), in smallest units."""
        found: dict[Purse, int] = {}
        for roadmap, level in sorted(self.levels.items()):
            for purse, amount in self.books.paid[roadmap, level].items():
                found[purse] = found.get(purse, 0) + amount
        for synergy in self.active:
            for purse, amount in self.books.savings.get(synergy.id, {}).items():
                found[purse] = found.get(purse, 0) - amount
        return found

    @property
    def spent(self) -> int:
        """Total public money after savings, in smallest units."""
        return sum(self.spend.values())

    def brings(self, roadmap: str, scenario: Scenario | None = None) -> Fraction:
        """What a funded roadmap adds to the value before synergies, in a scenario if one is given."""
        level = self.levels[roadmap]
        share = dict(self.books.levels[roadmap])[level]
        found = Fraction(self.scores[roadmap]) * share
        if self.case.settings.objective.basis == "amount":
            found *= Fraction(self.public(roadmap), self.books.money)
        if self.case.settings.objective.success == "expected":
            success = next(r.success for r in self.funded if r.id == roadmap)
            found *= Fraction(1 if success is None else success)
        if scenario is not None:
            found *= Fraction(scenario.factors.get(roadmap, 1))
        return found

    def value(self, scenario: Scenario | None = None) -> Fraction:
        """What the portfolio is worth: its roadmaps and its active synergies."""
        total = sum((self.brings(roadmap, scenario) for roadmap in self.levels), Fraction(0))
        for synergy in self.active:
            total += Fraction(synergy.value or 0)
            if synergy.value_share:
                parts = [self.brings(m, scenario) for m in synergy.members if m in self.levels]
                total += Fraction(synergy.value_share) * sum(parts, Fraction(0))
        return total
