"""Sensitivity against every portfolio there is: exact lines with the additive method, a grid of weights with TOPSIS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import sqrt

import pytest

from optimizer.case.load import load_case
from optimizer.questions.sensitivity import moved, sensitivity
from optimizer.situation import Situation
from tests.conftest import ROOT
from tests.enumerate import best_of, enumerate_portfolios
from tests.generate import random_case

Values = dict[tuple[str, ...], Fraction]
Score = Callable[[list[Fraction], list[Fraction]], Fraction]


def additive(weights: list[Fraction], row: list[Fraction]) -> Fraction:
    return sum((w * x for w, x in zip(weights, row, strict=True)), Fraction(0))


def topsis(weights: list[Fraction], row: list[Fraction]) -> Fraction:
    """Hwang and Yoon (1981) against the ends of the scale."""
    best = sqrt(sum((w * (1 - x)) ** 2 for w, x in zip(weights, row, strict=True)))
    worst = sqrt(sum((w * x) ** 2 for w, x in zip(weights, row, strict=True)))
    return Fraction(worst / (best + worst)) if best + worst else Fraction(1, 2)


def situation_of(seed: int, method: str, roadmaps: int) -> Situation:
    """A random case under a method that has a portfolio."""
    for attempt in range(50):
        case = random_case(1000 * attempt + seed, roadmaps=roadmaps)
        scoring = case.settings.scoring.model_copy(update={"method": method, "reference": "scale"})
        case = replace(case, settings=case.settings.model_copy(update={"scoring": scoring}))
        situation = Situation(case)
        best = best_of(case, situation.ranking, enumerate_portfolios(case, situation.ranking))
        if best is not None and best.levels:
            return situation
    raise AssertionError("no feasible case in fifty")


def unit_rows(situation: Situation) -> dict[str, list[Fraction]]:
    """Each roadmap's agreed scores on 0 to 1, larger is better, worked out from the case."""
    made = {}
    for roadmap in situation.consensus.roadmaps:
        row = []
        for c in situation.case.criteria:
            low, high = Fraction(c.scale_min), Fraction(c.scale_max)
            x = (Fraction(situation.consensus.score(roadmap, c.id)) - low) / (high - low)
            row.append(x if c.maximise else 1 - x)
        made[roadmap] = row
    return made


def worth_at(situation: Situation, score: Score, at: int, weight: Fraction) -> Values:
    """What each portfolio that keeps the rules is worth when one weight is moved, unrounded."""
    case, ranking = situation.case, situation.ranking
    weights = list(moved([Fraction(situation.weights.values[c.id]) for c in case.criteria], at, weight))
    rows = unit_rows(situation)
    # Unrounded: an exact fraction where an entry otherwise has its six decimals.
    entries = tuple(
        replace(e, score=score(weights, rows[e.roadmap]))  # type: ignore[arg-type]
        for e in ranking.entries
    )
    feasible = {one.ids for one in enumerate_portfolios(case, ranking) if not one.broken}
    seen = enumerate_portfolios(case, replace(ranking, entries=entries))
    return {one.ids: one.value for one in seen if one.ids in feasible}


@pytest.mark.parametrize("seed", range(12))
def test_breakpoints_of_the_additive_method_are_exact(seed: int) -> None:
    """The best value is convex along the line: a portfolio that is best at both ends of an interval is best between."""
    situation = situation_of(seed, "additive", 4)
    found = sensitivity(situation)
    assert found.exact
    assert found.complete
    for at, movement in enumerate(found.criteria):
        assert movement.intervals[0].start == 0
        assert movement.intervals[-1].end == 1
        ends = [worth_at(situation, additive, at, Fraction(end)) for end in (0, 1)]
        lines = {p: (ends[0][p], ends[1][p]) for p in ends[0]}

        def value(portfolio: tuple[str, ...], t: Fraction, lines: dict = lines) -> Fraction:
            low, high = lines[portfolio]
            return low + t * (high - low)

        for one in movement.intervals:
            for t in (one.start, one.end):
                assert value(one.selected, t) == max(value(p, t) for p in lines)
        for one, other in zip(movement.intervals, movement.intervals[1:], strict=False):
            assert one.end == other.start
            assert lines[one.selected] != lines[other.selected]
        assert movement.stable is not None
        assert movement.stable[0] <= Fraction(movement.weight) <= movement.stable[1]


@pytest.mark.parametrize("seed", range(6))
def test_other_methods_are_proven_at_every_thousandth(seed: int) -> None:
    situation = situation_of(seed, "topsis", 3)
    found = sensitivity(situation)
    assert not found.exact
    assert found.within == Decimal("0.001")
    for at, movement in enumerate(found.criteria):
        near = {round(one.start * 1000) + step for one in movement.intervals for step in (-1, 0, 1, 2)}
        for i in sorted({*range(0, 1001, 143), *near} & set(range(1001))):
            t = Fraction(i, 1000)
            values = worth_at(situation, topsis, at, t)
            holding = [one for one in movement.intervals if one.start <= t <= one.end]
            assert max(values.values()) - max(values[one.selected] for one in holding) < Fraction(1, 10**6)
        mine = next(one for one in movement.intervals if one.start <= Fraction(movement.weight) <= one.end)
        assert movement.stable == (mine.start, mine.end)


def test_the_portfolio_decided_is_the_one_that_is_stable() -> None:
    for method in ("additive", "topsis"):
        situation = situation_of(3, method, 6)
        best = situation.settled()
        assert best.unique
        for movement in sensitivity(situation).criteria:
            assert any(
                one.selection == best.selection and (one.start, one.end) == movement.stable
                for one in movement.intervals
            )


def test_where_two_are_best_at_the_weight_as_it_is() -> None:
    """``cases/by-hand`` ends in a tie: it is as good to fund algae as data. The interval is that of the one decided."""
    situation = Situation(load_case(ROOT / "cases" / "by-hand"))
    stable = {one.criterion: one.stable for one in sensitivity(situation).criteria}
    quarter, half = Fraction(1, 4), Fraction(1, 2)
    assert stable == {"burden": (0, quarter), "need": (0, half), "ready": (quarter, 1)}
