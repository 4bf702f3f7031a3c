"""Questions against rebuilding the model in PuLP for each solve, on the Flanders case (25 roadmaps, additive)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.ratio import Ratio, clock
from benchmarks.rebuild import rebuild

#: Rebuilds that are timed for the yardstick.
_REBUILDS = 5


def measure() -> Iterator[Ratio]:
    """The promises on sensitivity and the frontier."""
    from optimizer.case.load import load_case
    from optimizer.questions.frontier import frontier
    from optimizer.questions.sensitivity import sensitivity
    from optimizer.situation import Situation

    case = load_case(Path(__file__).parents[1] / "cases" / "flanders-2014", settings={"scoring.method": "additive"})
    situation = Situation(case)
    situation.settled()
    program = situation.program
    one = min(clock(lambda: rebuild(program, program.values)) for _ in range(_REBUILDS))
    ours = clock(lambda: sensitivity(situation))
    solves = 101 * len(case.criteria)
    yield Ratio("sensitivity of every criterion, exact", "CBC at 101 points each", ours, one * solves, 40, faster=True)
    points: list[int] = []
    ours = clock(lambda: points.append(len(frontier(situation).points)))
    yield Ratio(
        "the frontier over spend", "a PuLP rebuild with CBC for each point", ours, one * points[0], 10, faster=True
    )
