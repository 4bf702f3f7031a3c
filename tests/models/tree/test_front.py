"""Efficient portfolios along an axis: against every portfolio there is, on stretches of any length."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from optimizer.models.program import Program, Row, Selection
from optimizer.models.tree import front as module
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.front import Front, Ruler
from optimizer.models.tree.layout import Layout
from optimizer.models.tree.stairs import Stairs
from tests.models.tree.generate import every_portfolio, random_program


def efficient(program: Program, ruler: Ruler, portfolios: list[Selection]) -> list[tuple[Fraction, int, Selection]]:
    """By definition: place, value and portfolio, the first by rank among equals."""
    best: dict[tuple[Fraction, int], Selection] = {}
    for one in portfolios:
        key = (ruler.place(program.columns(one)), program.value(one))
        if key not in best or program.tie_key(one) < program.tie_key(best[key]):
            best[key] = one
    kept = [
        (place, value, one)
        for (place, value), one in best.items()
        if not any(v >= value and p <= place and (p, v) != (place, value) for p, v in best)
    ]
    return sorted(kept)


def along(program: Program, rng: random.Random) -> Ruler:
    """Money spent, or some sums of amounts over sizes."""
    if rng.random() < 0.4:
        return Ruler((dict(program.spend),), (Fraction(1),))
    columns = range(program.size)
    amounts = [{c: rng.randint(-2, 12) for c in columns if rng.random() < 0.7} for _ in range(rng.randint(1, 4))]
    stated = tuple({c: v for c, v in amount.items() if v} for amount in amounts)
    return Ruler(stated, tuple(Fraction(rng.randint(5, 60), rng.randint(1, 7)) for _ in stated), Fraction(0))


def walked(program: Program, ruler: Ruler, first: Selection) -> list[tuple[Fraction, int, Selection]]:
    """All steps, from the dearest that one portfolio may be."""
    frame = Frame(program)
    found = Front(frame, Layout(frame), ruler, frozenset())
    found.offer(first)
    below: Fraction | None = found.stairs.places[0] + 1
    while below is not None and (ruler.zero is None or below > ruler.zero):
        after = found.close(below)
        assert after is None or after < below
        below = after
    stairs = found.stairs
    return list(zip(stairs.places, stairs.values, stairs.selections, strict=True))


@pytest.mark.parametrize(("beam", "cap", "stretches"), [(150, 4000, 60), (1, 2, 1), (3, 12, 500)])
def test_every_efficient_portfolio_is_found(
    monkeypatch: pytest.MonkeyPatch, beam: int, cap: int, stretches: int
) -> None:
    for name, value in (("BEAM", beam), ("CAP", cap), ("STRETCHES", stretches)):
        monkeypatch.setattr(module, name, value)
    points = 0
    for seed in range(40):
        rng = random.Random(seed)
        program = random_program(9000 + seed, 6)
        if not program.options:
            continue
        ruler = along(program, rng)
        portfolios = [one for one in every_portfolio(program) if program.feasible(one)]
        if not portfolios:
            continue
        best = max(program.value(one) for one in portfolios)
        dearest = next(one for one in portfolios if program.value(one) == best)
        expected = efficient(program, ruler, portfolios)
        assert walked(program, ruler, dearest) == expected, seed
        points += len(expected)
    assert points > 120


def test_an_axis_without_money_has_one_point() -> None:
    program = replace(random_program(4, 5, rows=0, curved=False), rows=(), cones=(), tails=())
    ruler = Ruler((), (), Fraction(0))
    best = max(every_portfolio(program), key=program.value)
    assert [(place, value) for place, value, _ in walked(program, ruler, best)] == [(Fraction(0), program.value(best))]


def test_rows_below_a_place_keep_exactly_what_lies_below() -> None:
    rng = random.Random(5)
    for seed in range(20):
        program = random_program(9500 + seed, 5)
        ruler = along(program, rng)
        portfolios = every_portfolio(program)
        places = {one: ruler.place(program.columns(one)) for one in portfolios}
        for place in rng.sample(sorted(set(places.values())), 1):
            rows: tuple[Row, ...] = ruler.below(place)
            for one in portfolios:
                kept = all(row.activity(program.columns(one)) <= row.limit for row in rows)
                if ruler.zero is None or place > ruler.zero:
                    assert kept == (places[one] < place)


def test_a_staircase_keeps_the_first_of_equals_and_drops_what_is_outdone() -> None:
    stairs = Stairs(lambda one: one)
    for place, value, one in [(5, 7, (3,)), (5, 7, (1,)), (5, 7, (2,)), (3, 4, (4,)), (4, 4, (5,)), (9, 6, (6,))]:
        stairs.add(Fraction(place), value, one)
    assert list(zip(stairs.places, stairs.values, stairs.selections, strict=True)) == [
        (Fraction(3), 4, (4,)),
        (Fraction(5), 7, (1,)),
    ]
    stairs.add(Fraction(2), 9, (7,))
    assert stairs.places == [Fraction(2)]
    assert stairs.values == [9]
    assert stairs.at.tolist() == [2.0]
