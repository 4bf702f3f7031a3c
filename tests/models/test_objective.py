"""What columns are worth: units, other scores, stacks of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from optimizer.models.build import build, framed
from optimizer.models.objective import Objective, objective
from tests.generate import random_case, ranked
from tests.models.small import SCORES, SYNERGIES, ranking, small


def made(**settings: Any) -> Objective:
    case = small(synergies=SYNERGIES, settings=settings)
    case = replace(case, roadmaps=tuple(replace(r, success=Decimal("0.3")) for r in case.roadmaps))
    return framed(case, ranking())[0].objective


def test_the_unit_is_that_of_all_that_multiplies_into_it() -> None:
    assert made().unit == Fraction(1, 10 * 10**6)  # shares of 1/2, a value share of 1/10
    assert made(**{"objective.success": "expected"}).unit == Fraction(1, 100 * 10**6)  # 3/20 and 3/100
    assert made(**{"objective.basis": "amount"}).unit == Fraction(1, 10 * 10**6)


def test_values_by_hand() -> None:
    found = made()
    values = [Fraction(value) * found.unit for value in found.at(SCORES)]
    # a, a:half, b, c; "more", "together", "two-of-three"; the products of "more" with b and c
    assert values[:4] == [Fraction("0.8"), Fraction("0.4"), Fraction("0.6"), Fraction("0.5")]
    assert values[4:7] == [0, Fraction("0.1"), Fraction("-0.2")]
    assert values[7:] == [Fraction("0.06"), Fraction("0.05")]


def test_basis_amount_multiplies_by_the_public_money_of_the_level() -> None:
    found = made(**{"objective.basis": "amount"})
    assert [v * found.unit for v in found.at(SCORES)[:4]] == [Fraction("3.2"), Fraction("0.8"), Fraction("1.8"), 1]


@pytest.mark.parametrize("seed", range(10))
def test_a_stack_is_what_single_scorings_are(seed: int) -> None:
    case = random_case(seed)
    found, _ = framed(case, ranked(case))
    rng = np.random.default_rng(seed)
    scores = rng.random((5, len(found.objective.roadmaps)))
    for places, times in ((6, 1), (9, 1000)):
        stack = found.objective.stack(scores, places=places)
        for row, one in zip(stack.tolist(), np.rint(scores * 10**places).astype(int).tolist(), strict=True):
            exact = {r: Fraction(v, 10**places) for r, v in zip(found.objective.roadmaps, one, strict=True)}
            single = found.objective.at(exact) if times == 1 else found.objective.fine(exact)
            assert tuple(row) == single


def test_sums_beyond_62_bits_stay_exact() -> None:
    wide = Objective(("a",), (0,), (2**60,), (0,), Fraction(1, 2**60))
    assert wide.stack(np.array([[0.999999]])).tolist() == [[999999 * 2**60]]


def test_objective_at_the_programs_own_scores_is_its_own_values() -> None:
    case = small(synergies=SYNERGIES)
    made = build(case, ranking())
    assert objective(case, made, SCORES) == (made.values, made.unit)


def test_scores_finer_than_a_millionth_are_refused() -> None:
    with pytest.raises(ValueError, match="6 decimals"):
        made().at(SCORES | {"a": Decimal("0.1234567")})
