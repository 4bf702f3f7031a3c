"""Scoring: against pymcdm, exactly against floats, and the properties that a method promises."""

from __future__ import annotations

import time
import warnings
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from optimizer.case.model import Case
from optimizer.criteria.consensus import combine
from optimizer.criteria.exact import half_even, ratio_of_roots
from optimizer.criteria.ranking import rank, score_bounds, score_with_change, scores_at
from optimizer.criteria.scoring.names import METHODS, RATIO_METHODS, SCALE_METHODS, canonical
from optimizer.criteria.scoring.topsis import topsis
from optimizer.criteria.weights import weigh
from tests.criteria.stand_in import case


def random_case(seed: int, method: str, reference: str, least: int = 0, **given: Any) -> Case:
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(2, 7)), int(rng.integers(1, 5))
    matrix = rng.integers(least, 11, (m, n)) / 2
    directions = "".join(rng.choice(["+", "-"], n, p=[0.7, 0.3]))
    weights = rng.integers(1, 9, n)
    return case(
        matrix,
        directions,
        weights__method="direct",
        weights__values={f"c{j + 1}": int(w) for j, w in enumerate(weights)},
        scoring__method=method,
        scoring__reference=reference,
        **given,
    )


def ranked(made: Case) -> Any:
    consensus = combine(made)
    return rank(made, consensus, weigh(made, consensus))


def scores(made: Case) -> dict[str, float]:
    return {entry.roadmap: float(entry.score) for entry in ranked(made).entries}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("reference", ["scale", "data"])
def test_stack_is_the_single_scores(method: str, reference: str) -> None:
    for seed in range(12):
        made = random_case(seed, method, reference)
        consensus = combine(made)
        weights = weigh(made, consensus)
        n = len(consensus.criteria)
        stack = np.vstack([weights.floats, np.eye(n), np.full(n, 1 / n)])
        found = scores_at(made, consensus, stack)
        assert found.shape == (n + 2, len(consensus.roadmaps))
        assert np.isfinite(found).all()
        low, high = score_bounds(method)
        assert found.min() >= float(low) - 1e-12
        assert found.max() <= float(high) + 1e-12
        single = scores(made)
        assert found[0] == pytest.approx([single[r] for r in consensus.roadmaps], abs=6e-7)


def pymcdm_figures(method: str, matrix: NDArray[Any], weights: NDArray[Any], types: NDArray[Any]) -> NDArray[Any]:
    from pymcdm import methods, normalizations

    made = {
        "topsis": lambda: methods.TOPSIS(normalizations.vector_normalization),
        "vikor": methods.VIKOR,
        "spotis": lambda: methods.SPOTIS(methods.SPOTIS.make_bounds(matrix)),
        "marcos": methods.MARCOS,
        "weighted_product": methods.WPM,
        "promethee2": lambda: methods.PROMETHEE_II("usual"),
        "mabac": methods.MABAC,
        "edas": methods.EDAS,
        "waspas": methods.WASPAS,
        "codas": methods.CODAS,
        "aras": methods.ARAS,
    }[method]()
    return np.asarray(made(matrix, weights, types))


@pytest.mark.parametrize(
    "method",
    ["vikor", "spotis", "marcos", "weighted_product", "promethee2", "mabac", "edas", "waspas", "codas", "aras"],
)
def test_native_is_pymcdms(method: str) -> None:
    """Where pymcdm has an answer: positive scores, every criterion telling roadmaps apart."""
    compared = 0
    for seed in range(40):
        made = random_case(seed, method, "data", least=1)
        consensus = combine(made)
        matrix = consensus.floats
        if (matrix.min(axis=0) == matrix.max(axis=0)).any():
            continue
        weights = weigh(made, consensus).floats
        types = np.array([1 if c.maximise else -1 for c in made.criteria])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = pymcdm_figures(method, matrix, weights / weights.sum(), types)
        if not np.isfinite(expected).all():
            continue
        found = ranked(made).by_id
        assert [found[r].native for r in consensus.roadmaps] == pytest.approx(expected, abs=1e-9)
        compared += 1
    assert compared >= 20


@pytest.mark.parametrize("reference", ["scale", "data"])
def test_topsis_is_the_textbook(reference: str) -> None:
    """Against the definition, row by row; pymcdm turns cost columns by 1 - r, which moves no distance."""
    for seed in range(20):
        made = random_case(seed, "topsis", reference)
        consensus = combine(made)
        weights = weigh(made, consensus).floats
        x = consensus.floats
        sign = np.array([1 if c.maximise else -1 for c in made.criteria])
        if reference == "scale":
            r = np.where(sign > 0, x / 5, (5 - x) / 5) * weights
            best, worst = weights, np.zeros_like(weights)
        else:
            r = sign * x / np.where((x**2).sum(axis=0) > 0, np.sqrt((x**2).sum(axis=0)), 1) * weights
            best, worst = r.max(axis=0), r.min(axis=0)
        near, far = np.sqrt(((r - best) ** 2).sum(axis=1)), np.sqrt(((r - worst) ** 2).sum(axis=1))
        expected = np.where(near + far > 0, far / np.where(near + far > 0, near + far, 1), 0.5)
        found = ranked(made).by_id
        assert [float(found[r].score) for r in consensus.roadmaps] == pytest.approx(expected, abs=6e-7)


@pytest.mark.parametrize("method", SCALE_METHODS)
def test_scale_keeps_its_promise(method: str) -> None:
    """A score depends on nobody else; foot is 0 and top is 1; better on a criterion is never worse."""
    for seed in range(20):
        made = random_case(seed, method, "scale")
        everyone = scores(made)
        kept = [r for r in made.roadmaps if r.id != "r1"]
        from dataclasses import replace

        fewer = replace(made, roadmaps=tuple(kept), scores=tuple(s for s in made.scores if s.roadmap != "r1"))
        assert scores(fewer) == {r: s for r, s in everyone.items() if r != "r1"}
        consensus = combine(made)
        weights = weigh(made, consensus)
        first = made.criteria[0]
        top = first.scale_max if first.maximise else first.scale_min
        up = score_with_change(made, consensus, weights, "r1", first.id, Fraction(top))
        assert float(up) >= everyone["r1"]
        assert rank(made, consensus.changed("r1", first.id, Fraction(top)), weights).scores["r1"] == up
    ends = scores(case([[0, 5], [5, 0]], "+-", scoring__method=method))
    assert ends == {"r1": 0, "r2": 1}


@pytest.mark.parametrize("method", METHODS)
def test_all_alike(method: str) -> None:
    """Nothing to tell apart: additive adds nothing, the others give a half, and nothing divides by 0."""
    for matrix in ([[3, 2]], [[3, 2], [3, 2]], [[0, 0], [0, 0]]):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = scores(case(matrix, "+-", scoring__method=method, scoring__reference="data"))
        assert set(found.values()) == ({0.0} if method == "additive" else {0.5})


@pytest.mark.parametrize("method", RATIO_METHODS)
def test_scores_that_have_no_ratios(method: str) -> None:
    """A cost of 0, a column of 0 and a scale below 0: finite, and more of a good thing is not worse."""
    made = case([[0, 0, -2], [5, 3, -1], [2, 1, 0]], "+-+", scales=[(0, 5), (0, 5), (-2, 2)], scoring__method=method)
    assert all(0 <= s <= 1 for s in scores(made).values())
    better = case([[4, 0, 2], [4, 0, 1], [1, 2, 1]], "+-+", scales=[(0, 5), (0, 5), (-2, 2)], scoring__method=method)
    found = scores(better)
    assert found["r1"] > found["r2"] > found["r3"]


def test_scores_are_rounded_half_even_from_the_exact_number() -> None:
    assert str(half_even(Fraction(1, 2) / 10**6, 6)) == "0.000000"
    assert float(half_even(Fraction(3, 2) / 10**6, 6)) == 2e-6
    assert float(half_even(Fraction(5, 2) / 10**6, 6)) == 2e-6


@given(st.integers(0, 10**12), st.integers(0, 10**12))
@hypothesis_settings(deadline=None)
def test_ratio_of_roots(up: int, down: int) -> None:
    expected = 0.5 if up == down == 0 else up**0.5 / (up**0.5 + down**0.5)
    assert float(ratio_of_roots(up, down)) == pytest.approx(expected, abs=1e-12)
    assert ratio_of_roots(up * up, 4 * up * up) == (Fraction(1, 3) if up else Fraction(1, 2))


def test_a_tie_in_floats_is_a_tie() -> None:
    """0.1 + 0.2 and 0.3 differ as floats; two roadmaps that are worth exactly the same share a rank."""
    made = case(
        [[5, 5, 0], [0, 0, 5], [0, 0, 0]],
        weights__method="direct",
        weights__values={"c1": "0.1", "c2": "0.2", "c3": "0.3"},
        scoring__method="additive",
    )
    assert [(e.roadmap, e.rank) for e in ranked(made).entries] == [("r1", 1), ("r2", 1), ("r3", 3)]


def test_bulk_is_quick() -> None:
    """10,000 weightings of 100 roadmaps take no more than a few products of matrices of that size."""
    rng = np.random.default_rng(0)
    unit, weights = rng.random((100, 10)), rng.dirichlet(np.ones(10), 10_000)
    near, far = (1 - unit) ** 2, unit**2
    topsis(near, far, weights)
    start = time.perf_counter()
    topsis(near, far, weights)
    took = time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(2):
        np.sqrt(weights @ unit.T)
    products = time.perf_counter() - start
    assert took < 10 * products + 0.05


def test_names_people_use() -> None:
    assert canonical("wpm") == "weighted_product"
    assert canonical("topsis") == "topsis"


def test_promethee_rounds_what_is_exact() -> None:
    """A net flow on the edge between two roundings goes to the even digit, whatever floats make of it."""
    from fractions import Fraction as F

    from optimizer.criteria.scoring.promethee2 import promethee2_exact

    matrix = [[F(5), F(1)], [F(3), F(1)], [F(1), F(4)]]
    # By hand: on the first (more is better) +1, 0, -1 of two others; on the second (less is better) +1/2, +1/2, -1.
    assert promethee2_exact(matrix, (True, False), (F(1, 4), F(3, 4))) == (F(5, 8), F(3, 8), F(-1))
    assert promethee2_exact(matrix[:1], (True, False), (F(1, 4), F(3, 4))) == (F(0),)
