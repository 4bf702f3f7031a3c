"""Would another scoring method have led elsewhere? The ranking and the portfolio under each, and how far they agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.questions.agreement import kendall, spearman, ws
from optimizer.questions.listing import chosen, ids
from optimizer.questions.parallel import each
from optimizer.situation import Infeasible

if TYPE_CHECKING:
    from optimizer.situation import Situation


@dataclass(frozen=True)
class Method:
    """One scoring method: the reference it goes by, the ranking (best first), each roadmap's place in it (ties share
    the mean of theirs), and the portfolio; ``selected`` is None where no portfolio keeps the rules."""

    method: str
    reference: str
    ranking: tuple[str, ...]
    places: Mapping[str, float]
    scores: Mapping[str, Decimal]
    selected: tuple[str, ...] | None

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {
            "method": self.method,
            "ranking": list(self.ranking),
            "selected": None if self.selected is None else list(self.selected),
            "reference": self.reference,
        }


@dataclass(frozen=True)
class Agreement:
    """How far one ranking agrees with another; None where all roadmaps share one place in one of them.

    Attributes:
        kendall: Kendall's tau-b (Kendall 1945), -1 to 1.
        spearman: Spearman's rho (Pearson's correlation of places).
        ws: the WS coefficient (Sałabun and Urbaniak 2020), 0 to 1; not symmetric: the first ranking is the reference.
    """

    kendall: float | None
    spearman: float | None
    ws: float | None

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract, to 9 decimals."""

        def shown(x: float | None) -> float | None:
            return None if x is None else round(x, 9) + 0.0

        return {"kendall": shown(self.kendall), "spearman": shown(self.spearman), "ws": shown(self.ws)}


@dataclass(frozen=True)
class Dispute:
    """One roadmap: its best and its worst place under any method, and the methods that would fund it."""

    roadmap: str
    best: float
    worst: float
    funded_by: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """As an object beside the contract's keys."""
        return {
            "roadmap": self.roadmap,
            "best_rank": self.best,
            "worst_rank": self.worst,
            "funded_by": list(self.funded_by),
        }


@dataclass(frozen=True)
class Methods:
    """Every method's outcome.

    Attributes:
        in_force: the case's own method.
        methods: in the order of ``optimizer.criteria.scoring.names.METHODS``.
        correlation: first method (the reference) to second to their agreement; each with itself as well.
        disputed: every roadmap, those on which the methods disagree most first.
        complete: false only where time or Ctrl-C stopped the work.
        missing: the methods that were then not reached.
    """

    in_force: str
    methods: tuple[Method, ...]
    correlation: Mapping[str, Mapping[str, Agreement]]
    disputed: tuple[Dispute, ...]
    complete: bool
    missing: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract, with the roadmaps in dispute beside it."""
        return {
            "format": 1,
            "methods": [method.as_dict() for method in self.methods],
            "correlation": {
                a: {b: agreement.as_dict() for b, agreement in row.items()} for a, row in self.correlation.items()
            },
            "in_force": self.in_force,
            "disagreement": [dispute.as_dict() for dispute in self.disputed],
            "complete": self.complete,
        }

    def sentences(self, lang: str = "en", names: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """What it comes to, in a few sentences for people; ``names``: what roadmaps are called, by id."""
        from optimizer.questions.robustness.sentences import of_methods

        return of_methods(self, lang, names)


def methods(
    situation: Situation,
    *,
    jobs: int = 1,
    cluster: str | None = None,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Methods:
    """The ranking and the portfolio under every scoring method, all else unchanged.

    Args:
        situation: the case and what follows from it.
        jobs, cluster: see :func:`optimizer.questions.parallel.spread`; one piece of work is one method.
        progress: told ``done``, ``of`` and ``found``: how many different portfolios.

    Raises:
        Infeasible: when no portfolio keeps the rules.
    """
    from optimizer.criteria.scoring.names import METHODS

    chosen(situation, deadline, progress)
    names = tuple(METHODS)
    made, complete = each(
        situation, _method, names, jobs=jobs, cluster=cluster, deadline=deadline, progress=progress, counted=_different
    )
    pairs = {a.method: {b.method: _agreement(a, b) for b in made} for a in made}
    return Methods(situation.ranking.method, tuple(made), pairs, _disputed(made), complete, names[len(made) :])


def _method(base: Situation, name: str, deadline: float | None) -> Method:
    """The ranking and the portfolio under one method."""
    situation = base if name == base.ranking.method else base.with_settings({"scoring.method": name})
    ranking = situation.ranking
    try:
        selected: tuple[str, ...] | None = ids(situation.program, chosen(situation, deadline))
    except Infeasible:  # ``downside`` goes by the scores
        selected = None
    order = tuple(entry.roadmap for entry in ranking.entries)
    places = _places([entry.rank for entry in ranking.entries])
    return Method(name, ranking.reference, order, dict(zip(order, places, strict=True)), ranking.scores, selected)


def _different(made: Sequence[Method]) -> int:
    return len({method.selected for method in made})


def _places(ranks: Sequence[int]) -> list[float]:
    """Ranks 1, 1, 3 as places 1.5, 1.5, 3: what correlations of rankings go by (Kendall 1945)."""
    return [rank + (ranks.count(rank) - 1) / 2 for rank in ranks]


def _agreement(a: Method, b: Method) -> Agreement:
    roadmaps = sorted(a.places)
    x, y = [a.places[r] for r in roadmaps], [b.places[r] for r in roadmaps]
    return Agreement(kendall(x, y), spearman(x, y), ws(x, y))


def _disputed(made: Sequence[Method]) -> tuple[Dispute, ...]:
    """Every roadmap, the widest range of places first, then the one the methods are most evenly split about."""
    if not made:
        return ()
    found = []
    for roadmap in sorted(made[0].places):
        places = [method.places[roadmap] for method in made]
        funding = tuple(
            method.method
            for method in made
            if any(id == roadmap or id.startswith(roadmap + ":") for id in method.selected or ())
        )
        found.append(Dispute(roadmap, min(places), max(places), funding))

    def split(dispute: Dispute) -> int:
        return min(len(dispute.funded_by), len(made) - len(dispute.funded_by))

    return tuple(sorted(found, key=lambda d: (d.best - d.worst, -split(d), d.roadmap)))
