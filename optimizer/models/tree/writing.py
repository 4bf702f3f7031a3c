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


class Writer:
    """Turns a task's vectors and cases into a proof's; each vector once."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.known: dict[int, tuple[Vector, written.Vector]] = {}

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
        strike = None if case.strike is None else self.vector(case.strike)
        if case.children:
            parts = tuple(
                (self.options(part), below[id(child)]) for part, child in zip(case.parts, case.children, strict=True)
            )
            return written.Split(frame.roadmaps[case.roadmap], parts, strike)
        leaf = written.Leaf(None if case.total is None else self.vector(case.vector))
        if strike is None:
            return leaf
        whole = self.options(np.flatnonzero((frame.slot_roadmap == 0) & case.allowed))
        return written.Split(frame.roadmaps[0], ((whole, leaf),), strike)

    def tree(self, root: Case) -> written.Node:
        """A case and all below it."""
        below: dict[int, written.Node] = {}
        for case in reversed(list(walk([root]))):
            below[id(case)] = self.node(case, below)
        return below[id(root)]
