"""One checksum for the content of a case: the same for a folder, a workbook, and rows or columns in another order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

from optimizer.case.columns import Typed


def plain(value: Any) -> Any:
    """A value in its one canonical form: numbers without superfluous digits, as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        shown = format(value, "f")
        return (shown.rstrip("0").rstrip(".") or "0") if "." in shown else shown
    if isinstance(value, int | Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def _canonical(value: Any) -> str:
    return encode_basestring(value) if isinstance(value, str) else json.dumps(plain(value), ensure_ascii=False)


def _lines(typed: Typed) -> list[str]:
    """The rows of a table as text, sorted; empty cells are left out, each different cell is written once."""
    columns = {**typed.columns, **typed.attributes}
    stacks = []
    for name in sorted(columns):
        cells = columns[name]
        title = json.dumps(name, ensure_ascii=False)
        known = {cell: "" if cell in (None, ()) else f"{title}:{_canonical(cell)}" for cell in set(cells)}
        if any(known.values()):
            stacks.append([known[cell] for cell in cells])
    return sorted(map("\t".join, zip(*stacks, strict=True)))


def digest(typed: Mapping[str, Typed], settings: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of a case's tables and its own settings (typed, by dotted key)."""
    found = sha256()
    found.update(_canonical(dict(settings)).encode())
    for name in sorted(typed):
        lines = _lines(typed[name]) if name and len(typed[name]) else []
        if lines:
            found.update(f"\n[{name}]\n".encode())
            found.update("\n".join(lines).encode())
    return found.hexdigest()
