"""The K best portfolios, exactly: what else the committee could adopt, and what each swap costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.models.program import Selection
from optimizer.questions.listing import amount, chosen, ids, moves, worth

if TYPE_CHECKING:
    from optimizer.situation import Situation


@dataclass(frozen=True)
class Alternative:
    """One portfolio beside the best. ``loss`` is what it is worth less; ``added``, ``dropped`` are against the best."""

    selection: Selection
    selected: tuple[str, ...]
    value: Decimal
    loss: Decimal
    spend: Decimal
    added: tuple[str, ...]
    dropped: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {
            "value": self.value,
            "loss": self.loss,
            "selected": list(self.selected),
            "spend": self.spend,
            "added": list(self.added),
            "dropped": list(self.dropped),
        }


@dataclass(frozen=True)
class Alternatives:
    """The best portfolios, best first, ties in the order in which ties are broken. ``complete`` is false only where
    something stopped the search; fewer than were asked for, and complete, means that there are no more."""

    portfolios: tuple[Alternative, ...]
    complete: bool

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract."""
        return {"format": 1, "portfolios": [p.as_dict() for p in self.portfolios], "complete": self.complete}


def alternatives(
    situation: Situation,
    count: int = 10,
    *,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Alternatives:
    """The ``count`` best portfolios, proven in integers.

    Raises:
        Infeasible: when no portfolio keeps the rules.
        ValueError: when ``count`` is less than 1.
    """
    if count < 1:
        raise ValueError("count: at least 1 portfolio must be asked for")
    program = situation.program
    best = chosen(situation, deadline, progress)

    def told(value: int | None, bound: int | None, cases: int, seconds: float) -> None:
        if progress is not None:
            progress(best=None if value is None else worth(program, value), cases=cases, seconds=seconds)

    found, complete = situation.live.k_best(count, deadline=deadline, progress=told)
    ordered = sorted(dict.fromkeys((best, *found)), key=lambda s: (-program.value(s), program.tie_key(s)))
    top = program.value(ordered[0])
    made = []
    for selection in ordered[:count]:
        value = program.value(selection)
        added, dropped = moves(program, ordered[0], selection)
        spend = amount(program, program.spent(selection))
        made.append(
            Alternative(
                selection,
                ids(program, selection),
                worth(program, value),
                worth(program, top - value),
                spend,
                added,
                dropped,
            )
        )
    return Alternatives(tuple(made), complete)
