"""A case's books with one roadmap's public costs scaled: the problem that ``cost_needed`` speaks of, in full."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from optimizer.case.model import Synergy
from optimizer.models.books import Books, Purse, smallest, spread_saving


@dataclass(frozen=True)
class ScaledBooks(Books):
    """The books of a case in which one roadmap's public costs are ``taken / cost`` times what they are.

    Money counts in smallest units over ``cost``, so that every scaled amount is a whole number. Savings are shared out
    in whole smallest units of the case all the same: for the other synergies nothing changes."""

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

    def _saved(self, synergy: Synergy) -> dict[Purse, int]:
        assert synergy.saving is not None
        shares = spread_saving(smallest(synergy.saving, 10**self.case.decimals), self.shared_costs(synergy))
        return {purse: share * self.cost for purse, share in shares.items()}
