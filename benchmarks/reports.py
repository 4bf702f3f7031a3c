"""Documents: what they take beyond the questions that they draw on.

    python -m benchmarks.run reports

All statements and the report of the Flanders case as PDF in both languages, against `robust`, `frontier` and one
`explain` for each roadmap on their own; and a statement that needs no `explain`, as a whole process, against `decide`.
With ``python -m benchmarks.reports N`` a case of N roadmaps gets all of its statements, and the most memory that took.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.ratio import Ratio, clock, process, turns
from optimizer.case.load import load_case
from optimizer.reports.dossier import SAMPLES, Dossier
from optimizer.reports.making import files
from optimizer.situation import Situation

#: A roadmap that was not admissible: its statement rests on the decision alone, on no other question.
UNEXPLAINED = "games-and-design"
CASE = Path(__file__).parent.parent / "cases" / "flanders-2014"


def measure() -> Iterable[Ratio]:
    """The two promises."""
    documents = clock(lambda: [file.name for file in files(_dossier(), langs=("en", "nl"))])
    yield Ratio("every PDF of Flanders, two languages", "its questions alone", documents, clock(_questions), 3)
    with tempfile.TemporaryDirectory() as out:
        run = (str(Path(sys.executable).with_name("spearhead")),)
        one = process((*run, "report", str(CASE), "--roadmap", UNEXPLAINED, "--out", out, "--quiet"))
        yield Ratio(
            "`report --roadmap ID`, nothing explained",
            "`decide`",
            *turns(one, process((*run, "decide", str(CASE), "--quiet")), 3),
            2,
        )


def _dossier() -> Dossier:
    return Dossier(Situation(load_case(CASE)))


def _questions() -> None:
    """The questions behind all documents, and nothing else."""
    from optimizer.questions.explain import explain
    from optimizer.questions.frontier import frontier
    from optimizer.questions.robust import robust

    situation = Situation(load_case(CASE))
    robust(situation, samples=SAMPLES)
    frontier(situation)
    for roadmap in situation.ranking.by_id:
        explain(situation, roadmap)


def _large(roadmaps: int) -> None:
    """All statements of a large case, written one by one; prints how many, their bytes, the time and the memory."""
    from benchmarks.certificates import write_case

    with tempfile.TemporaryDirectory() as folder:
        dossier = Dossier(Situation(load_case(write_case(Path(folder), roadmaps, seed=6))))
        sizes: list[int] = []

        def every() -> None:
            for one in dossier.case.roadmaps:
                sizes.extend(len(file.content) for file in files(dossier, roadmap=one.id))
                if sys.stderr.isatty():
                    print(f"\r{len(sizes)} of {roadmaps}", end="", file=sys.stderr)

        seconds = clock(every)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(sizes)} statements, {sum(sizes) / 1e6:.1f} MB, {seconds:.0f} s, at most {most:.0f} MB of memory")


if __name__ == "__main__":
    _large(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
