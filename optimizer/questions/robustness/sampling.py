"""Seeded samples of weightings, uniform over their set where a uniform law exists.

Stochastic multicriteria acceptability analysis (Lahdelma, Hokkanen and Salminen 1998; Lahdelma and Salminen 2001) rests
on these: uniform on the simplex is a flat Dirichlet law, an order of importance sorts its coordinates, a box is walked
by hit-and-run (Smith 1984; Tervonen, van Valkenhoef, Baştürk and Postmus 2013), a hull of members mixes them at random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.questions.robustness.weight_sets import WeightSet

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: How many chains of hit-and-run walk side by side, and how many steps each takes between two samples.
_CHAINS = 64


def sample(weights: WeightSet, count: int, seed: int) -> NDArray[np.float64]:
    """``count`` weightings of the set, one a row, each adding up to 1; the same for the same seed."""
    rng = np.random.default_rng(seed)
    if count <= 0:
        return np.empty((0, len(weights.lower)))
    if weights.kind == "all":
        return rng.dirichlet(np.ones(len(weights.lower)), size=count)
    if weights.kind == "order":
        return _ordered(weights, count, rng)
    if weights.kind == "members":
        points = np.array(weights.points, dtype=float)
        return rng.dirichlet(np.ones(len(points)), size=count) @ points
    return _hit_and_run(weights, count, rng)


def _ordered(weights: WeightSet, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Uniform on the simplex that the extreme points of an order span: mixtures of them in flat random shares.

    Without ties that is the law of a flat Dirichlet's coordinates sorted downwards, since the sorted simplex is the
    simplex of these extreme points and a linear map keeps a uniform law uniform."""
    points = np.array(weights.points, dtype=float)
    return rng.dirichlet(np.ones(len(points)), size=count) @ points


def _hit_and_run(weights: WeightSet, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Uniform on a box cut by the simplex. Coordinates without room stay where they are.

    Chains start at the middle of the set; each step draws a direction within the plane "sum 1" and a point uniform on
    what of that line lies in the box. A chain takes ``2 n`` steps between the samples that it gives."""
    low, high = np.array(weights.lower, dtype=float), np.array(weights.upper, dtype=float)
    room = high - low
    start = low + room * ((1 - low.sum()) / room.sum() if room.sum() > 0 else 0.0)
    free = np.flatnonzero(room > 1e-15)
    if len(free) < 2 or not (low.sum() < 1 < high.sum()):
        return np.tile(start, (count, 1))
    chains = min(_CHAINS, count)
    here = np.tile(start, (chains, 1))
    kept: list[NDArray[np.float64]] = []
    pause = 2 * len(free)
    for turn in range(-(-count // chains) + 1):
        for _ in range(pause if turn else 10 * pause):
            direction = rng.standard_normal((chains, len(free)))
            direction -= direction.mean(axis=1, keepdims=True)
            with np.errstate(divide="ignore", invalid="ignore"):
                to_low = (low[free] - here[:, free]) / direction
                to_high = (high[free] - here[:, free]) / direction
            forward = np.fmin.reduce(np.maximum(to_low, to_high), axis=1)
            back = np.fmax.reduce(np.minimum(to_low, to_high), axis=1)
            step = back + (forward - back) * rng.random(chains)
            here[:, free] += step[:, None] * direction
            np.clip(here, low, high, out=here)
        if turn:
            kept.append(here.copy())
    drawn = np.concatenate(kept)[:count]
    # Rounding may have moved a sum by an ulp or two; the plane is restored without leaving the box by more than that.
    return drawn / drawn.sum(axis=1, keepdims=True)
