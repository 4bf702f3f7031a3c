"""A decision: what was decided on a case, how it came about, and how far it is proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from optimizer.models.answer import Status
from optimizer.questions.missed import Missed, missed

if TYPE_CHECKING:
    from optimizer.criteria.ranking import Entry
    from optimizer.models.program import Selection
    from optimizer.models.repair import Repair
    from optimizer.models.ties import Settled
    from optimizer.questions.standing import Funded, Kept, Spend
    from optimizer.situation import Situation


@dataclass(frozen=True)
class Decision:
    """What was decided, how it came about, and how far it is proven.

    Attributes:
        title, sha256: of the case.
        settings: every setting in force.
        weights: by criterion.
        consistency: of the judgments, in the words of the contract, or None.
        ranking: every roadmap that was weighed, best first.
        inadmissible: (roadmap, reason) of those that were not.
        status: how the solve ended.
        unique: whether no other portfolio is worth as much; None where that is not known.
        value, bound: exact; None where there is no portfolio, or no bound.
        gap: ``(bound - value) / max(|value|, one unit of value)``; None likewise.
        selection: the portfolio's options in ``situation.program``.
        selected, synergies, spend, rules: the portfolio.
        conflict: ids that cannot hold together, where there is no portfolio.
        repairs: what would make a portfolio possible, where there is none.
        settled: the solves behind it, ties included.
        certificate: the packed proof, where it was asked for.
        seconds: wall time of solving.
    """

    title: str
    sha256: str
    settings: Mapping[str, Any]
    weights: Mapping[str, Decimal]
    consistency: Mapping[str, object] | None
    ranking: tuple[Entry, ...]
    inadmissible: tuple[tuple[str, str | None], ...]
    status: Status
    unique: bool | None
    value: Decimal | None
    bound: Decimal | None
    gap: Fraction | None
    selection: Selection | None
    selected: tuple[Funded, ...]
    synergies: tuple[str, ...]
    spend: Spend
    rules: tuple[Kept, ...]
    conflict: tuple[str, ...]
    repairs: tuple[Repair, ...]
    settled: Settled
    solver: tuple[str, str]
    versions: Mapping[str, str]
    warnings: tuple[str, ...]
    seconds: float
    situation: Situation = field(repr=False, compare=False)
    certificate: bytes | None = None

    @cached_property
    def missed(self) -> tuple[Missed, ...]:
        """The best-ranked roadmaps that are not funded, with what stands in their way; worked out where it is asked."""
        return missed(self.situation, self.selection) if self.selection is not None else ()

    @property
    def exit_status(self) -> int:
        """The command's exit status: 0 done, 3 infeasible, 4 stopped by the time limit."""
        return {Status.INFEASIBLE: 3, Status.TIME_LIMIT: 4}.get(self.status, 0)

    @cached_property
    def cases(self) -> int:
        """How many cases the proof of the answer and of its ties distinguishes, as its certificate has them; 0 where
        no proof was written: a solver's word was taken, or sweeps answered."""
        from optimizer.models.certificate import claims_of

        try:
            claims, _ = claims_of(self.situation.program, self.settled)
        except ValueError:
            return 0
        return sum(claim.proof.leaves for claim in claims)

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract; a roadmap that is not admissible is named beside the ranking, and what would make a
        portfolio possible beside what clashes."""
        name, version = self.solver
        found: dict[str, object] = {
            "format": 1,
            "case": {"title": self.title, "sha256": self.sha256},
            "settings": self.settings,
            "weights": dict(self.weights),
            "consistency": self.consistency,
            "ranking": [_entry(entry) for entry in self.ranking],
        }
        if self.inadmissible:
            found["inadmissible"] = [{"roadmap": id, "reason": reason} for id, reason in self.inadmissible]
        portfolio: dict[str, object] = {
            "status": self.status.value,
            "unique": self.unique,
            "value": self.value,
            "bound": self.bound,
            "selected": [funded.as_dict() for funded in self.selected],
            "synergies": list(self.synergies),
            "spend": self.spend.as_dict(),
            "rules": [kept.as_dict() for kept in self.rules],
            "conflict": list(self.conflict),
        }
        if self.status is Status.INFEASIBLE:
            portfolio["repairs"] = [repair.as_dict() for repair in self.repairs]
        found["portfolio"] = portfolio
        gap = None if self.gap is None else float(self.gap)
        found["solver"] = {"name": name, "version": version, "gap": gap, "seconds": round(self.seconds, 3)}
        found["versions"] = dict(self.versions)
        found["warnings"] = list(self.warnings)
        return found


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "roadmap": entry.roadmap,
        "rank": entry.rank,
        "score": entry.score,
        "native": entry.native,
        "eligible": entry.eligible,
        "reasons": [reason.text("en") for reason in entry.reasons],
    }
