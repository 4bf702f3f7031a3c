"""One question to a live model: the program with its changes, and how far and how long the answer is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from time import monotonic

from optimizer.models.program import Program, Row
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.proof import Cut, Statement
from optimizer.models.tree.search import Progress
from optimizer.models.tree.task import Task


@dataclass(frozen=True)
class Asked:
    """A question.

    Attributes:
        statement: the objective and what differs from the program.
        gap, unit, floor, deadline, progress, proof, keep: as ``Live.best`` has them.
        started: when it was asked, on the monotonic clock.
    """

    statement: Statement
    gap: Fraction = Fraction(0)
    unit: int = 1
    floor: int | None = None
    deadline: float | None = None
    progress: Progress | None = None
    proof: bool = True
    keep: bool = True
    started: float = field(default_factory=monotonic)

    @property
    def unchanged(self) -> bool:
        """Whether only the objective may differ from the program."""
        return self.statement == Statement(self.statement.values, None)

    @property
    def plain(self) -> bool:
        """Whether it asks for the very best of the unchanged program: such questions follow each other closely."""
        return self.keep and not self.gap and self.floor is None and self.unchanged

    def task(self, frame: Frame, cuts: Sequence[Cut], kind: int) -> Task:
        """The question in exact numbers, of the fastest kind from ``kind`` on that holds them."""
        asked = self.statement
        return Task(frame, asked.values, dict(asked.limits), frozenset(asked.off), asked.extra, cuts, kind)


def stated(
    program: Program,
    values: Sequence[int] | None,
    limits: Mapping[int, int] | None,
    off: Iterable[str],
    must: Iterable[str],
    never: Iterable[str],
    allowed: Iterable[int] | None,
    extra: Sequence[Row],
) -> Statement:
    """What a question is about, in the one order in which equal questions are equal.

    Raises:
        ValueError: when the objective has not one value for each column.
    """
    statement = Statement(
        tuple(program.values if values is None else (int(v) for v in values)),
        None,
        tuple(sorted(set(must))),
        tuple(sorted(set(never))),
        None if allowed is None else tuple(sorted(set(allowed))),
        tuple(sorted(set(off))),
        tuple(sorted((limits or {}).items())),
        tuple(extra),
    )
    if len(statement.values) != program.size:
        raise ValueError(f"{len(statement.values)} values for {program.size} columns")
    return statement


def exact_gap(gap: Fraction | float) -> Fraction:
    """A gap as people write it: 0.001 is a thousandth."""
    return gap if isinstance(gap, Fraction) else Fraction(str(gap))


def unit_of(program: Program, unit: int | None) -> int:
    """One unit of value in integer units, for gaps near a value of 0."""
    return max(ceil(1 / program.unit), 1) if unit is None else unit
