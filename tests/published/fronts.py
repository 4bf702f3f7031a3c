"""The published knapsacks with two objectives, read from ``data``.

The data file holds ``items`` (what each is worth by the ``first`` and the ``second`` objective, and its ``weight``)
and, after them, each ``problem`` on those items: its ``capacity``, how many of its non-dominated values are
``supported`` (best at some weighting of the two), the ``pattern`` of its efficient solutions and the ``front`` of their
values.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tests.published.knapsacks import words

FILE = "2kp"


@dataclass(frozen=True)
class TwoObjectives:
    """Choose items that together weigh no more than ``capacity``, for the most of two things.

    Attributes:
        first, second: what each item is worth by either objective.
        supported: how many values of the front some weighting of the two makes the best.
        pattern: a character for each item: 1 where every efficient solution holds it, 0 where none does, else a point.
        front: every non-dominated pair of values, the least of the first objective first.
    """

    name: str
    first: tuple[int, ...]
    second: tuple[int, ...]
    weights: tuple[int, ...]
    capacity: int
    supported: int
    pattern: str
    front: tuple[tuple[int, int], ...]


def fronts() -> tuple[TwoObjectives, ...]:
    """Every problem of the file, in its order."""
    found: list[TwoObjectives] = []
    items: list[tuple[int, ...]] = []
    for part in _parts(words(FILE)):
        if part[0] == "items":
            at = [*(part.index(word) for word in ("first", "second", "weight")), len(part)]
            items = [tuple(map(int, part[a + 1 : b])) for a, b in pairwise(at)]
            continue
        given = dict(zip(part[2:8:2], part[3:9:2], strict=True))
        values = list(map(int, part[part.index("front") + 1 :]))
        front = tuple(zip(values[::2], values[1::2], strict=True))
        first, second, weights = items
        capacity, supported = int(given["capacity"]), int(given["supported"])
        found.append(TwoObjectives(part[1], first, second, weights, capacity, supported, given["pattern"], front))
    return tuple(found)


def _parts(found: list[str]) -> list[list[str]]:
    """The words, parted before each ``items`` and each ``problem``."""
    at = [i for i, word in enumerate(found) if word in ("items", "problem")]
    return [found[a:b] for a, b in zip(at, [*at[1:], len(found)], strict=True)]
