"""Valid rows for concentration and downside rules, put in beforehand, so that bounds know of them.

At a fractional optimum of the relaxation that breaks such a rule the row is added that says so: the tangent of a
concentration rule (Cauchy and Schwarz), the worst scenario weights of a downside rule (Rockafellar and Uryasev 2000).
Whatever point they are taken at, such rows cut no portfolio off that keeps the rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.program import Cone, Program, Row, Tail
from optimizer.questions.robustness.relaxation import Linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_ROUNDS, _BITS = 12, 20


def tightened(program: Program, objectives: Iterable[Floats]) -> Program:
    """The program with such rows, taken where the relaxation has its optimum for each of a few objectives."""
    if not program.cones and not program.tails:
        return program
    for objective in objectives:
        for _ in range(_ROUNDS):
            solution = Linear(program).optimum(objective)
            if solution is None:
                return program
            rows = [row for cone in program.cones if (row := _tangent(cone, solution)) is not None]
            rows += [row for tail in program.tails if (row := _worst(tail, solution)) is not None]
            if not rows:
                break
            program = replace(program, rows=(*program.rows, *rows))
    return program


def _tangent(cone: Cone, solution: Floats) -> Row | None:
    """The tangent at a fractional solution, None where the rule holds there."""
    money = np.array([sum(a * float(solution[c]) for c, a in group.items()) for group in cone.groups])
    length, total = float(np.sqrt((money * money).sum())), float(money.sum())
    if length <= (float(cone.limit) ** 0.5) * total * (1 + 1e-4) or length == 0:
        return None
    w = [int(x) for x in np.rint(money / length * 2**_BITS)]
    square = sum(v * v for v in w) * cone.limit.numerator
    root = isqrt(square // cone.limit.denominator) + 1  # not below ||w|| sqrt(limit)
    coefficients: dict[int, int] = {}
    for weight, group in zip(w, cone.groups, strict=True):
        for column, amount in group.items():
            coefficients[column] = coefficients.get(column, 0) + (weight - root) * amount
    return Row(cone.id, {column: v for column, v in coefficients.items() if v}, 0)


def _worst(tail: Tail, solution: Floats) -> Row | None:
    """The row of the scenario weights that are worst at a fractional solution, None where the rule holds there."""
    value = [sum(v * float(solution[c]) for c, v in values.items()) for values in tail.values]
    left, q = Fraction(1), [Fraction(0)] * len(value)
    for s in sorted(range(len(value)), key=lambda s: (value[s], s)):
        q[s] = min(left, tail.probabilities[s] / tail.share)
        left -= q[s]
    row = tail.cut(q)
    activity = sum(a * float(solution[c]) for c, a in row.coefficients.items())
    size = float(max(map(abs, row.coefficients.values()), default=1))
    if activity <= 1e-4 * size or size > 2**53:
        return None
    return row
