"""The same problems by HiGHS (Huangfu and Hall 2018), on the usual formulation: a second opinion, and a clock.

A pair of a quadratic knapsack becomes a continuous variable that is at most either of its items (Glover and Woolsey
1974), which is as tight as a linear formulation gets with one row for each.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from tests.published.fronts import Objectives
from tests.published.knapsacks import Knapsack
from tests.published.quadratic import Quadratic


class _Model:
    """Items to choose from, and what the last solve said of them."""

    def __init__(self, count: int) -> None:
        import highspy

        self.solver: Any = highspy.Highs()
        for option, value in {"output_flag": False, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0}.items():
            self.solver.setOptionValue(option, value)
        self.items = [self.solver.addBinary() for _ in range(count)]
        self.chosen: list[int] | None = None

    def keep(self, uses: Sequence[int], most: int) -> None:
        """Another row: what the chosen items use is at most ``most``."""
        self.solver.addConstr(sum(use * item for use, item in zip(uses, self.items, strict=True) if use) <= most)

    def pair(self, i: int, j: int, value: int) -> None:
        """What two items are worth together."""
        both = self.solver.addVariable(0, 1, obj=-float(value))
        self.solver.addConstr(both <= self.items[i])
        self.solver.addConstr(both <= self.items[j])

    def solve(self, profits: Iterable[Any]) -> bool:
        """Choose items that are worth the most; False where none can be chosen."""
        import highspy

        for item, profit in zip(self.items, profits, strict=True):
            self.solver.changeColCost(item.index, -float(profit))
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return False
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS stops with {self.solver.modelStatusToString(status)}")
        values = self.solver.getSolution().col_value
        self.chosen = [i for i, item in enumerate(self.items) if values[item.index] > 0.5]
        return True

    def worth(self, profits: Sequence[Any]) -> Any:
        """What the items chosen last are worth, added up exactly."""
        return sum((Fraction(profits[i]) for i in self.chosen or ()), Fraction(0))


def best(problem: Knapsack) -> tuple[Fraction, float]:
    """What the best choice is worth, and the CPU time in seconds that the solve took."""
    model = _Model(len(problem.profits))
    for uses, most in zip(problem.uses, problem.capacities, strict=True):
        model.keep(uses, most)
    start = time.process_time()
    model.solve(problem.profits)
    return model.worth(problem.profits), time.process_time() - start


def best_pairs(problem: Quadratic) -> tuple[Fraction, float]:
    """The same of a quadratic knapsack."""
    model = _Model(len(problem.profits))
    model.keep(problem.weights, problem.capacity)
    for (i, j), value in problem.pairs.items():
        model.pair(i, j, value)
    start = time.process_time()
    model.solve(problem.profits)
    chosen = set(model.chosen or ())
    together = sum(value for (i, j), value in problem.pairs.items() if i in chosen and j in chosen)
    return model.worth(problem.profits) + together, time.process_time() - start


def front(problem: Objectives) -> tuple[list[tuple[int, int]], float]:
    """Every non-dominated pair of values by the epsilon-constraint method, two solves for each, and the CPU time.

    The problem has two objectives.
    """
    one, two = problem.objectives
    start, least = time.process_time(), None
    found: list[tuple[int, int]] = []
    while True:
        model = _Model(len(problem.weights))
        model.keep(problem.weights, problem.capacity)
        if least is not None:
            model.keep([-value for value in one], -least)
        if not model.solve(two):
            return found, time.process_time() - start
        second = int(model.worth(two))
        model.keep([-value for value in two], -second)
        model.solve(one)
        first = int(model.worth(one))
        found.append((first, second))
        least = first + 1
