"""What a rule or a budget row costs: the value that dropping it alone would add, and who would come and go.

Not a dual price: a portfolio of whole roadmaps has none that means anything. Each figure is two proven portfolios
compared, as Comparion's "ignore" switches show it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.models.answer import Status
from optimizer.models.conditions import Condition
from optimizer.models.program import Row, Selection
from optimizer.questions.listing import chosen, exact, moves, worth
from optimizer.questions.parallel import each

if TYPE_CHECKING:
    from optimizer.situation import Situation


@dataclass(frozen=True)
class Step:
    """What moving one limit of a rule by one step, towards looser, would bring. ``limit`` is ``min`` or ``max``;
    figures are in the rule's own unit."""

    limit: str
    now: Decimal
    then: Decimal
    value_added: Decimal
    added: tuple[str, ...]
    dropped: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """As an object beside the contract's keys."""
        return {
            "limit": self.limit,
            "from": self.now,
            "to": self.then,
            "value_added": self.value_added,
            "added": list(self.added),
            "dropped": list(self.dropped),
        }


@dataclass(frozen=True)
class Price:
    """What one rule or budget row costs. ``steps`` is empty for a rule without a limit to move."""

    id: str
    value_added: Decimal
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    steps: tuple[Step, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract, with the steps beside."""
        return {
            "id": self.id,
            "value_added": self.value_added,
            "added": list(self.added),
            "dropped": list(self.dropped),
            "steps": [step.as_dict() for step in self.steps],
        }


@dataclass(frozen=True)
class Prices:
    """The price of every rule and budget row, and of every roadmap that is forced in or out (``forced``). ``missing``
    are the ids that were not reached where something stopped the work."""

    value: Decimal
    prices: tuple[Price, ...]
    forced: tuple[Price, ...]
    complete: bool
    missing: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract, with the forced roadmaps beside it."""
        return {
            "format": 1,
            "value": self.value,
            "prices": [price.as_dict() for price in self.prices],
            "forced": [price.as_dict() for price in self.forced],
            "complete": self.complete,
        }


def price(
    situation: Situation,
    *,
    steps: bool = True,
    jobs: int = 1,
    cluster: str | None = None,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Prices:
    """The price of each rule and budget row of the case, dropped alone and moved by one step.

    Args:
        situation: the case and what follows from it.
        steps: whether to move each limit by one step as well.
        jobs, cluster: see :func:`optimizer.questions.parallel.spread`; one piece of work is one rule.
        progress: told ``done``, ``of`` and ``found``: how many cost something.

    Raises:
        Infeasible: when no portfolio keeps the rules.
    """
    best = chosen(situation, deadline, progress)
    pieces = [_Piece(place, best, steps) for place in range(len(situation.conditions))]
    made, complete = each(
        situation,
        _priced,
        pieces,
        jobs=jobs,
        cluster=cluster,
        deadline=deadline,
        progress=progress,
        counted=_dear,
    )
    program = situation.program
    return Prices(
        worth(program, program.value(best)),
        tuple(price for price in made if not _forces(price.id)),
        tuple(price for price in made if _forces(price.id)),
        complete,
        tuple(condition.id for condition in situation.conditions[len(made) :]),
    )


@dataclass(frozen=True)
class _Piece:
    """One condition by its place among the situation's, and the portfolio that its price is reckoned from."""

    place: int
    best: Selection
    steps: bool


def _priced(situation: Situation, piece: _Piece, deadline: float | None) -> Price:
    """The price of one condition."""
    condition = situation.conditions[piece.place]
    one = _dropped(situation, condition.id, piece.best, deadline)
    return replace(one, steps=_moved(situation, condition, piece.best, deadline)) if piece.steps else one


def _dear(made: Sequence[Price]) -> int:
    return sum(1 for price in made if price.value_added)


def _forces(id: str) -> bool:
    """Whether an id is that of a roadmap forced in or out by the settings."""
    return id.startswith(("must:", "never:"))


def _dropped(situation: Situation, id: str, best: Selection, deadline: float | None) -> Price:
    """The price of one id dropped alone."""
    settled = situation.settled(off=(id,), deadline=deadline)
    if settled.status is Status.TIME_LIMIT or settled.selection is None:
        raise TimeoutError
    return Price(id, *_against(situation, settled.selection, best))


def _moved(situation: Situation, condition: Condition, best: Selection, deadline: float | None) -> tuple[Step, ...]:
    """What each limit of one rule or budget row brings when it is moved by one step towards looser."""
    case, made = situation.case, []
    for side in condition.sides():
        step = condition.step(side, case)
        if step is None:
            continue
        now = condition.limit(side, case)
        pieces = condition.at(side, now + step, case).statement(situation.frame)
        rows = [piece for piece in pieces if isinstance(piece, Row)]
        if len(rows) < len(pieces):
            program = situation.program_replacing(condition.at(side, now + step, case))
            settled = situation.settled(program=program, deadline=deadline)
        else:
            settled = situation.settled(off=(condition.id,), extra=rows, deadline=deadline)
        if settled.status is Status.TIME_LIMIT or settled.selection is None:
            raise TimeoutError
        made.append(Step(side, exact(now), exact(now + step), *_against(situation, settled.selection, best)))
    return tuple(made)


def _against(
    situation: Situation, selection: Selection, best: Selection
) -> tuple[Decimal, tuple[str, ...], tuple[str, ...]]:
    """Value added, roadmaps added and dropped, against the present portfolio."""
    program = situation.program
    added, dropped = moves(program, best, selection)
    return worth(program, program.value(selection) - program.value(best)), added, dropped
