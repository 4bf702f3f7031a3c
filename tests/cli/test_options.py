"""Options about the work: heeded where they change something, said where they do not; blank answers keep their keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from optimizer.cli import main
from optimizer.cli.commands import commands
from optimizer.cli.values import WORK

CASE = str(Path(__file__).parents[2] / "cases" / "by-hand")
MORE = {"explain": ["algae"], "compare": ["less.yaml"], "assess": ["--portfolio", "algae"]}


def words_of(name: str, folder: Path) -> list[str]:
    (folder / "less.yaml").write_text("budget.factor: 0.5\n", encoding="utf-8")
    return [name, CASE, *(str(folder / word) if word.endswith(".yaml") else word for word in MORE.get(name, []))]


@pytest.mark.parametrize("name", ["check", "decide", "explain", "assess", "price"])
def test_what_has_no_effect_is_said_and_harms_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, command = words_of(name, tmp_path), commands()[name]
    assert main([*words, "--json"]) == 0
    plain = capsys.readouterr().out
    given = {"--gap": "0", "--time-limit": "600", "--jobs": "1"}
    more = [word for option in given.items() for word in option]
    assert main([*words, "--json", *more]) == 0
    out, err = capsys.readouterr()
    idle = [option.name for option in WORK if option.name in given and option.name not in command.heeds]
    assert f"note: without effect on {name}: {', '.join(idle)} (" in err
    assert all(option not in err for option in command.heeds if option in given)
    answers = [json.loads(text) for text in (plain, out)]
    for answer in answers:
        answer.pop("solver", None)
    assert answers[0] == answers[1]
    assert main([*words, *more, "--quiet"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", sorted(commands()))
def test_help_names_the_options_that_count_and_the_others(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = commands()[name]
    assert main([name, "--help"]) == 0
    out = capsys.readouterr().out
    _, _, idle = " ".join(out.split()).partition("without effect here: ")
    for option in WORK if command.common else ():
        assert f"\n  {option.shown}" in out or option.name in idle.split(".")[0].split(", ")
        assert (f"\n  {option.shown}" in out) == (option.name in command.heeds)


@pytest.mark.parametrize("name", ["alternatives", "explain", "sensitivity", "price", "methods", "compare", "reserve"])
def test_no_time_at_all_keeps_the_keys_of_the_answer(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = words_of(name, tmp_path)
    assert main([*words, "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)

    def late(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(f"optimizer.questions.{name}.{name}", late)
    assert main([*words, "--json", "--time-limit", "0"]) == 4
    part = json.loads(capsys.readouterr().out)
    assert part["complete"] is False
    beside = {"forced", "in_force", "disagreement", "exact", "within", "warnings", "complete"}
    assert set(whole) - beside <= set(part)
    assert all(part[key] in (None, [], {}) for key in set(part) - {"format", "complete", "warnings", "roadmap"})
    assert main([*words, "--lang", "nl"]) == 4
    assert "Gestopt voor de beste portefeuille bewezen was" in capsys.readouterr().out


def test_faults_of_several_scenarios_name_their_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("one", "budgt.factor: 1\n"), ("two", "must: nobody\n")):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    files = [str(tmp_path / f"{name}.yaml") for name in ("one", "two")]
    assert main(["compare", CASE, *files]) == 2
    err = capsys.readouterr().err
    assert f'{files[0]}: the setting "budgt.factor" is not known' in err
    assert f'{files[1]}: "nobody" is not a known roadmap' in err


def test_what_clashes_under_a_scenario_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.yaml"
    path.write_text("must: boats\n", encoding="utf-8")
    assert main(["compare", CASE, str(path)]) == 0
    out = capsys.readouterr().out
    assert "No portfolio keeps every rule under none." in out
    assert "Boats without fuel is funded (must:boats)" in out


def test_repairs_stand_beside_the_conflict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", CASE, "--must", "algae", "--set", "budget.factor=0.1", "--json"]) == 3
    portfolio = json.loads(capsys.readouterr().out)["portfolio"]
    assert portfolio["conflict"]
    assert list(portfolio)[-1] == "repairs"
    for repair in portfolio["repairs"]:
        assert repair["changes"]
        for change in repair["changes"]:
            assert list(change) == ["id", "limit", "from", "to"]
    assert main(["decide", CASE, "--json"]) == 0
    assert "repairs" not in json.loads(capsys.readouterr().out)["portfolio"]
