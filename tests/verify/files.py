"""A case and a decision written to files, for what reads files alone."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from optimizer.case.model import Case
from optimizer.criteria.ranking import Ranking
from optimizer.models.books import Books
from optimizer.models.conditions import conditions
from optimizer.models.program import Program, Selection

Tables = dict[str, list[dict[str, str]]]


def tables_of(case: Case) -> Tables:
    """The tables that a case would have been read from."""

    def shown(value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, tuple):
            return ";".join(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return format(value, "f") if isinstance(value, Decimal) else str(value)

    def rows(items: Sequence[object], *columns: str) -> list[dict[str, str]]:
        return [{c: shown(getattr(item, c)) for c in columns} for item in items]

    attributes = sorted({name for roadmap in case.roadmaps for name in roadmap.attributes})
    tables = {
        "criteria": [
            {"id": c.id, "name": c.name, "direction": "max" if c.maximise else "min", "threshold": shown(c.threshold)}
            for c in case.criteria
        ],
        "roadmaps": [
            {name: shown(roadmap.attributes.get(name, ())) for name in attributes} | row
            for roadmap, row in zip(
                case.roadmaps, rows(case.roadmaps, "id", "name", "success", "admissible", "reason"), strict=True
            )
        ],
        "scores": rows(case.scores, "roadmap", "criterion", "evaluator", "score"),
        "costs": rows(case.costs, "roadmap", "level", "year", "public", "private", "instrument"),
        "levels": [
            {"roadmap": roadmap, "level": level, "value_share": shown(share)}
            for (roadmap, level), share in case.levels.items()
            if level != "full"
        ],
        "budget": [
            row | {"year": row["year"] or "total"} for row in rows(case.budget, "year", "max", "min", "instrument")
        ],
        "synergies": rows(case.synergies, "id", "members", "at_least", "value", "value_share", "saving"),
        "rules": [
            {"id": rule.id, "rule": rule.kind} | rows([rule], "members", "attribute", "value", "of", "min", "max")[0]
            for rule in case.rules
        ],
        "scenarios": [
            {"scenario": s.id, "probability": shown(s.probability), "roadmap": roadmap, "factor": shown(factor)}
            for s in case.scenarios
            for roadmap, factor in (s.factors.items() or [("", None)])
        ],
    }
    return {name: found for name, found in tables.items() if found}


def write_tables(folder: Path, tables: Tables, settings: Mapping[str, Any], rng: random.Random | None = None) -> Path:
    """Tables and dotted settings as a folder, rows shuffled where ``rng`` is given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        rows = rng.sample(rows, len(rows)) if rng else rows
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    groups: dict[str, list[str]] = {"": []}
    for key, value in settings.items():
        group, _, name = key.rpartition(".")
        text = "[" + ", ".join(value) + "]" if isinstance(value, list | tuple) else str(value)
        groups.setdefault(group, []).append(f"{name}: {str(value).lower() if isinstance(value, bool) else text}")
    lines = groups.pop("")
    for group, found in groups.items():
        lines += [f"{group}:  # one group", *(f"  {line}" for line in found)]
    (folder / "case.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def settings_of(case: Case) -> dict[str, Any]:
    """The settings that a model depends on, dotted."""
    s = case.settings
    found: dict[str, Any] = {
        "format": 1,
        "title": "random",
        "weights.method": "equal",
        "scoring.method": "additive",
        "objective.basis": s.objective.basis,
        "objective.success": s.objective.success,
        "budget.carry_over": s.budget.carry_over,
        "budget.factor": s.budget.factor,
    }
    optional = {"budget.total": s.budget.total, "must": s.must, "never": s.never, "rules.off": s.rules.off}
    return found | {key: value for key, value in optional.items() if value not in (None, ())}


def number(value: Fraction | int) -> int | float:
    """As a decision prints it: a whole number, or the float whose shortest form is the exact decimal."""
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else float(exact)


def decision_of(
    case: Case,
    ranking: Ranking,
    program: Program,
    selection: Selection | None,
    status: str = "optimal",
    unique: bool | None = None,
    bound: int | None = None,
    conflict: Sequence[str] = (),
) -> dict[str, Any]:
    """The parts of a decision that are checked."""
    entries: list[dict[str, Any]] = [
        {
            "roadmap": e.roadmap,
            "rank": e.rank,
            "score": number(Fraction(e.score)),
            "eligible": e.eligible,
            "reasons": [],
        }
        for e in ranking.entries
    ]
    chosen = selection or ()
    score = {e.roadmap: e.score for e in ranking.entries}
    portfolio: dict[str, Any] = {
        "status": status,
        "unique": unique,
        "value": None if selection is None else decimal(program.value(chosen) * program.unit),
        "bound": None if bound is None else decimal(bound * program.unit),
        "selected": [
            {
                "roadmap": program.options[o].roadmap,
                "level": program.options[o].level,
                "score": number(Fraction(score[program.options[o].roadmap])),
                "public": number(Fraction(program.options[o].public, program.money)),
                "private": number(Fraction(program.options[o].private, program.money)),
            }
            for o in chosen
        ],
        "synergies": [program.bundles[k].id for k in program.active(chosen)],
        "spend": {
            "total": number(Fraction(program.spent(chosen), program.money)),
            "private": number(Fraction(sum(program.options[o].private for o in chosen), program.money)),
            "by_year": {},
            "by_instrument": {},
        },
        "rules": [{"id": id, "satisfied": True} for id in rule_ids(case)],
        "conflict": list(conflict),
    }
    return {"format": 1, "settings": case.settings.as_dict(), "ranking": entries, "portfolio": portfolio}


def rule_ids(case: Case) -> list[str]:
    """The ids of all that a portfolio has to keep."""
    return [condition.id for condition in conditions(case, Books(case))]


def decimal(value: Fraction) -> Decimal:
    """A terminating fraction as an exact decimal."""
    scale = 0
    while (value * 10**scale).denominator != 1:
        scale += 1
    return Decimal((value * 10**scale).numerator).scaleb(-scale)


def as_json(decision: object) -> bytes:
    """JSON with decimals written out in full."""
    marks: dict[str, str] = {}

    def mark(value: object) -> object:
        if isinstance(value, Decimal):
            key = f"@{len(marks)}@"
            marks[f'"{key}"'] = format(value, "f")
            return key
        if isinstance(value, dict):
            return {key: mark(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [mark(item) for item in value]
        return value

    text = json.dumps(mark(decision), ensure_ascii=False)
    for key, shown in marks.items():
        text = text.replace(key, shown)
    return text.encode("utf-8")
