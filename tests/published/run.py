"""Every published problem, those that are too long for the tests as well: what agreed, and how long it took.

``python -m tests.published.run`` prints a line for each problem and the table that ``docs/methods.md`` has. Times are
of CPU: of the decision (or study) alone and of HiGHS on the same problem, the building of either model left out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from optimizer import Case, Situation
from optimizer.questions.decide import decide
from optimizer.questions.robust import robust
from tests.published import highs
from tests.published.cases import ids, knapsack_case, objectives_case, quadratic_case, scale_of
from tests.published.fronts import Objectives, fronts
from tests.published.knapsacks import FILES, knapsacks
from tests.published.quadratic import FILES as PAIRS
from tests.published.quadratic import quadratic

#: Items beyond which the front is not asked of HiGHS.
LONGEST = 50
MARKS = {"core": "1", "exterior": "0", "borderline": "."}


@dataclass(frozen=True)
class Run:
    """One problem: whether both found what is published, and what it took, in seconds of CPU.

    ``proof`` is the time of the decision with its certificate written, None for a front, which has none; ``theirs`` is
    None where HiGHS would take many minutes."""

    family: str
    name: str
    agreed: bool
    told: str
    ours: float
    proof: float | None
    theirs: float | None


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What some work gives, and the CPU time that it takes."""
    start = time.process_time()
    return work(), time.process_time() - start


def decided(family: str, name: str, case: Case, optimum: Fraction, scale: int, other: tuple[Fraction, float]) -> Run:
    """A problem with a published optimum, decided twice: without and with a certificate."""
    one, two = Situation(case), Situation(case)
    for situation in (one, two):
        _ = situation.program  # the model is built before the clock starts
    found, ours = timed(lambda: decide(one, proof=False))
    proven, proof = timed(lambda: decide(two, certificate=True))
    values = [Fraction(answer.value) * scale for answer in (found, proven) if answer.value is not None]
    agreed = values == [optimum, optimum] and other[0] == optimum
    return Run(family, name, agreed, str(values[0]), ours, proof, other[1])


def studied(problem: Objectives) -> Run:
    """A problem with a published front, with its items always and never held."""
    case = objectives_case(problem)
    situation = Situation(case)
    _ = situation.program
    found, ours = timed(lambda: robust(situation, samples=200, beside=False))
    items = ids(len(problem.weights))
    chosen = [[items.index(roadmap) for roadmap in rival.selected] for rival in found.portfolios]
    values = {problem.worth(some) for some in chosen}
    pattern = "".join(MARKS[roadmap.grade] for roadmap in found.roadmaps)
    agreed = sorted(values) == list(problem.front) and problem.pattern in (None, pattern)
    took = None
    if len(items) <= LONGEST and len(problem.objectives) == 2:
        theirs, took = highs.front(problem)
        agreed &= sorted(theirs) == sorted(values)
    told = f"{found.method}, {len(values)} of {len(problem.front)} values, {len(chosen)} solutions"
    family = "two objectives" if len(problem.objectives) == 2 else "three and four objectives"
    return Run(family, problem.name, agreed, told, ours, None, took)


def runs() -> Iterator[Run]:
    """Every problem, as it is finished."""
    for file in FILES:
        for problem in knapsacks(file):
            case, scale = knapsack_case(problem), scale_of(problem.profits)
            yield decided(file, problem.name, case, Fraction(problem.optimum), scale, highs.best(problem))
    for name in PAIRS:
        pairs = quadratic(name)
        case, scale = quadratic_case(pairs), scale_of(pairs.profits)
        yield decided("quadratic", name, case, Fraction(pairs.optimum), scale, highs.best_pairs(pairs))
    for front in fronts():
        yield studied(front)


def main() -> int:
    """Run everything; 1 where something does not agree."""
    done: dict[str, list[Run]] = {}
    for run in runs():
        done.setdefault(run.family, []).append(run)
        proof = "" if run.proof is None else f", with certificate {run.proof:.2f} s"
        theirs = "" if run.theirs is None else f"; HiGHS {run.theirs:.2f} s"
        sign = "agrees" if run.agreed else "DIFFERS"
        print(f"{run.name:12} {sign}: {run.told}; {run.ours:.2f} s{proof}{theirs}", flush=True)
    print("\n| family | problems | agree | answer, s | with certificate, s | HiGHS, s |\n|" + " --- |" * 6)
    for family, some in done.items():
        agreed, ours = sum(run.agreed for run in some), sum(run.ours for run in some)
        proven, other = sum(run.proof or 0 for run in some), sum(run.theirs or 0 for run in some)
        times = [f"{seconds:.1f}" if seconds else "" for seconds in (ours, proven, other)]
        print("| " + " | ".join([family, str(len(some)), str(agreed), *times]) + " |")
    return 0 if all(run.agreed for some in done.values() for run in some) else 1


if __name__ == "__main__":
    sys.exit(main())
