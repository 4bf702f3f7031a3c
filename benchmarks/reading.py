"""Reading and checking a large case, against pandas reading the same files as text."""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.ratio import Ratio, turns

ROADMAPS, CRITERIA, EVALUATORS = 1000, 10, 3
YEARS = range(2015, 2020)


def measure() -> Iterator[Ratio]:
    """The promise on reading."""
    import pandas as pd

    from optimizer import load_case

    with tempfile.TemporaryDirectory() as folder:
        files = write(Path(folder))

        def text() -> None:
            for file in files:
                pd.read_csv(file, dtype=str, keep_default_na=False)

        what = f"reading and checking {ROADMAPS} roadmaps, {CRITERIA} criteria, {EVALUATORS} evaluators"
        against = "pandas reading the same files as text"
        yield Ratio(what, against, *turns(lambda: load_case(Path(folder)), text, 7), 15)


def write(folder: Path) -> list[Path]:
    """A sound case of that size, the same each time; gives its tables."""
    rng = random.Random(1)
    roadmaps = [f"roadmap-{n:04}" for n in range(ROADMAPS)]
    criteria = [f"criterion-{n}" for n in range(CRITERIA)]
    (folder / "case.yaml").write_text("format: 1\ntitle: A large call\n", encoding="utf-8")
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]] = {
        "criteria": (("id", "name", "direction"), ((c, c, "max") for c in criteria)),
        "roadmaps": (
            ("id", "name", "domain", "risk"),
            ((r, r.title(), f"domain-{rng.randrange(8)}", rng.choice(("low", "medium", "high"))) for r in roadmaps),
        ),
        "scores": (
            ("roadmap", "criterion", "evaluator", "score"),
            (
                (r, c, f"evaluator-{e}", rng.randrange(11) / 2)
                for r in roadmaps
                for c in criteria
                for e in range(EVALUATORS)
            ),
        ),
        "costs": (
            ("roadmap", "year", "public", "private"),
            ((r, y, f"{rng.uniform(0.5, 5):.2f}", f"{rng.uniform(0.5, 5):.2f}") for r in roadmaps for y in YEARS),
        ),
        "budget": (("year", "max"), ((y, 900) for y in YEARS)),
        "synergies": (
            ("id", "members", "value"),
            ((f"synergy-{n}", ";".join(rng.sample(roadmaps, 2)), "0.1") for n in range(ROADMAPS)),
        ),
        "rules": (
            ("id", "rule", "attribute", "value", "max"),
            (("domain-cap", "share", "domain", "*", "0.25"), ("risk-cap", "share", "risk", "high", "0.3")),
        ),
    }
    for name, (head, rows) in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head, *rows])
    return [folder / f"{name}.csv" for name in tables]
