"""How portfolios and amounts are written in every answer: lists of ids, what comes and goes, exact decimals."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.models.answer import Status
from optimizer.models.program import Program, Selection

if TYPE_CHECKING:
    from optimizer.situation import Situation


def chosen(
    situation: Situation, deadline: float | None = None, progress: Callable[..., None] | None = None
) -> Selection:
    """The portfolio that is selected: proven best, ties broken.

    Raises:
        Infeasible: when no portfolio keeps the rules.
        TimeoutError: when the deadline, or Ctrl-C, came before that was proven.
    """
    found = situation.settled(deadline=deadline, progress=progress)
    if found.selection is None or found.status is not Status.OPTIMAL or not found.settled:
        raise TimeoutError("the portfolio was not proven best in time")
    return found.selection


def within(deadline: float | None) -> None:
    """Go on, or not: between two pieces of work.

    Raises:
        TimeoutError: when the deadline has passed.
    """
    if deadline is not None and time.monotonic() >= deadline:
        raise TimeoutError("the time limit came before the end")


def ids(program: Program, selection: Iterable[int]) -> tuple[str, ...]:
    """A portfolio as a list of ids: ``id``, or ``id:level`` where the level is not ``full``; by roadmap id."""
    return tuple(program.options[o].id for o in sorted(selection))


def moves(program: Program, before: Selection, after: Selection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What ``after`` funds that ``before`` does not, and the reverse. A change of level is in both lists."""
    old, new = set(before), set(after)
    return ids(program, new - old), ids(program, old - new)


def exact(value: Fraction) -> Decimal:
    """A fraction as a decimal of as many digits as it takes.

    Raises:
        ValueError: when it has no finite decimal expansion.
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise ValueError(f"{value} has no finite decimal expansion")
    places = max(twos, fives)
    return Decimal(f"{value.numerator * 10**places // value.denominator}E-{places}")  # text: no context rounds it


def worth(program: Program, units: int) -> Decimal:
    """An objective value in units of the program as the number that people add up again."""
    return exact(units * program.unit)


def amount(program: Program, units: int) -> Decimal:
    """Money in smallest units as an amount in the case's unit."""
    return exact(Fraction(units, program.money))
