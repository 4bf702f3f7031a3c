"""The same case without names, comments and leads, with ids replaced, so that somebody can be shown that the sum is
right without learning anything about rivals.

Ids are replaced in their own order (``R01``, ``R02``, …), since ties are broken and lists are ordered by it;
attributes that no rule refers to are left out, and those that rules need have their values replaced (``V01``, ``V02``,
…): a domain or a theme often tells who it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from optimizer.case.kinds import clean, parts
from optimizer.case.layers import CASE, flatten
from optimizer.case.model import AGREED, Case
from optimizer.case.tables import Table, Tables

#: Columns whose cells are left out or blanked in each table.
_DROPPED = {
    "roadmaps": (),
    "scores": ("comment",),
    "synergies": ("rationale",),
    "rules": ("rationale",),
    "criteria": ("description",),
}
#: The columns of ``roadmaps`` that are not attributes.
_OWN = ("id", "name", "success", "admissible", "reason")
#: What the replacements of an attribute's values are kept under, before its name.
_VALUES = "values of "
TITLE = "Case under pseudonyms"
REASON = "Not admissible."


def numbered(ids: Iterable[str], letter: str) -> dict[str, str]:
    """Each id's replacement; the order stays."""
    ordered = sorted(set(ids))
    width = max(2, len(str(len(ordered))))
    return {id: f"{letter}{place:0{width}}" for place, id in enumerate(ordered, 1)}


def roadmap_names(case: Case) -> dict[str, str]:
    """The replacement of each roadmap's id."""
    return numbered((one.id for one in case.roadmaps), "R")


def pseudonymous(case: Case) -> Tables:
    """The tables of a case with every setting in force, under pseudonyms.

    Raises:
        ValueError: for a case that was not read from tables.
    """
    if case.tables is None:
        raise ValueError("a case that was not read from tables has none to rewrite")
    kept = {rule.attribute for rule in (*case.rules, *case.rules_off) if rule.attribute}
    maps = {
        "roadmap": roadmap_names(case),
        "evaluator": numbered((s.evaluator for s in case.scores if s.evaluator not in ("", AGREED)), "E"),
        "member": numbered((j.member for j in case.judgments if j.member), "M"),
        "synergy": numbered((s.id for s in case.synergies), "S"),
        "rule": numbered((r.source for r in (*case.rules, *case.rules_off)), "K"),
        "scenario": numbered((s.id for s in case.scenarios), "C"),
    }
    for attribute in kept:
        values = (value for one in case.roadmaps for value in one.attributes.get(attribute, ()))
        maps[_VALUES + attribute] = numbered(values, "V")
    tables = {name: _rewritten(table, maps, kept) for name, table in case.tables.tables.items()}
    return Tables(tables, tuple(flatten(_settings(case, maps), CASE)))


def _rewritten(table: Table, maps: Mapping[str, Mapping[str, str]], kept: set[str]) -> Table:
    columns: dict[str, Sequence[str]] = {}
    changes = _changes(table, maps)
    for title, cells in table.columns.items():
        if title in _DROPPED.get(table.name, ()):
            continue
        if table.name == "roadmaps" and title not in _OWN and title not in kept:
            continue
        change = changes.get(title)
        if table.name == "rules" and title == "value" and "attribute" in table.columns:
            pairs = zip(table.columns["attribute"], cells, strict=True)
            columns[title] = [maps.get(_VALUES + clean(of), {}).get(clean(cell), clean(cell)) for of, cell in pairs]
            continue
        columns[title] = [change(clean(cell)) for cell in cells] if change else [clean(cell) for cell in cells]
    if table.name == "roadmaps" and "id" in columns:
        columns["name"] = columns["id"]
    rows = sorted(zip(*columns.values(), strict=True))  # their own order would tell whose they were
    return replace(table, columns=dict(zip(columns, zip(*rows, strict=True), strict=True)) if rows else columns)


def _changes(table: Table, maps: Mapping[str, Mapping[str, str]]) -> dict[str, Callable[[str], str]]:
    """What happens to the cells of each column of a table."""

    def each(kind: str) -> Callable[[str], str]:
        known = maps[kind]
        return lambda cell: (
            ";".join(known.get(clean(str(part)), clean(str(part))) for part in parts(cell)) if cell else ""
        )

    def one(kind: str) -> Callable[[str], str]:
        known = maps[kind]
        return lambda cell: known.get(cell, cell)

    found: dict[str, Callable[[str], str]] = {
        "roadmaps": {"id": one("roadmap"), "reason": lambda cell: REASON if cell else ""},
        "scores": {"roadmap": one("roadmap"), "evaluator": one("evaluator")},
        "judgments": {"member": one("member")},
        "costs": {"roadmap": one("roadmap")},
        "levels": {"roadmap": one("roadmap")},
        "synergies": {"id": one("synergy"), "members": each("roadmap")},
        "rules": {"id": one("rule"), "members": each("roadmap")},
        "scenarios": {"scenario": one("scenario"), "roadmap": one("roadmap")},
    }.get(table.name, {})
    if table.name == "roadmaps":
        for title in table.columns:
            if _VALUES + title in maps:
                found[title] = each(_VALUES + title)
    return found


def _settings(case: Case, maps: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Every setting in force that is given at all, without texts about the case."""
    found = _given(case.settings.as_dict())
    for key in ("description", "source", "report"):
        found.pop(key, None)
    found["title"] = TITLE
    for key in ("must", "never"):
        if key in found:
            found[key] = [maps["roadmap"][id] for id in found[key]]
    if "off" in found.get("rules", {}):
        attributes = {rule.id: rule.attribute for rule in (*case.rules, *case.rules_off)}
        found["rules"]["off"] = [_rule(id, attributes.get(id), maps) for id in found["rules"]["off"]]
    member = found.get("weights", {}).get("member")
    if member is not None:
        found["weights"]["member"] = maps["member"].get(member, member)
    return found


def _rule(id: str, attribute: str | None, maps: Mapping[str, Mapping[str, str]]) -> str:
    """A rule's id, or ``ID[value]`` of one that ``*`` made, replaced."""
    source, bracket, rest = id.partition("[")
    value = rest.removesuffix("]")
    value = maps.get(f"{_VALUES}{attribute}", {}).get(value, value)
    return maps["rule"].get(source, source) + (f"[{value}]" if bracket else "")


def _given(settings: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, Mapping):
            inner = _given(value)
            if inner:
                found[key] = inner
        elif isinstance(value, bool):
            found[key] = "true" if value else "false"
        elif value is not None and value != []:
            found[key] = str(value) if isinstance(value, int | float) else value
    return found
