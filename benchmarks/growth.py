"""How a question's cost grows with roadmaps, criteria, synergies and rules; run alone, it draws ``docs/growth.svg``.

    .venv/bin/python -m benchmarks.growth

Each point is the median of a few weightings anywhere on cases of the seeded family (``benchmarks.family``), some cases
a point, in processor time; the first question to a case, which builds everything, does not count.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.engine import spent
from benchmarks.family import Sample, sample, weightings
from benchmarks.rebuild import rebuild
from optimizer.models.live import Live

PICTURE = Path(__file__).parent.parent / "docs" / "growth.svg"
CASES, QUESTIONS = 3, 6
#: What varies, its points, and whether the yardstick is asked as well; all else is as the family has it.
VARIED: tuple[tuple[str, str, tuple[float, ...]], ...] = (
    ("roadmaps", "roadmaps", (10, 20, 30, 40, 50, 60, 80, 100)),
    ("criteria", "criteria (30 roadmaps)", (2, 5, 10, 20, 40)),
    ("synergies", "synergies a roadmap (30 roadmaps)", (0, 0.5, 1, 1.5, 2, 3)),
    ("rules", "rules of budget and share (30 roadmaps)", (1, 3, 5, 7, 10, 13)),
)


@dataclass(frozen=True)
class Point:
    """One point: processor seconds a question, ours and the yardstick's."""

    varied: str
    at: float
    seconds: float
    reference: float


def case_of(varied: str, at: float, seed: int) -> tuple[Sample, int]:
    """A case with one thing varied, and how many criteria it has."""
    if varied == "roadmaps":
        return sample(int(at), seed), 10
    if varied == "criteria":
        return sample(30, seed, criteria=int(at)), int(at)
    if varied == "synergies":
        return sample(30, seed, synergies=at), 10
    shares = min(int(at) // 3, 6)
    return sample(30, seed, years=int(at) - shares, shares=shares), 10


def measure_point(varied: str, at: float) -> Point:
    """Medians over questions and cases.

    Raises:
        RuntimeError: where the two sides do not agree.
    """
    ours, theirs = [], []
    for seed in range(CASES):
        case, criteria = case_of(varied, at, seed)
        live = Live(case.program)
        for i, weights in enumerate(weightings(1 + QUESTIONS, seed, criteria).tolist()):
            values = case.values(weights)
            started = spent()
            answer = live.best(values=values, proof=False)
            if i:
                ours.append(spent() - started)
            if i == 1:
                started = spent()
                value = rebuild(case.program, values)
                theirs.append(spent() - started)
                if answer.value is None or abs(value - answer.value) > 1e-6 * abs(value):
                    raise RuntimeError(f"{varied} {at}: {answer.value} here, {value} there")
    return Point(varied, at, median(ours), median(theirs))


def points() -> Iterator[Point]:
    """All of them."""
    for varied, _, ats in VARIED:
        for at in ats:
            yield measure_point(varied, at)


def picture(measured: Sequence[Point]) -> Any:
    """Four panels, milliseconds on a logarithmic scale against what varies."""
    import altair

    lines = ("the live model", "PuLP and CBC, stated anew")
    rows = [
        {"varied": p.varied, "at": p.at, "line": name, "ms": seconds * 1000}
        for p in measured
        for name, seconds in zip(lines, (p.seconds, p.reference), strict=True)
    ]
    ms = altair.Y("ms:Q", title="ms a question", scale=altair.Scale(type="log"))
    line = altair.Color("line:N", title=None, scale=altair.Scale(domain=lines, range=["#1b5e8c", "#c2571a"]))
    shape = altair.Shape("line:N", title=None, scale=altair.Scale(domain=lines))
    panels = [
        altair.Chart(altair.Data(values=[row for row in rows if row["varied"] == varied]))
        .mark_line(point=True)
        .encode(x=altair.X("at:Q", title=title), y=ms, color=line, shape=shape)
        .properties(width=230, height=150)
        for varied, title, _ in VARIED
    ]
    whole = altair.vconcat(altair.hconcat(*panels[:2]), altair.hconcat(*panels[2:]))
    return whole.configure_legend(orient="bottom").configure_axis(grid=False)


def main() -> int:
    """Measures, prints a table and draws."""
    measured = []
    print("| what varies | at | ours, ms | PuLP and CBC, ms | times |\n| --- | --- | --- | --- | --- |")
    for p in points():
        measured.append(p)
        ratio = p.reference / p.seconds
        print(f"| {p.varied} | {p.at:g} | {p.seconds * 1e3:.1f} | {p.reference * 1e3:.0f} | {ratio:.0f} |", flush=True)
    picture(measured).save(PICTURE, format="svg")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of this process: {peak:.0f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
