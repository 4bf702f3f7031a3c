"""From the cases of a search to the proof object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from optimizer.models.tree import proof as written
from optimizer.models.tree.search import Case
from optimizer.models.tree.task import Task, Vector


def walk(roots: list[Case]) -> Iterator[Case]:
    """Every case, parents before children."""
    stack = list(reversed(roots))
    while stack:
        case = stack.pop()
        yield case
        stack.extend(reversed(case.children))


#: The bits after the point that multipliers are tried with, coarsest first; what proves is kept.
BITS = (0, 2, 5, 8, 11, 14, 18)
#: How many cases are looked at side by side.
CHUNK = 512


class Writer:
    """Turns a task's vectors and cases into a proof's, as short as still proves.

    Args:
        task: whose rows and numbers the vectors are of.
        target: of the proof; None where it shows that there is no portfolio.
    """

    def __init__(self, task: Task, target: int | None) -> None:
        self.task = task
        self.goal = None if target is None else task.scale * target
        self.known: dict[int, tuple[Vector, written.Vector]] = {}
        frame = task.frame
        self.order = np.lexsort((frame.pair_option, frame.pair_bundle))
        self.bundles, self.members = frame.pair_bundle.tolist(), frame.pair_option.tolist()

    def closes(self, vector: Vector, total: Any) -> bool:
        """Whether an exact bound is below what the proof has to show."""
        if not vector.objective:
            return bool(total < 0)
        return self.goal is not None and bool(total < self.goal)

    def coarser(self, vector: Vector) -> list[Vector]:
        """The vector with fewer bits, coarsest first, then as it is. In exact numbers of the same kind: what is lost is
        rounded to 0 bits at the end, so the scale can be divided by a power of two."""
        task = self.task
        if task.dtype is object:
            return [vector]
        largest = float(max(np.abs(vector.m).max(initial=0), np.abs(vector.t).max(initial=0)))
        found = []
        for bits in BITS:
            grain = task.scale / 2.0**bits if vector.objective else 2.0 ** (np.frexp(largest)[1] - 2 * bits - 2)
            if grain <= 1:
                break
            m, t = (np.rint(x / task.dtype(grain)) * task.dtype(grain) for x in (vector.m, vector.t))
            found.append(Vector(m, t, vector.objective))
        return [*found, vector]

    def shorten(self, cases: list[Case]) -> None:
        """Notes, for each leaf and each strike, the vector with as few bits as still do what it has to do."""
        jobs = [(case, case.vector, case.left, None) for case in cases if self.is_leaf(case) and self.counts(case)]
        strikes = [(c, c.strike, c.allowed, c.allowed & ~c.left) for c in cases if c.strike is not None]
        for first in range(0, len(jobs), CHUNK):
            self._shorten(jobs[first : first + CHUNK], self.leaf_vector)
        for first in range(0, len(strikes), CHUNK):
            self._shorten(strikes[first : first + CHUNK], self.strike_vector)

    def _shorten(self, jobs: list[Any], found: dict[int, Vector]) -> None:
        """Tries all jobs side by side, each with the next finer of its vectors until one does."""
        task, frame = self.task, self.task.frame
        trials = [iter(self.coarser(vector)) for _, vector, _, _ in jobs]
        found |= {id(case): vector for case, vector, _, _ in jobs}
        open_jobs = list(range(len(jobs)))
        while open_jobs:
            tried = {i: trial for i in open_jobs if (trial := next(trials[i], None)) is not None}
            if not tried:
                return
            index = list(tried)
            bounds = task.stacked(list(tried.values()), np.array([jobs[i][2] for i in index]))
            without = bounds.without(frame) if jobs[0][3] is not None else None
            open_jobs = []
            for row, i in enumerate(index):
                case, _, _, out = jobs[i]
                if without is None:
                    good = self.closes(tried[i], bounds.total[row])
                else:
                    good = self.goal is not None and not (without[row][out] >= self.goal).any()
                if good:
                    found[id(case)] = tried[i]
                else:
                    open_jobs.append(i)

    def is_leaf(self, case: Case) -> bool:
        """Whether nothing is written below a case."""
        return not case.children or id(case) in self.pruned

    @staticmethod
    def counts(case: Case) -> bool:
        """Whether a leaf is closed by its sum."""
        return case.total is not None and not case.spared

    def vector(self, vector: Vector) -> written.Vector:
        """A vector, divided by the powers of two that all its numbers share with the scale."""
        kept = self.known.get(id(vector))
        if kept is not None:
            return kept[1]
        task = self.task
        rows = [(i, int(vector.m[i])) for i in np.flatnonzero(vector.m).tolist()]
        t = [(p, int(vector.t[p])) for p in self.order[vector.t[self.order] != 0].tolist()]
        ones = task.scale if vector.objective else 0
        for _, value in (*rows, *t):
            ones |= abs(value)
        shift = max((ones & -ones).bit_length() - 1, 0)
        scale = task.scale >> shift if vector.objective else 1
        out = written.Vector(
            scale,
            tuple((i, v >> shift) for i, v in rows if i < task.plain),
            tuple((self.bundles[p], self.members[p], v >> shift) for p, v in t),
            tuple((task.cuts[i - task.plain], v >> shift) for i, v in rows if i >= task.plain),
            vector.objective,
        )
        self.known[id(vector)] = (vector, out)
        return out

    def options(self, slots: Any) -> tuple[int, ...]:
        """Slots as options, ``NONE`` for not funded."""
        return tuple(sorted(int(o) for o in self.task.frame.slot_option[slots]))

    def node(self, case: Case, below: dict[int, written.Node]) -> written.Node:
        """One case, what is below it being there already."""
        frame = self.task.frame
        strike = None if case.strike is None else self.vector(self.strike_vector[id(case)])
        if not self.is_leaf(case):
            parts = tuple(
                (self.options(part), below[id(child)]) for part, child in zip(case.parts, case.children, strict=True)
            )
            return written.Split(frame.roadmaps[case.roadmap], parts, strike)
        vector = self.vector(self.leaf_vector[id(case)]) if self.counts(case) else None
        leaf = written.Leaf(vector, case.spared)
        if strike is None:
            return leaf
        whole = self.options(np.flatnonzero((frame.slot_roadmap == 0) & case.allowed))
        return written.Split(frame.roadmaps[0], ((whole, leaf),), strike)

    def tree(self, root: Case) -> written.Node:
        """A case and all below it; what a case's own vector closes by now needs no split."""
        self.pruned: set[int] = set()
        self.leaf_vector: dict[int, Vector] = {}
        self.strike_vector: dict[int, Vector] = {}
        order: list[Case] = []
        stack = [root]
        while stack:
            case = stack.pop()
            order.append(case)
            if case.children and case.total is not None and self.closes(case.vector, case.total):
                self.pruned.add(id(case))
            else:
                stack.extend(case.children)
        self.shorten(order)
        below: dict[int, written.Node] = {}
        for case in reversed(order):
            below[id(case)] = self.node(case, below)
        return below[id(root)]
