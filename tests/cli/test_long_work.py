"""Long work: how far it is, where somebody watches; and what comes of it when it is stopped."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from optimizer.cli import asking, main
from optimizer.cli.progress import Progress, watched

CASE = str(Path(__file__).parents[2] / "cases" / "by-hand")


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


class Impatient:
    """Somebody who presses Ctrl-C as soon as anything has been found."""

    def __call__(self, **known: Any) -> None:
        raise KeyboardInterrupt

    def close(self) -> None:
        """Nothing was shown."""


@pytest.mark.parametrize("words", [["price"], ["methods"], ["reserve"]])
def test_stopped_from_the_keyboard_long_work_gives_what_it_has(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, CASE, "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    monkeypatch.setattr(asking, "watched", lambda quiet, lang, found: Impatient())
    assert main([*words, CASE, "--json"]) == 4
    part = json.loads(capsys.readouterr().out)
    assert (whole["complete"], part["complete"]) == (True, False)
    (key,) = {"prices", "methods", "reserve"} & set(whole)
    assert len(part[key]) < len(whole[key])
    assert main([*words, CASE]) == 4
    assert "Stopped before the end" in capsys.readouterr().out


def test_no_time_at_all_is_exit_4_with_a_bound(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first case of a problem this small is worked whatever the clock says; here it counts as a large one."""
    monkeypatch.setattr("optimizer.models.tree.hunt.SMALL", 0)
    assert main(["decide", CASE, "--time-limit", "0", "--json"]) == 4
    answer = json.loads(capsys.readouterr().out)
    assert answer["portfolio"]["status"] == "time_limit"
    assert answer["portfolio"]["bound"] is None or answer["portfolio"]["bound"] >= 1.4
    assert main(["decide", CASE, "--time-limit", "0"]) == 4
    assert "Stopped by the time limit" in capsys.readouterr().out


def test_within_a_gap_is_exit_0_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", CASE, "--gap", "0.9", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["portfolio"]["status"] in ("within_gap", "optimal")


def test_the_line_says_what_is_known() -> None:
    line = Progress(Terminal(), "en")
    line.known = {"done": 10, "of": 40, "found": 3, "best": Decimal("8.5")}
    assert line.line() == "██████░░░░░░░░░░░░░░░░░░ 10 of 40 · 3 found · best so far 8.5"
    line.known = {"value": 100, "bound": 101, "cases": 1200}
    assert line.line() == "a portfolio is found; 1.00% could still be gained · 1,200 cases checked"
    line.known = {}
    assert line.line() == "working"


def test_the_line_appears_after_a_moment_stays_on_one_line_and_goes_away() -> None:
    terminal = Terminal()
    line = Progress(terminal, "nl")
    line(done=1, of=2)
    assert terminal.getvalue() == ""
    line.started -= 10
    line(done=1, of=2)
    line(done=2, of=2)  # too soon after the last
    line.close()
    shown = terminal.getvalue()
    assert "1 van 2" in shown
    assert "2 van 2" not in shown
    assert "\n" not in shown
    assert all(len(part) <= 80 for part in shown.split("\r"))
    assert shown.endswith(" \r")


def test_nobody_watches_what_is_piped_or_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert watched(False, "en") is None
    monkeypatch.setattr("sys.stderr", Terminal())
    assert watched(True, "en") is None
    assert isinstance(watched(False, "en"), Progress)
