"""A moved weight answered from the list of all portfolios that were nearly as good before it moved.

A question leaves behind every portfolio that was worth at least a floor. All others were worth less, and that is a
valid row on them: with a multiplier on it, next to those on the program's own rows, the bound of
``optimizer.models.tree.proof`` holds for all portfolios off the list under the new objective. Where it is at most what
the best on the list is now worth, that one is best: a few array operations, at most one relaxation, no search.
Answering a changed objective from the k best solutions goes back to Piper and Zoltners (1976).

Figures are whole numbers in float64 below 2^53, so nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Selection
from optimizer.models.tree.bounds import evaluate, penalty
from optimizer.models.tree.relaxation import Relaxation
from optimizer.models.tree.task import Task, Vector

Floats = NDArray[np.float64]

#: What share of the new objective the row on the portfolios off the list is tried with. The program's own multipliers
#: get the rest: they were right for the whole objective.
SHARES = (0.99, 0.97, 0.94, 0.9, 0.85, 0.78, 0.7, 0.55)


@dataclass(frozen=True)
class Nearby:
    """All portfolios of a program worth a floor under one objective.

    Attributes:
        values: (columns,) that objective; whole numbers.
        size: the sum of their sizes.
        floor: what every portfolio on the list is worth at least, and no other allowed one is.
        selections: the list.
        columns: (portfolios, columns) of 0 and 1.
        m, t: multipliers of the program's own rows and of pairs, for one unit of value; better ones replace them.
    """

    values: Floats
    size: float
    floor: int
    selections: tuple[Selection, ...]
    columns: Floats
    m: Floats
    t: Floats

    def distance(self, task: Task) -> float:
        """How far a question's objective is from this one, in units of value."""
        return float(np.abs(task.floats - self.values).sum())

    def best(
        self, task: Task, allowed: NDArray[np.bool_], relaxation: Relaxation | None = None
    ) -> tuple[Selection, int] | None:
        """The best portfolio under a question's objective with its value; None where the list does not prove it.

        Args:
            task: in float64, with the rows of the question that left the list; its objective is another.
            allowed: (slots,) as then.
            relaxation: with those rows and limits, to find better multipliers with; they are kept where they do.
                Its objective is changed.
        """
        # Multipliers take at most 2^50 together with the objective (``Task.whole``); this row may take as much again.
        if not self.selections or task.scale * (self.size + abs(self.floor)) >= 2.0**50:
            return None
        worth = self.columns @ task.floats
        first = int(worth.argmax())
        goal = float(task.scale) * (float(worth[first]) + 1.0)
        totals = self._totals(task, allowed, SHARES, self.m, self.t)
        proven = float(totals.min()) < goal
        if not proven and relaxation is not None:
            proven = self._better(task, allowed, SHARES[int(totals.argmin())], goal, relaxation)
        if not proven:
            return None
        return self.selections[first], int(worth[first])

    def _better(
        self, task: Task, allowed: NDArray[np.bool_], share: float, goal: float, relaxation: Relaxation
    ) -> bool:
        """Whether multipliers for what a share leaves of the objective prove that nothing off the list is worth it."""
        relaxation.objective(task.floats - share * self.values)
        relaxation.restrict(allowed)
        relaxed = relaxation.solve()
        if relaxed is None or not relaxed.feasible:
            return False
        m, t = relaxed.m[: len(self.m)] / (1.0 - share), relaxed.t / (1.0 - share)
        if float(self._totals(task, allowed, (share,), m, t)[0]) >= goal:
            return False
        self.m[:], self.t[:] = m, t
        return True

    def _totals(
        self, task: Task, allowed: NDArray[np.bool_], shares: Sequence[float], prices: Floats, t: Floats
    ) -> Floats:
        """(shares,): exact bounds, times the scale, on what any portfolio off the list is worth."""
        vectors = [task.whole((1.0 - share) * prices, (1.0 - share) * t) for share in shares]
        whole = np.rint(np.array(shares) * task.scale)
        m = np.array([vector.m[: len(self.m)] for vector in vectors])
        worths = task.worth - m @ task.matrix[: len(self.m)] - whole[:, None] * self.values
        constant = m @ task.limits[: len(self.m)] + whole * (self.floor - 1)
        pairs = np.array([vector.t for vector in vectors]).reshape(len(vectors), task.frame.pairs)
        blocked = np.repeat(penalty(allowed[None], np.float64), len(vectors), axis=0)
        total: Floats = evaluate(task.frame, worths, constant, pairs, blocked).total
        return total


def nearby(task: Task, vector: Vector, floor: int, found: dict[Selection, int]) -> Nearby:
    """The list that a question leaves.

    Args:
        task: the question, in float64.
        vector: multipliers of its relaxation.
        floor: such that ``found`` holds all that are worth it.
        found: portfolios and what they are worth.
    """
    selections = tuple(one for one, value in found.items() if value >= floor)
    taken = np.zeros((len(selections), task.frame.options))
    for row, selection in zip(taken, selections, strict=True):
        row[list(selection)] = 1.0
    return Nearby(
        task.floats,
        float(np.abs(task.floats).sum()),
        floor,
        selections,
        task.frame.columns(taken),
        vector.m[: task.plain] / task.scale,
        vector.t / task.scale,
    )
