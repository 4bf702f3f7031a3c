"""The consensus matrix made ready for scoring: what each score is worth between the foot and the top of a reference.

Everything is exact here; the float arrays are made from it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from optimizer.case.model import Case, Criterion
from optimizer.criteria.consensus import Consensus
from optimizer.criteria.exact import integers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Grid:
    """Roadmaps by criteria, with what is best and worst on each criterion.

    Attributes:
        matrix: consensus scores, roadmaps by criteria.
        maximise: whether more is better, by criterion.
        foot, top: the worst and the best score of the reference (``foot`` is the larger on a ``min`` criterion): the
            ends of the scale, or the worst and best present.
        scale_foot, scale_top: the worst and the best end of each criterion's scale, whatever the reference.
        step: the step of the case's scale.
    """

    matrix: tuple[tuple[Fraction, ...], ...]
    maximise: tuple[bool, ...]
    foot: tuple[Fraction, ...]
    top: tuple[Fraction, ...]
    scale_foot: tuple[Fraction, ...]
    scale_top: tuple[Fraction, ...]
    step: Fraction = Fraction(1)

    @cached_property
    def floats(self) -> NDArray[np.float64]:
        """``matrix`` as an array."""
        import numpy as np

        return np.array([[float(x) for x in row] for row in self.matrix]).reshape(-1, len(self.foot))

    @cached_property
    def unit(self) -> tuple[tuple[Fraction, ...], ...]:
        """Each score between foot (0) and top (1); 0 on a criterion whose foot and top are one, which adds nothing."""
        span = [top - foot for foot, top in zip(self.foot, self.top, strict=True)]
        return each(self.matrix, lambda j, x: (x - self.foot[j]) / span[j] if span[j] else Fraction(0))

    @cached_property
    def unit_whole(self) -> tuple[tuple[list[int], int], ...]:
        """Each roadmap's ``unit`` as integers over one denominator, and that: what weights are multiplied with."""
        return tuple(integers(row) for row in self.unit)

    @cached_property
    def known(self) -> dict[object, Any]:
        """What methods have worked out of this grid alone, whatever the weights are."""
        return {}

    @cached_property
    def gaps(self) -> tuple[tuple[Fraction, ...], ...]:
        """The distance of each score from the top as a part of the way to the foot; 0 where foot and top are one."""
        told = [foot != top for foot, top in zip(self.foot, self.top, strict=True)]
        return tuple(tuple(1 - u if t else Fraction(0) for u, t in zip(row, told, strict=True)) for row in self.unit)

    @cached_property
    def gap_floats(self) -> NDArray[np.float64]:
        """``gaps`` as an array."""
        import numpy as np

        return np.array([[float(x) for x in row] for row in self.gaps]).reshape(-1, len(self.foot))

    @cached_property
    def unit_floats(self) -> NDArray[np.float64]:
        """``unit`` as an array."""
        import numpy as np

        return np.array([[float(x) for x in row] for row in self.unit]).reshape(-1, len(self.foot))


def each(
    matrix: Sequence[Sequence[Fraction]], change: Callable[[int, Fraction], Fraction]
) -> tuple[tuple[Fraction, ...], ...]:
    """``change(column, entry)`` of every entry, each different entry of a column computed once.

    Scores lie on a few steps, so this is what keeps exact arithmetic quick; a fraction hashes far quicker by its parts.
    """
    if not matrix:
        return ()
    columns = []
    for j, column in enumerate(zip(*matrix, strict=True)):
        known: dict[tuple[int, int], Fraction] = {}
        keys = [(x.numerator, x.denominator) for x in column]
        for key, x in zip(keys, column, strict=True):
            if key not in known:
                known[key] = change(j, x)
        columns.append([known[key] for key in keys])
    return tuple(zip(*columns, strict=True))


def make_grid(case: Case, consensus: Consensus, reference: str) -> Grid:
    """The grid of a case's consensus against ``scale`` or ``data`` (all roadmaps there, ineligible ones too)."""
    scales = tuple((c.scale_min, c.scale_max, c.maximise) for c in case.criteria)
    key = ("grid", reference, scales, case.settings.scale.step)
    if key not in consensus.known:
        consensus.known[key] = _grid(case, consensus, reference)
    found: Grid = consensus.known[key]
    return found


def _grid(case: Case, consensus: Consensus, reference: str) -> Grid:
    ends = [scale_ends(criterion) for criterion in case.criteria]
    foot, top = tuple(low for low, _ in ends), tuple(high for _, high in ends)
    maximise = tuple(criterion.maximise for criterion in case.criteria)
    step = Fraction(case.settings.scale.step)
    if reference == "scale":
        return Grid(consensus.matrix, maximise, foot, top, foot, top, step)
    return Grid(consensus.matrix, maximise, *present(consensus.matrix, maximise), foot, top, step)


def scale_ends(criterion: Criterion) -> tuple[Fraction, Fraction]:
    """The worst and the best end of a criterion's scale."""
    low, high = Fraction(criterion.scale_min), Fraction(criterion.scale_max)
    return (low, high) if criterion.maximise else (high, low)


def present(
    matrix: Sequence[Sequence[Fraction]], maximise: Sequence[bool]
) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """The worst and the best score present on each criterion; 0 and 0 where there are no roadmaps."""
    if not matrix:
        return (Fraction(0),) * len(maximise), (Fraction(0),) * len(maximise)
    columns = list(zip(*matrix, strict=True))
    foot = tuple(min(c) if more else max(c) for c, more in zip(columns, maximise, strict=True))
    top = tuple(max(c) if more else min(c) for c, more in zip(columns, maximise, strict=True))
    return foot, top
