"""A case of the tree while it is worked on, what splitting has been worth so far, and how a search ends early."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.relaxation import Relaxed
from optimizer.models.tree.task import Vector

Mask = NDArray[np.bool_]
#: Told best value, bound (each may be None), cases and seconds, now and then.
Progress = Callable[[int | None, int | None, int, float], None]

#: Seconds between two calls of a progress callback.
EVERY = 0.1
#: With at most so many slots the first case is worked even when the deadline is past: an answer without any portfolio,
#: or with a bound that says nothing, helps nobody, and it takes some hundredths of a second.
SMALL = 300


class Stopped(Exception):
    """The deadline came first."""


class Tied(Stopped):
    """A search that leaves a portfolio out found another one: the two are worth as much."""


class Case:
    """A node of the tree while it is worked on.

    ``allowed``: (slots,) on entry. ``strike``: the vector by which slots were struck out, after which ``left`` is
    allowed. ``roadmap``, ``parts``, ``children``: how it was split (parts are arrays of slots). ``vector``, ``total``:
    the multipliers in force and the exact bound they give, times the scale; ``closed``: whether that is enough;
    ``spared``: whether nothing is left in it but the portfolio that the search leaves out."""

    __slots__ = (
        "allowed",
        "children",
        "closed",
        "left",
        "origin",
        "parts",
        "relaxed",
        "roadmap",
        "spared",
        "strike",
        "total",
        "value",
        "vector",
    )

    def __init__(self, allowed: Mask, vector: Vector, value: float, relaxed: Relaxed | None = None) -> None:
        self.allowed, self.left, self.vector, self.value, self.relaxed = allowed, allowed, vector, value, relaxed
        self.strike: Vector | None = None
        self.roadmap = -1
        self.parts: list[NDArray[np.intp]] = []
        self.children: list[Case] = []
        self.total: Any = None
        self.closed = self.spared = False
        self.origin: tuple[int, int, float, float] | None = None


class Gains:
    """Pseudo-costs: how much a relaxation loses per unit that a roadmap is moved down (none) or up (funded)."""

    def __init__(self, roadmaps: int) -> None:
        self.sums = np.zeros((2, roadmaps))
        self.counts = np.zeros((2, roadmaps))

    def note(self, side: int, roadmap: int, gain: float, distance: float) -> None:
        """One observation."""
        if distance > 1e-9:
            self.sums[side, roadmap] += max(gain, 0.0) / distance
            self.counts[side, roadmap] += 1

    def expected(self) -> NDArray[np.float64]:
        """(2, roadmaps): the mean gain per unit; the mean over all where nothing is known."""
        known = self.counts > 0
        mean = np.where(known, self.sums / np.maximum(self.counts, 1), 0.0)
        for side in (0, 1):
            whole = mean[side][known[side]]
            mean[side][~known[side]] = whole.mean() if len(whole) else 1.0
        return mean
