"""What a trial changes is told in the words of the pages, whatever way it was changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.case.settings import SCORING_METHODS
from optimizer.terminal.naming import Names
from optimizer.terminal.page import Page
from ui.differences import SCORING, SETTINGS, differences
from ui.opening import read_place
from ui.session import Session


def told(session: Session, lang: str = "en") -> dict[str, tuple[str, str]]:
    names = Names(Page(lang), session.case(session.trial))
    return {
        what: (before.replace("\xa0", " "), after.replace("\xa0", " "))
        for what, before, after in differences(session, names)
    }


@pytest.fixture
def session(flanders: Path) -> Session:
    made = Session()
    made.open(read_place(flanders), flanders.name, flanders)
    return made


def test_nothing_differs_in_a_case_as_opened(session):
    assert told(session) == {}


def test_a_moved_weight_is_told_as_weights_and_not_as_settings(session):
    ids = [one.id for one in session.case(session.base).criteria]
    assert session.set({"weights.method": "direct", "weights.values": dict.fromkeys(ids, "1")})
    found = told(session)
    assert found.pop("How the criteria are weighed") == ("pairwise judgments (AHP)", "weights given directly")
    assert found["Weight of Value creation"] == ("13.4%", "10.0%")
    assert all(what.startswith("Weight of") for what in found)


def test_budgets_rules_and_roadmaps_are_told_by_name(session):
    case = session.case(session.base)
    rows = session.trial.tables.tables["budget"].records()
    rows[0]["max"] = "45"
    assert session.rewrite("budget", rows)
    assert session.set({"must": [case.roadmaps[0].id], "rules.off": [case.rules[0].id], "budget.factor": "0.9"})
    found = told(session, "nl")
    assert found["Alle budgetten, maal"] == ("1", "0,9")
    assert found["In elk geval gesteund"] == ("–", case.roadmaps[0].name)
    assert found[f"Budget {case.budget[0].year}"][1].startswith("€ 45")
    assert case.rules[0].id not in found["Regels die niet tellen"][1]


def test_changed_scores_are_counted_by_row(session):
    rows = session.trial.tables.tables["scores"].records()
    for row in rows[:3]:
        row["score"] = "5" if row["score"] != "5" else "4"
    assert session.rewrite("scores", rows)
    assert told(session)["table “scores”"] == ("as opened", "3 rows are other ones")


def test_every_setting_of_a_scenario_has_a_name():
    settings = {"weights.method", "weights.member", "weights.set", "consensus", "scoring.method", "scoring.reference",
                "threshold.total", "objective.basis", "objective.success", "budget.carry_over", "budget.factor",
                "budget.total", "rules.off", "must", "never"}  # fmt: skip
    assert settings <= set(SETTINGS)
    assert set(SCORING) == set(SCORING_METHODS)
