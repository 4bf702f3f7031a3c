"""Answers from lists: all portfolios that were almost as good as the best when the objective was a little different."""

from __future__ import annotations

from time import monotonic

import numpy as np
from numpy.typing import NDArray

from optimizer.models.answer import Answer, Status
from optimizer.models.answering.asked import Asked
from optimizer.models.answering.memory import MOVED, Memory
from optimizer.models.program import Selection
from optimizer.models.tree.hunt import Hunt
from optimizer.models.tree.nearby import nearby
from optimizer.models.tree.task import Task

Mask = NDArray[np.bool_]

#: How many lists are kept, and how many of them, the nearest first, are tried.
LISTS, ASKED = 8, 4
#: A list that took so many splits to find was too long: the next one is to be half as wide.
TROUBLE = 40


def from_lists(memory: Memory, asked: Asked, task: Task, domain: Mask) -> Answer | None:
    """The answer, where the list that a question near this one left proves it; the question is a plain one."""
    before = memory.solves
    known = _proven(memory, task, domain)
    if known is None:
        return None
    memory.last = asked.statement.values
    selection, value = known
    counts = {"relaxations": memory.solves - before, "splits": 0, "cases": 0}
    return Answer(Status.OPTIMAL, selection, value, value, 1, None, monotonic() - asked.started, counts)


def _proven(memory: Memory, task: Task, domain: Mask) -> tuple[Selection, int] | None:
    """The best portfolio and its value, by a list's own multipliers or by new ones from the relaxation."""
    nearest = sorted(memory.lists, key=lambda one: one.distance(task))
    for one in nearest[:ASKED]:
        found = one.best(task, domain)
        if found is not None:
            return found
    near = [one for one in nearest if one.distance(task) <= MOVED * task.size / task.scale]
    if not near or memory.relaxation is None:
        return None
    # The relaxation may still have the limits of another question.
    memory.relax(task)
    try:
        return near[0].best(task, domain, memory.relaxation)
    finally:
        memory.rest()


def margin(memory: Memory, values: tuple[int, ...]) -> int:
    """How much less than the best the portfolios are worth that a question also looks for: none where the last question
    was a different one, for then the next will be too."""
    if memory.last is None:
        return 0
    old, new = (np.array(x, dtype=np.float64) for x in (memory.last, values))
    size = float(np.abs(new).sum())
    return int(memory.margin * size) if float(np.abs(new - old).sum()) <= MOVED * size else 0


def keep_list(memory: Memory, hunt: Hunt) -> None:
    """Keeps what a hunt with a margin found, for the next questions."""
    if hunt.margin and hunt.found and hunt.vector is not None:
        memory.lists = [nearby(hunt.task, hunt.vector, hunt.target, hunt.found), *memory.lists][:LISTS]
        memory.margin /= 2 if hunt.splits > TROUBLE else 1
