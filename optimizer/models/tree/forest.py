"""The tree of cases kept from one question to the next.

Its splits say nothing about an objective, so they hold for every question; its leaves hold the multipliers that last
closed them. At a new question all leaves are bounded at once. Those that fail try the new root's multipliers and their
own moved by as much as the root's have moved, then a few subgradient steps, then a linear relaxation, then a split.
What was struck out belongs to one objective and is never stored.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.bounds import Array, penalty
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.search import Case, Search
from optimizer.models.tree.store import Stem, Store
from optimizer.models.tree.task import Vector
from optimizer.models.tree.waves import Ascent, Glance

Mask = NDArray[np.bool_]

#: So few leaves that fail are worked on without a relaxation of the root.
FEW = 6


class Forest(Store):
    """The stored tree asked a question.

    Attributes:
        worked: the cases of stored leaves that had to be worked on, by the leaf's number.
        alone: whether the question was answered without the stored leaves.
    """

    def __init__(self, frame: Frame, most: int = 1500, steps: int = 12) -> None:
        super().__init__(frame, most)
        self.steps = steps

    # ------------------------------------------------------------------ a question

    def usable(self, search: Search) -> bool:
        """Whether the stored leaves can serve a question."""
        return len(self) > 1 and search.goal is not None and search.task.dtype is np.float64

    def run(self, search: Search, root: Case) -> None:
        """Closes a question's root by the stored leaves as far as they go, by the search beyond.

        Afterwards ``root`` has, as children, the cases of the stored tree that had to be worked on or, where
        ``search.whole`` asks for it, all of them."""
        task = search.task
        self._rescale(task.scale)
        self.worked: dict[int, Case] = {}
        self.alone = True
        m, t = self._widen(self.m, task), self.t
        mask = self.allowed & root.left
        total = self._bound(search, mask, m, t, self.counts)
        counts = self.counts.copy()
        failing = np.flatnonzero(self._fails(search, total, counts))
        fresh: Vector | None = None
        few = max(FEW, len(self) // 10)
        if 0 < len(failing) <= few:
            t = t.copy()
            self._ascend(search, mask, m, t, total, counts, failing)
            failing = failing[self._fails(search, total[failing], counts[failing])]
        if len(failing) > FEW:
            if search.work(root) or search.fixed(root):
                search.closed += 1
                return
            fresh = root.vector
            m = np.pad(m, ((0, 0), (0, len(task.rows) - m.shape[1])))
            mask &= root.left
            total = self._bound(search, mask, m, t, counts)
            failing = np.flatnonzero(self._fails(search, total, counts))
            t = t.copy()
            self._retry(search, root, failing, mask, m, t, total, counts)
            failing = failing[self._fails(search, total[failing], counts[failing])]
            if len(self.frame.start) > 40 and len(failing) > max(60, len(self) // 3):
                search.run([root])
                return
        self.state = (mask, m, t, total, counts, fresh)
        self.alone = False
        search.closed += len(self) - len(failing)
        self._share(search, failing, np.inf if fresh is None else root.value)

    def _share(self, search: Search, failing: NDArray[np.intp], value: float) -> None:
        """Relaxes leaf after leaf, and tries on all the others what closed it."""
        task = search.task
        mask, m, t, total, counts, _ = self.state
        opened: list[Case] = []
        failing = failing[np.argsort(total[failing], kind="stable")]
        while len(failing):
            search.check()
            i, failing = int(failing[-1]), failing[:-1]
            case = Case(mask[i], Vector(m[i], t[i], bool(counts[i])), value)
            case.total = total[i] if counts[i] else None
            self.worked[i] = case
            try:
                closed = search.work(case) or search.fixed(case)
            except BaseException:
                self._leave(search, [*opened, case], failing, value)
                raise
            if closed:
                search.closed += 1
            else:
                opened.append(case)
            found = case.strike or case.vector
            if not len(failing) or not found.objective:
                continue
            rows = m.shape[1]
            if len(found.m) > rows:
                # A cut came up: its multiplier has no place in the other leaves' vectors, without it they still hold.
                found = Vector(found.m[:rows], found.t)
            size = (len(failing), 1)
            try_m, try_t = np.tile(found.m, size), np.tile(found.t, size)
            if try_m.shape[1] < rows:
                try_m = np.pad(try_m, ((0, 0), (0, rows - try_m.shape[1])))
            blocked = penalty(mask[failing], np.float64)
            trial = Glance(task, blocked, try_m, try_t, slope=False).total
            better = (trial < total[failing]) | (~counts[failing] & (trial < search.goal))
            where = failing[better]
            m[where], t[where], total[where], counts[where] = try_m[better], try_t[better], trial[better], True
            left = self._fails(search, total[failing], counts[failing])
            search.closed += int((~left).sum())
            failing = failing[left]
        if opened:
            search.run(opened)

    def _leave(self, search: Search, opened: list[Case], failing: NDArray[np.intp], value: float) -> None:
        """Notes what is open when the search is stopped."""
        mask, m, t, total, counts, _ = self.state
        for i in failing.tolist():
            if not counts[i]:
                # It was to show that nothing is feasible and does not: what the values say is all there is.
                nothing = search.task.nothing()
                case = Case(mask[i], nothing, value)
                case.total = search.task.bounds(nothing, mask[i]).total[0]
            else:
                case = Case(mask[i], Vector(m[i], t[i]), value)
                case.total = total[i]
            self.worked[i] = case
        for case in opened:
            if case.total is None and not case.closed:
                case.vector = search.task.nothing()
                case.total = search.task.bounds(case.vector, case.left).total[0]

    def _bound(self, search: Search, mask: Mask, m: Array, t: Array, counts: Mask) -> Array:
        """(leaves,) exact bounds; minus infinity where nothing is left."""
        left = np.logical_or.reduceat(mask, self.frame.start, axis=1).all(axis=1)
        total = np.full(len(mask), -np.inf)
        if left.all():
            total = Glance(search.task, penalty(mask, np.float64), m, t, counts, slope=False).total
        elif left.any():
            blocked = penalty(mask[left], np.float64)
            total[left] = Glance(search.task, blocked, m[left], t[left], counts[left], slope=False).total
        return total

    def _fails(self, search: Search, total: Array, counts: Mask) -> Mask:
        out: Mask = np.where(counts, total >= search.goal, total >= 0)
        return out

    def _ascend(
        self, search: Search, mask: Mask, m: Array, t: Array, total: Array, counts: Mask, at: NDArray[np.intp]
    ) -> None:
        """Subgradient steps for a few leaves, in place; a leaf that did not count values does so only where that closes
        it."""
        goal = search.goal
        start = np.where(counts[at], total[at], np.inf)
        found_m, found_t, found = Ascent(search.task).run(mask[at], m[at], t[at], start, goal, self.steps)
        good = counts[at] | (found < goal)
        where = at[good]
        m[where], t[where], total[where], counts[where] = found_m[good], found_t[good], found[good], True

    def _retry(
        self, search: Search, root: Case, failing: Any, mask: Mask, m: Array, t: Array, total: Array, counts: Mask
    ) -> None:
        """Other multipliers for the leaves that fail, in place."""
        task, goal = search.task, search.goal
        rows = len(task.rows)
        root_m = np.zeros(rows)
        root_m[: len(root.vector.m)] = root.vector.m
        ascent = Ascent(task)
        moved_m = np.clip(self._widen(self.moved_m[failing], task) + root_m * task.active, 0.0, ascent.cap)
        moved_m = np.rint(moved_m)
        moved_t = self.moved_t[failing] + root.vector.t
        flat = np.broadcast_to(root_m, moved_m.shape)
        for try_m, try_t in ((moved_m, moved_t), (flat, np.broadcast_to(root.vector.t, moved_t.shape))):
            found = Glance(task, penalty(mask[failing], np.float64), try_m, try_t, slope=False).total
            better = (found < total[failing]) | ~counts[failing]
            where = failing[better]
            m[where], t[where], total[where], counts[where] = try_m[better], try_t[better], found[better], True
        failing = failing[total[failing] >= goal]
        if len(failing):
            m[failing], t[failing], total[failing] = ascent.run(
                mask[failing], m[failing], t[failing], total[failing], goal, self.steps
            )

    # ------------------------------------------------------------------ what it looks like

    def whole(self, root: Case, search: Search) -> None:
        """Gives the root all the stored cases, for a proof."""
        if self.alone or self.top is None:
            return
        if isinstance(self.top, int):
            raise AssertionError("a stored tree has at least one split")
        stack: list[tuple[Stem, Case]] = [(self.top, root)]
        while stack:
            stem, case = stack.pop()
            case.roadmap, case.parts, case.closed = stem.roadmap, stem.parts, False
            for child in stem.children:
                below = self._leaf(child, search) if isinstance(child, int) else Case(case.allowed, case.vector, 0.0)
                case.children.append(below)
                if not isinstance(child, int):
                    stack.append((child, below))

    def _leaf(self, i: int, search: Search) -> Case:
        if i in self.worked:
            return self.worked[i]
        mask, m, t, total, counts, _ = self.state
        case = Case(mask[i], Vector(m[i], t[i], bool(counts[i])), 0.0)
        case.total = None if total[i] == -np.inf else total[i]
        case.closed = True
        return case

    def largest(self) -> Any:
        """The largest bound over the leaves that count values; None without any."""
        if self.alone:
            return None
        _, _, _, total, counts, _ = self.state
        picked = [i for i in np.flatnonzero(counts & (total > -np.inf)).tolist() if i not in self.worked]
        return max((total[i] for i in picked), default=None)

    # ------------------------------------------------------------------ learning

    def keep(self, search: Search, root: Case, used: bool) -> None:
        """Stores what a question taught: the tree anew where it was searched anew, else vectors and new splits.

        ``used``: whether the stored leaves served the question; if not, they stay unless there are none."""
        task = search.task
        if task.dtype is not np.float64:
            return
        if self.top is None or not used or self.alone:
            if root.children and (self.top is None or search.value is not None):
                self._plant(task, root)
            return
        _, m, t, total, counts, fresh = self.state
        if fresh is None and not self.worked:
            return
        m = np.pad(m, ((0, 0), (0, len(task.rows) - m.shape[1])))
        self._pad(task)
        narrow = self._narrow(m, task)
        changed = (total > -np.inf) & ((t != self.t).any(axis=1) | (narrow != self.m).any(axis=1))
        base_m, base_t = np.zeros(m.shape[1]), np.zeros(t.shape[1])
        if fresh is None:
            # The root's multipliers are taken to be where they were: what moved is the leaf's own.
            self.moved_m[changed] += narrow[changed] - self.m[changed]
            self.moved_t[changed] += t[changed] - self.t[changed]
        else:
            base_m[: len(fresh.m)], base_t = fresh.m, fresh.t
            self.moved_m[changed] = narrow[changed] - self._narrow(base_m[None], task)
            self.moved_t[changed] = t[changed] - base_t
        self.m[changed], self.t[changed] = narrow[changed], t[changed]
        self.counts[changed] = counts[changed]
        self._graft(task, self.worked, (base_m, base_t))
