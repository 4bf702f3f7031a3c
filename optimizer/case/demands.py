"""What a portfolio must keep: the table ``rules``, each rule against its shape and against what there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from optimizer.case.columns import BAD
from optimizer.case.context import Context, cells, usable
from optimizer.case.kinds import quoted
from optimizer.case.model import Rule
from optimizer.case.nearest import hint
from optimizer.case.rows import KNOWN_ATTRIBUTES
from optimizer.case.rule_shapes import DOWNSIDE_VALUE, OWN, SHAPES, Shape

#: ``value`` of a rule that is one rule for each value.
EACH = "*"


def read_rules(context: Context) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules that apply and those that the settings leave out, by id, ``*`` spread out."""
    typed = context.typed["rules"]
    context.unique("rules", "id", typed["id"], "the rule")
    found: dict[str, Rule] = {}
    for row, id, kind, *own, rationale in cells(typed, "id", "rule", *OWN, "rationale"):
        given = dict(zip(OWN, own, strict=True))
        good = kind is not BAD and _fits(context, row, SHAPES[kind], kind, given)
        if kind == "downside" and usable(given["value"]) and given["value"] is not None:
            given["value"] = _tail(context, row, given["value"])
        good = _exists(context, row, kind, given) and good
        if good and usable(id, rationale, *given.values()) and id not in found:
            members = given.pop("members") or ()
            found[id] = Rule(id, kind, id, members, **given, rationale=rationale)
    spread = sorted((each for rule in found.values() for each in _spread(context, rule)), key=lambda rule: rule.id)
    off = _off(context, spread, set(filter(lambda id: isinstance(id, str), typed["id"])))
    return (
        tuple(rule for rule in spread if not off & {rule.id, rule.source}),
        tuple(rule for rule in spread if off & {rule.id, rule.source}),
    )


def _fits(context: Context, row: int, shape: Shape, kind: str, given: dict[str, Any]) -> bool:
    """Whether a rule fills in the columns of its type, no others, with figures within their limits."""
    before = len(context.faults)
    for column, value in given.items():
        if value is not None and column not in shape.columns:
            allowed = ", ".join(shape.columns)
            context.fault("rules", row, column, f"a rule {kind} has no {column}; it has {allowed}; leave this empty")
        elif column in shape.needs and (value is None or value == ()):
            context.fault("rules", row, column, f"a rule {kind} needs {column}: {shape.says.replace('`', '')}")
        elif column in ("min", "max") and isinstance(value, Decimal):
            try:
                shape.figure.parse(value)
            except ValueError as error:
                context.fault("rules", row, column, f"{error}; for {kind}, {shape.figure.label} is wanted")
    least, most, members = given["min"], given["max"], given["members"]
    if shape.limits and least is None and most is None:
        context.fault("rules", row, "min", f"a rule {kind} needs min or max, or both")
    if isinstance(least, Decimal) and isinstance(most, Decimal) and least > most:
        context.fault("rules", row, "min", f"the minimum {least} is above the maximum {most}")
    if isinstance(members, tuple) and members and len(members) < shape.members:
        message = f"a rule {kind} needs {shape.members} members or more; here is {len(members)}"
        context.fault("rules", row, "members", message)
    if kind == "count":
        if members and (given["attribute"] is not None or given["value"] is not None):
            context.fault("rules", row, "members", "a rule count has members, or attribute and value, not both")
        elif given["attribute"] is not None and given["value"] is None:
            context.fault("rules", row, "value", "a rule count with attribute needs value; * is one rule of each value")
        elif given["value"] is not None and given["attribute"] is None:
            context.fault("rules", row, "attribute", "a rule count with value needs attribute")
    return len(context.faults) == before


def _tail(context: Context, row: int, value: str) -> Any:
    """The share of worst cases of a downside rule, as text that is a number."""
    try:
        share = DOWNSIDE_VALUE.parse(value)
    except ValueError as error:
        context.fault("rules", row, "value", f"{error}; for downside, the share of worst cases is wanted")
        return BAD
    return str(share)


def _exists(context: Context, row: int, kind: Any, given: dict[str, Any]) -> bool:
    """Whether the members, the attribute and the value of a rule are there."""
    before = len(context.faults)
    if usable(given["members"]):
        for member in given["members"] or ():
            context.known("rules", row, "members", member, context.roadmap_ids, "roadmap")
    attribute, value = given["attribute"], given["value"]
    if kind == "downside" and not len(context.typed["scenarios"]):
        context.fault("rules", row, "rule", "a rule downside needs the table scenarios, which has no rows")
    if attribute is None or not usable(attribute) or (kind is not BAD and "attribute" not in SHAPES[kind].columns):
        return len(context.faults) == before
    columns = attributes(context)
    if context.known("rules", row, "attribute", attribute, columns, "attribute: no such column of roadmaps"):
        there = columns.get(attribute, set())
        if value == EACH and not there and context.roadmaps:
            context.fault("rules", row, "value", f"no roadmap has a value of {quoted(attribute)}")
        elif value not in (None, EACH, BAD) and value not in there and context.roadmaps:
            message = f"no roadmap has {quoted(attribute)} = {quoted(value)}{hint(value, there)}"
            context.fault("rules", row, "value", message)
    return len(context.faults) == before


def attributes(context: Context) -> dict[str, set[str]]:
    """Every attribute that ``roadmaps`` has a column of, with the values that roadmaps have."""
    typed = context.typed["roadmaps"]
    if "attributes" not in context.cache:
        known = {name: typed[name] for name in KNOWN_ATTRIBUTES if name in typed.given}
        known.update(typed.attributes)
        context.cache["attributes"] = {
            name: {value for cell in column if isinstance(cell, tuple) for value in cell}
            for name, column in known.items()
        }
    found: dict[str, set[str]] = context.cache["attributes"]
    return found


def _spread(context: Context, rule: Rule) -> Iterable[Rule]:
    """The rule itself, or one ``ID[value]`` for each value of the attribute."""
    if rule.value != EACH:
        return [rule]
    return [
        replace(rule, id=f"{rule.id}[{value}]", value=value)
        for value in sorted(attributes(context).get(rule.attribute or "", ()))
    ]


def _off(context: Context, rules: list[Rule], sources: set[str]) -> set[str]:
    """The ids of rules that the settings leave out; each has to exist."""
    known = {rule.id for rule in rules} | sources
    off = set(context.settings.rules.off)
    for id in sorted(off - known):
        context.setting("rules.off", f"{quoted(id)} is not a known rule{hint(id, known)}")
    return off
