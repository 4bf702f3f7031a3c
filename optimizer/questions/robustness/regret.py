"""How much a portfolio may fall short of the best, and the portfolio for which that is least.

``best value(w) - V(P, w)`` is convex in the weights, so its largest value over a polytope is at an extreme point. The
minimax-regret portfolio (Savage 1951; Kouvelis and Yu 1997) is found by branch and bound: at each of some weightings
the bound of a branch says what regret is left there at least. Whole numbers and fractions throughout.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.program import Program, Selection
from optimizer.questions.robustness.corners import Corners
from optimizer.questions.robustness.curved import tightened
from optimizer.questions.robustness.relaxation import OWN, relax
from optimizer.questions.robustness.walk import Nodes, Walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: Sets of multipliers beside the first two; numbers in one layer; nodes before the walk is given up.
_SETS, _LAYER, _MOST = 20, 1 << 20, 1_000_000


@dataclass(frozen=True)
class Regret:
    """A portfolio's largest regret, exact, and the weighting at which it is reached."""

    amount: Fraction
    at: int


def regrets(corners: Corners, best: Sequence[int], vectors: Ints) -> list[Regret]:
    """The largest regret of each portfolio, given the best value at each weighting, all in units."""
    missing = np.array(best, dtype=np.int64)[None, :] - vectors
    close = missing * corners.sizes
    made = []
    for row, around in zip(missing, close, strict=True):
        near = np.flatnonzero(around >= around.max() - 1e-9 * max(1.0, abs(float(around.max()))))
        amount, at = max((int(row[e]) * corners.units[e], -int(e)) for e in near)
        made.append(Regret(amount, -at))
    return made


def minimax(
    program: Program,
    corners: Corners,
    best: Sequence[int],
    start: Sequence[Selection],
    deadline: float | None = None,
) -> tuple[Selection, Fraction, bool]:
    """The portfolio with the least largest regret, that regret, and whether it is proven; of several the one that is
    worth most at the base weights, ties as everywhere else.

    Args:
        best: the best value at each weighting, in units.
        start: feasible portfolios, at least one.
    """
    search = _Minimax(program, corners, best, start)
    proven = search.run(deadline)
    return search.best, search.least, proven


class _Minimax:
    """A walk that leaves every branch in which some weighting's bound already means more regret than is known."""

    def __init__(self, program: Program, corners: Corners, best: Sequence[int], start: Sequence[Selection]) -> None:
        self.program, self.corners, self.top = program, corners, list(best)
        found = regrets(corners, best, corners.of(program, start))
        order = sorted(range(len(start)), key=lambda i: (found[i].amount, self._order(start[i])))
        self.best, self.least = start[order[0]], found[order[0]].amount
        spread = np.unique(np.linspace(0, len(corners) - 1, min(len(corners), OWN)).astype(int)).tolist()
        #: Weightings whose bounds are watched: where the first portfolios do worst, and some from everywhere.
        self.watched = sorted({*spread, *(found[i].at for i in order[:8])})

    def _order(self, selection: Selection) -> tuple[object, ...]:
        return (-self.program.value(selection), self.program.tie_key(selection))

    def _least_values(self) -> Ints:
        """What a portfolio has to be worth at each watched weighting so that its regret is no larger than the least."""
        needed = [ceil(self.top[e] - self.least / self.corners.units[e]) for e in self.watched]
        return np.array(needed, dtype=np.int64)

    def run(self, deadline: float | None) -> bool:
        """Walk to the end; whether it came there."""
        try:
            return self._walk(deadline)
        except KeyboardInterrupt:
            return False

    def _walk(self, deadline: float | None) -> bool:
        values, sizes = self.corners.values[self.watched], self.corners.sizes[self.watched]
        worth = values * sizes[:, None]
        program = tightened(self.program, [worth.mean(axis=0), *worth[::6]])
        walk = Walk(program, relax(program, values, sizes, sets=_SETS))
        chunk = max(16, _LAYER // walk.relaxation.constant.size)
        stack, seen = [walk.root()], 0
        while stack:
            if seen > _MOST or (deadline is not None and time.monotonic() >= deadline):
                return False
            nodes = self._open(walk, stack.pop())
            if not len(nodes):
                continue
            if nodes.depth == len(walk.order):
                self._leaves(walk, nodes)
                continue
            grown = walk.grow(nodes)
            seen += len(grown)
            grown = self._open(walk, grown)
            order = np.argsort(walk.promise(grown), kind="stable")
            stack += [grown.take(order[at : at + chunk]) for at in range(0, len(order), chunk)]
        return True

    def _open(self, walk: Walk, nodes: Nodes) -> Nodes:
        if not len(nodes):
            return nodes
        return nodes.take(np.flatnonzero((walk.ceilings(nodes) >= self._least_values()).all(axis=1)))

    def _leaves(self, walk: Walk, nodes: Nodes) -> None:
        for choice in nodes.choice:
            selection = walk.selection(choice)
            if selection == self.best or not self.program.feasible(selection):
                continue
            amount = regrets(self.corners, self.top, self.corners.of(self.program, [selection]))[0].amount
            if (amount, self._order(selection)) < (self.least, self._order(self.best)):
                self.best, self.least = selection, amount
