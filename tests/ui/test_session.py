"""A sitting: changes, the way back, scenarios on the disk, and nothing shared that should not be."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.situation import Situation
from ui import keeping, shared
from ui.opening import blank, read_place
from ui.session import Session, in_force
from ui.shared import Kept


@pytest.fixture
def session(by_hand):
    made = Session()
    made.open(read_place(by_hand), by_hand.name, by_hand)
    return made


def test_changes_are_undone_one_by_one(session):
    before = session.case(session.trial).settings
    assert session.set({"budget.factor": "0.9"})
    assert session.set({"scoring.method": "additive"})
    assert set(session.changed) <= {"budget.factor", "scoring.method"}
    session.undo()
    assert session.case(session.trial).settings.scoring == before.scoring
    session.undo()
    assert session.case(session.trial).settings == before
    assert not session.past


def test_a_change_that_cannot_be_leaves_everything(session):
    before = session.trial
    assert not session.set({"budget.factor": "many"})
    assert session.refused[0].column == "budget.factor"
    assert session.trial is before


def test_moved_weights_decide_as_the_library_does(flanders):
    session: Any = Session()
    session.open(read_place(flanders), flanders.name, flanders)
    ids = list(session.situation(session.trial).weights.values)
    for k in range(3):
        values = {id: str(1 + (i == k) * 2) for i, id in enumerate(ids)}
        assert session.set({"weights.method": "direct", "weights.values": values})
        mine = session.decided(session.trial)
        from optimizer.questions.decide import decide

        apart = decide(Situation(session.case(session.trial)))
        assert mine.as_dict()["portfolio"] == apart.as_dict()["portfolio"]


def test_two_sessions_do_not_see_each_other(by_hand):
    one: Any = Session()
    other: Any = Session()
    for session in (one, other):
        session.open(read_place(by_hand), by_hand.name, by_hand)
    assert one.set({"budget.factor": "0.5"})
    assert other.case(other.trial).settings.budget.factor == 1
    assert one.situation(one.base) is not other.situation(other.base)
    assert one.decided(one.base).situation is one.situation(one.base)
    assert other.decided(other.base).situation is other.situation(other.base)


def test_what_is_shared_holds_no_solver(session):
    session.decided(session.trial)
    parts, _settled = shared.PARTS.get(shared.content(session.case(session.trial)))
    assert "live" not in parts


def test_a_store_is_bounded_and_gives_up_the_oldest():
    kept = Kept(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c"), len(kept)) == (1, None, 3, 2)


def test_a_scenario_is_kept_beside_the_case_and_opens_again(tmp_path, by_hand):
    import shutil

    place = tmp_path / "case"
    shutil.copytree(by_hand, place)
    session: Any = Session()
    session.open(read_place(place), place.name, place)
    assert keeping.save(session, "nothing yet") != ""
    assert session.set({"budget.factor": "0.9", "weights.method": "equal"})
    for name in ("../out", "a/b", ".hidden", "", "x" * 65):
        assert keeping.save(session, name) != ""
    assert keeping.save(session, "less-money") == ""
    assert [p.name for p in tmp_path.rglob("*less-money*")] == ["less-money.yaml"]
    again: Any = Session()
    again.open(read_place(place), place.name, place)
    assert keeping.open_(again, keeping.saved(again)["less-money"]) == ""
    assert again.case(again.trial).settings == session.case(session.trial).settings


def test_a_write_that_fails_leaves_the_old_file(tmp_path, by_hand, monkeypatch):
    import os
    import shutil

    place = tmp_path / "case"
    shutil.copytree(by_hand, place)
    session: Any = Session()
    session.open(read_place(place), place.name, place)
    session.set({"budget.factor": "0.9"})
    assert keeping.save(session, "s") == ""
    before = (place / "scenarios" / "s.yaml").read_bytes()
    session.set({"budget.factor": "0.7"})

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    assert "no space" in keeping.save(session, "s")
    assert (place / "scenarios" / "s.yaml").read_bytes() == before
    assert [p.name for p in (place / "scenarios").iterdir() if "s.yaml" in p.name] == ["s.yaml"]


def test_the_workbook_of_a_trial_decides_alike(session, tmp_path):
    from optimizer import load_case

    assert session.set({"budget.factor": "0.9", "weights.method": "equal"})
    in_force(session.trial).write_workbook(tmp_path / "case.xlsx")
    found = load_case(tmp_path / "case.xlsx")
    assert found.settings == session.case(session.trial).settings


def test_an_empty_case_is_mended_in_place(tmp_path):
    session: Any = Session()
    session.open(blank(session.folder), "new")
    assert session.folder in [*(session.folder / "new-case").parents]
    assert session.faults or session.ready


def test_what_a_moved_weight_takes_over_is_what_would_be_built_anew(flanders):
    import random

    from optimizer.questions.decide import decide

    session: Any = Session()
    session.open(read_place(flanders), flanders.name, flanders)
    session.decided(session.trial)
    ids = list(session.situation(session.trial).weights.values)
    turn = random.Random(5)
    met = set()
    for _ in range(8):
        values = {id: str(turn.choice([1, 2, 8])) for id in ids}
        assert session.set({"weights.method": "direct", "weights.values": values})
        mine = session.decided(session.trial)
        apart = Situation(session.case(session.trial))
        met.add(apart.ranking.eligible_set)
        assert session.situation(session.trial).program == apart.program
        assert session.situation(session.trial).ranking == apart.ranking
        found = decide(apart, proof=False)
        assert (mine.value, mine.selected, mine.rules) == (found.value, found.selected, found.rules)
        assert [one.roadmap for one in mine.missed] == [one.roadmap for one in found.missed]
    assert len(met) > 1, "no weight crossed the threshold, so this tried less than it should"


def test_rows_are_taken_over_only_where_weights_alone_differ(flanders):
    from optimizer.case.load import change_settings

    tables = read_place(flanders)
    before = Situation(tables.check())
    assert before.program
    weights = Situation(change_settings(tables, {"weights.method": "equal", "threshold.total": None}))
    assert not weights.share_with(before)
    money = Situation(change_settings(tables, {"budget.factor": "0.9"}))
    assert not money.share_with(before)
    assert money.program != before.program
    same = Situation(tables.check())
    assert same.share_with(before)
    assert same.program == before.program


def test_garbage_is_collected_now_and_then(monkeypatch):
    import gc

    from ui import serving

    now = [100.0]
    monkeypatch.setattr(serving.time, "monotonic", lambda: now[0])
    seldom = serving._Seldom(10)
    calls: list[int] = []

    def collect(generation: int = 2) -> int:
        calls.append(generation)
        return 0

    monkeypatch.setattr(gc, "collect", collect)
    for second in range(31):
        now[0] = 100.0 + second
        seldom.collect(2)
    assert len(calls) == 3
    assert seldom.isenabled() == gc.isenabled()


def test_rows_over_values_are_written_again():
    from optimizer.case.load import change_settings
    from tests.case.sample import make

    before = Situation(make())
    assert before.program.tails
    after = Situation(change_settings(before.case, {"weights.method": "equal"}))
    assert not after.share_with(before)
    assert after.program == Situation(after.case).program
