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
    bits = np.int64(max(1, int(m - 1).bit_length()))
    who = np.arange(m, dtype=np.int64)
    for start in range(0, count, _ROWS):
        # Score and roadmap in one integer, the smallest for the best, so that sorting needs no second array.
        keys = np.rint((behind - scores[start : start + _ROWS]) * 10.0**_PLACES).astype(np.int64)
        packed = np.sort((keys << bits) | who, axis=1)
        keys, roadmap = packed >> bits, packed & ((np.int64(1) << bits) - 1)
        rank = np.broadcast_to(who, keys.shape)
        tied = np.zeros(keys.shape, dtype=bool)
        np.equal(keys[:, 1:], keys[:, :-1], out=tied[:, 1:])
        if tied.any():
            rank = np.maximum.accumulate(np.where(tied, 0, who), axis=1)
        counts += np.bincount((roadmap * m + rank).ravel(), minlength=m * m)
    return counts.reshape(m, m)
