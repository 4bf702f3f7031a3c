"""The stored tree of cases: its leaves as arrays, the splits above them, and how new ones are put in.

Its splits say nothing about an objective, so they hold for every question; its leaves hold the multipliers that last
closed them. What was struck out belongs to one objective and is never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.bounds import Array
from optimizer.models.tree.case import Case
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.proof import Cut
from optimizer.models.tree.task import Task

Mask = NDArray[np.bool_]


@dataclass(slots=True)
class Stem:
    """A split: a roadmap, the slots of each part, and what follows: another split or a leaf's number."""

    roadmap: int
    parts: list[NDArray[np.intp]]
    children: list[Stem | int]


class Store:
    """Stored leaves as arrays, and the splits above them.

    Attributes:
        allowed: (leaves, slots) what the path to a leaf allows.
        m, t: (leaves, rows or pairs) multipliers over ``scale``; columns of ``m``: the program's rows, then cuts.
        moved_m, moved_t: the same less the root's of that solve.
        counts: (leaves,) whether the values count.
    """

    def __init__(self, frame: Frame, most: int = 1500) -> None:
        self.frame, self.most = frame, most
        self.top: Stem | int | None = None
        self.scale = 1
        self.plain = len(frame.program.rows)
        self.forget()

    def forget(self) -> None:
        """Drops everything."""
        frame = self.frame
        self.top = None
        self.cuts: list[Cut] = []
        self.allowed = np.zeros((0, frame.slots), dtype=bool)
        self.m, self.t = np.zeros((0, self.plain)), np.zeros((0, frame.pairs))
        self.moved_m, self.moved_t = self.m.copy(), self.t.copy()
        self.counts = np.zeros(0, dtype=bool)

    def __len__(self) -> int:
        return len(self.allowed)

    # ------------------------------------------------------------------ between rows of the task and of the store

    def _widen(self, m: Array, task: Task) -> Array:
        """Stored multipliers on the rows of a task: extra rows get 0, so do rows that do not count."""
        out = np.zeros((len(m), len(task.rows)), dtype=task.dtype)
        out[:, : self.plain] = m[:, : self.plain]
        if self.cuts:
            where = {cut: task.plain + i for i, cut in enumerate(task.cuts)}
            for j, cut in enumerate(self.cuts[: m.shape[1] - self.plain]):
                if cut in where:
                    out[:, where[cut]] = m[:, self.plain + j]
        return out * task.active

    def _narrow(self, m: Array, task: Task) -> Array:
        """The other way round; extra rows are forgotten."""
        out = np.zeros((len(m), self.plain + len(self.cuts)))
        out[:, : self.plain] = m[:, : self.plain]
        if task.cuts:
            where = {cut: self.plain + j for j, cut in enumerate(self.cuts)}
            for i, cut in enumerate(task.cuts[: m.shape[1] - task.plain]):
                out[:, where[cut]] = m[:, task.plain + i]
        return out

    def _rescale(self, scale: int) -> None:
        if scale != self.scale:
            factor = scale / self.scale
            for name in ("m", "t", "moved_m", "moved_t"):
                setattr(self, name, np.rint(getattr(self, name) * factor))
            self.scale = scale

    # ------------------------------------------------------------------ putting cases in

    def _pad(self, task: Task) -> None:
        """Makes room for the cuts of a task."""
        known = set(self.cuts)
        self.cuts += [cut for cut in task.cuts if cut not in known]
        extra = self.plain + len(self.cuts) - self.m.shape[1]
        if extra > 0:
            self.m = np.pad(self.m, ((0, 0), (0, extra)))
            self.moved_m = np.pad(self.moved_m, ((0, 0), (0, extra)))

    def _plant(self, task: Task, root: Case) -> None:
        """Stores a tree that was searched anew; nothing where it is too large."""
        self.forget()
        self.scale = task.scale
        self._pad(task)
        base = root.strike or root.vector
        base_m = np.zeros(len(task.rows))
        base_m[: len(base.m)] = base.m
        everything = np.ones((1, self.frame.slots), dtype=bool)
        self.top = self._sow(task, root, everything[0], (base_m, base.t), None)
        if len(self) > self.most:
            self.forget()

    def _graft(self, task: Task, worked: Mapping[int, Case], base: tuple[Array, Array]) -> None:
        """Puts the splits below worked leaves into the tree."""
        splits = sum(bool(case.children) for case in worked.values())
        if len(self) + splits > self.most:
            return
        renewed: dict[int, Stem | int] = {}
        for i, case in worked.items():
            renewed[i] = self._sow(task, case, self.allowed[i].copy(), base, i)
        if not splits or self.top is None:
            return
        stack: list[Stem] = [self.top] if isinstance(self.top, Stem) else []
        while stack:
            stem = stack.pop()
            for s, child in enumerate(stem.children):
                if isinstance(child, int):
                    stem.children[s] = renewed.get(child, child)
                else:
                    stack.append(child)

    def _sow(self, task: Task, case: Case, allowed: Mask, base: tuple[Array, Array], number: int | None) -> Stem | int:
        """Stores a case and all below it; its first leaf takes the number given, the others new ones."""
        leaves: list[tuple[Case, Mask, int]] = []
        free = [number] if number is not None else []
        count = len(self)

        def leaf(at: Case, mask: Mask) -> int:
            nonlocal count
            if free:
                i = free.pop()
            else:
                i, count = count, count + 1
            leaves.append((at, mask, i))
            return i

        if not case.children:
            top: Stem | int = leaf(case, allowed)
        else:
            top = Stem(case.roadmap, [], [])
            stack = [(case, allowed, top)]
            while stack:
                at, mask, stem = stack.pop()
                inside = (self.frame.slot_roadmap == at.roadmap) & mask
                first = np.zeros_like(inside)
                first[at.parts[0]] = True
                sides = (inside & first, inside & ~first)
                stem.roadmap, stem.parts = at.roadmap, [np.flatnonzero(side) for side in sides]
                for side, child in zip(sides, at.children, strict=True):
                    below = (mask & ~inside) | side
                    if child.children:
                        grown = Stem(child.roadmap, [], [])
                        stem.children.append(grown)
                        stack.append((child, below, grown))
                    else:
                        stem.children.append(leaf(child, below))
        self._store(task, leaves, base, count)
        return top

    def _store(self, task: Task, leaves: list[tuple[Case, Mask, int]], base: tuple[Array, Array], count: int) -> None:
        grow = count - len(self)
        if grow:
            self.allowed = np.concatenate([self.allowed, np.zeros((grow, self.frame.slots), dtype=bool)])
            self.counts = np.concatenate([self.counts, np.ones(grow, dtype=bool)])
            for name in ("m", "t", "moved_m", "moved_t"):
                old = getattr(self, name)
                setattr(self, name, np.concatenate([old, np.zeros((grow, old.shape[1]))]))
        numbers = [i for _, _, i in leaves]
        m = np.zeros((len(leaves), len(task.rows)))
        t = np.zeros((len(leaves), self.frame.pairs))
        for j, (case, _, _) in enumerate(leaves):
            m[j, : len(case.vector.m)], t[j] = case.vector.m, case.vector.t
        counts = np.array([case.vector.objective for case, _, _ in leaves])
        self.allowed[numbers] = np.array([mask for _, mask, _ in leaves])
        self.m[numbers], self.t[numbers], self.counts[numbers] = self._narrow(m, task), t, counts
        delta = self._narrow(np.where(counts[:, None], m - base[0], 0.0), task)
        self.moved_m[numbers] = delta
        self.moved_t[numbers] = np.where(counts[:, None], t - base[1], 0.0)
