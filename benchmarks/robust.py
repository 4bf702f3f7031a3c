"""Robustness over a set of weights: ranks at ten thousand weightings, and every portfolio over a whole set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from benchmarks.engine import spent
from benchmarks.family import CRITERIA, Sample, sample
from benchmarks.ratio import Ratio, turns
from benchmarks.rebuild import rebuild

SEED = 7
#: Rebuilds that are timed for the yardstick.
_REBUILDS = 10


def measure() -> Iterator[Ratio]:
    """The promises on robustness."""
    yield ranks()
    yield everywhere(20, 30)
    yield ordered(30, 200)


def ranks(roadmaps: int = 100, weightings: int = 10_000) -> Ratio:
    """Rank acceptability with TOPSIS, against a loop over pymcdm (timed on a twentieth of the weightings)."""
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import minmax_normalization
    from scipy.stats import rankdata

    from optimizer.criteria.scoring.topsis import topsis
    from optimizer.questions.robustness.acceptability import rank_counts

    rng = np.random.default_rng(SEED)
    unit = rng.integers(0, 11, (roadmaps, CRITERIA)) / 10
    weights = rng.dirichlet(np.ones(CRITERIA), weightings)
    types = np.ones(CRITERIA)
    part = weightings // 20

    def ours() -> object:
        return rank_counts(topsis((1 - unit) ** 2, unit**2, weights))

    def theirs() -> object:
        method, counts = TOPSIS(minmax_normalization), np.zeros((roadmaps, roadmaps))
        for w in weights[:part]:
            place = rankdata(-method(unit, w, types), method="min").astype(int) - 1
            counts[np.arange(roadmaps), place] += 1
        return counts

    first, second = turns(ours, theirs, 3)
    name = f"rank acceptability, {weightings} weightings, {roadmaps} roadmaps"
    return Ratio(name, "a loop over pymcdm", first, second * weightings / part, 400, faster=True)


def _corners(drawn: Sample, points: Sequence[Sequence[Fraction]]) -> tuple[np.ndarray, np.ndarray]:
    values = np.array([drawn.values([float(w) for w in point]) for point in points], dtype=np.int64)
    return values, np.full(len(points), float(drawn.program.unit))


def _used(work: Callable[[], object]) -> float:
    """Processor seconds of one run, the solver's process with it."""
    started = spent()
    work()
    return spent() - started


def _yardstick(drawn: Sample) -> float:
    """One PuLP rebuild with CBC, the mean over weightings anywhere."""
    weights = np.random.default_rng(SEED).dirichlet(np.ones(CRITERIA), _REBUILDS)
    return _used(lambda: [rebuild(drawn.program, drawn.values(w)) for w in weights]) / _REBUILDS


def everywhere(roadmaps: int, promised: int) -> Ratio:
    """All portfolios that are best at some weights of the whole simplex, complete, in rebuilds."""
    from optimizer.questions.robustness.hull import best_somewhere
    from optimizer.questions.robustness.nondominated import nondominated
    from optimizer.questions.robustness.weight_sets import simplex

    drawn = sample(roadmaps)
    values, sizes = _corners(drawn, simplex(CRITERIA).points)

    def ours() -> None:
        found = nondominated(drawn.program, values, sizes)
        assert found.complete
        best_somewhere(found.vectors, sizes)

    seconds, one = _used(ours), _yardstick(drawn)
    return Ratio(f"all portfolios best at some weights, {roadmaps} roadmaps", "one rebuild", seconds, one, promised)


def ordered(roadmaps: int, promised: int) -> Ratio:
    """Every non-dominated portfolio, its largest regret and whether it is best anywhere, over an order of criteria."""
    from optimizer.questions.robustness.corners import Corners
    from optimizer.questions.robustness.hull import best_somewhere
    from optimizer.questions.robustness.nondominated import nondominated
    from optimizer.questions.robustness.regret import regrets
    from optimizer.questions.robustness.weight_sets import order

    drawn = sample(roadmaps)
    values, sizes = _corners(drawn, order([(k,) for k in range(CRITERIA)]).points)

    def ours() -> None:
        found = nondominated(drawn.program, values, sizes)
        assert found.complete
        best_somewhere(found.vectors, sizes)
        corners = Corners(values, (drawn.program.unit,) * len(values))
        regrets(corners, found.vectors.max(axis=0).tolist(), found.vectors)

    seconds, one = _used(ours), _yardstick(drawn)
    return Ratio(f"robust over an order, {roadmaps} roadmaps, complete", "one rebuild", seconds, one, promised)
