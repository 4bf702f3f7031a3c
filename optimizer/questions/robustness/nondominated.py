"""Every portfolio that no other one dominates over a set of weights, by branch and bound in whole layers.

With values linear in the weights, P dominates Q exactly when it is at least as good at every extreme point of the
set and better at one (Liesiö, Mild and Salo 2007), so the non-dominated portfolios are the Pareto set of a binary
programme with as many objectives as extreme points. A branch is dropped when a portfolio found so far is at least as
good at every extreme point as anything in it can be, and better somewhere; with two extreme points much sooner
(:mod:`optimizer.questions.robustness.plane`). All comparisons are of integers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.program import Program, Selection
from optimizer.questions.robustness.curved import tightened
from optimizer.questions.robustness.front import Front, efficient
from optimizer.questions.robustness.plane import Mixture, Stairs, mixtures, staircase
from optimizer.questions.robustness.relaxation import OWN, relax
from optimizer.questions.robustness.walk import Nodes, Walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: Numbers (bounds of nodes) that one layer may hold, so that memory stays small.
_LAYER = 1 << 21
#: Numbers that one table of the relaxation may hold, for objectives, sets and columns: it keeps half a dozen of them.
_CELLS = 1 << 22
#: Linear programs spent on multipliers before the walk: more for more roadmaps, fewer for many objectives.
_PROGRAMS = 1000
#: Sets of multipliers with two extreme points, where the mixtures have bounds of their own.
_SETS = 8


@dataclass(frozen=True)
class Found:
    """Portfolios with what they are worth at each extreme point.

    Attributes:
        selections: the portfolios, ascending.
        vectors: (portfolios, extreme points), in units of each objective.
        complete: whether these are all; false where time or number ran out.
        stopped: whether it was time, or Ctrl-C, that ended the search.
        nodes: how many partial portfolios were looked at.
    """

    selections: tuple[Selection, ...]
    vectors: Ints
    complete: bool
    stopped: bool
    nodes: int


def nondominated(
    program: Program,
    values: Ints,
    sizes: NDArray[np.float64],
    *,
    known: Iterable[Selection] = (),
    most: int | None = None,
    most_nodes: int | None = None,
    deadline: float | None = None,
    progress: Callable[..., None] | None = None,
) -> Found:
    """The non-dominated portfolios of a program.

    Args:
        values: (extreme points, columns), each row in a unit of its own, so that equal values are equal integers.
        sizes: what one unit of each row is worth.
        known: feasible portfolios to start from; good ones make it quick, and with two extreme points those that are
            best in between.
        most: stop, incomplete, when more than this many have been found.
        most_nodes: likewise when more than this many partial portfolios have been looked at.
        deadline: ``time.monotonic()`` at which to stop with what there is.
    """
    search = _Search(program, values, sizes, (most, most_nodes), deadline, progress)
    search.offer(sorted(set(known)))
    complete = search.run()
    return search.found(complete)


class _Search:
    """One branch and bound: the stack of layers, what is found, what prunes."""

    def __init__(
        self,
        program: Program,
        values: Ints,
        sizes: NDArray[np.float64],
        most: tuple[int | None, int | None],
        deadline: float | None,
        progress: Callable[..., None] | None,
    ) -> None:
        self.program, self.values, self.sizes = program, values, sizes
        self.most, self.deadline, self.progress = most, deadline, progress
        self.by_vector: dict[bytes, list[Selection]] = {}
        self.front = Front(len(values))
        self.nodes = 0
        self.stopped = False
        #: With two extreme points: the vectors that none known dominates, the mixtures bounded, and what both close.
        self._steps = np.empty((0, 2), dtype=np.int64)
        self._mixed: list[Mixture] = []
        self._stairs: Stairs | None = None

    def offer(self, selections: Sequence[Selection]) -> None:
        """Take in feasible portfolios."""
        vectors = [self.values[:, list(self.program.columns(s))].sum(axis=1) for s in selections]
        if vectors:
            self._take(np.array(vectors, dtype=np.int64), selections)

    def _take(self, vectors: Ints, selections: Sequence[Selection]) -> None:
        fresh = []
        for vector, selection in zip(vectors, selections, strict=True):
            same = self.by_vector.setdefault(vector.tobytes(), [])
            if not same:
                fresh.append(vector)
            if selection not in same:
                same.append(selection)
        if fresh:
            self.front.add(np.array(fresh))
            if len(self.values) == 2:
                self._steps, self._stairs = staircase(np.concatenate([self._steps, np.array(fresh)])), None

    def _walk(self) -> Walk:
        """The tree, with bounds for every objective and, where there are two, for mixtures of them."""
        worth = self.values * self.sizes[:, None]
        program = tightened(self.program, [worth.mean(axis=0), *worth[:OWN:6]])
        values, sizes, count = self.values, self.sizes, len(self.values)
        room = min(_LAYER // (64 * count), _CELLS // (count * program.size))
        sets = min(2 * len(program.groups), _PROGRAMS // max(1, min(count, OWN)), room)
        if len(self._steps):
            self._mixed = mixtures(self._steps, np.abs(values).sum(axis=1).tolist())
            shares = np.array(self._mixed, dtype=np.int64).reshape(len(self._mixed), 2)
            values = np.concatenate([values, shares @ values])
            sizes = np.concatenate([sizes, 1 / (shares / sizes).sum(axis=1)])
            sets = min(sets, _SETS)
        return Walk(program, relax(program, values, sizes, sets=sets if len(program.groups) > 10 else 0))

    def run(self) -> bool:
        """Walk to the end; whether it came there."""
        walk = self._walk()
        chunk = max(64, _LAYER // max(1, walk.relaxation.constant.size))
        stack = [walk.root()]
        told = time.monotonic()
        try:
            while stack:
                if self._ended():
                    return False
                nodes = stack.pop()
                if nodes.depth == len(walk.order):
                    self._leaves(walk, nodes)
                    continue
                # The bounds that pruned a node when it was made may have been passed by what was found since.
                grown = walk.grow(nodes.take(self._open(walk, nodes)))
                self.nodes += len(grown)
                grown = grown.take(self._open(walk, grown))
                order = np.argsort(walk.promise(grown), kind="stable")
                stack += [grown.take(order[at : at + chunk]) for at in range(0, len(order), chunk)]
                if self.progress and time.monotonic() - told > 0.2:
                    told = time.monotonic()
                    self.progress(found=len(self.by_vector))
        except KeyboardInterrupt:
            self.stopped = True
            return False
        return True

    def _ended(self) -> bool:
        """Whether time or number has run out."""
        self.stopped = self.deadline is not None and time.monotonic() >= self.deadline
        most, most_nodes = self.most
        many = most is not None and len(self.by_vector) > most
        return self.stopped or many or (most_nodes is not None and self.nodes > most_nodes)

    def _open(self, walk: Walk, nodes: Nodes) -> NDArray[np.intp]:
        """Which nodes may still hold something new."""
        if not len(nodes):
            return np.arange(0)
        ceilings = walk.ceilings(nodes)
        if not len(self._steps):
            return np.flatnonzero(~self.front.dominates(ceilings))
        if self._stairs is None:
            self._stairs = Stairs(self._steps, self._mixed)
        return self._stairs.reached(ceilings)

    def _leaves(self, walk: Walk, nodes: Nodes) -> None:
        """Take in the portfolios of fully decided nodes, best first."""
        vectors = np.ascontiguousarray(walk.values(nodes)[:, : len(self.values)])
        order = np.argsort(-(vectors * self.sizes).sum(axis=1), kind="stable")
        program = self.program
        for start in range(0, len(order), 256):
            part = order[start : start + 256]
            part = part[~self.front.dominates(vectors[part])]
            picked = [(i, walk.selection(nodes.choice[i])) for i in part.tolist()]
            if program.cones or program.tails:
                picked = [(i, s) for i, s in picked if program.feasible(s)]
            if picked:
                self._take(vectors[[i for i, _ in picked]], [s for _, s in picked])

    def found(self, complete: bool) -> Found:
        """What is left when everything dominated is struck out, in canonical order."""
        vectors = np.array([np.frombuffer(key, dtype=np.int64) for key in self.by_vector], dtype=np.int64)
        vectors = vectors.reshape(-1, len(self.values))
        kept = efficient(vectors)
        pairs = sorted(
            (selection, i) for i, same in enumerate(self.by_vector.values()) if kept[i] for selection in same
        )
        rows = vectors[[i for _, i in pairs]]
        return Found(tuple(selection for selection, _ in pairs), rows, complete, self.stopped, self.nodes)
