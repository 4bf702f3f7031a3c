"""The reserve list: who follows if a funded roadmap withdraws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.models.answer import Status
from optimizer.questions.listing import chosen, ids, moves, within, worth

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
    """Every withdrawal, and ``order``: the eligible roadmaps that are not funded, going down the ranking."""

    reserve: tuple[Withdrawal, ...]
    order: tuple[str, ...]
    complete: bool

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract."""
        return {
            "format": 1,
            "reserve": [one.as_dict() for one in self.reserve],
            "order": list(self.order),
            "complete": self.complete,
        }


def reserve(
    situation: Situation, *, progress: Callable[..., None] | None = None, deadline: float | None = None
) -> Reserve:
    """For each funded roadmap, the best that can be added when it alone withdraws and every other one stays.

    Raises:
        Infeasible: when no portfolio keeps the rules.
    """
    program = situation.program
    funded = chosen(situation, deadline)
    made: list[Withdrawal] = []
    complete = True
    try:
        for number, gone in enumerate(funded):
            within(deadline)
            held = tuple(o for o in funded if o != gone)
            taken = {program.options[o].roadmap for o in held} | {program.options[gone].roadmap}
            free = [o for o, option in enumerate(program.options) if option.roadmap not in taken]
            settled = situation.settled(
                must=tuple(program.options[o].roadmap for o in held), allowed=(*held, *free), deadline=deadline
            )
            if settled.status is Status.TIME_LIMIT:
                raise TimeoutError
            name = ids(program, [gone])[0]
            if settled.selection is None:
                made.append(Withdrawal(name, (), None))
            else:
                value = worth(program, program.value(settled.selection))
                made.append(Withdrawal(name, moves(program, held, settled.selection)[0], value))
            if progress:
                progress(done=number + 1, of=len(funded))
    except (KeyboardInterrupt, TimeoutError):
        complete = False
    inside = {program.options[o].roadmap for o in funded}
    return Reserve(tuple(made), tuple(r for r in program.ranking if r not in inside), complete)
