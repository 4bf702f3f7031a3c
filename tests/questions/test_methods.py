"""``methods`` and the coefficients of agreement, against scipy, pymcdm, the paper's properties, and ``decide``."""

from __future__ import annotations

import random
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import kendalltau, rankdata, spearmanr

from optimizer import Situation, load_case
from optimizer.criteria.scoring.names import METHODS
from optimizer.questions.agreement import kendall, spearman, ws
from optimizer.questions.methods import methods


@pytest.mark.parametrize("seed", range(20))
def test_coefficients_against_scipy_with_ties(seed: int) -> None:
    rng = random.Random(seed)
    x = rankdata([rng.randint(0, 6) for _ in range(9)]).tolist()
    y = rankdata([rng.randint(0, 6) for _ in range(9)]).tolist()
    found = kendall(x, y), spearman(x, y)
    assert found == pytest.approx((kendalltau(x, y).statistic, spearmanr(x, y).statistic))


def test_nothing_told_apart_has_no_coefficient() -> None:
    assert kendall([2, 2, 2], [1, 2, 3]) is None
    assert spearman([2, 2, 2], [1, 2, 3]) is None
    assert ws([1], [1]) is None
    assert spearman([], []) is None


def test_ws_against_pymcdm() -> None:
    from pymcdm.correlations import rank_similarity_coef

    for y in permutations(range(1, 6)):
        x = [1, 2, 3, 4, 5]
        assert ws(x, y) == pytest.approx(float(rank_similarity_coef(np.array(x), np.array(y))))


def test_ws_by_hand() -> None:
    """The formula of the paper worked out: two swaps of neighbours, at the top and at the foot of five."""
    assert ws([1, 2, 3, 4, 5], [2, 1, 3, 4, 5]) == pytest.approx(1 - (0.5 / 4 + 0.25 / 3))
    assert ws([1, 2, 3, 4, 5], [1, 2, 3, 5, 4]) == pytest.approx(1 - (0.0625 / 3 + 0.03125 / 4))
    assert ws([1, 2, 3], [1, 2, 3]) == 1


def test_each_method_is_what_decide_says(by_hand: Path) -> None:
    found = methods(Situation(load_case(by_hand)))
    assert [method.method for method in found.methods] == list(METHODS)
    assert found.complete
    for method in found.methods:
        alone = Situation(load_case(by_hand, settings={"scoring.method": method.method}))
        assert method.ranking == tuple(entry.roadmap for entry in alone.ranking.entries)
        selection = alone.settled().selection
        assert selection is not None
        assert method.selected == tuple(alone.program.options[o].id for o in selection)


def test_the_json_of_the_contract(by_hand: Path) -> None:
    found = methods(Situation(load_case(by_hand)))
    answer = found.as_dict()
    assert list(answer)[:3] == ["format", "methods", "correlation"]
    for a in METHODS:
        row = answer["correlation"][a]  # type: ignore[index]
        assert list(row) == list(METHODS)
        assert set(row[a]) == {"kendall", "spearman", "ws"}
        assert all(x in (1.0, None) or abs(x - 1) < 1e-9 for x in row[a].values())
        for b in METHODS:
            assert row[b]["kendall"] == answer["correlation"][b][a]["kendall"]  # type: ignore[index]
    widths = [dispute.worst - dispute.best for dispute in found.disputed]
    assert widths == sorted(widths, reverse=True)
    assert {dispute.roadmap for dispute in found.disputed} == set(found.methods[0].ranking)
    for dispute in found.disputed:
        assert dispute.best == min(method.places[dispute.roadmap] for method in found.methods)


def test_no_time_is_said(by_hand: Path) -> None:
    import time

    situation = Situation(load_case(by_hand))
    situation.settled()
    found = methods(situation, deadline=time.monotonic())
    assert not found.complete
    assert found.methods == ()
