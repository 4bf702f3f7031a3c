"""The smallest change of one judgment that makes a member's judgments consistent enough.

A change is measured in steps on Saaty's scale, 1/9, 1/8, …, 1/2, 1, 2, …, 9: that is how a member sees it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer.criteria.weighting.pairwise import Gap, Matrix, consistency_ratio, fill, principal

#: Saaty's limit: judgments with a larger ratio should be looked at again.
ACCEPTABLE = 0.10
#: Saaty's scale, reciprocals included.
SCALE = (*(Fraction(1, k) for k in range(9, 1, -1)), *(Fraction(k) for k in range(1, 10)))


@dataclass(frozen=True)
class Repair:
    """One judgment and what to change it to.

    Attributes:
        a, b: the criteria: a is ``before`` times as important as b.
        before, after: the judgment as it is, and on Saaty's scale as it would do.
        ratio: the consistency ratio after the change.
    """

    a: str
    b: str
    before: Fraction
    after: Fraction
    ratio: float


def smallest_repair(
    matrix: Matrix,
    judged: Mapping[Gap, Fraction],
    gaps: Sequence[Gap],
    criteria: Sequence[str],
    limit: float = ACCEPTABLE,
) -> Repair | None:
    """The change of one judgment, of fewest steps on Saaty's scale, that brings the ratio to ``limit`` or under.

    Among changes of equal size the one that leaves the smallest ratio, then the first in the order of the criteria.
    Gaps are filled anew for each change. None where no change of one judgment does it.

    The eigenvalue is convex in the logarithm of a judgment, so it pays to move each in one direction only.

    Args:
        matrix: n by n, gaps filled.
        judged: the judgments of the pairs that are not gaps, the smaller index first.
    """
    n = len(matrix)
    value, right, left = principal(matrix)
    if float(consistency_ratio(value, n, len(gaps))) <= limit:
        return None
    hopeful = judged
    if gaps:  # filling is what takes time: leave out each pair that would not do even if it could be anything
        freed = {pair: principal(fill(matrix, [pair, *gaps]))[0] for pair in judged}
        hopeful = {p: v for p, v in judged.items() if float(consistency_ratio(freed[p], n, len(gaps))) <= limit}
    best: tuple[float, Gap, Fraction] | None = None
    for _, changes in _by_size(hopeful, left[:, None] * matrix * right[None, :]):
        ratios = _ratios_after(matrix, gaps, changes)
        for (pair, after), ratio in zip(changes, ratios, strict=True):
            if ratio <= limit and (best is None or ratio < best[0] - 1e-12):
                best = (ratio, pair, after)
        if best:
            break
    if best is None:
        return None
    ratio, (a, b), after = best
    before = judged[a, b]
    if before < 1:  # said the way round in which the more important comes first
        a, b, before, after = b, a, 1 / before, 1 / after
    return Repair(criteria[a], criteria[b], before, after, ratio)


def _place(value: Fraction) -> float:
    """Where a judgment stands on Saaty's scale: 0 at 1, one step for each whole number, negative for reciprocals."""
    return float(value - 1) if value >= 1 else float(1 - 1 / value)


def _by_size(judged: Mapping[Gap, Fraction], flow: Matrix) -> Iterator[tuple[float, list[tuple[Gap, Fraction]]]]:
    """The changes worth trying, gathered by how many steps they are, the smallest first.

    ``flow`` is left eigenvector times entry times right eigenvector: where it is larger one way than the other, the
    eigenvalue grows that way, and only the other way is tried."""
    found: dict[float, list[tuple[Gap, Fraction]]] = {}
    for (a, b), before in sorted(judged.items()):
        for after in SCALE:
            if after < before if flow[a, b] > flow[b, a] else after > before:
                size = round(abs(_place(after) - _place(before)), 9)
                found.setdefault(size, []).append(((a, b), after))
    yield from sorted(found.items())


def _ratios_after(matrix: Matrix, gaps: Sequence[Gap], changes: Sequence[tuple[Gap, Fraction]]) -> list[float]:
    """The consistency ratio after each change, the gaps filled anew."""
    stack = np.repeat(matrix[None], len(changes), axis=0)
    for changed, (pair, after) in zip(stack, changes, strict=True):
        changed[pair], changed[pair[::-1]] = float(after), float(1 / after)
    values = principal(fill(stack, gaps))[0]
    return [float(ratio) for ratio in consistency_ratio(values, len(matrix), len(gaps))]
