"""Text as a terminal shows it: harmless, measured in columns, wrapped, and in signs that its encoding has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optimizer.terminal.cells import clean, encodable, padded, width, wrapped


def test_what_acts_on_a_terminal_is_shown_as_its_code_point() -> None:
    assert clean("a\x1b[31mb\x07") == "a<U+001B>[31mb<U+0007>"
    assert clean("a\u202eb\u200f\u2066") == "a<U+202E>b<U+200F><U+2066>"
    assert clean("a\x9bb\ud800") == "a<U+009B>b<U+D800>"
    assert clean("one\ttwo\nthree") == "one two three"
    assert clean("€\u00a012") == "€\u00a012"


def test_widths_are_those_of_the_columns_taken() -> None:
    assert width("abc") == 3
    assert width("資料") == 4
    assert width("e\u0301") == 1
    assert padded("資料", 6) == "資料  "
    assert padded("12", 4, "right") == "  12"


@given(st.text(max_size=80), st.integers(2, 40))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(text: str, columns: int) -> None:
    text = clean(text)
    lines = wrapped(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text(max_size=60))
def test_cleaned_text_holds_nothing_that_acts(text: str) -> None:
    shown = clean(text)
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in shown)
    assert clean(shown) == shown
    assert encodable(shown, "ascii").isascii()


def test_plain_signs_where_an_encoding_lacks_them() -> None:
    assert encodable("█▌ € 3 → “x”", "ascii") == '## EUR  3 -> "x"'
    assert encodable("€ 3 █", "cp1252") == "€ 3 #"
    assert encodable("資", "ascii") == "?"
    assert encodable("é", "no-such-encoding") == "?"
    assert encodable("é", "utf-8") == "é"
