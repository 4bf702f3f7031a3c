"""Published fronts of knapsacks with two to four objectives: what is left where no weighting of them is ruled out.

``robust`` over all weights of as many criteria has to list the published efficient solutions, and no others; the items
that all of them hold are its core roadmaps, and those that none holds its exterior ones.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from optimizer import Situation
from optimizer.questions.frontier import frontier
from optimizer.questions.robust import Robust, robust
from tests.published.cases import ids, knapsack_case, objectives_case, scale_of
from tests.published.fronts import Objectives, fronts
from tests.published.knapsacks import Knapsack

EVERY = {problem.name: problem for problem in fronts()}
#: How many efficient solutions each has: two may have the same values.
SOLUTIONS = {"2KP50-11": 44, "2KP50-50": 52, "2KP50-92": 2, "2KP100-50": 155}
MARKS = {"core": "1", "exterior": "0", "borderline": "."}


@cache
def studied(name: str) -> Robust:
    """What holds over all weights."""
    return robust(Situation(objectives_case(EVERY[name])), samples=200, beside=False)


def worth(problem: Objectives, selected: Sequence[str]) -> tuple[int, ...]:
    """What a portfolio is worth by each objective."""
    items = ids(len(problem.weights))
    return problem.worth([items.index(roadmap) for roadmap in selected])


@pytest.mark.parametrize("name", EVERY)
def test_every_efficient_solution(name: str) -> None:
    problem, found = EVERY[name], studied(name)
    assert (found.method, found.complete) == ("exact", True)
    values = {rival.selected: worth(problem, rival.selected) for rival in found.portfolios}
    assert sorted(set(values.values())) == list(problem.front)
    assert len(values) == SOLUTIONS.get(name, len(problem.front))
    if problem.supported is not None:
        assert len({values[rival.selected] for rival in found.portfolios if rival.supported}) == problem.supported


@pytest.mark.parametrize("name", [name for name, problem in EVERY.items() if problem.pattern])
def test_items_always_and_never_held(name: str) -> None:
    problem, found = EVERY[name], studied(name)
    assert [roadmap.roadmap for roadmap in found.roadmaps] == ids(len(problem.weights))
    assert "".join(MARKS[roadmap.grade] for roadmap in found.roadmaps) == problem.pattern
    assert problem.pattern is not None
    for roadmap, mark in zip(found.roadmaps, problem.pattern, strict=True):
        assert (mark == "1") == (roadmap.core_index == 1)
        assert (mark == "0") == (roadmap.core_index == 0)


@pytest.mark.parametrize("name", EVERY)
def test_regret_over_the_published_front(name: str) -> None:
    """The largest regret of a portfolio is what it falls short of the best by one objective alone."""
    problem, found = EVERY[name], studied(name)
    scale = scale_of([profit for profits in problem.objectives for profit in profits])
    most = [max(values) for values in zip(*problem.front, strict=True)]
    short = {values: max(m - v for m, v in zip(most, values, strict=True)) for values in problem.front}
    for rival in found.portfolios:
        assert rival.max_regret == Fraction(short[worth(problem, rival.selected)], scale)
    assert found.minimax is not None
    assert found.minimax.max_regret == Fraction(min(short.values()), scale)


@pytest.mark.parametrize("objective", [0, 1])
def test_frontier_against_dynamic_programming(objective: int) -> None:
    """One objective against the weight: every efficient pair, as the recursion over weights has them (Bellman 1957)."""
    problem = EVERY["2KP50-50"]
    profits = problem.objectives[objective]
    worth_each = tuple(map(Decimal, profits))
    case = knapsack_case(Knapsack(problem.name, worth_each, (problem.weights,), (problem.capacity,), Decimal(0)))
    found = frontier(Situation(case), axis="spend")
    assert found.complete
    points = [(int(point.spend), int(point.value * scale_of(profits))) for point in found.points]
    assert points == efficient(profits, problem.weights)
    assert found.present is not None
    assert found.points[found.present].spend <= problem.capacity


def efficient(profits: Sequence[int], weights: Sequence[int]) -> list[tuple[int, int]]:
    """Every weight that is worth paying, lightest first, with the most that it can be worth."""
    most = [0] * (sum(weights) + 1)
    for profit, weight in zip(profits, weights, strict=True):
        for total in range(len(most) - 1, weight - 1, -1):
            most[total] = max(most[total], most[total - weight] + profit)
    return [(total, worth) for total, worth in enumerate(most) if total == 0 or worth > most[total - 1]]


def test_the_printed_answer_says_the_same() -> None:
    problem, printed = EVERY["2KP50-92"], studied("2KP50-92").as_dict()
    assert json.loads(json.dumps(printed["set"])) == {"kind": "all", "extreme_points": 2}
    listed = printed["portfolios"]
    assert isinstance(listed, list)
    assert sorted(worth(problem, rival["selected"]) for rival in listed) == list(problem.front)
