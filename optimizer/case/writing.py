"""Tables written back: a folder of CSV with ``case.yaml``, or one workbook; text stays text, same bytes each time."""

from __future__ import annotations

import csv
import datetime
import io
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import yaml

from optimizer.case.kinds import NUMBER_TEXT, clean
from optimizer.case.layers import CASE, Entry, resolve
from optimizer.case.rows import TABLES, kind_of
from optimizer.case.settings import SETTINGS
from optimizer.case.tables import Table, Tables

#: The date in every workbook that is written, so that the same content gives the same bytes.
CREATED = datetime.datetime(2000, 1, 1)


def write_folder(tables: Tables, path: Path) -> None:
    """Write ``NAME.csv`` for each table and ``case.yaml`` into a new folder, or over the tables of one that is there.

    Everything is written beside the target first and then moved there, file by file, so that no file is ever half
    written. Tables that the folder has and ``tables`` does not are removed; other files stay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as scratch:
        made = Path(scratch) / "case"
        made.mkdir()
        for name, table in tables.tables.items():
            (made / f"{name}.csv").write_text(csv_text(table), encoding="utf-8", newline="")
        (made / "case.yaml").write_text(yaml_text(tables.settings), encoding="utf-8", newline="")
        if not path.exists():
            os.chmod(made, 0o755)
            shutil.move(made, path)
            return
        for file in sorted(made.iterdir()):
            os.replace(file, path / file.name)
        for name in TABLES:
            if name not in tables.tables:
                (path / f"{name}.csv").unlink(missing_ok=True)


def csv_text(table: Table) -> str:
    """A table as CSV. Decimal commas become points; every other cell is written as it was read."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*_plain(table), strict=True))
    return out.getvalue()


def _plain(table: Table) -> list[Sequence[str]]:
    """The columns with decimal commas as points where the table may have them."""
    model = TABLES.get(table.name)
    columns = []
    for name, cells in table.columns.items():
        numeric = table.comma and model is not None and name in model.model_fields and kind_of(model, name).numeric
        columns.append([cell.replace(",", ".") if "." not in cell else cell for cell in cells] if numeric else cells)
    return columns


def nested(settings: Sequence[Entry]) -> dict[str, Any]:
    """Settings as ``case.yaml`` has them: groups within groups, keyed settings with whole ids."""
    found: dict[str, Any] = {}
    for entry in settings:
        resolved = resolve(entry.key)
        steps = entry.key.split(".")
        if resolved is not None and resolved[1]:
            steps = [*resolved[0].split("."), resolved[1]]
        group = found
        for step in steps[:-1]:
            inner = group.setdefault(step, {})
            if not isinstance(inner, dict):
                inner = group[step] = {}
            group = inner
        group[steps[-1]] = dict(entry.value) if isinstance(entry.value, Mapping) else entry.value
    return found


class _Dumper(yaml.SafeDumper):
    """Writes text that looks like a number as it was typed, since it is read as text; nothing gets an anchor."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    if NUMBER_TEXT.fullmatch(value):
        return dumper.represent_scalar("tag:yaml.org,2002:float" if "." in value else "tag:yaml.org,2002:int", value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(object, lambda dumper, value: _text(dumper, str(value)))


def yaml_text(settings: Sequence[Entry]) -> str:
    """Settings as YAML, in the order given."""
    found = nested(settings)
    return yaml.dump(found, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100) if found else ""


def write_workbook(tables: Tables, target: str | Path | BinaryIO) -> None:
    """Write one workbook: a sheet for the settings and one for each table; a path is replaced only once all is written.

    Numbers are numbers that show the decimals they were written with; everything else is text, formulas included."""
    data = workbook_bytes(tables)
    if isinstance(target, str | Path):
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        replace_file(Path(target), data)
    else:
        target.write(data)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that is whole or not there, whenever one looks."""
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(scratch, 0o644)
        os.replace(scratch, path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def workbook_bytes(tables: Tables) -> bytes:
    """The bytes of :func:`write_workbook`."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats: dict[int, Any] = {}
    sheet = book.add_worksheet(CASE)
    rows = [("key", "value"), *settings_rows(tables.settings)]
    for row, pair in enumerate(rows):
        for column, text in enumerate(pair):
            sheet.write_string(row, column, text, head if row == 0 else None)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 60)
    sheet.freeze_panes(1, 0)
    for name, table in tables.tables.items():
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        numeric = _numeric(table)
        for column, (title, cells) in enumerate(zip(table.columns, _plain(table), strict=True)):
            sheet.write_string(0, column, title, head)
            sheet.set_column(column, column, min(40, max(10, len(title) + 2, *(len(cell) for cell in cells[:200]), 0)))
            for row, cell in enumerate(cells, 1):
                _write(book, sheet, row, column, cell, title in numeric, formats)
    book.close()
    return out.getvalue()


def _numeric(table: Table) -> set[str]:
    """The columns whose cells are numbers."""
    model = TABLES.get(table.name)
    if model is None:
        return set()
    years = {"year"} & set(table.columns)
    return years | {name for name in table.columns if name in model.model_fields and kind_of(model, name).numeric}


def _write(book: Any, sheet: Any, row: int, column: int, cell: str, numeric: bool, formats: dict[int, Any]) -> None:
    text = clean(cell)
    if not text:
        return
    places = len(text.partition(".")[2])
    if not numeric or not NUMBER_TEXT.fullmatch(text) or "e" in text.lower() or len(text) > 15 or places > 6:
        sheet.write_string(row, column, cell)
        return
    if places not in formats:
        formats[places] = book.add_format({"num_format": f"0.{'0' * places}" if places else "0"})
    sheet.write_number(row, column, float(text), formats[places])


def settings_rows(settings: Sequence[Entry]) -> list[tuple[str, str]]:
    """Settings as the sheet ``case`` has them: key and value as text, keyed settings one criterion to a row."""
    return [(entry.key, _cell(entry)) for entry in _dotted(settings)]


def _dotted(settings: Sequence[Entry]) -> list[Entry]:
    """Keyed settings one criterion to a row."""
    found = []
    for entry in settings:
        if isinstance(entry.value, Mapping) and entry.key in SETTINGS:
            found += [Entry(f"{entry.key}.{key}", value) for key, value in entry.value.items()]
        else:
            found.append(entry)
    return found


def _cell(entry: Entry) -> str:
    if isinstance(entry.value, list | tuple):
        return ";".join(str(item) for item in entry.value)
    return "" if entry.value is None else str(entry.value)
