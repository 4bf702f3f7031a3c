"""Spearhead: choose, in the open, which innovation clusters to back.

The few names that other programs need; each is imported on first use, so that ``import optimizer`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizer.case.blank import new_case
    from optimizer.case.faults import CaseError, Fault
    from optimizer.case.load import change_settings, load_case, read, read_bytes
    from optimizer.case.model import Case
    from optimizer.case.tables import Tables
    from optimizer.situation import Situation

#: Where each name lives.
_HOMES = {
    "Case": "optimizer.case.model",
    "CaseError": "optimizer.case.faults",
    "Fault": "optimizer.case.faults",
    "Situation": "optimizer.situation",
    "Tables": "optimizer.case.tables",
    "change_settings": "optimizer.case.load",
    "load_case": "optimizer.case.load",
    "new_case": "optimizer.case.blank",
    "read": "optimizer.case.load",
    "read_bytes": "optimizer.case.load",
}

__all__ = [
    "Case",
    "CaseError",
    "Fault",
    "Situation",
    "Tables",
    "change_settings",
    "load_case",
    "new_case",
    "read",
    "read_bytes",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
