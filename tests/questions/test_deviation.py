"""A proposed portfolio: with roadmaps below a threshold, and what a decision for it has to explain."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from optimizer.case.load import load_case
from optimizer.cli import main
from optimizer.questions.alternatives import alternatives
from optimizer.questions.assess import assess
from optimizer.questions.deviation import to_explain
from optimizer.situation import Situation
from tests.enumerate import best_of, enumerate_portfolios
from tests.generate import random_case


@pytest.mark.parametrize("seed", range(8))
def test_roadmaps_below_a_threshold_count_and_are_named(seed: int) -> None:
    """Every portfolio, ineligible roadmaps in it or not, by an enumeration that knows no thresholds."""
    for attempt in range(80):
        situation = Situation(random_case(1000 * attempt + seed, roadmaps=4))
        ranking = situation.ranking
        below = {entry.roadmap for entry in ranking.entries if not entry.eligible}
        best = best_of(situation.case, ranking, enumerate_portfolios(situation.case, ranking))
        if below and best is not None:
            break
    every = replace(ranking, entries=tuple(replace(entry, eligible=True) for entry in ranking.entries))
    seen = enumerate_portfolios(situation.case, every)
    assert any(below & set(one.levels) for one in seen)
    fits = [one for one in seen if not one.broken and not below & set(one.levels)]
    assert best is not None
    for one in seen[:: max(len(seen) // 25, 1)]:
        found = assess(situation, one.ids)
        assert (Fraction(found.value), Fraction(found.spend)) == (one.value, one.spend)
        misses = {f"eligible:{roadmap}" for roadmap in below & set(one.levels)}
        assert {broken.id for broken in found.broken} == one.broken | misses
        assert found.feasible == (not one.broken and not misses)
        assert found.value_lost is not None
        assert Fraction(found.value_lost) == best.value - one.value
        better = [s.value for s in fits if s.value > one.value and s.spend < one.spend]
        assert (found.better_and_cheaper is None) == (not better)
        if found.better_and_cheaper is not None:
            assert Fraction(found.better_and_cheaper.value) == max(better)


def test_what_a_decision_has_to_explain(by_hand: Path) -> None:
    situation = Situation(load_case(by_hand))
    said = to_explain(situation, assess(situation, ["algae", "boats"]))
    why = "How ready the partners are: its score is 2.5; at least 3 is needed (0.5 short)."
    others = "Energy from the sea (rank 1), Data for hospitals (rank 3) and Care at home (rank 4)"
    assert said == (
        f"Boats without fuel is below a threshold. {why}",
        "It gives up 0.1875 of value: 13.4% of what the best is worth.",
        "Algae as feedstock (rank 2) is funded while the higher ranked Energy from the sea (rank 1) would give way.",
        f"Boats without fuel (rank 5) is funded while the higher ranked {others} would give way.",
    )
    said = to_explain(situation, assess(situation, ["algae", "data", "energy"]), "nl")
    assert said[0].startswith("Niet nageleefd: in 2015 wordt ten hoogste €\u00a06\u00a0miljoen besteed (budget:2015); ")
    assert not any("%(" in sentence for sentence in said)


def test_what_is_better_and_cheaper_has_to_be_explained(flanders: Path) -> None:
    """The second best portfolio of the case is worth less than the best and costs more."""
    situation = Situation(load_case(flanders))
    best, second = alternatives(situation, 2).portfolios
    assert second.spend > best.spend
    found = assess(situation, second.selected)
    assert found.feasible
    assert found.better_and_cheaper is not None
    assert found.better_and_cheaper.selected == best.selected
    last = to_explain(situation, found)[-1]
    money = f"€{second.spend - best.spend}\u00a0million"
    assert last.startswith(f"A portfolio that keeps every rule is worth {second.loss} more for {money} less: ")


def test_the_best_itself_needs_no_grounds(by_hand: Path) -> None:
    situation = Situation(load_case(by_hand))
    found = assess(situation, ["care", "data", "energy:start"])
    assert found.feasible
    assert to_explain(situation, found) == ()


def test_it_is_said_how_many_rules_are_kept(by_hand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(by_hand), "--portfolio", "algae,data,energy"]) == 0
    out = capsys.readouterr().out
    assert "It keeps 0 of 3 rules and budget rows." in out
    assert "In 2015 at most €6\u00a0million is spent (budget:2015): by €" in out
    assert main(["assess", str(by_hand), "--portfolio", "care,data,energy:start"]) == 0
    out = capsys.readouterr().out
    assert "It keeps every rule." in out
    assert "It is the best portfolio." in out
    assert "has to explain" not in out


@pytest.mark.parametrize("words", [["boats:half"], ["nobody"], ["algae,algae"]])
def test_what_cannot_be_proposed_is_a_fault(
    words: list[str], by_hand: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", str(by_hand), "--portfolio", *words]) == 2
    assert "portfolio: " in capsys.readouterr().err
