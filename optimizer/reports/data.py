"""What documents say as data: the answers behind them, in the words of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizer.reports.dossier import Dossier


def decision_data(dossier: Dossier) -> dict[str, Any]:
    """The decision's JSON without the time that solving took, so that the same case gives the same bytes."""
    found: dict[str, Any] = dict(dossier.decision.as_dict())
    found["solver"] = {**found["solver"], "seconds": 0}
    return found


def adopted_data(dossier: Dossier) -> dict[str, Any] | None:
    """The adopted portfolio against the best, with the grounds; None where the best was adopted."""
    if dossier.assessment is None:
        return None
    return {**dossier.assessment.as_dict(), "grounds": dossier.grounds}


def selection_data(dossier: Dossier) -> dict[str, Any]:
    """Everything in the report of the selection."""
    return {
        "format": 1,
        "decision": decision_data(dossier),
        "adopted": adopted_data(dossier),
        "alternatives": _answer(dossier.alternatives),
        "robust": _answer(dossier.robust),
        "frontier": _answer(dossier.frontier),
        "price": _answer(dossier.prices),
        "reserve": _answer(dossier.reserve),
    }


def _answer(found: Any) -> dict[str, Any] | None:
    """An answer's JSON; None where the time limit came before there was one."""
    return None if found is None else found.as_dict()


def statement_data(dossier: Dossier, roadmap: str, langs: Sequence[str]) -> dict[str, Any]:
    """What the statement on one roadmap rests on: its explanation, with the reasons in each language."""
    found = {one.id: one for one in dossier.case.roadmaps}[roadmap]
    level = dossier.levels.get(roadmap)
    said: dict[str, Any] = {
        "format": 1,
        "case": {"title": dossier.case.settings.title, "sha256": dossier.case.sha256},
        "roadmap": roadmap,
        "admissible": found.admissible,
        "reason": found.reason,
        "funded": level is not None,
        "level": level,
        "adopted": adopted_data(dossier),
    }
    if found.admissible:
        explanation = dossier.explanation(roadmap)
        said["explanation"] = None if explanation is None else explanation.as_dict(langs[0])
        said["reasons"] = {lang: explanation.reasons(lang) if explanation is not None else [] for lang in langs}
    return said
