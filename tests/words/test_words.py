"""The translator, and figures as English and Flemish Dutch write them."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest

from optimizer.words import N_, date, joined, locale_of, money, number, percent, plural, translator

NBSP = "\u00a0"


def test_english_is_the_sentence_itself() -> None:
    assert translator("en")("Anything at %(place)s") == "Anything at %(place)s"
    assert N_("kept") == "kept"


def test_a_sentence_without_dutch_stays_english_and_the_empty_one_stays_empty() -> None:
    _ = translator("nl")
    assert _("No catalogue will ever hold this sentence.") == "No catalogue will ever hold this sentence."
    assert _("") == ""


def test_an_unknown_language_is_refused_by_name() -> None:
    for ask in (translator, plural, locale_of):
        with pytest.raises(ValueError, match="'fr' is not a language here; choose en or nl"):
            ask("fr")


def test_numbers() -> None:
    assert number(Decimal("1234567.50"), "en") == "1,234,567.50"
    assert number(Decimal("1234567.50"), "nl") == "1.234.567,50"
    assert number(Decimal("0.125"), "nl", 2) == "0,12"  # half-even
    assert number(Decimal("-0.001"), "en", 2) == "0.00"  # never minus nothing
    assert number(Fraction(1, 3), "en") == "0.333333"
    assert number(Decimal("1E+3"), "en") == "1,000"
    assert number(0.1, "nl") == "0,1"


def test_exact_decimals_stay_exact() -> None:
    assert number(Decimal("12345678901234567890.123456789"), "en") == "12,345,678,901,234,567,890.123456789"


def test_money() -> None:
    assert money(Decimal("12.5"), "million", "EUR", "en") == f"€12.5{NBSP}million"
    assert money(Decimal("12.5"), "million", "EUR", "nl") == f"€{NBSP}12,5{NBSP}miljoen"
    assert money(Decimal("-3"), "1", "EUR", "en") == "-€3"
    assert money(Decimal("-3"), "", "EUR", "nl") == f"€{NBSP}-3"
    assert money(3, "hectare", "XTS", "en") == f"XTS{NBSP}3{NBSP}hectare"


def test_shares_dates_and_lists() -> None:
    assert percent(Decimal("0.125"), "en", 1) == "12.5%"
    assert percent(Decimal("0.125"), "nl", 1) == f"12,5{NBSP}%"
    assert date("2015-03-03", "en") == "3 March 2015"
    assert date("2015-03-03", "nl") == "3 maart 2015"
    assert date("to be decided", "nl") == "to be decided"
    assert joined(["a", "b", "c"], "en") == "a, b and c"
    assert joined(["a", "b"], "nl", either=True) == "a of b"
    assert joined(["a"], "nl") == "a"
    assert joined([], "en") == ""


def test_importing_the_words_loads_neither_babel_nor_gettext() -> None:
    code = "import sys, optimizer.words; print(sorted({'babel', 'gettext', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
