"""What is wrong with an input, said so that its author can mend it.

A fault names the table, the row as a spreadsheet numbers it, the column, what was found and what is allowed. All
faults of a case are collected and raised together, because people mend a spreadsheet in one sitting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of the input.

    Attributes:
        table: the table's name (``scores``), ``case`` for settings, ``options`` for the command line.
        row: the row as a spreadsheet numbers it (the header is row 1); 0 where the fault is not in one row.
        column: the column, or the setting's dotted key; empty where the fault is not in one column.
        message: what was found, what is allowed, and the nearest known name where one was misspelt.
    """

    table: str
    row: int
    column: str
    message: str

    def as_dict(self) -> dict[str, object]:
        """The fault in the words of the contract; row and column are null where there is none."""
        return {
            "table": self.table,
            "row": self.row or None,
            "column": self.column or None,
            "message": self.message,
        }

    def __str__(self) -> str:
        place = self.table
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", {self.column}"
        return f"{place}: {self.message}"


class CaseError(Exception):
    """The input is wrong; carries every fault that was found, in the order table, row, column."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
