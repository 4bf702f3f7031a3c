"""The best portfolio with one roadmap against the best without it: what every figure of an explanation compares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from optimizer.models.answer import Answer, Status
from optimizer.models.program import Program
from optimizer.models.solver import Solver
from optimizer.questions.listing import within


@dataclass
class Rivals:
    """Asks one live solver for the best with and without ``roadmap``; counts its questions.

    Raises (from every method):
        TimeoutError: when the deadline passes before an answer is proven.
    """

    solver: Solver
    roadmap: str
    deadline: float | None = None
    asked: int = 0

    @property
    def program(self) -> Program:
        """The program that is asked about."""
        return self.solver.program

    def best_with(
        self,
        values: Collection[int] | None = None,
        limits: Mapping[int, int] | None = None,
        off: Collection[str] = (),
    ) -> Answer:
        """The best portfolio that funds the roadmap, at whichever level is best."""
        return self._ask(values=values, limits=limits, off=off, must=(self.roadmap,))

    def best_without(
        self,
        values: Collection[int] | None = None,
        limits: Mapping[int, int] | None = None,
        off: Collection[str] = (),
    ) -> Answer:
        """The best portfolio that does not fund it."""
        return self._ask(values=values, limits=limits, off=off, never=(self.roadmap,))

    def _ask(self, **question: object) -> Answer:
        within(self.deadline)
        self.asked += 1
        answer = self.solver.best(proof=False, deadline=self.deadline, **question)  # type: ignore[arg-type]
        if answer.status is Status.TIME_LIMIT:
            raise TimeoutError
        return answer


def as_good(inside: Answer, outside: Answer) -> bool:
    """Whether a portfolio that funds the roadmap is as good as the best that does not."""
    if inside.value is None:
        return False
    return outside.value is None or inside.value >= outside.value
