"""Published problems as cases, through the tables that anyone may fill in.

An item is a roadmap; what it takes of a resource is public money in a year of its own, or, with one resource, money
in no year; what it is worth is its score. Scores lie between 0 and 1, so profits are laid on a scale that is a power of
ten long enough: a score is then the profit with its point moved, exactly, and so is the value of every choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from optimizer import Case, Tables
from tests.published.fronts import Objectives
from tests.published.knapsacks import Knapsack
from tests.published.quadratic import Quadratic

#: The year that stands for the first resource; the others follow.
FIRST = 2001


def ids(count: int) -> list[str]:
    """The roadmaps that stand for the items, in their order."""
    return [f"item-{number:03d}" for number in range(1, count + 1)]


def scale_of(profits: Sequence[Decimal | int]) -> int:
    """The power of ten above every profit: what a value is multiplied by to be a profit again."""
    return int(10 ** len(str(int(max(profits)))))


def knapsack_case(problem: Knapsack) -> Case:
    """A 0/1 problem with several resources."""
    items = ids(len(problem.profits))
    years = range(FIRST, FIRST + len(problem.capacities))
    costs = [
        {"roadmap": item, "year": year, "public": use}
        for year, row in zip(years, problem.uses, strict=True)
        for item, use in zip(items, row, strict=True)
    ]
    budget = [{"year": year, "max": most} for year, most in zip(years, problem.capacities, strict=True)]
    tables: dict[str, list[dict[str, Any]]] = {"costs": costs, "budget": budget}
    return _case(problem.name, {"profit": problem.profits}, scale_of(problem.profits), tables)


def quadratic_case(problem: Quadratic) -> Case:
    """A quadratic knapsack: a pair worth something together is a synergy of two."""
    profits = [Decimal(profit) for profit in problem.profits]
    scale, items = scale_of(profits), ids(len(profits))
    synergies = [
        {"id": f"pair-{i + 1:03d}-{j + 1:03d}", "members": f"{items[i]};{items[j]}", "value": Decimal(value) / scale}
        for (i, j), value in problem.pairs.items()
    ]
    purse = _one_purse(items, problem.weights, problem.capacity)
    return _case(problem.name, {"profit": profits}, scale, {**purse, "synergies": synergies})


def objectives_case(problem: Objectives) -> Case:
    """A knapsack with several objectives: each a criterion, and no weighting of them ruled out."""
    criteria = {f"objective-{k}": [Decimal(p) for p in profits] for k, profits in enumerate(problem.objectives, 1)}
    scale = scale_of([profit for profits in criteria.values() for profit in profits])
    purse = _one_purse(ids(len(problem.weights)), problem.weights, problem.capacity)
    return _case(problem.name, criteria, scale, purse, {"weights.set": "all"})


def _one_purse(items: Sequence[str], weights: Sequence[int], capacity: int) -> dict[str, list[dict[str, Any]]]:
    costs = [{"roadmap": item, "year": "", "public": weight} for item, weight in zip(items, weights, strict=True)]
    return {"costs": costs, "budget": [{"year": "total", "max": capacity}]}


def _case(
    title: str,
    criteria: Mapping[str, Sequence[Decimal]],
    scale: int,
    tables: Mapping[str, list[dict[str, Any]]],
    settings: Mapping[str, Any] | None = None,
) -> Case:
    items = ids(len(next(iter(criteria.values()))))
    given = {
        "format": 1,
        "title": title,
        "scale.max": scale,
        "scale.step": "0.1",
        "weights.method": "equal",
        "scoring.method": "additive",
        **(settings or {}),
    }
    texts = {
        "criteria": [{"id": id, "name": id, "direction": "max"} for id in criteria],
        "roadmaps": [{"id": item, "name": item} for item in items],
        "scores": list(_scores(items, criteria)),
        **tables,
    }
    return Tables.from_texts(texts, given).check()


def _scores(items: Sequence[str], criteria: Mapping[str, Sequence[Decimal]]) -> Iterator[dict[str, Any]]:
    for criterion, profits in criteria.items():
        for item, profit in zip(items, profits, strict=True):
            yield {"roadmap": item, "criterion": criterion, "score": profit}
