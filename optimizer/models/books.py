"""A case's money in whole smallest units: what each level of each roadmap costs, when and from which purse.

Exact integers throughout. The model and the exact check of a portfolio both read these sums; neither adds up costs.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from optimizer.case.model import FULL, Case, Synergy

#: When and from which purse: (year, instrument); year 0 where the case has no years, instrument "" where none is named.
Purse = tuple[int, str]

Key = TypeVar("Key", bound=Hashable)


def smallest(amount: Decimal, money: int) -> int:
    """An amount in the case's unit as a whole number of smallest units.

    Raises:
        ValueError: when it has more decimals than the smallest unit.
    """
    units = Fraction(amount) * money
    if units.denominator != 1:
        raise ValueError(f"{amount} is not a whole number of the smallest unit of money")
    return units.numerator


def spread(amount: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """``amount`` shared out over the keys in proportion to their weights, each share rounded down and the remainder in
    the last key that has a weight (in the last key of all where none has)."""
    whole = sum(weights.values())
    keys = [key for key, weight in weights.items() if weight > 0] or list(weights)[-1:]
    shares = {key: amount * weights[key] // whole if whole else 0 for key in keys}
    shares[keys[-1]] += amount - sum(shares.values())
    return {key: share for key, share in shares.items() if share}


@dataclass(frozen=True)
class Books:
    """The money of a case. Everything is computed on first use and kept."""

    case: Case

    @cached_property
    def money(self) -> int:
        """How many smallest units make one unit of the case's money."""
        return 10**self.case.decimals

    @cached_property
    def paid(self) -> dict[tuple[str, str], dict[Purse, int]]:
        """(roadmap, level) to the public money that it takes of each purse, in smallest units. Where the case has no
        costs at all, every roadmap is free at the level ``full``."""
        found: dict[tuple[str, str], dict[Purse, int]] = {}
        for cost in self.case.costs:
            purses = found.setdefault((cost.roadmap, cost.level), {})
            purse = (cost.year, cost.instrument)
            purses[purse] = purses.get(purse, 0) + smallest(cost.public, self.money)
        if not self.case.costs:
            found = {(roadmap.id, FULL): {} for roadmap in self.case.roadmaps}
        return found

    @cached_property
    def public(self) -> dict[tuple[str, str], int]:
        """(roadmap, level) to its public money over all years, before savings, in smallest units."""
        return {key: sum(purses.values()) for key, purses in self.paid.items()}

    @cached_property
    def private(self) -> dict[tuple[str, str], int]:
        """(roadmap, level) to the partners' own money over all years, in smallest units."""
        found = dict.fromkeys(self.paid, 0)
        for cost in self.case.costs:
            found[cost.roadmap, cost.level] += smallest(cost.private, self.money)
        return found

    @cached_property
    def levels(self) -> dict[str, tuple[tuple[str, Fraction], ...]]:
        """Each roadmap's levels with the share of its score that they bring: the largest share first, then by name."""
        found: dict[str, list[tuple[str, Fraction]]] = {}
        for roadmap, level in self.paid:
            share = Fraction(1) if level == FULL else Fraction(self.case.levels[roadmap, level])
            found.setdefault(roadmap, []).append((level, share))
        return {r: tuple(sorted(rows, key=lambda row: (-row[1], row[0]))) for r, rows in found.items()}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year of the budget and the costs, ascending; empty where the case has no years."""
        found = {cost.year for cost in self.case.costs} | {b.year for b in self.case.budget if b.year is not None}
        return tuple(sorted(found - {0}))

    @cached_property
    def instruments(self) -> tuple[str, ...]:
        """Every purse that costs or budget name, by name, with "" for money of no named purse where there is some;
        empty where no purse is named at all."""
        found = {cost.instrument for cost in self.case.costs} | {b.instrument for b in self.case.budget if b.instrument}
        return tuple(sorted(found)) if found - {""} else ()

    @cached_property
    def savings(self) -> dict[str, dict[Purse, int]]:
        """Each synergy that saves, to what falls away of each purse when it is active.

        The saving is spread over the years as the ``full`` costs of all its members are (ineligible ones too), rounded
        down, the remainder in the last year that has such a cost; within a year it is spread over the purses in the
        same way, the remainder in the last purse by name, so that purses add up to years and years to the saving."""
        return {synergy.id: self._saved(synergy) for synergy in self.case.synergies if synergy.saving}

    def _saved(self, synergy: Synergy) -> dict[Purse, int]:
        """What falls away of each purse when a synergy is active, in smallest units."""
        assert synergy.saving is not None
        return spread_saving(smallest(synergy.saving, self.money), self.shared_costs(synergy))

    def shared_costs(self, synergy: Synergy) -> dict[Purse, int]:
        """The ``full`` costs of a synergy's members by purse, after which its saving is spread."""
        costs: dict[Purse, int] = {}
        for member in synergy.members:
            for purse, amount in self.paid.get((member, FULL), {}).items():
                costs[purse] = costs.get(purse, 0) + amount
        return costs or {(self.years[0] if self.years else 0, ""): 0}


def spread_saving(saving: int, costs: Mapping[Purse, int]) -> dict[Purse, int]:
    """A saving shared out over the purses that its members' ``full`` costs fall in: first over the years, then within
    each year over its purses, each time as :func:`spread` does."""
    by_year: dict[int, int] = {}
    for (year, _), amount in sorted(costs.items()):
        by_year[year] = by_year.get(year, 0) + amount
    found: dict[Purse, int] = {}
    for year, share in spread(saving, by_year).items():
        found |= spread(share, {purse: amount for purse, amount in sorted(costs.items()) if purse[0] == year})
    return found
