"""One measured ratio, and the clock that both of its sides are held to.

A machine's speed changes from one minute to the next, so the two sides take turns and each side's median counts.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """What was measured: ``seconds`` of ours against ``reference`` seconds of what it is compared with.

    Attributes:
        name: what is done.
        against: what it is compared with.
        seconds, reference: medians, in seconds.
        limit: the ratio that is promised.
        faster: False where ``seconds / reference`` is at most ``limit``; True where its inverse is at least that.
    """

    name: str
    against: str
    seconds: float
    reference: float
    limit: float
    faster: bool = False

    @property
    def figure(self) -> float:
        """The ratio, in the direction of its promise."""
        return self.reference / self.seconds if self.faster else self.seconds / self.reference

    @property
    def holds(self) -> bool:
        """Whether it keeps what is promised."""
        return self.figure >= self.limit if self.faster else self.figure <= self.limit

    def row(self) -> str:
        """As a line of a Markdown table."""
        promise = f"at least {self.limit:g}" if self.faster else f"at most {self.limit:g}"
        return (
            f"| {self.name} | {self.against} | {_time(self.seconds)} | {_time(self.reference)} "
            f"| {self.figure:.2f} | {promise} | {'yes' if self.holds else '**no**'} |"
        )


HEAD = "| what | against | ours | theirs | ratio | promised | holds |\n| --- | --- | --- | --- | --- | --- | --- |"


def turns(ours: Callable[[], object], theirs: Callable[[], object], times: int) -> tuple[float, float]:
    """Medians of ``times`` runs of each, taken in turns, after one run of each that does not count."""
    ours(), theirs()
    first, second = [], []
    for _ in range(times):
        first.append(clock(ours))
        second.append(clock(theirs))
    return median(first), median(second)


def clock(work: Callable[[], object]) -> float:
    """Wall time of one run, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def process(command: Sequence[str]) -> Callable[[], object]:
    """A run of a whole process, its output thrown away; an exit status other than 0 is an error."""
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
