"""Matrices of pairwise judgments: their principal eigenvector, their consistency, and what fills their gaps.

Every function takes a positive reciprocal matrix, or a stack of them: an array whose last two axes have the length n
of the criteria; entry (a, b) is how many times as important a is as b.

Sources: Saaty 1980 and 2008 (eigenvector, consistency ratio, random indices); Bozóki, Fülöp and Rónyai 2010 (gaps);
Ágoston and Csató 2022 (random indices with gaps); Koczkodaj 1993 (triads).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
#: A missing pair, as the indices of its two criteria, the smaller first.
Gap = tuple[int, int]

#: Saaty's random index for n criteria (Saaty 2008; 11 to 15 from Saaty 2001, as the 2008 table stops at 10).
RANDOM_INDEX = {
    1: 0.0, 2: 0.0, 3: 0.52, 4: 0.89, 5: 1.11, 6: 1.25, 7: 1.35, 8: 1.40, 9: 1.45, 10: 1.49,
    11: 1.51, 12: 1.54, 13: 1.56, 14: 1.57, 15: 1.58,
}  # fmt: skip
#: A matrix is squared this many times: the principal part then outgrows all else beyond what a float can tell.
SQUARINGS = 12


def principal(matrix: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Principal eigenvalue, right and left eigenvector of each matrix of a stack.

    By repeated squaring: a positive matrix tends to (right eigenvector times left eigenvector), whatever it started
    from (Perron), and products of small matrices in stacks are what numpy does fastest.

    Returns:
        The eigenvalue (shape of the stack), the right eigenvector that adds up to 1 and the left one scaled so that
        their product is 1 (both with n as the last axis).
    """
    power = matrix / matrix.sum(axis=(-2, -1), keepdims=True)
    for _ in range(SQUARINGS):
        power = power @ power
        power /= power.sum(axis=(-2, -1), keepdims=True)
    right = power.sum(axis=-1)
    left = power.sum(axis=-2)
    left /= (left * right).sum(axis=-1, keepdims=True)
    value = np.einsum("...i,...ij,...j->...", left, matrix, right)
    return value, right, left


def geometric(matrix: Matrix) -> Matrix:
    """Weights by logarithmic least squares: the geometric mean of each row, adding up to 1 (Crawford and Williams
    1985)."""
    rows = np.exp(np.log(matrix).mean(axis=-1))
    return np.asarray(rows / rows.sum(axis=-1, keepdims=True))


def random_index(count: int, gaps: int = 0) -> float:
    """The mean consistency index of random judgments on ``count`` criteria with ``gaps`` pairs missing.

    Beyond 15 criteria the straight line of Alonso and Lamata (2006) is used. Gaps shrink it by
    ``1 - 2 gaps / ((n - 1) (n - 2))``."""
    if count <= 2:
        return 0.0
    whole = RANDOM_INDEX.get(count) or (2.7699 * count - 4.3513 - count) / (count - 1)
    return whole * (1 - 2 * gaps / ((count - 1) * (count - 2)))


def consistency_ratio(value: Matrix, count: int, gaps: int = 0) -> Matrix:
    """Saaty's ratio of the consistency index ``(eigenvalue - n) / (n - 1)`` to the random one; 0 where that is 0
    (two criteria, or judgments that form a tree, cannot contradict each other)."""
    index = random_index(count, gaps)
    if index < 1e-12:
        return np.zeros_like(value)
    return np.asarray(np.maximum((value - count) / (count - 1), 0.0) / index)


def fill(matrix: Matrix, gaps: Sequence[Gap]) -> Matrix:
    """A stack of matrices with the entries at ``gaps`` chosen so that the principal eigenvalue is least.

    In the logarithms of the missing entries the eigenvalue is convex, and strictly so where the judgments connect all
    criteria (Bozóki, Fülöp and Rónyai 2010), so Newton's method with a backtracking step finds the only minimum.

    Args:
        matrix: (n, n) or (S, n, n); what stands at the gaps is where the search starts, 1 unless better is known.
        gaps: the missing pairs, the same in all of the stack.
    """
    if not gaps:
        return matrix
    if matrix.ndim == 2:
        return np.asarray(fill(matrix[None], gaps)[0])
    rows, columns = (np.array(side) for side in zip(*gaps, strict=True))
    start = np.log(matrix[:, rows, columns])
    return np.stack([_least(one, rows, columns, logs) for one, logs in zip(matrix, start, strict=True)])


def _least(matrix: Matrix, rows: NDArray[np.intp], columns: NDArray[np.intp], logs: Matrix) -> Matrix:
    """One matrix with the entries at (rows, columns) set to the least principal eigenvalue, starting from ``logs``."""

    def put(values: Matrix) -> Matrix:
        stack = np.broadcast_to(matrix, (*values.shape[:-1], *matrix.shape)).copy()
        stack[..., rows, columns] = np.exp(values)
        stack[..., columns, rows] = np.exp(-values)
        return stack

    def slope(values: Matrix) -> tuple[Matrix, Matrix]:
        stack = put(values)
        value, right, left = principal(stack)
        up = left[..., rows] * stack[..., rows, columns] * right[..., columns]
        down = left[..., columns] * stack[..., columns, rows] * right[..., rows]
        return value, up - down

    step, steps = 1e-5, np.eye(len(logs)) * 1e-5
    value, gradient = slope(logs)
    for _ in range(100):
        if np.abs(gradient).max() < 1e-12:
            break
        beside = slope(np.concatenate([logs + steps, logs - steps]))[1]
        half = len(logs)
        hessian = (beside[:half] - beside[half:]) / (2 * step)
        hessian = (hessian + hessian.T) / 2 + np.eye(half) * 1e-12
        move = np.clip(np.linalg.solve(hessian, gradient), -3, 3)
        for _ in range(40):
            trial = slope(logs - move)
            if trial[0] <= value + 1e-14 * abs(value):
                break
            move = move / 2
        if np.abs(move).max() < 1e-14:
            break
        logs, (value, gradient) = logs - move, trial
    return put(logs)


def worst_triad(matrix: Matrix, gaps: Sequence[Gap] = ()) -> tuple[tuple[int, int, int] | None, float]:
    """The three criteria whose judgments clash most, with Koczkodaj's index: ``min(|1 - ac/(ab bc)|, |1 - ab bc/ac|)``,
    0 where they agree and towards 1 the more they clash. Triads with a gap say nothing and are left out; None where
    no triad is left or none clashes. Among equals the first in the order of the criteria."""
    missing = set(gaps)
    worst, found = 0.0, None
    for a, b, c in combinations(range(matrix.shape[-1]), 3):
        if missing & {(a, b), (b, c), (a, c)}:
            continue
        loop = matrix[a, b] * matrix[b, c] / matrix[a, c]
        index = float(min(abs(1 - loop), abs(1 - 1 / loop)))
        if index > worst + 1e-12:
            worst, found = index, (a, b, c)
    return found, worst
