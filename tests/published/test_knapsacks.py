"""The 55 published 0/1 problems with several resources: decided, proven, and the proof checked without a solver."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from optimizer import Situation
from optimizer.models.answer import Status
from optimizer.questions.decide import decide
from optimizer.verify.check_certificate import check
from tests.published import highs
from tests.published.cases import ids, knapsack_case, scale_of
from tests.published.knapsacks import FILES, Knapsack, knapsacks


@cache
def every() -> dict[str, Knapsack]:
    """Every problem of every file, by name."""
    return {problem.name: problem for name in FILES for problem in knapsacks(name)}


def test_there_are_fifty_five() -> None:
    assert len(every()) == 55
    assert [len(knapsacks(name)) for name in FILES] == [7, 2, 8, 30, 8]


@pytest.mark.parametrize("name", every())
def test_another_solver_finds_the_published_optimum(name: str) -> None:
    """So the figures were copied right."""
    problem = every()[name]
    assert highs.best(problem)[0] == Fraction(problem.optimum)


@pytest.mark.parametrize("name", every())
def test_decided_and_proven(name: str, tmp_path: Path) -> None:
    problem = every()[name]
    case = knapsack_case(problem)
    decision = decide(Situation(case), certificate=True)
    assert decision.status is Status.OPTIMAL
    assert decision.value is not None
    assert decision.value * scale_of(problem.profits) == problem.optimum

    items = ids(len(problem.profits))
    chosen = [items.index(funded.roadmap) for funded in decision.selected]
    assert sum(problem.profits[i] for i in chosen) == problem.optimum
    for uses, most in zip(problem.uses, problem.capacities, strict=True):
        assert sum(uses[i] for i in chosen) <= most

    assert case.tables is not None
    assert decision.certificate is not None
    case.tables.write_folder(tmp_path / "case")
    proof = check(tmp_path / "case", decision.as_dict(), decision.certificate)
    assert proof.tie_break
    assert proof.leaves > 0
