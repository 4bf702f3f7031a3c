"""The best portfolio with one roadmap against the best without it: what every figure of an explanation compares."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from optimizer.models.answer import Answer, Status
from optimizer.models.program import Program, Row, Selection
from optimizer.models.solver import Solver
from optimizer.questions.listing import within

#: Answers that do not depend on the roadmap asked about, by what was asked.
Shared = dict[Any, Any]


@dataclass
class Rivals:
    """Asks one live solver for the best with and without ``roadmap``; counts its questions.

    Attributes:
        solver: holds the program.
        roadmap: whose chances are weighed.
        deadline: on the monotonic clock.
        shared: answers that hold for every roadmap of the program; explanations of one case share them.
        asked: how many questions the solver was asked.
        tell: told how many cases were worked on so far, now and then.
        cases: that number, before the question at hand.

    Raises (from every method that asks):
        TimeoutError: when the deadline passes before an answer is proven.
    """

    solver: Solver
    roadmap: str
    deadline: float | None = None
    shared: Shared = field(default_factory=dict)
    asked: int = 0
    tell: Callable[..., None] | None = None
    cases: int = 0

    @property
    def program(self) -> Program:
        """The program that is asked about."""
        return self.solver.program

    def best_with(self, limits: Mapping[int, int] | None = None, off: Collection[str] = ()) -> Answer:
        """The best portfolio that funds the roadmap, at whichever level is best."""
        return self._ask(limits=limits, off=off, must=(self.roadmap,))

    def best_without(self, limits: Mapping[int, int] | None = None, off: Collection[str] = ()) -> Answer:
        """The best portfolio that does not fund it."""
        return self._ask(limits=limits, off=off, never=(self.roadmap,))

    def best(self, limits: Mapping[int, int] | None = None, off: Collection[str] = ()) -> Answer:
        """The best portfolio, whether it funds the roadmap or not; asked once for all roadmaps."""
        key = ("best", frozenset((limits or {}).items()), frozenset(off))
        if key not in self.shared:
            self.shared[key] = self._ask(limits=limits, off=off)
        found: Answer = self.shared[key]
        return found

    def worth(
        self,
        least: int | None,
        *,
        values: Sequence[int] | None = None,
        limits: Mapping[int, int] | None = None,
        off: Collection[str] = (),
        allowed: Collection[int] | None = None,
        extra: Sequence[Row] = (),
    ) -> Selection | None:
        """The best portfolio that funds the roadmap, where it is worth ``least`` units or more."""
        question = {"values": values, "limits": limits, "off": off, "allowed": allowed, "extra": extra}
        return self._ask(**question, must=(self.roadmap,), floor=least).selection

    def hopeless(self, least: int, limits: Mapping[int, int] | None = None, off: Collection[str] = ()) -> bool:
        """Whether the multipliers of one relaxation, shared by all roadmaps, show that no portfolio which funds the
        roadmap is worth ``least``. False says nothing."""
        reach = getattr(self.solver, "reach", None)
        if reach is None:  # a solver whose word is taken has no multipliers
            return False
        key = ("reach", frozenset((limits or {}).items()), frozenset(off))
        if key not in self.shared:
            within(self.deadline)
            self.shared[key] = reach(limits=limits, off=off)
        found: dict[str, int] = self.shared[key]
        return found[self.roadmap] < least

    def _ask(self, **question: Any) -> Answer:
        within(self.deadline)
        self.asked += 1
        answer = self.solver.best(proof=False, deadline=self.deadline, progress=self._told, **question)
        self.cases += answer.leaves
        if answer.status is Status.TIME_LIMIT:
            raise TimeoutError
        return answer

    def _told(self, value: int | None, bound: int | None, cases: int, seconds: float) -> None:
        """Passes on how far a question is; what is told may raise KeyboardInterrupt, which stops it."""
        if self.tell is not None:
            self.tell(cases=self.cases + cases)


def as_good(inside: Answer, outside: Answer) -> bool:
    """Whether a portfolio that funds the roadmap is as good as the best that does not."""
    if inside.value is None:
        return False
    return outside.value is None or inside.value >= outside.value


@dataclass(frozen=True)
class Standing:
    """The case as it is: the best portfolio that funds the roadmap and the best that does not, ties broken.

    Attributes:
        inside, outside: the portfolios; None where there is none.
        inside_value, outside_value: what they are worth, in units of the program.
    """

    inside: Selection | None
    outside: Selection | None
    inside_value: int | None
    outside_value: int | None

    @property
    def tied(self) -> bool:
        """Whether a portfolio that funds the roadmap is as good as the best."""
        if self.inside_value is None:
            return False
        return self.outside_value is None or self.inside_value >= self.outside_value
