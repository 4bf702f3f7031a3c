"""Repairs of infeasible random cases, against every portfolio there is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from optimizer.models.conditions import Budgeted, Condition, Ruled
from optimizer.models.repair import GRID, Change, repairs
from optimizer.situation import Situation
from tests.enumerate import Seen, enumerate_portfolios
from tests.generate import random_case

SEEDS = (2, 8, 14, 18, 29, 46, 53, 63, 64, 91, 93, 104, 126, 182)


def nearest(situation: Situation, seen: list[Seen], change: Change) -> Fraction | None:
    """The limit that the portfolio asks for that breaks nothing else and needs the least."""
    at = {option.id: o for o, option in enumerate(situation.program.options)}
    condition: Condition = change.condition
    found: list[Fraction] = []
    for one in seen:
        figure = condition.figure(situation.portfolio(tuple(sorted(at[id] for id in one.ids)))).figure
        if not one.broken <= {change.id} or figure is None:
            continue
        others = [side for side in condition.sides() if side != change.side]
        limits = {side: condition.limit(side, situation.case) for side in others}
        if all(figure >= v if side == "min" else figure <= v for side, v in limits.items()):
            found.append(figure)
    if not found:
        return None
    return min(found) if change.side == "max" else max(found)


@pytest.mark.parametrize("seed", SEEDS)
def test_repairs_are_the_least_that_do(seed: int) -> None:
    situation = Situation(random_case(seed, roadmaps=5))
    seen = enumerate_portfolios(situation.case, situation.ranking)
    if any(not one.broken for one in seen):
        with pytest.raises(ValueError, match="nothing clashes"):
            repairs(situation)
        return
    found = repairs(situation)
    alone = {id for one in seen for id in one.broken if one.broken == {id}}
    named = {change.id for repair in found for change in repair.changes}
    if not alone:
        assert len(found) == 1
        assert len(named) == min(len(one.broken) for one in seen)
        assert any(one.broken == named for one in seen)
        return
    assert named == alone
    for repair in found:
        (change,) = repair.changes
        if change.then is None:
            continue
        least = nearest(situation, seen, change)
        assert least is not None
        counted = isinstance(change.condition, Ruled) and change.condition.rule.kind in ("count", "cover", "exclusive")
        if isinstance(change.condition, Budgeted) or counted:
            assert change.then == least
        else:
            assert abs(change.then - least) <= Fraction(1, GRID)
        moved = change.condition.at(str(change.side), change.then, situation.case)
        assert situation.program_replacing(moved).feasible(repair.selection)


def test_infeasible_seeds_are_among_them() -> None:
    feasible = [Situation(random_case(seed, roadmaps=5)).settled_or_none() is not None for seed in SEEDS]
    assert feasible.count(False) >= 8


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_repair_is_a_sentence_with_the_id_in_it(lang: str) -> None:
    for seed in SEEDS:
        situation = Situation(random_case(seed, roadmaps=5))
        if situation.settled_or_none() is None:
            for repair in repairs(situation):
                said = repair.text(lang)
                assert all(change.id in said for change in repair.changes)
                assert "%(" not in said


def test_a_total_that_is_too_small_says_by_how_much() -> None:
    from decimal import Decimal

    from optimizer.case.model import Budget
    from tests.models.small import RULES, ranking, small

    case = small(RULES["must"], budget=(Budget(None, Decimal(3)),))
    situation = Situation(case)
    situation.__dict__["ranking"] = ranking()
    said = [repair.text("en").replace("\u00a0", " ") for repair in repairs(situation)]
    assert said == [
        "“budget:total” would have to be €1 million higher, €4 million, or be dropped",
        "“rule” would have to be dropped",
    ]
