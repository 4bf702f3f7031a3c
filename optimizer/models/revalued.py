"""A live solver asked about the same portfolios at another worth: what a moved weight needs.

A weight changes what portfolios are worth and nothing else, so the solver that proved the last answer, with the
portfolios and the tree of cases that it keeps, is most of the way to the next one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from optimizer.models.answer import Answer
from optimizer.models.program import Program

if TYPE_CHECKING:
    from optimizer.models.live import Live


class Revalued:
    """The solver of one program as the solver of another one that differs in worth and ranking alone.

    Both answer from the same ``Live``: they belong to one thread at a time, together.
    """

    def __init__(self, live: Live, program: Program) -> None:
        self.live, self.program = live, program

    def best(self, *, values: Any = None, **question: Any) -> Answer:
        """As ``Live.best``, for this program's worth."""
        return self.live.best(values=self.program.values if values is None else values, **question)

    def k_best(self, *question: Any, **named: Any) -> Any:
        """As ``Live.k_best``: asked of a solver of its own, since the list is of this program's worth."""
        from optimizer.models.live import Live

        return Live(self.program).k_best(*question, **named)  # type: ignore[attr-defined, unused-ignore]


def revalued(solver: Any, program: Program) -> Revalued | None:
    """The solver for ``program``; None where the two programs differ in more than worth and ranking."""
    live = getattr(solver, "live", solver)
    old = live.program
    if replace(program, values=old.values, ranking=old.ranking) != old:
        return None
    return Revalued(live, program)
