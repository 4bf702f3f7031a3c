"""Cases, settings, rankings and decisions that differ from others in one thing."""

from __future__ import annotations

import copy
import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

from optimizer.case.model import Case
from optimizer.criteria.ranking import Ranking
from tests.verify.worlds import Tree


def changed_case(case: Case, rng: random.Random) -> Case:
    """A case with one rule dropped or moved, or one cost, limit, synergy, level, attribute or success changed."""
    step = Decimal(1).scaleb(-case.decimals)
    ways: dict[str, Any] = {
        "rules": _changed_rule,
        "costs": lambda cost: replace(cost, public=max(Decimal(0), cost.public + rng.choice((-3, -1, 1, 3)) * step)),
        "budget": lambda row: row if row.max is None else replace(row, max=row.max + step * rng.choice((1, 9))),
        "synergies": lambda s: replace(
            s, value=(s.value or 0) + rng.choice((Decimal("-0.01"), Decimal("0.000001"), 1))
        ),
        "roadmaps": lambda r: replace(r, attributes={**r.attributes, "risk": (rng.choice(("low", "mid", "high")),)}),
    }
    part = rng.choice([name for name in ways if getattr(case, name)])
    rows = list(getattr(case, part))
    place = rng.randrange(len(rows))
    dropped = part == "rules" and rng.random() < 0.5
    if dropped or (part == "synergies" and (rows[place].value is None or rng.random() < 0.2)):
        del rows[place]
    else:
        rows[place] = ways[part](rows[place])
    changes: dict[str, Any] = {part: tuple(rows)}
    return replace(case, **changes)


def _changed_rule(rule: Any) -> Any:
    """The same rule with its limit moved."""
    if rule.max is not None:
        return replace(rule, max=rule.max + 1 if rule.kind in ("count", "exclusive") else rule.max * Decimal("0.9"))
    if rule.min is not None:
        return replace(rule, min=max(Decimal(0), rule.min - 1) if rule.kind in ("count", "cover") else rule.min / 2)
    return rule


def changed_settings(case: Case, rng: random.Random) -> Any:
    """The settings of a case with one that changes the model changed."""
    settings, budget = case.settings, case.settings.budget
    if rng.random() < 0.4 and case.rules:
        return settings.model_copy(
            update={"rules": settings.rules.model_copy(update={"off": (rng.choice(case.rules).id,)})}
        )
    if rng.random() < 0.5:
        factor = budget.factor + Decimal("0.125")
        return settings.model_copy(update={"budget": budget.model_copy(update={"factor": factor})})
    return settings.model_copy(update={"must": (rng.choice(case.roadmaps).id,)})


def changed_ranking(ranking: Ranking, rng: random.Random) -> Ranking:
    """A ranking with one score moved, or one roadmap's eligibility turned."""
    entries = list(ranking.entries)
    place = rng.randrange(len(entries))
    one = entries[place]
    if rng.random() < 0.2:
        entries[place] = replace(one, eligible=not one.eligible)
    else:
        moved = one.score + rng.choice((Decimal("0.000001"), Decimal("-0.000001"), Decimal("0.1"), Decimal("-0.1")))
        entries[place] = replace(one, score=moved)
    entries.sort(key=lambda entry: (not entry.eligible, -entry.score, entry.roadmap))
    return replace(ranking, entries=tuple(entries))


def slipped(decision: Tree, rng: random.Random) -> Tree:
    """A decision with one figure or word of its portfolio changed."""
    found = copy.deepcopy(decision)
    portfolio = found["portfolio"]
    what = rng.randrange(9)
    if what == 0 and portfolio["value"] is not None:
        portfolio["value"] = Decimal(str(portfolio["value"])) + Decimal("0.000001")
    elif what == 1 and portfolio["bound"] is not None:
        portfolio["bound"] = Decimal(str(portfolio["bound"])) + rng.choice((1, -1)) * Decimal("0.000001")
    elif what == 2:
        key = rng.choice(("total", "private"))
        portfolio["spend"][key] = Decimal(str(portfolio["spend"][key])) + 1
    elif what == 3 and portfolio["selected"]:
        row = rng.choice(portfolio["selected"])
        row[rng.choice(("score", "public", "private"))] = Decimal("1.5")
    elif what == 4 and portfolio["selected"]:
        portfolio["selected"].remove(rng.choice(portfolio["selected"]))
    elif what == 5 and portfolio["rules"]:
        portfolio["rules"].remove(rng.choice(portfolio["rules"]))
    elif what == 8:
        portfolio["conflict"] = rng.choice(([], ["nobody"], portfolio["conflict"][1:]))
    elif what == 6:
        portfolio["status"] = rng.choice(("optimal", "within_gap", "time_limit", "infeasible", "best"))
    else:
        portfolio["unique"] = rng.choice((True, False, None))
    return found
