"""The published draws of an acceptability analysis, read from ``data``."""

from __future__ import annotations

from dataclasses import dataclass

from tests.published.knapsacks import words

#: How often the first alternative takes rank 1 over all 10,000 draws, of which the data file has the first hundred.
OVER_ALL = 0.3504


@dataclass(frozen=True)
class Draws:
    """What two alternatives are worth in each draw, and the rank that each draw gives the first of them."""

    values: tuple[tuple[float, float], ...]
    ranks: tuple[int, ...]


def draws() -> Draws:
    """The draws, in their order."""
    found = words("thrombo")
    values = zip(map(float, found[::3]), map(float, found[1::3]), strict=True)
    return Draws(tuple(values), tuple(map(int, found[2::3])))
