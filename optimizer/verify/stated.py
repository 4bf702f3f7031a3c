"""The case that a decision states: its own files with the settings that the decision prints, each compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from optimizer.case.faults import CaseError
from optimizer.case.load import load_case
from optimizer.case.model import Case
from optimizer.verify import check_certificate as checker
from optimizer.verify.verification import Verification, shown
from optimizer.words import N_


@contextmanager
def documented(what: str) -> Iterator[None]:
    """Whatever goes wrong inside with the parts of a file means that it is not laid out as documented.

    Raises:
        CaseError: as it comes.
        check_certificate.Unreadable: for anything that malformed input makes of code.
    """
    try:
        yield
    except CaseError:
        raise
    except checker.MALFORMED as error:
        raise checker.Unreadable(f"the {what} is not laid out as documented ({type(error).__name__})") from error


def case_in_force(found: Verification, decision: Any, case_path: str | Path) -> Case | None:
    """The case with the printed settings in force, compared with its own; None where they are no settings of it.

    Raises:
        CaseError: when the case cannot be read.
    """
    printed = checker.field(decision, "settings", dict)
    own = load_case(case_path)
    try:
        case = load_case(case_path, settings=given_settings(printed))
    except CaseError as error:
        found.differs("settings", "…", "; ".join(fault.message for fault in error.faults[:5]))
        return None
    _about_case(found, decision, own, case)
    return case


def given_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that are given at all, ready to be put over the case's own."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, dict):
            inner = given_settings(value)
            if inner:
                found[key] = inner
        elif value is not None and value != []:
            found[key] = str(value) if isinstance(value, Decimal) else value
    return found


def _about_case(found: Verification, decision: Any, own: Case, case: Case) -> None:
    """The case's checksum and title, and every setting in force."""
    about = checker.field(decision, "case", dict)
    found.same("case.sha256", about.get("sha256"), own.sha256)
    found.same("case.title", about.get("title"), case.settings.title)
    same_settings(found, decision["settings"], case.settings.as_dict())
    before, stated = checker.flatten(own.settings.as_dict()), checker.flatten(case.settings.as_dict())
    changed = [f"{key} = {shown(stated[key])}" for key in sorted(stated) if stated[key] != before.get(key)]
    found.passed(N_("the content of the case, by its checksum, and every setting in force"))
    if changed:
        found.left(N_("settings that are in force by an option, not by the case: %(keys)s"), keys="; ".join(changed))


def same_settings(found: Verification, printed: Mapping[str, Any], stated: Mapping[str, Any]) -> None:
    """Every setting, by dotted key, as printed and as it ought to be."""
    said, meant = checker.flatten(printed), checker.flatten(stated)
    for key in dict.fromkeys([*meant, *said]):
        found.same(f"settings.{key}", _plain(said.get(key)), _plain(meant.get(key)))


def _plain(value: Any) -> Any:
    """A setting for comparison: numbers exact."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
