"""How far each weight may move before the portfolio changes, and to what.

One weight goes from 0 to 1, the others share the rest in proportion. With the additive method the intervals are exact
(``optimizer.questions.sweeping.lines``); with any other method portfolios are curves over the weight, and the best one
is proven at every thousandth of it and at the weight as it is (``optimizer.questions.sweeping.curves``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.questions.listing import chosen
from optimizer.questions.sweeping.interval import Interval, moved, six

if TYPE_CHECKING:
    from optimizer.models.program import Selection
    from optimizer.questions.sweeping.curves import Curves
    from optimizer.questions.sweeping.lines import Lines
    from optimizer.situation import Situation

#: How near a breakpoint is where it is not exact.
WITHIN = Decimal("0.001")

__all__ = ["Interval", "Movement", "Sensitivity", "moved", "sensitivity", "six"]


@dataclass(frozen=True)
class Movement:
    """One criterion: its weight, the interval around it in which the portfolio stays, and all intervals from 0 to 1."""

    criterion: str
    weight: Decimal
    stable: tuple[Fraction, Fraction] | None
    intervals: tuple[Interval, ...]

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {
            "criterion": self.criterion,
            "weight": self.weight,
            "stable": [six(self.stable[0]), six(self.stable[1])] if self.stable else None,
            "intervals": [interval.as_dict() for interval in self.intervals],
        }


@dataclass(frozen=True)
class Sensitivity:
    """Every criterion's movement. ``exact`` is true where breakpoints are exact (printed to 6 decimals); else they are
    within ``within`` of where they lie, and intervals narrower than that may be missed."""

    criteria: tuple[Movement, ...]
    exact: bool
    within: Decimal
    solves: int
    complete: bool

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract, with how exact it is beside."""
        return {
            "format": 1,
            "criteria": [movement.as_dict() for movement in self.criteria],
            "exact": self.exact,
            "within": self.within,
            "complete": self.complete,
        }


def sensitivity(
    situation: Situation,
    *,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Sensitivity:
    """Every criterion's weight moved from 0 to 1: exactly with ``additive``, every thousandth with the other methods.

    Raises:
        Infeasible: when no portfolio keeps the rules.
    """
    best = chosen(situation, deadline)
    case = situation.case
    weights = [Fraction(situation.weights.values[criterion.id]) for criterion in case.criteria]
    exact = case.settings.scoring.method == "additive"
    sweep: Lines | Curves
    if exact:
        from optimizer.questions.sweeping.lines import Lines

        sweep = Lines(situation, deadline)
    else:
        from optimizer.questions.sweeping.curves import Curves

        sweep = Curves(situation, best, deadline)
    made: list[Movement] = []
    complete = True
    try:
        for at, criterion in enumerate(case.criteria):
            intervals = sweep.intervals(weights, at)
            made.append(
                Movement(
                    criterion.id,
                    Decimal(situation.weights.values[criterion.id]),
                    _around(intervals, weights[at], best),
                    intervals,
                )
            )
            if progress:
                progress(done=at + 1, of=len(weights))
    except (KeyboardInterrupt, TimeoutError):
        complete = False
    return Sensitivity(tuple(made), exact, Decimal(0) if exact else WITHIN, sweep.solves, complete)


def _around(intervals: tuple[Interval, ...], weight: Fraction, best: Selection) -> tuple[Fraction, Fraction]:
    """The interval that holds a weight. Where two meet at it, several portfolios are best there: the interval of the
    one that ``decide`` gives, or the weight alone where that one is best nowhere else."""
    inside = [i for i in intervals if i.start <= weight <= i.end]
    if len(inside) > 1:
        inside = [i for i in inside if i.selection == best]
    return (inside[0].start, inside[0].end) if inside else (weight, weight)
