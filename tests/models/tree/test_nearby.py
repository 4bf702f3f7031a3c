"""A weight that moves a little at a time: lists of portfolios almost as good, against enumeration."""

from __future__ import annotations

import random

import pytest

from benchmarks.family import sample, walk
from optimizer.models.answer import Status
from optimizer.models.live import Live
from tests.models.tree.generate import every_portfolio, random_program
from tests.models.tree.test_live import best_of


def asked_of_lists(live: Live, values: tuple[int, ...]) -> tuple[int | None, bool]:
    """The best value, and whether no search was needed for it."""
    answer = live.best(values=values, proof=False)
    assert answer.counts is not None
    assert answer.status in (Status.OPTIMAL, Status.INFEASIBLE)
    assert answer.value == answer.bound or answer.value is None
    return answer.value, answer.counts.get("cases") == 0


@pytest.mark.parametrize("margin", [0.002, 0.02, 0.3])
def test_small_steps_are_answered_as_enumeration_answers_them(margin: float) -> None:
    quick = 0
    for seed in range(40):
        rng = random.Random(seed)
        program = random_program(9000 + seed, 6, big=1000)
        feasible = [s for s in every_portfolio(program) if program.feasible(s)]
        live = Live(program)
        live.margin = margin
        values = list(program.values)
        for step in range(14):
            size = rng.choice([0, 1, 60, 400])
            values = [v + rng.randint(-size, size) for v in values]
            value, listed = asked_of_lists(live, tuple(values))
            assert value == best_of(program, tuple(values), feasible)
            quick += listed and step > 0
    assert quick > 40


def test_lists_hold_all_that_is_worth_their_floor() -> None:
    for seed in range(40):
        program = random_program(9500 + seed, 6)
        feasible = {s for s in every_portfolio(program) if program.feasible(s)}
        live = Live(program)
        live.margin = 0.1
        for _ in range(2):
            live.best(proof=False)
        for one in live.lists:
            wanted = {s for s in feasible if program.value(s) >= one.floor}
            assert set(one.selections) == wanted


def test_a_walk_needs_few_searches_and_finds_what_fresh_models_find() -> None:
    case = sample(20, 4)
    live = Live(case.program)
    quick = 0
    for i, weights in enumerate(walk(40)):
        values = case.values(weights)
        value, listed = asked_of_lists(live, values)
        quick += listed
        if i % 4 == 0:
            assert value == Live(case.program).best(values=values, proof=False).value
    assert quick >= 20


def test_a_change_of_rules_is_not_answered_from_lists() -> None:
    case = sample(14, 1)
    live = Live(case.program)
    for _ in range(3):
        answer = live.best(proof=False)
    assert answer.selection
    roadmap = case.program.options[answer.selection[0]].roadmap
    without = live.best(proof=False, never=[roadmap])
    assert without.value == Live(case.program).best(never=[roadmap]).value
    rows = case.program.rows
    tight = live.best(proof=False, limits={0: rows[0].limit // 2})
    assert tight.value == Live(case.program).best(limits={0: rows[0].limit // 2}).value
