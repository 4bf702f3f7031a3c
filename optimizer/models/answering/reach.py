"""How far each roadmap could take a portfolio: a bound for all of them at once, from one relaxation."""

from __future__ import annotations

import numpy as np

from optimizer.models.answering.memory import Memory
from optimizer.models.tree.task import Task


def reach(memory: Memory, task: Task) -> dict[str, int]:
    """For each roadmap that has options, a value that no portfolio which funds it exceeds (see ``Live.reach``)."""
    frame = memory.frame
    if not len(frame.start):
        return {}
    everything = np.ones(frame.slots, dtype=bool)
    relaxation = memory.relax(task)
    try:
        relaxation.restrict(everything)
        relaxed = relaxation.solve()
    finally:
        memory.rest()
    # Where nothing is feasible there is nothing to exceed: what the values alone say is a bound all the same.
    vector = task.nothing() if relaxed is None or not relaxed.feasible else task.whole(relaxed.m, relaxed.t)
    figures = task.bounds(vector, everything).without(frame)[0]
    found: dict[str, int] = {}
    for slot in np.flatnonzero(frame.is_option).tolist():
        roadmap = frame.roadmaps[frame.slot_roadmap[slot]]
        most = task.integer(figures[slot]) // task.scale
        found[roadmap] = max(most, found.get(roadmap, most))
    return found
