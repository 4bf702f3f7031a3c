"""Agreed scores, thresholds, and what each score is worth between the ends of a scale, in fractions.

Shares the case reader with the rest of the library and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from optimizer.case.model import AGREED, Case

#: Each admissible roadmap's agreed scores, in the order of the criteria.
Agreed = Mapping[str, Sequence[Fraction]]


@dataclass(frozen=True)
class Shortfall:
    """A threshold that a roadmap misses: of a criterion (its name), or of the weighted mean (no name)."""

    name: str
    found: Fraction
    limit: Fraction

    @property
    def figures(self) -> list[Fraction]:
        """What is found, what is wanted, and how far apart the two are, to six decimals."""
        return [six(self.found), six(self.limit), six(abs(self.limit - self.found))]


def agreed_scores(case: Case) -> dict[str, list[Fraction]]:
    """Each admissible roadmap's agreed score on each criterion, exactly."""
    method = str(case.settings.consensus)
    rows = [row for row in case.scores if (row.evaluator == AGREED) == (method == "agreed")]
    conflicts = {(row.evaluator, row.roadmap) for row in rows if row.recused}
    given: dict[tuple[str, str], list[Fraction]] = {}
    for row in rows:
        if row.score is not None and (row.evaluator, row.roadmap) not in conflicts:
            given.setdefault((row.roadmap, row.criterion), []).append(Fraction(row.score))
    found = {}
    for roadmap in case.admissible:
        found[roadmap.id] = [_joined(method, sorted(given[roadmap.id, c.id])) for c in case.criteria]
    return found


def _joined(method: str, scores: list[Fraction]) -> Fraction:
    if method == "median":
        middle = scores[(len(scores) - 1) // 2], scores[len(scores) // 2]
        return sum(middle, Fraction(0)) / 2
    if method == "trimmed" and len(scores) > 2:
        scores = scores[1:-1]
    return sum(scores, Fraction(0)) / len(scores)


def ends(case: Case, agreed: Agreed, reference: str) -> list[tuple[Fraction, Fraction]]:
    """The worst and the best of each criterion: the ends of its scale (``scale``), or what is present (``data``)."""
    found = []
    for j, criterion in enumerate(case.criteria):
        if reference == "scale":
            low, high = Fraction(criterion.scale_min), Fraction(criterion.scale_max)
        else:
            column = [row[j] for row in agreed.values()]
            low, high = min(column), max(column)
        found.append((low, high) if criterion.maximise else (high, low))
    return found


def placed(x: Fraction, worst: Fraction, best: Fraction) -> Fraction:
    """A score between the worst (0) and the best (1); 0 where both are one."""
    return (x - worst) / (best - worst) if best != worst else Fraction(0)


def six(x: Fraction) -> Fraction:
    """Six decimals, half to even."""
    return Fraction(round(x * 10**6), 10**6)


def shortfalls(case: Case, agreed: Agreed, weights: Sequence[Fraction]) -> dict[str, list[Shortfall]]:
    """Every threshold that each roadmap misses: those of criteria in their order, then the total's."""
    found: dict[str, list[Shortfall]] = {}
    scales = ends(case, agreed, "scale")
    total, scale = case.settings.threshold.total, case.settings.scale
    for roadmap, row in agreed.items():
        missed = []
        for x, criterion in zip(row, case.criteria, strict=True):
            limit = criterion.threshold
            if limit is not None and (x < limit if criterion.maximise else x > limit):
                missed.append(Shortfall(criterion.name, x, Fraction(limit)))
        if total is not None:
            parts = [w * placed(x, lo, hi) for w, x, (lo, hi) in zip(weights, row, scales, strict=True)]
            mean = Fraction(scale.min) + Fraction(scale.max - scale.min) * six(sum(parts, Fraction(0)))
            if mean < total:
                missed.append(Shortfall("", mean, Fraction(total)))
        found[roadmap] = missed
    return found
