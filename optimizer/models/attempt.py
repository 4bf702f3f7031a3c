"""A program solved and its ties broken, within the time there is, with the proof of what is said where wanted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from time import monotonic
from typing import TYPE_CHECKING, Any

from optimizer.models.answer import Answer, Status
from optimizer.models.solver import Solver
from optimizer.models.ties import Settled, settle, sole

if TYPE_CHECKING:
    from optimizer.models.live import Live

Progress = Callable[[int | None, int | None, int, float], None]


def attempt(
    solver: Solver, *, gap: Fraction | int = 0, deadline: float | None = None, progress: Progress | None = None
) -> Settled:
    """The best portfolio with ties broken, whatever comes of it by ``deadline`` (of ``time.monotonic()``)."""
    answer = solver.best(gap=gap, unit=1, deadline=deadline, progress=progress, proof=False)
    return settle(solver, answer, deadline=deadline)


def proven(
    live: Live,
    *,
    gap: Fraction | int = 0,
    certificate: bool = False,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> Settled:
    """The same with the trees that prove it, written from the known optimum: finding that first takes a fraction of the
    time.

    Args:
        certificate: say no more than what the trees prove, as a certificate has to hold all that is said. Half of the
            time is then for finding the best, half of the rest for one tree that proves it and that no other is as
            good; what is left is for the proof by stages. Where the deadline comes before that, the answer is the best
            found and the bound proven by then, even where the search before knew it to be best. Without a certificate
            that is as certain, with nothing to check.
    """
    question: dict[str, Any] = {"gap": gap, "unit": 1, "progress": progress}
    until = _part(deadline) if certificate else deadline
    found = live.best(**question, deadline=until, proof=False)
    deadline = _ended(found, until, deadline)
    if found.status is Status.OPTIMAL and found.selection is not None and not gap:
        until = _part(deadline) if certificate else deadline
        alone = live.alone(found.selection, deadline=until)
        if alone.status is Status.INFEASIBLE:
            return sole(found, alone)
        if alone.selection is None:
            deadline = _ended(alone, until, deadline)
    if certificate or found.status is not Status.TIME_LIMIT:
        written = live.best(**question, deadline=deadline, proof=True)
        found = written if certificate or written.status is not Status.TIME_LIMIT else found
    return settle(live, found, deadline=deadline)


def _part(deadline: float | None) -> float | None:
    """The time at which half of what is left until a deadline has passed."""
    if deadline is None:
        return None
    now = monotonic()
    return now + max(deadline - now, 0.0) / 2


def _ended(answer: Answer, until: float | None, deadline: float | None) -> float | None:
    """The deadline for what is still to do: now, where a search was stopped from the keyboard before its time."""
    now = monotonic()
    by_hand = answer.status is Status.TIME_LIMIT and (until is None or now < until)
    return now if by_hand else deadline
