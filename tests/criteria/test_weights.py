"""Weights: published figures, independent computations, and what the contract says of rounding."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog, minimize

from optimizer.case.model import Case, Judgment
from optimizer.criteria.consensus import combine
from optimizer.criteria.exact import largest_remainder
from optimizer.criteria.warnings import weight_warnings
from optimizer.criteria.weighting.ahp import join
from optimizer.criteria.weighting.bwm import best_worst
from optimizer.criteria.weighting.pairwise import RANDOM_INDEX, fill, principal, random_index, worst_triad
from optimizer.criteria.weighting.repair import SCALE, smallest_repair
from optimizer.criteria.weighting.roc import rank_order_centroid
from optimizer.criteria.weights import Weights, weigh
from tests.criteria.stand_in import case

HOUSE = """1 5 3 7 6 6 1/3 1/4; 1/5 1 1/3 5 3 3 1/5 1/7; 1/3 3 1 6 3 4 6 1/5; 1/7 1/5 1/6 1 1/3 1/4 1/7 1/8;
1/6 1/3 1/3 3 1 1/2 1/5 1/6; 1/6 1/3 1/4 4 2 1 1/5 1/6; 3 5 1/6 7 5 5 1 1/2; 4 7 5 8 6 6 2 1"""
DRINKS = """1 9 5 2 1 1 1/2; 1/9 1 1/3 1/9 1/9 1/9 1/9; 1/5 3 1 1/3 1/4 1/3 1/9; 1/2 9 3 1 1/2 1 1/3;
1 9 4 2 1 2 1/2; 1 9 3 1 1/2 1 1/3; 2 9 9 3 2 3 1"""


def judgments(table: str, member: str = "m", keep: Sequence[tuple[int, int]] | None = None) -> list[Judgment]:
    """The upper half of a written matrix as judgments on ``c1``, ``c2``, …; only the pairs of ``keep`` where given."""
    rows = [[Fraction(x) for x in row.split()] for row in table.split(";")]
    pairs = keep if keep is not None else list(combinations(range(len(rows)), 2))
    return [Judgment(member, f"c{a + 1}", f"c{b + 1}", rows[a][b]) for a, b in pairs]


def names(count: int) -> list[str]:
    return [f"c{j + 1}" for j in range(count)]


def of(made: Case) -> Weights:
    return weigh(made, combine(made))


@pytest.mark.parametrize(
    ("table", "priorities", "eigenvalue", "ratio"),
    [
        (HOUSE, [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], 9.669, 0.170),
        (DRINKS, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], None, 0.022),
    ],
    ids=["Saaty 1990, buying a house", "Saaty 2008, drinks in the USA"],
)
def test_saaty(table: str, priorities: list[float], eigenvalue: float | None, ratio: float) -> None:
    group = join(names(len(priorities)), judgments(table), "eigenvector", "judgments")
    assert group.weights == pytest.approx(priorities, abs=1.5e-3)
    assert group.ratio == pytest.approx(ratio, abs=2e-3)
    assert group.members["m"].ratio == group.ratio
    if eigenvalue:
        assert float(principal(group.matrix)[0]) == pytest.approx(eigenvalue, abs=1e-3)


@given(st.integers(3, 7), st.integers(0, 10**6))
@hypothesis_settings(max_examples=30, deadline=None)
def test_principal_is_numpys(count: int, seed: int) -> None:
    matrix = random_matrix(count, seed)
    value, right, left = principal(matrix)
    values, vectors = np.linalg.eig(matrix)
    k = int(np.argmax(values.real))
    vector = np.abs(vectors[:, k].real)
    assert float(value) == pytest.approx(values[k].real, abs=1e-10)
    assert right == pytest.approx(vector / vector.sum(), abs=1e-11)
    assert left @ matrix == pytest.approx(float(value) * left, rel=1e-9)


def random_matrix(count: int, seed: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    matrix = np.ones((count, count))
    for a, b in combinations(range(count), 2):
        matrix[a, b] = float(SCALE[rng.integers(len(SCALE))])
        matrix[b, a] = 1 / matrix[a, b]
    return matrix


@pytest.mark.parametrize("seed", range(6))
def test_gaps_have_the_least_eigenvalue(seed: int) -> None:
    """Against a general minimiser that knows nothing of the problem."""
    rng = np.random.default_rng(seed)
    matrix = random_matrix(6, seed)
    gaps = [(0, 2), (1, 5), (3, 4), (0, 5)][: int(rng.integers(1, 5))]

    def value(logs: NDArray[np.float64]) -> float:
        filled = matrix.copy()
        for (a, b), log in zip(gaps, logs, strict=True):
            filled[a, b], filled[b, a] = np.exp(log), np.exp(-log)
        return float(np.max(np.linalg.eigvals(filled).real))

    best = minimize(value, np.zeros(len(gaps)), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    filled = fill(matrix, gaps)
    assert float(principal(filled)[0]) == pytest.approx(best.fun, abs=1e-9)
    assert [np.log(filled[pair]) for pair in gaps] == pytest.approx(best.x, abs=1e-4)


def test_a_tree_of_judgments_is_consistent() -> None:
    group = join(names(4), judgments(HOUSE, keep=[(0, 1), (1, 2), (2, 3)]), "eigenvector", "judgments")
    assert group.ratio == 0
    expected = np.array([5, 1, 3, 3 / 6])
    assert group.weights == pytest.approx(expected / expected.sum(), abs=1e-10)


def test_a_gap_that_only_one_member_has_is_no_gap_of_the_group() -> None:
    both = judgments(DRINKS, "a") + judgments(DRINKS, "b", keep=[p for p in combinations(range(7), 2) if p != (0, 1)])
    group = join(names(7), both, "eigenvector", "judgments")
    assert group.members["b"].gaps == ((0, 1),)
    alone = join(names(7), [j for j in both if j.member == "b"], "eigenvector", "judgments")
    assert alone.ratio == pytest.approx(group.members["b"].ratio)
    n, m = 7, 1
    assert random_index(n, m) == pytest.approx(RANDOM_INDEX[7] * (1 - 2 * m / ((n - 1) * (n - 2))))


def test_members_joined() -> None:
    """AIJ and AIP by hand: two members, weights 1 and 3, each consistent."""
    first = [Judgment("a", "c1", "c2", Fraction(2)), Judgment("a", "c2", "c3", Fraction(2))]
    second = [
        Judgment("b", "c1", "c2", Fraction(1, 4), Decimal(3)),
        Judgment("b", "c2", "c3", Fraction(1), Decimal(3)),
    ]
    a, b = np.array([4, 2, 1]) / 7, np.array([1, 4, 4]) / 9
    expected = a**0.25 * b**0.75
    for aggregate in ("judgments", "priorities"):
        for prioritisation in ("eigenvector", "geometric"):
            group = join(names(3), first + second, prioritisation, aggregate)
            assert group.weights == pytest.approx(expected / expected.sum(), abs=1e-10)


def test_geometric_is_the_mean_of_rows() -> None:
    group = join(names(7), judgments(DRINKS), "geometric", "judgments")
    rows = np.array([[float(Fraction(x)) for x in row.split()] for row in DRINKS.split(";")])
    means = rows.prod(axis=1) ** (1 / 7)
    assert group.weights == pytest.approx(means / means.sum(), abs=1e-12)


@pytest.mark.parametrize("count", range(3, 12))
def test_equal_judgments_are_equal_weights_to_the_last_decimal(count: int) -> None:
    """Noise of floats must not decide who gets the odd unit: the first in order do."""
    pairs = [Judgment("m", f"c{a + 1}", f"c{b + 1}", Fraction(1)) for a, b in combinations(range(count), 2)]
    group = join(names(count), pairs, "eigenvector", "judgments")
    found = list(group.members["m"].weights.values())
    assert len(set(group.weights)) == 1
    assert found == sorted(found, reverse=True)
    assert max(found) - min(found) <= Decimal("0.000000001")


def test_worst_triad_by_hand() -> None:
    matrix = np.array([[1, 2, 8], [0.5, 1, 2], [0.125, 0.5, 1]])
    found, index = worst_triad(matrix)
    assert found == (0, 1, 2)
    assert index == pytest.approx(0.5)  # 2 * 2 / 8
    assert worst_triad(np.ones((3, 3))) == (None, 0.0)


@pytest.mark.parametrize("gaps", [(), ((0, 3),), ((0, 3), (1, 4))])
@pytest.mark.parametrize("seed", range(6))
def test_repair_is_the_smallest(seed: int, gaps: tuple[tuple[int, int], ...]) -> None:
    """Against every change of one judgment there is."""
    rng = np.random.default_rng(seed)
    count = 5
    pairs = [pair for pair in combinations(range(count), 2) if pair not in gaps]
    weights = rng.choice([1, 2, 4, 6], count)
    matrix = weights[:, None] / weights[None, :] * np.ones((count, count))
    judged = {}
    for pair in pairs:
        nearest = min(SCALE, key=lambda v: abs(float(v) - matrix[pair]))
        judged[pair] = nearest if rng.random() > 0.3 else SCALE[rng.integers(len(SCALE))]
        matrix[pair], matrix[pair[::-1]] = float(judged[pair]), float(1 / judged[pair])

    def ratio(changed: NDArray[np.float64]) -> float:
        value = np.max(np.linalg.eigvals(fill(changed, gaps)).real)
        return float((value - count) / (count - 1) / random_index(count, len(gaps)))

    def place(value: Fraction) -> float:
        return float(value - 1 if value >= 1 else 1 - 1 / value)

    works = []
    for pair in pairs:
        for after in SCALE:
            changed = matrix.copy()
            changed[pair], changed[pair[::-1]] = float(after), float(1 / after)
            if ratio(changed) <= 0.10:
                works.append(abs(place(after) - place(judged[pair])))
    found = smallest_repair(fill(matrix, gaps), judged, gaps, names(count))
    if ratio(matrix) <= 0.10 or not works:
        assert found is None
    else:
        assert found is not None
        assert abs(place(found.after) - place(found.before)) == pytest.approx(min(works))
        assert found.ratio <= 0.10


def test_warning_names_the_clash_and_the_way_out() -> None:
    made = case(
        [[1, 2, 3], [3, 2, 1]],
        judgments=[("ann", "c1", "c2", 3), ("ann", "c2", "c3", 3), ("ann", "c1", "c3", 1), ("bob", "c1", "c2", 2),
                   ("bob", "c2", "c3", 2), ("bob", "c1", "c3", 4)],
        weights__method="ahp",
    )  # fmt: skip
    found = weight_warnings(of(made), made)
    assert found == [
        "judgments: the consistency ratio of the members together is 0.13, above 0.10",
        (
            "judgments: the consistency ratio of ann is 0.54, above 0.10; most at odds are c1/c2 = 3, c2/c3 = 3 and "
            "c1/c3 = 1; changing c1/c2 from 3 to 1/2 brings it to 0.02"
        ),
    ]


def test_member_alone() -> None:
    made = case(
        [[1, 2], [2, 1]],
        judgments=[("ann", "c1", "c2", 3), ("bob", "c1", "c2", "1/3")],
        weights__method="ahp",
        weights__member="ann",
    )
    assert list(of(made).values.values()) == [Decimal("0.75"), Decimal("0.25")]
    assert of(made).members["bob"].weights == {"c1": Decimal("0.25"), "c2": Decimal("0.75")}


def test_weights_add_up_to_one_and_thirds_are_one_group() -> None:
    weights = of(case([[1, 2, 3]]))
    assert list(weights.values.values()) == [Decimal("0.333333334"), Decimal("0.333333333"), Decimal("0.333333333")]
    assert weights.groups == ((0, 1, 2),)


@given(st.lists(st.fractions(0, 10), min_size=1, max_size=12).filter(lambda shares: sum(shares) > 0))
def test_largest_remainder(shares: list[Fraction]) -> None:
    found = largest_remainder(shares, 9)
    total = sum(shares)
    assert sum(found) == 1
    assert all(abs(Fraction(x) - share / total) < Fraction(1, 10**9) for x, share in zip(found, shares, strict=True))


def test_roc() -> None:
    """Barron and Barrett 1996: the weights of three and four attributes."""
    assert [round(float(w), 4) for w in rank_order_centroid("abc", "abc")] == [0.6111, 0.2778, 0.1111]
    assert [round(float(w), 4) for w in rank_order_centroid("abcd", "dcba")] == [0.0625, 0.1458, 0.2708, 0.5208]


def test_swing_and_direct_share_out_one() -> None:
    for method in ("direct", "swing"):
        made = case([[1, 2, 3]], weights__method=method, weights__values={"c1": 100, "c2": 60, "c3": 0})
        assert list(of(made).values.values()) == [Decimal("0.625"), Decimal("0.375"), Decimal(0)]


def test_best_worst_is_the_linear_programme() -> None:
    """Rezaei 2016's model (4), solved by HiGHS through scipy."""
    rng = np.random.default_rng(1)
    for _ in range(40):
        n = int(rng.integers(2, 8))
        best, worst = (int(k) for k in rng.choice(n, 2, replace=False))
        to, back = rng.integers(1, 10, n), rng.integers(1, 10, n)
        back[best] = to[worst]
        rows = []
        for j in range(n):
            for a, b, factor, skip in ((best, j, to[j], j == best), (j, worst, back[j], j == worst)):
                if not skip:
                    row = np.zeros(n + 1)
                    row[a] += 1
                    row[b] -= factor
                    rows += [np.append(row[:n], -1), np.append(-row[:n], -1)]
        solved = linprog([0] * n + [1], A_ub=np.array(rows), b_ub=np.zeros(len(rows)), A_eq=[[1] * n + [0]], b_eq=[1])
        ids = names(n)
        found = best_worst(
            ids,
            ids[best],
            ids[worst],
            {c: Decimal(int(v)) for c, v in zip(ids, to, strict=True)},
            {c: Decimal(int(v)) for c, v in zip(ids, back, strict=True)},
        )
        assert float(found.xi) == pytest.approx(solved.fun, abs=1e-9)
        assert sum(found.weights) == 1
        assert np.max(np.array(rows) @ [*(float(w) for w in found.weights), float(found.xi)]) < 1e-12


def test_best_worst_that_agrees() -> None:
    ids = names(3)
    found = best_worst(ids, "c1", "c3", {"c2": Decimal(2), "c3": Decimal(8)}, {"c1": Decimal(8), "c2": Decimal(4)})
    assert found.weights == (Fraction(8, 13), Fraction(4, 13), Fraction(1, 13))
    assert found.xi == 0
    assert found.input_ratio == 0


@pytest.mark.parametrize(
    ("method", "directions", "matrix", "weights"),
    [
        (
            "critic",  # Diakoulaki, Mavrotas and Papayannakis 1995
            "+++",
            [
                [61, 1.08, 4.33], [20.7, 0.26, 4.34], [16.3, 1.98, 2.53], [9, 3.29, 1.65],
                [5.4, 2.77, 2.33], [4, 4.12, 1.21], [-6.1, 3.52, 2.10], [-34.6, 3.31, 0.98],
            ],
            [0.20222554, 0.48090173, 0.31687273],
        ),
        (
            "critic",  # the tests of JMcDM, with a cost criterion
            "++-+",
            [
                [12.9918, 0.7264, -1.1009, 1.598139592],
                [4.1201, 5.8824, 3.4483, 1.021563567],
                [4.1039, 0.0000, -0.5076, 0.984469444],
            ],
            [0.16883925, 0.418444976, 0.249124763, 0.163591012],
        ),
        (
            "merec",  # Keshavarz-Ghorabaee and others 2021
            "++--",
            [[450, 8000, 54, 145], [10, 9100, 2, 160], [100, 8200, 31, 153], [220, 9300, 1, 162], [5, 8400, 23, 158]],
            [0.5752, 0.0141, 0.4016, 0.0091],
        ),
        (
            "entropy",  # the tests of JMcDM
            "+++++++-",
            [
                [2, 1, 4, 7, 6, 6, 7, 3000], [4, 1, 5, 6, 7, 7, 6, 3500], [3, 2, 6, 6, 5, 6, 8, 4000],
                [5, 1, 5, 7, 6, 7, 7, 3000], [4, 2, 5, 6, 7, 7, 6, 3000], [3, 2, 6, 6, 6, 6, 6, 3500],
            ],
            [0.29967360960, 0.44136733892, 0.07009088720, 0.02123823711,
             0.04902292895, 0.02308037885, 0.04776330969, 0.04776330969],
        ),
    ],
)  # fmt: skip
def test_objective_published(method: str, directions: str, matrix: list[list[float]], weights: list[float]) -> None:
    scales = [(min(0, *column), max(column)) for column in zip(*matrix, strict=True)]
    found = of(case(matrix, directions, scales=scales, weights__method=method))
    assert [float(w) for w in found.values.values()] == pytest.approx(weights, abs=1e-4)


@pytest.mark.parametrize("method", ["entropy", "critic", "merec"])
def test_objective_where_little_is_told(method: str) -> None:
    third = [Decimal("0.333333334"), Decimal("0.333333333"), Decimal("0.333333333")]
    assert list(of(case([[3, 4, 5]], weights__method=method)).values.values()) == third
    assert list(of(case([[3, 0, 5], [3, 0, 5]], weights__method=method)).values.values()) == third
    assert list(of(case([[3, 0, 5], [3, 0, 4]], weights__method=method)).values.values()) == [0, 0, 1]
    flat = of(case([[3, 1, 5], [3, 2, 4], [3, 4, 0]], weights__method=method)).values
    assert flat["c1"] == 0
    assert all(w > 0 for c, w in flat.items() if c != "c1")


def test_merec_counts_the_criteria_that_tell_nothing() -> None:
    """Equation 4 of Keshavarz-Ghorabaee and others (2021) divides by the number of all criteria."""
    matrix = [[5.0, 3.5, 3.5], [5.0, 5.0, 5.5], [5.0, 4.0, 1.5]]
    found = of(case(matrix, scales=[(0, 10)] * 3, weights__method="merec")).values
    part = np.abs(np.log(np.array(matrix).min(axis=0) / np.array(matrix)))
    whole = np.log(1 + part.sum(axis=1) / 3)
    lost = [np.abs(np.log(1 + (part.sum(axis=1) - part[:, j]) / 3) - whole).sum() for j in range(3)]
    assert [float(w) for w in found.values()] == pytest.approx(np.array(lost) / sum(lost), abs=1e-8)
