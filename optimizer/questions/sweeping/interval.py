"""Where one portfolio is best, along one weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from optimizer.models.program import Program, Selection
from optimizer.questions.listing import ids


@dataclass(frozen=True)
class Interval:
    """One portfolio is best from one weight of the criterion to another."""

    start: Fraction
    end: Fraction
    selection: Selection
    selected: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract; weights to 6 decimals."""
        return {"from": six(self.start), "to": six(self.end), "selected": list(self.selected)}


def six(weight: Fraction) -> Decimal:
    """A weight to 6 decimals."""
    return (Decimal(weight.numerator) / Decimal(weight.denominator)).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)


def moved(weights: Sequence[Fraction], at: int, weight: Fraction) -> tuple[Fraction, ...]:
    """All weights when that of index ``at`` is moved to ``weight`` and the others share the rest in proportion
    (equally where they are all 0)."""
    rest = sum(weights) - weights[at]
    others = len(weights) - 1
    if not others:
        return (Fraction(1),)
    return tuple(
        weight if i == at else (1 - weight) * (w / rest if rest else Fraction(1, others)) for i, w in enumerate(weights)
    )


def merged(program: Program, pieces: Iterable[tuple[Fraction, Selection]]) -> tuple[Interval, ...]:
    """Intervals from where each portfolio takes over (ascending, the first at 0) to 1; neighbours alike become one and
    those without length go."""
    starts = list(pieces)
    ends = [*(start for start, _ in starts[1:]), Fraction(1)]
    made: list[Interval] = []
    for (start, selection), end in zip(starts, ends, strict=True):
        if start == end:
            continue
        if made and made[-1].selection == selection:
            made[-1] = Interval(made[-1].start, end, selection, made[-1].selected)
        else:
            made.append(Interval(start, end, selection, ids(program, selection)))
    return tuple(made)
