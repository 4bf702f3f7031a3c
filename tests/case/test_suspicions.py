"""Warnings: what is legal but suspicious, and silence where it is not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.case import sample


def warnings(texts: dict[str, Any] | None = None, settings: dict[str, Any] | None = None) -> tuple[str, ...]:
    return sample.make(texts, settings).warnings


def with_rule(**cells: str) -> dict[str, Any]:
    texts = sample.tables()
    texts["rules"].append({"id": "extra", **cells})
    return texts


def test_silence() -> None:
    assert warnings() == ()


def test_a_criterion_that_does_not_tell_roadmaps_apart() -> None:
    texts = sample.tables()
    for row, scores in zip(
        [row for row in texts["scores"] if row["criterion"] == "fit"], ("2", "3", "2.5", "3", "2", "2.5"), strict=True
    ):
        row["score"] = scores
    assert [w for w in warnings(texts) if '"fit"' in w and "apart" in w and "2.5" in w]
    texts["scores"][0]["score"] = "0"
    assert not [w for w in warnings(texts) if "tell the roadmaps apart" in w]


def test_a_budget_without_any_costs() -> None:
    texts = sample.tables()
    texts["costs"] = []
    texts.pop("levels", None)
    assert [w for w in warnings(texts) if w.startswith("costs: there are none")]
    texts["budget"] = []
    assert not [w for w in warnings(texts) if w.startswith("costs: there are none")]


def test_evaluators_far_apart() -> None:
    texts = sample.tables()
    for row in texts["scores"]:
        if row["roadmap"] == "nano":
            row["score"] = "0" if row["evaluator"] == "Ann" else "5"
    (warning,) = (w for w in warnings(texts) if "far apart" in w)
    assert '"nano"' in warning
    assert "100%" in warning


def test_evaluators_far_apart_on_many_roadmaps_are_summed_up() -> None:
    texts: dict[str, Any] = {
        "criteria": sample.TABLES["criteria"],
        "roadmaps": [{"id": f"r{n}", "name": "R"} for n in range(30)],
        "scores": [
            {"roadmap": f"r{n}", "criterion": c, "score": str(s if n % 2 else 5 - s), "evaluator": f"e{s}"}
            for n in range(30)
            for c in ("fit", "reach", "burden")
            for s in (0, 5)
        ],
    }
    found = [w for w in warnings(texts) if "far apart" in w]
    assert len(found) == 11
    assert any("20 more" in w for w in found)


def test_consensus_rows_left_out() -> None:
    texts = sample.tables()
    texts["scores"].append({"roadmap": "nano", "criterion": "fit", "score": "3.3", "evaluator": "consensus"})
    (warning,) = warnings(texts)
    assert "1 row " in warning
    assert "agreed" in warning
    assert len(sample.make(texts).scores) == len(texts["scores"])


def test_agreed_scores_may_lie_between_steps() -> None:
    texts = sample.tables()
    texts["scores"] += [
        {"roadmap": r, "criterion": c, "score": f"{3 + i / 10}", "evaluator": "consensus"}
        for i, r in enumerate(("algae", "nano", "print"))
        for c in ("fit", "reach", "burden")
    ]
    assert warnings(texts, {"consensus": "agreed"}) == ()
    texts["scores"][-1]["score"] = "10.5"
    assert sample.faults(texts, {"consensus": "agreed"})[0].column == "score"


@pytest.mark.parametrize("column", ["domian", "rsk", "leads", "sucess", "admisible", "Risk"])
def test_a_column_that_may_be_misspelt(column: str) -> None:
    texts = sample.tables()
    texts["roadmaps"][0][column] = "1"
    (warning,) = warnings(texts)
    assert column in warning
    assert "rename" in warning


def test_an_attribute_of_its_own_is_not_suspicious() -> None:
    texts = sample.tables()
    texts["roadmaps"][0]["themes"] = "1"
    assert warnings(texts) == ()


@pytest.mark.parametrize(
    "cells",
    [
        {"rule": "count", "max": "3"},
        {"rule": "count", "min": "0", "members": "algae;nano"},
        {"rule": "count", "attribute": "risk", "value": "low", "max": "1"},
        {"rule": "exclusive", "members": "algae;late"},
        {"rule": "exclusive", "members": "algae;nano", "max": "2"},
        {"rule": "share", "attribute": "risk", "value": "low", "max": "1"},
        {"rule": "share", "attribute": "risk", "value": "low", "min": "0"},
        {"rule": "cover", "attribute": "risk", "value": "low", "min": "0"},
        {"rule": "concentration", "attribute": "risk", "max": "1"},
        {"rule": "intensity", "max": "1"},
        {"rule": "leverage", "min": "0"},
        {"rule": "never", "members": "late"},
    ],
)
def test_a_rule_that_can_never_bind(cells: dict[str, str]) -> None:
    found = [w for w in warnings(with_rule(**cells)) if "never bind" in w]
    assert len(found) == 1
    assert '"extra"' in found[0]


@pytest.mark.parametrize(
    "cells",
    [
        {"rule": "count", "max": "2"},
        {"rule": "count", "max": "9", "min": "1"},
        {"rule": "exclusive", "members": "algae;nano"},
        {"rule": "share", "attribute": "risk", "value": "low", "max": "0.99"},
        {"rule": "cover", "attribute": "risk", "value": "low"},
        {"rule": "concentration", "attribute": "risk", "max": "0.9"},
        {"rule": "leverage", "min": "0.1"},
        {"rule": "never", "members": "late;algae"},
    ],
)
def test_a_rule_that_may_bind(cells: dict[str, str]) -> None:
    assert not [w for w in warnings(with_rule(**cells)) if "never bind" in w]


def test_a_cover_that_a_forced_roadmap_keeps() -> None:
    cells = {"rule": "cover", "attribute": "risk", "value": "low"}
    assert [w for w in warnings(with_rule(**cells), {"must": "print"}) if "never bind" in w]
    texts = with_rule(**cells)
    texts["rules"].append({"id": "force", "rule": "must", "members": "print"})
    assert [w for w in warnings(texts) if "never bind" in w]
    assert not [w for w in warnings(texts, {"rules.off": "force"}) if "never bind" in w]


def test_money() -> None:
    texts = sample.tables()
    texts["synergies"][0]["saving"] = "8.6"
    assert ["larger" in w and "8.5" in w for w in warnings(texts)] == [True]
    texts["synergies"][0]["saving"] = "8.5"
    assert warnings(texts) == ()
    texts["budget"][2]["instrument"] = "reserach"
    assert [w for w in warnings(texts) if 'did you mean "research"' in w]


def test_a_threshold_outside_the_scale() -> None:
    texts = sample.tables()
    texts["criteria"][1]["threshold"] = "6"
    assert [w for w in warnings(texts) if "every roadmap misses it" in w]
    texts["criteria"][1]["threshold"] = "-1"
    assert [w for w in warnings(texts) if "no roadmap can miss it" in w]
