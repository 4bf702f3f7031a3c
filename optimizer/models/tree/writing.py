"""From the cases of a search to the proof object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

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

    def closes(self, vector: Vector, total: Any) -> bool:
        """Whether an exact bound is below what the proof has to show."""
        if not vector.objective:
            return bool(total < 0)
        return self.goal is not None and bool(total < self.goal)

    def coarser(self, vector: Vector) -> Iterator[Vector]:
        """The vector with fewer bits, coarsest first. In exact numbers of the same kind: what is lost is rounded to 0
        bits at the end, so the scale can be divided by a power of two."""
        task = self.task
        if task.dtype is object:
            return
        largest = float(max(np.abs(vector.m).max(initial=0), np.abs(vector.t).max(initial=0)))
        for bits in BITS:
            grain = task.scale / 2.0**bits if vector.objective else 2.0 ** (np.frexp(largest)[1] - 2 * bits - 2)
            if grain <= 1:
                return
            m, t = (np.rint(x / task.dtype(grain)) * task.dtype(grain) for x in (vector.m, vector.t))
            yield Vector(m, t, vector.objective)

    def short(self, vector: Vector, allowed: NDArray[np.bool_]) -> Vector:
        """A leaf's vector with as few bits as close it."""
        for trial in self.coarser(vector):
            if self.closes(trial, self.task.bounds(trial, allowed).total[0]):
                return trial
        return vector

    def short_strike(self, case: Case) -> Vector:
        """A vector with few bits that strikes out all that the case did without."""
        vector = case.strike
        assert vector is not None
        out = case.allowed & ~case.left
        for trial in self.coarser(vector):
            bounds = self.task.bounds(trial, case.allowed)
            if self.goal is not None and not (bounds.without(self.task.frame)[0][out] >= self.goal).any():
                return trial
        return vector

    def vector(self, vector: Vector) -> written.Vector:
        """A vector, divided by the powers of two that all its numbers share with the scale."""
        kept = self.known.get(id(vector))
        if kept is not None:
            return kept[1]
        task = self.task
        rows = [(i, int(vector.m[i])) for i in np.flatnonzero(vector.m).tolist()]
        t = [(p, int(vector.t[p])) for p in np.flatnonzero(vector.t).tolist()]
        every = [v for _, v in rows] + [v for _, v in t]
        scale = task.scale
        shift = 0
        if vector.objective:
            while scale > 1 and all(v % 2 == 0 for v in every):
                scale, every, shift = scale // 2, [v // 2 for v in every], shift + 1
        else:
            scale = 1
            while every and all(v % 2 == 0 for v in every):
                every, shift = [v // 2 for v in every], shift + 1
        frame = task.frame
        out = written.Vector(
            scale,
            tuple((i, v >> shift) for i, v in rows if i < task.plain),
            tuple(sorted((int(frame.pair_bundle[p]), int(frame.pair_option[p]), v >> shift) for p, v in t)),
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
        strike = None if case.strike is None else self.vector(self.short_strike(case))
        if case.children and id(case) not in self.pruned:
            parts = tuple(
                (self.options(part), below[id(child)]) for part, child in zip(case.parts, case.children, strict=True)
            )
            return written.Split(frame.roadmaps[case.roadmap], parts, strike)
        nothing = case.spared or case.total is None
        leaf = written.Leaf(None if nothing else self.vector(self.short(case.vector, case.left)), case.spared)
        if strike is None:
            return leaf
        whole = self.options(np.flatnonzero((frame.slot_roadmap == 0) & case.allowed))
        return written.Split(frame.roadmaps[0], ((whole, leaf),), strike)

    def tree(self, root: Case) -> written.Node:
        """A case and all below it; what a case's own vector closes by now needs no split."""
        self.pruned: set[int] = set()
        order: list[Case] = []
        stack = [root]
        while stack:
            case = stack.pop()
            order.append(case)
            if case.children and case.total is not None and self.closes(case.vector, case.total):
                self.pruned.add(id(case))
            else:
                stack.extend(case.children)
        below: dict[int, written.Node] = {}
        for case in reversed(order):
            below[id(case)] = self.node(case, below)
        return below[id(root)]
