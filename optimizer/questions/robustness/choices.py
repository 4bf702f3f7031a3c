"""The best portfolio at each of many objectives, proven, in pieces that any process can take.

Most of a thousand weightings lead to one of a few portfolios, and what has to be done a thousand times is to prove
it. So a piece of them is proven together: one walk over the partial portfolios, with the bounds of all its
objectives at once, closes a branch where none of them can gain. Where the walk grows too large, the live model takes
over, one by one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.answer import Status
from optimizer.models.program import Program, Selection
from optimizer.questions.parallel import spread
from optimizer.questions.robustness.curved import tightened
from optimizer.questions.robustness.relaxation import Linear, Multipliers, lend, multipliers
from optimizer.questions.robustness.walk import Nodes, Walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.questions.robustness.corners import Corners

    Ints = NDArray[np.int64]

#: Objectives in one piece, and those that get multipliers of their own (and that are solved first, one by one).
_PIECE, _OWN = 100, 6
#: Sets of multipliers beside the first two.
_SETS = 8
#: Numbers (bounds of nodes) in one layer, and nodes in one walk before it is given up.
_LAYER, _MOST = 1 << 20, 60_000


@dataclass(frozen=True)
class _Piece:
    """Some objectives, and all that a process needs to settle them."""

    program: Program
    tight: Program
    values: Ints
    sizes: NDArray[np.float64]
    lent: Multipliers
    known: tuple[Selection, ...]
    deadline: float | None


def best_of_each(
    program: Program,
    corners: Corners,
    known: Sequence[Selection] = (),
    *,
    jobs: int = 1,
    cluster: str | None = None,
    deadline: float | None = None,
    progress: Callable[..., None] | None = None,
) -> tuple[list[Selection], bool]:
    """The best portfolio at each weighting, proven; and whether all were reached: those that come back are the first.

    Of portfolios that are equally good it is left open which one comes back, but it is the same one for any number of
    jobs. A program without a portfolio is an error of the caller's.

    Args:
        known: feasible portfolios to start from.
    """
    count = len(corners)
    if not count:
        return [], True
    worth = corners.values * corners.sizes[:, None]
    own = np.unique(np.linspace(0, count - 1, min(_OWN, count)).astype(int))
    tight = tightened(program, worth[own])
    lent = multipliers(Linear(tight), worth[own], sets=_SETS if count > _OWN else 0)
    start = tuple(dict.fromkeys([*known, *_one_by_one(program, corners.values[own], known, deadline)]))
    # Another machine's clock says nothing here; what is done there is then stopped between pieces.
    limit = None if cluster else deadline
    pieces = [
        _Piece(program, tight, corners.values[at : at + _PIECE], corners.sizes[at : at + _PIECE], lent, start, limit)
        for at in range(0, count, _PIECE)
    ]
    parts, complete = spread(_solve, pieces, jobs=jobs, cluster=cluster, deadline=deadline, progress=progress)
    found: list[Selection] = []
    for piece, part in zip(pieces, parts, strict=False):
        found += part
        if len(part) < len(piece.values):
            return found, False
    return found, complete


def _one_by_one(program: Program, values: Ints, known: Sequence[Selection], deadline: float | None) -> list[Selection]:
    """The best portfolio at each objective by the live model; fewer where time runs out."""
    from optimizer.models.live import Live

    live = Live(program, pool=known)
    found: list[Selection] = []
    for row in values.tolist():
        if deadline is not None and time.monotonic() >= deadline:
            break
        answer = live.best(values=row, deadline=deadline, proof=False)
        if answer.status is Status.TIME_LIMIT or answer.selection is None:
            break
        found.append(answer.selection)
    return found


def _solve(piece: _Piece) -> list[Selection]:
    together = _Together(piece)
    if together.run():
        return together.best
    return _one_by_one(piece.program, piece.values, together.pool, piece.deadline)


class _Together:
    """One walk for all objectives of a piece."""

    def __init__(self, piece: _Piece) -> None:
        self.piece = piece
        self.pool = list(piece.known)
        self.value = np.full(len(piece.values), np.iinfo(np.int64).min)
        self.best: list[Selection] = [()] * len(piece.values)
        for selection in self.pool:
            self._offer(selection, piece.values[:, list(piece.program.columns(selection))].sum(axis=1))

    def _offer(self, selection: Selection, worth: Ints) -> None:
        better = np.flatnonzero(worth > self.value)
        self.value[better] = worth[better]
        for e in better.tolist():
            self.best[e] = selection

    def run(self) -> bool:
        """Whether every objective's best is proven; False where there is too much to walk, or no time."""
        piece = self.piece
        walk = Walk(piece.tight, lend(Linear(piece.tight), piece.values, piece.sizes, piece.lent))
        chunk = max(16, _LAYER // walk.relaxation.constant.size)
        stack, seen = [walk.root()], 0
        while stack:
            if seen > _MOST or (piece.deadline is not None and time.monotonic() >= piece.deadline):
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
            stack += [grown.take(order[start : start + chunk]) for start in range(0, len(order), chunk)]
        return True

    def _open(self, walk: Walk, nodes: Nodes) -> Nodes:
        """The nodes in which some objective may still gain."""
        return nodes.take(np.flatnonzero((walk.ceilings(nodes) > self.value).any(axis=1))) if len(nodes) else nodes

    def _leaves(self, walk: Walk, nodes: Nodes) -> None:
        worth = walk.values(nodes)
        for row, choice in zip(worth, nodes.choice, strict=True):
            if (row > self.value).any():
                selection = walk.selection(choice)
                if self.piece.program.feasible(selection):
                    self.pool.append(selection)
                    self._offer(selection, row)
