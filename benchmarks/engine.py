"""How fast the live model answers, against stating the problem anew in PuLP and solving it with its bundled CBC.

Both sides take turns in one process: some questions to the live model, then some of the same ones to the yardstick, and
their values are compared. Means per question, except where the wait of a hand on a slider is meant: that is a median.
Times are processor time, ours and that of the solver's process: on a busy machine the clock on the wall would count
others' work, and both sides use one core.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator, Sequence
from fractions import Fraction
from statistics import mean, median

import numpy as np

from benchmarks.family import CRITERIA, Sample, sample, walk, weightings
from benchmarks.ratio import Ratio
from benchmarks.rebuild import rebuild
from optimizer.models.live import Live

CBC = "a PuLP rebuild with CBC"


def spent() -> float:
    """Processor seconds of this process and those that it has waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in both)


def conversation(
    case: Sample, stack: Sequence[Sequence[float]], yardsticks: int, live: Live | None = None
) -> tuple[list[float], list[float]]:
    """Processor seconds of each question to one live model, and of every so-manieth to the yardstick, in between.

    Raises:
        RuntimeError: where the two do not agree.
    """
    live = live or Live(case.program)
    ours, theirs = [], []
    every = max(len(stack) // yardsticks, 1)
    for i, weights in enumerate(stack):
        values = case.values(weights)
        started = spent()
        answer = live.best(values=values, proof=False)
        ours.append(spent() - started)
        if i % every == 0:
            started = spent()
            value = rebuild(case.program, values)
            theirs.append(spent() - started)
            if answer.value is None or abs(value - answer.value) > 1e-6 * abs(value):
                raise RuntimeError(f"question {i}: {answer.value} here, {value} there")
    return ours, theirs


def sweep(case: Sample, live: Live, criterion: int) -> int:
    """Every portfolio best while one weight goes from 0 to 1, by the convexity of the best value; how many solves."""
    base = np.full(CRITERIA, 1.0)
    base[criterion] = 0.0
    ends = [base / base.sum(), np.eye(CRITERIA)[criterion]]
    lines: dict[tuple[int, ...], tuple[int, int]] = {}
    worth = [case.values(end) for end in ends]
    program = case.program
    solves = 0

    def at(s: float) -> tuple[int, int]:
        nonlocal solves
        solves += 1
        values = tuple(round(a + s * (b - a)) for a, b in zip(*worth, strict=True))
        chosen = live.best(values=values, proof=False).selection or ()
        if chosen not in lines:
            columns = program.columns(chosen)
            first, last = (sum(v[c] for c in columns) for v in worth)
            lines[chosen] = (first, last)
        return lines[chosen]

    open_parts = [(at(0.0), at(1.0))]
    while open_parts:
        left, right = open_parts.pop()
        steeper = (right[1] - right[0]) - (left[1] - left[0])
        if left == right or steeper <= 0:
            continue
        s = (left[0] - right[0]) / steeper
        middle = at(s)
        gained = (middle[0] + s * (middle[1] - middle[0])) - (left[0] + s * (left[1] - left[0]))
        if gained > program.size:
            open_parts += [(left, middle), (middle, right)]
    return solves


def measure() -> Iterator[Ratio]:
    """The rows of the table that are about the engine alone."""
    small = sample(30)
    ours, theirs = conversation(small, weightings(1000).tolist(), 20)
    yield Ratio("1,000 weightings anywhere, 30 roadmaps: a question", CBC, mean(ours), mean(theirs), 30, True)
    ours, theirs = conversation(small, walk(400).tolist(), 20)
    yield Ratio("one weight moved by 0.01, 30 roadmaps: the median wait", CBC, median(ours), median(theirs), 50, True)
    ours, theirs = conversation(sample(60), walk(100).tolist(), 20)
    yield Ratio("one weight moved by 0.01, 60 roadmaps: all of 100", CBC, mean(ours), mean(theirs), 5, True)
    yield Ratio("the same: its second half", CBC, mean(ours[50:]), mean(theirs[10:]), 15, True)
    ours, theirs = conversation(sample(100), weightings(100).tolist(), 8)
    yield Ratio("100 weightings anywhere, 100 roadmaps: a question", CBC, mean(ours), mean(theirs), 2, True)
    live = Live(small.program)
    started = spent()
    for criterion in range(CRITERIA):
        sweep(small, live, criterion)
    used = spent() - started
    _, theirs = conversation(small, weightings(10, 3).tolist(), 10, live)
    grid = mean(theirs) * 101 * CRITERIA
    yield Ratio("all ten weights from 0 to 1, 30 roadmaps", "CBC at 101 points a criterion", used, grid, 40, True)
    large = sample(300)
    started = spent()
    answer = Live(large.program).best(gap=Fraction(1, 1000))
    used = spent() - started
    started = spent()
    rebuild(large.program, large.program.values, "highs", 0.001)
    plain = spent() - started
    if answer.value is None:
        raise RuntimeError("nothing found at 300 roadmaps")
    yield Ratio("300 roadmaps to a gap of 0.1%, with its proof", "HiGHS through PuLP", used, plain, 1.5)
