"""A program's synergies laid out over what each roadmap may take, for sweeps: worked out once for a program."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.frame import Frame

Floats = NDArray[np.float64]


class Layout:
    """A frame's bundles over local slot numbers (0 is 'none'), for bundles of at most ``most`` live members each.

    ``roadmap`` (bundles, members): whose slots, -1 for padding. ``pair`` and ``product`` (bundles, members, slots): the
    frame's pair and the product column of each slot, -1 where there is none.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.ends = np.append(frame.start, frame.slots)
        self.width = int(np.diff(self.ends).max(initial=1))
        rows = [(k, kind, j) for kind in frame.kinds for j, k in enumerate(kind.bundles.tolist())]
        size = max([2, *(kind.size for kind in frame.kinds)])
        self.bundle = np.array([k for k, _, _ in rows], dtype=np.intp)
        self.at_least = np.array([kind.at_least for _, kind, _ in rows], dtype=np.intp)
        self.size = np.array([kind.size for _, kind, _ in rows], dtype=np.intp)
        self.roadmap = np.full((len(rows), size), -1, dtype=np.intp)
        self.pair = np.full((len(rows), size, self.width), -1, dtype=np.intp)
        self.product = self.pair.copy()
        ends = np.append(frame.member_start, frame.pairs)
        for b, (_k, kind, j) in enumerate(rows):
            for i in range(kind.size):
                member = kind.first + j * kind.size + i
                for p in range(int(ends[member]), int(ends[member + 1])):
                    slot = int(frame.pair_slot[p])
                    r = int(frame.slot_roadmap[slot])
                    self.roadmap[b, i] = r
                    self.pair[b, i, slot - frame.start[r]] = p
                    self.product[b, i, slot - frame.start[r]] = frame.pair_product[p]
        self.funded = (self.pair >= 0).astype(np.float64)
        self.column = frame.options + self.bundle
        self.two = np.flatnonzero(self.size == 2)
        count = self.funded[self.two, 0][:, :, None] + self.funded[self.two, 1][:, None, :]
        self.on = (count >= self.at_least[self.two][:, None, None]).astype(np.float64)
        self.place = np.full(len(rows), -1, dtype=np.intp)
        self.place[self.two] = np.arange(len(self.two))
        self._matrix: Floats | None = None
        self._added = np.zeros((0, 0))
        self._follows = False

    def added(self, matrix: Floats) -> tuple[Floats, bool]:
        """(slots, rows) what slots add to a matrix's rows, and whether synergies add anything; the last one is kept,
        for nothing ever writes into a task's matrix."""
        if self._matrix is not matrix:
            options = np.concatenate([matrix[:, : self.frame.options], np.zeros((len(matrix), 1))], axis=1)
            self._matrix, self._added = matrix, np.ascontiguousarray(options[:, self.frame.slot_option].T)
            self._follows = bool(matrix[:, self.frame.options :].any())
        return self._added, self._follows
