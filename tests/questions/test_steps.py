"""``price``: one limit moved by one step gives what deciding again with that limit gives, by enumeration of every
portfolio of the changed case."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import pytest

from optimizer.case.model import Budget, Case, Rule
from optimizer.questions.price import Step, price
from optimizer.situation import Situation
from tests.enumerate import Seen, best_of, enumerate_portfolios
from tests.generate import random_case

Limited = TypeVar("Limited", Budget, Rule)

#: What makes a limit in the answer another number than the one in the table is left out.
FEATURES = ("years", "levels", "minima", "synergies", "savings", "rules", "nonlinear", "thresholds", "private", "ties")


def feasible(seed: int) -> tuple[Situation, Seen]:
    """A case that has a portfolio, and the best one."""
    for attempt in range(50):
        situation = Situation(random_case(1000 * attempt + seed, roadmaps=5, features=FEATURES))
        seen = enumerate_portfolios(situation.case, situation.ranking)
        best = best_of(situation.case, situation.ranking, seen)
        if best is not None and best.levels:
            return situation, best
    raise AssertionError("no feasible case in fifty")


def changed(case: Case, id: str, step: Step) -> Case:
    """The case with one limit as the step has it, in the row where its author would change it."""
    if id.startswith("budget:"):
        bare = id.removesuffix(":min")
        assert sum(row.id == bare for row in case.budget) == 1
        return replace(case, budget=tuple(_moved(row, step) if row.id == bare else row for row in case.budget))
    assert sum(rule.id == id for rule in case.rules) == 1
    return replace(case, rules=tuple(_moved(rule, step) if rule.id == id else rule for rule in case.rules))


def _moved(row: Limited, step: Step) -> Limited:
    then = Decimal(step.then)
    return replace(row, max=then) if step.limit == "max" else replace(row, min=then)


@pytest.mark.parametrize("seed", range(16))
def test_a_step_is_what_deciding_again_gives(seed: int) -> None:
    situation, best = feasible(seed)
    found = price(situation)
    assert found.complete
    tried = [(one.id, step) for one in found.prices for step in one.steps]
    assert tried
    for id, step in tried:
        assert (step.then > step.now) == (step.limit == "max"), "a step goes towards looser"
        case = changed(situation.case, id, step)
        again = best_of(case, situation.ranking, enumerate_portfolios(case, situation.ranking))
        assert again is not None
        assert Fraction(step.value_added) == again.value - best.value >= 0
        assert set(step.added) == set(again.ids) - set(best.ids)
        assert set(step.dropped) == set(best.ids) - set(again.ids)


def test_every_limit_that_can_move_has_a_step(by_hand: object) -> None:
    from optimizer.case.load import load_case

    found = price(Situation(load_case(str(by_hand))))
    steps = {one.id: [(step.limit, step.now, step.then) for step in one.steps] for one in found.prices}
    assert steps == {
        "budget:2015": [("max", Decimal(6), Decimal(7))],
        "budget:2016": [("max", Decimal(6), Decimal(7))],
        "one-risky": [("max", Decimal(1), Decimal(2))],
    }
