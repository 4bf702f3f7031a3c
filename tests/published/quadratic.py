"""The published quadratic knapsacks, read from ``data``: items are worth something alone and something more in pairs.

A data file says how many ``items`` there are, the published ``optimum`` and the ``capacity``; then come the
``weights``, the ``profits`` of the items alone, and the profits in ``pairs``: of the first item with each later one, of
the second with each later one, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from tests.published.knapsacks import words

FILES = ("r_10_100_13", "jeu_100_25_1", "jeu_100_25_10")


@dataclass(frozen=True)
class Quadratic:
    """Choose items that together weigh no more than ``capacity``.

    Attributes:
        profits: of each item alone.
        pairs: (item, later item) to what they are worth together on top of that; pairs worth nothing are left out.
        optimum: what the best choice is worth, as published.
    """

    name: str
    profits: tuple[int, ...]
    pairs: dict[tuple[int, int], int]
    weights: tuple[int, ...]
    capacity: int
    optimum: int


def quadratic(name: str) -> Quadratic:
    """The problem of one data file."""
    found = words(name)
    n, optimum, capacity = (int(found[found.index(word) + 1]) for word in ("items", "optimum", "capacity"))
    first, second, third = (found.index(word) for word in ("weights", "profits", "pairs"))
    weights = tuple(map(int, found[first + 1 : second]))
    profits = tuple(map(int, found[second + 1 : third]))
    together = list(map(int, found[third + 1 :]))
    if len(weights) != n or len(profits) != n:
        raise ValueError(f"{name}: {len(weights)} weights and {len(profits)} profits of {n} items")
    pairs = {pair: value for pair, value in zip(combinations(range(n), 2), together, strict=True) if value}
    return Quadratic(name, profits, pairs, weights, capacity, optimum)
