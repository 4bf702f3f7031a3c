"""The published 0/1 problems with several resources, read from ``data``.

A data file is numbers and words apart by white space, ``#`` opening a line that says where they come from. Blocks
follow one another: ``profits`` of the items; ``uses``, for each resource what each item takes of it; and ``problems``,
each with its name, how many of those items it has (the first so many), the optimum that is printed with it and what
there is of each resource. So problems on the same items are written down once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).parent / "data"
FILES = ("petersen", "senju-toyoda", "weingartner-ness", "shi", "freville-plateau")


@dataclass(frozen=True)
class Knapsack:
    """Choose items worth the most without taking more of a resource than there is.

    Attributes:
        profits: of each item.
        uses: for each resource, what each item takes of it.
        capacities: of each resource.
        optimum: what the best choice is worth, as published.
    """

    name: str
    profits: tuple[Decimal, ...]
    uses: tuple[tuple[int, ...], ...]
    capacities: tuple[int, ...]
    optimum: Decimal


def words(name: str) -> list[str]:
    """The words of a data file, without what its ``#`` lines say."""
    lines = (DATA / f"{name}.txt").read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def knapsacks(name: str) -> tuple[Knapsack, ...]:
    """Every problem of a data file, in its order."""
    found: list[Knapsack] = []
    block: list[str] = []
    for word in [*words(name), "profits"]:
        if word == "profits" and block:
            found.extend(_problems(block))
            block = []
        else:
            block.append(word)
    return tuple(found)


def _problems(block: list[str]) -> Iterator[Knapsack]:
    second, third = block.index("uses"), block.index("problems")
    start = 1 if block[0] == "profits" else 0
    profits = tuple(Decimal(word) for word in block[start:second])
    taken = [int(word) for word in block[second + 1 : third]]
    resources, left_over = divmod(len(taken), len(profits))
    if left_over:
        raise ValueError(f"{len(taken)} uses of {len(profits)} items")
    rows = [tuple(taken[i * len(profits) : (i + 1) * len(profits)]) for i in range(resources)]
    rest = block[third + 1 :]
    size = 3 + resources
    if len(rest) % size:
        raise ValueError(f"a problem after {rest[:1]} has a number too many or too few")
    for at in range(0, len(rest), size):
        name, count, optimum, *capacities = rest[at : at + size]
        n = int(count)
        uses = tuple(row[:n] for row in rows)
        yield Knapsack(name, profits[:n], uses, tuple(map(int, capacities)), Decimal(optimum))
