"""The case ``by-hand`` worked out again from the figures as its README gives them: no reader, no model, no solver.

What is here is arithmetic on fractions and a look at each of the 24 portfolios; the tests compare it with what the
library answers and with what the README says.
"""

from __future__ import annotations

from fractions import Fraction as F
from itertools import product
from typing import NamedTuple

CRITERIA = ("need", "ready", "burden")
# Mia and Tom: how many times as important need is as ready, need as burden, ready as burden.
JUDGMENTS = {"mia": (4, 4, 1), "tom": (1, 1, 1)}
# By roadmap and criterion the marks of those whose marks count: Ann alone for algae.
MARKS = {
    "algae": ((6,), (5,), (3,)),
    "boats": ((7, 7), (3, 2), (2, 2)),
    "care": ((4, 5), (3, 5), (5, 5)),
    "data": ((6, 4), (7, 7), (4, 6)),
    "energy": ((8, 8), (5, 7), (4, 4)),
}
THRESHOLD_READY = 3
COST = {
    "algae": (3, 2),
    "care": (2, 2),
    "data": (2, 2),
    "energy": (3, 3),
    "energy:start": (1, 2),
}
START_SHARE = F(1, 2)
BUDGET = (6, 6)
SYNERGY = F(5, 100)
RISKY = {"algae", "data"}


class Portfolio(NamedTuple):
    """One of the 24."""

    members: tuple[str, ...]
    value: F
    spend: tuple[int, int]
    why_not: str

    @property
    def name(self) -> str:
        return ", ".join(self.members) or "none"

    def row(self) -> str:
        """As a line of the README's table."""
        return (
            f"| {self.name} | {float(self.value):.3f} | {self.spend[0]} | {self.spend[1]} | {sum(self.spend)} "
            f"| {self.why_not} |"
        )


def agreed() -> dict[str, tuple[F, ...]]:
    """The mean of the marks that count."""
    return {r: tuple(F(sum(m), len(m)) for m in marks) for r, marks in MARKS.items()}


def weights() -> tuple[F, ...]:
    """Geometric means of both members' judgments. They are 2, 2 and 1, and consistent (2 = 2 times 1), so every column
    of the matrix is proportional to the weights: 2 : 1 : 1."""
    need_ready, need_burden, ready_burden = (a * b for a, b in zip(*JUDGMENTS.values(), strict=True))
    assert (need_ready, need_burden, ready_burden) == (2**2, 2**2, 1**2)
    first = (F(1), F(1, 2), F(1, 2))
    return tuple(w / sum(first) for w in first)


def scores() -> dict[str, F]:
    """Sum of weight times place on the scale from 0 to 10, turned for the burden."""
    w = weights()
    return {
        r: w[0] * need / 10 + w[1] * ready / 10 + w[2] * (10 - burden) / 10
        for r, (need, ready, burden) in agreed().items()
    }


def eligible() -> list[str]:
    """The roadmaps that reach the threshold, best first."""
    s = scores()
    return sorted((r for r, marks in agreed().items() if marks[1] >= THRESHOLD_READY), key=lambda r: -s[r])


def portfolios() -> list[Portfolio]:
    """All 24, best first; among equals the cheaper first, then by name."""
    s = scores()
    found = []
    for energy, *rest in product(("", "energy", "energy:start"), *(("", r) for r in ("algae", "care", "data"))):
        members = tuple(sorted(m for m in (energy, *rest) if m))
        value = sum((s[m.split(":")[0]] * (START_SHARE if ":" in m else 1) for m in members), F(0))
        if {"care", "data"} <= set(members):
            value += SYNERGY
        spend = (sum(COST[m][0] for m in members), sum(COST[m][1] for m in members))
        why = [f"{year} over" for year, spent, most in zip((2015, 2016), spend, BUDGET, strict=True) if spent > most]
        if set(members) >= RISKY:
            why.append("two risky")
        found.append(Portfolio(members, value, spend, ", ".join(why)))
    return sorted(found, key=lambda p: (-p.value, sum(p.spend), p.members))


def best() -> Portfolio:
    """The first that keeps everything. Where two had the same value and spend, the ranking would decide; none has."""
    return next(p for p in portfolios() if not p.why_not)
