"""What proves an answer, and another solver's word beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from optimizer.models.answer import Status

if TYPE_CHECKING:
    from optimizer.models.ties import Settled
    from optimizer.situation import Situation


def checked(
    situation: Situation,
    settled: Settled,
    gap: Fraction,
    deadline: float | None,
    progress: Callable[..., None] | None,
) -> tuple[Situation, Settled, list[str]]:
    """Another solver's answer beside the one that the tree proves, and a warning where they differ.

    A solver's word can be wrong (CBC was seen to call a portfolio best that is not, and a feasible problem infeasible);
    what is given is then what the tree proves. What the tree does not prove in time is not called proven.

    Raises:
        RuntimeError: when the other solver has a portfolio, checked in whole numbers, that the tree says cannot be.
    """
    if settled.status is Status.TIME_LIMIT:
        return situation, settled, []
    from optimizer.situation import Situation

    told = solver_of(situation)[0]
    judge = Situation(situation.case)
    proven = judge.attempt(gap=gap, deadline=deadline, progress=progress)
    if settled.selection is None:
        if proven.status is Status.INFEASIBLE:
            return situation, settled, []
        if proven.selection is None:
            warning = f"{told} says that there is no portfolio; the time limit came before that was proven"
        else:
            warning = f"{told} says that there is no portfolio, and is wrong; the answer is the one proven without it"
        return judge, proven, [warning]
    worth_it = situation.program.value(settled.selection)
    if proven.status is Status.INFEASIBLE or (proven.bound is not None and worth_it > proven.bound):
        raise RuntimeError("another solver has a portfolio that the proof says there cannot be")
    if proven.status is not Status.OPTIMAL:
        if settled.status is Status.OPTIMAL:  # its word alone: said to be no more than what is proven
            status = Status.OPTIMAL if proven.bound == worth_it else proven.status
            settled = replace(settled, status=status, bound=proven.bound, unique=None)
        return situation, settled, []
    if settled.status is Status.OPTIMAL and settled.selection != proven.selection and proven.settled:
        warning = f"{told} names another portfolio as the best, and is wrong; the answer is the one proven without it"
        return judge, proven, [warning]
    return situation, settled, []


def solver_of(situation: Situation) -> tuple[str, str]:
    """The name and version of what proved the answer."""
    if situation.engine == "cbc":
        return "CBC by way of PuLP", version_of("pulp")
    if situation.engine == "highs":
        return "HiGHS by way of PuLP", version_of("highspy")
    return "spearhead tree with HiGHS", version_of("highspy")


@cache
def version_of(name: str) -> str:
    """The version of what is installed, looked up once: each look-up reads a file."""
    from importlib.metadata import version

    return version(name)
