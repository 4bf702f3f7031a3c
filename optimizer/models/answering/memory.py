"""What a live model remembers between two questions."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.models.program import Program, Selection
from optimizer.models.tree.forest import Forest
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.layout import Layout
from optimizer.models.tree.nearby import Nearby
from optimizer.models.tree.portfolios import Pool
from optimizer.models.tree.proof import Cut
from optimizer.models.tree.relaxation import Relaxation
from optimizer.models.tree.search import Gains
from optimizer.models.tree.task import Task

#: A question whose objective moved by at most ``MOVED`` (in parts of its size) also looks for portfolios almost as good
#: as the best: within ``MARGIN`` (likewise), and within ``MARGINS`` over the square of the roadmaps, as there are ever
#: more of them; beyond ``LISTED`` roadmaps that takes longer than it saves.
MOVED, MARGIN, MARGINS, LISTED = 0.03, 0.006, 7.0, 80


class Memory:
    """A program and what has been learnt about it.

    Attributes:
        frame, layout: the program laid out for arrays.
        pool: every portfolio found, under whatever question.
        relaxation: the linear relaxation, kept warm; None before the first question.
        cuts: valid rows for cones and tails that some bound drew on.
        gains: what splitting a roadmap brings.
        forest: the tree of cases that proved the last answers.
        last: the objective of the last question; None before the first.
        lists: portfolios almost as good as the best under earlier objectives, latest first.
        margin: how much less than the best they may be worth, in parts of the objective's size.
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

    def relax(self, task: Task) -> Relaxation:
        """The relaxation, with a task's objective, limits and rows; :meth:`rest` it afterwards."""
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

    def rest(self) -> None:
        """Takes a question's own rows out of the relaxation again."""
        if self.relaxation is not None:
            self.relaxation.cut_back(len(self.program.rows))

    @property
    def solves(self) -> int:
        """How many linear programs have been solved."""
        return 0 if self.relaxation is None else self.relaxation.solves
