"""The ranking: every admissible roadmap with its score, how that came about, and why it is ineligible where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from optimizer.case.model import Case
from optimizer.criteria.consensus import Consensus
from optimizer.criteria.eligibility import Reason, shortfalls
from optimizer.criteria.exact import apportioned, half_even, integers
from optimizer.criteria.scoring.additive import additive_whole
from optimizer.criteria.scoring.exactly import EXACT, exact_scores
from optimizer.criteria.scoring.grid import Grid, make_grid
from optimizer.criteria.scoring.names import canonical, reference_in_force
from optimizer.criteria.weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: How many decimals a score has.
PLACES = 6


@dataclass(frozen=True)
class Entry:
    """One roadmap in the ranking.

    Attributes:
        roadmap: its id.
        rank: 1 for the best; equal scores share one (1, 1, 3); ineligible ones come after all eligible ones.
        score: 0 to 1, 6 decimals.
        native: the method's own figure.
        eligible: whether it keeps every threshold.
        reasons: which thresholds it misses and by how much; empty where it is eligible.
        contributions: each criterion's part of the additive score, by criterion, adding up to 1 (6 decimals).
        additive: the additive score that the contributions are parts of, exact.
        to_ideal, to_worst: its distances to ideal and anti-ideal at the weights (TOPSIS; else None).
    """

    roadmap: str
    rank: int
    score: Decimal
    native: float
    eligible: bool
    reasons: tuple[Reason, ...]
    contributions: Mapping[str, Decimal]
    additive: Fraction
    to_ideal: float | None = None
    to_worst: float | None = None


@dataclass(frozen=True)
class Ranking:
    """Every admissible roadmap, best first; the ineligible ones after the eligible ones.

    Attributes:
        method: the scoring method.
        reference: ``scale`` or ``data``, as it was in force.
        entries: in ranking order; equal scores by id.
        grid: the matrix with the foot and the top of each criterion (anti-ideal and ideal before weighting).
    """

    method: str
    reference: str
    entries: tuple[Entry, ...]
    grid: Grid

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Each entry by its roadmap."""
        return {entry.roadmap: entry for entry in self.entries}

    @cached_property
    def eligible(self) -> tuple[str, ...]:
        """The eligible roadmaps, best first: the order in which ties are broken."""
        return tuple(entry.roadmap for entry in self.entries if entry.eligible)

    def with_eligible(self, roadmap: str) -> Ranking:
        """The same ranking with one roadmap counted as eligible, in its place all the same."""
        return replace(
            self,
            entries=tuple(
                replace(entry, eligible=True, reasons=()) if entry.roadmap == roadmap else entry
                for entry in self.entries
            ),
        )

    @cached_property
    def eligible_set(self) -> frozenset[str]:
        """The eligible roadmaps, in no order."""
        return frozenset(self.eligible)

    @cached_property
    def scores(self) -> dict[str, Decimal]:
        """Each roadmap's score, 6 decimals."""
        return {entry.roadmap: entry.score for entry in self.entries}


def rank(case: Case, consensus: Consensus, weights: Weights) -> Ranking:
    """The ranking of a case's admissible roadmaps.

    The methods of ``scoring.exactly.EXACT`` are computed exactly and then rounded half-even; the others in floats and
    then rounded.
    """
    method = canonical(str(case.settings.scoring.method))
    reference = reference_in_force(method, str(case.settings.scoring.reference))
    grid = make_grid(case, consensus, reference)
    scores, native = _base_scores(method, grid, reference, weights)
    additive = additive_whole(grid.unit_whole, weights.fractions)
    whole = integers(weights.fractions)[0]
    missed = shortfalls(case, consensus, weights)
    distances = _distances(method, grid, reference, weights)
    order = sorted(range(len(scores)), key=lambda i: (bool(missed[i]), -scores[i], consensus.roadmaps[i]))
    entries: list[Entry] = []
    for place, i in enumerate(order):
        last = entries[-1] if entries else None
        tied = last is not None and last.score == scores[i] and last.eligible == (not missed[i])
        entries.append(
            Entry(
                roadmap=consensus.roadmaps[i],
                rank=last.rank if last is not None and tied else place + 1,
                score=scores[i],
                native=native[i],
                eligible=not missed[i],
                reasons=missed[i],
                contributions=_contributions(consensus.criteria, grid.unit_whole[i][0], whole),
                additive=additive[i],
                to_ideal=distances[i][0] if distances else None,
                to_worst=distances[i][1] if distances else None,
            )
        )
    return Ranking(method, reference, tuple(entries), grid)


def _base_scores(
    method: str, grid: Grid, reference: str, weights: Weights
) -> tuple[tuple[Decimal, ...], tuple[float, ...]]:
    """Scores to 6 decimals and the method's own figures, at the weights in force."""
    if not grid.matrix:
        return (), ()
    if method in EXACT:
        exact, native = exact_scores(method, grid, reference, weights.fractions)
        return tuple(half_even(x, PLACES) for x in exact), tuple(float(x) for x in native)
    from optimizer.criteria.scoring.stack import score

    found = score(method, grid, reference, weights.floats[None, :])
    return (
        tuple(half_even(Fraction(float(x)), PLACES) for x in found.scores[0]),
        tuple(float(x) for x in found.native[0]),
    )


def _contributions(criteria: Sequence[str], unit: Sequence[int], weights: Sequence[int]) -> dict[str, Decimal]:
    """Each criterion's part of the additive score, adding up to 1; scores and weights each over one denominator.

    Where the additive score is 0 the parts are the weights: what they tend to when all criteria rise alike from 0."""
    parts = [w * u for w, u in zip(weights, unit, strict=True)]
    return dict(zip(criteria, apportioned(parts if any(parts) else weights, PLACES), strict=True))


def _distances(method: str, grid: Grid, reference: str, weights: Weights) -> tuple[tuple[float, float], ...] | None:
    """TOPSIS's distances of each roadmap to ideal and to anti-ideal; None for another method."""
    if method != "topsis":
        return None
    from optimizer.criteria.scoring.topsis import distances

    return distances(grid, reference, weights.fractions)


def scores_at(case: Case, consensus: Consensus, weight_stack: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each admissible roadmap's score at each of S weightings, by the case's method, not rounded.

    Args:
        weight_stack: S by n, each row non-negative and adding up to 1.

    Returns:
        S by m, roadmaps by id.
    """
    from optimizer.criteria.scoring.stack import score

    method = canonical(str(case.settings.scoring.method))
    reference = reference_in_force(method, str(case.settings.scoring.reference))
    return score(method, make_grid(case, consensus, reference), reference, weight_stack).scores


def score_bounds(method: str) -> tuple[Decimal, Decimal]:
    """The least and the largest score that a method can give: every method's is laid on 0 to 1."""
    return Decimal(0), Decimal(1)


def score_with_change(
    case: Case, consensus: Consensus, weights: Weights, roadmap: str, criterion: str, value: Fraction
) -> Decimal:
    """The score (6 decimals) of one roadmap when its consensus on one criterion is ``value``, all else unchanged.

    Against the data the others' scores may move too: ``rank(case, consensus.changed(...), weights)`` gives them."""
    changed = consensus.changed(roadmap, criterion, value)
    method = canonical(str(case.settings.scoring.method))
    reference = reference_in_force(method, str(case.settings.scoring.reference))
    grid = make_grid(case, changed, reference)
    place = consensus.roadmaps.index(roadmap)
    if reference == "scale":  # nobody else matters
        grid, place = replace(grid, matrix=(grid.matrix[place],)), 0
    return _base_scores(method, grid, reference, weights)[0][place]
