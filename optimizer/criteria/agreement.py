"""How far evaluators agree, who is stricter than the others, and where they differ most: a panel meets about those.

Scores are laid between the foot (0) and the top (1) of their criterion's scale first, so that criteria with different
scales count alike and a ``min`` criterion is turned; distances are parts of the scale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.case.model import Case
from optimizer.criteria.consensus import Consensus
from optimizer.criteria.scoring.grid import scale_ends

#: (roadmap, criterion) to each evaluator's score between foot and top.
Cells = Mapping[tuple[str, str], Mapping[str, float]]


@dataclass(frozen=True)
class Severity:
    """How strict an evaluator is.

    Attributes:
        evaluator: who.
        severity: mean of (the others' mean minus the evaluator's own score) over the scores that others gave too, as a
            part of the scale: positive is stricter than the others, negative milder.
        shared: over how many scores.
    """

    evaluator: str
    severity: float
    shared: int


@dataclass(frozen=True)
class Spread:
    """How far evaluators are apart on one thing.

    Attributes:
        id: the roadmap or the criterion.
        mean: the mean distance between the highest and the lowest score, as a part of the scale.
        largest: the largest such distance.
        where: the criterion (of a roadmap) or the roadmap (of a criterion) with the largest distance.
    """

    id: str
    mean: float
    largest: float
    where: str


@dataclass(frozen=True)
class Agreement:
    """How far the evaluators of a case agree.

    Attributes:
        kendall: Kendall's W of the rankings by each evaluator's mean score over the criteria, on the roadmaps that all
            scored in full: 1 is the same ranking, 0 none in common; None where there are not two of each.
        kendall_by_criterion: the same on each criterion.
        krippendorff: Krippendorff's alpha for interval data over all scores: 1 is full agreement, 0 what chance would
            give, below 0 systematic disagreement; None where nothing is scored twice or all scores are one.
        krippendorff_by_criterion: the same on each criterion.
        severities: each evaluator who shares a score with another, the strictest first.
        roadmaps, criteria: where evaluators differ most, the widest first.
    """

    kendall: float | None
    kendall_by_criterion: Mapping[str, float | None]
    krippendorff: float | None
    krippendorff_by_criterion: Mapping[str, float | None]
    severities: tuple[Severity, ...]
    roadmaps: tuple[Spread, ...]
    criteria: tuple[Spread, ...]


def agreement(case: Case, consensus: Consensus) -> Agreement:
    """The agreement of the evaluators whose scores make up a consensus."""
    cells = _cells(case, consensus)
    names = consensus.evaluators
    by_criterion = {c: {key: given for key, given in cells.items() if key[1] == c} for c in consensus.criteria}
    return Agreement(
        kendall=kendall_w(_totals(cells, names, consensus.roadmaps, consensus.criteria)),
        kendall_by_criterion={c: kendall_w(_totals(cells, names, consensus.roadmaps, [c])) for c in consensus.criteria},
        krippendorff=krippendorff_alpha([list(given.values()) for given in cells.values()]),
        krippendorff_by_criterion={
            c: krippendorff_alpha([list(given.values()) for given in part.values()]) for c, part in by_criterion.items()
        },
        severities=_severities(cells, names),
        roadmaps=_spreads(cells, 0),
        criteria=_spreads(cells, 1),
    )


def kendall_w(scores: Sequence[Sequence[float]]) -> float | None:
    """Kendall's coefficient of concordance, corrected for ties (Kendall and Babington Smith 1939; Kendall 1970).

    Args:
        scores: one row for each of m judges, one score for each of n things; equal scores share their mean rank.

    Returns:
        W from 0 to 1; None with fewer than two judges or things, or where every judge ties everything.
    """
    m, n = len(scores), len(scores[0]) if scores else 0
    if m < 2 or n < 2:
        return None
    ranks = [_mean_ranks(row) for row in scores]
    ties = sum(count**3 - count for row in scores for count in Counter(row).values())
    below = m * m * (n**3 - n) - m * ties
    if below == 0:
        return None
    squares = sum(sum(column) ** 2 for column in zip(*ranks, strict=True))
    return float((12 * squares - 3 * m * m * n * (n + 1) ** 2) / below)


def krippendorff_alpha(units: Sequence[Sequence[float]]) -> float | None:
    """Krippendorff's alpha for interval data, with any number of missing scores (Krippendorff 2004).

    Args:
        units: for each thing scored, the scores that it got; those with fewer than two count for nothing.

    Returns:
        Alpha, 1 at most; None where nothing was scored twice or all scores are the same.
    """
    paired = [list(unit) for unit in units if len(unit) >= 2]
    values = [value for unit in paired for value in unit]
    expected = _squared_pairs(values) / (len(values) - 1) if values else 0.0
    if expected <= 1e-15:
        return None
    observed = sum(_squared_pairs(unit) / (len(unit) - 1) for unit in paired)
    return 1 - observed / expected


def _squared_pairs(values: Sequence[float]) -> float:
    """The sum of squared differences over all ordered pairs."""
    mean = sum(values) / len(values)
    return 2 * len(values) * sum((value - mean) ** 2 for value in values)


def _mean_ranks(row: Sequence[float]) -> list[float]:
    """Ranks from 1 for the least, equal scores sharing the mean of theirs."""
    counts = Counter(row)
    place, rank = 0, {}
    for value in sorted(counts):
        rank[value] = place + (counts[value] + 1) / 2
        place += counts[value]
    return [rank[value] for value in row]


def _cells(case: Case, consensus: Consensus) -> Cells:
    ends = {criterion.id: scale_ends(criterion) for criterion in case.criteria}
    cells = {}
    for roadmap in consensus.roadmaps:
        for criterion in consensus.criteria:
            foot, top = ends[criterion]
            given = consensus.scores[roadmap, criterion]
            cells[roadmap, criterion] = {name: float((x - foot) / (top - foot)) for name, x in given.items()}
    return cells


def _totals(
    cells: Cells, evaluators: Sequence[str], roadmaps: Sequence[str], criteria: Sequence[str]
) -> list[list[float]]:
    """Each evaluator's mean score over ``criteria`` of the roadmaps that all of them scored in full.

    Rounded to 12 decimals, so that means that differ by noise alone are ties."""
    full = [r for r in roadmaps if all(name in cells[r, c] for c in criteria for name in evaluators)]
    return [[round(sum(cells[r, c][name] for c in criteria) / len(criteria), 12) for r in full] for name in evaluators]


def _severities(cells: Cells, evaluators: Sequence[str]) -> tuple[Severity, ...]:
    found = []
    for name in evaluators:
        apart = []
        for given in cells.values():
            if name in given and len(given) > 1:
                others = (sum(given.values()) - given[name]) / (len(given) - 1)
                apart.append(others - given[name])
        if apart:
            found.append(Severity(name, sum(apart) / len(apart), len(apart)))
    return tuple(sorted(found, key=lambda one: (-round(one.severity, 12), one.evaluator)))


def _spreads(cells: Cells, side: int) -> tuple[Spread, ...]:
    """Distances gathered by roadmap (side 0) or criterion (side 1), the widest first."""
    apart: dict[str, list[tuple[float, str]]] = {}
    for key, given in cells.items():
        if len(given) > 1:
            width = round(max(given.values()) - min(given.values()), 12)
            apart.setdefault(key[side], []).append((width, key[1 - side]))
    found = []
    for id, widths in apart.items():
        largest, where = max(widths, key=lambda width: width[0])
        found.append(Spread(id, sum(width for width, _ in widths) / len(widths), largest, where))
    return tuple(sorted(found, key=lambda one: (-round(one.mean, 12), one.id)))
