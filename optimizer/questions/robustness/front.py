"""Which vectors are dominated by one of many: comparisons by bit sets, so that thousands cost what a few dozen do.

For each objective the known vectors are ranked, and for each rank a bit set says which of them are at least as large. A
vector's dominators are then the intersection of one bit set an objective.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: Vectors in one block of bit sets, and how many new ones are compared one by one before they get a block.
_BLOCK, _NEW = 2048, 192


class _Block:
    """Bit sets over up to ``_BLOCK`` vectors."""

    def __init__(self, vectors: Ints) -> None:
        self.vectors = vectors
        count = len(vectors)
        words = -(-count // 64)
        self.ranked = np.sort(vectors, axis=0)
        place = np.argsort(vectors, axis=0, kind="stable")
        self.sets = np.zeros((vectors.shape[1], count + 1, words), dtype=np.uint64)
        rank = np.arange(count)
        for e in range(vectors.shape[1]):
            at = place[:, e]
            self.sets[e, rank, at // 64] = np.uint64(1) << (at % 64).astype(np.uint64)
            # From the largest down: the set at rank r holds every vector whose rank is r or more.
            self.sets[e] = np.bitwise_or.accumulate(self.sets[e, ::-1], axis=0)[::-1]

    def dominators(self, vectors: Ints) -> Ints:
        """For each of ``vectors`` how many of the block are at least as large on every objective."""
        common = self.sets[0, np.searchsorted(self.ranked[:, 0], vectors[:, 0])].copy()
        for e in range(1, vectors.shape[1]):
            common &= self.sets[e, np.searchsorted(self.ranked[:, e], vectors[:, e])]
        return np.bitwise_count(common).sum(axis=1, dtype=np.int64)


class Front:
    """Distinct vectors that other vectors are compared with. Larger is better on every objective."""

    def __init__(self, width: int) -> None:
        self._blocks: list[_Block] = []
        self._new = np.empty((0, width), dtype=np.int64)
        self._seen: set[bytes] = set()

    def __len__(self) -> int:
        return len(self._seen)

    def has(self, vector: Ints) -> bool:
        """Whether this very vector is known."""
        return vector.tobytes() in self._seen

    def add(self, vectors: Ints) -> None:
        """Add vectors; those that are known change nothing."""
        fresh = []
        for vector in np.ascontiguousarray(vectors, dtype=np.int64):
            key = vector.tobytes()
            if key not in self._seen:
                self._seen.add(key)
                fresh.append(vector)
        if fresh:
            self._new = np.concatenate([self._new, np.array(fresh)])
            if len(self._new) > _NEW:
                for start in range(0, len(self._new), _BLOCK):
                    self._blocks.append(_Block(self._new[start : start + _BLOCK]))
                self._new = self._new[:0]
                self._merge()

    def _merge(self) -> None:
        """Join small blocks, so that their number grows with the logarithm of the vectors up to full blocks."""
        while len(self._blocks) > 1:
            a, b = self._blocks[-2], self._blocks[-1]
            if len(a.ranked) > 2 * len(b.ranked) or len(a.ranked) + len(b.ranked) > _BLOCK:
                return
            self._blocks[-2:] = [_Block(np.concatenate([a.vectors, b.vectors]))]

    def dominates(self, vectors: Ints) -> NDArray[np.bool_]:
        """For each of ``vectors`` whether a known one is at least as large everywhere and larger somewhere."""
        equal = np.array([vector.tobytes() in self._seen for vector in np.ascontiguousarray(vectors)], dtype=np.int64)
        found = np.zeros(len(vectors), dtype=bool)
        left = np.arange(len(vectors))
        counts = -equal
        for block in self._blocks:
            counts[left] += block.dominators(vectors[left])
            found[left] = counts[left] > 0
            left = left[~found[left]]
            if not len(left):
                return found
        if len(self._new) and len(left):
            mine = vectors[left]
            at_least = np.ones((len(left), len(self._new)), dtype=bool)
            for e in range(vectors.shape[1]):
                at_least &= self._new[None, :, e] >= mine[:, None, e]
            found[left] = counts[left] + at_least.sum(axis=1) > 0
        return found


def efficient(vectors: Ints) -> NDArray[np.bool_]:
    """Which of the vectors no other one dominates; equal ones do not dominate each other."""
    if not len(vectors):
        return np.zeros(0, dtype=bool)
    front = Front(vectors.shape[1])
    front.add(vectors)
    kept = np.ones(len(vectors), dtype=bool)
    for start in range(0, len(vectors), _BLOCK):
        kept[start : start + _BLOCK] = ~front.dominates(vectors[start : start + _BLOCK])
    return kept
