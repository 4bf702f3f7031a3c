"""Which of several portfolios of the same value is selected, and whether it is the only one.

The contract's order: the smaller total public spend; then, going down the ranking, at the first roadmap on which two
differ the one that funds it, or funds it at the level with the larger share. Each step is a solve of the same program
with a few more rows, kept as a stage: together they say, in the words of a certificate's claims, that nothing comes
before the portfolio; most often no other is worth as much, and a single tree shows that
(:func:`sole`). ``other``: no other is worth as much; ``least``: the least spend of another one; ``tie``: no other
worth as much spends no more; ``order``: none worth as much that spends no more comes before it at roadmap ``at``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from optimizer.models.answer import Answer, Status
from optimizer.models.program import Program, Row, Selection
from optimizer.models.solver import Solver, at_least

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Stage:
    """One solve on the way: what it asked, beside the program itself, and its answer (infeasible where it proves).

    ``kind`` and ``at`` name it; ``at`` is a roadmap of the ranking for ``order``, else None. ``floor`` is the value
    that portfolios had to have."""

    kind: str
    at: str | None
    extra: tuple[Row, ...]
    floor: int | None
    allowed: tuple[int, ...] | None
    must: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True)
class Settled:
    """A best portfolio after ties are broken.

    Attributes:
        status: as the first solve ended.
        selection: the portfolio that counts; None where there is none.
        unique: whether no other portfolio has the same value; None where that was not proven.
        settled: whether the ties were broken to the end.
        bound: of the first solve, in units of the program.
        answer: the first solve.
        other: a second portfolio of the same value, where there is one.
        stages: the solves made, in order.
    """

    status: Status
    selection: Selection | None
    unique: bool | None
    settled: bool
    bound: int | None
    answer: Answer
    other: Selection | None = None
    stages: tuple[Stage, ...] = ()


def other_than(program: Program, selection: Selection) -> Row:
    """The row that every portfolio keeps but this one."""
    chosen = set(selection)
    return Row("other", {o: 1 if o in chosen else -1 for o in range(len(program.options))}, len(chosen) - 1)


def spend_at_most(program: Program, spend: int) -> Row:
    """The row that allows a total public spend of at most ``spend`` smallest units."""
    return Row("spend", program.spend, spend)


def sole(answer: Answer, found: Answer) -> Settled:
    """A solve's portfolio, with the proof that no other is worth as much.

    Args:
        answer: an optimal one; its own proof is not needed.
        found: what ``Live.alone`` says of its portfolio: infeasible.
    """
    proven = replace(answer, leaves=found.leaves, proof=found.proof)
    stage = Stage("other", None, (), answer.value, None, (), found)
    return Settled(answer.status, answer.selection, True, True, answer.value, proven, None, (stage,))


@dataclass
class _Changes:
    """What the solve differs in from the program, passed on to every stage."""

    limits: dict[int, int] | None = None
    off: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    allowed: tuple[int, ...] | None = None
    extra: tuple[Row, ...] = ()
    stages: list[Stage] = field(default_factory=list)


def settle(
    solver: Solver,
    answer: Answer,
    *,
    values: Sequence[int] | None = None,
    limits: dict[int, int] | None = None,
    off: Sequence[str] = (),
    must: Sequence[str] = (),
    never: Sequence[str] = (),
    allowed: Sequence[int] | None = None,
    extra: Sequence[Row] = (),
    deadline: float | None = None,
) -> Settled:
    """Break the ties of a solve.

    Args:
        solver: holds the program; anything that keeps :class:`optimizer.models.solver.Solver`.
        answer: what its ``best`` gave for the same changes; only an optimal one is settled, and where it carries a
            proof the stages do as well.
        values, limits, off, must, never, allowed, extra: the changes that ``answer`` was asked with.
        deadline: ``time.monotonic()`` at which to stop; ties are then not broken to the end.
    """
    if answer.selection is None or answer.status is not Status.OPTIMAL:
        infeasible = answer.status is Status.INFEASIBLE
        return Settled(answer.status, answer.selection, None, infeasible, answer.bound, answer)
    changes = _Changes(
        limits,
        tuple(off),
        tuple(must),
        tuple(never),
        None if allowed is None else tuple(allowed),
        tuple(extra),
    )
    objective = tuple(solver.program.values if values is None else values)
    return _Breaker(solver, answer, answer.selection, objective, changes, deadline).run()


class _Breaker:
    def __init__(
        self,
        solver: Solver,
        answer: Answer,
        selection: Selection,
        values: tuple[int, ...],
        changes: _Changes,
        deadline: float | None,
    ) -> None:
        self.solver, self.program, self.answer = solver, solver.program, answer
        self.selection, self.changes, self.deadline = selection, changes, deadline
        self.proof = answer.proof is not None
        self.other: Selection | None = None
        self.values = values
        self.value = sum(values[column] for column in self.program.columns(selection))
        self.cheap = tuple(-self.program.spend.get(column, 0) for column in range(self.program.size))

    def run(self) -> Settled:
        """Least spend first, then down the ranking."""
        other = other_than(self.program, self.selection)
        found = self._ask("other", (other,))
        if found.selection is None:
            done = found.status is Status.INFEASIBLE
            return self._made(True if done else None, done)
        self.other = found.selection
        found = self._ask("least", (other,))
        if found.selection is None:
            return self._made(False, False)
        self.other = found.selection
        cheapest = found.status is Status.OPTIMAL
        spent, theirs = self.program.spent(self.selection), self.program.spent(found.selection)
        if theirs <= spent:
            self._prefer(found.selection)
        if not cheapest:
            return self._made(False, False)
        if theirs > spent:
            return self._made(False, True)
        least = spend_at_most(self.program, min(spent, theirs))
        if theirs < spent:
            tied = self._ask("tie", (least, other_than(self.program, self.selection)))
            if tied.selection is None:
                return self._made(False, tied.status is Status.INFEASIBLE)
            self._prefer(tied.selection)
        return self._made(False, self._down(least))

    def _prefer(self, found: Selection) -> None:
        """Keep the better of two portfolios of the same value."""
        if self.program.tie_key(found) < self.program.tie_key(self.selection):
            self.selection, self.other = found, self.selection

    def _down(self, least: Row) -> bool:
        """Down the ranking: where something better could be taken, ask whether it can. Whether it came to the end."""
        for at in self.program.ranking:
            while self.program.groups[at][0] not in self.selection:
                allowed, must = self._before(at)
                found = self._ask("order", (least,), at, allowed, must)
                if found.selection is None:
                    if found.status is not Status.INFEASIBLE:
                        return False
                    break
                self._prefer(found.selection)
        return True

    def _before(self, at: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The options of a portfolio that takes the same above ``at`` and better on it, and who is then funded."""
        chosen, must = set(self.selection), [at]
        position = self.program.ranking.index(at)
        allowed = {o for r in self.program.ranking[position + 1 :] for o in self.program.groups[r]}
        for roadmap in self.program.ranking[:position]:
            taken = [o for o in self.program.groups[roadmap] if o in chosen]
            allowed |= set(taken)
            must += [roadmap] if taken else []
        mine = [o for o in self.program.groups[at] if o in chosen]
        allowed |= {o for o in self.program.groups[at] if not mine or o < mine[0]}
        return tuple(sorted(allowed)), tuple(sorted(must))

    def _ask(
        self,
        kind: str,
        extra: tuple[Row, ...],
        at: str | None = None,
        allowed: tuple[int, ...] | None = None,
        must: tuple[str, ...] = (),
    ) -> Answer:
        """One stage: ``least`` minimises spend over portfolios of the value, the others ask whether there is one."""
        changes, values = self.changes, self.values
        floor: int | None = self.value
        if kind == "least":
            extra, floor, values = (*extra, at_least(self.value, self.values)), None, self.cheap
        if allowed is None:
            allowed = changes.allowed
        elif changes.allowed is not None:
            allowed = tuple(o for o in allowed if o in set(changes.allowed))
        answer = self.solver.best(
            values=values,
            limits=changes.limits,
            off=changes.off,
            must=tuple(dict.fromkeys((*changes.must, *must))),
            never=changes.never,
            allowed=allowed,
            extra=(*changes.extra, *extra),
            floor=floor,
            deadline=self.deadline,
            proof=self.proof,
            keep=kind != "least",
        )
        changes.stages.append(Stage(kind, at, extra, floor, allowed, must, answer))
        return answer

    def _made(self, unique: bool | None, settled: bool) -> Settled:
        answer = self.answer
        stages = tuple(self.changes.stages)
        return Settled(answer.status, self.selection, unique, settled, answer.bound, answer, self.other, stages)
