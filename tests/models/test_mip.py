"""What the solvers behind PuLP are asked and answer at the edges, and that the tree answers the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction

import pytest

from optimizer.models.answer import Status
from optimizer.models.build import build
from optimizer.models.cuts import broken_cuts, tangent
from optimizer.models.live import Live
from optimizer.models.mip import Mip
from optimizer.models.program import Cone, Program, Row
from optimizer.models.solver import Solver
from tests.generate import random_case, ranked
from tests.models.small import BUDGET, RULES, SYNERGIES, program, ranking, small

ENGINES: dict[str, Callable[[Program], Solver]] = {
    "tree": Live,
    "highs": Mip,
    "cbc": lambda made: Mip(made, "cbc"),
}


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Callable[[Program], Solver]:
    """Each solver in turn."""
    return ENGINES[request.param]


def test_changes_are_for_one_question_only(engine: Callable[[Program], Solver]) -> None:
    made = program(RULES["exclusive"], budget=BUDGET, synergies=SYNERGIES)
    solver = engine(made)
    first = solver.best()
    a, half, b, c = range(4)
    assert solver.best(never=["a"]).selection == (b, c)
    assert a in (solver.best(must=["a"], allowed=[a, c]).selection or ())
    assert solver.best(limits={0: 3, 2: 3}).selection == (b,)
    assert solver.best(off=["rule"]).selection == (half, b, c)  # 0.4 + 0.6 + 0.5 + 0.1 - 0.2 + 0.11, for 2 + 3 + 2 - 1
    assert solver.best(extra=[Row("none", dict.fromkeys(range(4), 1), 0)]).status is Status.INFEASIBLE
    assert solver.best(values=[0, 0, 0, 1, 0, 0, 0, 0, 0]).value == 1
    assert solver.best().selection == first.selection
    assert solver.best().value == first.value


def test_a_floor_asks_for_at_least_so_much(engine: Callable[[Program], Solver]) -> None:
    solver = engine(program(budget=BUDGET))
    value = solver.best().value
    assert value is not None
    assert solver.best(floor=value).value == value
    assert solver.best(floor=value + 1).status is Status.INFEASIBLE


def test_nobody_eligible_leaves_the_empty_portfolio(engine: Callable[[Program], Solver]) -> None:
    answer = engine(build(small(budget=BUDGET[1:]), ranking("a", "b", "c"))).best()
    assert (answer.status, answer.selection, answer.value) == (Status.OPTIMAL, (), 0)


def test_a_forced_roadmap_without_options_leaves_no_portfolio(engine: Callable[[Program], Solver]) -> None:
    solver = engine(program(ineligible=("c",)))
    assert solver.best(must=["c"]).status is Status.INFEASIBLE


def test_a_row_without_columns_that_cannot_hold_leaves_no_portfolio(engine: Callable[[Program], Solver]) -> None:
    made = build(small(settings={"must": ("c",)}), ranking("c"))
    assert engine(made).best().status is Status.INFEASIBLE
    assert engine(made).best(off=["must:c"]).status is Status.OPTIMAL


def test_no_time_is_no_answer(engine: Callable[[Program], Solver]) -> None:
    made = program(budget=BUDGET)
    answer = engine(made).best(deadline=time.monotonic() - 1)
    # The tree works the first case of a small problem all the same, and so may have proven it.
    proven = isinstance(engine(made), Live) and answer.value == answer.bound == Live(made).best().value
    assert proven or answer.status is Status.TIME_LIMIT


@pytest.mark.parametrize("seed", range(5))
def test_a_gap_is_kept_and_told(seed: int, engine: Callable[[Program], Solver]) -> None:
    case = random_case(seed + 5000, roadmaps=10)
    made = build(case, ranked(case))
    exact, loose = Live(made).best(), engine(made).best(gap=Fraction(1, 10))
    if exact.value is None:
        assert loose.status is Status.INFEASIBLE
        return
    assert loose.value is not None
    assert loose.bound is not None
    assert loose.value <= exact.value <= loose.bound
    assert loose.bound - loose.value <= Fraction(1, 10) * abs(loose.value)


@pytest.mark.parametrize("limit", [Fraction(2, 5), Fraction(17, 50), Fraction(1, 3)])
def test_a_tangent_holds_for_every_portfolio_that_keeps_the_cone(limit: Fraction) -> None:
    groups = ({0: 7, 1: 3}, {1: 3, 2: 11}, {3: 5}, {4: 9})
    cone = Cone("h", groups, limit)
    every = [tuple(i for i in range(5) if mask >> i & 1) for mask in range(32)]
    for broken in (one for one in every if not cone.holds(one)):
        row = tangent(cone, broken)
        assert row.activity(broken) > row.limit
        assert all(row.activity(one) <= row.limit for one in every if cone.holds(one))


def test_cuts_are_only_for_what_is_broken() -> None:
    made = program(RULES["concentration"])
    assert broken_cuts(made, made.columns((2, 3))) == []
    assert [row.id for row in broken_cuts(made, made.columns((3,)))] == ["rule"]
