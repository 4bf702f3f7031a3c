"""Consensus, recusals, agreement and resampled panels."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.stats import friedmanchisquare

from optimizer.case.model import Case, Score
from optimizer.criteria.agreement import agreement, kendall_w, krippendorff_alpha
from optimizer.criteria.consensus import combine
from optimizer.criteria.resampling import combine_subset, resampled
from tests.criteria.stand_in import case


def panel(table: Any, consensus: str = "median", directions: str = "++") -> Case:
    """A case from each evaluator's matrix; a row that begins with None is a recusal."""
    rows = []
    for name, matrix in table.items():
        for i, row in enumerate(matrix):
            if row[0] is None:
                rows.append(Score(f"r{i + 1}", "c1", name, None, recused=True))
            rows += [Score(f"r{i + 1}", f"c{j + 1}", name, Decimal(str(x))) for j, x in enumerate(row) if x is not None]
    first = next(iter(table.values()))
    return case([[0, 0]] * len(first), directions, scores=rows, consensus=consensus)


def matrix_of(made: Case) -> Any:
    """The consensus matrix, typed loosely so that it compares with plain numbers."""
    return combine(made).matrix


FOUR: dict[str, Any] = {"a": [[1, 5]], "b": [[2, 5]], "c": [[5, 0]], "d": [[4, 1]]}


@pytest.mark.parametrize(
    ("method", "expected"),
    [("mean", (3, Fraction(11, 4))), ("median", (3, 3)), ("trimmed", (3, 3))],
)
def test_combined(method: str, expected: tuple[Fraction, Fraction]) -> None:
    assert matrix_of(panel(FOUR, method)) == (expected,)


def test_three_or_more_are_trimmed() -> None:
    three = {k: FOUR[k] for k in "abc"}
    assert matrix_of(panel(three, "trimmed")) == ((2, 5),)
    two = {k: FOUR[k] for k in "ab"}
    assert matrix_of(panel(two, "trimmed")) == ((Fraction(3, 2), 5),)


def test_thirds_are_exact() -> None:
    assert combine(panel({"a": [[1, 1]], "b": [[1, 1]], "c": [[2, 1]]}, "mean")).matrix[0][0] == Fraction(4, 3)


def test_agreed_rows_alone() -> None:
    table = {**FOUR, "consensus": [[3, 4]]}
    assert matrix_of(panel(table, "agreed")) == ((3, 4),)
    assert matrix_of(panel(table, "mean")) == ((3, Fraction(11, 4)),)


def test_a_recused_evaluator_counts_nowhere_on_that_roadmap() -> None:
    table = {"a": [[None, 5], [1, 1]], "b": [[2, 2], [3, 3]]}
    made = panel(table, "mean")
    found = combine(made)
    assert matrix_of(made) == ((2, 2), (2, 2))
    assert found.recusals == (("a", "r1"),)
    assert found.scores["r1", "c2"] == {"b": 2}


def test_a_missing_score_is_named() -> None:
    with pytest.raises(ValueError, match="roadmap r1 has no score on criterion c2"):
        combine(panel({"a": [[1, None]]}))


def test_kendall_is_friedmans() -> None:
    """W = chi squared / (m (n - 1)), both corrected for ties (Kendall 1970)."""
    rng = np.random.default_rng(5)
    for _ in range(20):
        scores = rng.integers(0, 5, (int(rng.integers(3, 6)), int(rng.integers(3, 9))))
        chi = friedmanchisquare(*scores.T).statistic
        m, n = scores.shape
        assert kendall_w(scores.tolist()) == pytest.approx(chi / (m * (n - 1)))
    assert kendall_w([[1, 2, 3], [1, 2, 3]]) == 1
    assert kendall_w([[1, 2], [2, 1]]) == 0
    assert kendall_w([[1, 1], [2, 2]]) is None
    assert kendall_w([[1, 2]]) is None


def test_krippendorff_canonical() -> None:
    """Krippendorff 2011, four observers and twelve units with missing data: interval alpha is 0.849."""
    rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = [[float(row[k]) for row in rows if row[k] != "."] for k in range(12)]
    assert krippendorff_alpha(units) == pytest.approx(0.849, abs=5e-4)
    assert krippendorff_alpha([[1, 1], [2, 2]]) == 1
    assert krippendorff_alpha([[1], [2]]) is None
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None


def test_severity_and_spread() -> None:
    made = panel({"a": [[1, 1], [2, 2]], "b": [[3, 1], [4, 2]], "c": [[None, 1], [3, 2]]}, directions="++")
    found = agreement(made, combine(made))
    assert [one.evaluator for one in found.severities] == ["a", "c", "b"]
    # a: ((3 - 1) + 0 + (3.5 - 2) + 0) / 4 / 5
    assert found.severities[0].severity == pytest.approx(3.5 / 4 / 5)
    assert found.severities[0].shared == 4
    assert [(one.id, one.where) for one in found.criteria] == [("c1", "r1"), ("c2", "r1")]
    assert found.roadmaps[0].largest == pytest.approx(0.4)


def test_a_cost_is_turned_before_severity() -> None:
    made = panel({"a": [[5, 3]], "b": [[1, 3]]}, directions="-+")
    assert agreement(made, combine(made)).severities[0].evaluator == "a"


def test_alone_nobody_agrees() -> None:
    made = panel({"": [[1, 2], [3, 4]]})
    found = agreement(made, combine(made))
    assert (found.kendall, found.krippendorff, found.severities, found.roadmaps) == (None, None, (), ())


@pytest.mark.parametrize("method", ["mean", "median", "trimmed"])
def test_resampled_panels_are_combined_by_the_same_rule(method: str) -> None:
    table: dict[str, Any] = {
        "a": [[1, 5], [None, 2]],
        "b": [[2, 5], [3, 0]],
        "c": [[5, 0], [4, 4]],
        "d": [[4, 1], [1, 2]],
    }
    consensus = combine(panel(table, method))
    found = resampled(consensus, 60, seed=7)
    drawn = np.random.default_rng(7).integers(0, 4, (60, 4))
    for matrix, picks in zip(found, drawn, strict=True):
        for i in range(2):
            for j in range(2):
                values = [table["abcd"[k]][i][j] for k in picks if table["abcd"[k]][i][0] is not None]
                values = sorted(v for v in values if v is not None)
                if method == "trimmed" and len(values) >= 3:
                    values = values[1:-1]
                if not values:
                    expected = float(consensus.matrix[i][j])
                else:
                    expected = float(np.median(values) if method == "median" else np.mean(values))
                assert matrix[i, j] == pytest.approx(expected)


def test_subset() -> None:
    consensus = combine(panel({"a": [[1, 5], [None, 0]], "b": [[3, 3], [4, 4]]}, "mean"))
    found: Any = combine_subset(consensus, {"a"})
    assert found == ((1, 5), (4, 4))  # nobody else scored r2: the panel's stays
