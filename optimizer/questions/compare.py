"""Scenarios side by side: who is in under which settings, at what value and for how much money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.questions.listing import amount, chosen, ids, worth
from optimizer.questions.parallel import apart
from optimizer.situation import Infeasible

if TYPE_CHECKING:
    from optimizer.case.model import Case
    from optimizer.situation import Situation


@dataclass(frozen=True)
class Compared:
    """One scenario's decision. ``value`` and ``spend`` are None and ``conflict`` is filled where no portfolio keeps its
    rules; ``ranks`` and ``scores`` are by roadmap; ``case`` is the case under its settings."""

    name: str
    weights: Mapping[str, Decimal]
    value: Decimal | None
    spend: Decimal | None
    selected: tuple[str, ...]
    ranks: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, Decimal] = field(default_factory=dict)
    by_year: Mapping[int, Decimal] = field(default_factory=dict)
    conflict: tuple[str, ...] = ()
    case: Case | None = field(default=None, repr=False, compare=False)

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract, with ranks, money by year and a conflict beside."""
        found: dict[str, object] = {
            "name": self.name,
            "weights": dict(self.weights),
            "value": self.value,
            "spend": self.spend,
            "selected": list(self.selected),
            "ranks": dict(self.ranks),
            "by_year": {str(year): money for year, money in self.by_year.items()},
        }
        if self.conflict:
            found["conflict"] = list(self.conflict)
        return found


@dataclass(frozen=True)
class Comparison:
    """All scenarios, the case as it is first; the roadmaps that are funded (at whatever level) under all of them, and
    those under some. ``conflict`` is that of the case as it is; ``missing`` are the scenarios that were not reached
    where something stopped the work."""

    scenarios: tuple[Compared, ...]
    in_all: tuple[str, ...]
    in_some: tuple[str, ...]
    complete: bool
    missing: tuple[str, ...] = ()

    @property
    def conflict(self) -> tuple[str, ...]:
        """What clashes in the case as it is."""
        return self.scenarios[0].conflict if self.scenarios else ()

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract: ids as ``selected`` has them, so that another level is another entry."""
        lists = [set(scenario.selected) for scenario in self.scenarios]
        everywhere = set[str]().union(*lists).intersection(*lists)
        found: dict[str, object] = {
            "format": 1,
            "scenarios": [scenario.as_dict() for scenario in self.scenarios],
            "in_all": sorted(everywhere),
            "in_some": sorted(set[str]().union(*lists) - everywhere),
            "complete": self.complete,
        }
        return found | {"conflict": list(self.conflict)} if self.conflict else found


def compare(
    base: Situation,
    others: Sequence[tuple[str, Situation]],
    *,
    name: str = "base",
    jobs: int = 1,
    cluster: str | None = None,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Comparison:
    """The case as it is beside each scenario, every portfolio proven best under its own settings.

    Args:
        base: the case as it is.
        others: the scenarios, each with its name.
        name: what the case as it is is called in the answer.
        jobs, cluster: see :func:`optimizer.questions.parallel.spread`; one piece of work is one scenario.
        progress: told ``done``, ``of`` and ``found``: how many different portfolios.
    """
    scenarios = [(name, base), *others]
    made, complete = apart(
        _compared, scenarios, jobs=jobs, cluster=cluster, deadline=deadline, progress=progress, counted=_different
    )
    funded = [{id.partition(":")[0] for id in scenario.selected} for scenario in made]
    everywhere = set.intersection(*funded) if funded else set()
    somewhere = set.union(*funded) if funded else set()
    return Comparison(
        tuple(replace(one, case=situation.case) for one, (_, situation) in zip(made, scenarios, strict=False)),
        tuple(sorted(everywhere)),
        tuple(sorted(somewhere - everywhere)),
        complete,
        tuple(label for label, _ in scenarios[len(made) :]),
    )


def _compared(situation: Situation, label: str, deadline: float | None) -> Compared:
    """One scenario's decision."""
    program = situation.program
    ranking = situation.ranking
    ranks = {entry.roadmap: entry.rank for entry in ranking.entries}
    try:
        selection = chosen(situation, deadline)
    except Infeasible as error:
        return Compared(label, situation.weights.values, None, None, (), ranks, ranking.scores, conflict=error.conflict)
    return Compared(
        label,
        situation.weights.values,
        worth(program, program.value(selection)),
        amount(program, program.spent(selection)),
        ids(program, selection),
        ranks,
        ranking.scores,
        situation.by_year(selection),
    )


def _different(made: Sequence[Compared]) -> int:
    return len({scenario.selected for scenario in made})
