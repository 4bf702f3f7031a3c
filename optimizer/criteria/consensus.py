"""One score from many evaluators: the consensus of each roadmap on each criterion, exactly.

An evaluator with a conflict of interest on a roadmap counts on no criterion of it. ``mean``, ``median`` and
``trimmed`` combine the individual scores; ``agreed`` takes the rows of the evaluator ``consensus`` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from optimizer.case.model import AGREED, Case

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Consensus:
    """What the evaluators come to together, with what each of them said.

    Attributes:
        method: ``mean``, ``median``, ``trimmed`` or ``agreed``.
        roadmaps: the admissible roadmaps, by id.
        criteria: in the case's order.
        matrix: roadmaps by criteria, on each criterion's own scale, exact.
        evaluators: whose scores count somewhere, by id (one without a name is ``""``).
        scores: (roadmap, criterion) to each evaluator's score that counted, by evaluator.
        recusals: (evaluator, roadmap) of each conflict of interest, sorted.
    """

    method: str
    roadmaps: tuple[str, ...]
    criteria: tuple[str, ...]
    matrix: tuple[tuple[Fraction, ...], ...]
    evaluators: tuple[str, ...]
    scores: Mapping[tuple[str, str], Mapping[str, Fraction]]
    recusals: tuple[tuple[str, str], ...] = ()

    @cached_property
    def floats(self) -> NDArray[np.float64]:
        """``matrix`` as an array of roadmaps by criteria."""
        import numpy as np

        return np.array([[float(x) for x in row] for row in self.matrix]).reshape(
            len(self.roadmaps), len(self.criteria)
        )

    @cached_property
    def known(self) -> dict[object, Any]:
        """What others have worked out of these scores, by what it depends on beside them."""
        return {}

    def score(self, roadmap: str, criterion: str) -> Fraction:
        """The consensus of one roadmap on one criterion."""
        return self.matrix[self.roadmaps.index(roadmap)][self.criteria.index(criterion)]

    def alone(self, roadmap: str) -> Consensus:
        """The consensus on one roadmap by itself: all that matters where scores are against the scale."""
        return replace(self, roadmaps=(roadmap,), matrix=(self.matrix[self.roadmaps.index(roadmap)],))

    def changed(self, roadmap: str, criterion: str, value: Fraction) -> Consensus:
        """The same consensus with one entry of the matrix replaced (what the evaluators said stays as it was)."""
        i, j = self.roadmaps.index(roadmap), self.criteria.index(criterion)
        row = (*self.matrix[i][:j], Fraction(value), *self.matrix[i][j + 1 :])
        return replace(self, matrix=(*self.matrix[:i], row, *self.matrix[i + 1 :]))


def mean(scores: Sequence[Fraction]) -> Fraction:
    """Arithmetic mean."""
    return sum(scores, Fraction(0)) / len(scores)


def median(scores: Sequence[Fraction]) -> Fraction:
    """The middle score, or the mean of the two in the middle."""
    ordered = sorted(scores)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def trimmed(scores: Sequence[Fraction]) -> Fraction:
    """The mean without the highest and the lowest score, where there are three or more."""
    return mean(sorted(scores)[1:-1]) if len(scores) >= 3 else mean(scores)


#: How scores become one, by the setting ``consensus``.
COMBINERS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "mean": mean,
    "median": median,
    "trimmed": trimmed,
    "agreed": mean,
}


def combine(case: Case) -> Consensus:
    """The consensus of a case's evaluators, as its setting ``consensus`` says.

    Raises:
        ValueError: when a roadmap has no score on a criterion (a checked case has one on each).
    """
    method = str(case.settings.consensus)
    counted, recusals = _counted(case, method == "agreed")
    join = COMBINERS[method]
    known: dict[tuple[Fraction, ...], Fraction] = {}
    roadmaps = tuple(roadmap.id for roadmap in case.admissible)
    criteria = tuple(criterion.id for criterion in case.criteria)
    matrix = []
    for roadmap in roadmaps:
        row = []
        for criterion in criteria:
            given = counted.get((roadmap, criterion))
            if not given:
                raise ValueError(f"roadmap {roadmap} has no score on criterion {criterion}")
            key = tuple(given.values())
            if key not in known:
                known[key] = join(key)
            row.append(known[key])
        matrix.append(tuple(row))
    evaluators = tuple(sorted({evaluator for given in counted.values() for evaluator in given}))
    return Consensus(method, roadmaps, criteria, tuple(matrix), evaluators, counted, recusals)


def _counted(
    case: Case, agreed: bool
) -> tuple[dict[tuple[str, str], dict[str, Fraction]], tuple[tuple[str, str], ...]]:
    """Each evaluator's score that counts by (roadmap, criterion), evaluators in order; and who is recused where."""
    admissible = {roadmap.id for roadmap in case.admissible}
    rows = [row for row in case.scores if (row.evaluator == AGREED) == agreed and row.roadmap in admissible]
    recused = {(row.evaluator, row.roadmap) for row in rows if row.recused}
    counted: dict[tuple[str, str], dict[str, Fraction]] = {}
    for row in sorted(rows, key=lambda row: row.evaluator):
        if row.score is not None and (row.evaluator, row.roadmap) not in recused:
            counted.setdefault((row.roadmap, row.criterion), {})[row.evaluator] = Fraction(row.score)
    return counted, tuple(sorted(recused))
