"""The decision: which roadmaps are funded, at which level, for what money, and what stood in the way of the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from optimizer.models.answer import Status
from optimizer.questions.listing import worth
from optimizer.questions.missed import Missed, missed
from optimizer.questions.standing import Funded, Kept, Spend, funded, kept, spend

if TYPE_CHECKING:
    from optimizer.criteria.ranking import Entry
    from optimizer.models.program import Selection
    from optimizer.models.repair import Repair
    from optimizer.models.ties import Settled
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

    @property
    def leaves(self) -> int:
        """How many cases the proof distinguishes; 0 where a solver's word was taken."""
        return self.settled.answer.leaves

    def as_dict(self) -> dict[str, object]:
        """The JSON of the contract; a roadmap that is not admissible is named beside the ranking."""
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
        found["portfolio"] = {
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
        gap = None if self.gap is None else float(self.gap)
        found["solver"] = {"name": name, "version": version, "gap": gap, "seconds": round(self.seconds, 3)}
        found["versions"] = dict(self.versions)
        found["warnings"] = list(self.warnings)
        return found


def decide(
    situation: Situation,
    *,
    gap: Fraction | Decimal | float = 0,
    time_limit: float | None = None,
    certificate: bool = False,
    proof: bool = True,
    progress: Callable[..., None] | None = None,
    deadline: float | None = None,
) -> Decision:
    """The decision on a case.

    Args:
        situation: the case and what follows from it.
        gap: stop when the portfolio is proven to be within this of the best.
        time_limit: seconds after which to stop with what there is; ``deadline`` (``time.monotonic()``) says the same.
        certificate: also write the proof; where nothing was proven (another solver's word, or no time) a warning says
            that there is none.
        proof: whether to write the proof down. Without it the answer is the same and as sure, in a fraction of the
            time: what a slider needs.
        progress: told what has been found so far.

    Raises:
        RuntimeError: when the portfolio, added up from the case alone, is not what the model says: a fault of ours.
    """
    start = time.monotonic()
    if time_limit is not None:
        deadline = min(start + time_limit, deadline or start + time_limit)
    wanted = Fraction(gap) if not isinstance(gap, float) else Fraction(str(gap))
    settled = situation.attempt(gap=wanted, proof=proof or certificate, deadline=deadline, progress=progress)
    warnings = list(situation.warnings)
    if situation.engine != "tree":
        situation, settled, said = _checked(situation, settled, wanted, deadline, progress)
        warnings += said
    conflict: tuple[str, ...] = ()
    minimal = False
    mended: tuple[Repair, ...] = ()
    if settled.status is Status.INFEASIBLE:
        from optimizer.models.conflict import clash
        from optimizer.models.repair import repairs

        found = clash(situation.live, deadline=deadline, progress=progress)
        conflict, minimal = found.ids, found.minimal
        if not found.minimal:
            warnings.append("the time limit came before the conflict was reduced; some of its ids may be superfluous")
        mended = repairs(situation, conflict=conflict, deadline=deadline)
    elif settled.status is Status.OPTIMAL and not settled.settled:
        warnings.append(
            "the time limit came before ties were broken; another portfolio of the same value may come first"
        )
    seconds = time.monotonic() - start
    packed = None
    if certificate:
        from optimizer.models.certificate import certificate as written
        from optimizer.models.certificate import claims_of, clashing

        try:
            claims, other = claims_of(situation.program, settled)
            without = None
            if minimal and conflict and situation.engine == "tree":
                claim, without = clashing(situation.live, conflict)
                claims.append(claim)
            packed = written(situation.case, situation.program, claims, other, without)
        except ValueError as error:  # the answer is not lost for want of its proof
            warnings.append(f"no certificate was written: {error}")
    return _made(situation, settled, conflict, mended, tuple(warnings), seconds, packed)


def _checked(
    situation: Situation,
    settled: Settled,
    gap: Fraction,
    deadline: float | None,
    progress: Callable[..., None] | None,
) -> tuple[Situation, Settled, list[str]]:
    """Another solver's answer beside the one that the tree proves, and a warning where they differ.

    A solver's word can be wrong (CBC was seen to call a portfolio best that is not, and a feasible problem infeasible);
    what is given is then what the tree proves. What the tree does not prove in time is not called proven.

    Raises:
        RuntimeError: when the other solver has a portfolio, checked in whole numbers, that the tree says cannot be.
    """
    if settled.status is Status.TIME_LIMIT:
        return situation, settled, []
    from optimizer.situation import Situation

    told = _solver(situation)[0]
    judge = Situation(situation.case)
    proven = judge.attempt(gap=gap, deadline=deadline, progress=progress)
    if settled.selection is None:
        if proven.status is Status.INFEASIBLE:
            return situation, settled, []
        if proven.selection is None:
            warning = f"{told} says that there is no portfolio; the time limit came before that was proven"
        else:
            warning = f"{told} says that there is no portfolio, and is wrong; the answer is the one proven without it"
        return judge, proven, [warning]
    worth_it = situation.program.value(settled.selection)
    if proven.status is Status.INFEASIBLE or (proven.bound is not None and worth_it > proven.bound):
        raise RuntimeError("another solver has a portfolio that the proof says there cannot be")
    if proven.status is not Status.OPTIMAL:
        if settled.status is Status.OPTIMAL:  # its word alone: said to be no more than what is proven
            status = Status.OPTIMAL if proven.bound == worth_it else proven.status
            settled = replace(settled, status=status, bound=proven.bound, unique=None)
        return situation, settled, []
    if settled.status is Status.OPTIMAL and settled.selection != proven.selection and proven.settled:
        warning = f"{told} names another portfolio as the best, and is wrong; the answer is the one proven without it"
        return judge, proven, [warning]
    return situation, settled, []


def _made(
    situation: Situation,
    settled: Settled,
    conflict: tuple[str, ...],
    mended: tuple[Repair, ...],
    warnings: tuple[str, ...],
    seconds: float,
    packed: bytes | None,
) -> Decision:
    case, program = situation.case, situation.program
    selection = settled.selection
    portfolio = situation.portfolio(selection or ())
    rules = kept(situation, selection) if selection is not None else ()
    value = bound = proven = None
    if selection is not None:
        units = program.value(selection)
        if portfolio.value() != units * program.unit or portfolio.spent != program.spent(selection):
            raise RuntimeError("the portfolio adds up otherwise from the case than in the model")
        if not all(rule.satisfied for rule in rules):
            raise RuntimeError("the portfolio breaks a rule of the case that the model says it keeps")
        value = worth(program, units)
        if settled.bound is not None:
            bound = worth(program, settled.bound)
            proven = Fraction(settled.bound - units, max(abs(units), 1))
    elif settled.bound is not None:
        bound = worth(program, settled.bound)
    consistency = situation.weights.consistency
    return Decision(
        title=str(case.settings.title),
        sha256=case.sha256,
        settings=case.settings.as_dict(),
        weights=situation.weights.values,
        consistency=None if consistency is None else consistency.as_dict(),
        ranking=situation.ranking.entries,
        inadmissible=tuple((r.id, r.reason) for r in case.roadmaps if not r.admissible),
        status=settled.status,
        unique=settled.unique,
        value=value,
        bound=bound,
        gap=proven,
        selection=selection,
        selected=tuple(funded(situation, o) for o in selection or ()),
        synergies=tuple(synergy.id for synergy in portfolio.active) if selection is not None else (),
        spend=spend(situation, selection or ()),
        rules=rules,
        conflict=conflict,
        repairs=mended,
        settled=settled,
        solver=_solver(situation),
        versions=_versions(),
        warnings=warnings,
        seconds=seconds,
        situation=situation,
        certificate=packed,
    )


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "roadmap": entry.roadmap,
        "rank": entry.rank,
        "score": entry.score,
        "native": entry.native,
        "eligible": entry.eligible,
        "reasons": [reason.text("en") for reason in entry.reasons],
    }


def _solver(situation: Situation) -> tuple[str, str]:
    """The name and version of what proved the answer."""
    if situation.engine == "cbc":
        return "CBC by way of PuLP", _version("pulp")
    if situation.engine == "highs":
        return "HiGHS by way of PuLP", _version("highspy")
    return "spearhead tree with HiGHS", _version("highspy")


def _versions() -> dict[str, str]:
    """The versions of what figures depend on."""
    import platform

    names = ("spearhead", "numpy", "highspy", "pulp", "pymcdm")
    return {name: _version(name) for name in names} | {"python": platform.python_version()}


@cache
def _version(name: str) -> str:
    """The version of what is installed, looked up once: each look-up reads a file."""
    from importlib.metadata import version

    return version(name)
