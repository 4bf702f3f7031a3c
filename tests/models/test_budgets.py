"""Budget rows, savings and the objective's unit, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from optimizer.case.model import Budget, Case, Cost, Synergy
from optimizer.models.books import Books, smallest, spread
from optimizer.models.budgets import limits
from optimizer.models.build import build
from optimizer.models.portfolio import Portfolio
from tests.models.small import BUDGET, SCORES, SYNERGIES, program, ranking, small


def figures(case: Case, *funded: tuple[str, str]) -> dict[str, Fraction | None]:
    books = Books(case)
    one = Portfolio(case, books, dict(funded), SCORES)
    return {limit.id: limit.figure(one).slack for limit in limits(case, books)}


def test_ids_and_slacks_after_savings() -> None:
    case = small(budget=BUDGET, synergies=SYNERGIES)
    assert figures(case, ("a", "full"), ("b", "full")) == {  # 4 + 3 - 1 saved = 6
        "budget:2015": Fraction(1),
        "budget:2015:min": Fraction(3),
        "budget:total": Fraction(0),
    }


def test_the_factor_multiplies_every_maximum_and_no_minimum() -> None:
    case = small(budget=BUDGET, settings={"budget.factor": Decimal("0.55"), "budget.total": Decimal(10)})
    assert {limit.id: limit.amount for limit in limits(case, Books(case))} == {
        "budget:2015": Fraction("3.85"),
        "budget:2015:min": Fraction(3),
        "budget:total": Fraction("5.5"),
    }
    rows = {row.id: row.limit for row in build(case, ranking()).rows}
    assert rows == {"budget:2015": 3, "budget:2015:min": -3, "budget:total": 5}  # whole units: rounded down


def test_the_setting_total_makes_a_row_where_there_is_none() -> None:
    case = small(settings={"budget.total": Decimal("4.5")}, decimals=1)
    assert [(row.id, row.limit) for row in build(case, ranking()).rows] == [("budget:total", 45)]


def spanning(**settings: object) -> Case:
    """Costs in three years, from two purses."""
    return small(
        costs=(
            Cost("a", "full", 2015, Decimal(1), instrument="labs"),
            Cost("a", "full", 2016, Decimal(2)),
            Cost("b", "full", 2016, Decimal(3), instrument="labs"),
            Cost("c", "full", 2017, Decimal(4)),
        ),
        levels={},
        budget=(
            Budget(2015, Decimal(3), Decimal(1)),
            Budget(2016, Decimal(3), Decimal(2)),
            Budget(2017, Decimal(3)),
            Budget(2015, Decimal(1), instrument="labs"),
            Budget(2016, Decimal(1), instrument="labs"),
        ),
        settings=dict(settings),
    )


ALL = (("a", "full"), ("b", "full"), ("c", "full"))


def test_each_year_alone() -> None:
    assert figures(spanning(), *ALL) == {
        "budget:2015": 2,
        "budget:2015:labs": 0,
        "budget:2015:min": 0,
        "budget:2016": -2,
        "budget:2016:labs": -2,
        "budget:2016:min": 3,
        "budget:2017": -1,
    }


def test_carry_over_adds_up_maxima_and_spend_but_not_minima() -> None:
    assert figures(spanning(**{"budget.carry_over": True}), *ALL) == {
        "budget:2015": 2,
        "budget:2015:labs": 0,
        "budget:2015:min": 0,
        "budget:2016": 0,  # 1 + 5 of 3 + 3
        "budget:2016:labs": -2,  # 1 + 3 of 1 + 1
        "budget:2016:min": 3,
        "budget:2017": -1,  # 10 of 9
    }


def test_a_saving_follows_the_full_costs_by_year_and_within_a_year_by_purse() -> None:
    case = replace(spanning(), synergies=(Synergy("s", ("a", "b"), 2, saving=Decimal("1.01")),), decimals=2)
    # full costs of a and b: 2015 1 (labs), 2016 2 + 3 (labs): 101 by 1 to 5 is 16 (rounded down) and 85
    # 85 by 2 to 3 is 34 and 51
    assert Books(case).savings["s"] == {(2015, "labs"): 16, (2016, ""): 34, (2016, "labs"): 51}
    spent = Portfolio(case, Books(case), dict(ALL[:2]), SCORES).spend
    assert spent == {(2015, "labs"): 84, (2016, ""): 166, (2016, "labs"): 249}


def test_spread_puts_the_remainder_in_the_last_that_counts() -> None:
    assert spread(10, {2015: 1, 2016: 1, 2017: 1, 2018: 0}) == {2015: 3, 2016: 3, 2017: 4}
    assert spread(7, {2015: 0, 2016: 0}) == {2016: 7}


def test_an_amount_finer_than_the_smallest_unit_is_refused() -> None:
    assert smallest(Decimal("1.25"), 100) == 125
    with pytest.raises(ValueError, match="smallest unit"):
        smallest(Decimal("1.255"), 100)


def test_a_saving_beyond_what_members_cost_is_plain_arithmetic() -> None:
    case = small(synergies=(Synergy("s", ("a", "b"), 2, saving=Decimal(9)),))
    made = build(case, ranking())
    both = tuple(o for o, option in enumerate(made.options) if option.id in ("a", "b"))
    assert made.spent(both) == -2


def test_without_costs_everything_is_free() -> None:
    case = small(costs=(), levels={}, budget=(Budget(2015, Decimal(1)),))
    made = build(case, ranking())
    assert [option.id for option in made.options] == ["a", "b", "c"]
    assert made.feasible((0, 1, 2))
    assert made.spent((0, 1, 2)) == 0


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_sentences_name_year_purse_and_amount(lang: str) -> None:
    case = spanning(**{"budget.carry_over": True})
    said = {limit.id: limit.sentence(case, lang) for limit in limits(case, Books(case))}
    assert "2016" in said["budget:2016:labs"]
    assert "labs" in said["budget:2016:labs"]
    assert "6" in said["budget:2016"]
    assert all("%(" not in sentence for sentence in said.values())


def test_ineligible_roadmaps_have_no_options_and_are_never_members_that_count() -> None:
    made = program(synergies=SYNERGIES, ineligible=("b",))
    assert {option.roadmap for option in made.options} == {"a", "c"}
    assert made.bundles[0].members == ((), (2,))  # more: b and c
    assert made.ranking == ("a", "c")
