"""Would another panel have come to the same? The consensus of panels drawn again from the evaluators there are.

The bootstrap over evaluators (Efron 1979): as many evaluators are drawn as there are, each as often as chance has it,
and their scores are combined by the case's own rule.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.criteria.consensus import COMBINERS, Consensus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def combine_subset(consensus: Consensus, evaluators: Collection[str]) -> tuple[tuple[Fraction, ...], ...]:
    """The consensus matrix of some of the evaluators, exactly.

    Where none of them scored a roadmap on a criterion, the whole panel's consensus stays: there is nothing else to
    go by."""
    join = COMBINERS[consensus.method]
    rows = []
    for i, roadmap in enumerate(consensus.roadmaps):
        row = []
        for j, criterion in enumerate(consensus.criteria):
            given = consensus.scores[roadmap, criterion]
            kept = [given[name] for name in given if name in evaluators]
            row.append(join(kept) if kept else consensus.matrix[i][j])
        rows.append(tuple(row))
    return tuple(rows)


def resampled(consensus: Consensus, draws: int, seed: int = 0) -> NDArray[np.float64]:
    """Consensus matrices of panels drawn with replacement from the evaluators.

    Args:
        draws: how many panels, S.
        seed: the same seed gives the same panels.

    Returns:
        S by m by n. Where nobody drawn scored a roadmap on a criterion, the whole panel's consensus stands.
    """
    import numpy as np

    evaluators = consensus.evaluators
    m, n = len(consensus.roadmaps), len(consensus.criteria)
    scores = np.full((len(evaluators), m, n), np.nan)
    place = {name: k for k, name in enumerate(evaluators)}
    for i, roadmap in enumerate(consensus.roadmaps):
        for j, criterion in enumerate(consensus.criteria):
            for name, score in consensus.scores[roadmap, criterion].items():
                scores[place[name], i, j] = float(score)
    panels = np.random.default_rng(seed).integers(0, len(evaluators), (draws, len(evaluators)))
    found = np.empty((draws, m, n))
    for s, panel in enumerate(panels):
        found[s] = _combined(consensus.method, scores[panel])
    return np.where(np.isnan(found), consensus.floats[None], found)


def _combined(method: str, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """One score from those of a panel (k by m by n, NaN where not given); NaN where nobody gave one."""
    import numpy as np

    counts = (~np.isnan(scores)).sum(axis=0)
    ordered = np.sort(scores, axis=0)  # NaN come last
    if method == "median":
        last = np.maximum(counts - 1, 0)
        low = np.take_along_axis(ordered, (last // 2)[None], axis=0)[0]
        high = np.take_along_axis(ordered, ((last + 1) // 2)[None], axis=0)[0]
        return np.asarray((low + high) / 2)
    total = np.nansum(scores, axis=0)
    if method == "trimmed":
        trim = counts >= 3
        top = np.take_along_axis(ordered, np.maximum(counts - 1, 0)[None], axis=0)[0]
        total = np.where(trim, total - np.where(trim, ordered[0] + top, 0.0), total)
        counts = np.where(trim, counts - 2, counts)
    return np.where(counts > 0, total / np.maximum(counts, 1), np.nan)
