"""The conditions that decide: rules and budget rows each of which, dropped alone, would turn the outcome."""

from __future__ import annotations

from time import monotonic

from optimizer.questions.explanation.rivals import Rivals
from optimizer.questions.listing import within

#: Seconds within which all portfolios that tie for the best have to be found, for all roadmaps at once; where there are
#: so many that this is too short, each roadmap is asked about alone.
PATIENCE = 0.5


def binding(rivals: Rivals, funded: bool) -> tuple[str, ...]:
    """The ids without each of which the outcome for the roadmap would be the other one.

    For an unfunded roadmap: a portfolio that funds it would then be as good as the best. For a funded one: none would.
    """
    return tuple(id for id in rivals.program.ids if _as_good_without(rivals, id) != funded)


def _as_good_without(rivals: Rivals, id: str) -> bool:
    """Whether a portfolio that funds the roadmap is as good as the best where a condition does not count."""
    tied = _tied_without(rivals, id)
    if tied is not None:
        return rivals.roadmap in tied
    best = rivals.best(off=(id,))
    if best.selection is None or best.value is None:
        raise AssertionError("a portfolio keeps all conditions, so one keeps all but one")
    options = rivals.program.options
    if any(options[o].roadmap == rivals.roadmap for o in best.selection):
        return True
    if rivals.hopeless(best.value, off=(id,)):
        return False
    return rivals.worth(best.value, off=(id,)) is not None


def _tied_without(rivals: Rivals, id: str) -> frozenset[str] | None:
    """The roadmaps that some best portfolio funds where a condition does not count, found once for all of them; None
    where that takes too long."""
    key = ("tied", id)
    if key in rivals.shared:
        known: frozenset[str] | None = rivals.shared[key]
        return known
    almost = getattr(rivals.solver, "almost", None)
    if almost is None or rivals.shared.get("too many tie"):
        return None
    within(rivals.deadline)
    rivals.asked += 1
    patience = monotonic() + PATIENCE
    found = almost(1, off=(id,), deadline=patience if rivals.deadline is None else min(patience, rivals.deadline))
    if found is None or not found[1] or not found[0]:
        rivals.shared["too many tie"] = True
        return None
    portfolios, top = found[0], max(found[0].values())
    options = rivals.program.options
    tied = {options[o].roadmap for portfolio, value in portfolios.items() if value == top for o in portfolio}
    rivals.shared[key] = frozenset(tied)
    return rivals.shared[key]
