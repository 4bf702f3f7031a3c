"""Any scoring method: which portfolio is best at every thousandth of one weight, each proven.

Few portfolios are ever best, so what costs is the proof, and one solve proves a whole stretch of weights. Let ``P`` be
the portfolio at hand and ``v_t`` the columns' values at weight ``t``, divided by what ``P`` is worth there. With
``u = max over t of v_t`` on the columns outside ``P`` and ``u = min over t of v_t`` on those in it, the lead of any
other portfolio over ``P`` at any ``t`` of the stretch is at most its lead under ``u``: if none leads under ``u``, ``P``
is best on the whole stretch. Where one does, the stretch is halved; at a single weight ``u`` is ``v_t`` itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from optimizer.criteria.ranking import scores_at
from optimizer.models.answer import Status
from optimizer.models.program import Program, Selection
from optimizer.questions.sweeping.interval import Interval, merged, moved

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.situation import Situation

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

#: Parts of the weight that are looked at; decimals of scores; weights that are solved one by one to begin with.
GRID, PLACES, COARSE = 1000, 7, 9
#: More than what rounding takes off a value in floats, in parts of it.
SAFE = 1e-14


class Curves:
    """The best portfolio along the weights of a case, one criterion at a time.

    Raises (from ``intervals``):
        TimeoutError: when the deadline passes, or Ctrl-C comes, before all is proven.
    """

    def __init__(self, situation: Situation, start: Selection, deadline: float | None) -> None:
        self.situation, self.live, self.deadline = situation, situation.live, deadline
        self.program: Program = situation.program
        self.pool: list[Selection] = []
        self.columns: Ints = np.zeros((0, self.program.size), dtype=np.int64)
        self.solves = 0
        self._add(start)

    def intervals(self, weights: Sequence[Fraction], at: int) -> tuple[Interval, ...]:
        """Intervals whose ends are the middle between the two neighbouring weights where the portfolio changes; the
        weight as it is is one of those looked at."""
        steps = sorted({weights[at], *(Fraction(i, GRID) for i in range(GRID + 1))})
        values = self._values(np.array([[float(w) for w in moved(weights, at, step)] for step in steps]))
        for i in np.unique(np.linspace(0, len(steps) - 1, COARSE).astype(int)):
            self._add(self._solved(values[i], None))
        best = self._proven(values)
        pieces = [(Fraction(0), self.pool[best[0]])]
        changes = np.flatnonzero(np.diff(best)).tolist()
        pieces += [((steps[i] + steps[i + 1]) / 2, self.pool[best[i + 1]]) for i in changes]
        return merged(self.program, pieces)

    def _values(self, stack: Floats) -> Ints:
        """(weightings, columns): what every column is worth at each of a stack of weightings."""
        situation, objective = self.situation, self.situation.objective
        index = [situation.consensus.roadmaps.index(roadmap) for roadmap in objective.roadmaps]
        scores = scores_at(situation.case, situation.consensus, stack)[:, index]
        return np.asarray(objective.stack(scores, places=PLACES))

    def _proven(self, values: Ints) -> Ints:
        """For each row the place in the pool of its best portfolio. No other is worth more there; of equals in the pool
        the one found first."""
        best = np.empty(len(values), dtype=np.intp)
        stretches = self._stretches(values, 0, len(values))
        while stretches:
            start, end, place = stretches.pop()
            lead = self._worst(values[start:end], place)
            mine = int(lead @ self.columns[place])
            rival = (self.columns @ lead).max() > mine
            if not rival:
                found = self._solved(lead, mine + 1)
                if found is None:
                    best[start:end] = place
                    continue
                self._add(found)
            if end - start == 1:
                stretches += self._stretches(values, start, end)
                continue
            middle = (start + end) // 2
            stretches += self._stretches(values, start, middle) + self._stretches(values, middle, end)
        return best

    def _stretches(self, values: Ints, start: int, end: int) -> list[tuple[int, int, int]]:
        """Rows ``start`` to ``end`` cut where the best of the pool changes: (start, end, place in the pool)."""
        top = np.argmax(values[start:end] @ self.columns.T, axis=1)
        cuts = [0, *(np.flatnonzero(np.diff(top)) + 1).tolist(), end - start]
        return [(start + a, start + b, int(top[a])) for a, b in pairwise(cuts)]

    def _worst(self, values: Ints, place: int) -> Ints:
        """The values under which every other portfolio does at least as well against the one at ``place`` as at any of
        the rows."""
        if len(values) == 1:
            return values[0]
        inside = self.columns[place].astype(bool)
        worth = values[:, inside].sum(axis=1, dtype=float)
        level = np.asarray(values, dtype=float)
        if (worth > 0).all():
            level = level * (worth[0] / worth)[:, None]
        low, high = level.min(axis=0), level.max(axis=0)
        low, high = low - np.abs(low) * SAFE - 1, high + np.abs(high) * SAFE + 1  # floats round: outwards at least
        return np.array([int(x) for x in np.where(inside, np.floor(low), np.ceil(high))], dtype=values.dtype)

    def _solved(self, values: Ints, floor: int | None) -> Selection | None:
        """The best portfolio for one row of values; None where none is worth ``floor``."""
        answer = self.live.best(values=values.tolist(), floor=floor, proof=False, deadline=self.deadline)
        self.solves += 1
        if answer.status is Status.TIME_LIMIT:
            raise TimeoutError
        return answer.selection

    def _add(self, selection: Selection | None) -> None:
        if selection is None or selection in self.pool:
            return
        row = np.zeros((1, self.program.size), dtype=np.int64)
        row[0, list(self.program.columns(selection))] = 1
        self.pool.append(selection)
        self.columns = np.concatenate([self.columns, row])
