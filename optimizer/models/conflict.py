"""Which rules and budget rows cannot hold together, none of them superfluous.

The deletion filter (Chinneck and Dravnieks 1991): going through the ids in order, each is dropped for good where the
rest still has no portfolio. What is left clashes, and without any one of it there is a portfolio. Each step is a proven
solve in integers, so clashes that only whole roadmaps make are found too. Runs of ids are dropped together and halved
where that goes too far, which gives the same set in fewer solves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from optimizer.models.answer import Status
from optimizer.models.solver import Solver


@dataclass(frozen=True)
class Conflict:
    """Ids that cannot hold together, in canonical order; ``minimal`` is False only where time ran out."""

    ids: tuple[str, ...]
    minimal: bool = True


def clash(
    solver: Solver,
    *,
    off: Sequence[str] = (),
    deadline: float | None = None,
    progress: Callable[..., None] | None = None,
) -> Conflict:
    """A minimal set of clashing ids of an infeasible program.

    Args:
        solver: holds the program.
        off: ids that are dropped beforehand.
        deadline: ``time.monotonic()`` at which to stop; the set is then not yet minimal.
        progress: told ``done`` and ``of``: how many ids have been judged.

    Raises:
        ValueError: when the program has a portfolio.
    """
    nothing = (0,) * solver.program.size
    gone = list(off)
    left = sorted(set(solver.program.ids) - set(off))

    def status(dropped: Sequence[str]) -> Status:
        return solver.best(values=nothing, off=tuple(dropped), deadline=deadline, proof=False).status

    if status(gone) is not Status.INFEASIBLE:
        raise ValueError("a portfolio keeps every rule: nothing clashes")
    kept: list[str] = []
    total = len(left)
    size = max(len(left) // 4, 1)
    while left:
        run = left[:size]
        found = status([*gone, *run])
        if found is Status.TIME_LIMIT:
            return Conflict(tuple(sorted(kept + left)), minimal=False)
        if found is Status.INFEASIBLE:
            gone += run
            left = left[size:]
            size = max(min(size * 2, len(left) // 2), 1)
        elif size == 1:
            kept += run
            left = left[1:]
            size = max(len(left) // 4, 1)
        else:
            size = size // 2
        if progress:
            progress(done=total - len(left), of=total)
    return Conflict(tuple(kept))
