"""How much a portfolio may fall short of the best, and the portfolio for which that is least.

``best value(w) - V(P, w)`` is convex in the weights, so its largest value over a polytope is at an extreme point. The
minimax-regret portfolio (Savage 1951; Kouvelis and Yu 1997) is found by asking for a portfolio that stays below a given
regret at the points where that bites, adding points as portfolios break them; when there is none, the last one found is
proven best. All of it in fractions.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.answer import Status
from optimizer.models.program import Row, Selection
from optimizer.questions.robustness.corners import Corners

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.models.live import Live

    Ints = NDArray[np.int64]

#: Halving stops when the least and the largest possible regret are this close, as a share; then only proof is left.
_CLOSE = Fraction(1, 50)


@dataclass(frozen=True)
class Regret:
    """A portfolio's largest regret, exact, and the weighting at which it is reached."""

    amount: Fraction
    at: int


def regrets(corners: Corners, best: Sequence[int], vectors: Ints) -> list[Regret]:
    """The largest regret of each portfolio, given the best value at each weighting, all in units."""
    missing = np.array(best, dtype=np.int64)[None, :] - vectors
    close = missing * corners.sizes
    made = []
    for row, around in zip(missing, close, strict=True):
        near = np.flatnonzero(around >= around.max() - 1e-9 * max(1.0, abs(float(around.max()))))
        amount, at = max((int(row[e]) * corners.units[e], -int(e)) for e in near)
        made.append(Regret(amount, -at))
    return made


def minimax(
    live: Live, corners: Corners, best: Sequence[int], start: Sequence[Selection], deadline: float | None = None
) -> tuple[Selection, Fraction, bool]:
    """The portfolio with the least largest regret, that regret, and whether it is proven.

    Args:
        best: the best value at each weighting, in units.
        start: feasible portfolios, at least one.
    """
    program = live.program
    vectors = corners.of(program, start)
    found = regrets(corners, best, vectors)
    order = sorted(range(len(start)), key=lambda i: (found[i].amount, -program.value(start[i]), start[i]))
    chosen, high = start[order[0]], found[order[0]].amount
    low = Fraction(0)
    biting = sorted({found[i].at for i in order[:8]})
    middle = _middle(corners)
    while high > low:
        tight = high - low <= _CLOSE * high
        target = high if tight else (low + high) / 2
        rows = [_below(corners, best, e, target, strict=tight) for e in biting]
        answer = live.best(values=middle, extra=rows, deadline=deadline, proof=False, keep=False)
        if answer.status is Status.TIME_LIMIT:
            return chosen, high, False
        if answer.selection is None:
            if tight:
                break
            low = target
            continue
        regret = regrets(corners, best, corners.of(program, [answer.selection]))[0]
        if regret.amount < high:
            chosen, high = answer.selection, regret.amount
        biting = sorted({*biting, regret.at})
    return _settled(live, corners, best, chosen, high, biting, deadline)


def _middle(corners: Corners) -> list[int]:
    """An objective that looks at all weightings alike: the sum of the values, each in its own worth."""
    total = (corners.values * corners.sizes[:, None]).sum(axis=0)
    size = float(np.abs(total).max(initial=0.0)) or 1.0
    return [int(v) for v in np.rint(total / size * 1e6).astype(np.int64)]


def _below(corners: Corners, best: Sequence[int], e: int, regret: Fraction, strict: bool) -> Row:
    """The row "regret at weighting ``e`` is at most (or, strictly, less than) ``regret``"."""
    least = best[e] - regret / corners.units[e]
    limit = floor(least) + 1 if strict else ceil(least)
    return Row("regret", {c: -int(v) for c, v in enumerate(corners.values[e]) if v}, -limit)


def _settled(
    live: Live,
    corners: Corners,
    best: Sequence[int],
    chosen: Selection,
    regret: Fraction,
    biting: Sequence[int],
    deadline: float | None,
) -> tuple[Selection, Fraction, bool]:
    """Of all portfolios with that regret the one that is worth most at the base weights, ties as everywhere else."""
    program = live.program
    points = set(biting)
    while deadline is None or time.monotonic() < deadline:
        rows = [_below(corners, best, e, regret, strict=False) for e in sorted(points)]
        answer = live.best(extra=rows, deadline=deadline, proof=False)
        if answer.status is Status.TIME_LIMIT or answer.selection is None:
            break
        reached = regrets(corners, best, corners.of(program, [answer.selection]))[0]
        if reached.amount <= regret:
            return answer.selection, regret, True
        points.add(reached.at)
    return chosen, regret, True
