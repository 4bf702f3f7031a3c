"""CSV tables as people's spreadsheets write them: byte-order marks, CRLF, ``;`` between fields, quoted line breaks."""

from __future__ import annotations

import csv
import io
import re

from optimizer.case.faults import Fault
from optimizer.case.kinds import clean
from optimizer.case.limits import CELLS, FILE_BYTES
from optimizer.case.tables import Table, grid

_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def parse(name: str, data: bytes) -> Table:
    """A table from the bytes of a CSV file; what cannot be read is among its faults."""

    def broken(row: int, message: str) -> Table:
        return Table(name, {}, [], faults=(Fault(name, row, "", message),))

    if len(data) > FILE_BYTES:
        return broken(0, f"the file has {len(data)} bytes; at most {FILE_BYTES} are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 (byte {error.start + 1}, 0x{data[error.start]:02x}); in the spreadsheet, "
        return broken(row, message + 'save it as "CSV UTF-8"')
    if (place := text.find("\0")) >= 0:
        return broken(text.count("\n", 0, place) + 1, "the file holds a NUL character; is it a CSV table?")
    separator = _separator(text)
    if (count := text.count(separator)) > CELLS:
        return broken(0, f"the table has more than {count} cells; at most {CELLS} are read")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        return broken(len(rows) + 1, f"the row cannot be read: {_problem(str(error))}")
    filled = [
        row
        for row, cells in enumerate(rows, 1)
        if cells and ((cells[0] and not cells[0].isspace()) or any(map(clean, cells)))
    ]
    if not filled:
        return Table(name, {}, [])
    records = [rows[row - 1] for row in filled]
    return grid(name, (filled[0], records[0]), filled[1:], records[1:], comma=separator != ",")


def _separator(text: str) -> str:
    """What stands between the fields of the header: ``,``, ``;`` or a tab, whichever there is most of."""
    first = next((line for line in io.StringIO(text[:100_000]) if line.strip(" \t\r\n,;\ufeff")), "")
    bare = _QUOTED.sub("", first)
    return max(",;\t", key=lambda mark: (bare.count(mark), mark == ","))


def _problem(error: str) -> str:
    if "field larger" in error:
        return "a cell is too long, or a quotation mark is not closed"
    if "unexpected end" in error:
        return "a quotation mark is opened and never closed"
    if "expected after" in error:
        return 'text follows a closing quotation mark; inside a quoted cell, write "" for one'
    return error
