"""Whole processes: a decision on the Flanders case, and the help, against what Python itself takes to start."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.ratio import Ratio, process, turns

ROOT = Path(__file__).parent.parent
SPEARHEAD = str(Path(sys.executable).parent / "spearhead")
IMPORTS = "import numpy, pandas, pulp, highspy"


def measure() -> Iterator[Ratio]:
    """The two promises on start-up."""
    decide = process([SPEARHEAD, "decide", str(ROOT / "cases" / "flanders-2014")])
    imports = process([sys.executable, "-c", IMPORTS])
    yield Ratio("spearhead decide, Flanders", f'python -c "{IMPORTS}"', *turns(decide, imports, 11), 2.5)
    nothing = process([sys.executable, "-c", "pass"])
    yield Ratio("spearhead --help", "python -c pass", *turns(process([SPEARHEAD, "--help"]), nothing, 25), 5)
