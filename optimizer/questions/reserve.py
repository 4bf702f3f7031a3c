"""The reserve list: who follows if a funded roadmap withdraws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.models.answer import Status
from optimizer.models.program import Selection
from optimizer.questions.listing import chosen, ids, moves, worth
from optimizer.questions.parallel import each

if TYPE_CHECKING:
    from optimizer.situation import Situation


@dataclass(frozen=True)
class Withdrawal:
    """What happens when ``withdrawn`` goes and the others are held at their levels: who is ``added``, and the value of
    the portfolio then; None where the others alone cannot keep the rules, whoever joins them."""

    withdrawn: str
    added: tuple[str, ...]
    value: Decimal | None

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {"withdrawn": self.withdrawn, "added": list(self.added), "value": self.value}


@dataclass(frozen=True)
class Reserve:
    """Every withdrawal, and ``order``: the eligible roadmaps that are not funded, going down the ranking. ``missing``
    are the funded roadmaps that were not reached where something stopped the work."""

    reserve: tuple[Withdrawal, ...]
    order: tuple[str, ...]
    complete: bool
    missing: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract."""
        return {
            "format": 1,
            "reserve": [one.as_dict() for one in self.reserve],
            "order": list(self.order),
            "complete": self.complete,
        }


def reserve(
    situation: Situation,
    *,
    jobs: int = 1,
    cluster: str | None = None,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Reserve:
    """For each funded roadmap, the best that can be added when it alone withdraws and every other one stays.

    Args:
        situation: the case and what follows from it.
        jobs, cluster: see :func:`optimizer.questions.parallel.spread`; one piece of work is one withdrawal.
        progress: told ``done``, ``of`` and ``found``: for how many somebody comes in.

    Raises:
        Infeasible: when no portfolio keeps the rules.
    """
    program = situation.program
    funded = chosen(situation, deadline, progress)
    made, complete = each(
        situation,
        _withdrawn,
        [(funded, gone) for gone in funded],
        jobs=jobs,
        cluster=cluster,
        deadline=deadline,
        progress=progress,
        counted=_followed,
    )
    inside = {program.options[o].roadmap for o in funded}
    order = tuple(roadmap for roadmap in program.ranking if roadmap not in inside)
    return Reserve(tuple(made), order, complete, ids(program, funded[len(made) :]))


def _withdrawn(situation: Situation, piece: tuple[Selection, int], deadline: float | None) -> Withdrawal:
    """Who comes in when one option of a portfolio goes.

    Raises:
        TimeoutError: when the deadline came before that was proven.
    """
    program = situation.program
    funded, gone = piece
    held = tuple(o for o in funded if o != gone)
    taken = {program.options[o].roadmap for o in funded}
    free = [o for o, option in enumerate(program.options) if option.roadmap not in taken]
    settled = situation.settled(
        must=tuple(program.options[o].roadmap for o in held), allowed=(*held, *free), deadline=deadline
    )
    if settled.status is Status.TIME_LIMIT:
        raise TimeoutError
    name = ids(program, [gone])[0]
    if settled.selection is None:
        return Withdrawal(name, (), None)
    value = worth(program, program.value(settled.selection))
    return Withdrawal(name, moves(program, held, settled.selection)[0], value)


def _followed(made: Sequence[Withdrawal]) -> int:
    return sum(1 for one in made if one.added)
