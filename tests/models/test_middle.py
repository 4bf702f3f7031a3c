"""Cases too large to try everything, against CP-SAT, which counts in integers and shares nothing with our solvers."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

from optimizer.models.build import build
from optimizer.models.live import Live
from optimizer.models.mip import Mip
from optimizer.models.program import Program
from tests.generate import FEATURES, random_case, ranked


def by_cp_sat(program: Program) -> int | None:
    """The best value by CP-SAT, concentration as a quadratic constraint; None where there is no portfolio."""
    model = cp_model.CpModel()
    x = [model.new_bool_var(f"x{o}") for o in range(len(program.options))]
    columns = list(x)
    for options in program.groups.values():
        model.add_at_most_one(x[o] for o in options)
    for bundle in program.bundles:
        z = model.new_bool_var("")
        funded = [x[o] for member in bundle.members for o in member]
        model.add(sum(funded) >= bundle.at_least).only_enforce_if(z)
        model.add(sum(funded) <= bundle.at_least - 1).only_enforce_if(z.negated())
        columns.append(z)
    for k, o in program.products:
        product = model.new_bool_var("")
        model.add_multiplication_equality(product, [columns[len(x) + k], x[o]])
        columns.append(product)
    for row in program.rows:
        model.add(sum(v * columns[c] for c, v in row.coefficients.items()) <= row.limit)
    for cone in program.cones:
        squares = []
        for group in cone.groups:
            top = sum(group.values())
            money = model.new_int_var(0, top, "")
            model.add(money == sum(v * x[o] for o, v in group.items()))
            square = model.new_int_var(0, top * top, "")
            model.add_multiplication_equality(square, [money, money])
            squares.append(square)
        top = sum(sum(group.values()) for group in cone.groups)
        whole = model.new_int_var(0, top, "")
        model.add(whole == sum(v * x[o] for group in cone.groups for o, v in group.items()))
        square = model.new_int_var(0, top * top, "")
        model.add_multiplication_equality(square, [whole, whole])
        model.add(cone.limit.denominator * sum(squares) <= cone.limit.numerator * square)
    model.maximize(sum(v * columns[c] for c, v in enumerate(program.values)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    return sum(v for c, v in enumerate(program.values) if solver.boolean_value(columns[c]))


@pytest.mark.parametrize("seed", range(12))
def test_cp_sat_agrees_at_fourteen_roadmaps(seed: int) -> None:
    case = random_case(seed + 5000, roadmaps=14, features=FEATURES - {"ties"})
    program = build(case, ranked(case))
    if program.tails:
        program = program.without([tail.id for tail in program.tails])
    expected = by_cp_sat(program)
    assert Live(program).best().value == expected
    assert Mip(program).best().value == expected
