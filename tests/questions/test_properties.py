"""What has to hold whatever the case: between one answer and another, on random small cases with every feature.

No figure is worked out here: each property compares two answers of the program that are reached by different ways.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from optimizer import load_case
from optimizer.case.model import Case
from optimizer.questions.alternatives import alternatives
from optimizer.questions.assess import assess
from optimizer.questions.compare import compare
from optimizer.questions.decide import Decision, decide
from optimizer.questions.frontier import frontier
from optimizer.questions.price import price
from optimizer.questions.reserve import reserve
from optimizer.questions.robust import Robust, robust
from optimizer.situation import Situation
from tests.generate import random_case

SEEDS = range(40, 64)


@cache
def decided(seed: int) -> tuple[Situation, Decision]:
    """A random case that has a portfolio with something in it, and its decision."""
    for attempt in range(50):
        situation = Situation(random_case(1000 * attempt + seed))
        decision = decide(situation, proof=False)
        if decision.selected:
            return situation, decision
    raise AssertionError("no feasible case in fifty")


def value(case: Case) -> Decimal | None:
    """What the best portfolio of a case is worth; None where there is none."""
    return decide(Situation(case), proof=False).value


def selected(decision: Decision) -> list[str]:
    """The portfolio as a list of ids."""
    options = decision.situation.program.options
    return [options[o].id for o in decision.selection or ()]


def with_settings(case: Case, **changes: Any) -> Case:
    """A case with other settings; those of ``budget`` as a mapping."""
    if "budget" in changes:
        changes["budget"] = case.settings.budget.model_copy(update=changes["budget"])
    return replace(case, settings=case.settings.model_copy(update=changes))


def without(case: Case, roadmap: str) -> Case:
    """A case in which a roadmap is forced out: as ``--never`` says, and no longer in."""
    settings = case.settings
    must = tuple(id for id in settings.must if id != roadmap)
    return with_settings(case, never=(*settings.never, roadmap), must=must)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_budget_never_lowers_the_value(seed: int) -> None:
    situation, decision = decided(seed)
    case = situation.case
    last = decision.value
    for more in ("1.01", "1.2", "2", "10"):
        found = value(with_settings(case, budget={"factor": case.settings.budget.factor * Decimal(more)}))
        assert found is not None
        assert last is not None
        assert found >= last
        last = found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dropped_rule_never_lowers_the_value(seed: int) -> None:
    situation, decision = decided(seed)
    case = situation.case
    assert decision.value is not None
    prices = {one.id: one.value_added for one in price(situation, steps=False).prices}
    assert all(added >= 0 for added in prices.values())
    for rule in case.rules:
        found = value(replace(case, rules=tuple(other for other in case.rules if other.id != rule.id)))
        assert found == decision.value + prices.get(rule.id, Decimal(0))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("axis", ["spend", "scale"])
def test_a_frontier_rises_and_the_decision_is_on_or_under_it(seed: int, axis: Any) -> None:
    situation, decision = decided(seed)
    found = frontier(situation, axis)
    assert found.complete
    points = [(point.exact_at, point.value) for point in found.points]
    for (at, worth), (further, more) in pairwise(points):
        assert (at, worth) < (further, more)
        assert worth < more
    assert decision.value is not None
    assert found.present is not None
    here = found.points[found.present].value
    if axis == "scale" or not situation.case.budget:
        assert here == decision.value  # within the budgets nothing is worth more
    else:
        assert here >= decision.value  # the maxima are lifted: as much money by year as one likes
    assert max(worth for _, worth in points) >= decision.value


@cache
def studied(seed: int) -> Robust:
    """What holds over the weights of a random case."""
    return robust(decided(seed)[0], samples=60, beside=False)


@pytest.mark.parametrize("seed", SEEDS)
def test_regret_is_never_negative_and_minimax_is_the_least(seed: int) -> None:
    found = studied(seed)
    shown = [rival.max_regret for rival in found.portfolios if rival.max_regret is not None]
    assert len(shown) == len(found.portfolios)
    assert min(shown) >= 0
    assert found.minimax is not None
    assert found.minimax.max_regret == min(shown)
    assert found.present.max_regret is not None
    assert found.present.max_regret >= found.minimax.max_regret


@pytest.mark.parametrize("seed", SEEDS)
def test_core_roadmaps_are_in_every_portfolio_shown(seed: int) -> None:
    found = studied(seed)
    assert (found.method, found.complete) == ("exact", True)
    funded = [{id.partition(":")[0] for id in rival.selected} for rival in found.portfolios]
    for one in found.roadmaps:
        count = sum(one.roadmap in some for some in funded)
        assert one.core_index == Fraction(count, len(funded))
        assert (one.grade == "core") == all(one.roadmap in some for some in funded)
        assert (one.grade == "exterior") == (not any(one.roadmap in some for some in funded))


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_and_ranks_add_up(seed: int) -> None:
    found = studied(seed)
    assert sum(rival.share or 0 for rival in found.portfolios) == 1
    ranks = [one.rank_acceptability for one in found.roadmaps]
    assert all(sum(shares) == 1 for shares in ranks)
    for last in range(1, len(ranks) + 1):  # equal scores share the better rank, so at least so many are that good
        assert sum(sum(shares[:last]) for shares in ranks) >= last


@pytest.mark.parametrize("seed", SEEDS)
def test_ranks_add_up_by_rank_where_none_are_equal(seed: int) -> None:
    situation = Situation(random_case(seed, features={"synergies", "levels", "thresholds"}))
    scores: dict[str, list[Decimal | None]] = {}
    for row in situation.case.scores:
        scores.setdefault(row.roadmap, []).append(row.score)
    found = robust(situation, samples=60, beside=False)
    by_rank = [sum(shares) for shares in zip(*(one.rank_acceptability for one in found.roadmaps), strict=True)]
    if len(set(map(tuple, scores.values()))) == len(scores):
        assert by_rank == [1] * len(scores)
    else:  # two with the same scores share a rank at any weights
        assert by_rank != [1] * len(scores)


@pytest.mark.parametrize("seed", SEEDS)
def test_alternatives_go_down_from_the_decision(seed: int) -> None:
    situation, decision = decided(seed)
    found = alternatives(situation, 8).portfolios
    assert list(found[0].selected) == selected(decision)
    assert found[0].value == decision.value
    assert found[0].loss == 0
    values = [one.value for one in found]
    assert values == sorted(values, reverse=True)
    for one in found:
        judged = assess(situation, one.selected)
        assert judged.feasible
        assert (judged.value, judged.value_lost, judged.spend) == (one.value, one.loss, one.spend)
        assert (set(judged.added), set(judged.dropped)) == (set(one.added), set(one.dropped))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_decision_itself_has_nothing_to_explain(seed: int) -> None:
    situation, decision = decided(seed)
    found = assess(situation, selected(decision))
    assert found.feasible
    assert (found.broken, found.added, found.dropped, found.better_and_cheaper) == ((), (), (), None)
    assert found.value_lost == 0
    assert (found.value, found.spend) == (decision.value, decision.spend.total)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_the_others_held_never_beats_deciding_without(seed: int) -> None:
    situation, _ = decided(seed)
    found = reserve(situation)
    for one in found.reserve:
        gone = one.withdrawn.partition(":")[0]
        assert gone not in {id.partition(":")[0] for id in one.added}
        anew = value(without(situation.case, gone))
        if one.value is not None:
            assert anew is not None
            assert anew >= one.value


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ineligible_are_never_in_reserve_and_break_an_assessment(seed: int) -> None:
    case = random_case(seed, features={"thresholds", "levels", "synergies", "private"})
    criteria = (replace(case.criteria[0], threshold=Decimal(3)), *case.criteria[1:])
    situation = Situation(replace(case, criteria=criteria))
    entries = situation.ranking.entries
    ineligible = [entry.roadmap for entry in entries if not entry.eligible]
    decision = decide(situation, proof=False)
    funded = {id.partition(":")[0] for id in selected(decision)}
    found = reserve(situation)
    assert set(found.order) == {entry.roadmap for entry in entries if entry.eligible} - funded
    assert list(found.order) == [entry.roadmap for entry in entries if entry.roadmap in found.order]
    for one in found.reserve:
        assert not {id.partition(":")[0] for id in one.added} & set(ineligible)
    for roadmap in ineligible:
        judged = assess(situation, [*selected(decision), roadmap])
        assert not judged.feasible
        assert f"eligible:{roadmap}" in {broken.id for broken in judged.broken}
        assert judged.added == (roadmap,)


#: Settings of a scenario, as its file would have them.
SCENARIOS: dict[str, dict[str, Any]] = {
    "less": {"budget.factor": "0.8"},
    "more": {"budget.factor": "1.25"},
    "equal": {"weights.method": "equal"},
    "additive": {"scoring.method": "additive"},
    "agreed": {"consensus": "mean"},
    "spent": {"objective.basis": "amount"},
}


@pytest.mark.parametrize("which", ["by-hand", "flanders-2014"])
def test_a_scenario_is_decided_as_its_settings_alone_are(which: str, root: Path) -> None:
    path = root / "cases" / which
    base = Situation(load_case(path))
    scenarios = [(name, base.with_settings(settings)) for name, settings in SCENARIOS.items()]
    found = compare(base, scenarios)
    assert found.complete
    assert [one.name for one in found.scenarios] == ["base", *SCENARIOS]
    for one, settings in zip(found.scenarios, [{}, *SCENARIOS.values()], strict=True):
        alone = decide(Situation(load_case(path, settings=settings)), proof=False)
        assert list(one.selected) == selected(alone)
        assert (one.value, one.spend) == (alone.value, alone.spend.total)
        assert dict(one.weights) == dict(alone.weights)
    funded = [{id.partition(":")[0] for id in one.selected} for one in found.scenarios]
    assert set(found.in_all) == set.intersection(*funded)
    assert set(found.in_all) | set(found.in_some) == set.union(*funded)
