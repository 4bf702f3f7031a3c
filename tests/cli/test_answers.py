"""Every command on the small case: JSON that parses, the exit status of the contract, both languages, any width."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from optimizer.cli import main
from optimizer.cli.commands import commands
from optimizer.terminal.cells import width

CASE = str(Path(__file__).parents[2] / "cases" / "by-hand")


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("scenarios") / "less.yaml"
    path.write_text("budget.factor: 0.5\n", encoding="utf-8")
    return str(path)


def words_of(name: str, scenario: str) -> list[str]:
    """A small question for each command that reads a case."""
    more = {
        "alternatives": ["--count", "3"],
        "explain": ["algae"],
        "compare": [scenario],
        "assess": ["--portfolio", "algae,energy:start"],
        "report": ["--format", "json", "--out", str(Path(scenario).parent / "report")],
    }
    return [name, CASE, *more.get(name, [])]


ASKED = [name for name, command in commands().items() if command.common]


@pytest.mark.parametrize("name", ASKED)
def test_json_is_one_object_and_nothing_else(name: str, scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words_of(name, scenario), "--json"]) == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert answer["format"] == 1
    assert isinstance(answer["warnings"], list)
    assert out.isascii()
    assert all(line.startswith("warning: ") for line in err.splitlines())


@pytest.mark.parametrize("columns", ["24", "40", "80", "200"])
@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("name", [name for name in ASKED if name != "report"])  # that prints paths, as long as they are
def test_pages_fit_any_width(
    name: str,
    lang: str,
    columns: str,
    scenario: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main([*words_of(name, scenario), "--lang", lang, "--quiet"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "\x1b" not in out
    assert out.strip()
    assert max(width(line) for line in out.splitlines()) <= int(columns)
    assert all(line == line.rstrip() for line in out.splitlines())


@pytest.mark.parametrize("name", [None, *commands()])
def test_help_in_both_languages(name: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--help"] if name is None else [name, "--help"]
    assert main(words) == 0
    english = capsys.readouterr().out
    assert main([*words, "--lang", "nl"]) == 0
    dutch = capsys.readouterr().out
    assert "Usage:" in english
    assert "Gebruik:" in dutch
    assert all(f"  {command} " in english for command in commands()) or name is not None


def test_the_decision_says_what_the_readme_of_the_case_works_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", CASE]) == 0
    out = capsys.readouterr().out
    assert "3 roadmaps are funded, for €11\u00a0million of public money; together they are worth" in out
    assert "Proven best: " in out
    assert "Care at home and Data for hospitals: value 0.05." in out
    assert "In 2016 at most €6\u00a0million is spent" in out
    assert "Boats without fuel (boats), 0.612500. How ready the partners are: its score" in out


def test_dutch_numbers_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", CASE, "--lang", "nl"]) == 0
    out = capsys.readouterr().out
    assert "3 roadmaps krijgen steun, voor €\u00a011\u00a0miljoen aan overheidsgeld" in out
    assert "0,550" in out
    assert "Rangschikking" in out


def test_infeasible_is_exit_3_with_the_conflict(capsys: pytest.CaptureFixture[str]) -> None:
    words = [CASE, "--must", "boats", "--json"]
    assert main(["decide", *words]) == 3
    decision = json.loads(capsys.readouterr().out)
    assert decision["portfolio"]["status"] == "infeasible"
    assert decision["portfolio"]["conflict"] == ["must:boats"]
    assert main(["price", *words]) == 3
    assert json.loads(capsys.readouterr().out)["conflict"] == ["must:boats"]
    assert main(["decide", *words[:-1], "--lang", "nl"]) == 3
    assert "must:boats" in capsys.readouterr().out


def test_settings_scenarios_weights_and_forces_reach_the_case(
    tmp_path: Path, scenario: str, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "weights.csv"
    weights.write_text("criterion,weight\nneed,1\nready,0\nburden,0\n")
    words = ["decide", CASE, "--json", "--scenario", scenario, "--weights", str(weights), "--never", "care"]
    assert main([*words, "--set", "scoring.method=topsis", "--budget-total", "5"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["weights"] == {"burden": 0, "need": 1, "ready": 0}
    assert answer["settings"]["budget"] == {"carry_over": False, "factor": 0.5, "total": 5}
    assert answer["settings"]["scoring"]["method"] == "topsis"
    assert answer["settings"]["never"] == ["care"]
    assert answer["portfolio"]["spend"]["total"] <= 2.5


def test_faults_of_the_command_line_and_of_the_case_are_listed_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(CASE, broken)
    (broken / "rules.csv").write_text("id,rule,members\nx,must,nobody\n")
    assert main(["decide", str(broken), "--json", "--gap", "x"]) == 2
    out, err = capsys.readouterr()
    faults = json.loads(out)["faults"]
    assert {"options", "rules"} <= {fault["table"] for fault in faults}
    assert all(set(fault) == {"table", "row", "column", "message"} for fault in faults)
    assert err == ""
    assert main(["decide", str(broken), "--gap", "x"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "the command line\n  • --gap: 'x' is not a number\n" in err
    assert "\nrules\n  • row 2, members: " in err


def test_two_runs_give_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    runs = []
    for _ in range(2):
        assert main(["price", CASE, "--json"]) == 0
        runs.append(capsys.readouterr().out)
    assert runs[0] == runs[1]


def test_names_cannot_act_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = tmp_path / "hostile"
    shutil.copytree(CASE, hostile)
    table = (hostile / "roadmaps.csv").read_text(encoding="utf-8")
    table = table.replace("Care at home", "Care \u202eemoh\u2066").replace("Data for hospitals", "資料 for hospitals")
    (hostile / "roadmaps.csv").write_text(table, encoding="utf-8")
    assert main(["decide", str(hostile), "--quiet"]) == 0
    out = capsys.readouterr().out
    assert "\u202e" not in out
    assert "\u2066" not in out
    assert "資料 for hospitals" in out
