"""The yardstick: the same problem stated anew in PuLP and solved by its bundled CBC, or by HiGHS."""

from __future__ import annotations

from collections.abc import Sequence

import pulp

from optimizer.models.program import Program


def rebuild(program: Program, values: Sequence[int], solver: str = "cbc", gap: float = 0.0) -> float:
    """Builds and solves; the objective that the solver reports, in integer units."""
    problem = pulp.LpProblem("case", pulp.LpMaximize)
    x = [pulp.LpVariable(f"x{i}", cat="Binary") for i in range(program.size)]
    scale = float(max((abs(v) for v in values), default=1) or 1)
    problem += pulp.lpSum(v / scale * x[i] for i, v in enumerate(values))
    for options in program.groups.values():
        problem += pulp.lpSum(x[o] for o in options) <= 1
    first = len(program.options)
    for k, bundle in enumerate(program.bundles):
        z = x[first + k]
        parts = [pulp.lpSum(x[o] for o in member) for member in bundle.members]
        if values[first + k] >= 0:
            for part in parts:
                problem += z <= part
        else:
            problem += z >= pulp.lpSum(parts) - (len(parts) - 1)
    for row in program.rows:
        problem += pulp.lpSum(v * x[c] for c, v in row.coefficients.items()) <= row.limit
    if solver == "cbc":
        problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=gap))
    else:
        problem.solve(pulp.HiGHS(msg=False, gapRel=gap))
    if pulp.LpStatus[problem.status] != "Optimal":
        raise RuntimeError(f"{solver}: {pulp.LpStatus[problem.status]}")
    return float(pulp.value(problem.objective)) * scale
