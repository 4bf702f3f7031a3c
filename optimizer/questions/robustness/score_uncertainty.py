"""Would another panel have chosen the same? The portfolio when evaluators are drawn again from those there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from optimizer.criteria.resampling import resampled
from optimizer.criteria.scoring.additive import additive
from optimizer.criteria.scoring.grid import Grid, make_grid
from optimizer.criteria.scoring.names import reference_in_force
from optimizer.criteria.scoring.stack import score
from optimizer.criteria.scoring.topsis import topsis
from optimizer.models.program import Selection
from optimizer.questions.robustness.choices import best_of_each
from optimizer.questions.robustness.corners import scored

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.situation import Situation


@dataclass(frozen=True)
class ScoreUncertainty:
    """In what share of panels drawn again each roadmap is funded.

    Attributes:
        panels: how many panels were drawn (and reached, where something stopped the work).
        alone: by roadmap, at the weights in force.
        with_weights: by roadmap, at weightings drawn from the set as well.
        same: share of panels, at the weights in force, whose portfolio is the one that is selected.
        complete: whether all panels that were asked for were reached.
    """

    panels: int
    alone: Mapping[str, float]
    with_weights: Mapping[str, float]
    same: float
    complete: bool

    def as_dict(self) -> dict[str, object]:
        """As an object beside the contract's keys; shares to 6 decimals."""
        return {
            "panels": self.panels,
            "same_portfolio": round(self.same, 6),
            "roadmaps": [
                {"roadmap": id, "funded": round(share, 6), "funded_with_weights": round(self.with_weights[id], 6)}
                for id, share in self.alone.items()
            ],
            "complete": self.complete,
        }


def score_uncertainty(
    situation: Situation,
    weights: NDArray[np.float64],
    selected: Selection,
    *,
    seed: int,
    jobs: int = 1,
    cluster: str | None = None,
    deadline: float | None = None,
    progress: Callable[..., None] | None = None,
) -> ScoreUncertainty | None:
    """The portfolios of as many panels as there are ``weights``, alone and each with one of those weightings.

    A panel draws as many evaluators as there are, with replacement (the bootstrap, Efron 1979); eligibility stays as
    it is. None where fewer than two evaluators scored: there is then nothing to draw from.
    """
    if len(situation.consensus.evaluators) < 2 or not len(weights):
        return None
    panels = resampled(situation.consensus, len(weights), seed)
    shares: list[dict[str, float]] = []
    complete, reached, same = True, len(weights), 0.0
    for turn, scores in enumerate(_scores(situation, panels, weights)):
        corners = scored(situation, scores)
        found, done = best_of_each(
            situation.program, corners, [selected], jobs=jobs, cluster=cluster, deadline=deadline,
            progress=progress,
        )  # fmt: skip
        complete &= done
        reached = min(reached, len(found))
        shares.append(_shares(situation, found))
        if turn == 0:
            same = sum(one == selected for one in found) / len(found) if found else 0.0
    return ScoreUncertainty(reached, shares[0], shares[1], same, complete)


def _scores(situation: Situation, panels: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """(2, panels, roadmaps): each panel's scores at the weights in force, and at its own weighting."""
    case = situation.case
    method = str(case.settings.scoring.method)
    reference = reference_in_force(method, str(case.settings.scoring.reference))
    grid = make_grid(case, situation.consensus, reference)
    made = np.empty((2, *panels.shape[:2]))
    unit = _units(grid, panels)
    for s, panel in enumerate(panels):
        both = np.stack([situation.weights.floats, weights[s]])
        if reference == "scale" and method == "topsis":  # a roadmap's score hangs on its own alone: floats will do
            made[:, s] = topsis((1.0 - unit[s]) ** 2, unit[s] ** 2, both)
        elif reference == "scale" and method == "additive":
            made[:, s] = additive(unit[s], both)
        else:
            made[:, s] = score(method, _panel_grid(grid, panel, reference), reference, both).scores
    return made


def _units(grid: Grid, panels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each score of each panel between foot (0) and top (1) of its criterion; 0 where these are one."""
    foot, top = (np.array([float(x) for x in ends]) for ends in (grid.foot, grid.top))
    span = np.where(top == foot, 1.0, top - foot)
    unit: NDArray[np.float64] = np.where(top == foot, 0.0, (panels - foot) / span)
    return unit


@lru_cache(maxsize=4096)
def _on_scale(score: float) -> Fraction:
    """A score as a fraction: steps of a scale or means of a few of them, so what floats lost comes back with a small
    denominator."""
    return Fraction(score).limit_denominator(10**6)


def _panel_grid(grid: Grid, panel: NDArray[np.float64], reference: str) -> Grid:
    """The grid with one panel's consensus in it."""
    from optimizer.criteria.scoring.grid import present

    matrix = tuple(tuple(_on_scale(x) for x in row) for row in panel.tolist())
    if reference == "scale":
        return replace(grid, matrix=matrix)
    foot, top = present(matrix, grid.maximise)
    return replace(grid, matrix=matrix, foot=foot, top=top)


def _shares(situation: Situation, found: Sequence[Selection]) -> dict[str, float]:
    options = situation.program.options
    counts = dict.fromkeys(situation.consensus.roadmaps, 0)
    for selection in found:
        for option in selection:
            counts[options[option].roadmap] += 1
    return {roadmap: count / len(found) if found else 0.0 for roadmap, count in counts.items()}
