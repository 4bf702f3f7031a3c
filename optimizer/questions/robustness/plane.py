"""Two extreme points: what every portfolio is worth is a point in a plane, and so is what one may still be worth.

With two objectives the known portfolios leave a staircase: whatever is not dominated by them is at least as good as
one of its corners on both. So a branch is closed not only where one known portfolio is better than all of it can be,
but wherever it reaches none of the corners; and it has to reach one on every mixture of the two objectives as well,
which is what bounds say most about (bound sets: Ehrgott and Gandibleux 2007). The mixtures are the slopes between
neighbouring portfolios that are best at some weighting, found by halving (Aneja and Nair 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.live import Live
from optimizer.models.program import Selection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: How much of the first and of the second objective a mixture has.
Mixture = tuple[int, int]

#: The most mixtures that are bounded, and the most portfolios looked for at weightings in between.
MOST_MIXTURES, MOST_BETWEEN = 12, 100
#: The largest sum of a mixture's values, as for the objectives themselves (``corners``).
_ROOM = 2**50
#: Below and above everything.
_LEAST, _MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


def mixture(one: Sequence[int], other: Sequence[int], sums: Sequence[int]) -> Mixture | None:
    """The mixture on which two points are about equally good; None where none is small enough.

    Args:
        one, other: two points, neither of which dominates the other.
        sums: the sum of each objective's values, signs left out.
    """
    first, second = abs(one[1] - other[1]), abs(one[0] - other[0])
    common = gcd(first, second) or 1
    first, second = max(1, first // common), max(1, second // common)
    large = first * sums[0] + second * sums[1]
    if large > _ROOM:
        first, second = max(1, first * _ROOM // large), max(1, second * _ROOM // large)
    return (first, second) if first * sums[0] + second * sums[1] <= 2 * _ROOM else None


def best_between(live: Live, values: Ints, ends: Sequence[Selection], deadline: float | None = None) -> list[Selection]:
    """Portfolios that are best at weightings between the two extreme points, by halving what lies between two of them.

    Args:
        live: the solver of the program.
        values: (2, columns), the objectives.
        ends: a portfolio that is best by the first objective, and one by the second.
    """
    program = live.program
    sums = np.abs(values).sum(axis=1).tolist()

    def place(selection: Selection) -> tuple[int, int]:
        first, second = values[:, list(program.columns(selection))].sum(axis=1).tolist()
        return first, second

    found: list[Selection] = []
    pairs = [(place(ends[0]), place(ends[1]))]
    while pairs and len(found) < MOST_BETWEEN:
        one, other = pairs.pop(0)
        mixed = mixture(one, other, sums)
        if one[0] <= other[0] or one[1] >= other[1] or mixed is None:
            continue
        worth = mixed[0] * values[0] + mixed[1] * values[1]
        selection = live.best(values=worth.tolist(), deadline=deadline, proof=False).selection
        if selection is None:
            break
        at = place(selection)
        if all(mixed[0] * at[0] + mixed[1] * at[1] > mixed[0] * p[0] + mixed[1] * p[1] for p in (one, other)):
            found.append(selection)
            pairs += [(one, at), (at, other)]
    return found


def staircase(points: Ints) -> Ints:
    """The points that no other dominates, each once, from the least of the first objective to the most."""
    order = np.lexsort((points[:, 1], points[:, 0]))[::-1]
    second = points[order, 1]
    before = np.concatenate([[_LEAST], np.maximum.accumulate(second)[:-1]])
    return points[order[second > before]][::-1]


def mixtures(steps: Ints, sums: Sequence[int]) -> list[Mixture]:
    """The slopes between neighbours on the upper hull of a staircase, at most ``MOST_MIXTURES``, spread evenly."""
    hull: list[list[int]] = []
    for x, y in steps.tolist():
        while len(hull) > 1:
            (a, b), (c, d) = hull[-2:]
            if (c - a) * (y - b) < (d - b) * (x - a):
                break
            hull.pop()
        hull.append([x, y])
    found = [mixture(one, other, sums) for one, other in pairwise(hull)]
    kept = list(dict.fromkeys(one for one in found if one is not None))
    if len(kept) > MOST_MIXTURES:
        kept = [kept[int(at)] for at in np.linspace(0, len(kept) - 1, MOST_MIXTURES)]
    return kept


class Stairs:
    """The corners that something new has to reach, and which ceilings do.

    Each point is a corner, since what is exactly as good counts too; so is what is one unit better than either of two
    neighbours where it is worse than the other one. In order of the first objective the second falls, so the corners
    below a ceiling are a stretch of them, and the least of a mixture over a stretch is read from a table of the least
    over every power of two.
    """

    def __init__(self, steps: Ints, mixed: Sequence[Mixture]) -> None:
        corners = np.empty((2 * len(steps) + 1, 2), dtype=np.int64)
        corners[1::2] = steps
        corners[0::2, 0] = np.concatenate([[_LEAST], steps[:, 0] + 1])
        corners[0::2, 1] = np.concatenate([steps[:, 1] + 1, [_LEAST]])
        self._first, self._second = corners[:, 0], corners[::-1, 1]
        self._tables = []
        for first, second in mixed:
            row = np.full(len(corners), _LEAST)
            row[1:-1] = first * corners[1:-1, 0] + second * corners[1:-1, 1]
            table = [row]
            while 2 ** len(table) <= len(row):
                half = 2 ** (len(table) - 1)
                table.append(np.minimum(table[-1][:-half], table[-1][half:]))
            self._tables.append(table)

    def reached(self, ceilings: Ints) -> NDArray[np.intp]:
        """Which ceilings, (n, objectives and mixtures), some corner lies under, on each mixture at least one."""
        end = np.searchsorted(self._first, ceilings[:, 0], side="right")
        start = len(self._second) - np.searchsorted(self._second, ceilings[:, 1], side="right")
        left = np.flatnonzero(start < end)
        for k, table in enumerate(self._tables):
            if not len(left):
                break
            low, high = start[left], end[left]
            power = np.frexp((high - low).astype(float))[1] - 1
            least = np.full(len(left), _MOST)
            for p in np.unique(power):
                these = power == p
                row = table[p]
                least[these] = np.minimum(row[low[these]], row[high[these] - 2**p])
            left = left[least <= ceilings[left, 2 + k]]
        return left
