"""docs/format.md, written from the models of rows and settings: ``python -m optimizer.case.document``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from optimizer.case import limits
from optimizer.case.rows import TABLES, Row, kind_of, required
from optimizer.case.rule_shapes import SHAPES
from optimizer.case.settings import SETTINGS
from optimizer.case.standard import ANNEX2

PLACE = Path(__file__).parents[2] / "docs" / "format.md"

_INTRODUCTION = f"""# The format of a case

This page is written by `python -m optimizer.case.document` from the models that check a case; change those, not this.

A case is a folder of UTF-8 CSV tables with a small `case.yaml`, or one `.xlsx` workbook with the same tables as sheets
and the settings in a sheet `case` (columns `key` and `value`, nested keys dotted, such as `scale.max`), or a `.zip` of
such a folder. All load to the same case, with the same checksum, in whatever order rows and columns stand.

## How cells are read

- Rows are numbered as a spreadsheet does: the header is row 1, blank rows count, a row whose cells hold line breaks
  counts once.
- Blanks at the edges of a cell are left out, non-breaking ones too. An empty optional cell means "not given".
- Several values in one cell are separated by `;`.
- Ids have 1 to 64 characters: letters and digits of any script, `-`, `_`, `.`. All text is normalised to NFC.
- Numbers are exact decimals, written without thousands separators. In a CSV file whose fields are separated by `;` (or
  tabs), and in text cells of a workbook, a decimal comma is read like a decimal point.
- Yes and no may be written `yes`/`no`, `ja`/`nee`, `true`/`false`, `1`/`0`.
- A workbook's cell is read as it is shown: a number with the decimals of its format, at most six; a formula with its
  stored result; a date as `2026-01-31`. An error value, a formula without a stored result or more decimals is a fault.
- A byte-order mark, CRLF, and `;` or tabs between fields are read alike. Other encodings than UTF-8 are a fault.
- `case.yaml` is plain YAML: tags, anchors, aliases and keys given twice are faults. Text needs no quotation marks:
  `yes`, `2014-12-19` and `010` stay what was typed where text is wanted.
- A column or table that the format does not know is a fault, except in `roadmaps`, where it is an attribute. So is a
  setting. A table without rows counts as not given.
- At most {limits.FILE_BYTES // 2**20} MiB a file, {limits.UNPACKED_BYTES // 2**20} MiB unpacked, {limits.ROWS:,} rows,
  {limits.COLUMNS} columns, {limits.CELL_CHARACTERS:,} characters a cell.
"""

_OPTIONS = """
## Settings over settings

A scenario is a YAML file of any of these keys, nested or dotted. Later ones win: the case's own, `--scenario`,
`--weights` (a CSV file with the columns `criterion` and `weight`: `weights.method` is then `direct`),
`--set KEY=VALUE`.
A list replaces the list before it, and is written `a;b`, `a,b` or `[a, b]`; `--must` and `--never` add to theirs.
`weights.values.ID` sets the value of one criterion, whose whole id it ends with, dots included. An empty value takes a
setting back to its default. Faults of these are reported in the table `options`. They do not change the checksum.
"""


def default_text(value: Any) -> str:
    """A default as ``case.yaml`` would have it; empty where there is none."""
    if value is None or value == () or value == {}:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def explanation(label: str, description: str) -> str:
    """What is allowed and what it means, on one line, for a comment."""
    return f"{description} ({label})".replace("\n", " ")


def _lines(rows: Iterable[tuple[str, ...]], head: tuple[str, ...]) -> str:
    table = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in table) + "\n"


def table_section(name: str, model: type[Row]) -> str:
    """One table: what it is, and a line for each column."""
    rows = []
    for column, field in model.model_fields.items():
        need = "required" if required(model, column) else ""
        rows.append((f"`{column}`", need, kind_of(model, column).label, field.description or ""))
    said = " ".join((model.__doc__ or "").split())
    return f"### {name}\n\n{said}\n\n{_lines(rows, ('column', '', 'allowed', 'meaning'))}"


def _default(key: str, default: Any) -> str:
    if isinstance(default, Mapping | tuple) or default is None:
        return ""
    shown = default_text(default.normalize() if isinstance(default, Decimal) else default)
    return f"`{shown}`"


def text() -> str:
    """The whole page."""
    settings = _lines(
        (
            (f"`{s.key}`", s.kind.label, "required" if s.required else _default(s.key, s.default), s.description)
            for s in SETTINGS.values()
        ),
        ("key", "allowed", "default", "meaning"),
    )
    tables = "\n".join(table_section(name, model) for name, model in TABLES.items())
    rules = _lines(
        (
            (
                f"`{kind}`",
                shape.says,
                ", ".join(f"`{c}`" for c in shape.needs),
                ", ".join(f"`{c}`" for c in shape.allows),
            )
            for kind, shape in SHAPES.items()
        ),
        ("rule", "says", "needs", "may have"),
    )
    criteria = ", ".join(f"`{id}` ({name})" for id, name in ANNEX2)
    return (
        f"{_INTRODUCTION}\n## case.yaml\n\n{settings}{_OPTIONS}\n## Tables\n\n{tables}\n### The rules\n\n{rules}\n"
        "Limits: a share, a concentration and an intensity are from 0 to 1; `value` of `downside` is above 0, at most "
        "1; numbers of roadmaps are whole. `value` `*` makes one rule `ID[value]` of each value that a roadmap has; "
        "`rules.off` takes either name.\n\n"
        f"## The criteria of Annex 2\n\nWhere `criteria` has no rows: {criteria}.\n"
    )


def main() -> int:
    """Write the page."""
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
