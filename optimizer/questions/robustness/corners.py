"""A program's objective at many weightings, each in whole numbers of its own unit.

With the additive method a score at weights that are fractions is a fraction, so a unit can be found in which every
column's value is whole: portfolios that are equally good at a weighting are then equal there to the last digit. Where
those numbers grow too large scores count in billionths; for methods that give floats, in as many decimals as it takes
for what is said to hold to 0.00001 of worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.program import Program, Selection
from optimizer.questions.robustness.weight_sets import Point

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.situation import Situation

    Ints = NDArray[np.int64]

#: The largest sum of values that is kept exact, so that floating-point bounds are good to one unit as well.
_EXACT = 2**50
#: Where exact values grow too large, scores are rounded to so many more decimals than the program's: times this.
_FINER = 1000
#: Decimals of scores at the base weights and at most, and what statements on other weights hold to.
_BASE, _MOST, _TOLERANCE = 6, 9, Fraction(1, 10**5)


@dataclass(frozen=True)
class Corners:
    """What every column is worth at each of several weightings.

    Attributes:
        values: (weightings, columns), int64.
        units: what one unit is worth at each.
    """

    values: Ints
    units: tuple[Fraction, ...]

    def __len__(self) -> int:
        return len(self.units)

    @cached_property
    def sizes(self) -> NDArray[np.float64]:
        """``units`` as floats."""
        return np.array([float(unit) for unit in self.units])

    def of(self, program: Program, selections: Sequence[Selection]) -> Ints:
        """(portfolios, weightings): what portfolios are worth, in units."""
        made = np.zeros((len(selections), program.size), dtype=np.int64)
        for row, selection in enumerate(selections):
            made[row, list(program.columns(selection))] = 1
        return made @ self.values.T


def joined(first: Corners, second: Corners) -> Corners:
    """The weightings of both, one after the other."""
    return Corners(np.concatenate([first.values, second.values]), first.units + second.units)


def additive_corners(situation: Situation, points: Sequence[Point]) -> Corners:
    """The objective at each of ``points``, with the additive method; eligibility as at the base weights."""
    objective, grid = situation.objective, situation.ranking.grid
    place = {roadmap: i for i, roadmap in enumerate(situation.consensus.roadmaps)}
    unit = [grid.unit[place[roadmap]] for roadmap in objective.roadmaps]
    common = lcm(1, *(x.denominator for row in unit for x in row))
    whole = [[int(x * common) for x in row] for row in unit]
    values, units = [], []
    for point in points:
        share = lcm(*(w.denominator for w in point))
        weights = [int(w * share) for w in point]
        scores = [sum(w * x for w, x in zip(weights, row, strict=True)) for row in whole]
        row, size = _exact(objective.source, objective.weight, objective.fixed, scores, common * share)
        if sum(map(abs, row)) > _EXACT:
            fine = objective.fine(
                {r: Fraction(s, common * share) for r, s in zip(objective.roadmaps, scores, strict=True)}
            )
            row, size = list(fine), Fraction(1, _FINER)
        values.append(row)
        units.append(size * objective.unit)
    return Corners(np.array(values, dtype=np.int64).reshape(len(points), situation.program.size), tuple(units))


def _exact(
    source: Sequence[int], weight: Sequence[int], fixed: Sequence[int], scores: Sequence[int], parts: int
) -> tuple[list[int], Fraction]:
    """Whole values where roadmap ``i`` scores ``scores[i] / parts``, without a common divisor; and their unit, in that
    of the program."""
    row = [w * 10**6 * scores[at] if at >= 0 else f * parts for at, w, f in zip(source, weight, fixed, strict=True)]
    shared = gcd(*row) or 1
    return [v // shared for v in row], Fraction(shared, parts)


def decimals(situation: Situation) -> int:
    """How many decimals of the scores keep all that is said of portfolios good to 0.00001 of worth.

    Let ``F`` be what a portfolio's worth changes by at most when every score changes by 1: the sum over roadmaps of
    the largest factor of an option, with those of the products that may come on top. Rounding to ``d`` decimals moves
    a score by at most ``10**-d / 2``, so a portfolio's worth by at most ``F * 10**-d / 2``, and a regret, which is the
    difference of two, by at most ``F * 10**-d``. The least ``d`` for which that is within ``10**-5`` is taken: with
    fewer decimals the numbers stay small enough for sweeps. Never fewer than at the base weights; nor more than nine,
    beyond which only objectives by the amount get, whose worth then counts in thousands.
    """
    program, objective = situation.program, situation.objective
    size = [abs(weight) for weight in objective.weight]
    first = len(program.options) + len(program.bundles)
    for j, (_, option) in enumerate(program.products):
        size[option] += size[first + j]
    most = sum(max(size[option] for option in group) for group in program.groups.values())
    factor = most * objective.unit * 10**_BASE
    return next((d for d in range(_BASE, _MOST) if factor <= _TOLERANCE * 10**d), _MOST)


def scored(situation: Situation, scores: NDArray[np.float64]) -> Corners:
    """The objective at each row of ``scores`` (weightings by admissible roadmaps), rounded to as many decimals as it
    takes (:func:`decimals`)."""
    objective = situation.objective
    place = {roadmap: i for i, roadmap in enumerate(situation.consensus.roadmaps)}
    index = [place[roadmap] for roadmap in objective.roadmaps]
    places = decimals(situation)
    values = objective.stack(scores[:, index], places=places)
    return Corners(np.asarray(values).astype(np.int64), (objective.unit / 10 ** (places - _BASE),) * len(scores))
