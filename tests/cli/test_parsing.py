"""Command lines: options anywhere, and every fault in one pass, each in the table ``options``."""

from __future__ import annotations

from decimal import Decimal

import pytest

from optimizer.cli.commands import CASE, Command, Option, commands
from optimizer.cli.parsing import Request, parse
from optimizer.cli.values import whole

#: A command with an option of its own that takes a number, beside the real ones.
NUMBERED = Command("number", "", "", (CASE,), (Option("--count", "", "K", whole(1, 100_000), default=10),))


def ask(*words: str) -> Request:
    return parse(words, {**commands(), "number": NUMBERED})


def said(request: Request) -> list[tuple[str, str]]:
    return [(fault.column, fault.message) for fault in request.faults]


@pytest.mark.parametrize(
    "words",
    [
        ["decide", "CASE", "--lang", "nl", "--must", "a", "--must=b", "--json"],
        ["--lang", "nl", "decide", "--must", "a", "CASE", "--json", "--must", "b"],
        ["--must", "a", "--json", "--lang=nl", "decide", "--must=b", "--", "CASE"],
    ],
)
def test_options_stand_anywhere(words: list[str]) -> None:
    request = ask(*words)
    assert request.faults == ()
    assert request.command is not None
    assert request.command.name == "decide"
    assert (request.get("case"), request.get("lang"), request.get("must")) == ("CASE", "nl", ("a", "b"))
    assert request.get("json") is True
    assert request.get("quiet") is False


def test_values_are_read() -> None:
    request = ask(
        "number", "C", "--count", "3", "--gap", "0,5", "--time-limit", "2", "--set", "a=b=c", "--budget-total=-1"
    )
    assert request.faults == ()
    assert request.get("count") == 3
    assert request.get("gap") == Decimal("0.5")
    assert request.get("time_limit") == 2.0
    assert request.get("set") == (("a", "b=c"),)
    assert request.get("budget_total") == Decimal(-1)  # the case says what is wrong with it


def test_a_value_may_begin_with_a_dash_and_the_last_one_counts() -> None:
    request = ask("decide", "C", "--must", "-odd-id", "--gap", "1", "--gap", "0.1")
    assert request.faults == ()
    assert request.get("must") == ("-odd-id",)
    assert request.get("gap") == Decimal("0.1")


def test_an_option_is_not_the_value_of_another() -> None:
    request = ask("decide", "C", "--must", "--json")
    assert [one.column for one in request.faults] == ["--must"]
    assert request.get("json") is True
    assert ask("decide", "C", "--must=--json").get("must") == ("--json",)


def test_every_fault_is_found_in_one_pass() -> None:
    request = ask("number", "--cout", "--count", "0", "--lang", "fr", "--jobs", "many", "--quiet=1", "--gap")
    assert said(request) == [
        ("--cout", "is not an option of number; did you mean --count?"),
        ("--count", "'0' is not a whole number from 1 to 100000"),
        ("--lang", "'fr' is not one of en, nl"),
        ("--jobs", "'many' is not a whole number from 1 to 1024"),
        ("--quiet", "takes no value"),
        ("--gap", "needs a value: --gap G"),
        ("CASE", "is missing: the case: a folder of tables, or a workbook"),
    ]
    assert {fault.table for fault in request.faults} == {"options"}


def test_an_unknown_command_names_the_nearest() -> None:
    request = ask("--json", "deside", "CASE")
    assert said(request) == [("", "'deside' is not a command; did you mean decide? (spearhead --help lists them)")]
    assert request.get("json") is True


def test_no_command_is_a_fault_and_help_is_not() -> None:
    assert said(ask()) == [("", "no command was given; spearhead --help lists them")]
    assert ask("--help").faults == ()
    assert ask("assess", "--help").faults == ()


def test_a_word_too_many_and_a_required_option() -> None:
    assert said(ask("assess", "CASE", "OTHER")) == [
        ("", "'OTHER' is one word too many for assess"),
        ("--portfolio", "is missing: --portfolio ID,ID:LEVEL,…, the proposed portfolio"),
    ]


def test_compare_takes_many_files_between_options() -> None:
    request = ask("compare", "CASE", "a.yaml", "--quiet", "b.yaml")
    assert request.faults == ()
    assert request.get("file") == ("a.yaml", "b.yaml")


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--gap", "nan"),
        ("--gap", "-1"),
        ("--gap", "1e99999"),
        ("--time-limit", "inf"),
        ("--time-limit", "99999999999"),
        ("--budget-total", "ten"),
        ("--jobs", "0"),
        ("--jobs", "١٢٣٤٥"),
        ("--set", "alone"),
        ("--must", " "),
        ("--cluster", "nowhere"),
    ],
)
def test_values_that_mean_nothing_are_refused(option: str, text: str) -> None:
    ((column, _),) = said(ask("decide", "CASE", option, text))
    assert column == option
