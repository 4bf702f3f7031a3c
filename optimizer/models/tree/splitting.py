"""A case in two: which roadmap to decide next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.models.tree.bounds import Bounds
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.relaxation import Relaxed
from optimizer.models.tree.task import Task

Mask = NDArray[np.bool_]


def possible(frame: Frame, allowed: Mask) -> bool:
    """Whether every roadmap has something left that it may take."""
    return not len(frame.start) or bool(np.logical_or.reduceat(allowed, frame.start).all())


def split(task: Task, left: Mask, relaxed: Relaxed | None, bounds: Bounds) -> Sequence[Mask]:
    """The case in two, on the roadmap that the relaxation is most undecided about for its worth; the likelier side is
    to be worked first.

    Args:
        task: the question.
        left: (slots,) what the case still allows.
        relaxed: its relaxation, where there is one.
        bounds: of its multipliers.
    """
    frame = task.frame
    count = np.bincount(frame.slot_roadmap, left, minlength=len(frame.start))
    worth = np.where(frame.is_option, np.abs(task.floats)[np.maximum(frame.slot_option, 0)], 0.0)
    heavy = np.maximum.reduceat(worth, frame.start) + 1.0
    if relaxed is None:
        share = np.full(len(frame.start), 0.5)
    else:
        taken = np.where(frame.is_option, relaxed.columns[np.maximum(frame.slot_option, 0)], 0.0)
        share = np.clip(np.bincount(frame.slot_roadmap, taken, minlength=len(frame.start)), 0.0, 1.0)
    none = np.zeros(frame.slots, dtype=bool)
    none[frame.start] = True
    merit = np.where(count > 1, (np.minimum(share, 1 - share) + 1e-6) * heavy, -1.0)
    roadmap = int(merit.argmax())
    mine = frame.slot_roadmap == roadmap
    if left[frame.start[roadmap]]:
        without, within = left & ~(mine & ~none), left & ~(mine & none)
    else:  # the roadmap is funded whatever happens: one of its levels against the others
        slots = np.flatnonzero(left & mine)
        top: Any = slots[int(bounds.scores[0][slots].argmax())]
        within, without = left & ~mine, left.copy()
        within[top] = True
        without[top] = False
    return (without, within) if share[roadmap] > 0.5 else (within, without)
