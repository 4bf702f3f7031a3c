"""Each rule's exact check, worked out by hand on the small case, and its rows against that check on every portfolio."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from optimizer.case.model import Case, Rule
from optimizer.models.books import Books
from optimizer.models.build import build
from optimizer.models.conditions import Ruled, conditions
from optimizer.models.portfolio import Portfolio
from optimizer.models.rules.registry import RULES as KINDS
from tests.models.small import RULES, SCENARIOS, SCORES, ranking, rule, small

A, HALF, B, C = ("a", "full"), ("a", "half"), ("b", "full"), ("c", "full")


def portfolio(case: Case, *funded: tuple[str, str]) -> Portfolio:
    return Portfolio(case, Books(case), dict(funded), SCORES)


def slack(one: Rule, *funded: tuple[str, str]) -> Fraction | None:
    case = small(one, scenarios=SCENARIOS)
    found = Ruled(one).figure(portfolio(case, *funded))
    assert found.satisfied is (found.slack is None or found.slack >= 0)
    return found.slack


@pytest.mark.parametrize(
    ("kind", "funded", "expected"),
    [
        ("count", (), -1),
        ("count", (HALF,), 0),
        ("count", (A, B, C), -1),
        ("must", (A,), -1),
        ("must", (HALF, C), 0),
        ("never", (C,), 0),
        ("never", (A, B), -2),
        ("exclusive", (), 1),
        ("exclusive", (A, B), -1),
        ("requires", (B,), 0),
        ("requires", (A,), -2),
        ("requires", (HALF, C), -1),
        ("requires", (A, B, C), 0),
        ("share", (), None),
        ("share", (A,), "-0.25"),  # ict takes nothing of 4
        ("share", (B,), "-0.5"),  # ict takes all
        ("share", (A, B), "1/14"),  # 3 of 7: 3/7 to at most 1/2
        ("share", (A, B, C), "1/12"),  # 3 of 9: 1/3 to at least 1/4
        ("cover", (C,), -1),
        ("cover", (B,), 0),
        ("cover", (A, B), 1),
        ("concentration", (), None),
        ("concentration", (C,), "-0.6"),  # c is a group of its own
        ("concentration", (B,), "-0.1"),  # half bio, half ict: 1/4 + 1/4
        ("concentration", (B, C), "0.06"),  # (1.5^2 + 1.5^2 + 2^2) / 25 = 0.34
        ("intensity", (), None),
        ("intensity", (B,), "0.2"),  # 3 of 6
        ("intensity", (A, C), "-0.3"),  # c is all public
        ("leverage", (), None),
        ("leverage", (A,), "-0.25"),  # 2 to 4
        ("leverage", (B, C), "-0.15"),  # 3 to 5
        ("leverage", (B,), "0.25"),
        ("downside", (), None),
        ("downside", (C,), "0.05"),  # the same in both scenarios
        # a: 0.4 or 0.8, expected 0.7; the worst half is the bad quarter and as much of the good
        ("downside", (A,), "0.6/0.7-0.95"),
    ],
)
def test_slack_by_hand(kind: str, funded: tuple[tuple[str, str], ...], expected: object) -> None:
    found = slack(RULES[kind], *funded)
    if expected is None:
        assert found is None
    elif isinstance(expected, str) and "-0.95" in expected:
        assert found == Fraction("0.6") / Fraction("0.7") - Fraction("0.95")
    else:
        assert found == Fraction(str(expected))


@pytest.mark.parametrize(
    ("of", "expected"), [("spend", Fraction(3, 7)), ("count", Fraction(1, 2)), ("private", Fraction(3, 5))]
)
def test_shares_of_money_number_and_private_money(of: str, expected: Fraction) -> None:
    one = rule("share", attribute="domain", value="ict", max="1", of=of)
    assert Ruled(one).figure(portfolio(small(one), A, B)).figure == expected


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_rows_and_check_agree_on_every_portfolio(kind: str) -> None:
    case = small(RULES[kind], scenarios=SCENARIOS)
    made = build(case, ranking())
    (condition,) = conditions(case, Books(case))
    for levels in product((None, "full", "half"), (None, "full"), (None, "full")):
        funded = [(id, level) for id, level in zip("abc", levels, strict=True) if level]
        at = {(option.roadmap, option.level): o for o, option in enumerate(made.options)}
        selection = tuple(sorted(at[one] for one in funded))
        assert made.feasible(selection) is condition.figure(portfolio(case, *funded)).satisfied


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_rule_is_kept_under_its_id_and_can_be_dropped(kind: str) -> None:
    made = build(small(RULES[kind], scenarios=SCENARIOS), ranking())
    assert made.ids == ("rule",)
    assert made.without(["rule"]).ids == ()


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_sentences_carry_the_limits_in_both_languages(kind: str, lang: str) -> None:
    said = Ruled(RULES[kind]).sentence(small(RULES[kind]), lang)
    numbers = {
        "count": ["1", "2"],
        "exclusive": ["1"],
        "share": ["25", "50", "ict"],
        "cover": ["1", "bio"],
        "concentration": ["0.4" if lang == "en" else "0,4", "domain" if lang == "en" else "domein"],
        "intensity": ["70"],
        "leverage": ["0.75" if lang == "en" else "0,75"],
        "downside": ["50", "95"],
    }.get(kind, ["A", "C"] if kind == "must" else ["A", "B"])  # members by their names
    assert all(number in said for number in numbers), said
    assert "%(" not in said


def test_dutch_differs_from_english() -> None:
    for kind, one in RULES.items():
        case = small(one)
        assert Ruled(one).sentence(case, "en") != Ruled(one).sentence(case, "nl"), kind


@pytest.mark.parametrize(
    ("one", "side", "expected"),
    [
        (RULES["count"], "min", -1),
        (RULES["count"], "max", 1),
        (RULES["share"], "max", "0.01"),
        (rule("share", attribute="domain", value="bio", max="1"), "max", None),
        (RULES["exclusive"], "max", 1),
        (RULES["cover"], "min", -1),
        (RULES["leverage"], "min", "-0.01"),
    ],
)
def test_one_step_looser(one: Rule, side: str, expected: object) -> None:
    found = Ruled(one).step(side, small(one))
    assert found == (None if expected is None else Fraction(str(expected)))
    if found is not None:
        case = small(one)
        assert Ruled(one).at(side, Ruled(one).limit(side, case) + found, case).limit(side, case) == (
            Ruled(one).limit(side, case) + found
        )


@pytest.mark.parametrize("kind", ["must", "never", "requires"])
def test_rules_without_a_limit_can_only_be_dropped(kind: str) -> None:
    assert Ruled(RULES[kind]).sides() == ()


def test_must_on_an_ineligible_roadmap_cannot_be_kept() -> None:
    case = small(rule("must", members=("c",)), settings={"must": ("c",)})
    made = build(case, ranking("c"))
    assert [(row.id, dict(row.coefficients), row.limit) for row in made.rows] == [("must:c", {}, -1), ("rule", {}, -1)]
    assert not made.feasible(())


def test_downside_counts_fixed_synergy_values_in_full() -> None:
    from optimizer.case.model import Synergy

    one = rule("downside", value="0.25", min="0.5")
    case = small(one, scenarios=SCENARIOS, synergies=(Synergy("s", ("a", "b"), 2, value=Decimal("0.3")),))
    # bad: 0.4 + 0.6 + 0.3 = 1.3; good: 0.8 + 0.72 + 0.3 = 1.82; expected 0.325 + 1.365 = 1.69
    assert Ruled(one).figure(portfolio(case, A, B)).figure == Fraction("1.3") / Fraction("1.69")
