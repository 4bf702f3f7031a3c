"""The decision against every portfolio there is, its JSON, and what it says when nothing fits or time is short."""

from __future__ import annotations

import dataclasses
import json
import random
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from optimizer.case.faults import CaseError
from optimizer.case.load import load_case
from optimizer.models.answer import Answer, Status
from optimizer.questions.decide import Decision, decide
from optimizer.situation import Infeasible, Situation
from optimizer.words.plain_json import plain_json
from tests.conftest import ROOT
from tests.enumerate import best_of, enumerate_portfolios
from tests.generate import random_case

BY_HAND = ROOT / "cases" / "by-hand"


@pytest.mark.parametrize("seed", range(200, 230))
def test_the_decision_is_the_enumerations(seed: int) -> None:
    situation = Situation(random_case(seed, roadmaps=5))
    found = decide(situation)
    seen = enumerate_portfolios(situation.case, situation.ranking)
    best = best_of(situation.case, situation.ranking, seen)
    portfolio: Any = found.as_dict()["portfolio"]
    if best is None:
        assert found.exit_status == 3
        assert portfolio["value"] is None
        assert portfolio["unique"] is None
        assert portfolio["selected"] == []
        assert portfolio["conflict"]
        return
    assert found.exit_status == 0
    assert portfolio["conflict"] == []
    assert Fraction(portfolio["value"]) == best.value == Fraction(portfolio["bound"])
    assert {one["roadmap"]: one["level"] for one in portfolio["selected"]} == dict(best.levels)
    assert Fraction(portfolio["spend"]["total"]) == best.spend
    assert sum(map(Fraction, portfolio["spend"]["by_year"].values())) == best.spend
    assert {rule["id"] for rule in portfolio["rules"]} == set(situation.program.ids)
    assert all(rule["satisfied"] for rule in portfolio["rules"])
    assert all(rule["slack"] is None or rule["slack"] >= 0 for rule in portfolio["rules"])


def by_hand(**settings: Any) -> Decision:
    return decide(Situation(load_case(BY_HAND, settings=settings)))


def plain(found: Decision) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(plain_json(found.as_dict()), parse_float=Decimal)
    made["solver"].pop("seconds")
    return made


def test_the_keys_are_the_contracts() -> None:
    made = plain(by_hand())
    assert list(made) == [
        *("format", "case", "settings", "weights", "consistency", "ranking"),
        *("portfolio", "solver", "versions", "warnings"),
    ]
    assert list(made["portfolio"]) == [
        *("status", "unique", "value", "bound", "selected", "synergies", "spend", "rules", "conflict"),
    ]
    assert list(made["ranking"][0]) == ["roadmap", "rank", "score", "native", "eligible", "reasons"]
    assert list(made["portfolio"]["selected"][0]) == ["roadmap", "level", "score", "public", "private"]
    assert list(made["portfolio"]["spend"]) == ["total", "by_year", "by_instrument", "private"]
    assert made["settings"]["budget"]["carry_over"] is False
    assert all(len(str(entry["score"]).partition(".")[2]) == 6 for entry in made["ranking"])


def test_every_solver_gives_the_same_portfolio() -> None:
    answers = [plain(decide(Situation(load_case(BY_HAND), solver=engine))) for engine in ("tree", "highs", "cbc")]
    assert answers[0]["portfolio"] == answers[1]["portfolio"] == answers[2]["portfolio"]
    assert len({answer["solver"]["name"] for answer in answers}) == 3


def test_shuffled_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rng = random.Random(7)
    for path in sorted(BY_HAND.iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".csv":
            head, *rows = text.splitlines(keepends=True)
            rng.shuffle(rows)
            text = head + "".join(row if row.endswith("\n") else row + "\n" for row in rows)
        if path.is_file():
            (tmp_path / path.name).write_text(text, encoding="utf-8")
    assert plain(decide(Situation(load_case(tmp_path)))) == plain(by_hand())


def test_what_is_forced_shows_among_the_rules() -> None:
    first = by_hand()
    funded = first.selected[0].roadmap
    made = plain(by_hand(never=[funded]))
    assert funded not in {one["roadmap"] for one in made["portfolio"]["selected"]}
    assert {"id": f"never:{funded}", "satisfied": True, "slack": 0} in made["portfolio"]["rules"]
    assert Fraction(made["portfolio"]["value"]) <= Fraction(first.value or 0)


def test_in_and_out_at_once_clashes_and_says_what_would_do() -> None:
    funded = by_hand().selected[0].roadmap
    found = by_hand(must=[funded], never=[funded])
    assert found.conflict == (f"must:{funded}", f"never:{funded}")
    assert [repair.changes[0].id for repair in found.repairs] == list(found.conflict)
    situation = Situation(load_case(BY_HAND, settings={"must": [funded], "never": [funded]}))
    with pytest.raises(Infeasible) as caught:
        situation.settled()
    assert caught.value.conflict == found.conflict


def test_no_time_at_all_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.models.tree.hunt.SMALL", 0)  # else the first case is worked whatever the clock says
    found = decide(Situation(load_case(ROOT / "cases" / "flanders-2014")), deadline=time.monotonic() - 1)
    assert found.status is Status.TIME_LIMIT
    assert found.exit_status == 4
    assert found.unique is None
    assert plain(found)["portfolio"]["status"] == "time_limit"


def test_a_gap_that_is_asked_for_is_kept() -> None:
    found = decide(Situation(load_case(ROOT / "cases" / "flanders-2014")), gap=Decimal("0.05"))
    assert found.status in (Status.OPTIMAL, Status.WITHIN_GAP)
    assert found.gap is not None
    assert found.gap <= Fraction("0.05")
    assert found.value is not None
    assert found.bound is not None
    assert found.gap == (Fraction(found.bound) - Fraction(found.value)) / Fraction(found.value)


def test_missed_roadmaps_are_the_best_ranked_outside_with_what_they_break() -> None:
    situation = Situation(load_case(ROOT / "cases" / "flanders-2014"))
    found = decide(situation)
    inside = {one.roadmap for one in found.selected}
    outside = [roadmap for roadmap in situation.program.ranking if roadmap not in inside]
    assert [one.roadmap for one in found.missed] == outside[:5]
    for one in found.missed:
        option = next(
            o for o in situation.program.groups[one.roadmap] if situation.program.options[o].level == one.level
        )
        broken = situation.program.broken((*(found.selection or ()), option))
        assert {obstacle.id for obstacle in one.obstacles} == set(broken)
        assert one.sentence("en") != one.sentence("nl")


def test_a_portfolio_that_the_case_does_not_bear_out_is_never_told() -> None:
    situation = Situation(load_case(BY_HAND))
    everything = tuple(options[0] for options in situation.program.groups.values())
    assert not situation.program.feasible(everything)
    value = situation.program.value(everything)
    real = situation.attempt()
    lie = Answer(Status.OPTIMAL, everything, value, value, proof=real.answer.proof or "there is one")
    situation._settled = dataclasses.replace(real, selection=everything, bound=value, answer=lie)
    with pytest.raises(RuntimeError, match="breaks a rule"):
        decide(situation)


def test_changed_settings_share_what_they_do_not_touch() -> None:
    base = Situation(load_case(BY_HAND))
    base.program  # noqa: B018 - computes all that can be shared
    cheaper = base.with_settings({"budget.factor": "0.5"})
    assert cheaper.ranking is base.ranking
    assert cheaper.objective is base.objective
    assert plain(decide(cheaper)) == plain(by_hand(**{"budget.factor": "0.5"}))
    other = base.with_settings({"weights.method": "equal", "scoring.method": "additive"})
    assert other.consensus is base.consensus
    assert plain(decide(other)) == plain(by_hand(**{"weights.method": "equal", "scoring.method": "additive"}))


def test_proposals_are_read_with_their_levels_and_faults() -> None:
    situation = Situation(load_case(BY_HAND))
    best = decide(situation)
    ids = [situation.program.options[o].id for o in best.selection or ()]
    program, selection, ineligible = situation.proposal(ids)
    assert (selection, ineligible) == (best.selection, ())
    assert situation.breaches(program, selection) == ()
    with pytest.raises(CaseError) as caught:
        situation.proposal([*ids, ids[0], "nobody", f"{ids[0]}:nolevel"])
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("wrong", [Status.OPTIMAL, Status.INFEASIBLE])
def test_another_solver_that_is_wrong_is_said_to_be(wrong: Status, monkeypatch: pytest.MonkeyPatch) -> None:
    """CBC called a portfolio of thirty roadmaps best that was 1% short, and calls feasible problems infeasible (PuLP
    #662): neither may come out as the answer."""
    from optimizer.models.mip import Mip

    nothing = Answer(Status.INFEASIBLE, None, None, None)
    said = iter([nothing if wrong is Status.INFEASIBLE else Answer(wrong, (), 0, 0)])
    monkeypatch.setattr(Mip, "best", lambda self, **changes: next(said, nothing))
    found, proven = decide(Situation(load_case(BY_HAND), solver="cbc")), decide(Situation(load_case(BY_HAND)))
    assert plain(found)["portfolio"] == plain(proven)["portfolio"]
    assert any("CBC" in warning and "is wrong" in warning for warning in found.warnings)
    assert "CBC" not in plain(found)["solver"]["name"]
