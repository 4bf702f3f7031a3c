"""Answers without a written proof, and the best few: against enumeration and against answers with a proof."""

from __future__ import annotations

import random

import numpy as np
import pytest
from ortools.sat.python import cp_model

from benchmarks.family import sample, weightings
from optimizer.models.answer import Status
from optimizer.models.live import Live
from optimizer.models.program import Program
from tests.models.tree.generate import every_portfolio, random_program
from tests.models.tree.test_live import best_of, expect, proven, qualifying, question


def test_without_a_proof_the_answer_is_the_same() -> None:
    for seed in range(30):
        rng = random.Random(seed)
        program = random_program(7000 + seed, 6, big=rng.choice([1, 10**6]))
        everything = every_portfolio(program)
        live = Live(program)
        for _ in range(6):
            asked = question(program, rng)
            values = asked.get("values", program.values)
            best = best_of(program, values, qualifying(program, asked, everything))
            answer = live.best(proof=False, **asked)
            assert (answer.status is Status.INFEASIBLE) == (best is None)
            assert answer.value == best
            if answer.selection is not None:
                assert sum(values[c] for c in program.columns(answer.selection)) == best
                assert answer.selection in qualifying(program, asked, [answer.selection])
            expect(program, live.best(**asked), best, values)


def test_the_best_few_are_those_of_enumeration() -> None:
    for seed in range(60):
        program = random_program(8000 + seed, 6)
        feasible = [s for s in every_portfolio(program) if program.feasible(s)]
        ordered = sorted(feasible, key=lambda s: (-program.value(s), program.tie_key(s)))
        live = Live(program)
        for count in (1, 4, 25):
            found, complete = live.k_best(count)
            assert complete
            assert found == ordered[:count]


def by_constraint_solver(program: Program, values: tuple[int, ...]) -> int:
    """The largest value that OR-tools' CP-SAT proves."""
    model = cp_model.CpModel()
    x = [model.new_bool_var(f"x{i}") for i in range(program.size)]
    for options in program.groups.values():
        model.add_at_most_one(x[o] for o in options)
    for k, bundle in enumerate(program.bundles):
        z = x[len(program.options) + k]
        funded = sum(x[o] for member in bundle.members for o in member)
        model.add(funded >= bundle.at_least).only_enforce_if(z)
        model.add(funded <= bundle.at_least - 1).only_enforce_if(~z)
    for row in program.rows:
        model.add(sum(v * x[c] for c, v in row.coefficients.items()) <= row.limit)
    model.maximize(sum(v * x[c] for c, v in enumerate(values)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize("roadmaps", [12, 20, 26])
def test_middling_cases_against_a_constraint_solver(roadmaps: int) -> None:
    case = sample(roadmaps, 5)
    live = Live(case.program)
    for weights in weightings(3, roadmaps):
        values = case.values(weights)
        best = by_constraint_solver(case.program, values)
        assert live.best(values=values, proof=False).value == best
        answer = live.best(values=values)
        assert answer.value == best
        assert proven(case.program, answer, best + 1)


def test_a_proof_on_demand_is_of_the_answer() -> None:
    case = sample(20, 3)
    live = Live(case.program)
    answer = live.best(proof=False)
    made = live.proof(answer)
    assert made.statement.target == answer.value + 1  # type: ignore[operator]
    assert proven(case.program, live.best(), made.statement.target)
    with pytest.raises(ValueError, match="not of this question"):
        live.proof(answer, never=[case.program.options[answer.selection[0]].roadmap])  # type: ignore[index]


def test_a_clone_knows_the_same_portfolios_and_answers_alike() -> None:
    case = sample(16, 2)
    live = Live(case.program)
    stack = [case.values(w) for w in weightings(4)]
    answers = [live.best(values=v, proof=False) for v in stack]
    other = live.clone()
    assert other.pool.selections == live.pool.selections
    where, worth = other.best_known(np.array(stack, dtype=float))
    for v, answer, i, known in zip(stack, answers, where.tolist(), worth.tolist(), strict=True):
        assert other.best(values=v, proof=False).value == answer.value
        assert known == answer.value
        assert case.program.feasible(other.pool.selections[i])
