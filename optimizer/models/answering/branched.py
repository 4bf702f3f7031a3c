"""Answers from the tree of cases, which leaves a proof that a certificate is written from."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from optimizer.models.answer import Answer, Status
from optimizer.models.answering.asked import Asked
from optimizer.models.answering.memory import Memory
from optimizer.models.program import Selection
from optimizer.models.tree.forest import Forest
from optimizer.models.tree.proof import Leaf, Proof, Statement
from optimizer.models.tree.search import Case, Progress, Search, Stopped
from optimizer.models.tree.task import Task
from optimizer.models.tree.writing import Writer, walk

Mask = NDArray[np.bool_]


def by_tree(memory: Memory, asked: Asked, task: Task, domain: Mask) -> Answer:
    """The best portfolio that a domain allows, from the stored tree as far as it goes."""
    if asked.keep:
        memory.last = asked.statement.values
    search = Search(
        task,
        memory.relax(task),
        memory.gains,
        gap=asked.gap,
        unit=asked.unit,
        floor=asked.floor,
        deadline=asked.deadline,
        progress=asked.progress,
    )
    search.domain = domain
    root = _root(search)
    stopped, reuse = _run(memory, search, root, memory.forest)
    forest = memory.forest if reuse and not memory.forest.alone else None
    answer = _answer(asked.statement, search, root, stopped, asked.proof, asked.started, forest)
    if asked.keep and not stopped:
        memory.forest.keep(search, root, reuse)
    return answer


def alone(memory: Memory, selection: Selection, deadline: float | None, progress: Progress | None, kind: int) -> Answer:
    """Whether no other portfolio of the program is worth as much as this one (see ``Live.alone``).

    Raises:
        TooLarge: when numbers of this kind do not hold the question.
    """
    started, program = monotonic(), memory.program
    task = Task(memory.frame, program.values, {}, frozenset(), (), memory.cuts, kind)
    search = Search(
        task,
        memory.relax(task),
        memory.gains,
        floor=program.value(selection),
        deadline=deadline,
        progress=progress,
        spare=selection,
    )
    statement = Statement(program.values, None, spared=selection)
    root = _root(search)
    stopped, _ = _run(memory, search, root, None)
    return _answer(statement, search, root, stopped, not stopped, started, None)


def nothing(asked: Asked) -> Answer:
    """The answer where a forced roadmap has nothing that it may take."""
    made = Proof(replace(asked.statement, target=asked.floor), Leaf(None))
    bound = None if asked.floor is None else asked.floor - 1
    return Answer(Status.INFEASIBLE, None, None, bound, made.leaves, made, monotonic() - asked.started)


def _root(search: Search) -> Case:
    """The case of everything that a search may take."""
    root = Case(search.domain, search.task.nothing(), np.inf)
    if search.slots_left(search.domain):
        root.total = search.task.bounds(root.vector, search.domain).total[0]
    return root


def _run(memory: Memory, search: Search, root: Case, forest: Forest | None) -> tuple[bool, bool]:
    """Runs a search from what is known; whether it was stopped, and whether the stored leaves served it."""
    stopped = reuse = False
    try:
        _offer_known(memory, search)
        reuse = forest is not None and forest.usable(search)
        if reuse and forest is not None:
            forest.run(search, root)
        else:
            search.run([root])
    except (Stopped, KeyboardInterrupt):
        stopped = True
    finally:
        memory.rest()
        memory.cuts = search.task.cuts
        for selection in search.found:
            memory.pool.add(selection)
    return stopped, reuse


def _offer_known(memory: Memory, search: Search) -> None:
    """Starts a search from the best portfolio known, or from nothing funded."""
    search.offer(())
    columns = memory.pool.stack()
    if not len(columns):
        return
    worth = columns @ search.task.floats
    right = np.flatnonzero(search.measure.excess(columns) == 0)
    for i in right[np.argsort(-worth[right], kind="stable")].tolist():
        if search.value is not None and worth[i] <= search.value - 1:
            break
        if search.offer(memory.pool.selections[i]):
            break


def _bounded(search: Search, root: Case, proof: bool, forest: Forest | None) -> tuple[int, int | None]:
    """How many cases the search distinguished, and the bound over all of them. Where a forest served and a proof is
    wanted, the root is given its cases."""
    task, leaves = search.task, 0
    bound: int | None = None
    roots = [root]
    if forest is not None and proof:
        forest.whole(root, search)
    elif forest is not None:
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
    if search.value is not None:
        bound = search.value if bound is None else max(bound, search.value)
    return leaves, bound


def _answer(
    statement: Statement,
    search: Search,
    root: Case,
    stopped: bool,
    proof: bool,
    started: float,
    forest: Forest | None,
) -> Answer:
    """What a search found, what it proves, and the proof where it is wanted."""
    value = search.value
    leaves, bound = _bounded(search, root, proof, forest)
    if stopped:
        status = Status.TIME_LIMIT
    elif value is None:
        status, bound = Status.INFEASIBLE, None if search.floor is None else search.floor - 1
    else:
        bound = bound if search.gap else value
        status = Status.OPTIMAL if bound == value else Status.WITHIN_GAP
    target = None if bound is None else bound + 1
    made = None
    if proof:
        made = Proof(replace(statement, target=target), Writer(search.task, target).tree(root))
    counts = {"relaxations": search.relaxation.solves, "splits": search.splits, "climbs": search.climbs}
    return Answer(status, search.best, value, bound, leaves, made, monotonic() - started, counts)
