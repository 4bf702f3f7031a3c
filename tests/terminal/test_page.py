"""Pages: aligned tables that give way, colours only where a terminal shows them, bars that never lie."""

from __future__ import annotations

import io

import pytest

from optimizer.terminal.cells import width
from optimizer.terminal.page import NARROWEST, PIPED, WIDEST, Cell, Column, Look, Page


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


def test_what_is_piped_has_80_columns_and_no_colour() -> None:
    assert Look.of(io.StringIO(), {}) == Look(PIPED, False, "utf-8")


def test_a_terminal_has_colours_unless_somebody_asks_for_none() -> None:
    assert Look.of(Terminal(), {}).colour
    assert not Look.of(Terminal(), {"NO_COLOR": "1"}).colour
    assert not Look.of(Terminal(), {"TERM": "dumb"}).colour
    assert Look.of(Terminal(), {"NO_COLOR": ""}).colour  # empty means not set, as the convention has it


@pytest.mark.parametrize(("asked", "columns"), [("5", NARROWEST), ("60", 60), ("9999", WIDEST), ("wide", PIPED)])
def test_columns_are_heeded_within_reason(asked: str, columns: int) -> None:
    assert Look.of(io.StringIO(), {"COLUMNS": asked}).columns == columns


def table(columns: int, colour: bool = False) -> list[str]:
    page = Page("en", Look(columns, colour))
    page.table(
        [Column("Name", wrap=True), Column("Amount", "right")],
        [["a name of some length", "1.50"], [Cell("b", "good"), "12.00"]],
        notes=["what is said of it", ""],
    )
    return str(page).splitlines()


def test_a_table_is_aligned() -> None:
    assert table(80) == [
        "  Name                   Amount",
        "  a name of some length    1.50",
        "                         what is said of it",
        "  b                       12.00",
    ]


def test_a_narrow_table_wraps_and_a_narrower_one_is_stacked() -> None:
    assert table(28)[1:3] == ["  a name of some        1.50", "  length"]
    stacked = Page("en", Look(18))
    stacked.table([Column("Name", wrap=True), Column("Amount", "right")], [["long name here", "1.50"]])
    assert str(stacked).splitlines() == ["  long name here", "    Amount: 1.50"]


def test_colours_do_not_change_the_layout() -> None:
    plain, coloured = table(80), table(80, colour=True)
    assert coloured[3] == "  \x1b[32mb                    \x1b[0m   12.00"
    assert len(plain) == len(coloured)


def test_bars_show_something_for_anything_above_nothing_and_stay_inside() -> None:
    page = Page()
    assert page.bar(0, 10) == ""
    assert page.bar(0.0001, 10) == "▌"
    assert page.bar(1, 10) == "█" * 10
    assert width(page.bar(7, 10)) == 10


def test_paragraphs_hang_below_their_bullet() -> None:
    page = Page("en", Look(24))
    page.bullets(["one two three four five six"])
    assert str(page) == "  • one two three four\n    five six\n"


def test_a_heading_has_one_blank_line_before_it_and_its_note_beside_it_where_it_fits() -> None:
    page = Page("en", Look(24))
    page.text("x")
    page.gap()
    page.heading("Head", "note")
    page.heading("Head", "a note that does not fit")
    assert str(page).splitlines() == ["  x", "", "Head  note", "", "Head", "  a note that does not", "  fit"]


def test_missing_figures_are_a_dash() -> None:
    page = Page("nl")
    assert [page.number(None), page.percent(None), page.money(None, "1", "EUR")] == ["–", "–", "–"]
