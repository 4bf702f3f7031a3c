"""The smallest change of one judgment that makes a member's judgments consistent enough.

A change is measured in steps on Saaty's scale, 1/9, 1/8, …, 1/2, 1, 2, …, 9: that is how a member sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    judged: dict[Gap, Fraction],
    gaps: Sequence[Gap],
    criteria: Sequence[str],
    limit: float = ACCEPTABLE,
) -> Repair | None:
    """The change of one judgment, of fewest steps on Saaty's scale, that brings the ratio to ``limit`` or under.

    Among changes of equal size the one that leaves the smallest ratio, then the first in the order of the criteria.
    Gaps are filled anew for each change. None where no change of one judgment does it.

    The eigenvalue is convex in the logarithm of a judgment, so it pays to move it in one direction only, and a pair
    whose best value (found by taking it for a gap) does not do is not tried at all.

    Args:
        matrix: n by n, gaps filled.
        judged: the judgments of the pairs that are not gaps, the smaller index first.
    """
    n = len(matrix)
    value, right, left = principal(matrix)
    if float(consistency_ratio(value, n, len(gaps))) <= limit:
        return None
    best: tuple[float, float, Gap, Fraction] | None = None
    tried = []
    for pair, before in sorted(judged.items()):
        a, b = pair
        pull = left[a] * matrix[a, b] * right[b] - left[b] * matrix[b, a] * right[a]
        freed = fill(matrix, [pair])  # a lower bound on what changing this pair can reach with the gaps as they are
        floor = float(consistency_ratio(principal(freed)[0], n, len(gaps)))
        if gaps or floor <= limit:
            tried += [
                (abs(_place(after) - _place(before)), pair, after)
                for after in SCALE
                if (after < before if pull > 0 else after > before)
            ]
    tried.sort(key=lambda change: (change[0], change[1]))
    for size, pair, after in tried:
        if best and size > best[0] + 1e-9:
            break
        ratio = _ratio_after(matrix, gaps, pair, after)
        if ratio <= limit and (best is None or ratio < best[1] - 1e-12):
            best = (size, ratio, pair, after)
    if best is None:
        return None
    _, ratio, (a, b), after = best
    before = judged[a, b]
    if before < 1:  # said the way round in which the more important comes first
        a, b, before, after = b, a, 1 / before, 1 / after
    return Repair(criteria[a], criteria[b], before, after, ratio)


def _place(value: Fraction) -> float:
    """Where a judgment stands on Saaty's scale: 0 at 1, one step for each whole number, negative for reciprocals."""
    return float(value - 1) if value >= 1 else float(1 - 1 / value)


def _ratio_after(matrix: Matrix, gaps: Sequence[Gap], pair: Gap, after: Fraction) -> float:
    """The consistency ratio once ``pair`` is judged ``after``, the gaps filled anew."""
    changed = np.array(matrix)
    changed[pair], changed[pair[::-1]] = float(after), float(1 / after)
    value = principal(fill(changed, gaps))[0]
    return float(consistency_ratio(value, len(matrix), len(gaps)))
