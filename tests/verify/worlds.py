"""A small case with every portfolio of it, and whether what a decision says of it is true: by trying them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from optimizer.case.model import Case
from optimizer.criteria.ranking import Ranking
from optimizer.models.build import build
from optimizer.models.program import Program, Selection
from tests.enumerate import Seen, best_of, enumerate_portfolios
from tests.verify.files import decision_of

#: A certificate as JSON gives it.
Tree = dict[str, Any]


@dataclass
class World:
    """A case with a ranking, every portfolio of it, and what each decision about it would print."""

    case: Case
    ranking: Ranking
    seen: list[Seen] = field(init=False)
    program: Program = field(init=False)

    def __post_init__(self) -> None:
        self.seen = enumerate_portfolios(self.case, self.ranking)
        self.program = build(self.case, self.ranking)
        self.feasible = [one for one in self.seen if not one.broken]
        self.best = best_of(self.case, self.ranking, self.seen)
        others = [one for one in self.feasible if one is not self.best]
        self.second = max(others, key=lambda one: one.value, default=self.best)
        self.places = {option.id: i for i, option in enumerate(self.program.options)}

    def selection(self, one: Seen) -> Selection:
        """A portfolio as the program has it."""
        return tuple(sorted(self.places[id] for id in one.ids))

    def prints(self, one: Seen | None, status: str, unique: bool | None, bound: Fraction | None = None) -> Tree:
        """A decision with all that belongs to a portfolio. ``bound`` is in the case's own terms."""
        selection = None if one is None else self.selection(one)
        found = decision_of(self.case, self.ranking, self.program, selection, status, unique)
        found["portfolio"]["bound"] = None if bound is None else plain(bound)
        return found

    def true(self, decision: Tree) -> bool:
        """Whether a decision, taken with its scores and settings, says nothing that is not so."""
        portfolio = decision["portfolio"]
        status, unique, conflict = portfolio["status"], portfolio["unique"], set(portfolio["conflict"])
        if status == "infeasible":
            return not self.feasible and portfolio["value"] is None and unique is None and self.clash(conflict)
        levels = {row["roadmap"]: row["level"] for row in portfolio["selected"]}
        one = next((one for one in self.feasible if one.levels == levels), None)
        if conflict or one is None or self.best is None or len(levels) != len(portfolio["selected"]):
            return False
        bound = None if portfolio["bound"] is None else Fraction(portfolio["bound"])
        honest = self.prints(one, status, unique, bound)["portfolio"] | {"conflict": portfolio["conflict"]}
        if normal(honest) != normal(portfolio):
            return False
        if status != "optimal":
            return unique is None and bound is not None and bound >= self.best.value
        sole = sum(other.value == self.best.value for other in self.feasible) == 1
        if one.value != self.best.value or bound != one.value:
            return False
        return unique is None or (one.ids == self.best.ids and unique is sole)

    def clash(self, conflict: set[str]) -> bool:
        """Whether these clash and none of them is superfluous; none at all says nothing."""
        broken = [one.broken & conflict for one in self.seen]
        return not conflict or (all(broken) and all(any(b <= {rule} for b in broken) for rule in conflict))


def plain(value: Fraction) -> Decimal:
    """A fraction with a short decimal, as that decimal."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def normal(tree: Any) -> Any:
    """A printed part in which equal figures are equal; the order of what is selected and of rules says nothing."""
    if isinstance(tree, dict):
        return {key: normal(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return sorted(map(normal, tree), key=repr)
    return Fraction(str(tree)) if type(tree) in (int, float, Decimal) else tree
