"""Questions on random small cases with every feature, against every portfolio there is (from the contract alone)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest

from optimizer.case.load import load_case
from optimizer.case.model import Case, Synergy
from optimizer.criteria.ranking import Ranking
from optimizer.questions.alternatives import alternatives
from optimizer.questions.assess import assess
from optimizer.questions.budgets import maxima_of
from optimizer.questions.explain import explain
from optimizer.questions.frontier import Axis, frontier
from optimizer.questions.price import price
from optimizer.questions.reserve import reserve
from optimizer.situation import Infeasible, Situation
from tests.conftest import ROOT
from tests.enumerate import Seen, best_of, enumerate_portfolios
from tests.generate import random_case

SEEDS = range(24)


def feasible(seed: int, roadmaps: int = 5) -> tuple[Situation, list[Seen], Seen]:
    """A case that has a portfolio, all its portfolios, and the one that the contract selects."""
    for attempt in range(50):
        situation = Situation(random_case(1000 * attempt + seed, roadmaps=roadmaps))
        seen = enumerate_portfolios(situation.case, situation.ranking)
        best = best_of(situation.case, situation.ranking, seen)
        if best is not None and best.levels:
            return situation, seen, best
    raise AssertionError("no feasible case in fifty")


def maxima(case: Case) -> frozenset[str]:
    """Ids of the budget maxima."""
    ids = {row.id for row in case.budget if row.max is not None}
    return frozenset(ids | ({"budget:total"} if case.settings.budget.total is not None else set()))


@pytest.mark.parametrize("seed", SEEDS)
def test_alternatives_are_the_best_in_order(seed: int) -> None:
    situation, seen, _ = feasible(seed)
    fits = sorted((one.value for one in seen if not one.broken), reverse=True)
    found = alternatives(situation, 7)
    assert [Fraction(one.value) for one in found.portfolios] == fits[:7]
    assert found.complete
    assert len({one.selected for one in found.portfolios}) == len(found.portfolios)
    known = {one.ids: one for one in seen if not one.broken}
    assert all(Fraction(one.spend) == known[one.selected].spend for one in found.portfolios)


def saving_more_than_it_costs(seed: int) -> tuple[Situation, list[Seen]]:
    """A case in which some portfolio's spend is negative, since a saving is plain arithmetic."""
    situation, _, _ = feasible(seed)
    case = situation.case
    members = tuple(roadmap.id for roadmap in case.roadmaps[:2])
    saves = Synergy("saves", members, 2, saving=Decimal(50))
    situation = Situation(replace(case, synergies=(*case.synergies, saves)))
    return situation, enumerate_portfolios(situation.case, situation.ranking)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("saving", [False, True])
def test_frontier_over_spend_is_every_efficient_point(seed: int, saving: bool) -> None:
    situation, seen = saving_more_than_it_costs(seed) if saving else feasible(seed)[:2]
    lifted = maxima(situation.case)
    fits = [one for one in seen if one.broken <= lifted]
    efficient = {
        (one.spend, one.value)
        for one in fits
        if not any(
            o.value >= one.value and o.spend <= one.spend and (o.value, o.spend) != (one.value, one.spend) for o in fits
        )
    }
    found = frontier(situation, "spend")
    assert found.complete
    assert [(Fraction(p.at), Fraction(p.value)) for p in found.points] == sorted(efficient)
    values = {one.ids: (one.spend, one.value) for one in fits}
    assert all(values[p.selected] == (Fraction(p.spend), Fraction(p.value)) for p in found.points)


def test_frontier_without_any_portfolio_says_what_clashes() -> None:
    case = load_case(ROOT / "cases" / "by-hand", settings={"must": "boats"})
    for axis in get_args(Axis):
        with pytest.raises(Infeasible) as raised:
            frontier(Situation(case), axis)
        assert raised.value.conflict == ("must:boats",)


@pytest.mark.parametrize("seed", SEEDS)
def test_frontier_over_scale_is_every_efficient_factor(seed: int) -> None:
    situation, seen, _ = feasible(seed)
    program = situation.program
    bounds = maxima_of(situation.case, program)
    at = {option.id: o for o, option in enumerate(program.options)}
    lifted = maxima(situation.case)
    fixed = {program.rows[row].id for row, most in bounds.rows.items() if not most}  # no factor makes more of nothing
    fits = [
        (bounds.factor(program, tuple(sorted(at[id] for id in one.ids))), one)
        for one in seen
        if one.broken <= lifted - fixed
    ]
    efficient = sorted(
        (factor, one.value)
        for factor, one in fits
        if not any(o.value >= one.value and f <= factor and (o.value, f) != (one.value, factor) for f, o in fits)
    )
    found = frontier(situation, "scale")
    assert [(p.exact_at, Fraction(p.value)) for p in found.points] == sorted(set(efficient))


@pytest.mark.parametrize("seed", SEEDS)
def test_price_is_what_dropping_alone_adds(seed: int) -> None:
    situation, seen, best = feasible(seed)
    found = price(situation, steps=False)
    for one in (*found.prices, *found.forced):
        without = best_of(situation.case, situation.ranking, seen, frozenset([one.id]))
        assert without is not None
        assert Fraction(one.value_added) == without.value - best.value
        assert set(one.added) == set(without.ids) - set(best.ids)
        assert set(one.dropped) == set(best.ids) - set(without.ids)


@pytest.mark.parametrize("seed", SEEDS)
def test_reserve_is_the_best_with_the_others_held(seed: int) -> None:
    situation, seen, best = feasible(seed)
    found = reserve(situation)
    assert [one.withdrawn for one in found.reserve] == list(best.ids)
    for one in found.reserve:
        gone = one.withdrawn.partition(":")[0]
        held = {r: level for r, level in best.levels.items() if r != gone}
        fits = [s for s in seen if not s.broken and gone not in s.levels and held.items() <= s.levels.items()]
        if not fits:
            assert one.value is None
            assert one.added == ()
        else:
            top = best_of(situation.case, situation.ranking, fits)
            assert top is not None
            assert one.value is not None
            assert Fraction(one.value) == top.value
            assert set(one.added) == set(top.ids) - set(best.ids)


@pytest.mark.parametrize("seed", SEEDS)
def test_assess_says_what_a_portfolio_breaks_and_loses(seed: int) -> None:
    situation, seen, best = feasible(seed)
    for one in seen[:: max(len(seen) // 12, 1)]:
        found = assess(situation, one.ids)
        assert Fraction(found.value) == one.value
        assert Fraction(found.spend) == one.spend
        assert {broken.id for broken in found.broken} == one.broken
        assert found.feasible == (not one.broken)
        assert found.value_lost is not None
        assert Fraction(found.value_lost) == best.value - one.value
        better = [s for s in seen if not s.broken and s.value > one.value and s.spend < one.spend]
        assert (found.better_and_cheaper is not None) == bool(better)
        if found.better_and_cheaper is not None:
            assert Fraction(found.better_and_cheaper.value) == max(s.value for s in better)


def with_score(ranking: Ranking, roadmap: str, score: Decimal) -> Ranking:
    """The same ranking with one score replaced."""
    return replace(
        ranking, entries=tuple(replace(e, score=score) if e.roadmap == roadmap else e for e in ranking.entries)
    )


def in_a_best(case: Case, ranking: Ranking, roadmap: str, held: dict[tuple[str, ...], bool]) -> bool:
    """Whether a portfolio that funds the roadmap is as good as the best. ``held`` says which portfolios are feasible,
    so that ``downside`` is held at the scores as they are."""
    fits = [one for one in enumerate_portfolios(case, ranking) if held[one.ids]]
    inside = [one.value for one in fits if roadmap in one.levels]
    return bool(inside) and max(inside) >= max(one.value for one in fits)


@pytest.mark.parametrize("seed", range(14))
def test_explanations_hold_on_either_side(seed: int) -> None:
    situation, seen, best = feasible(seed, roadmaps=4)
    case, ranking = situation.case, situation.ranking
    held = {one.ids: not one.broken for one in seen}
    step = Decimal("0.000001")
    for entry in ranking.entries:
        found = explain(situation, entry.roadmap)
        assert found.complete
        assert found.funded == (entry.roadmap in best.levels)
        if not entry.eligible:
            assert found.score_needed is None
            assert found.if_forced is None
            assert found.cost_needed is None
            continue
        needed = found.score_needed
        if needed is None:
            assert not in_a_best(case, with_score(ranking, entry.roadmap, Decimal(1)), entry.roadmap, held)
        else:
            assert in_a_best(case, with_score(ranking, entry.roadmap, needed), entry.roadmap, held)
            if needed > 0:
                assert not in_a_best(case, with_score(ranking, entry.roadmap, needed - step), entry.roadmap, held)
        forced = [s for s in seen if not s.broken and (entry.roadmap in s.levels) != found.funded]
        assert (found.if_forced is None) == (not forced)
        if found.if_forced is not None:
            assert Fraction(found.if_forced.value_lost) == best.value - max(s.value for s in forced)
        for id in situation.program.ids:
            fits = [s for s in seen if s.broken <= {id}]
            top = max(s.value for s in fits)
            inside = max((s.value for s in fits if entry.roadmap in s.levels), default=None)
            outside = max((s.value for s in fits if entry.roadmap not in s.levels), default=None)
            turned = (inside is None or outside == top > inside) if found.funded else inside == top
            assert (id in found.binding) == turned


@pytest.mark.parametrize("seed", range(14))
def test_the_budget_that_would_have_done(seed: int) -> None:
    situation, seen, _best = feasible(seed, roadmaps=5)
    case, ranking, program = situation.case, situation.ranking, situation.program
    bounds = maxima_of(case, program)
    if bounds.total is None:
        return
    at = {option.id: o for o, option in enumerate(program.options)}
    lifted = maxima(case)
    fits = [(bounds.factor(program, tuple(sorted(at[i] for i in s.ids))), s) for s in seen if s.broken <= lifted]
    fixed = {program.rows[row].id for row, most in bounds.rows.items() if not most}  # no factor makes more of nothing
    fits = [(factor, s) for factor, s in fits if not s.broken & fixed]
    for entry in ranking.eligible:
        found = explain(situation, entry)
        if found.funded:
            assert found.budget_needed is None
            continue
        least = None
        for factor in sorted({f for f, _ in fits if f > 1} | {Fraction(1)}):
            open_ = [s for f, s in fits if f <= factor]
            inside = max((s.value for s in open_ if entry in s.levels), default=None)
            if inside is not None and inside >= max(s.value for s in open_):
                least = factor
                break
        if least is None:
            assert found.budget_needed is None
        else:
            units = (least * bounds.total).__ceil__()
            assert found.budget_needed == Decimal(units) / program.money


@pytest.mark.parametrize("seed", range(14))
def test_the_cost_that_would_have_done(seed: int) -> None:
    """Costs in one year and without savings, so that a scaled case is again one that can be written down."""
    features = ("levels", "total", "private", "synergies", "rules", "minima")
    for attempt in range(50):
        situation = Situation(random_case(1000 * attempt + seed, roadmaps=4, features=features))
        seen = enumerate_portfolios(situation.case, situation.ranking)
        if any(not one.broken and one.levels for one in seen):
            break
    case = situation.case
    grain = Decimal(1).scaleb(-case.decimals)

    def holds(roadmap: str, level: str, cost: Decimal) -> bool:
        costs = tuple(
            replace(c, public=cost) if (c.roadmap, c.level) == (roadmap, level) else c
            for c in case.costs
            if c.roadmap != roadmap or c.level == level
        )
        again = enumerate_portfolios(replace(case, costs=costs), situation.ranking)
        fits = [one for one in again if not one.broken]
        others = [one.value for one in seen if not one.broken and roadmap not in one.levels]
        inside = [one.value for one in fits if one.levels.get(roadmap) == level]
        return bool(inside) and max(inside) >= max(others, default=max(inside))

    for roadmap in situation.ranking.eligible:
        found = explain(situation, roadmap)
        if found.cost_needed is not None and found.cost_level is not None:
            assert holds(roadmap, found.cost_level, found.cost_needed)
            assert not holds(roadmap, found.cost_level, found.cost_needed + grain)
