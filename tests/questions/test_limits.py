"""No time, no portfolio, levels: what every question says then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from optimizer.case.load import load_case
from optimizer.cli import main
from optimizer.questions.compare import compare
from optimizer.questions.explain import explain
from optimizer.questions.price import price
from optimizer.situation import Situation

ROOT = Path(__file__).parents[2]
BY_HAND = str(ROOT / "cases" / "by-hand")


@pytest.fixture
def scenario(tmp_path: Path) -> str:
    path = tmp_path / "less.yaml"
    path.write_text("budget.factor: 0.5\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "question",
    ["alternatives", "robust", "explain", "sensitivity", "price", "methods", "compare", "assess", "reserve"],
)
def test_without_a_portfolio_each_names_the_clash(
    question: str, scenario: str, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {"explain": ["algae"], "compare": [scenario], "assess": ["--portfolio", "algae"]}.get(question, [])
    words = [question, BY_HAND, *more, "--must", "algae", "--never", "algae"]
    assert main([*words, "--json", "--quiet"]) == 3
    assert json.loads(capsys.readouterr().out)["conflict"] == ["must:algae", "never:algae"]
    assert main([*words, "--quiet"]) == 3
    assert "must:algae" in capsys.readouterr().out


def test_the_lists_of_a_comparison_tell_levels_apart() -> None:
    base = Situation(load_case(BY_HAND))
    found = compare(base, [("less", base.with_settings({"budget.factor": "0.5"}))])
    said = found.as_dict()
    lists = [set(one.selected) for one in found.scenarios]
    assert said["in_all"] == sorted(lists[0] & lists[1])
    assert said["in_some"] == sorted(lists[0] ^ lists[1])


def test_no_time_is_a_partial_answer() -> None:
    situation = Situation(load_case(BY_HAND))
    situation.settled()
    found = price(situation, deadline=0.0)
    assert not found.complete
    assert found.prices == ()


def test_what_was_not_reached_is_not_said_to_be_impossible() -> None:
    for name in ("algae", "boats", "energy"):
        situation = Situation(load_case(BY_HAND))
        situation.settled()
        found = explain(situation, name, deadline=0.0)
        assert not found.complete
        assert not any(word in sentence for sentence in found.reasons() for word in ("No ", "nothing", "At no"))
