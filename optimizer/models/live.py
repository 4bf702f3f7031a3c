"""The live model: built once for a program, asked again and again, each answer proven in whole numbers.

Between two questions it keeps the linear relaxation warm, the portfolios that it has found, what it has learnt about
branching, valid cuts, and the tree of cases that proved the last answers (``optimizer.models.answering.memory``). How a
question is answered is in the files beside that one: from lists, by sweeps, by the tree.

Threads: a ``Live`` is one conversation and belongs to one thread at a time; nothing in it is locked. Programs, answers
and proofs are immutable and may be shared freely; ``clone()`` gives another thread a ``Live`` of its own that starts
with what this one knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from optimizer.models.answer import Answer, Status
from optimizer.models.answering import branched, several
from optimizer.models.answering.asked import Asked, exact_gap, stated, unit_of
from optimizer.models.answering.listed import from_lists
from optimizer.models.answering.memory import Memory
from optimizer.models.answering.reach import reach
from optimizer.models.answering.swept import SWEPT, by_sweeps
from optimizer.models.program import Row, Selection
from optimizer.models.tree.proof import Proof
from optimizer.models.tree.search import Progress
from optimizer.models.tree.task import KINDS, TooLarge

__all__ = ["Live"]

Found = TypeVar("Found")


class Live(Memory):
    """A program that is solved again and again.

    Args:
        program: the problem.
        pool: portfolios to begin with; those that are not feasible for a question are left aside.
    """

    def best(
        self,
        *,
        values: Sequence[int] | None = None,
        limits: Mapping[int, int] | None = None,
        off: Iterable[str] = (),
        must: Iterable[str] = (),
        never: Iterable[str] = (),
        allowed: Iterable[int] | None = None,
        extra: Sequence[Row] = (),
        gap: Fraction | float = Fraction(0),
        unit: int | None = None,
        floor: int | None = None,
        deadline: float | None = None,
        progress: Progress | None = None,
        proof: bool = True,
        keep: bool = True,
    ) -> Answer:
        """The portfolio that is worth most.

        Args:
            values: what each column is worth; the program's by default.
            limits: row index: another limit.
            off: ids of rows, cones and tails that do not count.
            must, never: roadmaps that are (not) funded.
            allowed: the only option indices that may be taken.
            extra: more rows, over any columns.
            gap: stop when ``(bound - value) / max(|value|, unit)`` is proven to be at most this.
            unit: one unit of value in integer units; by default as ``program.unit`` has it.
            floor: only portfolios worth at least this are of interest.
            deadline: ``time.monotonic()`` at which to stop with what there is.
            progress: called now and then with (best value, bound, cases, seconds); it may raise KeyboardInterrupt,
                which ends the search as a deadline does.
            proof: whether to write the proof down. Without it the answer is as certain, but comes from sweeps
                (``optimizer.models.tree.hunt``), which is many times faster and leaves nothing to check later.
            keep: whether what is learnt may serve later questions: False for an objective unlike the others.

        Returns:
            ``infeasible`` where no portfolio qualifies; ``bound`` is then ``floor - 1``, or None without a floor.
        """
        asked = Asked(
            stated(self.program, values, limits, off, must, never, allowed, extra),
            exact_gap(gap),
            unit_of(self.program, unit),
            floor,
            deadline,
            progress,
            proof,
            keep,
        )
        return _in_exact_numbers(lambda kind: self._best(asked, kind))

    def _best(self, asked: Asked, kind: int) -> Answer:
        """The answer in numbers of a kind: from a list, by sweeps, or by the tree."""
        statement = asked.statement
        domain = self.frame.domain(statement.must, statement.never, statement.allowed)
        if domain is None:
            return branched.nothing(asked)
        task = asked.task(self.frame, self.cuts, kind)
        small = kind == task.kind == 0
        if asked.proof or not small:
            return branched.by_tree(self, asked, task, domain)
        if asked.plain:
            known = from_lists(self, asked, task, domain)
            if known is not None:
                return known
        again = asked.keep and asked.unchanged and statement.values == self.last
        # To within a gap the tree is done after a case or two; a sweep would go through all that the gap leaves open.
        if again or asked.gap or not 0 < len(self.frame.start) <= SWEPT:
            return branched.by_tree(self, asked, task, domain)
        return by_sweeps(self, asked, task, domain)

    def reach(
        self,
        *,
        values: Sequence[int] | None = None,
        limits: Mapping[int, int] | None = None,
        off: Iterable[str] = (),
    ) -> dict[str, int]:
        """For each roadmap that has options, a value that no portfolio which funds it exceeds, from one relaxation's
        multipliers: proven in whole numbers, seldom sharp, and quick for all roadmaps at once.

        Args:
            values, limits, off: what differs from the program, as ``best`` takes it.
        """
        asked = Asked(stated(self.program, values, limits, off, (), (), None, ()))
        return _in_exact_numbers(lambda kind: reach(self, asked.task(self.frame, self.cuts, kind)))

    def alone(self, selection: Selection, *, deadline: float | None = None, progress: Progress | None = None) -> Answer:
        """Whether no other portfolio of the program is worth as much as this one, with the proof.

        One tree shows at once that none is worth more and that none other is worth as much; the portfolio itself is
        left out case by case, which a row that only it breaks would do far less tightly in the relaxations.

        Returns:
            ``infeasible`` where there is no other; ``time_limit`` with another one where that is found, without where
            the deadline came first.
        """
        chosen = tuple(sorted(selection))
        return _in_exact_numbers(lambda kind: branched.alone(self, chosen, deadline, progress, kind))

    def proof(self, answer: Answer, **question: Any) -> Proof:
        """A proof of an answer, searched for anew from the portfolio that is known to be best, which makes it shorter.

        Args:
            answer: an optimal, within-gap or infeasible answer of this program.
            question: what was asked, as ``best`` takes it; without ``proof`` and ``keep``.

        Raises:
            ValueError: when the answer is not of this question.
        """
        fresh = Live(self.program, pool=() if answer.selection is None else (answer.selection,))
        fresh.cuts = list(self.cuts)
        made = fresh.best(**{**question, "proof": True, "keep": False})
        if (made.value is None) != (answer.value is None) or not isinstance(made.proof, Proof):
            raise ValueError("the answer is not of this question")
        if made.value != answer.value and answer.status is not Status.TIME_LIMIT:
            raise ValueError("the answer is not of this question")
        return made.proof

    def best_known(self, values: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The best portfolio of the pool under each of many objectives, in floats: to begin with, never to decide.

        Args:
            values: (objectives, columns).

        Returns:
            (objectives,) positions in ``pool.selections``, -1 where none is known to keep the program's rules; and what
            they are worth, minus infinity there. The pool also holds portfolios of questions with other limits.
        """
        columns = self.pool.stack()
        right = [i for i in range(self.pool.count) if self.program.feasible(self.pool.selections[i])]
        if not right:
            return np.full(len(values), -1), np.full(len(values), -np.inf)
        worth = np.asarray(values, dtype=np.float64) @ columns[right].T
        first = worth.argmax(axis=1)
        return np.array(right)[first], worth[np.arange(len(worth)), first]

    def clone(self) -> Live:
        """Another ``Live`` of the same program for another thread: it starts with the portfolios and cuts that this one
        knows and shares nothing that changes."""
        other = Live(self.program, pool=self.pool.selections)
        other.cuts = list(self.cuts)
        other.gains.sums, other.gains.counts = self.gains.sums.copy(), self.gains.counts.copy()
        return other

    def k_best(
        self,
        count: int,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> tuple[list[Selection], bool]:
        """The ``count`` best portfolios of the program, best first, ties as ``Program.tie_key`` has them.

        Returns:
            The portfolios (fewer where there are no more), and whether they are proven to be the best; False where the
            deadline or KeyboardInterrupt came first.
        """
        return several.k_best(self, count, deadline, progress, self.best)

    def almost(
        self,
        margin: int,
        *,
        limits: Mapping[int, int] | None = None,
        off: Iterable[str] = (),
        extra: Sequence[Row] = (),
        deadline: float | None = None,
    ) -> tuple[dict[Selection, int], bool, int] | None:
        """Every portfolio worth at most ``margin`` units less than the best, with its value.

        Returns:
            The portfolios (none where there are none), whether they are all there are (False where the deadline came
            first), and how many cases had to be split; None where the numbers are beyond what sweeps count in.
        """
        return several.almost(self, margin, limits, off, extra, deadline)


def _in_exact_numbers(answer: Callable[[int], Found]) -> Found:
    """An answer in the fastest kind of numbers (a place in ``KINDS``) that holds all that comes up."""
    for kind in range(len(KINDS)):
        try:
            return answer(kind)
        except TooLarge:
            continue
    raise AssertionError("Python integers hold any number")
