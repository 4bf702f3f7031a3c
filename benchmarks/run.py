"""Runs the benchmarks and prints their ratios: ``make bench``, or ``python -m benchmarks.run NAME …`` for some of them.

Every module of this folder that has a function ``measure() -> Iterable[Ratio]`` is a benchmark. The exit status is 1
where a promise is not kept.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.ratio import HEAD

HERE = Path(__file__).parent
FRAME = {"__init__", "ratio", "run"}


def names() -> list[str]:
    """Every module that may be a benchmark, by name."""
    return sorted(p.stem for p in HERE.glob("*.py") if p.stem not in FRAME)


def main(wanted: Sequence[str]) -> int:
    """Measure what is wanted, or everything; gives the exit status."""
    unknown = [name for name in wanted if find_spec(f"benchmarks.{name}") is None]
    if unknown:
        print(f"There is no benchmark {unknown[0]}; there are: {', '.join(names())}.", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores. Run again with:")
    print(f"    {' '.join(['python -m benchmarks.run', *wanted])}\n")
    print(HEAD, flush=True)
    kept = True
    for name in wanted or names():
        measure = getattr(importlib.import_module(f"benchmarks.{name}"), "measure", None)
        for ratio in measure() if measure else ():
            print(ratio.row(), flush=True)
            kept = kept and ratio.holds
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
