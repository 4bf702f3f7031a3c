"""A portfolio that people propose or have adopted, against the rules and the best.

A minister may adopt another portfolio than the best; the law then asks for the reasons of the deviation. This says what
they have to explain: which rules it breaks and by how much, what it costs in value, what the best would have funded
instead, and whether something both better and cheaper was there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.models.answer import Status
from optimizer.models.program import Row, Selection
from optimizer.questions.listing import amount, chosen, ids, within, worth
from optimizer.situation import Infeasible

if TYPE_CHECKING:
    from optimizer.situation import Situation


@dataclass(frozen=True)
class Broken:
    """A rule or budget row that the portfolio does not keep, and by how much in the rule's own unit."""

    id: str
    by: Decimal | None

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {"id": self.id, "by": self.by}


@dataclass(frozen=True)
class Better:
    """A portfolio that keeps every rule, is worth more and costs less."""

    selection: Selection
    selected: tuple[str, ...]
    value: Decimal
    spend: Decimal
    added: tuple[str, ...]
    dropped: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """As the contract's ``better_and_cheaper``; added and dropped are against the proposed portfolio."""
        return {
            "selected": list(self.selected),
            "value": self.value,
            "spend": self.spend,
            "added": list(self.added),
            "dropped": list(self.dropped),
        }


@dataclass(frozen=True)
class Assessment:
    """What there is to say about a proposed portfolio. ``value_lost``, ``added`` and ``dropped`` are against the best:
    added is what the proposal funds and the best does not. ``value_lost`` is negative where the proposal is worth more
    than the best (it then breaks a rule), and None where no portfolio keeps the rules:
    ``conflict`` then names some that clash."""

    selection: Selection
    selected: tuple[str, ...]
    value: Decimal
    spend: Decimal
    feasible: bool
    broken: tuple[Broken, ...]
    value_lost: Decimal | None
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    better_and_cheaper: Better | None
    complete: bool = True
    conflict: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract."""
        better = self.better_and_cheaper
        found: dict[str, object] = {
            "format": 1,
            "selected": list(self.selected),
            "value": self.value,
            "spend": self.spend,
            "feasible": self.feasible,
            "broken": [one.as_dict() for one in self.broken],
            "value_lost": self.value_lost,
            "added": list(self.added),
            "dropped": list(self.dropped),
            "better_and_cheaper": better.as_dict() if better else None,
            "complete": self.complete,
        }
        return found | {"conflict": list(self.conflict)} if self.conflict else found


def assess(
    situation: Situation,
    portfolio: Sequence[str],
    *,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Assessment:
    """What a portfolio (ids, or ``id:level``) is worth, costs and breaks, compared with the best.

    An ineligible roadmap may be proposed: ``eligible:ID`` is then broken, and it counts with its score and its money.

    Raises:
        CaseError: for a roadmap or level that the case does not have, one that is not admissible, or one named twice.
    """
    proposed, selection, ineligible = situation.proposal(portfolio)
    columns_value = proposed.value(selection)
    spent = proposed.spent(selection)
    broken = [Broken(id, by) for id, by in situation.breaches(proposed, selection)]
    broken += [Broken(f"eligible:{id}", None) for id in ineligible]
    value_lost: Decimal | None = None
    added: tuple[str, ...] = ids(proposed, selection)
    dropped: tuple[str, ...] = ()
    complete = True
    better = None
    conflict: tuple[str, ...] = ()
    try:
        best = chosen(situation, deadline, progress)
        program = situation.program
        value_lost = worth(program, program.value(best)) - worth(proposed, columns_value)
        mine, theirs = set(ids(proposed, selection)), set(ids(program, best))
        added = tuple(id for id in ids(proposed, selection) if id not in theirs)
        dropped = tuple(id for id in ids(program, best) if id not in mine)
        better = _better(situation, worth(proposed, columns_value), spent, mine, deadline)
    except Infeasible as error:
        conflict = error.conflict
    except (TimeoutError, KeyboardInterrupt):
        complete = False
    return Assessment(
        selection,
        ids(proposed, selection),
        worth(proposed, columns_value),
        amount(proposed, spent),
        not broken,
        tuple(broken),
        value_lost,
        added,
        dropped,
        better,
        complete,
        conflict,
    )


def _better(situation: Situation, value: Decimal, spent: int, mine: set[str], deadline: float | None) -> Better | None:
    """The best portfolio that costs at least one smallest unit less, if it is worth more.

    ``value`` is in the case's own figures: a proposal with an ineligible roadmap counts in another unit of value.
    """
    program = situation.program
    within(deadline)
    settled = situation.settled(extra=(Row("cheaper", program.spend, spent - 1),), deadline=deadline)
    if settled.status is Status.TIME_LIMIT:
        raise TimeoutError
    if settled.selection is None or worth(program, program.value(settled.selection)) <= value:
        return None
    selected = ids(program, settled.selection)
    return Better(
        settled.selection,
        selected,
        worth(program, program.value(settled.selection)),
        amount(program, program.spent(settled.selection)),
        tuple(id for id in selected if id not in mine),
        tuple(sorted(id for id in mine if id not in set(selected))),
    )
