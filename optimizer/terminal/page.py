"""A page of text: headings, sentences, tables and bars, laid out for one width of one terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from optimizer.terminal.cells import clean, encodable, padded, width, wrapped
from optimizer.words import plural, translator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The width of what is piped, and the narrowest and widest that a page is laid out for.
PIPED, NARROWEST, WIDEST = 80, 24, 110
_STYLES = {"strong": "1", "faint": "2", "good": "32", "warn": "33", "bad": "31"}
_GAP = 2


class Look(NamedTuple):
    """How a terminal shows things: its width in columns, whether it shows colours, and what it can encode."""

    columns: int = PIPED
    colour: bool = False
    encoding: str = "utf-8"

    @staticmethod
    def of(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Look:
        """The look of a stream: a terminal's own width and colours, else 80 columns and none.

        ``NO_COLOR`` (https://no-color.org) and ``TERM=dumb`` mean no colour; ``COLUMNS`` is heeded if it is a number.
        """
        tty = bool(getattr(stream, "isatty", lambda: False)())
        asked = environment.get("COLUMNS", "")
        columns = int(asked) if asked.isdecimal() and int(asked) > 0 else PIPED
        if tty and not asked.isdecimal():
            try:
                columns = os.get_terminal_size(stream.fileno()).columns or PIPED
            except (OSError, ValueError):
                columns = PIPED
        colour = tty and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
        encoding = getattr(stream, "encoding", None) or "utf-8"
        return Look(max(NARROWEST, min(WIDEST, columns)), colour, encoding)


class Cell(NamedTuple):
    """One cell of a table: its text and its style (``strong``, ``faint``, ``good``, ``warn``, ``bad`` or none)."""

    text: str
    style: str = ""


class Column(NamedTuple):
    """One column of a table. Figures are aligned ``right`` and never broken; a column that may ``wrap`` gives way."""

    title: str
    align: str = "left"
    wrap: bool = False


class Page:
    """Collects lines in one language. Every text handed in is cleaned; sentences are translated by whoever writes them,
    with ``page._`` and ``page._n``."""

    def __init__(self, lang: str = "en", look: Look | None = None) -> None:
        self.lang, self.look = lang, look or Look()
        self.lines: list[str] = []
        self._ = translator(lang)
        self._n = plural(lang)

    def clean(self, text: str) -> str:
        """A text as this terminal can show it, harmless and on one line."""
        return encodable(clean(text).strip(), self.look.encoding)

    # -- figures

    def number(self, x: Any, decimals: int | None = None) -> str:
        """A number as the page's language writes it; a dash where there is none."""
        from optimizer.words import number

        return "–" if x is None else number(x, self.lang, decimals)

    def figures(self, xs: Sequence[Any], most: int = 9) -> list[str]:
        """Numbers of one column, all with as many decimals as the longest has (at most ``most``), so that they line up;
        a dash where there is none."""
        from decimal import Decimal

        places = [max(0, -int(Decimal(x).normalize().as_tuple().exponent)) for x in xs if x is not None]
        return [self.number(x, min(most, max(places, default=0))) for x in xs]

    def signed(self, x: Any, decimals: int | None = None) -> str:
        """A change, with its sign, in as many decimals as it takes where ``decimals`` is None."""
        from fractions import Fraction

        x = Fraction(x)
        return f"+{self.number(x, decimals)}" if x > 0 else self.number(x, decimals)

    def percent(self, x: Any, decimals: int = 0) -> str:
        """A share as the page's language writes it; a dash where there is none."""
        from optimizer.words import percent

        return "–" if x is None else percent(x, self.lang, decimals)

    def money(self, x: Any, unit: str, currency: str) -> str:
        """An amount as the page's language writes it; a dash where there is none."""
        from optimizer.words import money

        return "–" if x is None else money(x, unit, currency, self.lang)

    # -- blocks

    def title(self, text: str) -> None:
        """What the whole page is about, with a line under it."""
        for line in wrapped(self.clean(text), self.look.columns):
            self.lines.append(self.styled(line, "strong"))
        self.lines.append(self.styled(self.clean("─") * self.look.columns, "faint"))

    def heading(self, text: str, note: str = "") -> None:
        """The head of a section, with a blank line before it; ``note`` follows it, fainter."""
        self.gap()
        head, note = self.clean(text), self.clean(note)
        if note and width(head) + 2 + width(note) <= self.look.columns:
            self.lines.append(self.styled(head, "strong") + "  " + self.styled(note, "faint"))
            return
        self.lines += [self.styled(line, "strong") for line in wrapped(head, self.look.columns)]
        if note:
            self.text(note, style="faint")

    def text(self, text: str, style: str = "", indent: int = 2, mark: str = "") -> None:
        """A paragraph, wrapped; ``mark`` stands before its first line."""
        lead = f"{self.clean(mark)} " if mark else ""
        room = self.look.columns - indent - len(lead)
        for number_, line in enumerate(wrapped(self.clean(text), room)):
            before = " " * indent + (lead if number_ == 0 else " " * len(lead))
            self.lines.append(before + self.styled(line, style))

    def bullets(self, texts: Sequence[str], style: str = "") -> None:
        """One paragraph for each text, each with a bullet."""
        for text in texts:
            self.text(text, style, mark="•")

    def gap(self) -> None:
        """A blank line, once."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def bar(self, share: float, columns: int) -> str:
        """A bar of ``columns`` for a share between 0 and 1; anything above nothing shows at least half a column."""
        halves = round(max(0.0, min(1.0, share)) * columns * 2)
        if share > 0 and halves == 0:
            halves = 1
        return "█" * (halves // 2) + "▌" * (halves % 2)

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str | Cell]],
        *,
        titles: bool = True,
        notes: Sequence[str] = (),
    ) -> None:
        """A table with aligned columns. Where it is too wide the columns that may wrap give way, and where that is not
        enough each row becomes a few lines of ``title: text``. ``notes`` has a fainter line to go under each row, below
        its second column."""
        cells = [[self._cell(cell) for cell in row] for row in rows]
        heads = [self.clean(column.title) for column in columns]
        need = [
            max([width(heads[j]) if titles else 0, *(width(row[j].text) for row in cells)]) for j in range(len(columns))
        ]
        room = self.look.columns - 2 - _GAP * (len(columns) - 1)
        widths = _shares(need, [column.wrap for column in columns], room)
        if widths is None:
            self._stacked(heads, cells, titles, notes)
            return
        if titles:
            shown = [wrapped(head, w) for head, w in zip(heads, widths, strict=True)]
            self._row([[Cell(x, "faint") for x in texts] for texts in shown], columns, widths)
        for index, row in enumerate(cells):
            lines = [[Cell(x, c.style) for x in wrapped(c.text, w)] for c, w in zip(row, widths, strict=True)]
            self._row(lines, columns, widths)
            if notes and notes[index]:
                self.text(notes[index], "faint", indent=2 + widths[0] + _GAP)

    def _cell(self, cell: str | Cell) -> Cell:
        return Cell(self.clean(cell.text), cell.style) if isinstance(cell, Cell) else Cell(self.clean(cell))

    def _row(self, cells: list[list[Cell]], columns: Sequence[Column], widths: Sequence[int]) -> None:
        for level in range(max(map(len, cells))):
            parts = []
            for lines, column, columns_ in zip(cells, columns, widths, strict=True):
                cell = lines[level] if level < len(lines) else Cell("")
                parts.append(self.styled(padded(cell.text, columns_, column.align), cell.style))
            self.lines.append(("  " + (" " * _GAP).join(parts)).rstrip())

    def _stacked(
        self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], titles: bool, notes: Sequence[str]
    ) -> None:
        for number_, row in enumerate(rows):
            for index, (head, cell) in enumerate(zip(heads, row, strict=True)):
                if cell.text:
                    text = f"{head}: {cell.text}" if titles and head and index else cell.text
                    self.text(text, cell.style, indent=2 if index == 0 else 4)
            if notes and notes[number_]:
                self.text(notes[number_], "faint", indent=4)

    def styled(self, text: str, style: str) -> str:
        """A text in a style, where the terminal shows colours."""
        if not style or not self.look.colour or not text.strip():
            return text
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"

    def __str__(self) -> str:
        return encodable("\n".join(self.lines) + "\n", self.look.encoding) if self.lines else ""


def _shares(need: Sequence[int], soft: Sequence[bool], room: int) -> list[int] | None:
    """The width of each column, or None where even the narrowest that reads well do not fit."""
    if sum(need) <= room:
        return list(need)
    fixed = sum(n for n, s in zip(need, soft, strict=True) if not s)
    left = room - fixed
    wants = {j: n for j, (n, s) in enumerate(zip(need, soft, strict=True)) if s}
    if not wants or left < sum(min(n, 12) for n in wants.values()):
        return None
    given: dict[int, int] = {}
    while wants:  # whoever needs less than an equal part gets that; the others share what is left
        part = left // len(wants)
        small = {j: n for j, n in wants.items() if n <= part}
        if not small:
            first, *_rest = wants
            given |= {j: part + (left - part * len(wants) if j == first else 0) for j in wants}
            break
        given |= small
        left -= sum(small.values())
        wants = {j: n for j, n in wants.items() if j not in small}
    return [given.get(j, n) for j, n in enumerate(need)]
