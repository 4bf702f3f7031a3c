"""Why one roadmap is funded or not, and what would have changed that: every figure proven by solves on either side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.case.faults import CaseError, Fault
from optimizer.case.nearest import hint
from optimizer.criteria.eligibility import Reason
from optimizer.criteria.ranking import score_bounds
from optimizer.models.answer import Status
from optimizer.models.program import Program, Selection
from optimizer.questions.budgets import maxima_of
from optimizer.questions.explanation.binding import binding
from optimizer.questions.explanation.budget import factor_needed, total_at
from optimizer.questions.explanation.cost import cost_needed
from optimizer.questions.explanation.criteria import criterion_needed, needed_if_eligible
from optimizer.questions.explanation.rivals import Rivals, Standing
from optimizer.questions.explanation.score import score_needed
from optimizer.questions.listing import amount, chosen, moves, within, worth

if TYPE_CHECKING:
    from optimizer.situation import Situation


@dataclass(frozen=True)
class Forced:
    """What forcing an unfunded roadmap in (or a funded one out) costs, and who comes and goes by it."""

    value_lost: Decimal
    added: tuple[str, ...]
    dropped: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """In the words of the contract."""
        return {"value_lost": self.value_lost, "added": list(self.added), "dropped": list(self.dropped)}


@dataclass(frozen=True)
class Explanation:
    """Everything there is to say about one roadmap.

    Attributes:
        score_needed: the least score that would do (for a funded one: down to which it stays funded).
        cost_needed: the largest total public cost, at ``cost_level``.
        budget_needed: the least total of the budget maxima.
        criterion_needed: criterion to the least score on it (greatest on a ``min`` criterion).
        if_forced: None where forcing leaves no portfolio, and for an ineligible roadmap.
        binding: rules and budget rows each of which, dropped alone, would turn the outcome for this roadmap.
        missed: thresholds that it misses.
        cost: its total public cost at the level funded, else at the dearest level.
        budget: the present total of the budget maxima.
        budget_factor: the exact factor on every maximum behind ``budget_needed``.
        score_if_eligible: for an ineligible roadmap, the score that would have done if it missed no threshold.
        certificate: the proof of the figures, where it was asked for.
        complete: false where something stopped the work; figures not reached are then None.
        solves: how many questions the solver was asked.
    """

    roadmap: str
    name: str
    funded: bool
    level: str | None
    eligible: bool
    rank: int
    score: Decimal
    contributions: Mapping[str, Decimal]
    missed: tuple[Reason, ...] = ()
    score_needed: Decimal | None = None
    cost_needed: Decimal | None = None
    cost_level: str | None = None
    budget_needed: Decimal | None = None
    criterion_needed: Mapping[str, Decimal | None] = field(default_factory=dict)
    criterion_now: Mapping[str, Decimal] = field(default_factory=dict)
    if_forced: Forced | None = None
    binding: tuple[str, ...] = ()
    cost: Decimal = Decimal(0)
    budget: Decimal | None = None
    budget_factor: Fraction | None = None
    score_if_eligible: Decimal | None = None
    complete: bool = True
    solves: int = 0
    situation: Situation | None = field(default=None, repr=False, compare=False)
    certificate: bytes | None = field(default=None, repr=False, compare=False)

    def reasons(self, lang: str = "en") -> list[str]:
        """The explanation in sentences that an applicant understands."""
        from optimizer.questions.explanation.sentences import sentences

        return sentences(self, lang)

    def as_dict(self, lang: str = "en") -> dict[str, object]:
        """The JSON of the contract, with whether it is complete beside it."""
        return {
            "format": 1,
            "roadmap": self.roadmap,
            "funded": self.funded,
            "level": self.level,
            "eligible": self.eligible,
            "contributions": dict(self.contributions),
            "score": self.score,
            "score_needed": self.score_needed,
            "cost_needed": self.cost_needed,
            "budget_needed": self.budget_needed,
            "criterion_needed": dict(self.criterion_needed),
            "if_forced": self.if_forced.as_dict() if self.if_forced else None,
            "binding": list(self.binding),
            "reasons": self.reasons(lang),
            "complete": self.complete,
        }


def explain(
    situation: Situation,
    roadmap: str,
    *,
    certificate: bool = False,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Explanation:
    """Why ``roadmap`` is funded or not and what would have changed that.

    Args:
        situation: the case and what follows from it.
        roadmap: its id.
        certificate: also write the proof of every figure (``explanation/certified.py``).
        progress: told how many parts are done.
        deadline: on the monotonic clock; what is not reached by then is missing, and ``complete`` false.

    Raises:
        CaseError: for a roadmap that the case does not have, or that was not admissible.
        Infeasible: when no portfolio keeps the rules.
    """
    entry = situation.ranking.by_id.get(roadmap)
    if entry is None:
        raise CaseError([_unknown(situation, roadmap)])
    best = chosen(situation, deadline, progress)
    program = situation.program
    level = next((program.options[o].level for o in best if program.options[o].roadmap == roadmap), None)
    maxima = maxima_of(situation.case, program)
    found: dict[str, object] = {
        "roadmap": roadmap,
        "name": next(r.name for r in situation.case.roadmaps if r.id == roadmap),
        "funded": level is not None,
        "level": level,
        "eligible": entry.eligible,
        "rank": entry.rank,
        "score": entry.score,
        "contributions": entry.contributions,
        "missed": entry.reasons,
        "criterion_needed": {criterion.id: None for criterion in situation.case.criteria},
        "criterion_now": _now(situation, roadmap),
        "cost": _cost(program, roadmap, level),
        "budget": None if maxima.total is None else Decimal(maxima.total.__floor__()) / program.money,
        "situation": situation,
    }
    rivals = Rivals(situation.live, roadmap, deadline, situation.shared, tell=progress)
    parts = _eligible_parts(situation, rivals, level, best) if entry.eligible else _ineligible_parts(situation, rivals)
    try:
        for number, part in enumerate(parts):
            found.update(part())
            if progress:
                progress(done=number + 1, of=len(parts))
    except (TimeoutError, KeyboardInterrupt):
        found["complete"] = False
    made = Explanation(**found, solves=rivals.asked)  # type: ignore[arg-type]
    return _certified(situation, made, deadline) if certificate and made.complete else made


def _certified(situation: Situation, explanation: Explanation, deadline: float | None) -> Explanation:
    """The explanation with its certificate; without it, and not complete, where there was no time for it."""
    from optimizer.questions.explanation.certified import certificate

    try:
        return replace(explanation, certificate=certificate(situation, explanation, deadline))
    except (TimeoutError, KeyboardInterrupt):
        return replace(explanation, complete=False)


Part = Callable[[], dict[str, object]]


def _eligible_parts(situation: Situation, rivals: Rivals, level: str | None, best: Selection) -> list[Part]:
    """The figures of an eligible roadmap, quick ones first; each may draw on those before it."""
    standings: list[Standing] = []
    needed: list[Decimal | None] = []

    def forced() -> dict[str, object]:
        standings.append(_standing(situation, rivals, level, best))
        return {"if_forced": _forced(rivals.program, standings[0], level, best)}

    def score() -> dict[str, object]:
        bounds = score_bounds(str(situation.case.settings.scoring.method))
        needed.append(score_needed(rivals, standings[0], situation.objective, situation.ranking.scores, bounds))
        return {"score_needed": needed[0]}

    def budget() -> dict[str, object]:
        if level is not None:
            return {"budget_needed": None}
        maxima = maxima_of(situation.case, rivals.program)
        factor = Fraction(1) if standings[0].tied else factor_needed(rivals, maxima)
        return {"budget_needed": total_at(maxima, factor, rivals.program), "budget_factor": factor}

    def cost() -> dict[str, object]:
        figure, at = cost_needed(situation, rivals, standings[0])
        return {"cost_needed": figure, "cost_level": at}

    return [
        forced,
        score,
        lambda: {"criterion_needed": criterion_needed(situation, rivals, needed[0])},
        cost,
        lambda: {"binding": binding(rivals, level is not None)},
        budget,
    ]


def _ineligible_parts(situation: Situation, rivals: Rivals) -> list[Part]:
    """An ineligible roadmap can only be helped by its scores."""

    def criteria() -> dict[str, object]:
        alone = situation.ranking.reference == "scale"
        needed = needed_if_eligible(situation, rivals) if alone else None
        found = criterion_needed(situation, rivals, needed)
        return {"score_if_eligible": needed, "criterion_needed": found}

    return [criteria]


def _standing(situation: Situation, rivals: Rivals, level: str | None, best: Selection) -> Standing:
    """The best portfolio with the roadmap and the best without it, of which one is the best of all."""
    program, mine = situation.program, (rivals.roadmap,)
    within(rivals.deadline)
    rivals.asked += 1
    other = situation.settled(
        must=() if level is not None else mine, never=mine if level is not None else (), deadline=rivals.deadline
    )
    if other.status is Status.TIME_LIMIT:
        raise TimeoutError
    value = None if other.selection is None else program.value(other.selection)
    if level is None:
        return Standing(other.selection, best, value, program.value(best))
    return Standing(best, other.selection, program.value(best), value)


def _forced(program: Program, standing: Standing, level: str | None, best: Selection) -> Forced | None:
    """The best portfolio with the roadmap forced the other way, against the best."""
    other = standing.inside if level is None else standing.outside
    if other is None:
        return None
    added, dropped = moves(program, best, other)
    return Forced(worth(program, program.value(best) - program.value(other)), added, dropped)


def _now(situation: Situation, roadmap: str) -> dict[str, Decimal]:
    """The roadmap's agreed score on each criterion, to 6 decimals."""
    consensus = situation.consensus
    return {
        criterion: Decimal(round(consensus.score(roadmap, criterion) * 10**6)).scaleb(-6).normalize()
        for criterion in consensus.criteria
    }


def _cost(program: Program, roadmap: str, level: str | None) -> Decimal:
    options = [program.options[o] for o in program.groups.get(roadmap, ())]
    mine = [option.public for option in options if level is None or option.level == level]
    return amount(program, max(mine, default=0))


def _unknown(situation: Situation, roadmap: str) -> Fault:
    """A roadmap that cannot be explained: it is not there, or was not weighed."""
    for one in situation.case.roadmaps:
        if one.id == roadmap:
            why = f" ({one.reason})" if one.reason else ""
            return Fault("options", 0, "ROADMAP", f'"{roadmap}" was not admissible{why}, so it was not weighed')
    known = [one.id for one in situation.case.roadmaps]
    return Fault("options", 0, "ROADMAP", f'"{roadmap}" is not a roadmap of this case{hint(roadmap, known)}')
