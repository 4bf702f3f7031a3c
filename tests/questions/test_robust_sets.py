"""Sets of weights and samples of them, ranks, and the same work on one core, two, and a cluster."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from optimizer import CaseError, Situation, load_case
from optimizer.questions.parallel import spread
from optimizer.questions.robust import robust
from optimizer.questions.robustness import weight_sets
from optimizer.questions.robustness.acceptability import rank_counts
from optimizer.questions.robustness.front import Front, efficient
from optimizer.questions.robustness.sampling import sample

TENTH = [Fraction(1, 10)] * 10


def corners_by_force(lower: list[Fraction], upper: list[Fraction]) -> set[tuple[Fraction, ...]]:
    """All points with all but one weight at an end, the last one making the sum 1, where that lies in its bounds."""
    count = len(lower)
    found = set()
    for free in range(count):
        others = [i for i in range(count) if i != free]
        for size in range(count):
            for high in combinations(others, size):
                point: list[Fraction] = [upper[i] if i in high else lower[i] for i in range(count)]
                point[free] = 1 - sum((point[i] for i in others), Fraction(0))
                if lower[free] <= point[free] <= upper[free]:
                    found.add(tuple(point))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_corners_of_ranges_by_force(seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = [Fraction(int(w), 60) for w in rng.multinomial(60, [1 / 6] * 6)]
    share = Fraction(int(rng.integers(1, 12)), 10)
    lower, upper = weight_sets.share_of(weights, share)
    found = weight_sets.ranges(lower, upper)
    assert set(found.points) == corners_by_force(list(lower), list(upper))
    assert len(set(found.points)) == len(found.points)


def test_equal_weights_plus_or_minus_a_fifth_have_252_corners() -> None:
    """Five of ten at the top, five at the foot: 10 over 5 ways."""
    assert len(weight_sets.ranges(*weight_sets.share_of(TENTH, Fraction(1, 5))).points) == 252


def test_order_keeps_equal_weights_equal() -> None:
    found = weight_sets.order([(1,), (0, 2), (3,)])
    third, fourth = Fraction(1, 3), Fraction(1, 4)
    nought, whole = Fraction(0), Fraction(1)
    assert found.points == ((nought, whole, nought, nought), (third, third, third, nought), (fourth,) * 4)


def test_members_in_the_middle_are_superfluous() -> None:
    a, b, c = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)), (Fraction(1, 3), Fraction(2, 3))
    assert weight_sets.members([a, c, b, a]).points == (a, b)


@pytest.mark.parametrize("seed", range(6))
def test_hull_against_a_linear_program(seed: int) -> None:
    from scipy.optimize import linprog

    rng = np.random.default_rng(seed)
    points = [tuple(Fraction(int(x), 20) for x in rng.multinomial(20, [0.25] * 4)) for _ in range(9)]
    for point in set(points):
        others = [p for p in set(points) if p != point]
        left = np.array([[float(x) for x in p] for p in others]).T
        feasible = linprog(np.zeros(len(others)), A_eq=left, b_eq=[float(x) for x in point]).status == 0
        assert weight_sets.in_hull(point, others) == feasible


def test_an_empty_set_is_a_fault(by_hand: Path) -> None:
    ranges = {criterion.id: [0, 0.01] for criterion in load_case(by_hand).criteria}
    with pytest.raises(CaseError) as caught:
        robust(Situation(load_case(by_hand, settings={"weights.set": "ranges", "weights.ranges": ranges})))
    assert any("weights.ranges" in fault.column for fault in caught.value.faults)


@pytest.mark.parametrize("kind", ["all", "order", "ranges", "members"])
def test_samples_lie_in_their_set_and_keep_to_their_seed(kind: str) -> None:
    sets = {
        "all": weight_sets.simplex(5),
        "order": weight_sets.order([(2,), (0, 1), (3,), (4,)]),
        "ranges": weight_sets.ranges([Fraction(0)] * 5, [Fraction(1, 2), Fraction(3, 10), *[Fraction(2, 5)] * 3]),
        "members": weight_sets.members([(Fraction(1, 5),) * 5, (Fraction(3, 5), *[Fraction(1, 10)] * 4)]),
    }
    drawn = sample(sets[kind], 3000, 7)
    assert drawn.shape == (3000, 5)
    assert np.allclose(drawn.sum(axis=1), 1)
    assert (drawn >= -1e-12).all()
    assert (drawn == sample(sets[kind], 3000, 7)).all()
    assert (drawn != sample(sets[kind], 3000, 8)).any()
    corners = np.array([[float(w) for w in point] for point in sets[kind].points])
    assert (drawn <= corners.max(axis=0) + 1e-9).all()
    assert (drawn >= corners.min(axis=0) - 1e-9).all()
    if kind == "order":
        assert (drawn[:, 2] >= drawn[:, 0]).all()
        assert np.allclose(drawn[:, 0], drawn[:, 1])
        assert (drawn[:, 3] >= drawn[:, 4]).all()


def test_hit_and_run_is_uniform() -> None:
    """On a triangle cut to a square-like region the mean of a uniform law is the centre of mass."""
    cut = weight_sets.ranges([Fraction(0)] * 3, [Fraction(1, 2), Fraction(1, 2), Fraction(1)])
    drawn = sample(cut, 20_000, 1)
    # The whole triangle less two corners of a quarter of its area each.
    centre = (np.array([1, 1, 1]) / 3 - (np.array([2 / 3, 1 / 6, 1 / 6]) + np.array([1 / 6, 2 / 3, 1 / 6])) / 4) * 2
    assert np.allclose(drawn.mean(axis=0), centre, atol=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_ranks_by_counting(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 5, (80, 7)) / 4
    eligible = rng.random(7) < 0.7
    counts = np.zeros((7, 7), dtype=int)
    for row in scores:
        keys = [(not eligible[i], -row[i]) for i in range(7)]
        for i in range(7):
            counts[i, sum(key < keys[i] for key in keys)] += 1
    assert (rank_counts(scores, eligible) == counts).all()
    assert (rank_counts(scores, eligible).sum(axis=1) == 80).all()


@pytest.mark.parametrize(("count", "width", "top"), [(40, 3, 4), (900, 4, 6), (3000, 6, 12)])
def test_dominance_by_comparing_all(count: int, width: int, top: int) -> None:
    rng = np.random.default_rng(count)
    vectors = rng.integers(0, top, (count, width))
    kept = efficient(vectors)
    for vector, keep in zip(vectors[:300], kept[:300], strict=True):
        beaten = ((vectors >= vector).all(axis=1) & (vectors > vector).any(axis=1)).any()
        assert keep == (not beaten)
    front = Front(width)
    for start in range(0, count, 23):
        front.add(vectors[start : start + 23])
    others = rng.integers(0, top, (200, width))
    beaten_all = [((vectors >= v).all(axis=1) & (vectors > v).any(axis=1)).any() for v in others]
    assert front.dominates(others).tolist() == beaten_all


def squared(x: int) -> int:
    return x * x


def test_pieces_come_back_in_order_on_any_number_of_jobs() -> None:
    for jobs in (1, 2, -1):
        assert spread(squared, range(7), jobs=jobs) == ([x * x for x in range(7)], True)
    with pytest.raises(ValueError, match="jobs"):
        spread(squared, range(3), jobs=0)


def test_a_cluster_answers_as_one_core(by_hand: Path) -> None:
    from dask.distributed import LocalCluster

    case = load_case(by_hand)
    one = robust(Situation(case), samples=120, seed=2).as_dict()
    with LocalCluster(  # on loopback, as a real scheduler with a real address
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp://", host="127.0.0.1", dashboard_address=None
    ) as cluster:
        assert robust(Situation(case), samples=120, seed=2, cluster=cluster.scheduler_address).as_dict() == one


def test_a_cluster_that_is_not_there_is_said() -> None:
    with pytest.raises(ValueError, match="no Dask scheduler"):
        spread(squared, range(3), cluster="nonsense://nowhere")


def test_sentences_in_both_languages(by_hand: Path) -> None:
    for method in ("additive", "topsis"):
        found = robust(Situation(load_case(by_hand, settings={"scoring.method": method})), samples=50)
        english, dutch = found.sentences("en"), found.sentences("nl")
        assert len(english) == len(dutch) > 2
        assert not set(english) & set(dutch)
        assert not any("%(" in sentence for sentence in (*english, *dutch))
