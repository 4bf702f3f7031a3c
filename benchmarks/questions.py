"""Questions against rebuilding the model in PuLP and solving it with CBC for each answer.

Times are processor time, ours and that of the solver's process, as in ``engine``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from statistics import mean
from time import monotonic
from types import SimpleNamespace
from typing import Any

from benchmarks.engine import spent
from benchmarks.family import sample
from benchmarks.ratio import Ratio
from benchmarks.rebuild import rebuild
from optimizer.models.program import Program, Row
from optimizer.questions.frontier import Axis, Point

#: Rebuilds that are timed for the yardstick, and the size and number of the frontier's cases.
_REBUILDS, _ROADMAPS, _CASES = 5, 30, 4


def measure() -> Iterator[Ratio]:
    """The promises on sensitivity (the Flanders case, 25 roadmaps, additive) and the frontier (the seeded family)."""
    yield _sensitivity()
    for axis in ("spend", "scale"):
        for seed in range(_CASES):
            yield _frontier(axis, seed)


def _sensitivity() -> Ratio:
    from optimizer.case.load import load_case
    from optimizer.questions.sensitivity import sensitivity
    from optimizer.situation import Situation

    case = load_case(Path(__file__).parents[1] / "cases" / "flanders-2014", settings={"scoring.method": "additive"})
    situation = Situation(case)
    situation.settled()
    program = situation.program
    started = spent()
    for _ in range(_REBUILDS):
        rebuild(program, program.values)
    one = (spent() - started) / _REBUILDS
    started = spent()
    sensitivity(situation)
    ours = spent() - started
    solves = 101 * len(case.criteria)
    return Ratio("sensitivity of every criterion, exact", "CBC at 101 points each", ours, one * solves, 40, faster=True)


def _frontier(axis: Axis, seed: int) -> Ratio:
    """The whole frontier of one case; CBC is asked at points spread over it, each at its own limits.

    Raises:
        RuntimeError: where the two do not agree.
    """
    from optimizer.models.live import Live
    from optimizer.questions.budgets import Maxima
    from optimizer.questions.frontier import _Walk

    program = sample(_ROADMAPS, seed).program
    budgets = {r: Fraction(row.limit) for r, row in enumerate(program.rows) if row.id.startswith("budget")}
    ids = tuple(program.rows[r].id for r in budgets)
    maxima = Maxima(budgets, ids, ids, None)
    situation: Any = SimpleNamespace(program=program, live=Live(program))
    started = spent()
    points, complete = _Walk(situation, axis, maxima, monotonic() + 600, None).run()
    ours = spent() - started
    if not complete:
        raise RuntimeError("the frontier was not finished in ten minutes")
    one = mean(_asked(program, axis, maxima.at(point.exact_at), point) for point in _spread(points))
    name = f"the frontier over {axis}, 30 roadmaps, case {seed}: {len(points)} points"
    return Ratio(name, "a PuLP rebuild with CBC for each point", ours, one * len(points), 10, faster=True)


def _spread(points: Sequence[Point]) -> Sequence[Point]:
    """Some of the points, all along the frontier."""
    return points[:: max(len(points) // (2 * _REBUILDS), 1)]


def _asked(program: Program, axis: Axis, limits: dict[int, int], point: Point) -> float:
    """Processor seconds of the yardstick at a point's own limits.

    Raises:
        RuntimeError: where it comes to another value.
    """
    if axis == "spend":
        lifted = program.without(program.rows[row].id for row in limits)
        limited = replace(lifted, rows=(*lifted.rows, Row("spend", program.spend, int(point.exact_at))))
    else:
        rows = enumerate(program.rows)
        limited = replace(program, rows=tuple(replace(row, limit=limits.get(r, row.limit)) for r, row in rows))
    started = spent()
    value = rebuild(limited, limited.values)
    used = spent() - started
    ours = float(Fraction(point.value) / program.unit)
    if abs(value - ours) > 1e-6 * max(abs(ours), 1.0):
        raise RuntimeError(f"{ours} here, {value} there")
    return used
