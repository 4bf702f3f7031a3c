"""Published draws of an acceptability analysis (Lahdelma, Hokkanen and Salminen 1998), counted."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from optimizer import Situation, Tables
from optimizer.questions.robust import robust
from optimizer.questions.robustness.acceptability import rank_counts
from tests.published.draws import OVER_ALL, draws


def test_ranks_of_given_draws() -> None:
    published = draws()
    assert len(published.ranks) == 100
    counts = rank_counts(np.array(published.values))
    first = published.ranks.count(1)
    assert counts.tolist() == [[first, 100 - first], [100 - first, first]]


def test_each_draw_on_its_own() -> None:
    published = draws()
    for values, rank in zip(published.values, published.ranks, strict=True):
        assert rank_counts(np.array([values])).argmax(axis=1).tolist() == [rank - 1, 2 - rank]


def test_the_draws_are_like_the_others() -> None:
    """So that the hundred were copied right: within three standard errors of all 10,000."""
    share = draws().ranks.count(1) / 100
    assert share == pytest.approx(OVER_ALL, abs=3 * (OVER_ALL * (1 - OVER_ALL) / 100) ** 0.5)


#: Scores by two criteria, on a scale of 10, of roadmaps that no two of them share; a dominates nothing, e is dominated.
SCORES = {"a": (10, 0), "b": (8, 5), "c": (4, 8), "d": (0, 10), "e": (3, 3)}


def exact() -> dict[str, list[float]]:
    """For each roadmap, the part of all weightings at which it takes each rank: lines over the weight of the first."""
    crossings = {0.0, 1.0}
    lines = list(SCORES.values())
    for x, y in lines:
        for u, v in lines:
            slope = (x - y) - (u - v)
            at = (v - y) / slope if slope else 0.0
            crossings |= {at} if 0 < at < 1 else set()
    shares = {roadmap: [0.0] * len(SCORES) for roadmap in SCORES}
    for low, high in pairwise(sorted(crossings)):
        middle = (low + high) / 2
        order = sorted(SCORES, key=lambda roadmap: -np.dot(SCORES[roadmap], (middle, 1 - middle)))
        for rank, roadmap in enumerate(order):
            shares[roadmap][rank] += high - low
    return shares


def test_shares_of_the_simplex() -> None:
    """With two criteria the part of the weightings at each rank is the length of an interval (Lahdelma and Salminen
    2001); what is drawn comes within four standard errors of it."""
    scores = [
        {"roadmap": roadmap, "criterion": criterion, "score": score}
        for roadmap, pair in SCORES.items()
        for criterion, score in zip(("x", "y"), pair, strict=True)
    ]
    tables = {
        "criteria": [{"id": id, "name": id, "direction": "max"} for id in ("x", "y")],
        "roadmaps": [{"id": id, "name": id} for id in SCORES],
        "scores": scores,
    }
    settings = {
        "format": 1,
        "title": "Two criteria",
        "scale.max": 10,
        "weights.set": "all",
        "scoring.method": "additive",
    }
    samples = 20_000
    found = robust(Situation(Tables.from_texts(tables, settings).check()), samples=samples, beside=False)
    expected = exact()
    for roadmap in found.roadmaps:
        for share, known in zip(roadmap.rank_acceptability, expected[roadmap.roadmap], strict=True):
            error = (known * (1 - known) / samples) ** 0.5
            assert float(share) == pytest.approx(known, abs=4 * error + 1e-12)
