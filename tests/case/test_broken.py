"""Broken inputs: each one thing wrong, each found at its table, row and column, in words that help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from optimizer import CaseError, load_case
from optimizer.case.tables import Tables
from tests.case import sample

#: table, row, column, new text (None: leave the column out of the row), where the fault is, words of its message.
CELLS: list[tuple[str, int, str, str | None, tuple[str, int, str], tuple[str, ...]]] = [
    ("criteria", 2, "id", "a b", ("criteria", 2, "id"), ("a b", "a space")),
    ("criteria", 2, "id", "x" * 65, ("criteria", 2, "id"), ("65 characters", "64")),
    ("criteria", 2, "id", "", ("criteria", 2, "id"), ("is empty",)),
    ("criteria", 2, "id", "reach", ("criteria", 3, "id"), ("already in row 2",)),
    ("criteria", 2, "direction", "maxx", ("criteria", 2, "direction"), ("maxx", 'did you mean "max"')),
    ("criteria", 2, "name", "", ("criteria", 2, "name"), ("is empty",)),
    ("criteria", 2, "scale_min", "five", ("criteria", 2, "scale_min"), ("five", "not a number")),
    ("criteria", 4, "scale_max", "-1", ("criteria", 4, "scale_max"), ("not above its least",)),
    ("roadmaps", 2, "success", "1.5", ("roadmaps", 2, "success"), ("1.5", "0 to 1")),
    ("roadmaps", 5, "admissible", "maybe", ("roadmaps", 5, "admissible"), ("maybe", "yes nor no")),
    ("roadmaps", 5, "reason", "", ("roadmaps", 5, "reason"), ("late", "missing")),
    ("roadmaps", 3, "id", "algae", ("roadmaps", 3, "id"), ("algae", "already in row 2")),
    ("roadmaps", 3, "name", "bad\x01name", ("roadmaps", 3, "name"), ("control character",)),
    ("scores", 2, "score", "3.25", ("scores", 2, "score"), ("3.25", "off the step", "3.0 or 3.5")),
    ("scores", 2, "score", "5.5", ("scores", 2, "score"), ("outside the scale", "0 to 5")),
    ("scores", 2, "score", "", ("scores", 2, "score"), ("missing",)),
    ("scores", 2, "score", "3,5", ("scores", 2, "score"), ("3,5", "3.5")),
    ("scores", 2, "score", "NaN", ("scores", 2, "score"), ("NaN", "not a number")),
    ("scores", 2, "score", "1e99", ("scores", 2, "score"), ("too long",)),
    ("scores", 2, "roadmap", "algea", ("scores", 2, "roadmap"), ("algea", 'did you mean "algae"')),
    ("scores", 2, "criterion", "fitt", ("scores", 2, "criterion"), ("fitt", 'did you mean "fit"')),
    ("scores", 2, "criterion", "", ("scores", 2, "criterion"), ("missing",)),
    ("scores", 2, "recused", "yes", ("scores", 2, "score"), ("recused", "no score")),
    ("scores", 2, "recused", "perhaps", ("scores", 2, "recused"), ("perhaps",)),
    ("scores", 3, "criterion", "fit", ("scores", 3, "evaluator"), ("Ann", "algae", "fit", "row 2")),
    ("judgments", 2, "a", "fut", ("judgments", 2, "a"), ("fut", 'did you mean "fit"')),
    ("judgments", 2, "value", "10", ("judgments", 2, "value"), ("10", "1/9 to 9")),
    ("judgments", 2, "value", "9.1", ("judgments", 2, "value"), ("9.1", "1/9 to 9")),
    ("judgments", 2, "value", "0.1", ("judgments", 2, "value"), ("0.1", "1/9 to 9")),
    ("judgments", 2, "value", "1/0", ("judgments", 2, "value"), ("divides by 0",)),
    ("judgments", 2, "value", "much", ("judgments", 2, "value"), ("much", "1/3")),
    ("judgments", 2, "b", "fit", ("judgments", 2, "b"), ("with itself",)),
    ("judgments", 2, "b", "burden", ("judgments", 0, ""), ()),
    ("judgments", 2, "weight", "-1", ("judgments", 2, "weight"), ("-1", "0 or more")),
    ("costs", 2, "public", "-1", ("costs", 2, "public"), ("-1", "0 or more")),
    ("costs", 2, "public", "1 000", ("costs", 2, "public"), ("1 000", "thousands")),
    ("costs", 2, "public", "", ("costs", 2, "public"), ("is empty",)),
    ("costs", 2, "year", "2026.5", ("costs", 2, "year"), ("2026.5", "whole")),
    ("costs", 2, "year", "2030", ("costs", 2, "year"), ("2030", "2026, 2027")),
    ("costs", 2, "roadmap", "algeae", ("costs", 2, "roadmap"), ("algeae", "algae")),
    ("costs", 4, "level", "heavy", ("costs", 4, "level"), ("heavy", "no row in levels")),
    ("costs", 4, "level", "", ("costs", 4, "year"), ("already in row 2",)),
    ("levels", 2, "value_share", "1.2", ("levels", 2, "value_share"), ("1.2", "0 to 1")),
    ("levels", 2, "level", "lite", ("levels", 2, "level"), ("lite", "light")),
    ("levels", 2, "level", "full", ("levels", 2, "value_share"), ("full", "brings 1")),
    ("levels", 2, "roadmap", "alga", ("levels", 2, "roadmap"), ("alga", "algae")),
    ("budget", 2, "year", "soon", ("budget", 2, "year"), ("soon", "total")),
    ("budget", 2, "year", "", ("budget", 2, "year"), ("is empty",)),
    ("budget", 2, "max", "", ("budget", 2, "max"), ("missing",)),
    ("budget", 3, "min", "6", ("budget", 3, "min"), ("6", "above the maximum 5")),
    ("budget", 3, "year", "2026", ("budget", 3, "year"), ("already in row 2",)),
    ("synergies", 2, "members", "algae", ("synergies", 2, "members"), ("1 member", "two or more")),
    ("synergies", 2, "members", "algae;algae", ("synergies", 2, "members"), ("algae", "twice")),
    ("synergies", 2, "members", "algae, nano", ("synergies", 2, "members"), ("separate", ";")),
    ("synergies", 2, "members", "algae;nanno", ("synergies", 2, "members"), ("nanno", "nano")),
    ("synergies", 2, "at_least", "3", ("synergies", 2, "at_least"), ("3", "2 members")),
    ("synergies", 2, "at_least", "0", ("synergies", 2, "at_least"), ("1 or more",)),
    ("synergies", 2, "at_least", "1.5", ("synergies", 2, "at_least"), ("whole",)),
    ("synergies", 2, "value_share", "0.1", ("synergies", 2, "value_share"), ("both",)),
    ("synergies", 3, "value_share", "1.5", ("synergies", 3, "value_share"), ("1.5", "-1 to 1")),
    ("synergies", 2, "saving", "-1", ("synergies", 2, "saving"), ("-1",)),
    ("synergies", 3, "id", "both", ("synergies", 3, "id"), ("both", "row 2")),
    ("rules", 2, "rule", "cuont", ("rules", 2, "rule"), ("cuont", 'did you mean "count"')),
    ("rules", 2, "min", "3", ("rules", 2, "min"), ("3", "above the maximum 2")),
    ("rules", 2, "max", "", ("rules", 2, "min"), ("min or max",)),
    ("rules", 2, "max", "1.5", ("rules", 2, "max"), ("whole",)),
    ("rules", 2, "members", "algae;nope", ("rules", 2, "members"), ("nope", "roadmap")),
    ("rules", 2, "attribute", "domain", ("rules", 2, "value"), ("value",)),
    ("rules", 2, "value", "food", ("rules", 2, "attribute"), ("attribute",)),
    ("rules", 2, "of", "spend", ("rules", 2, "of"), ("count", "no of")),
    ("rules", 3, "attribute", "domian", ("rules", 3, "attribute"), ("domian", 'did you mean "domain"')),
    ("rules", 3, "attribute", "success", ("rules", 3, "attribute"), ("success", "attribute")),
    ("rules", 3, "attribute", "", ("rules", 3, "attribute"), ("needs attribute",)),
    ("rules", 3, "value", "fod", ("rules", 3, "value"), ("fod", 'did you mean "food"')),
    ("rules", 3, "max", "1.1", ("rules", 3, "max"), ("1.1", "0 to 1")),
    ("rules", 3, "max", "", ("rules", 3, "min"), ("min or max",)),
    ("rules", 3, "of", "money", ("rules", 3, "of"), ("money", "spend")),
    ("rules", 4, "max", "2", ("rules", 4, "max"), ("cover", "no max")),
    ("rules", 5, "value", "0", ("rules", 5, "value"), ("above 0",)),
    ("rules", 5, "value", "half", ("rules", 5, "value"), ("half",)),
    ("rules", 5, "min", "", ("rules", 5, "min"), ("needs min",)),
    ("rules", 3, "id", "few", ("rules", 3, "id"), ("few", "row 2")),
    ("scenarios", 2, "probability", "0.7", ("scenarios", 0, "probability"), ("0.95", "not 1")),
    ("scenarios", 2, "probability", "", ("scenarios", 2, "probability"), ("base", "missing")),
    ("scenarios", 3, "roadmap", "nanno", ("scenarios", 3, "roadmap"), ("nanno", "nano")),
    ("scenarios", 3, "roadmap", "", ("scenarios", 3, "roadmap"), ("missing",)),
    ("scenarios", 3, "factor", "", ("scenarios", 3, "factor"), ("missing",)),
    ("scenarios", 3, "factor", "-1", ("scenarios", 3, "factor"), ("-1",)),
]


def test_the_sample_is_sound() -> None:
    assert sample.faults() == ()


@pytest.mark.parametrize(("table", "row", "column", "text", "place", "words"), CELLS)
def test_one_broken_cell(
    table: str, row: int, column: str, text: str | None, place: tuple[str, int, str], words: tuple[str, ...]
) -> None:
    texts = sample.tables()
    texts[table][row - 2][column] = text or ""
    found = sample.faults(texts)
    if not words:  # a judgment moved so that everything is still connected: no fault at all
        assert found == ()
        return
    at = [fault for fault in found if (fault.table, fault.row, fault.column) == place]
    assert len(at) == 1, found
    assert all(word in at[0].message for word in words), at[0].message


def add(table: str, **cells: str) -> dict[str, Any]:
    texts = sample.tables()
    texts.setdefault(table, []).append(cells)
    return texts


def drop(table: str, *rows: int) -> dict[str, Any]:
    texts = sample.tables()
    texts[table] = [cells for row, cells in enumerate(texts[table], 2) if row not in rows]
    return texts


#: texts, settings, where the fault is, words of its message.
WHOLES: list[tuple[str, Any, dict[str, Any], tuple[str, int, str], tuple[str, ...]]] = [
    ("column missing", {**sample.TABLES, "levels": [{"roadmap": "algae", "level": "light"}]}, {},
     ("levels", 1, "value_share"), ("missing",)),
    ("column misspelt", {**sample.TABLES, "levels": [{"roadmap": "algae", "levle": "light", "value_share": "1"}]}, {},
     ("levels", 1, "levle"), ("not known", 'did you mean "level"')),
    ("table misspelt", {**sample.TABLES, "budgte": []}, {}, ("budgte", 0, ""), ("not known",)),
    ("no scores", {k: v for k, v in sample.TABLES.items() if k != "scores"}, {}, ("scores", 0, ""), ("missing",)),
    ("no roadmaps", {**sample.TABLES, "roadmaps": []}, {}, ("roadmaps", 0, ""), ("no rows",)),
    ("header twice", {**sample.TABLES, "levels": (["roadmap", "level", "level", "value_share"],
     [["algae", "light", "light", "0.4"]])}, {}, ("levels", 1, "level"), ("twice",)),
    ("cells without header", {**sample.TABLES, "levels": (["roadmap", "level", "value_share"],
     [["algae", "light", "0.4", "stray"]])}, {}, ("levels", 2, ""), ("4 cells", "3")),
    ("no score", drop("scores", 2, 11), {}, ("scores", 0, "score"), ("algae", "fit")),
    ("all recused", {**add("scores", roadmap="nano", criterion="fit", evaluator="Cy", recused="ja"),
        "scores": [s for s in sample.TABLES["scores"] if s["roadmap"] != "nano"]
        + [{**s, "score": "", "recused": "yes"} for s in sample.TABLES["scores"] if s["roadmap"] == "nano"]}, {},
     ("scores", 0, "score"), ("nano",)),
    ("no agreed score", None, {"consensus": "agreed"}, ("scores", 0, "score"), ("agreed", "consensus")),
    ("not connected", drop("judgments", 3), {}, ("judgments", 0, "member"),
     ("chair", "2 parts", "burden | fit, reach")),
    ("judged both ways", add("judgments", member="chair", a="reach", b="fit", value="1/2"), {},
     ("judgments", 6, "value"), ("chair", "row 2", "1/2", "3")),
    ("judged twice", add("judgments", member="chair", a="fit", b="reach", value="3"), {},
     ("judgments", 6, "value"), ("already", "row 2")),
    ("two weights", add("judgments", member="chair", a="fit", b="burden", value="2", weight="2") | {
        "judgments": [*({**j, "weight": "1"} for j in sample.TABLES["judgments"]),
                      {"member": "chair", "a": "fit", "b": "burden", "value": "2", "weight": "2"}]}, {},
     ("judgments", 6, "weight"), ("chair", "row 2")),
    ("no cost", drop("costs", 6), {}, ("costs", 0, "roadmap"), ("nano",)),
    ("no full level", {**sample.TABLES, "costs": [c | {"level": "heavy"} if not c.get("level") and
     c["roadmap"] == "algae" else c for c in sample.TABLES["costs"]], "levels": [*sample.TABLES["levels"],
     {"roadmap": "algae", "level": "heavy", "value_share": "0.9"}]}, {}, ("costs", 2, "level"), ("full", "heavy")),
    ("must of one who is not there", add("rules", id="m", rule="must", members="algea"), {},
     ("rules", 6, "members"), ("algea", "algae")),
    ("must of nobody", add("rules", id="m", rule="must"), {}, ("rules", 6, "members"), ("needs members",)),
    ("requires of one", add("rules", id="m", rule="requires", members="algae"), {},
     ("rules", 6, "members"), ("2 members",)),
    ("exclusive of one", add("rules", id="m", rule="exclusive", members="algae"), {},
     ("rules", 6, "members"), ("2 members",)),
    ("members and value", add("rules", id="m", rule="count", members="algae", attribute="risk", value="low", max="1"),
     {}, ("rules", 6, "members"), ("not both",)),
    ("concentration above 1", add("rules", id="m", rule="concentration", attribute="risk", max="2"), {},
     ("rules", 6, "max"), ("2", "0 to 1")),
    ("intensity without limit", add("rules", id="m", rule="intensity"), {}, ("rules", 6, "max"), ("needs max",)),
    ("leverage below 0", add("rules", id="m", rule="leverage", min="-1"), {}, ("rules", 6, "min"), ("-1",)),
    ("downside without scenarios", {**sample.TABLES, "scenarios": []}, {}, ("rules", 5, "rule"), ("scenarios",)),
    ("one probability", add("scenarios", scenario="slump", probability="0.5", roadmap="algae", factor="1"), {},
     ("scenarios", 4, "probability"), ("slump", "row 3")),
    ("scenario row twice", add("scenarios", scenario="slump", probability="0.25", roadmap="nano", factor="1"), {},
     ("scenarios", 4, "roadmap"), ("row 3",)),
    ("nobody admissible", {**sample.TABLES, "roadmaps": [r | {"admissible": "nee", "reason": "no"} for r in
     sample.TABLES["roadmaps"]]}, {}, ("roadmaps", 0, "admissible"), ("no roadmap is admissible",)),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "settings", "place", "words"), [c[1:] for c in WHOLES], ids=[c[0] for c in WHOLES])
def test_one_broken_table(
    texts: Any, settings: dict[str, Any], place: tuple[str, int, str], words: tuple[str, ...]
) -> None:
    found = sample.faults(texts, settings)
    at = [fault for fault in found if (fault.table, fault.row, fault.column) == place]
    assert at, found
    assert any(all(word in fault.message for word in words) for fault in at), at


#: key, value, words of the fault of that key in the table case.
KEYS: list[tuple[str, Any, str, tuple[str, ...]]] = [
    ("format", "2", "format", ("2", "reads 1")),
    ("title", "", "title", ("missing",)),
    ("titel", "x", "titel", ("titel", 'did you mean "title"')),
    ("weights.metod", "ahp", "weights.metod", ("weights.method",)),
    ("weights.method", "apq", "weights.method", ("apq", 'did you mean "ahp"')),
    ("scale.step", "0", "scale.step", ("above 0",)),
    ("scale.max", "0", "scale.max", ("not above its least",)),
    ("consensus", "meen", "consensus", ("meen", 'did you mean "mean"')),
    ("scoring.method", "topsys", "scoring.method", ("topsys", 'did you mean "topsis"')),
    ("budget.factor", "-1", "budget.factor", ("-1",)),
    ("budget.carry_over", "perhaps", "budget.carry_over", ("perhaps", "yes nor no")),
    ("rules.off", "fwe", "rules.off", ("fwe", 'did you mean "few"')),
    ("rules.off", "spread[fod]", "rules.off", ("spread[fod]", "spread[food]")),
    ("must", "algea", "must", ("algea", 'did you mean "algae"')),
    ("rules.never", ["nanno"], "never", ("nanno", "nano")),
    ("weights.member", "chiar", "weights.member", ("chiar", "chair")),
    ("weights.values", {"fit": 1}, "weights.values", ()),
    ("weights.values.fitt", "1", "weights.values", ("fitt", "fit")),
    ("weights.ranges", {"fit": ["0.1", "0.2"], "reach": ["0.1", "0.2"], "burden": [0, "0.1"]}, "weights.ranges",
     ("less than 1",)),
    ("weights.ranges", {"fit": [0.6, 0.7], "reach": [0.6, 1]}, "weights.ranges", ("more than 1",)),
    ("weights.ranges", {"fit": [0.7, 0.6]}, "weights.ranges", ("fit", "above the highest")),
    ("weights.ranges", {"fit": [0.7]}, "weights.ranges", ("[lowest, highest]",)),
    ("weights.ranges", "-0.1", "weights.ranges", ("-0.1",)),
    ("report.evaluators", "hidden", "report.evaluators", ("named",)),
    ("report.decision_date", "soon", "report.decision_date", ("soon", "2026-01-31")),
    ("scale", "5", "scale", ("scale",)),
    ("title", ["a"], "title", ("a list",)),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value", "column", "words"), KEYS)
def test_one_broken_setting(key: str, value: Any, column: str, words: tuple[str, ...]) -> None:
    found = sample.faults(None, {key: value})
    if not words:
        assert found == ()
        return
    at = [fault for fault in found if fault.table == "case" and fault.column == column]
    assert at, found
    assert all(word in at[0].message for word in words), at[0].message


WEIGHTS: list[tuple[dict[str, Any], str, tuple[str, ...]]] = [
    ({"weights.method": "direct"}, "weights.values", ("fit", "reach", "burden")),
    ({"weights.method": "direct", "weights.values": {"fit": 1, "reach": 1}}, "weights.values", ("burden",)),
    ({"weights.method": "swing", "weights.values": {"fit": 0, "reach": 0, "burden": 0}}, "weights.values", ("all",)),
    ({"weights.method": "roc", "weights.order": ["fit", "reach"]}, "weights.order", ("burden",)),
    ({"weights.method": "roc", "weights.order": ["fit", "reach", "burdn"]}, "weights.order", ("burden",)),
    ({"weights.method": "bwm", "weights.worst": "fit"}, "weights.best", ("missing",)),
    ({"weights.method": "bwm", "weights.best": "fit", "weights.worst": "fit"}, "weights.worst", ("fit",)),
    ({"weights.method": "bwm", "weights.best": "fit", "weights.worst": "burden",
      "weights.best_to_others": {"reach": 2, "burden": 4}, "weights.others_to_worst": {"fit": 5, "reach": 2}},
     "weights.others_to_worst", ("one number",)),
    ({"weights.method": "bwm", "weights.best": "fit", "weights.worst": "burden",
      "weights.best_to_others": {"burden": 4}, "weights.others_to_worst": {"fit": 4, "reach": 2}},
     "weights.best_to_others", ("reach",)),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "column", "words"), WEIGHTS)
def test_weights_that_lack_something(settings: dict[str, Any], column: str, words: tuple[str, ...]) -> None:
    at = [fault for fault in sample.faults(None, settings) if fault.column == column]
    assert at
    assert all(word in at[0].message for word in words), at[0].message


def test_ahp_and_members_need_judgments() -> None:
    texts = {name: rows for name, rows in sample.tables().items() if name != "judgments"}
    found = sample.faults(texts, {"weights.method": "ahp", "weights.set": "members"})
    assert {fault.column for fault in found} == {"weights.method", "weights.set"}


def test_every_fault_in_one_pass() -> None:
    texts = sample.tables()
    texts["criteria"][0]["direction"] = "up"
    texts["scores"][3]["score"] = "x"
    texts["costs"][0]["year"] = "x"
    texts["rules"][0]["rule"] = "x"
    texts["synergies"][0]["members"] = "algae;zzz"
    found = sample.faults(texts, {"consensus": "x", "nonsense": "1"})
    places = {(fault.table, fault.row, fault.column) for fault in found}
    assert places >= {
        ("criteria", 2, "direction"),
        ("scores", 5, "score"),
        ("costs", 2, "year"),
        ("rules", 2, "rule"),
        ("synergies", 2, "members"),
        ("case", 0, "consensus"),
        ("case", 0, "nonsense"),
    }
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("table", "row", "column", "text"),
    [
        ("budget", 2, "max", "-6"),
        ("budget", 2, "year", "twenty"),
        ("judgments", 2, "a", "fut"),
        ("judgments", 2, "b", "fit"),
        ("judgments", 2, "member", ""),
    ],
)
def test_one_mistake_is_one_fault(table: str, row: int, column: str, text: str) -> None:
    """No year is called unknown, and nobody's judgments unconnected, for the sake of a cell that is faulty itself."""
    texts = sample.tables()
    texts[table][row - 2][column] = text
    assert [(fault.table, fault.row, fault.column) for fault in sample.faults(texts)] == [(table, row, column)]


@pytest.mark.parametrize("text", ["\tscale: {max: 20}", "scale: {max: -1}", "scale: {max: much}"])
def test_scores_are_not_held_against_a_scale_that_is_not_meant(tmp_path: Path, text: str) -> None:
    texts = sample.tables()
    texts["scores"][0]["score"] = "12"
    Tables.from_texts(texts, sample.SETTINGS).write_folder(tmp_path / "case")
    with (tmp_path / "case" / "case.yaml").open("a") as file:
        file.write(f"{text}\n")
    with pytest.raises(CaseError) as caught:
        load_case(tmp_path / "case")
    assert [fault.table for fault in caught.value.faults] == ["case"]


def test_a_purse_that_reads_like_a_minimum() -> None:
    texts = sample.tables()
    year = texts["budget"][0]["year"]
    texts["budget"][0]["min"] = "0.1"
    texts["budget"].append({"year": year, "max": "5", "instrument": "min"})
    found = [fault for fault in sample.faults(texts) if fault.table == "budget"]
    assert [(fault.row, fault.column) for fault in found] == [(len(texts["budget"]) + 1, "instrument")]
    texts["budget"][0]["min"] = ""
    assert not [fault for fault in sample.faults(texts) if fault.table == "budget"]
