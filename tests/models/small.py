"""A case of three roadmaps, small enough that each rule's rows can be read and worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from optimizer.case.model import Budget, Case, Cost, Roadmap, Rule, Scenario, Synergy
from optimizer.case.settings import assemble
from optimizer.models.build import build
from optimizer.models.program import Program

#: The scores that the three roadmaps have.
SCORES = {"a": Decimal("0.800000"), "b": Decimal("0.600000"), "c": Decimal("0.500000")}


def roadmap(id: str, *domains: str, **fields: Any) -> Roadmap:
    """A roadmap with values of ``domain``."""
    return Roadmap(id, id.upper(), {"domain": domains}, **fields)


def small(*rules: Rule, settings: dict[str, Any] | None = None, **changes: Any) -> Case:
    """Roadmap a (bio) costs 4 or 2 at half its score, b (bio and ict) 3, c (no domain) 2; private money 2, 1, 3, 0."""
    case = Case(
        settings=assemble({"format": 1, "title": "small", "unit": "million", **(settings or {})}),
        criteria=(),
        roadmaps=(roadmap("a", "bio"), roadmap("b", "bio", "ict"), roadmap("c")),
        scores=(),
        costs=(
            Cost("a", "full", 2015, Decimal(4), Decimal(2)),
            Cost("a", "half", 2015, Decimal(2), Decimal(1)),
            Cost("b", "full", 2015, Decimal(3), Decimal(3)),
            Cost("c", "full", 2015, Decimal(2)),
        ),
        levels={("a", "half"): Decimal("0.5")},
        rules=rules,
    )
    return replace(case, **changes)


def ranking(*ineligible: str, scores: dict[str, Decimal] | None = None) -> Any:
    """A ranking with these scores, as far as the model reads one."""
    found = SCORES if scores is None else scores
    order = sorted(found, key=lambda id: (id in ineligible, -found[id], id))
    entries = [SimpleNamespace(roadmap=id, score=found[id], eligible=id not in ineligible) for id in order]
    return SimpleNamespace(entries=entries, scores=found)


def program(*rules: Rule, ineligible: tuple[str, ...] = (), **changes: Any) -> Program:
    """The program of the small case."""
    return build(small(*rules, **changes), ranking(*ineligible))


def rule(kind: str, **fields: Any) -> Rule:
    """A rule with the id ``rule``; limits may be given as text."""
    fields |= {name: Decimal(fields[name]) for name in ("min", "max") if name in fields}
    return Rule("rule", kind, "rule", **fields)


#: One rule of each type, with both limits where it may have two.
RULES = {
    "count": rule("count", min="1", max="2"),
    "must": rule("must", members=("a", "c")),
    "never": rule("never", members=("a", "b")),
    "exclusive": rule("exclusive", members=("a", "b")),
    "requires": rule("requires", members=("a", "b", "c")),
    "share": rule("share", attribute="domain", value="ict", min="0.25", max="0.5"),
    "cover": rule("cover", attribute="domain", value="bio"),
    "concentration": rule("concentration", attribute="domain", max="0.4"),
    "intensity": rule("intensity", max="0.7"),
    "leverage": rule("leverage", min="0.75"),
    "downside": rule("downside", value="0.5", min="0.95"),
}
SCENARIOS = (
    Scenario("bad", Decimal("0.25"), {"a": Decimal("0.5")}),
    Scenario("good", Decimal("0.75"), {"b": Decimal("1.2")}),
)
SYNERGIES = (
    Synergy("more", ("b", "c"), 2, value_share=Decimal("0.1")),
    Synergy("together", ("a", "b"), 2, value=Decimal("0.1"), saving=Decimal(1)),
    Synergy("two-of-three", ("a", "b", "c"), 2, value=Decimal("-0.2")),
)
BUDGET = (Budget(2015, Decimal(7), Decimal(3)), Budget(None, Decimal(6)))
