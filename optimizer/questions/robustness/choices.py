"""The best portfolio at each of many objectives, solved one after another in pieces that any process can take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.answer import Status
from optimizer.models.program import Program, Selection
from optimizer.questions.parallel import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Objectives in one piece: enough to pay for a fresh tree, few enough to share out and to stop in between.
_PIECE = 50


@dataclass(frozen=True)
class _Piece:
    program: Program
    values: NDArray[np.int64]
    known: tuple[Selection, ...]
    deadline: float | None


def best_of_each(
    program: Program,
    values: NDArray[np.int64],
    known: Sequence[Selection] = (),
    *,
    jobs: int = 1,
    cluster: str | None = None,
    deadline: float | None = None,
    progress: Callable[..., None] | None = None,
) -> tuple[list[Selection], bool]:
    """The best portfolio at each row of ``values`` (objectives by columns), proven; and whether all were reached.

    Of portfolios that are equally good at an objective it is left open which one comes back, but it is the same one
    for any number of jobs. A program without a portfolio is an error of the caller's.

    Args:
        known: feasible portfolios to start from.
    """
    # Another machine's clock says nothing here; what is done there is then stopped between pieces.
    limit = None if cluster else deadline
    first = tuple(known)
    pieces = [_Piece(program, values[at : at + _PIECE], first, limit) for at in range(0, len(values), _PIECE)]
    parts, complete = spread(_solve, pieces, jobs=jobs, cluster=cluster, deadline=deadline, progress=progress)
    found: list[Selection] = []
    for piece, part in zip(pieces, parts, strict=False):
        found += part
        if len(part) < len(piece.values):
            return found, False
    return found, complete


def _solve(piece: _Piece) -> list[Selection]:
    from optimizer.models.live import Live

    live = Live(piece.program, pool=piece.known)
    found: list[Selection] = []
    for row in piece.values.tolist():
        if piece.deadline is not None and time.monotonic() >= piece.deadline:
            break
        answer = live.best(values=row, deadline=piece.deadline, proof=False)
        if answer.status is Status.TIME_LIMIT or answer.selection is None:
            break
        found.append(answer.selection)
    return found
