"""The tree of partial portfolios, walked in whole layers: bounds of all objectives and activities of all rows at once.

Roadmaps are decided in one fixed order. A node is a row in three arrays: what was chosen, the bounds of every
objective under every set of multipliers, and the least activity that each row can still come to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.program import Program, Selection
from optimizer.questions.robustness.relaxation import Relaxation, matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: Ways to decide a synergy's members up to which all are worked out beforehand.
_WAYS = 64


@dataclass(frozen=True)
class Nodes:
    """Partial portfolios of one depth.

    Attributes:
        depth: how many roadmaps are decided.
        choice: (n, roadmaps), 0 for none, else the place of the option among the roadmap's.
        bound: (n, KE), scaled.
        activity: (n, rows).
    """

    depth: int
    choice: NDArray[np.int8]
    bound: Ints
    activity: Ints

    def __len__(self) -> int:
        return len(self.choice)

    def take(self, which: NDArray[np.intp]) -> Nodes:
        """Some of them."""
        return Nodes(self.depth, self.choice[which], self.bound[which], self.activity[which])


class Walk:
    """How nodes grow. Pure: nothing changes after it is made."""

    def __init__(self, program: Program, relaxation: Relaxation) -> None:
        self.program, self.relaxation = program, relaxation
        self.groups = tuple(program.groups.values())
        self.dense, self.limits = matrix(program)
        x = relaxation
        best = [np.maximum(0, x.gain[:, list(group)].max(axis=1)) for group in self.groups]
        self._loss = [
            np.stack([b, *(b - x.gain[:, o] for o in group)]) for b, group in zip(best, self.groups, strict=True)
        ]
        self._bound = x.constant + sum(best, np.zeros_like(x.constant))
        # Those whose other choice costs most first: one branch then dies at once and the tree stays narrow at the top.
        second = [float(np.median(np.sort(loss, axis=0)[1])) for loss in self._loss]
        self.order = tuple(sorted(range(len(self.groups)), key=lambda i: (-second[i], i)))
        count = len(program.options)
        self._least = np.minimum(0, self.dense[:, count:]).sum(axis=1)
        self._step = []
        for group in self.groups:
            cost = np.concatenate([np.zeros((1, len(self.limits)), dtype=np.int64), self.dense[:, list(group)].T])
            low = cost.min(axis=0)
            self._least = self._least + low
            self._step.append(cost - low)
        self._bundles()

    def _bundles(self) -> None:
        """After which depth each synergy is decided, and what each of its members' choices then adds."""
        program, x = self.program, self.relaxation
        owner = {o: i for i, group in enumerate(self.groups) for o in group}
        place = {i: depth for depth, i in enumerate(self.order)}
        count, last = len(program.options), len(program.options) + len(program.bundles)
        products: dict[tuple[int, int], int] = {(k, o): j for j, (k, o) in enumerate(program.products)}
        self._at: list[list[int]] = [[] for _ in range(len(self.order) + 1)]
        self._parts: list[list[tuple[int, Ints, Ints, Ints]]] = []
        self._low: list[Ints] = []
        for k, bundle in enumerate(program.bundles):
            members = [owner[member[0]] for member in bundle.members if member]
            self._at[max((place[i] + 1 for i in members), default=0)].append(k)
            low = np.minimum(0, self.dense[:, count + k])
            parts, at = [], 0
            for i in members:
                group = self.groups[i]
                size = len(group) + 1
                share = np.zeros((size, len(x.constant)), dtype=np.int64)
                share[1:] = -x.split[k][:, at : at + len(group)].T
                extra, rows = np.zeros_like(share), np.zeros((size, len(self.limits)), dtype=np.int64)
                for q, o in enumerate(group, start=1):
                    if (k, o) in products:
                        j = products[k, o]
                        extra[q], rows[q] = x.extra[:, j], self.dense[:, last + j]
                        low = low + np.minimum(0, rows[q])
                parts.append((i, share, extra, rows))
                at += len(group)
            self._parts.append(parts)
            self._low.append(low)
        self._tables = [self._table(k) for k in range(len(program.bundles))]

    def root(self) -> Nodes:
        """Nothing decided."""
        nodes = Nodes(
            0, np.zeros((1, len(self.groups)), dtype=np.int8), self._bound[None, :].copy(), self._least[None, :].copy()
        )
        for k in self._at[0]:
            self._settle(k, nodes)
        return nodes

    def grow(self, nodes: Nodes) -> Nodes:
        """The children of nodes: every choice for the next roadmap that the rows still allow."""
        i = self.order[nodes.depth]
        loss, step = self._loss[i], self._step[i]
        activity = (nodes.activity[None] + step[:, None, :]).reshape(len(step) * len(nodes), len(self.limits))
        fits = np.flatnonzero((activity <= self.limits).all(axis=1))
        parent, pick = fits % len(nodes), fits // len(nodes)
        choice = nodes.choice[parent]
        choice[:, i] = pick
        grown = Nodes(nodes.depth + 1, choice, nodes.bound[parent] - loss[pick], activity[fits])
        settled = self._at[grown.depth]
        for k in settled:
            self._settle(k, grown)
        return grown.take(np.flatnonzero((grown.activity <= self.limits).all(axis=1))) if settled else grown

    def _settle(self, k: int, nodes: Nodes) -> None:
        """Put what synergy ``k`` really comes to in place of the most it could, now that its members are decided."""
        table = self._tables[k]
        if table is not None:
            code = np.zeros(len(nodes), dtype=np.intp)
            for i, share, _, _ in self._parts[k]:
                code *= len(share)
                code += nodes.choice[:, i]
            change, rows = table
            np.add(nodes.bound, change[code], out=nodes.bound)
            if rows is not None:
                np.add(nodes.activity, rows[code], out=nodes.activity)
            return
        change, rows = self._settled(k, nodes.choice)
        np.add(nodes.bound, change, out=nodes.bound)
        np.add(nodes.activity, rows, out=nodes.activity)

    def _settled(self, k: int, choice: NDArray[np.int8]) -> tuple[Ints, Ints]:
        """What is added to the bounds and the activities where the members of synergy ``k`` are decided so."""
        x = self.relaxation
        funded = np.zeros(len(choice), dtype=np.int64)
        change = np.repeat(-x.best[None, :, k], len(choice), axis=0)
        for i, share, _, _ in self._parts[k]:
            picked = choice[:, i]
            funded += picked > 0
            change += share[picked]
        on = funded >= self.program.bundles[k].at_least
        change[on] += x.worth[:, k]
        rows = np.zeros((len(choice), len(self.limits)), dtype=np.int64)
        rows[on] += self.dense[:, len(self.program.options) + k]
        for i, _, extra, cost in self._parts[k]:
            picked = choice[on, i]
            change[on] += extra[picked]
            rows[on] += cost[picked]
        return change, rows - self._low[k]

    def _table(self, k: int) -> tuple[Ints, Ints | None] | None:
        """All ways to decide the members of synergy ``k``, worked out beforehand; None where there are too many."""
        parts = self._parts[k]
        ways = int(np.prod([len(share) for _, share, _, _ in parts], dtype=np.int64))
        if ways > _WAYS:
            return None
        choice = np.zeros((ways, len(self.groups)), dtype=np.int8)
        code = np.arange(ways)
        for i, share, _, _ in reversed(parts):
            choice[:, i], code = code % len(share), code // len(share)
        change, rows = self._settled(k, choice)
        return change, rows if rows.any() else None

    def ceilings(self, nodes: Nodes) -> Ints:
        """(n, E): no portfolio below a node is worth more than this, in units of each objective."""
        x = self.relaxation
        least = nodes.bound.reshape(len(nodes), x.sets, -1).min(axis=1)
        return least // x.scale

    def values(self, leaves: Nodes) -> Ints:
        """(n, E): what fully decided portfolios are worth: without multipliers on rows the bound is the value."""
        x = self.relaxation
        return leaves.bound[:, : len(x.constant) // x.sets] // x.scale

    def promise(self, nodes: Nodes) -> NDArray[np.float64]:
        """How good a node looks, for the order of the walk: the sum of its bounds as shares of the root's."""
        size = np.maximum(1.0, np.abs(self._bound.astype(float)))
        return (nodes.bound / size).sum(axis=1)

    def selection(self, choice: NDArray[np.int8]) -> Selection:
        """The portfolio of one row of choices."""
        return tuple(sorted(self.groups[i][c - 1] for i, c in enumerate(choice.tolist()) if c))
