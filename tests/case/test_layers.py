"""Settings over settings, and checking again without reading again."""

from __future__ import annotations

import json
import pickle
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from optimizer import CaseError, Fault, change_settings, load_case
from optimizer.case.tables import Tables
from tests.case import sample


@pytest.fixture
def path(tmp_path: Path) -> Path:
    settings = {**sample.SETTINGS, "consensus": "mean", "must": "algae", "scale.step": "0.5"}
    Tables.from_texts(sample.tables(), settings).write_folder(tmp_path / "case")
    return tmp_path / "case"


def faults(path: Path, **options: Any) -> tuple[Fault, ...]:
    with pytest.raises(CaseError) as caught:
        load_case(path, **options)
    return caught.value.faults


def test_the_last_one_wins(path: Path, tmp_path: Path) -> None:
    scenario = tmp_path / "less.yaml"
    scenario.write_text("consensus: trimmed\nbudget: {factor: 0.8}\nweights.method: equal\nrules: {never: [nano]}\n")
    weights = tmp_path / "weights.csv"
    weights.write_text("criterion;weight\nfit;0,5\nreach;0,3\nburden;0,2\n")
    case = load_case(path, scenario=scenario)
    assert (case.settings.consensus, case.settings.budget.factor) == ("trimmed", Decimal("0.8"))
    assert (case.settings.weights.method, case.settings.must, case.settings.never) == ("equal", ("algae",), ("nano",))
    case = load_case(path, scenario=scenario, weights_csv=weights)
    assert case.settings.weights.method == "direct"
    assert list(case.settings.weights.values.items()) == [
        ("burden", Decimal("0.2")),
        ("fit", Decimal("0.5")),
        ("reach", Decimal("0.3")),
    ]
    case = load_case(
        path, scenario=scenario, weights_csv=weights, settings={"consensus": "median", "weights.values.fit": "1"}
    )
    assert (case.settings.consensus, case.settings.weights.values["fit"]) == ("median", Decimal(1))


def test_the_total_of_the_budget(path: Path) -> None:
    case = load_case(path, settings={"budget.total": "7.125"})
    assert [(row.id, row.max) for row in case.budget if row.year is None] == [("budget:total", Decimal("7.125"))]
    assert case.decimals == 3
    assert load_case(path).decimals == 2


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("print", ("print",)),
        ("print;nano", ("print", "nano")),
        ("print,nano", ("print", "nano")),
        ("[print, nano]", ("print", "nano")),
        (["nano"], ("nano",)),
        ("", ()),
        (None, ()),
    ],
)
def test_lists_on_the_command_line(path: Path, value: Any, found: tuple[str, ...]) -> None:
    assert load_case(path, settings={"must": value}).settings.must == found


def test_must_and_never_add(path: Path) -> None:
    case = load_case(path, must=["print"], never=["nano"])
    assert (case.settings.must, case.settings.never) == (("algae", "print"), ("nano",))
    case = load_case(path, never=["algae"])
    assert any("must" in warning and "algae" in warning for warning in case.warnings)
    (fault,) = faults(path, must=["algea"])
    assert (fault.table, fault.column) == ("options", "must")


@pytest.mark.parametrize(
    ("settings", "column", "words"),
    [
        ({"consensus": "meen"}, "consensus", "mean"),
        ({"consenssus": "mean"}, "consenssus", "consensus"),
        ({"rules.off": "fwe"}, "rules.off", "few"),
        ({"weights.values.fitt": "1"}, "weights.values", "fit"),
        ({"budget.total": "-1"}, "budget.total", "0 or more"),
        ({"budget.total": "much"}, "budget.total", "much"),
        ({"scale.min": "5"}, "scale.min", "least"),
        ({"weights.ranges": "[0.1"}, "weights.ranges", "cannot be read"),
    ],
)
def test_faults_of_options_are_theirs(path: Path, settings: dict[str, Any], column: str, words: str) -> None:
    at = [fault for fault in faults(path, settings=settings) if fault.table == "options"]
    assert [fault.column for fault in at] == [column]
    assert words in at[0].message


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        ("criterion,weight\nfit,1\nreach,x\nburden,1\n", 3, "weight", "x"),
        ("criterion,wieght\nfit,1\n", 1, "weight", "wieght"),
        ("criterion,weight\nfit,1\nfit,1\n", 3, "criterion", "already"),
        ("criterion,weight\nfit,1\nreach,1\n", 0, "weights.values", "burden"),
        ("criterion,weight\nfit,-1\n", 2, "weight", "0 or more"),
    ],
)
def test_a_file_of_weights_with_faults(
    path: Path, tmp_path: Path, text: str, row: int, column: str, words: str
) -> None:
    (tmp_path / "w.csv").write_text(text)
    found = [fault for fault in faults(path, weights_csv=tmp_path / "w.csv") if fault.table == "options"]
    assert [(fault.row, fault.column) for fault in found] == [(row, column)]
    assert words in found[0].message


def test_files_that_are_not_there(path: Path, tmp_path: Path) -> None:
    found = faults(path, weights_csv=tmp_path / "no.csv", scenario=tmp_path / "no.yaml")
    assert [(fault.table, fault.column) for fault in found] == [("options", "scenario"), ("options", "weights")]


def test_every_fault_of_case_and_options_at_once(path: Path) -> None:
    (path / "levels.csv").write_text("roadmap,level,value_share\nalgae,light,2\n")
    found = faults(path, settings={"consensus": "x"}, must=["y"])
    assert [fault.table for fault in found] == ["levels", "options", "options"]


def test_settings_in_force_can_be_put_in_again(path: Path) -> None:
    case = load_case(path, settings={"weights.ranges": "0.3", "rules.off": "spread[food]", "scale.step": "0.25"})
    again = load_case(path, settings=case.settings.as_dict())
    assert again.settings == case.settings
    assert json.loads(json.dumps(case.settings.as_dict()))["scale"]["step"] == 0.25
    assert list(case.settings.as_dict())[:4] == ["format", "title", "description", "source"]


def test_rules_are_left_out_by_either_name() -> None:
    spread = {"spread[chemistry]", "spread[food]", "spread[health]", "spread[manufacturing]"}
    case = sample.make()
    assert {rule.id for rule in case.rules if rule.source == "spread"} == spread
    one = change_settings(case, {"rules.off": ["spread[food]"]})
    assert {rule.id for rule in one.rules_off} == {"spread[food]"}
    assert {rule.id for rule in change_settings(one, {"rules.off": "spread"}).rules_off} == spread
    assert change_settings(one, {"rules.off": None}).rules == case.rules


def test_changes_are_on_top_of_changes_and_leave_the_checksum() -> None:
    case = change_settings(sample.make(), {"consensus": "mean"})
    case = change_settings(case, {"weights.method": "equal"})
    assert (case.settings.consensus, case.settings.weights.method) == ("mean", "equal")
    assert case.sha256 == sample.make().sha256
    assert change_settings(case, {"weights.method": None}).settings.weights.method == "ahp"
    with pytest.raises(CaseError):
        change_settings(case, {"weights.method": "x"})


def test_defaults_that_depend_on_the_case() -> None:
    settings = sample.make().settings
    assert (settings.weights.method, settings.weights.set, settings.weights.ranges) == ("ahp", "members", None)
    texts = sample.tables()
    del texts["judgments"]
    settings = sample.make(texts).settings
    assert (settings.weights.method, settings.weights.set, settings.weights.ranges) == (
        "equal",
        "ranges",
        Decimal("0.2"),
    )
    assert settings.scoring.reference == "scale"


def test_the_reference_of_methods_that_compare_roadmaps() -> None:
    for method in ("topsis", "additive", "vikor", "spotis"):
        assert sample.make(None, {"scoring.method": method}).settings.scoring.reference == "scale"
    case = sample.make(None, {"scoring.method": "promethee2"})
    assert case.settings.scoring.reference == "data"
    assert any("promethee2" in warning for warning in case.warnings)
    case = sample.make(None, {"scoring": {"method": "promethee2", "reference": "data"}})
    assert not any("promethee2" in warning for warning in case.warnings)


def test_scoring_methods_are_those_that_there_are() -> None:
    from optimizer.case.settings import SCALE_METHODS, SCORING_METHODS
    from optimizer.criteria.scoring import names

    assert (SCORING_METHODS, SCALE_METHODS) == (names.METHODS, names.SCALE_METHODS)


def test_a_case_travels_between_processes() -> None:
    case = pickle.loads(pickle.dumps(sample.make()))
    assert case == sample.make()
    assert change_settings(case, {"consensus": "mean"}).settings.consensus == "mean"


def test_changing_a_setting_takes_less_than_reading_again(path: Path) -> None:
    case = load_case(path)
    reading, changing = [], []
    for place in range(15):
        start = time.perf_counter()
        load_case(path)
        reading.append(time.perf_counter() - start)
        start = time.perf_counter()
        change_settings(case, {"budget.factor": 1 + place / 100})
        changing.append(time.perf_counter() - start)
    assert min(changing) < min(reading) / 2


def test_what_is_worked_out_once_is_said_each_time() -> None:
    texts = sample.tables()
    texts["synergies"][0]["saving"] = "99"
    texts["scores"][0]["score"] = "0"
    tables = Tables.from_texts(texts, sample.SETTINGS)
    assert (
        tables.check().warnings == tables.check().warnings == change_settings(tables, {"budget.factor": "2"}).warnings
    )
    texts["costs"][0]["roadmap"] = "x"
    texts["judgments"][0]["a"] = "x"
    tables = Tables.from_texts(texts, sample.SETTINGS)
    found = []
    for settings in ({}, {"consensus": "mean"}, {"consensus": "trimmed"}):
        with pytest.raises(CaseError) as caught:
            change_settings(tables, settings)
        found.append(caught.value.faults)
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("nothing", ["{}", "", "''"])
def test_a_heading_with_nothing_under_it(path: Path, tmp_path: Path, nothing: str) -> None:
    scenario = tmp_path / "nothing.yaml"
    scenario.write_text(f"weights: {nothing}\nbudget: {nothing}\nconsensus: trimmed\n")
    assert load_case(path, scenario=scenario).settings.consensus == "trimmed"


def test_a_group_of_settings_takes_no_value_itself(path: Path) -> None:
    (fault,) = faults(path, settings={"scoring": "topsis"})
    assert "group of settings" in fault.message
    assert "scoring.method" in fault.message
