"""Valid rows for what is not linear: where an answer breaks a concentration or downside rule, the row that says so.

Concentration: ``||s|| <= sqrt(h) S`` is a second-order cone; its tangent at money ``w`` is ``w.s <= ||w|| sqrt(h) S``,
valid by Cauchy and Schwarz whatever ``w`` is. Here in integers: ``||w|| sqrt(h)`` is rounded up. Downside: the row of
the scenario weights that are worst for the answer (Rockafellar and Uryasev 2000).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

from optimizer.models.program import Cone, Program, Row

_BITS = 24


def tangent(cone: Cone, columns: Sequence[int]) -> Row:
    """The tangent of a concentration rule at a portfolio, as an integer row that every portfolio keeps that keeps the
    rule."""
    money = cone.amounts(columns)
    top = max(money, default=0)
    shift = max(_BITS - top.bit_length(), 0)
    w = [amount << shift for amount in money]
    square = sum(v * v for v in w) * cone.limit.numerator
    root = isqrt(square // cone.limit.denominator) + 1  # not below ||w|| sqrt(h)
    coefficients: dict[int, int] = {}
    for weight, group in zip(w, cone.groups, strict=True):
        for column, amount in group.items():
            coefficients[column] = coefficients.get(column, 0) + (weight - root) * amount
    return Row(cone.id, {column: v for column, v in coefficients.items() if v}, 0)


def broken_cuts(program: Program, columns: Sequence[int]) -> list[Row]:
    """A valid row for each cone and tail that a portfolio breaks, only those that cut it off."""
    rows = [tangent(cone, columns) for cone in program.cones if not cone.holds(columns)]
    rows += [tail.cut(tail.worst(columns)) for tail in program.tails if not tail.holds(columns)]
    return [row for row in rows if row.activity(columns) > row.limit]
