"""Non-dominated portfolios where there are two extreme points, against every portfolio and against plain loops."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.models.live import Live
from optimizer.models.program import Selection
from optimizer.questions.robustness.nondominated import nondominated
from optimizer.questions.robustness.plane import Stairs, best_between, mixture, mixtures, staircase
from tests.questions.test_nondominated import SEEDS, dominates, drawn, everything


def efficient(seed: int) -> dict[Selection, tuple[int, ...]]:
    """Every portfolio that no other dominates by the first two objectives, and what it is worth."""
    every, worth = everything(seed)
    pairs = [vector[:2] for vector in worth]
    distinct = set(pairs)
    beaten = {v for v in distinct if any(dominates(u, v) for u in distinct)}
    return {s: v for s, v in zip(every, pairs, strict=True) if v not in beaten}


def ends(seed: int) -> list[Selection]:
    """A portfolio that is best by the first objective, and one by the second."""
    every, worth = everything(seed)
    return [max(zip(worth, every, strict=True), key=lambda one: one[0][e])[1] for e in (0, 1)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("start", ["nothing", "ends", "between"])
def test_every_portfolio_that_no_other_dominates(seed: int, start: str) -> None:
    program, corners = drawn(seed)
    values = corners.values[:2]
    known = [] if start == "nothing" else ends(seed)
    if start == "between":
        known += best_between(Live(program), values, known)
    found = nondominated(program, values, corners.sizes[:2], known=known)
    assert found.complete
    expected = efficient(seed)
    assert set(found.selections) == set(expected)
    assert [tuple(vector) for vector in found.vectors.tolist()] == [expected[s] for s in found.selections]


@pytest.mark.parametrize("seed", SEEDS)
def test_those_between_are_on_the_hull(seed: int) -> None:
    program, corners = drawn(seed)
    values = corners.values[:2]
    found = best_between(Live(program), values, ends(seed))
    worth = set(efficient(seed).values())
    for selection in found:
        x, y = values[:, list(program.columns(selection))].sum(axis=1).tolist()
        slopes = [(q[1] - p[1], p[0] - q[0]) for p in worth for q in worth if p[0] > q[0]]
        assert any(all(a * x + b * y >= a * u + b * v for u, v in worth) for a, b in slopes)


@pytest.mark.parametrize("seed", range(6))
def test_reached_as_loops_have_it(seed: int) -> None:
    """A ceiling is reached exactly where something under it is not dominated; with mixtures at least where it is."""
    rng = np.random.default_rng(seed)
    points = rng.integers(-20, 60, size=(rng.integers(1, 15), 2))
    steps = staircase(points)
    known = [tuple(p) for p in points.tolist()]
    assert {tuple(p) for p in steps.tolist()} == {p for p in known if not any(dominates(q, p) for q in known)}
    assert steps[:, 0].tolist() == sorted(set(steps[:, 0].tolist()))

    mixed = mixtures(steps, (1000, 1000))
    ceilings = rng.integers(-25, 65, size=(300, 2))
    shares = np.array(mixed, dtype=np.int64).reshape(len(mixed), 2)
    slack = rng.integers(0, 40, size=(300, len(mixed))) * shares.sum(axis=1)
    bounds = np.concatenate([ceilings, ceilings @ shares.T - slack], axis=1)
    reached = set(Stairs(steps, mixed).reached(bounds).tolist())
    space = [(x, y) for x in range(-26, 66) for y in range(-26, 66)]
    free = np.array([p for p in space if not any(dominates(q, p) for q in known)]).reshape(-1, 2)
    plain = set(Stairs(steps, []).reached(ceilings).tolist())
    for i, bound in enumerate(bounds):
        under = free[(free <= bound[:2]).all(axis=1)]
        assert (i in plain) == (len(under) > 0)
        each = [(under @ share <= most).any() for share, most in zip(shares, bound[2:], strict=True)]
        if len(under) and all(each):
            assert i in reached
    assert reached <= plain
    assert reached < plain or not mixed


def test_a_mixture_is_small_enough_to_stay_exact() -> None:
    assert mixture((0, 6), (4, 0), (10, 10)) == (3, 2)
    first, second = mixture((0, 10**12 + 1), (10**12, 0), (2**46, 2**46)) or (0, 0)
    assert min(first, second) > 1
    assert abs(first - second) <= 1
    assert first * 2**46 + second * 2**46 <= 2**51
    assert mixture((0, 1), (1, 0), (2**52, 2**52)) is None
