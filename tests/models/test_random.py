"""The model on small random cases with every feature, against every portfolio there is.

The enumeration (``tests/enumerate.py``) reads the contract and the case and shares no code with the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import pytest

from optimizer.case.model import Case
from optimizer.criteria.ranking import Ranking
from optimizer.models.answer import Status
from optimizer.models.build import build
from optimizer.models.conflict import clash
from optimizer.models.live import Live
from optimizer.models.mip import Mip
from optimizer.models.program import Program
from optimizer.models.solver import Solver
from optimizer.models.ties import settle
from tests.enumerate import Seen, best_of, enumerate_portfolios
from tests.generate import random_case, ranked

SEEDS = range(40)
#: Seeds whose costs and scores take few values, so that ties abound.
TIED = range(1000, 1030)


class Made(NamedTuple):
    case: Case
    ranking: Ranking
    program: Program
    seen: list[Seen]
    best: Seen | None


@cache
def made(seed: int) -> Made:
    features = {"ties", "levels", "synergies", "rules"} if seed in TIED else None
    case = random_case(seed, roadmaps=5, features=features) if features else random_case(seed, roadmaps=5)
    ranking = ranked(case)
    seen = enumerate_portfolios(case, ranking)
    return Made(case, ranking, build(case, ranking), seen, best_of(case, ranking, seen))


def selection(program: Program, ids: Sequence[str]) -> tuple[int, ...]:
    at = {option.id: o for o, option in enumerate(program.options)}
    return tuple(sorted(at[id] for id in ids))


def possible(one: Made, ids: Sequence[str]) -> bool:
    """Whether a portfolio keeps all of ``ids``, whatever else it breaks."""
    return any(seen.broken.isdisjoint(ids) for seen in one.seen)


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_say_what_the_contract_says_of_every_portfolio(seed: int) -> None:
    one = made(seed)
    for seen in one.seen:
        taken = selection(one.program, seen.ids)
        assert one.program.value(taken) * one.program.unit == seen.value
        assert Fraction(one.program.spent(taken), one.program.money) == seen.spend
        assert set(one.program.broken(taken)) == seen.broken


@pytest.mark.parametrize("engine", ["tree", "highs"])
@pytest.mark.parametrize("seed", [*SEEDS, *TIED])
def test_the_selection_is_the_contracts(seed: int, engine: str) -> None:
    one = made(seed)
    solver: Solver = Live(one.program) if engine == "tree" else Mip(one.program)
    answer = solver.best()
    if one.best is None:
        assert answer.status is Status.INFEASIBLE
        return
    settled = settle(solver, answer)
    assert settled.status is Status.OPTIMAL
    assert settled.selection is not None
    assert tuple(one.program.options[o].id for o in settled.selection) == one.best.ids
    equals = [seen for seen in one.seen if not seen.broken and seen.value == one.best.value]
    assert settled.unique is (len(equals) == 1)
    assert settled.settled
    others = [seen.ids for seen in equals if seen.ids != one.best.ids]
    assert (settled.other is None) == (not others)
    if settled.other is not None:
        assert tuple(one.program.options[o].id for o in settled.other) in others


@pytest.mark.parametrize("seed", range(8))
def test_cbc_agrees(seed: int) -> None:
    one = made(seed)
    answer = Mip(one.program, "cbc").best()
    expected = None if one.best is None else one.best.value / one.program.unit
    assert answer.value == expected


@pytest.mark.parametrize("seed", [seed for seed in range(150) if made(seed).best is None][:20])
def test_a_conflict_clashes_and_nothing_in_it_is_superfluous(seed: int) -> None:
    one = made(seed)
    found = clash(Live(one.program))
    assert found.minimal
    assert found.ids == tuple(sorted(found.ids))
    assert not possible(one, found.ids)
    for id in found.ids:
        assert possible(one, [other for other in found.ids if other != id])


def test_a_conflict_of_a_feasible_case_is_refused() -> None:
    seed = next(seed for seed in SEEDS if made(seed).best is not None)
    with pytest.raises(ValueError, match="nothing clashes"):
        clash(Live(made(seed).program))


def test_the_random_cases_have_everything() -> None:
    cases = [made(seed).case for seed in (*SEEDS, *TIED)]
    kinds = {rule.kind for case in cases for rule in case.rules}
    assert len(kinds) == 11
    assert any(synergy.saving for case in cases for synergy in case.synergies)
    assert any(len(synergy.members) == 4 and synergy.at_least < 4 for case in cases for synergy in case.synergies)
    assert {case.settings.objective.basis for case in cases} == {"roadmap", "amount"}
    assert any(case.settings.budget.carry_over for case in cases)
    assert any(row.min is not None for case in cases for row in case.budget)
    assert any(not entry.eligible for seed in SEEDS for entry in made(seed).ranking.entries)
