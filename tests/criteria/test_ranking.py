"""The ranking: eligibility, order, contributions, and that the order of rows does not matter."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from optimizer.case.model import Case
from optimizer.criteria.consensus import combine
from optimizer.criteria.ranking import Ranking, rank
from optimizer.criteria.weights import weigh
from tests.criteria.stand_in import case


def ranked(made: Case) -> Ranking:
    consensus = combine(made)
    return rank(made, consensus, weigh(made, consensus))


def order(found: Ranking) -> list[tuple[str, int, bool]]:
    return [(entry.roadmap, entry.rank, entry.eligible) for entry in found.entries]


def test_equal_scores_share_a_rank_and_ineligible_ones_come_last() -> None:
    made = case([[5, 2], [3, 3], [3, 3], [4, 4]], thresholds={1: 3}, scoring__method="additive")
    assert order(ranked(made)) == [("r4", 1, True), ("r2", 2, True), ("r3", 2, True), ("r1", 4, False)]


def test_an_ineligible_one_shares_no_rank_with_an_eligible_one() -> None:
    made = case([[4, 2], [3, 3]], thresholds={1: 3}, scoring__method="additive")
    assert order(ranked(made)) == [("r2", 1, True), ("r1", 2, False)]


def test_threshold_of_a_cost_is_missed_above_it_and_equal_passes() -> None:
    made = case([[3, 2], [3, 2.5]], "+-", thresholds={0: 3, 1: 2})
    first, second = (ranked(made).by_id[r] for r in ("r1", "r2"))
    assert first.eligible
    assert not first.reasons
    reason: Any = second.reasons[0]
    assert len(second.reasons) == 1
    assert (reason.kind, reason.criterion, reason.found, reason.limit, reason.short) == (
        "threshold",
        "c2",
        Fraction(5, 2),
        2,
        Fraction(1, 2),
    )
    assert reason.text() == "C2: its score is 2.5; at most 2 is allowed (0.5 too much)."
    assert reason.text("nl") == "C2: de score is 2,5; hoogstens 2 is toegelaten (0,5 te veel)."


def test_total_threshold_is_on_the_scale_whatever_the_method() -> None:
    made = case([[3, 3], [3, 2.5]], scales=[(0, 5), (0, 5)], scoring__method="promethee2", threshold__total=Decimal(3))
    found = ranked(made).by_id
    assert found["r1"].eligible
    reason: Any = found["r2"].reasons[0]
    assert (reason.kind, reason.found, reason.limit) == ("total", Fraction("2.75"), 3)
    assert "2.75" in reason.text()


def test_total_threshold_compares_the_rounded_score() -> None:
    """Thirds of 9 decimals: the additive score of a roadmap with 3 everywhere is 0.6 exactly, not a bit less."""
    made = case([[3, 3, 3], [0, 0, 0]], threshold__total=Decimal(3))
    assert ranked(made).by_id["r1"].eligible
    # (5 * 0.333333334 + 0 + 4 * 0.333333333) / 5 = 0.6000000004: as printed 0.6, which is what is compared.
    made = case([[4, 0, 5], [0, 0, 0]], threshold__total=Decimal(3))
    assert ranked(made).by_id["r1"].eligible


def test_contributions_add_up_to_one() -> None:
    made = case([[1, 2, 4], [0, 0, 0], [5, 5, 5]])
    found = ranked(made).by_id
    assert list(found["r1"].contributions.values()) == [
        Decimal("0.142857"),
        Decimal("0.285714"),
        Decimal("0.571429"),
    ]
    for entry in found.values():
        assert sum(entry.contributions.values()) == 1
    assert found["r2"].contributions["c1"] == Decimal("0.333334")  # the weights, since nothing is to be shared


def test_against_the_data_an_equal_criterion_adds_nothing() -> None:
    made = case([[3, 2], [3, 4]], scoring__method="additive", scoring__reference="data")
    found = ranked(made).by_id
    assert [found[r].score for r in ("r1", "r2")] == [0, Decimal("0.5")]
    assert found["r2"].contributions == {"c1": 0, "c2": 1}


def test_criteria_have_their_own_scales() -> None:
    made = case([[50, 1]], scales=[(0, 100), (1, 3)], scoring__method="additive")
    assert ranked(made).by_id["r1"].score == Decimal("0.25")


def test_distances_are_kept() -> None:
    found: Any = ranked(case([[3, 4], [5, 5]])).by_id["r1"]
    assert found.to_ideal == pytest.approx(0.5 * (0.4**2 + 0.2**2) ** 0.5)
    assert found.to_worst == pytest.approx(0.5 * (0.6**2 + 0.8**2) ** 0.5)
    assert float(found.score) == pytest.approx(found.to_worst / (found.to_ideal + found.to_worst), abs=6e-7)


@pytest.mark.parametrize("method", ["topsis", "additive", "vikor", "edas", "codas"])
def test_row_order_does_not_matter(method: str) -> None:
    rng = np.random.default_rng(3)
    made = case(rng.integers(0, 11, (6, 4)) / 2, "+-++", scoring__method=method)
    shuffled: list[Any] = list(made.scores)
    rng.shuffle(shuffled)
    other = replace(made, scores=tuple(shuffled))
    assert repr(ranked(made).entries) == repr(ranked(other).entries)


def test_inadmissible_roadmaps_are_not_weighed() -> None:
    made = case([[3, 4], [5, 5], [0, 0]], scoring__method="additive", scoring__reference="data")
    made = replace(made, roadmaps=(*made.roadmaps[:2], replace(made.roadmaps[2], admissible=False)))
    found = ranked(made).by_id
    assert set(found) == {"r1", "r2"}
    assert found["r1"].score == 0  # the foot of the data is r1's, not r3's


def test_nobody_to_rank() -> None:
    made = case([[3, 4]])
    made = replace(made, roadmaps=(replace(made.roadmaps[0], admissible=False),))
    assert ranked(made).entries == ()


def test_what_the_documentation_says_of_adding_closeness_up() -> None:
    """docs/methods.md: two weak roadmaps outweigh a strong one under TOPSIS and not under ``additive``."""
    figures = {}
    for method in ("topsis", "additive"):
        found = ranked(case([[5, 2.5], [0, 3]], scoring__method=method)).by_id
        figures[method] = [round(float(found[r].score), 3) for r in ("r1", "r2")]
    assert figures == {"topsis": [0.691, 0.358], "additive": [0.75, 0.3]}
