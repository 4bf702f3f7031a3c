"""Settings in layers: the case's own, then a scenario's, a file of weights, and those of the command line.

Each layer is a flat list of entries by dotted key; a later one replaces what an earlier one said. An entry remembers
where it was said, so that a fault points there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from optimizer.case.faults import CaseError, Fault
from optimizer.case.kinds import clean, quoted
from optimizer.case.nearest import hint
from optimizer.case.settings import ALSO, SETTINGS, Settings, assemble

CASE, OPTIONS = "case", "options"


@dataclass(frozen=True)
class Entry:
    """One setting as it was given: dotted key, raw value (text, list, mapping), and where."""

    key: str
    value: Any
    table: str = CASE
    row: int = 0


@dataclass(frozen=True)
class Merged:
    """Settings of all layers: typed values by dotted key as given, where each was said, and the faults found."""

    given: Mapping[str, Any]
    places: Mapping[str, tuple[str, int]]
    faults: tuple[Fault, ...]

    def fault(self, key: str, message: str) -> Fault:
        """A fault of the setting ``key``, at the place where it was said."""
        table, row = self.places.get(key, (CASE, 0))
        return Fault(table, row, key, message)

    def settings(self) -> Settings:
        """The settings object; what was not given takes its default."""
        return assemble(self.given)


def resolve(key: str) -> tuple[str, str] | None:
    """The known setting of a dotted key and, for keyed settings, the criterion that follows; None where unknown."""
    if key in ALSO:
        return ALSO[key], ""
    if key in SETTINGS:
        return key, ""
    for known, setting in SETTINGS.items():
        if setting.keyed and key.startswith(known + "."):
            return known, key[len(known) + 1 :]
    return None


def flatten(group: Mapping[Any, Any], table: str, prefix: str = "", row: int = 0) -> list[Entry]:
    """Nested or dotted settings as entries."""
    lines = getattr(group, "lines", {})
    entries = []
    for name, value in group.items():
        key = f"{prefix}{clean(str(name))}"
        line = lines.get(name, row)
        if isinstance(value, Mapping) and resolve(key) is None and value:
            entries += flatten(value, table, f"{key}.", line)
        else:
            entries.append(Entry(key, value, table, line))
    return entries


def merge(layers: Iterable[Iterable[Entry]]) -> Merged:
    """All layers as one, each value typed; every fault of every entry is found."""
    raw: dict[str, Any] = {}
    places: dict[str, tuple[str, int]] = {}
    faults: list[Fault] = []
    for layer in layers:
        seen: set[str] = set()
        for entry in layer:
            found = resolve(entry.key)
            if found is None:
                if entry.value in (None, "", {}) and _inside(entry.key):
                    continue  # a heading with nothing under it
                faults.append(Fault(entry.table, entry.row, entry.key, _unknown(entry.key)))
                continue
            key, criterion = found
            if (entry.key if criterion else key) in seen:
                faults.append(Fault(entry.table, entry.row, entry.key, "is given twice; keep one of them"))
                continue
            seen.add(entry.key if criterion else key)
            places[key] = (entry.table, entry.row)
            if criterion:
                before = raw.get(key)
                raw[key] = {**(before if isinstance(before, Mapping) else {}), criterion: entry.value}
            else:
                raw[key] = entry.value
    given: dict[str, Any] = {}
    for key, value in raw.items():
        if value is None or (isinstance(value, str) and not clean(value)):
            continue
        try:
            given[key] = typed(key, value)
        except ValueError as error:
            table, row = places[key]
            faults.append(Fault(table, row, key, str(error)))
    broken = {fault.column for fault in faults}
    for key, setting in SETTINGS.items():
        if setting.required and key not in given and key not in broken:
            faults.append(Fault(CASE, 0, key, f"is missing; {setting.kind.label} is wanted: {setting.description}"))
    ordered = {key: given[key] for key in SETTINGS if key in given}
    return Merged(ordered, places, tuple(faults))


def typed(key: str, value: Any) -> Any:
    """The value of a known setting from text or from what a program gives.

    Raises:
        ValueError: with what is wrong.
    """
    setting = SETTINGS[key]
    if isinstance(value, str):
        value = clean(value)
        if (setting.keyed or setting.kind.several) and value[:1] in "[{":
            value = _inline(value)
        elif setting.kind.several and "," in value and ";" not in value and "[" not in value:
            value = [clean(part) for part in value.split(",") if clean(part)]
        elif setting.default is None and value.casefold() in ("null", "none", "~") and key not in ("title", "format"):
            return None
    if isinstance(value, Mapping) and setting.keyed:
        value = {clean(str(name)): item for name, item in value.items() if item is not None}
    return setting.kind.parse(value)


def _inline(value: str) -> Any:
    """A list or mapping written on one line, as in ``--set must=[a, b]``."""
    from optimizer.case.yamltext import parse

    try:
        return parse(f"value: {value}".encode(), "the value", OPTIONS)["value"]
    except CaseError as error:
        raise ValueError(f"{quoted(value)} cannot be read: {error.faults[0].message}") from None


def _inside(key: str) -> list[str]:
    """The settings of the group ``key``; none where it is no group."""
    return [known for known in SETTINGS if known.startswith(f"{key}.")]


def _unknown(key: str) -> str:
    if inside := _inside(key):
        return f"{quoted(key)} is a group of settings; give one of them a value: {', '.join(inside)}"
    known = [*SETTINGS, *sorted({name.partition(".")[0] for name in SETTINGS if "." in name})]
    return f"the setting {quoted(key)} is not known{hint(key, known)}"
