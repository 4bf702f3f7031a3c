"""Questions against rebuilding the model in PuLP and solving it with CBC for each answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import mean
from time import monotonic
from types import SimpleNamespace
from typing import Any

from benchmarks.family import sample
from benchmarks.ratio import Ratio, clock
from benchmarks.rebuild import rebuild
from optimizer.models.program import Row

#: Rebuilds that are timed for the yardstick, and the size of the frontier's case.
_REBUILDS, _ROADMAPS = 5, 30


def measure() -> Iterator[Ratio]:
    """The promises on sensitivity (the Flanders case, 25 roadmaps, additive) and the frontier (the seeded family)."""
    yield _sensitivity()
    yield _frontier()


def _sensitivity() -> Ratio:
    from optimizer.case.load import load_case
    from optimizer.questions.sensitivity import sensitivity
    from optimizer.situation import Situation

    case = load_case(Path(__file__).parents[1] / "cases" / "flanders-2014", settings={"scoring.method": "additive"})
    situation = Situation(case)
    situation.settled()
    program = situation.program
    one = min(clock(lambda: rebuild(program, program.values)) for _ in range(_REBUILDS))
    ours = clock(lambda: sensitivity(situation))
    solves = 101 * len(case.criteria)
    return Ratio("sensitivity of every criterion, exact", "CBC at 101 points each", ours, one * solves, 40, faster=True)


def _frontier() -> Ratio:
    """The whole frontier over spend; CBC is asked at points spread over it, each with its own limit on spend."""
    from optimizer.models.live import Live
    from optimizer.questions.budgets import Maxima
    from optimizer.questions.frontier import Point, _Walk

    program = sample(_ROADMAPS).program
    ids = tuple(row.id for row in program.rows if row.id.startswith("budget"))
    situation: Any = SimpleNamespace(program=program, live=Live(program))
    walk = _Walk(situation, "spend", Maxima({}, ids, ids, None), monotonic() + 600, None)
    points: list[Point] = []
    ours = clock(lambda: points.extend(walk.run()[0]))
    lifted = program.without(ids)
    spread = points[:: max(len(points) // (2 * _REBUILDS), 1)]
    limited = [replace(lifted, rows=(*lifted.rows, Row("spend", program.spend, int(p.exact_at)))) for p in spread]
    one = mean(clock(lambda p=p: rebuild(p, p.values)) for p in limited)  # type: ignore[misc]
    name = f"the frontier over spend, {len(points)} points"
    return Ratio(name, "a PuLP rebuild with CBC for each point", ours, one * len(points), 10, faster=True)
