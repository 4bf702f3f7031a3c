"""The published knapsacks with several objectives, read from ``data``.

A data file holds ``items`` (what each is worth by each ``objective``, one after the other, and its ``weight``) and,
after them, each ``problem`` on those items: its ``capacity`` and the ``front`` of its non-dominated values; where
published also how many of those values are ``supported`` (best at some weighting of the objectives) and the
``pattern`` of its efficient solutions.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tests.published.knapsacks import words

FILES = ("2kp", "kirlik-sayin")


@dataclass(frozen=True)
class Objectives:
    """Choose items that together weigh no more than ``capacity``, for the most of several things.

    Attributes:
        objectives: for each, what every item is worth by it.
        front: every non-dominated combination of values, sorted.
        supported: how many values of the front some weighting makes the best; None where that is not published.
        pattern: a character for each item: 1 where every efficient solution holds it, 0 where none does, else a point;
            None likewise.
    """

    name: str
    objectives: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]
    capacity: int
    front: tuple[tuple[int, ...], ...]
    supported: int | None = None
    pattern: str | None = None

    def worth(self, chosen: list[int]) -> tuple[int, ...]:
        """What some items are worth by each objective."""
        return tuple(sum(profits[i] for i in chosen) for profits in self.objectives)


def fronts() -> tuple[Objectives, ...]:
    """Every problem of every file, in its order."""
    found: list[Objectives] = []
    items: list[tuple[int, ...]] = []
    for part in (part for name in FILES for part in _parts(words(name))):
        if part[0] == "items":
            at = [i for i, word in enumerate(part) if word in ("objective", "weight")]
            items = [tuple(map(int, part[a + 1 : b])) for a, b in pairwise([*at, len(part)])]
            continue
        start = part.index("front")
        given = dict(zip(part[2:start:2], part[3:start:2], strict=True))
        *objectives, weights = items
        flat = tuple(map(int, part[start + 1 :]))
        values = [flat[at : at + len(objectives)] for at in range(0, len(flat), len(objectives))]
        supported = int(given["supported"]) if "supported" in given else None
        capacity, pattern = int(given["capacity"]), given.get("pattern")
        front = tuple(sorted(values))
        found.append(Objectives(part[1], tuple(objectives), weights, capacity, front, supported, pattern))
    return tuple(found)


def _parts(found: list[str]) -> list[list[str]]:
    """The words, parted before each ``items`` and each ``problem``."""
    at = [i for i, word in enumerate(found) if word in ("items", "problem")]
    return [found[a:b] for a, b in pairwise([*at, len(found)])]
