"""Makes a proof's multipliers short: each vector keeps only as many bits as it takes to close its case.

Whatever numbers a certificate holds, its checker adds them up exactly, so they may be rounded freely as long as each
leaf still closes and each strike still takes away what it took. All vectors of a claim are tried together, coarsest
first, in floats that hold every sum exactly (below 2^52); where they would not, the numbers stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.bounds import evaluate, penalty
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.proof import NONE, Leaf, Node, Split, Vector, walk

Ints = list[int]
#: (bits that the largest number may have, how many times coarser shifts are), in the order tried; then as they are.
LADDER = (
    (2, 1), (3, 1), (4, 1), (5, 1), (6, 4), (6, 1), (8, 16), (8, 1),
    (10, 64), (10, 4), (13, 64), (13, 4), (17, 4), (22, 1),
)  # fmt: skip
#: Each member takes over all that a bundle is worth: what an overlap costs when one of two is sure to be funded.
EVERY = -2
_EXACT = float(2**52)
_CHUNK = 4096


@dataclass
class Numbers:
    """One vector in the checker's terms: ``scale`` times the value, a multiplier for each row, a shift for each pair.

    ``exponent``: shifts are multiples of ``2**exponent``, multipliers of ``2**max(0, exponent - weight of the row)``.
    ``whole``: for each bundle, the member that takes over all that the bundle is worth (its shifts are then that),
    ``EVERY`` where each member does, or -1."""

    scale: int
    rows: Ints
    shifts: Ints
    exponent: int = 0
    whole: Sequence[int] = ()


@dataclass(frozen=True)
class Target:
    """What a claim's vectors are about: values and rows in the checker's units, and when a sum closes."""

    values: Ints
    matrix: list[Ints]
    limits: Ints
    target: int | None

    @property
    def weights(self) -> Ints:
        """How many bits the largest coefficient of each row has, less one."""
        return [max(max(map(abs, row), default=0).bit_length() - 1, 0) for row in self.matrix]


@dataclass(frozen=True)
class Job:
    """A node with its vector, the slots that the path to it allows, and those that its strike leaves (None: a leaf)."""

    node: Node
    vector: Vector
    at: NDArray[np.bool_]
    after: NDArray[np.bool_] | None


class Rounder:
    """The vectors of one claim: which node has which, what the path to it allows, and how few bits do."""

    def __init__(self, frame: Frame, target: Target) -> None:
        self.frame, self.target = frame, target
        self.A = np.array(target.matrix, dtype=float).reshape(len(target.matrix), frame.size)
        self.b = np.array([float(v) for v in target.limits])
        self.v = np.array([float(v) for v in target.values])
        self.weights = np.array(target.weights, dtype=float)
        self.member = np.zeros(frame.pairs, dtype=np.intp)
        self.member[frame.member_start] = 1
        self.member = np.cumsum(self.member) - 1

    def run(self, root: Node, start: NDArray[np.bool_], numbers: dict[int, Numbers]) -> dict[int, Numbers]:
        """Short numbers for each node of a tree that has a vector, by the node's identity.

        Args:
            root: the tree.
            start: (slots,) what may be taken before any split.
            numbers: each vector's own numbers.
        """
        jobs = self.jobs(root, start, numbers)
        found: dict[int, Numbers] = {}
        for first in range(0, len(jobs), _CHUNK):
            found |= self.shorten(jobs[first : first + _CHUNK], numbers)
        for earlier in (self.above(root), self.before(root)):
            leaves = [job for job in jobs if job.after is None and id(earlier.get(id(job.node))) in found]
            for first in range(0, len(leaves), _CHUNK):
                self.share(leaves[first : first + _CHUNK], earlier, found)
        return found

    @staticmethod
    def above(root: Node) -> dict[int, Node]:
        """For each node, the nearest strike on the path to it."""
        found: dict[int, Node] = {}
        for node in walk(root):
            if isinstance(node, Split):
                nearest = node if node.strike is not None else found.get(id(node))
                if nearest is not None:
                    found |= {id(child): nearest for _, child in node.parts}
        return found

    @staticmethod
    def before(root: Node) -> dict[int, Node]:
        """For each leaf with a vector, the leaf with a vector written before it."""
        leaves = [node for node in walk(root) if isinstance(node, Leaf) and node.vector is not None]
        return {id(node): last for last, node in pairwise(leaves)}

    def share(self, jobs: list[Job], earlier: dict[int, Node], found: dict[int, Numbers]) -> None:
        """Give leaves the very numbers of another node where those close them too: what is repeated packs well."""
        made = [found[id(earlier[id(job.node)])] for job in jobs]
        if made:
            closed, _, _ = self.sums(*self.stack(made), np.array([job.at for job in jobs]))
            found |= {id(job.node): numbers for job, numbers, good in zip(jobs, made, closed, strict=True) if good}

    def jobs(self, root: Node, start: NDArray[np.bool_], numbers: dict[int, Numbers]) -> list[Job]:
        """Every node with a vector, level by level."""
        jobs: list[Job] = []
        level = [(root, start)]
        while level:
            strikes = [(n, at) for n, at in level if isinstance(n, Split) and n.strike is not None]
            left = self.strikes(strikes, numbers)
            below = []
            for node, at in level:
                if isinstance(node, Leaf):
                    if node.vector is not None and self.open(at):
                        jobs.append(Job(node, node.vector, at, None))
                    continue
                if node.strike is not None:
                    after = left.pop(0)
                    if self.open(at):
                        jobs.append(Job(node, node.strike, at, after))
                    at = after
                below += [(child, self.part(at, node.roadmap, options)) for options, child in node.parts]
            level = below
        return jobs

    def open(self, at: NDArray[np.bool_]) -> bool:
        """Whether every roadmap has something left that it may take."""
        return bool(np.logical_or.reduceat(at, self.frame.start).all()) if len(self.frame.start) else True

    def part(self, at: NDArray[np.bool_], roadmap: str, options: Sequence[int]) -> NDArray[np.bool_]:
        """The domain of one part of a split."""
        frame, r = self.frame, self.frame.number[roadmap]
        keep = frame.slot_roadmap != r
        keep[[frame.start[r] if o == NONE else frame.option_slot[o] for o in options]] = True
        return at & keep

    def strikes(
        self, nodes: Sequence[tuple[Node, NDArray[np.bool_]]], numbers: dict[int, Numbers]
    ) -> list[NDArray[np.bool_]]:
        """What each strike of a level leaves."""
        if not nodes:
            return []
        vectors = [numbers[id(node.strike)] for node, _ in nodes if isinstance(node, Split)]
        allowed = np.array([at for _, at in nodes])
        M, T, D = self.stack(vectors)
        _, kept, _ = self.sums(M, T, D, allowed)
        return list(kept)

    def stack(self, vectors: Sequence[Numbers]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Multipliers (vectors, rows), shifts (vectors, pairs) and scales (vectors,)."""
        M = np.array([v.rows for v in vectors], dtype=float).reshape(len(vectors), len(self.b))
        T = np.array([v.shifts for v in vectors], dtype=float).reshape(len(vectors), self.frame.pairs)
        return M, T, np.array([float(v.scale) for v in vectors])

    def sums(
        self, M: NDArray[np.float64], T: NDArray[np.float64], D: NDArray[np.float64], allowed: NDArray[np.bool_]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
        """Which sums close, which slots a strike would leave, and which sums were exact."""
        worth = D[:, None] * self.v - M @ self.A
        size = D * np.abs(self.v).sum() + M @ np.abs(self.A).sum(axis=1) + np.abs(T).sum(axis=1) * 2
        size += M @ np.abs(self.b)
        enough = D * (float(self.target.target) if self.target.target is not None else 0.0)
        exact = (size < _EXACT) & (np.abs(enough) < _EXACT)
        with np.errstate(invalid="ignore"):  # what is not allowed at all comes out as no number, and stays so
            bounds = evaluate(self.frame, worth, M @ self.b, T, penalty(allowed, np.float64))
            closed = bounds.total < enough
            left = allowed & ~(bounds.without(self.frame) < enough[:, None])
        return closed & exact, left, exact

    def shorten(self, jobs: list[Job], numbers: dict[int, Numbers]) -> dict[int, Numbers]:
        """The coarsest rounding of each vector that still does what it has to do."""
        found: dict[int, Numbers] = {}
        M, T, D = self.stack([numbers[id(job.vector)] for job in jobs])
        at = np.array([job.at for job in jobs])
        for bits, coarser in LADDER:
            if not jobs:
                break
            m, t, exponent, whole = self.rounded(M, T, D, bits, coarser)
            closed, left, exact = self.sums(m, t, D, at)
            rest = []
            for i, job in enumerate(jobs):
                if closed[i] if job.after is None else exact[i] and not (left[i] & ~job.after).any():
                    rows, shifts = (x[i].astype(np.int64).tolist() for x in (m, t))
                    found[id(job.node)] = Numbers(int(D[i]), rows, shifts, int(exponent[i]), whole[i].tolist())
                else:
                    rest.append(i)
            jobs = [jobs[i] for i in rest]
            M, T, D, at = M[rest], T[rest], D[rest], at[rest]
        return found

    def rounded(
        self, M: NDArray[np.float64], T: NDArray[np.float64], D: NDArray[np.float64], bits: int, coarser: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
        """Vectors rounded to so many bits of the largest number in them, shifts to ``coarser`` times the step: the
        multipliers, the shifts, the exponents, and who takes over all that a synergy is worth."""
        peak = np.maximum((M * 2.0**self.weights).max(axis=1, initial=0), np.abs(T).max(axis=1, initial=0))
        exponent = np.maximum(np.floor(np.log2(np.maximum(peak, 1))) + 1 - bits, 0)
        step = 2.0 ** np.maximum(exponent[:, None] - self.weights, 0)
        M = np.rint(M / step) * step
        z = D[:, None] * self.v[None, :] - M @ self.A
        z = z[:, self.frame.options : self.frame.options + self.frame.bundles]
        unit = coarser * 2.0 ** exponent[:, None]
        whole = np.full((len(M), self.frame.bundles), -1)
        rounded = np.rint(T / unit) * unit
        if self.frame.pairs:
            rounded = self.taken_over(T, rounded, z, unit, whole)
        return M, rounded, exponent, whole

    def taken_over(
        self,
        T: NDArray[np.float64],
        rounded: NDArray[np.float64],
        z: NDArray[np.float64],
        unit: NDArray[np.float64],
        whole: NDArray[np.intp],
    ) -> NDArray[np.float64]:
        """Shifts where one member takes over all that a synergy is worth, within the rounding, made exactly that."""
        frame = self.frame
        near_zero = np.logical_and.reduceat(np.abs(T) <= unit, frame.member_start, axis=1)
        worth = z[:, frame.pair_bundle]
        near_all = np.logical_and.reduceat(np.abs(T - worth) <= unit, frame.member_start, axis=1)
        off = ~near_zero
        for kind in frame.kinds:
            shape = (len(T), len(kind.bundles), kind.size)
            others = off[:, kind.members].reshape(shape)
            full = near_all[:, kind.members].reshape(shape)
            large = np.abs(z[:, kind.bundles, None]) > unit[:, :, None]
            alone = full & (others.sum(axis=2, keepdims=True) - others == 0) & large
            every = (full & large).all(axis=2)
            whole[:, kind.bundles] = np.where(every, EVERY, np.where(alone.any(axis=2), alone.argmax(axis=2), -1))
        mine = whole[:, frame.pair_bundle]
        place = self.place
        out: NDArray[np.float64] = np.where(
            mine == -1, rounded, np.where((mine == EVERY) | (mine == place), worth, 0.0)
        )
        return out

    @cached_property
    def place(self) -> NDArray[np.intp]:
        """Which of its bundle's members, counted from 0, each pair belongs to."""
        first: dict[int, int] = {}
        place = []
        for m, k in zip(self.member.tolist(), self.frame.pair_bundle.tolist(), strict=True):
            place.append(m - first.setdefault(k, m))
        return np.array(place, dtype=np.intp)
