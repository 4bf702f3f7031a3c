"""A case from one workbook: the tables as sheets, the settings as the sheet ``case``, every cell as it is shown."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from optimizer.case.archive import blocks, refuse, unpacked
from optimizer.case.faults import CaseError, Fault
from optimizer.case.kinds import clean, quoted
from optimizer.case.layers import CASE, Entry
from optimizer.case.limits import CELLS, COLUMNS, ROWS, UNPACKED_BYTES
from optimizer.case.tables import Table, Tables, grid

#: Decimals that a number of a workbook may show.
DECIMALS = 6
#: What stands for a cell that cannot be read, until its table is made.
_ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!")
_PLAIN_FORMAT = re.compile(r"[#,0 ]*0(?:\.(0+)(#*))?")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E", re.IGNORECASE)


def read_workbook(data: bytes, name: str) -> Tables:
    """The tables of a workbook as text.

    Raises:
        CaseError: when it is not a workbook, has a password, or unpacks to too much.
    """
    formulas = _look_through(data, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of styles and validations that it drops; nobody needs them
        return _read(data, name, formulas)


def _read(data: bytes, name: str, formulas: bool) -> Tables:
    from openpyxl import load_workbook

    try:
        shown = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        written = load_workbook(io.BytesIO(data), read_only=True) if formulas else None
        tables: dict[str, Table] = {}
        settings: tuple[Entry, ...] = ()
        faults: list[Fault] = []
        for sheet in shown.worksheets:
            title = clean(sheet.title)
            table = _sheet(title, sheet, written[sheet.title] if written is not None else None)
            if title == CASE:
                settings, found = _settings(table)
                faults += found
            elif table.columns or table.rows or table.faults:
                tables[title] = table
        if CASE not in (clean(title) for title in shown.sheetnames):
            faults.append(Fault(CASE, 0, "", 'there is no sheet "case"; one with the columns key and value is wanted'))
        return Tables(tables, settings, tuple(faults), {"case.xlsx": data})
    except CaseError:
        raise
    except Exception as error:  # openpyxl raises whatever a malformed part happens to break
        raise refuse(
            f"{quoted(name)} is not a workbook that can be read ({type(error).__name__}); save it again"
        ) from None


def _look_through(data: bytes, name: str) -> bool:
    """Refuse what is too large or not a workbook, before openpyxl sees it; whether any sheet holds a formula."""
    formulas = False
    with unpacked(data, name) as archive:
        names = {part.filename for part in archive.infolist()}
        if "[Content_Types].xml" not in names:
            raise refuse(f"{quoted(name)} is not a workbook; save it as .xlsx")
        left = UNPACKED_BYTES
        for part in archive.infolist():
            formulas |= _part(archive, part, left, name)
            left -= part.file_size
    return formulas


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, name: str) -> bool:
    tail = b""
    found = False
    for block in blocks(archive, part, left, name):
        seen = tail + block
        if part.filename.endswith((".xml", ".rels")) and _DOCTYPE.search(seen):
            raise refuse(f"{quoted(name)} holds XML with a document type, which no spreadsheet writes; it is not read")
        found = found or ("sheet" in part.filename and _FORMULA.search(seen) is not None)
        tail = block[-32:]
    return found


def _sheet(title: str, sheet: Any, formulas: Any) -> Table:
    """One sheet as a table of text, as it is shown."""
    sheet.reset_dimensions()
    faults: list[Fault] = []
    notes: list[str] = []
    header: tuple[int, list[str]] | None = None
    numbers: list[int] = []
    records: list[list[str]] = []
    count = 0
    other: Iterable[Any] = ()
    if formulas is not None:
        formulas.reset_dimensions()
        other = formulas.iter_rows()
    behind = iter(other)
    for row, cells in enumerate(sheet.iter_rows(), 1):
        origin = next(behind, ()) if formulas is not None else ()
        filled = [cell.value for cell in cells]
        has_formula = any(cell.data_type == "f" for cell in origin)
        if not has_formula and all(value is None or (isinstance(value, str) and not clean(value)) for value in filled):
            continue
        texts, wrong = _texts(cells, origin if has_formula else ())
        for place, message in wrong:
            column = header[1][place] if header is not None and place < len(header[1]) else f"column {place + 1}"
            faults.append(Fault(title, row, clean(column), message))
        while texts and not clean(texts[-1]):  # cells that only have a colour
            texts.pop()
        if not texts and not wrong:
            continue
        count += len(texts)
        if row > ROWS or len(records) > ROWS or count > CELLS or len(texts) > 4 * COLUMNS:
            faults.append(Fault(title, row, "", f"the sheet is too large; at most {ROWS} rows are read"))
            break
        notes += _rounded(title, row, cells, texts)
        if header is None:
            header = (row, texts)
        else:
            numbers.append(row)
            records.append(texts)
    if header is None:
        return Table(title, {}, [], faults=tuple(faults))
    table = grid(title, header, numbers, records, comma=True)
    return Table(title, table.columns, table.rows, True, (*table.faults, *faults), tuple(notes[:20]))


def _texts(cells: Sequence[Any], origin: Sequence[Any]) -> tuple[list[str], list[tuple[int, str]]]:
    """A row's cells as they are shown, and what is wrong with some."""
    texts, wrong = [], []
    for place, cell in enumerate(cells):
        value = cell.value
        text = ""
        if value is None:
            if place < len(origin) and origin[place].data_type == "f":
                way = "open the workbook in a spreadsheet and save it, or type the value"
                wrong.append((place, f"holds a formula whose result is not stored; {way}"))
        elif cell.data_type == "e" or value in _ERRORS:
            wrong.append((place, f"holds the error {value} of the spreadsheet; a value is wanted"))
        else:
            try:
                text = shown(value, cell.number_format)
            except ValueError as error:
                wrong.append((place, str(error)))
        texts.append(text)
    return texts, wrong


def shown(value: Any, number_format: str = "General") -> str:
    """A cell's text as a spreadsheet shows it: numbers exactly, dates as 2026-01-31, yes and no for the booleans.

    Raises:
        ValueError: for a number that shows more than six decimals.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        value = float(value) if abs(value) > 10**15 else value
    if isinstance(value, int | float):
        return _number(value, number_format or "General")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _number(value: int | float, number_format: str) -> str:
    exact = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"{value} is not a number")
    places = format_places(number_format)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places)) if abs(exact) < 10**15 else exact
    plain = format(exact, "f")
    if places is None and "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if len(plain.partition(".")[2]) > DECIMALS:
        raise ValueError(f"{plain} has more than {DECIMALS} decimals; round it to {DECIMALS} or fewer")
    return "0" if exact == 0 and "." not in plain else plain


def format_places(number_format: str) -> int | None:
    """How many decimals a number format shows; None where it shows as many as there are (``General``, ``@``), or where
    it changes more than that (percentages, dates, scientific): the number is then read as it is."""
    first = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", number_format.split(";")[0]).strip()
    first = first.strip("€$£ \u00a0-")
    match = _PLAIN_FORMAT.fullmatch(first)
    return None if match is None or match[2] else len(match[1] or "")


def _rounded(title: str, row: int, cells: Sequence[Any], texts: Sequence[str]) -> Iterable[str]:
    """A note for each number that shows fewer decimals than are stored."""
    for cell, text in zip(cells, texts, strict=False):
        if isinstance(cell.value, float) and text and Decimal(text) != Decimal(f"{cell.value:.15g}"):
            yield f"{title}, row {row}: the cell shows {text} and stores {cell.value:.15g}; {text} is read, as shown"


def _settings(table: Table) -> tuple[tuple[Entry, ...], list[Fault]]:
    """The sheet ``case``: a key and a value in each row."""
    faults = list(table.faults)
    names = [name for name in ("key", "value") if name not in table.columns]
    if names and not faults:
        wanted = " and ".join(quoted(name) for name in names)
        faults.append(Fault(CASE, 1, names[0], f"the column {wanted} is missing; the sheet case has key and value"))
    faults += [
        Fault(CASE, 1, column, f"the column {quoted(column)} is not known; the sheet case has key and value")
        for column in table.columns
        if column not in ("key", "value")
    ]
    if names:
        return (), faults
    entries = []
    for row, key, value in zip(table.rows, table.columns["key"], table.columns["value"], strict=True):
        key, value = clean(key), clean(value)
        if not key:
            if value:
                faults.append(Fault(CASE, row, "key", f"the value {quoted(value)} has no key"))
            continue
        entries.append(Entry(key, value or None, CASE, row))
    return tuple(entries), faults
