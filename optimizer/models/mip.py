"""A program solved by PuLP with HiGHS in the process, or with CBC: the second opinion beside the proving tree.

A solver here is floating point. Its portfolio is checked in integers and cut off where it breaks a rule; its word that
nothing better exists is taken (``leaves`` is 0 and ``proof`` None in the answer). Integer limits are moved outward by
half a step, so that rounding cannot lose a portfolio, and values are scaled so that one unit can be told apart; where
numbers are too large for that, the answer says within what it holds (``within_gap``).
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from optimizer.models.answer import Answer, Status
from optimizer.models.cuts import broken_cuts
from optimizer.models.program import Program, Row, Selection
from optimizer.models.solver import Progress, at_least, changed
from optimizer.models.statement import Statement, state

#: Objective coefficients are scaled to at most this: far from where doubles lose a millionth.
_LARGEST = 1e8
#: What a solver's bound may be off by: of the scaled objective, and of the sum of all values.
_LOOSE, _ROUNDING = 1e-5, 1e-15
#: An integer row's limit moves outward by this part of one step.
_MARGIN = 0.5


@dataclass(frozen=True)
class _Found:
    """What one run of a solver says. ``bound`` is in units of the program."""

    infeasible: bool
    finished: bool
    selection: Selection | None
    bound: float | None


@dataclass(frozen=True)
class _Until:
    """When a solve has gone far enough: within ``gap`` (``unit`` stands for a value near 0), or at the deadline."""

    gap: Fraction
    unit: int
    deadline: float | None
    progress: Progress | None

    def close(self, value: int | None, bound: int | None) -> bool:
        """Whether a value is within the gap of a bound."""
        if value is None or bound is None:
            return False
        return bound - value <= self.gap * max(abs(value), self.unit)

    def left(self) -> float | None:
        """Seconds until the deadline, as a solver takes them (0 would mean none to some); None without one."""
        return None if self.deadline is None else max(self.deadline - time.monotonic(), 0.01)

    def late(self) -> bool:
        """Whether the deadline has passed."""
        return self.deadline is not None and time.monotonic() >= self.deadline


class Mip:
    """One program, solved from a fresh PuLP statement each time.

    Args:
        program: what is solved.
        solver: ``highs`` (in the process), or ``cbc``.

    Attributes:
        cuts: the valid rows that earlier solves needed, by the id of their rule; they serve later ones.
    """

    def __init__(self, program: Program, solver: Literal["highs", "cbc"] = "highs") -> None:
        self.program = program
        self.solver = solver
        self.cuts: dict[str, list[Row]] = {}

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
        """The best portfolio with these changes; see :class:`optimizer.models.solver.Solver`.

        Raises:
            RuntimeError: when the solver stops without saying why.
        """
        start = time.monotonic()
        if floor is not None:
            extra = (*extra, at_least(floor, self.program.values if values is None else values))
        program = changed(self.program, values, limits, off, extra)
        if any(roadmap not in program.groups for roadmap in must):
            return Answer(Status.INFEASIBLE, None, None, None, seconds=time.monotonic() - start)
        scale = max(max(map(abs, program.values), default=0) / _LARGEST, 1.0)
        both = bool(program.tails)
        made = state(program, must=must, never=never, allowed=allowed, scale=scale, margin=_MARGIN, both=both)
        known = [row for id, rows in sorted(self.cuts.items()) if id not in off for row in rows]
        for index, row in enumerate(known):
            made.add(row, f"k{index}", _MARGIN)
        return _Search(self, program, made, scale, _Until(Fraction(str(gap)), unit or 1, deadline, progress)).run(start)


class _Search:
    """The loop of one solve: run, check in integers, cut, again."""

    def __init__(self, owner: Mip, program: Program, made: Statement, scale: float, until: _Until) -> None:
        self.owner, self.program, self.made, self.scale, self.until = owner, program, made, scale, until
        self.slack = floor(scale * _LOOSE + sum(map(abs, program.values)) * _ROUNDING)
        self.selection: Selection | None = None
        self.value: int | None = None
        self.bound: int | None = None
        self.runs = self.cuts = 0

    def run(self, start: float) -> Answer:
        """Solve to the end, the gap or the deadline."""
        status = None
        while status is None:
            if self.until.late():
                status = Status.TIME_LIMIT
                break
            found = self._solve()
            self.runs += 1
            status = self._judge(found)
            if self.until.progress:
                self.until.progress(self.value, self.bound, self.runs, time.monotonic() - start)
        if status is Status.TIME_LIMIT and self.until.close(self.value, self.bound):
            status = self._ended()
        bound = self.bound if status is not Status.INFEASIBLE else None
        counts = {"runs": self.runs, "cuts": self.cuts}
        seconds = time.monotonic() - start
        return Answer(status, self.selection, self.value, bound, seconds=seconds, counts=counts)

    def _judge(self, found: _Found) -> Status | None:
        """What a run means for the whole; None where it goes on."""
        if found.infeasible:
            if self.value is None:
                return Status.INFEASIBLE
            self.bound = self.value
            return Status.OPTIMAL
        if found.bound is not None:
            bound = floor(found.bound + 1e-6) + self.slack
            self.bound = bound if self.bound is None else min(self.bound, bound)
        sound = found.selection is not None and self._sound(found.selection)
        if sound and found.selection is not None:
            value = self.program.value(found.selection)
            if self.value is None or value > self.value:
                self.selection, self.value = found.selection, value
        if self.value is not None and self.bound is not None:
            self.bound = max(self.bound, self.value)
        if not found.finished:
            return Status.TIME_LIMIT
        if sound:
            return self._ended()
        if found.selection is None:
            raise RuntimeError("the solver stopped without a portfolio and without saying that there is none")
        self._cut(found.selection)
        return self._ended() if self.until.close(self.value, self.bound) else None

    def _sound(self, selection: Selection) -> bool:
        """Whether a portfolio takes one level a roadmap and keeps every rule, in integers."""
        roadmaps = [self.program.options[o].roadmap for o in selection]
        return len(set(roadmaps)) == len(roadmaps) and self.program.feasible(selection)

    def _cut(self, selection: Selection) -> None:
        """Cut off a portfolio that breaks a rule: by a tangent or downside row where there is one, else alone."""
        rows = broken_cuts(self.program, self.program.columns(selection))
        for index, row in enumerate(rows):
            self.made.add(row, f"c{self.cuts}_{index}", _MARGIN)
            self.owner.cuts.setdefault(row.id, []).append(row)
        if not rows or self.cuts % 8 == 7:  # a tangent may pass so close that the solver does not see the difference
            self.made.forbid(selection, len(self.program.options), f"not{self.cuts}")
        self.cuts += 1

    def _ended(self) -> Status:
        """The status of a search that a solver says is finished."""
        assert self.value is not None
        if self.bound is None:  # CBC tells no bound: its word is that this is the best
            self.bound = self.value
        return Status.OPTIMAL if self.bound == self.value else Status.WITHIN_GAP

    def _solve(self) -> _Found:
        return self._highs() if self.owner.solver == "highs" else self._cbc()

    def _highs(self) -> _Found:
        import highspy
        import pulp

        from optimizer.models.tree.relaxation import quiet_highs

        quiet_highs()  # greets once a process, with standard output kept quiet; PuLP's own would greet on it
        problem = self.made.problem
        # No thread count: HiGHS answers nothing, silently, once two counts were asked for in one process.
        problem.solve(
            pulp.HiGHS(msg=False, timeLimit=self.until.left(), gapRel=float(self.until.gap), gapAbs=0.5 / self.scale)
        )
        model = problem.solverModel
        status, info = model.getModelStatus(), model.getInfo()
        kind = highspy.HighsModelStatus
        if status in (kind.kInfeasible, kind.kUnboundedOrInfeasible):
            return _Found(True, True, None, None)
        if status == kind.kModelEmpty:
            return _Found(False, True, (), 0.0)
        if status not in (kind.kOptimal, kind.kTimeLimit, kind.kInterrupt):
            raise RuntimeError(f"HiGHS stopped with status {model.modelStatusToString(status)}")
        has = info.primal_solution_status == 2
        selection = self.made.selection(len(self.program.options)) if has else None
        bound = -info.mip_dual_bound * self.scale
        known = bound if abs(bound) < 1e300 else None
        return _Found(False, status == kind.kOptimal, selection, known)

    def _cbc(self) -> _Found:
        import pulp

        problem = self.made.problem
        problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=self.until.left(), gapRel=0, gapAbs=0, threads=1))
        if problem.status == pulp.LpStatusInfeasible:
            return _Found(True, True, None, None)
        if problem.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
            return _Found(False, False, None, None)  # stopped, or gave up, before it found any
        finished = problem.sol_status == pulp.LpSolutionOptimal
        return _Found(False, finished, self.made.selection(len(self.program.options)), None)
