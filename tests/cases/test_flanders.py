"""The Flanders case is what its README and the policy note say it is, and asks something worth asking."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from optimizer import load_case
from optimizer.case.model import Case
from optimizer.situation import Situation
from tests.conftest import ROOT

CASE = ROOT / "cases" / "flanders-2014"
SCENARIOS = sorted((CASE / "scenarios").glob("*.yaml"))

# As the note has them: cluster domains (5.2), hubs and themes (5.1), transition areas (3.2.2), research centres (5.1,
# and CMI, 5.2).
DOMAINS = {
    "Sustainable chemistry",
    "Specialised manufacturing solutions",
    "Personalised cure and care",
    "Value-added logistics",
    "Specialised agro-food",
    "Integrated building-environment-energy",
    "Smart systems",
    "Creative industries and services",
}
HUBS = {
    "transformation by innovation",
    "green energy",
    "green mobility and logistics",
    "eco-innovation",
    "care innovation",
    "social innovation",
}
THEMES = {
    "New Industrial Policy",
    "Gazelle leap",
    "Streamlining of targeted Innovation Policy",
    "Everyone participates, Everyone is active",
    "Child Poverty",
    "Flanders' Care",
    "Renewable Energy and smart grid",
    "Sustainable Living and Building",
    "Sustainable Materials Management",
    "Space for tomorrow",
    "Smart Mobility",
    "Accelerating Investment projects",
    "Towards a sustainable and creative city",
}
AREAS = {
    "Society 2.0",
    "E-society",
    "Life enhancement - food related",
    "Life enhancement - health related",
    "Smart resources management",
    "Urban planning and mobility dynamics",
    "New energy demand and delivery",
}
CENTRES = {"IMEC", "VIB", "VITO", "iMinds", "Manufacturing", "CMI"}


@cache
def situation(scenario: Path | None = None) -> Situation:
    return Situation(load_case(CASE, scenario=scenario))


@pytest.fixture(scope="module")
def case() -> Case:
    return situation().case


def funded(scenario: Path | None = None) -> set[str]:
    found = situation(scenario)
    selection = found.settled().selection
    assert selection is not None
    return {found.program.options[option].id for option in selection}


@pytest.mark.parametrize(
    ("attribute", "allowed"),
    [("hubs", HUBS), ("themes", THEMES), ("transition_areas", AREAS), ("research_centres", CENTRES)],
)
def test_attributes_are_the_notes_own(case: Case, attribute: str, allowed: set[str]) -> None:
    used = {value for roadmap in case.roadmaps for value in roadmap.attributes[attribute]}
    assert used <= allowed
    assert len(used) >= len(allowed) - 1


def test_roadmaps_cover_the_eight_domains(case: Case) -> None:
    assert len(case.roadmaps) >= 20
    assert {value for roadmap in case.roadmaps for value in roadmap.attributes["domain"]} == DOMAINS
    assert {value for roadmap in case.roadmaps for value in roadmap.attributes["risk"]} == {"low", "medium", "high"}
    barred = [roadmap for roadmap in case.roadmaps if not roadmap.admissible]
    assert [(roadmap.id, bool(roadmap.reason)) for roadmap in barred] == [("games-and-design", True)]


def test_the_notes_figures_are_there(case: Case) -> None:
    fisch = [cost for cost in case.costs if cost.roadmap == "fisch"]
    assert {cost.year for cost in case.costs} == set(range(2015, 2020))
    assert [cost.public for cost in fisch if cost.instrument == "innovation"] == [Decimal(5)] * 5
    assert [cost.public for cost in fisch if cost.instrument == "management"] == [Decimal("0.6")] * 5
    design = [cost for cost in case.costs if cost.instrument == "roadmap design"]
    assert design
    assert all(cost.public / (cost.public + cost.private) == Decimal("0.8") for cost in design)


def test_panel_and_committee_are_as_different_as_people(case: Case) -> None:
    assert {score.evaluator for score in case.scores} == {f"evaluator-{n}" for n in range(1, 6)}
    assert {(s.evaluator, s.roadmap) for s in case.scores if s.recused} == {
        ("evaluator-1", "nano4health"),
        ("evaluator-4", "fisch"),
    }
    commented = {score.roadmap for score in case.scores if score.comment and not score.recused}
    assert commented == {roadmap.id for roadmap in case.admissible}
    consistency = situation().weights.consistency
    assert consistency is not None
    assert [m for m, member in consistency.members.items() if member.ratio > 0.1] == ["work"]
    assert any("changing" in warning and "work" in warning for warning in situation().warnings)
    pairs = {m: sum(j.member == m for j in case.judgments) for m in consistency.members}
    assert [m for m, n in pairs.items() if n < 45] == ["environment"]
    assert len(pairs) == 5


def test_every_rule_and_synergy_says_why(case: Case) -> None:
    assert all(rule.rationale for rule in case.rules)
    assert all(synergy.rationale for synergy in case.synergies)
    assert {rule.kind for rule in case.rules} >= {
        "count", "share", "concentration", "cover", "leverage", "intensity", "requires", "exclusive"
    }  # fmt: skip


def test_the_outcome_is_worth_discussing() -> None:
    base = situation()
    settled = base.settled()
    assert settled.status.value == "optimal"
    assert settled.unique
    out = [entry.roadmap for entry in base.ranking.entries if not entry.eligible]
    assert sorted(out) == ["quality-food", "soil-and-sludge"]
    # Money binds in one year, and so do limits on risk, on a domain and on the number: without any one of them alone a
    # better portfolio would do.
    value = settled.answer.value
    assert value is not None
    for id in ("budget:2016", "high-risk-cap", "low-risk-cap", "domain-cap[Sustainable chemistry]", "limited-number"):
        better = base.solver_for(base.program.without([id])).best().value
        assert better is not None
        assert better > value, id


def test_scenarios_change_the_portfolio() -> None:
    assert len(SCENARIOS) == 5
    found = {scenario.stem: funded(scenario) for scenario in SCENARIOS}
    base = funded()
    # Equal weights confirm the decision; each of the others asks for a different portfolio.
    assert found.pop("equal-weights") == base
    portfolios = [frozenset(portfolio) for portfolio in found.values()]
    assert frozenset(base) not in portfolios
    assert len(set(portfolios)) == len(portfolios)
