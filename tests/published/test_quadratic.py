"""Published quadratic knapsacks: pairs that are worth something together, as synergies."""

from __future__ import annotations

from itertools import combinations

import pytest

from optimizer import Situation
from optimizer.models.answer import Status
from optimizer.questions.decide import decide
from tests.published.cases import ids, quadratic_case, scale_of
from tests.published.quadratic import FILES, Quadratic, quadratic


def worth(problem: Quadratic, chosen: list[int]) -> int:
    """What some items are worth, alone and in pairs."""
    return sum(problem.profits[i] for i in chosen) + sum(problem.pairs.get(pair, 0) for pair in combinations(chosen, 2))


def test_the_small_one_against_every_choice() -> None:
    problem = quadratic("r_10_100_13")
    every = ([i for i in range(10) if choice >> i & 1] for choice in range(1 << 10))
    light = (chosen for chosen in every if sum(problem.weights[i] for i in chosen) <= problem.capacity)
    assert max(worth(problem, chosen) for chosen in light) == problem.optimum


@pytest.mark.parametrize("name", FILES)
def test_decided(name: str) -> None:
    problem = quadratic(name)
    decision = decide(Situation(quadratic_case(problem)), proof=False)
    assert decision.status is Status.OPTIMAL
    assert decision.value is not None
    assert decision.value * scale_of(problem.profits) == problem.optimum

    items = ids(len(problem.profits))
    chosen = [items.index(funded.roadmap) for funded in decision.selected]
    assert worth(problem, chosen) == problem.optimum
    assert sum(problem.weights[i] for i in chosen) <= problem.capacity
    assert len(decision.synergies) == sum(pair in problem.pairs for pair in combinations(chosen, 2))
