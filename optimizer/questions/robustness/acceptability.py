"""How often each roadmap takes each rank (Lahdelma, Hokkanen and Salminen 1998), in one array operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Scores are compared to this many decimals, so that rounding of floats breaks no tie.
_PLACES = 11
_ROWS = 4096


def rank_counts(scores: NDArray[np.float64], eligible: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """How often each roadmap takes each rank.

    Equal scores share a rank (1, 1, 3); ineligible roadmaps come after all eligible ones.

    Args:
        scores: S by m, 0 to 1, larger is better.
        eligible: m; all by default.

    Returns:
        m by m: roadmaps by ranks (the first column is rank 1).
    """
    count, m = scores.shape
    counts = np.zeros(m * m, dtype=np.int64)
    if not m:
        return counts.reshape(0, 0)
    behind = np.zeros(m) if eligible is None else np.where(eligible, 0.0, 4.0)
    bits = int(m - 1).bit_length() or 1
    who = np.arange(m, dtype=np.int64)
    for start in range(0, count, _ROWS):
        # Score and roadmap in one integer, the smallest for the best, so that sorting needs no second array.
        scaled = behind - scores[start : start + _ROWS]
        scaled *= 10.0**_PLACES
        packed = np.rint(scaled, out=scaled).astype(np.int64)
        packed <<= bits
        packed |= who
        packed.sort(axis=1)
        differ = (packed[:, 1:] ^ packed[:, :-1]).view(np.uint64)
        tied = differ < np.uint64(1 << bits)  # equal in all but the roadmap
        packed &= (1 << bits) - 1
        packed *= m
        if tied.any():
            first = np.where(np.pad(tied, ((0, 0), (1, 0))), 0, who)
            packed += np.maximum.accumulate(first, axis=1)
        else:
            packed += who
        counts += np.bincount(packed.ravel(), minlength=m * m)
    return counts.reshape(m, m)
