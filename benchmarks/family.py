"""The seeded family of cases that speed is measured on, straight as integer programs.

Ten criteria, five years, two levels for a third of the roadmaps, 1.5 pairwise synergies a roadmap (two in three a
benefit), most money shares of two of six domains, most and least counts of two of three risk classes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from optimizer.models.program import Bundle, Option, Program, Row

CRITERIA, YEARS = 10, 5
#: Values are in units of a hundred-millionth: scores in millionths times shares of two decimals.
UNIT = Fraction(1, 10**8)


@dataclass(frozen=True)
class Sample:
    """A program and what its values are made of: ``scores`` (roadmaps, criteria) from 0 to 1."""

    program: Program
    scores: NDArray[np.float64]
    synergies: tuple[int, ...]

    def values(self, weights: Sequence[float] | NDArray[np.float64]) -> tuple[int, ...]:
        """The objective at these weights: additive scores rounded to millionths."""
        score = np.rint(self.scores @ np.asarray(weights) * 1e6).astype(int).tolist()
        program = self.program
        number = {roadmap: r for r, roadmap in enumerate(sorted({o.roadmap for o in program.options}))}
        worth = [int(score[number[o.roadmap]] * o.share * 100) for o in program.options]
        return (*worth, *self.synergies)


def sample(
    roadmaps: int,
    seed: int = 0,
    *,
    criteria: int = CRITERIA,
    synergies: float = 1.5,
    years: int = YEARS,
    shares: int = 2,
) -> Sample:
    """A case with so many roadmaps and criteria, synergies a roadmap, years of budget, and shares of domains."""
    rng = random.Random(1000 * roadmaps + seed)
    scores = np.array([[rng.randint(0, 10) / 10 for _ in range(criteria)] for _ in range(roadmaps)])
    names = [f"r{r:04}" for r in range(roadmaps)]
    options: list[Option] = []
    costs: list[list[int]] = []
    owner: list[int] = []
    for r, name in enumerate(names):
        size = rng.randint(20, 200)
        full = [size * rng.randint(60, 140) // 100 for _ in range(years)]
        private = sum(full) * rng.randint(20, 150) // 100
        levels = [("full", 100)] + ([("reduced", rng.randint(50, 80))] if r % 3 == 0 else [])
        for level, share in levels:
            cost = [c * (share - (10 if share < 100 else 0)) // 100 for c in full]
            options.append(Option(name, level, Fraction(share, 100), sum(cost), private * share // 100))
            costs.append(cost)
            owner.append(r)
    of = {r: tuple(o for o, own in enumerate(owner) if own == r) for r in range(roadmaps)}
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < min(int(roadmaps * synergies), roadmaps * (roadmaps - 1) // 2):
        a, b = sorted(rng.sample(range(roadmaps), 2))
        pairs.add((a, b))
    bundles = tuple(Bundle(f"s{k:05}", (of[a], of[b]), 2) for k, (a, b) in enumerate(sorted(pairs)))
    worth = tuple(rng.choice([1, 1, -1]) * rng.randint(20, 150) * 10**5 for _ in bundles)
    rows = []
    for y in range(years):
        total = sum(max(costs[o][y] for o in of[r]) for r in range(roadmaps))
        spent = {o: c[y] for o, c in enumerate(costs) if c[y]}
        rows.append(Row(f"budget:{2020 + y}", spent, total * 2 // 5))
    domain = [rng.randrange(6) for _ in range(roadmaps)]
    risk = [rng.randrange(3) for _ in range(roadmaps)]
    for d in range(shares):
        mixed = {o: (100 if domain[owner[o]] == d else 0) - 25 for o in range(len(options))}
        rows.append(Row(f"share:{d}", {o: v * options[o].public for o, v in mixed.items()}, 0))
    risky = [o for o in range(len(options)) if risk[owner[o]] == 0]
    bold = [o for o in range(len(options)) if risk[owner[o]] == 1]
    rows.append(Row("count:high", dict.fromkeys(risky, 1), max(roadmaps // 8, 1)))
    rows.append(Row("count:low", dict.fromkeys(bold, -1), -min(roadmaps // 10, len({owner[o] for o in bold}))))
    weights = [1 / criteria] * criteria
    program = Program(
        tuple(options), bundles, (), (0,) * (len(options) + len(bundles)), UNIT, tuple(rows), ranking=tuple(names)
    )
    made = Sample(program, scores, worth)
    return Sample(_with(program, made.values(weights)), scores, worth)


def _with(program: Program, values: tuple[int, ...]) -> Program:
    from dataclasses import replace

    return replace(program, values=values)


def weightings(count: int, seed: int = 1, criteria: int = CRITERIA) -> NDArray[np.float64]:
    """Weightings anywhere: uniform over the simplex, (count, criteria)."""
    return np.random.default_rng(seed).dirichlet(np.ones(criteria), count)


def walk(count: int, seed: int = 2) -> NDArray[np.float64]:
    """One weight moved by 0.01 at a time, the others in proportion, (count, criteria)."""
    rng = random.Random(seed)
    weights = np.full(CRITERIA, 1 / CRITERIA)
    steps = []
    for _ in range(count):
        c = rng.randrange(CRITERIA)
        moved = min(max(weights[c] + rng.choice([-0.01, 0.01]), 0.0), 0.9)
        rest = 1.0 - weights[c]
        weights = weights * ((1.0 - moved) / rest)
        weights[c] = moved
        steps.append(weights.copy())
    return np.array(steps)
