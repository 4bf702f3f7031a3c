"""The decision: which roadmaps are funded, at which level, for what money, and what stood in the way of the others."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from optimizer.models.answer import Status
from optimizer.questions.decision import Decision
from optimizer.questions.listing import worth
from optimizer.questions.second_opinion import checked, solver_of, version_of
from optimizer.questions.standing import funded, kept, spend

if TYPE_CHECKING:
    from optimizer.models.repair import Repair
    from optimizer.models.ties import Settled
    from optimizer.situation import Situation

__all__ = ["Decision", "decide"]


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
    """The decision on a case. Ctrl-C stops it as a time limit does: with what there is.

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
    warnings = list(situation.warnings)
    try:
        settled = situation.attempt(
            gap=wanted, proof=proof, certificate=certificate, deadline=deadline, progress=progress
        )
        if situation.engine != "tree":
            situation, settled, said = checked(situation, settled, wanted, deadline, progress)
            warnings += said
    except KeyboardInterrupt:  # between two searches; within one it is a deadline already
        deadline = start
        settled = situation.attempt(gap=wanted, certificate=certificate, deadline=deadline)
    impasse = NOTHING
    if settled.status is Status.INFEASIBLE:
        impasse = _impasse(situation, deadline, progress)
        if not impasse.minimal:
            warnings.append("the time limit came before the conflict was reduced; some of its ids may be superfluous")
    elif settled.status is Status.OPTIMAL and not settled.settled:
        warnings.append(
            "the time limit came before ties were broken; another portfolio of the same value may come first"
        )
    seconds = time.monotonic() - start
    packed = None
    if certificate:
        try:
            packed = _certificate(situation, settled, impasse)
        except ValueError as error:  # the answer is not lost for want of its proof
            warnings.append(f"no certificate was written: {error}")
    return _made(situation, settled, impasse, tuple(warnings), seconds, packed)


class Impasse(NamedTuple):
    """Why there is no portfolio: ids that clash (none superfluous where ``minimal``), and what would help."""

    conflict: tuple[str, ...]
    minimal: bool
    repairs: tuple[Repair, ...]


NOTHING = Impasse((), False, ())


def _impasse(situation: Situation, deadline: float | None, progress: Callable[..., None] | None) -> Impasse:
    from optimizer.models.conflict import clash
    from optimizer.models.repair import repairs

    found = clash(situation.live, deadline=deadline, progress=progress)
    return Impasse(found.ids, found.minimal, repairs(situation, conflict=found.ids, deadline=deadline))


def _certificate(situation: Situation, settled: Settled, impasse: Impasse) -> bytes:
    """The proof of an answer, packed.

    Raises:
        ValueError: when nothing was proven.
    """
    from optimizer.models.certificate import certificate, claims_of, clashing

    claims, other = claims_of(situation.program, settled)
    without = None
    if impasse.minimal and impasse.conflict and situation.engine == "tree":
        claim, without = clashing(situation.live, impasse.conflict)
        claims.append(claim)
    return certificate(situation.case, situation.program, claims, other, without)


def _made(
    situation: Situation,
    settled: Settled,
    impasse: Impasse,
    warnings: tuple[str, ...],
    seconds: float,
    packed: bytes | None,
) -> Decision:
    """The decision, its portfolio added up again from the case alone."""
    case, selection = situation.case, settled.selection
    portfolio = situation.portfolio(selection or ())
    rules = kept(situation, selection) if selection is not None else ()
    if selection is not None:
        program = situation.program
        if portfolio.value() != program.value(selection) * program.unit or portfolio.spent != program.spent(selection):
            raise RuntimeError("the portfolio adds up otherwise from the case than in the model")
        if not all(rule.satisfied for rule in rules):
            raise RuntimeError("the portfolio breaks a rule of the case that the model says it keeps")
    value, bound, gap = _figures(situation, settled)
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
        gap=gap,
        selection=selection,
        selected=tuple(funded(situation, o) for o in selection or ()),
        synergies=tuple(synergy.id for synergy in portfolio.active) if selection is not None else (),
        spend=spend(situation, selection or ()),
        rules=rules,
        conflict=impasse.conflict,
        repairs=impasse.repairs,
        settled=settled,
        solver=solver_of(situation),
        versions=_versions(),
        warnings=warnings,
        seconds=seconds,
        situation=situation,
        certificate=packed,
    )


def _figures(situation: Situation, settled: Settled) -> tuple[Decimal | None, Decimal | None, Fraction | None]:
    """Value, bound and gap; None each where there is none."""
    program, selection = situation.program, settled.selection
    bound = None if settled.bound is None else worth(program, settled.bound)
    if selection is None:
        return None, bound, None
    units = program.value(selection)
    gap = None if settled.bound is None else Fraction(settled.bound - units, max(abs(units), 1))
    return worth(program, units), bound, gap


def _versions() -> dict[str, str]:
    """The versions of what figures depend on."""
    import platform

    names = ("spearhead", "numpy", "highspy", "pulp", "pymcdm")
    return {name: version_of(name) for name in names} | {"python": platform.python_version()}
