"""Tables as text, wherever they came from: by column, each row with the number that a spreadsheet gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from optimizer.case.faults import Fault
from optimizer.case.kinds import clean, quoted
from optimizer.case.limits import CELL_CHARACTERS, CELLS, COLUMNS, NAME_CHARACTERS, ROWS

if TYPE_CHECKING:
    from optimizer.case.columns import Typed
    from optimizer.case.layers import Entry
    from optimizer.case.model import Case


@dataclass(frozen=True)
class Table:
    """One table of text.

    Attributes:
        columns: each column's cells, in the order of the rows; names and cells as read, blanks at the edges included.
        rows: each row's number as a spreadsheet shows it, the header being row 1.
        comma: whether numbers may have a decimal comma.
        faults: what is wrong with the table's shape.
        notes: what is legal but suspicious about how it was read.
    """

    name: str
    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    comma: bool = False
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> list[dict[str, str]]:
        """The rows as mappings from column to text."""
        names = list(self.columns)
        return [dict(zip(names, cells, strict=True)) for cells in zip(*self.columns.values(), strict=True)]


def grid(
    name: str,
    header: tuple[int, Sequence[str]],
    numbers: Sequence[int],
    records: Sequence[Sequence[str]],
    comma: bool = False,
) -> Table:
    """A table from a header and rows of cells, each with its number, blank rows already left out; its shape is
    checked here."""
    top, titles = header[0], [clean(title) for title in header[1]]
    while titles and not titles[-1]:
        titles.pop()
    width = len(titles)
    if width > COLUMNS or len(records) > ROWS or width * len(records) > CELLS:
        message = f"{len(records)} rows and {width} columns are too many; at most {ROWS} and {COLUMNS} are read"
        return Table(name, {}, [], comma, (Fault(name, 0, "", message),))
    faults = [
        Fault(name, top, title, f"the column {quoted(title)} appears twice; keep one of them")
        for title in sorted({title for title in titles if title and titles.count(title) > 1})
    ]
    for place, title in enumerate(titles):
        if len(title) > NAME_CHARACTERS:
            message = (
                f"the name of column {place + 1} has {len(title)} characters; at most {NAME_CHARACTERS} are allowed"
            )
            faults.append(Fault(name, top, "", message))
            titles[place] = title[:NAME_CHARACTERS]
        elif not title.isprintable():
            shown = quoted(title)
            faults.append(
                Fault(name, top, shown[1:-1], f"the column {shown} has characters that do not show; retype it")
            )
    cells = records
    if any(len(record) != width for record in records):
        cells = []
        for number, record in zip(numbers, records, strict=True):
            if any(clean(cell) for cell in record[width:]):
                message = f"has {len(record)} cells where the header has {width}; quote a cell that holds the separator"
                faults.append(Fault(name, number, "", message))
            cells.append([*record[:width], *[""] * (width - len(record))])
    stacks = list(zip(*cells, strict=True)) if cells else [()] * width
    columns: dict[str, Sequence[str]] = {}
    for place, (title, stack) in enumerate(zip(titles, stacks, strict=True), 1):
        if title:
            columns.setdefault(title, stack)
        elif any(map(clean, stack)):
            faults.append(Fault(name, top, "", f"column {place} has cells but no name in the header"))
        faults += _long(name, title, numbers, stack)
    return Table(name, columns, numbers, comma, tuple(faults))


def _long(name: str, title: str, numbers: Sequence[int], stack: Sequence[str]) -> Iterable[Fault]:
    if max(map(len, stack), default=0) <= CELL_CHARACTERS:
        return
    for number, cell in zip(numbers, stack, strict=True):
        if len(cell) > CELL_CHARACTERS:
            message = f"the cell has {len(cell)} characters; at most {CELL_CHARACTERS} are allowed"
            yield Fault(name, number, title, message)


def text_table(name: str, rows: Any) -> Table:
    """A table from memory: a list of mappings, or ``(header, rows)``; numbered as a file of it would be."""
    if isinstance(rows, Table):
        return rows
    if isinstance(rows, tuple):
        header, body = rows
        records = [[_cell(cell) for cell in row] for row in body]
    else:
        header = list(dict.fromkeys(key for row in rows for key in row))
        records = [[_cell(row.get(key)) for key in header] for row in rows]
    numbers = [number for number, record in enumerate(records, 2) if any(map(clean, record))]
    return grid(name, (1, [str(title) for title in header]), numbers, [records[number - 2] for number in numbers])


def _cell(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)


@dataclass(frozen=True)
class Tables:
    """Every table of a case and its settings, as text, with what was wrong in reading them.

    Nothing is judged before :meth:`check`; so tables with faults can be shown, mended and written again.

    Attributes:
        files: the very bytes that all of it was read from, by name (``NAME.csv`` and ``case.yaml``, or ``case.xlsx``),
            for whoever passes the case on; empty where it was not read from files, or changed since.
    """

    tables: Mapping[str, Table]
    settings: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    cache: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def from_texts(tables: Mapping[str, Any], settings: Mapping[str, Any] | None = None) -> Tables:
        """Tables from memory: each a list of mappings, or ``(header, rows)``; settings nested or dotted."""
        from optimizer.case.layers import CASE, flatten

        return Tables(
            {name: text_table(name, rows) for name, rows in tables.items()},
            tuple(flatten(settings or {}, CASE)),
        )

    @cached_property
    def typed(self) -> dict[str, Typed]:
        """Each table with its cells typed, column by column; done once."""
        from optimizer.case.columns import type_tables

        return type_tables(self.tables)

    def check(self, overrides: Sequence[Sequence[Entry]] = ()) -> Case:
        """The case, with ``overrides`` (layers of settings, the last one winning) in force.

        Raises:
            CaseError: with every fault of every table and setting.
        """
        from optimizer.case.checking import check

        return check(self, overrides)

    def write_folder(self, path: str | Path) -> None:
        """Write as a folder of CSV tables with a ``case.yaml``; all of it or nothing."""
        from optimizer.case.writing import write_folder

        write_folder(self, Path(path))

    def write_workbook(self, target: str | Path | BinaryIO) -> None:
        """Write as one workbook, the same bytes for the same content."""
        from optimizer.case.writing import write_workbook

        write_workbook(self, target)

    def __getstate__(self) -> dict[str, Any]:
        """Without what can be computed again, and without the files, for sending to other processes."""
        return {"tables": self.tables, "settings": self.settings, "faults": self.faults, "files": {}, "cache": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
