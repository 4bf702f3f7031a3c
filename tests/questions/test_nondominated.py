"""The searches behind ``robust`` against every portfolio of random programs with many non-dominated ones."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from optimizer.models.program import Bundle, Cone, Option, Program, Row, Selection
from optimizer.questions.robustness.choices import best_of_each
from optimizer.questions.robustness.corners import Corners
from optimizer.questions.robustness.hull import best_somewhere
from optimizer.questions.robustness.nondominated import nondominated
from optimizer.questions.robustness.regret import minimax, regrets

SEEDS = range(8)


@cache
def drawn(seed: int) -> tuple[Program, Corners]:
    """Nine roadmaps, some with two levels, synergies of either sign, a saving, a share, at times a concentration."""
    rng = random.Random(seed)
    options: list[Option] = []
    owner: list[int] = []
    for r in range(9):
        cost = rng.randint(2, 12)
        for level, parts, money in [("full", 2, cost), ("half", 1, cost // 2)][: 1 + (r % 3 == 0)]:
            options.append(Option(f"r{r}", level, Fraction(parts, 2), money, 0))
            owner.append(r)
    of = [tuple(o for o, own in enumerate(owner) if own == r) for r in range(9)]
    bundles = []
    for k in range(4):
        members = rng.sample(range(9), 3 if k == 3 else 2)
        bundles.append(Bundle(f"s{k}", tuple(of[r] for r in sorted(members)), 2))
    products = tuple((3, o) for member in bundles[3].members for o in member)
    first = len(options)
    spend = {o: option.public for o, option in enumerate(options)} | {first: -2}
    domain = [rng.randint(0, 2) for _ in range(9)]
    rows = [
        Row(
            "budget:total",
            {c: v for c, v in spend.items() if v},
            sum(max(options[o].public for o in g) for g in of) // 2,
        ),
        Row("few", dict.fromkeys(range(first), 1), 6),
        Row("some", dict.fromkeys(range(first), -1), -2),
        Row("share", {o: options[o].public * (2 if domain[owner[o]] == 0 else -1) for o in range(first)}, 0),
    ]
    groups = tuple({o: options[o].public for o in range(first) if domain[owner[o]] == d} for d in range(3))
    cones = (Cone("spread", groups, Fraction(9, 20)),) if seed % 2 else ()
    values, units = [], []
    for _ in range(4):
        score = [rng.randint(0, 8) for _ in range(9)]
        row = [int(2 * score[owner[o]] * options[o].share) for o in range(first)]
        row += [rng.randint(-3, 5) for _ in bundles]
        row += [int(score[owner[o]] * options[o].share) for _, o in products]
        values.append(row)
        units.append(Fraction(1, rng.choice([3, 7, 10])))
    program = Program(
        tuple(options), tuple(bundles), products, tuple(values[0]), units[0], tuple(rows), cones, spend=spend,
        ranking=tuple(f"r{r}" for r in range(9)),
    )  # fmt: skip
    return program, Corners(np.array(values, dtype=np.int64), tuple(units))


@cache
def everything(seed: int) -> tuple[list[Selection], list[tuple[int, ...]]]:
    """Every feasible portfolio and what it is worth at each point."""
    program, corners = drawn(seed)
    every = []
    for combination in product(*((-1, *group) for group in program.groups.values())):
        selection = tuple(sorted(o for o in combination if o >= 0))
        if program.feasible(selection):
            every.append(selection)
    rows = corners.values.tolist()
    return every, [tuple(sum(row[c] for c in program.columns(s)) for row in rows) for s in every]


def dominates(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return a != b and all(x >= y for x, y in zip(a, b, strict=True))


def efficient(seed: int) -> set[Selection]:
    every, worth = everything(seed)
    distinct = set(worth)
    beaten = {v for v in distinct if any(dominates(u, v) for u in distinct)}
    return {s for s, v in zip(every, worth, strict=True) if v not in beaten}


def lead(vector: tuple[int, ...], others: set[tuple[int, ...]], sizes: np.ndarray) -> float:
    """How far a portfolio can be ahead of all others at its best weighting (at most 0: itself is among them)."""
    rows = (np.array(sorted(others)) - np.array(vector)) * sizes
    width = len(vector)
    left = np.concatenate([rows, np.ones((len(rows), 1))], axis=1)
    bounds = [(0, 1)] * width + [(None, None)]
    goal = [0.0] * width + [-1.0]
    total = [[1.0] * width + [0.0]]
    return -float(linprog(goal, A_ub=left, b_ub=np.zeros(len(rows)), A_eq=total, b_eq=[1], bounds=bounds).fun)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_non_dominated_portfolio(seed: int) -> None:
    program, corners = drawn(seed)
    found = nondominated(program, corners.values, corners.sizes)
    assert found.complete
    assert set(found.selections) == efficient(seed)
    assert len(found.selections) > 3
    known = dict(zip(*everything(seed), strict=True))
    assert [tuple(v) for v in found.vectors.tolist()] == [known[s] for s in found.selections]


@pytest.mark.parametrize("seed", SEEDS)
def test_those_that_are_best_somewhere(seed: int) -> None:
    program, corners = drawn(seed)
    every, worth = everything(seed)
    known = dict(zip(every, worth, strict=True))
    ahead = {s: lead(known[s], set(worth), corners.sizes) for s in efficient(seed)}
    expected = {s for s, by in ahead.items() if by > -1e-9}
    assert all(by > -1e-9 or by < -1e-7 for by in ahead.values())
    all_found = nondominated(program, corners.values, corners.sizes)
    flags = best_somewhere(all_found.vectors, corners.sizes)
    assert {s for s, on in zip(all_found.selections, flags, strict=True) if on} == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_the_least_largest_regret(seed: int) -> None:
    program, corners = drawn(seed)
    every, worth = everything(seed)
    best = [max(column) for column in zip(*worth, strict=True)]

    def far(vector: tuple[int, ...]) -> Fraction:
        return max((b - v) * unit for b, v, unit in zip(best, vector, corners.units, strict=True))

    selection, amount, proven = minimax(program, corners, best, [every[0]])
    assert proven
    assert amount == min(far(vector) for vector in worth)
    assert far(worth[every.index(selection)]) == amount
    assert [r.amount for r in regrets(corners, best, np.array(worth[:20]))] == [far(v) for v in worth[:20]]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_of_many_objectives_together(seed: int) -> None:
    program, corners = drawn(seed)
    rng = np.random.default_rng(seed)
    mixed = rng.dirichlet(np.ones(4), 130) @ (corners.values * corners.sizes[:, None])
    many = Corners(np.rint(mixed * 1e6).astype(np.int64), (Fraction(1, 10**6),) * 130)
    found, complete = best_of_each(program, many)
    assert complete
    every, _ = everything(seed)
    worth = many.of(program, every)
    mine = many.of(program, found)
    assert (mine[np.arange(130), np.arange(130)] == worth.max(axis=0)).all()


def test_number_and_time_end_the_search() -> None:
    program, corners = drawn(0)
    few = nondominated(program, corners.values, corners.sizes, most_nodes=20)
    assert not few.complete
    assert not few.stopped
    late = nondominated(program, corners.values, corners.sizes, deadline=0.0)
    assert not late.complete
    assert late.stopped
