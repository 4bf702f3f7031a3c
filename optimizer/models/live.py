"""The live model: built once for a program, asked again and again, each answer proven in whole numbers.

Between two questions it keeps the linear relaxation warm, the portfolios that it has found, what it has learnt about
branching, valid cuts, and the tree of cases that proved the last answers.

Threads: a ``Live`` is one conversation and belongs to one thread at a time; nothing in it is locked. Programs, answers
and proofs are immutable and may be shared freely; ``clone()`` gives another thread a ``Live`` of its own that starts
with what this one knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.answer import Answer, Status
from optimizer.models.program import Program, Row, Selection
from optimizer.models.tree.forest import Forest
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.hunt import Hunt
from optimizer.models.tree.nearby import Nearby, nearby
from optimizer.models.tree.portfolios import Pool
from optimizer.models.tree.proof import Cut, Leaf, Node, Proof, Statement
from optimizer.models.tree.relaxation import Relaxation
from optimizer.models.tree.search import Case, Gains, Progress, Search, Stopped
from optimizer.models.tree.sweep import Layout
from optimizer.models.tree.task import KINDS, Task, TooLarge
from optimizer.models.tree.writing import Writer, walk

__all__ = ["Live"]

#: Up to so many roadmaps an answer without a proof comes from sweeps; beyond, the tree bounds better in the same time.
SWEPT = 150
#: A question whose objective moved by at most ``MOVED`` (in parts of its size) also looks for portfolios almost as good
#: as the best: within ``MARGIN`` (likewise), and within ``MARGINS`` over the square of the roadmaps, as there are ever
#: more of them; beyond ``LISTED`` roadmaps that takes longer than it saves. ``LISTS`` such lists are kept, of which the
#: ``ASKED`` nearest are tried.
MOVED, MARGIN, MARGINS, LISTED, LISTS, ASKED = 0.03, 0.006, 7.0, 80, 8, 4
#: A list that took so many splits to find was too long: the next one is to be half as wide.
TROUBLE = 40


class Live:
    """A program that is solved again and again.

    Args:
        program: the problem.
        pool: portfolios to begin with; those that are not feasible for a question are left aside.
    """

    def __init__(self, program: Program, *, pool: Iterable[Selection] = ()) -> None:
        self.program = program
        self.frame = Frame(program)
        self.gains = Gains(len(self.frame.start))
        self.cuts: list[Cut] = []
        self.pool = Pool(self.frame)
        for selection in pool:
            self.pool.add(tuple(sorted(selection)))
        self.relaxation: Relaxation | None = None
        self.forest = Forest(self.frame)
        self.layout = Layout(self.frame)
        self.last: tuple[int, ...] | None = None
        self.lists: list[Nearby] = []
        roadmaps = len(self.frame.start)
        self.margin = min(MARGIN, MARGINS / max(roadmaps, 1) ** 2) if roadmaps <= LISTED else 0.0

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
        progress: Callable[[int | None, int | None, int, float], None] | None = None,
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
        started = monotonic()
        statement = Statement(
            tuple(self.program.values if values is None else (int(v) for v in values)),
            None,
            tuple(sorted(set(must))),
            tuple(sorted(set(never))),
            None if allowed is None else tuple(sorted(set(allowed))),
            tuple(sorted(set(off))),
            tuple(sorted((limits or {}).items())),
            tuple(extra),
        )
        if len(statement.values) != self.program.size:
            raise ValueError(f"{len(statement.values)} values for {self.program.size} columns")
        if unit is None:
            unit = max(ceil(1 / self.program.unit), 1)
        share = gap if isinstance(gap, Fraction) else Fraction(str(gap))
        for kind in range(len(KINDS)):
            try:
                return self._best(statement, share, unit, floor, deadline, progress, proof, keep, started, kind)
            except TooLarge:
                continue
        raise AssertionError("Python integers hold any number")

    def _best(
        self,
        statement: Statement,
        gap: Fraction,
        unit: int,
        floor: int | None,
        deadline: float | None,
        progress: Progress | None,
        proof: bool,
        keep: bool,
        started: float,
        kind: int,
    ) -> Answer:
        domain = self.frame.domain(statement.must, statement.never, statement.allowed)
        if domain is None:
            return self._nothing(statement, floor, Leaf(None), started)
        task = Task(
            self.frame,
            statement.values,
            dict(statement.limits),
            frozenset(statement.off),
            statement.extra,
            self.cuts,
            kind,
        )
        plain = keep and not gap and floor is None and kind == task.kind == 0
        plain = plain and statement == Statement(statement.values, None)
        if plain and not proof:
            before = 0 if self.relaxation is None else self.relaxation.solves
            known = self._listed(task, domain)
            if known is not None:
                self.last = statement.values
                solves = 0 if self.relaxation is None else self.relaxation.solves - before
                counts = {"relaxations": solves, "splits": 0, "cases": 0}
                return Answer(Status.OPTIMAL, known[0], known[1], known[1], 1, None, monotonic() - started, counts)
        relaxation = self._relax(task)
        near = keep and statement.values == self.last and statement == Statement(statement.values, None)
        # To within a gap the tree is done after a case or two; a sweep would go through all that the gap leaves open.
        if not proof and not near and not gap and kind == 0 and task.kind == 0 and 0 < len(self.frame.start) <= SWEPT:
            hunt = Hunt(
                task,
                relaxation,
                self.layout,
                domain,
                gap=gap,
                unit=unit,
                floor=floor,
                margin=self._margin(statement.values) if plain else 0,
                deadline=deadline,
                progress=progress,
            )
            if keep:
                self.last = statement.values
            return self._hunted(hunt, started)
        if keep:
            self.last = statement.values
        search = Search(
            task, relaxation, self.gains, gap=gap, unit=unit, floor=floor, deadline=deadline, progress=progress
        )
        search.domain = domain
        root = Case(domain, task.nothing(), np.inf)
        root.total = task.bounds(root.vector, domain).total[0] if search.slots_left(domain) else None
        stopped = reuse = False
        try:
            self._known(search)
            reuse = self.forest.usable(search)
            if reuse:
                self.forest.run(search, root)
            else:
                search.run([root])
        except (Stopped, KeyboardInterrupt):
            stopped = True
        finally:
            relaxation.cut_back(len(self.program.rows))
            self.cuts = task.cuts
            for selection in search.found:
                self.pool.add(selection)
        if reuse and not self.forest.alone:
            answer = self._answer(statement, search, root, stopped, proof, started, self.forest)
        else:
            answer = self._answer(statement, search, root, stopped, proof, started, None)
        if keep and not stopped:
            self.forest.keep(search, root, reuse)
        return answer

    def alone(self, selection: Selection, *, deadline: float | None = None, progress: Progress | None = None) -> Answer:
        """Whether no other portfolio of the program is worth as much as this one, with the proof.

        One tree shows at once that none is worth more and that none other is worth as much; the portfolio itself is
        left out case by case, which a row that only it breaks would do far less tightly in the relaxations.

        Returns:
            ``infeasible`` where there is no other; ``time_limit`` with another one where that is found, without where
            the deadline came first.
        """
        for kind in range(len(KINDS)):
            try:
                return self._alone(tuple(sorted(selection)), deadline, progress, kind)
            except TooLarge:
                continue
        raise AssertionError("Python integers hold any number")

    def _alone(self, selection: Selection, deadline: float | None, progress: Progress | None, kind: int) -> Answer:
        started, program = monotonic(), self.program
        task = Task(self.frame, program.values, {}, frozenset(), (), self.cuts, kind)
        search = Search(
            task,
            self._relax(task),
            self.gains,
            floor=program.value(selection),
            deadline=deadline,
            progress=progress,
            spare=selection,
        )
        statement = Statement(program.values, None, spared=selection)
        root = Case(search.domain, task.nothing(), np.inf)
        root.total = task.bounds(root.vector, root.allowed).total[0] if search.slots_left(root.allowed) else None
        stopped = False
        try:
            self._known(search)
            search.run([root])
        except (Stopped, KeyboardInterrupt):
            stopped = True
        finally:
            search.relaxation.cut_back(len(program.rows))
            self.cuts = task.cuts
            for found in search.found:
                self.pool.add(found)
        return self._answer(statement, search, root, stopped, not stopped, started, None)

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
        progress: Callable[[int | None, int | None, int, float], None] | None = None,
    ) -> tuple[list[Selection], bool]:
        """The ``count`` best portfolios of the program, best first, ties as ``Program.tie_key`` has them.

        Returns:
            The portfolios (fewer where there are no more), and whether they are proven to be the best; False where the
            deadline or KeyboardInterrupt came first.
        """
        program = self.program
        task = Task(self.frame, program.values, {}, frozenset(), (), self.cuts)
        domain = self.frame.domain()
        if not len(self.frame.start) or domain is None:
            return ([()] if task.keeps(()) else []), True
        try:
            if task.kind:
                raise TooLarge
            # A hunt for one stops at the first of equals; one for two finds all that tie with the best.
            wanted = max(count, 2)
            hunt = Hunt(
                task, self._relax(task), self.layout, domain, count=wanted, deadline=deadline, progress=progress
            )
            complete, found = self._run(hunt), hunt.found
        except TooLarge:
            found, complete = self._one_by_one(count, deadline)
        ordered = sorted(found, key=lambda one: (-found[one], program.tie_key(one)))
        return ordered[:count], complete

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
        statement_rows, dropped = tuple(extra), frozenset(off)
        domain = self.frame.domain()
        if domain is None or not 0 < len(self.frame.start) <= SWEPT:
            return None
        try:
            task = Task(self.frame, self.program.values, dict(limits or {}), dropped, statement_rows, self.cuts)
            if task.kind:
                return None
            relaxation = self._relax(task)
            hunt = Hunt(task, relaxation, self.layout, domain, margin=margin, deadline=deadline)
            complete = self._run(hunt, listed=False)
        except TooLarge:
            return None
        for selection in sorted(hunt.found, key=hunt.found.__getitem__)[-200:]:
            self.pool.add(selection)
        # What was found before the best was known may be worth less: of that, not all was looked for.
        kept = {one: value for one, value in hunt.found.items() if value >= hunt.target}
        return kept, complete, hunt.splits

    def _one_by_one(self, count: int, deadline: float | None) -> tuple[dict[Selection, int], bool]:
        """The best portfolios, and all that tie with the last, each cut off when it is found: for numbers beyond what
        sweeps count in."""
        found: dict[Selection, int] = {}
        rows: list[Row] = []
        while True:
            answer = self.best(extra=rows, proof=False, keep=False, deadline=deadline)
            if answer.status is Status.TIME_LIMIT:
                return found, False
            if answer.selection is None or answer.value is None:
                return found, True
            if len(found) >= count and answer.value < min(sorted(found.values(), reverse=True)[:count]):
                return found, True
            found[answer.selection] = answer.value
            chosen = set(answer.selection)
            others = {o: 1 if o in chosen else -1 for o in range(len(self.program.options))}
            rows.append(Row(f"found:{len(rows)}", others, len(chosen) - 1))

    def _listed(self, task: Task, domain: NDArray[np.bool_]) -> tuple[Selection, int] | None:
        """The best portfolio and its value, where the list that a question near this one left proves it."""
        for one in sorted(self.lists, key=lambda one: one.distance(task))[:ASKED]:
            found = one.best(task, domain)
            if found is not None:
                return found
        near = [one for one in self.lists if one.distance(task) <= MOVED * task.size / task.scale]
        if not near or self.relaxation is None:
            return None
        # The relaxation may still have the limits of another question.
        self._relax(task)
        try:
            return min(near, key=lambda one: one.distance(task)).best(task, domain, self.relaxation)
        finally:
            self.relaxation.cut_back(len(self.program.rows))

    def _margin(self, values: tuple[int, ...]) -> int:
        """How much less than the best the portfolios are worth that a question also looks for: none where the last
        question was a different one, for then the next will be too."""
        if self.last is None:
            return 0
        old, new = (np.array(x, dtype=np.float64) for x in (self.last, values))
        size = float(np.abs(new).sum())
        return int(self.margin * size) if float(np.abs(new - old).sum()) <= MOVED * size else 0

    def _run(self, hunt: Hunt, listed: bool = True) -> bool:
        """Runs a hunt from what the pool knows; whether it came to its end."""
        task, columns = hunt.task, self.pool.stack()
        for one in self.lists[:ASKED]:
            if one.selections:
                hunt.offer(one.selections[int((one.columns @ task.floats).argmax())])
        if len(columns):
            worth = columns @ task.floats
            rows = task.matrix[: task.plain][task.active[: task.plain]]
            right = (columns @ rows.T <= task.limits[: task.plain][task.active[: task.plain]]).all(axis=1)
            order = np.flatnonzero(right)
            for i in order[np.argsort(-worth[order], kind="stable")].tolist():
                if worth[i] < hunt.target:
                    break
                hunt.offer(self.pool.selections[i])
        if not hunt.found:
            hunt.offer(())
        try:
            hunt.run()
        except (Stopped, KeyboardInterrupt):
            return False
        finally:
            hunt.relaxation.cut_back(len(self.program.rows))
            self.cuts = hunt.cuts()
            for selection, value in hunt.found.items():
                if not hunt.margin or value == hunt.value:
                    self.pool.add(selection)
        if listed and hunt.margin and hunt.found and hunt.vector is not None:
            self.lists = [nearby(task, hunt.vector, hunt.target, hunt.found), *self.lists][:LISTS]
            self.margin /= 2 if hunt.splits > TROUBLE else 1
        return True

    def _hunted(self, hunt: Hunt, started: float) -> Answer:
        """The answer of a hunt."""
        complete = self._run(hunt)
        best = hunt.best()
        value = None if best is None else hunt.found[best]
        counts = {"relaxations": hunt.relaxation.solves, "splits": hunt.splits, "cases": hunt.swept}
        if not complete:
            return Answer(
                Status.TIME_LIMIT, best, value, hunt.bound(), hunt.closed, None, monotonic() - started, counts
            )
        if value is None:
            bound = None if hunt.floor is None else hunt.floor - 1
            return Answer(Status.INFEASIBLE, None, None, bound, hunt.closed, None, monotonic() - started, counts)
        bound = value if hunt.margin else hunt.target - 1
        status = Status.OPTIMAL if bound == value else Status.WITHIN_GAP
        return Answer(status, best, value, bound, hunt.closed, None, monotonic() - started, counts)

    def _relax(self, task: Task) -> Relaxation:
        """The relaxation, with a task's objective, limits and rows."""
        first = len(self.program.rows)
        if self.relaxation is None:
            self.relaxation = Relaxation(self.frame, task.rows[:first], task.floats)
        else:
            self.relaxation.objective(task.floats)
        rows = task.rows[first:]
        if rows:
            self.relaxation.add([c for c, _ in rows], [limit for _, limit in rows])
        limits = np.array([float(limit) for _, limit in task.rows])
        limits[~task.active] = np.inf
        self.relaxation.limit(limits)
        return self.relaxation

    def _known(self, search: Search) -> None:
        """Starts a search from the best portfolio known, or from nothing funded."""
        search.offer(())
        columns = self.pool.stack()
        if not len(columns):
            return
        worth = columns @ search.task.floats
        right = np.flatnonzero(search.measure.excess(columns) == 0)
        for i in right[np.argsort(-worth[right], kind="stable")].tolist():
            if search.value is not None and worth[i] <= search.value - 1:
                break
            if search.offer(self.pool.selections[i]):
                break

    def _nothing(self, statement: Statement, floor: int | None, root: Node, started: float) -> Answer:
        """The answer where there is no portfolio."""
        target = None if floor is None else floor
        made = Proof(_aimed(statement, target), root)
        bound = None if floor is None else floor - 1
        return Answer(Status.INFEASIBLE, None, None, bound, made.leaves, made, monotonic() - started)

    def _answer(
        self,
        statement: Statement,
        search: Search,
        root: Case,
        stopped: bool,
        proof: bool,
        started: float,
        forest: Forest | None,
    ) -> Answer:
        task, value = search.task, search.value
        leaves = 0
        bound: int | None = None
        roots = [root]
        if forest is not None:
            if proof:
                forest.whole(root, search)
            else:
                roots = list(forest.worked.values())
                leaves = len(forest) - len(roots)
                largest = forest.largest()
                bound = None if largest is None else task.integer(largest) // task.scale
        for case in walk(roots):
            if case.children:
                continue
            leaves += 1
            if case.total is not None and case.vector.objective:
                total = task.integer(case.total) // task.scale
                bound = total if bound is None else max(bound, total)
        if search.struck_at is not None and search.gap:
            bound = search.struck_at - 1 if bound is None else max(bound, search.struck_at - 1)
        if value is not None:
            bound = value if bound is None else max(bound, value)
        target: int | None
        if stopped:
            status = Status.TIME_LIMIT
            target = None if bound is None else bound + 1
        elif value is None:
            status, target = Status.INFEASIBLE, search.floor
            bound = None if search.floor is None else search.floor - 1
        else:
            if not search.gap:
                bound = value
            status = Status.OPTIMAL if bound == value else Status.WITHIN_GAP
            target = None if bound is None else bound + 1
        made = Proof(_aimed(statement, target), Writer(task, target).tree(root)) if proof else None
        counts = {"relaxations": search.relaxation.solves, "splits": search.splits, "climbs": search.climbs}
        return Answer(status, search.best, value, bound, leaves, made, monotonic() - started, counts)


def _aimed(statement: Statement, target: int | None) -> Statement:
    """The statement with its target."""
    from dataclasses import replace

    return replace(statement, target=target)
