"""Small random cases with every feature of the contract, the same for the same seed.

``random_case`` makes a checked :class:`Case`; ``ranked`` gives its ranking through the library's own criteria. What the
portfolios of such a case are, is in :mod:`tests.enumerate`, written from the contract alone.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

from optimizer.case.model import (
    FULL,
    Budget,
    Case,
    Cost,
    Criterion,
    Roadmap,
    Rule,
    Scenario,
    Score,
    Synergy,
)
from optimizer.case.settings import assemble
from optimizer.criteria.consensus import combine
from optimizer.criteria.ranking import Ranking, rank
from optimizer.criteria.weights import weigh

#: Everything that a random case may have; each is then present by chance.
FEATURES = frozenset(
    (
        "levels", "years", "instruments", "minima", "carry_over", "factor", "total", "private", "synergies", "savings",
        "rules", "nonlinear", "basis", "success", "thresholds", "forced", "ties", "inadmissible",
    )
)  # fmt: skip
_KINDS = ("count", "must", "never", "exclusive", "requires", "share", "cover", "intensity", "leverage")
_CURVED = ("concentration", "downside")
_DOMAINS, _RISKS = ("bio", "ict", "mat"), ("low", "mid", "high")


def random_case(seed: int, *, roadmaps: int = 6, features: Collection[str] = FEATURES) -> Case:
    """A small case with ``roadmaps`` roadmaps, in which each of ``features`` may or may not show."""
    return _Maker(seed, roadmaps, frozenset(features)).case()


def ranked(case: Case) -> Ranking:
    """The ranking of a case through consensus and weights."""
    consensus = combine(case)
    return rank(case, consensus, weigh(case, consensus))


class _Maker:
    def __init__(self, seed: int, roadmaps: int, features: frozenset[str]) -> None:
        self.random = random.Random(seed)
        self.features = features
        self.ids = [f"r{index:02d}" for index in range(roadmaps)]
        self.decimals = self.random.choice((0, 1, 2))
        self.years = [2015, 2016, 2017][: self.random.randint(1, 3)] if self.has("years") else [2015]
        self.purses = ["", "infra"] if self.has("instruments") else [""]
        self.basis = "amount" if self.has("basis", 0.3) else "roadmap"

    def has(self, feature: str, chance: float = 0.6) -> bool:
        return feature in self.features and self.random.random() < chance

    def amount(self, low: int, high: int) -> Decimal:
        return Decimal(self.random.randint(low * 10**self.decimals, high * 10**self.decimals)).scaleb(-self.decimals)

    def some(self, least: int, most: int) -> tuple[str, ...]:
        return tuple(self.random.sample(self.ids, min(self.random.randint(least, most), len(self.ids))))

    def case(self) -> Case:
        criteria = tuple(Criterion(id, id.upper(), True, Decimal(0), Decimal(5)) for id in ("c1", "c2"))
        if self.has("thresholds", 0.3):
            criteria = (replace(criteria[0], threshold=Decimal(1)), criteria[1])
        roadmaps = self.roadmaps()
        costs, levels = self.costs()
        scenarios = self.scenarios()
        return Case(
            settings=assemble(self.settings(costs)),
            criteria=criteria,
            roadmaps=roadmaps,
            scores=self.scores(),
            costs=costs,
            levels=levels,
            budget=self.budget(costs),
            synergies=self.synergies() if "synergies" in self.features else (),
            rules=self.rules(bool(scenarios)),
            scenarios=scenarios,
            decimals=self.decimals,
            sha256="0" * 64,
        )

    def settings(self, costs: tuple[Cost, ...]) -> dict[str, Any]:
        whole = sum((cost.public for cost in costs), Decimal(0))
        given: dict[str, Any] = {
            "format": 1,
            "title": "random",
            "weights.method": "equal",
            "weights.set": "ranges",
            "scoring.method": "additive",
            "objective.basis": self.basis,
        }
        if self.has("success", 0.3):
            given["objective.success"] = "expected"
        if self.has("carry_over", 0.3):
            given["budget.carry_over"] = True
        if self.has("factor", 0.3):
            given["budget.factor"] = self.random.choice((Decimal("0.875"), Decimal("1.1")))
        if self.has("total", 0.3):
            given["budget.total"] = (whole / 3).quantize(Decimal(1).scaleb(-self.decimals))
        if self.has("forced", 0.2):
            given["must"] = self.some(1, 1)
        if self.has("forced", 0.2):
            given["never"] = self.some(1, 1)
        return given

    def roadmaps(self) -> tuple[Roadmap, ...]:
        found = []
        for id in self.ids:
            domains = tuple(self.random.sample(_DOMAINS, self.random.choice((0, 1, 1, 1, 2))))
            attributes = {"domain": domains, "risk": (self.random.choice(_RISKS),)}
            success = Decimal(self.random.randint(1, 10)) / 10
            admissible = not self.has("inadmissible", 0.05)
            found.append(Roadmap(id, id, attributes, success, admissible, None if admissible else "late"))
        if not any(roadmap.admissible for roadmap in found):
            found[0] = replace(found[0], admissible=True, reason=None)
        return tuple(found)

    def scores(self) -> tuple[Score, ...]:
        few = self.has("ties")
        pick = (lambda: self.random.choice((4, 6))) if few else (lambda: self.random.randint(0, 10))
        return tuple(Score(id, c, "", Decimal(pick()) / 2) for id in self.ids for c in ("c1", "c2"))

    def costs(self) -> tuple[tuple[Cost, ...], dict[tuple[str, str], Decimal]]:
        costs, levels = [], {}
        for id in self.ids:
            names = [FULL, "half", "pilot"][: self.random.choice((1, 1, 2, 3))] if "levels" in self.features else [FULL]
            for rank_, level in enumerate(names):
                if level != FULL:
                    levels[id, level] = Decimal(self.random.choice(("0.5", "0.6", "0.25")))
                for year in self.random.sample(self.years, self.random.randint(1, len(self.years))):
                    purse = self.random.choice(self.purses)
                    private = self.amount(0, 6) if "private" in self.features else Decimal(0)
                    costs.append(Cost(id, level, year, self.amount(0, 8 // (rank_ + 1)), private, purse))
        if self.has("ties"):
            costs = [replace(cost, public=Decimal(2 if cost.level == FULL else 1)) for cost in costs]
        return tuple(sorted(costs, key=lambda c: (c.roadmap, c.level, c.year, c.instrument))), levels

    def budget(self, costs: tuple[Cost, ...]) -> tuple[Budget, ...]:
        rows = []
        for year in self.years:
            whole = sum((c.public for c in costs if c.year == year and c.level == FULL), Decimal(0))
            most = self.cut(whole, self.random.choice((4, 5, 7)))
            least = self.cut(whole, 1) if self.has("minima", 0.3) else None
            rows.append(Budget(year, most, least if least is not None and least <= most else None))
            if "infra" in self.purses and self.has("instruments"):
                rows.append(Budget(year, self.cut(whole, 3), None, "infra"))
        if self.has("total", 0.3):
            rows.append(Budget(None, self.cut(sum((c.public for c in costs if c.level == FULL), Decimal(0)), 5)))
        return tuple(rows)

    def cut(self, whole: Decimal, tenths: int) -> Decimal:
        return (whole * tenths / 10).quantize(Decimal(1).scaleb(-self.decimals), rounding="ROUND_DOWN")

    def synergies(self) -> tuple[Synergy, ...]:
        found = []
        for index in range(self.random.randint(0, 3)):
            members = tuple(sorted(self.some(2, 4)))
            least = self.random.randint(1, len(members)) if self.random.random() < 0.4 else len(members)
            kind = self.random.choice(("value", "negative", "share", "none"))
            value = {"value": Decimal("0.125"), "negative": Decimal("-0.3")}.get(kind)
            share = Decimal(self.random.choice(("0.2", "-0.1", "0.05"))) if kind == "share" else None
            saving = (
                self.amount(0, 2)
                if "savings" in self.features and (kind == "none" or self.has("savings", 0.3))
                else None
            )
            if value is None and share is None and saving is None:
                value = Decimal("0.0000001")
            found.append(Synergy(f"s{index}", members, least, value, share, saving))
        return tuple(found)

    def scenarios(self) -> tuple[Scenario, ...]:
        if not self.has("nonlinear"):
            return ()
        factors = [{id: Decimal(self.random.choice(("0.5", "0", "1.2"))) for id in self.some(0, 4)} for _ in range(3)]
        shares = (Decimal("0.25"), Decimal("0.25"), Decimal("0.5"))
        return tuple(Scenario(f"w{i}", p, f) for i, (p, f) in enumerate(zip(shares, factors, strict=True)))

    def rules(self, scenarios: bool) -> tuple[Rule, ...]:
        found = []
        kinds = list(_KINDS if "rules" in self.features else ())
        if "nonlinear" in self.features:
            kinds += [kind for kind in _CURVED if scenarios or kind != "downside"] * 2
        for index in range(self.random.randint(0, 4) if kinds else 0):
            kind = self.random.choice(kinds)
            found.append(replace(self.rule(kind), id=f"q{index}", source=f"q{index}"))
        return tuple(found)

    def rule(self, kind: str) -> Rule:
        pick, rule = self.random.choice, Rule("", kind, "")
        attribute, value = pick((("domain", pick(_DOMAINS)), ("risk", pick(_RISKS))))
        if kind == "count":
            low, high = pick(((None, 2), (1, 3), (2, None)))
            limits = {"min": None if low is None else Decimal(low), "max": None if high is None else Decimal(high)}
            how = pick(("all", "members", "value"))
            rule = replace(rule, **limits)  # type: ignore[arg-type]
            return {
                "all": rule,
                "members": replace(rule, members=self.some(2, 4)),
                "value": replace(rule, attribute=attribute, value=value),
            }[how]
        if kind in ("must", "never"):
            return replace(rule, members=self.some(1, 1))
        if kind == "exclusive":
            return replace(rule, members=self.some(2, 4), max=pick((None, Decimal(2))))
        if kind == "requires":
            return replace(rule, members=self.some(2, 3))
        if kind == "share":
            least, most = pick(((None, "0.5"), ("0.2", None), ("0.1", "0.75")))
            limits = {"min": Decimal(least) if least else None, "max": Decimal(most) if most else None}
            of = pick((None, "spend", "count", "private"))
            return replace(rule, attribute=attribute, value=value, of=of, **limits)  # type: ignore[arg-type]
        if kind == "cover":
            return replace(rule, attribute=attribute, value=value, min=pick((None, Decimal(1))))
        if kind == "concentration":
            return replace(rule, attribute=attribute, max=Decimal(pick(("0.4", "0.55", "0.7"))))
        if kind == "intensity":
            return replace(rule, max=Decimal(pick(("0.5", "0.8"))))
        if kind == "leverage":
            return replace(rule, min=Decimal(pick(("0.3", "0.75"))))
        return replace(rule, value=pick(("0.25", "0.3", "0.5")), min=Decimal(pick(("0.6", "0.8"))))
