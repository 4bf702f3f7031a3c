"""What every solver of a program offers, so that ties, conflicts, repairs and questions work with any of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Protocol

from optimizer.models.answer import Answer
from optimizer.models.program import Program, Row

#: Told from time to time: best value and bound (units of the program, or None), cases or runs so far, seconds.
Progress = Callable[[int | None, int | None, int, float], None]


class Solver(Protocol):
    """One program, held ready to be solved with changes."""

    @property
    def program(self) -> Program:
        """What it solves."""
        ...

    def best(
        self,
        *,
        values: Sequence[int] | None = None,
        limits: Mapping[int, int] | None = None,
        off: Collection[str] = (),
        must: Collection[str] = (),
        never: Collection[str] = (),
        allowed: Collection[int] | None = None,
        extra: Sequence[Row] = (),
        gap: Fraction | float = 0,
        unit: int | None = None,
        floor: int | None = None,
        deadline: float | None = None,
        progress: Progress | None = None,
        proof: bool = False,
        keep: bool = True,
    ) -> Answer:
        """The best portfolio of the program with these changes.

        Args:
            values: what each column is worth instead of the program's own values.
            limits: row index to the limit that counts instead.
            off: ids of which every row, cone and tail is dropped.
            must: roadmaps that are funded (at any level); one without options leaves no portfolio.
            never: roadmaps that are not funded.
            allowed: the only options that may be taken; None for all.
            extra: more rows, over any columns.
            gap: the answer may be this far from the best, ``(bound - value) / max(|value|, unit)``.
            unit: what stands for a value near 0 in the gap, in units of the program.
            floor: only portfolios worth at least this count; the answer is infeasible where there is none.
            deadline: ``time.monotonic()`` at which to stop with what there is.
            progress: told what has been found so far.
            proof: whether a proof is to be written down with the answer, by a solver that can.
            keep: whether what is learnt may serve later questions (False for an objective unlike the others).
        """
        ...


def at_least(value: int, values: Sequence[int]) -> Row:
    """The row that asks for a value of at least ``value``."""
    return Row("value", {column: -v for column, v in enumerate(values) if v}, -value)


def changed(
    program: Program,
    values: Sequence[int] | None,
    limits: Mapping[int, int] | None,
    off: Collection[str],
    extra: Sequence[Row],
) -> Program:
    """The program that a solver's arguments describe, for whoever solves from scratch."""
    moved = limits or {}
    rows = tuple(replace(row, limit=moved.get(index, row.limit)) for index, row in enumerate(program.rows))
    worth = program.values if values is None else tuple(values)
    made = replace(program, rows=rows, values=worth).without(off)
    return replace(made, rows=(*made.rows, *extra))
