"""A small sound case that uses every table, as texts; tests break it in one place at a time."""

from __future__ import annotations

import copy
from typing import Any

from optimizer.case.faults import CaseError, Fault
from optimizer.case.model import Case
from optimizer.case.tables import Tables

SETTINGS: dict[str, Any] = {"format": "1", "title": "A call", "unit": "million"}

TABLES: dict[str, list[dict[str, str]]] = {
    "criteria": [
        {"id": "fit", "name": "Fit", "direction": "max"},
        {"id": "reach", "name": "Reach", "direction": "max", "threshold": "1"},
        {"id": "burden", "name": "Burden", "direction": "min", "scale_max": "10"},
    ],
    "roadmaps": [
        {"id": "algae", "name": "Algae", "domain": "chemistry;food", "risk": "high", "hubs": "north"},
        {"id": "print", "name": "Printing", "domain": "manufacturing", "risk": "low", "hubs": ""},
        {"id": "nano", "name": "Nano", "domain": "health", "risk": "high", "hubs": "north;south", "success": "0.5"},
        {"id": "late", "name": "Late", "domain": "food", "risk": "low", "admissible": "no", "reason": "came late"},
    ],
    "scores": [
        {"roadmap": r, "criterion": c, "score": s, "evaluator": e}
        for e, shift in (("Ann", 0), ("Bob", 1))
        for r, scores in (("algae", (3, 4, 2)), ("print", (2, 2, 5)), ("nano", (4, 1, 8)))
        for c, s in zip(("fit", "reach", "burden"), (str(x + shift / 2) for x in scores), strict=True)
    ],
    "judgments": [
        {"member": m, "a": a, "b": b, "value": v}
        for m in ("chair", "clerk")
        for a, b, v in (("fit", "reach", "3"), ("reach", "burden", "1/2"))
    ],
    "costs": [
        {"roadmap": "algae", "year": "2026", "public": "2.50", "private": "1"},
        {"roadmap": "algae", "year": "2027", "public": "2", "instrument": "research"},
        {"roadmap": "algae", "year": "2026", "public": "1", "level": "light"},
        {"roadmap": "print", "year": "", "public": "3"},
        {"roadmap": "nano", "year": "2027", "public": "4"},
    ],
    "levels": [{"roadmap": "algae", "level": "light", "value_share": "0.4"}],
    "budget": [
        {"year": "2026", "max": "6"},
        {"year": "2027", "max": "5", "min": "1"},
        {"year": "2027", "max": "3", "instrument": "research"},
        {"year": "total", "max": "9"},
    ],
    "synergies": [
        {"id": "both", "members": "algae;nano", "value": "0.2", "saving": "0.5"},
        {"id": "any", "members": "algae;nano;print", "at_least": "2", "value_share": "-0.1"},
    ],
    "rules": [
        {"id": "few", "rule": "count", "max": "2"},
        {"id": "spread", "rule": "share", "attribute": "domain", "value": "*", "max": "0.8"},
        {"id": "north", "rule": "cover", "attribute": "hubs", "value": "north"},
        {"id": "tail", "rule": "downside", "value": "0.5", "min": "0.2"},
    ],
    "scenarios": [
        {"scenario": "base", "probability": "0.75", "roadmap": "", "factor": ""},
        {"scenario": "slump", "probability": "0.25", "roadmap": "nano", "factor": "0.5"},
    ],
}


def tables() -> dict[str, list[dict[str, str]]]:
    """The tables, to be changed at will."""
    return copy.deepcopy(TABLES)


def make(texts: dict[str, Any] | None = None, settings: dict[str, Any] | None = None) -> Case:
    """The case of these texts."""
    return Tables.from_texts(tables() if texts is None else texts, {**SETTINGS, **(settings or {})}).check()


def faults(texts: dict[str, Any] | None = None, settings: dict[str, Any] | None = None) -> tuple[Fault, ...]:
    """The faults of these texts; empty where there are none."""
    try:
        make(texts, settings)
    except CaseError as error:
        return error.faults
    return ()
