"""Tables typed by column: each different text of a column is read once, however many rows hold it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from optimizer.case.faults import Fault
from optimizer.case.kinds import VALUES, Kind, clean, number, quoted
from optimizer.case.nearest import hint
from optimizer.case.rows import MAY_BE_EMPTY, REQUIRED_TABLES, TABLES, Row, kind_of, required
from optimizer.case.tables import Table


class _Bad:
    """Stands for a cell that could not be read; its fault is already noted."""

    def __repr__(self) -> str:
        return "BAD"


BAD: Final = _Bad()


@dataclass(frozen=True)
class Typed:
    """A table whose cells are values: None where empty, ``BAD`` where unreadable.

    Attributes:
        columns: every column of the format, missing optional ones filled with None.
        distinct: the different values of each column.
        attributes: for ``roadmaps``, the columns that the format does not know, each cell a tuple of texts.
        given: the columns that the file has, in its order.
    """

    name: str
    rows: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    distinct: Mapping[str, Set[Any]]
    attributes: Mapping[str, Sequence[tuple[str, ...]]]
    given: tuple[str, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()
    comma: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, column: str) -> Sequence[Any]:
        return self.columns[column]

    def unreadable(self, *columns: str) -> bool:
        """Whether any of the columns holds a cell that could not be read."""
        return any(BAD in self.distinct[column] for column in columns)

    def empty(self, *columns: str) -> bool:
        """Whether any of the columns holds an empty cell."""
        return any(None in self.distinct[column] for column in columns)


def type_column(table: Table, column: str, kind: Kind, needed: bool) -> tuple[list[Any], set[Any], list[Fault]]:
    """A column's values, the different ones among them, and a fault for each row whose cell cannot be read."""
    known: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    cells = table.columns[column]
    for raw in set(cells):
        cell = clean(raw)
        if not cell:
            known[raw] = BAD if needed else None
            if needed:
                wrong[raw] = f"is empty; {kind.label} is wanted"
            continue
        try:
            if kind.numeric and table.comma and "," in cell:
                cell = _pointed(cell)
            known[raw] = kind.parse(cell)
            if isinstance(known[raw], str):
                known[raw] = sys.intern(known[raw])
        except ValueError as error:
            known[raw] = BAD
            wrong[raw] = str(error)
    typed = [known[raw] for raw in cells]
    if not wrong:
        return typed, set(known.values()), []
    faults = [
        Fault(table.name, row, column, wrong[raw]) for row, raw in zip(table.rows, cells, strict=True) if raw in wrong
    ]
    return typed, set(known.values()), faults


def _pointed(cell: str) -> str:
    if "." in cell or cell.count(",") > 1:
        raise ValueError(f"{quoted(cell)} is not a number; write it without thousands separators, like 1234,5")
    return cell.replace(",", ".")


def type_table(table: Table, model: type[Row]) -> Typed:
    """A table typed by its model; unknown, missing and unreadable columns are among the faults."""
    faults = list(table.faults)
    unread = {(fault.row, fault.column) for fault in table.faults}  # said already: such a cell is not also "empty"
    columns: dict[str, Sequence[Any]] = {}
    distinct: dict[str, Set[Any]] = {}
    attributes: dict[str, Sequence[tuple[str, ...]]] = {}
    unknown = [column for column in table.columns if column not in model.model_fields]
    open_ended = table.name == "roadmaps"
    for column in model.model_fields:
        if column in table.columns:
            needed = required(model, column) and (table.name, column) not in MAY_BE_EMPTY
            columns[column], distinct[column], found = type_column(table, column, kind_of(model, column), needed)
            faults += [fault for fault in found if (fault.row, column) not in unread]
            continue
        needed = required(model, column)
        columns[column] = [BAD if needed else None] * len(table)
        distinct[column] = set(columns[column])
        if needed and (table.columns or len(table)) and not table.faults:
            close = hint(column, unknown) if unknown else ""
            close = close if "did you mean" in close else ""
            faults.append(Fault(table.name, 1, column, f"the column {quoted(column)} is missing{close}"))
    for column in unknown:
        if open_ended:
            typed, _, found = type_column(table, column, VALUES, False)
            attributes[column] = [cell if isinstance(cell, tuple) else () for cell in typed]
            faults += found
        else:
            message = f"the column {quoted(column)} is not known{hint(column, model.model_fields)}"
            faults.append(Fault(table.name, 1, column, message))
    given = tuple(table.columns)
    return Typed(table.name, table.rows, columns, distinct, attributes, given, tuple(faults), table.notes, table.comma)


def _tails(rules: Typed) -> Typed:
    """The rules with ``value`` of each downside rule in one form: it is a number in a column of texts."""
    if "downside" not in rules.distinct["rule"]:
        return rules
    cells = list(rules["value"])
    for place, kind in enumerate(rules["rule"]):
        if kind == "downside" and isinstance(cells[place], str):
            text = cells[place].replace(",", ".") if rules.comma else cells[place]
            with suppress(ValueError):
                exact = format(number(text), "f")
                cells[place] = exact.rstrip("0").rstrip(".") if "." in exact else exact
    columns = {**rules.columns, "value": cells}
    return replace(rules, columns=columns, distinct={**rules.distinct, "value": set(cells)})


def type_tables(tables: Mapping[str, Table]) -> dict[str, Typed]:
    """Every table that the format knows, typed; one that is not there is empty. Tables that it does not know, and
    required ones that are missing, are faults of the entry ``""``."""
    faults = [
        Fault(name, 0, "", f"the table {quoted(name)} is not known{hint(name, TABLES)}")
        for name in tables
        if name not in TABLES
    ]
    typed = {}
    for name, model in TABLES.items():
        table = tables[name] if name in tables else Table(name, {}, [])
        typed[name] = type_table(table, model)
        if name in REQUIRED_TABLES and not len(table) and not table.faults:
            what = "has no rows" if name in tables else "is missing"
            faults.append(Fault(name, 0, "", f"the table {quoted(name)} {what}"))
    typed["rules"] = _tails(typed["rules"])
    typed[""] = Typed("", [], {}, {}, {}, (), tuple(faults))
    return typed
