"""What the sheets share: the workbook with its formats, and where each figure stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from optimizer.reports.document import plain

if TYPE_CHECKING:
    from optimizer.reports.dossier import Dossier
    from optimizer.reports.voice import Voice

#: Sums of floats are taken as equal within this when they are compared with a limit.
SLACK = "1E-9"


class Book:
    """The workbook being made, and the addresses that later sheets refer to.

    Attributes:
        scores: roadmap to the cell of its rounded score.
        eligible: roadmap to the cell that says 1 where it keeps every threshold.
        flags: option (roadmap, level) to the cell that says 1 where it is funded.
        columns: name of a column of the portfolio to its range.
        cells: other addresses by name.
    """

    def __init__(self, book: Any, voice: Voice, dossier: Dossier) -> None:
        self.book, self.voice, self.dossier, self.case = book, voice, dossier, dossier.case
        self.scores: dict[str, str] = {}
        self.eligible: dict[str, str] = {}
        self.flags: dict[tuple[str, str], str] = {}
        self.columns: dict[str, str] = {}
        self.cells: dict[str, str] = {}
        make = book.add_format
        self.text = make({"valign": "top"})
        self.head = make({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        self.title = make({"bold": True, "font_size": 14})
        self.input = make({"bg_color": "#FFF6D6", "border": 1, "locked": False})
        self.six = make({"num_format": "0.000000"})
        self.nine = make({"num_format": "0.000000000"})
        self.plain = make({"num_format": "0.0###########"})
        self.whole = make({"num_format": "0"})
        money = "#,##0" + ("." + "0" * self.case.decimals if self.case.decimals else "")
        self.money = make({"num_format": money})

    def sheet(self, name: str) -> Any:
        """A new sheet, its first row frozen."""
        found = self.book.add_worksheet(name[:31])
        found.hide_gridlines(2)
        found.set_paper(9)
        found.set_landscape()
        found.fit_to_pages(1, 0)
        return found

    def row(self, sheet: Any, at: int, cells: Sequence[str], form: Any = None, left: int = 0) -> None:
        """Texts beside each other, as texts; a row of titles is three lines high."""
        if form is self.head:
            sheet.set_row(at, 45)
        for place, cell in enumerate(cells):
            sheet.write_string(at, left + place, plain(cell), form or self.text)


def address(sheet: Any, row: int, column: int) -> str:
    """A cell's full address, such as ``'Scores'!$B$4``."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    name = sheet.get_name().replace("'", "''")
    return f"'{name}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"


def area(sheet: Any, top: int, left: int, bottom: int, right: int) -> str:
    """A range's full address."""
    from xlsxwriter.utility import xl_range_abs

    name = sheet.get_name().replace("'", "''")
    return f"'{name}'!{xl_range_abs(top, left, bottom, right)}"


def exact(x: Decimal | Fraction | int) -> float:
    """A figure as the number that a cell holds."""
    return float(x)


def literal(x: Decimal | Fraction | int) -> str:
    """A figure within a formula."""
    return repr(float(x))


def added(parts: Iterable[str]) -> str:
    """A sum of terms within a formula, 0 where there are none; grouped, so that no function has too many arguments."""
    terms = list(parts)
    return "+".join(terms) if terms else "0"


def half_even(formula: str, places: int) -> str:
    """A formula rounded half to even, as the library rounds. What lies within a billionth of a half counts as one."""
    scaled = f"({formula})*1E{places}"
    tie = f"ABS({scaled}-INT({scaled})-0.5)<{SLACK}"
    return f"IF({tie},2*ROUND(ROUND(2*{scaled},0)/4,0)/1E{places},ROUND({formula},{places}))"
