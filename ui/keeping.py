"""Scenarios kept beside the case: YAML files of settings, whole or not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from optimizer.case.faults import CaseError
from optimizer.words import translator
from ui import show
from ui.session import Session


def home(session: Session) -> Path:
    """Where a session's scenarios are: beside its case, or in its own folder where the case was sent."""
    if session.place is None:
        return session.folder / "scenarios"
    return (session.place if session.place.is_dir() else session.place.parent) / "scenarios"


def saved(session: Session) -> dict[str, Path]:
    """The scenarios that are there, by name."""
    place = home(session)
    files = sorted(place.glob("*.yaml")) if place.is_dir() else []
    return {file.stem: file for file in files if file.is_file() and not file.name.startswith(".")}


def text(session: Session) -> str:
    """The trial's settings as a scenario file."""
    from optimizer.case.layers import CASE, flatten
    from optimizer.case.writing import yaml_text

    return yaml_text(flatten(_written(session.trial.changes), CASE))


def _written(changes: Any) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in changes.items()}


def save(session: Session, name: str) -> str:
    """Write the trial as a scenario; what stands in the way, in words, or nothing."""
    from optimizer.case.kinds import identifier
    from optimizer.case.writing import replace_file

    _ = translator(show.lang())
    try:
        name = identifier(name)
    except ValueError as error:
        return _("This is not a name for a scenario: %(why)s") % {"why": error}
    if name.startswith("."):
        return _("A name does not begin with a point.")
    if not session.trial.changes:
        return _("Nothing is different from the case as opened.")
    place = home(session)
    try:
        place.mkdir(parents=True, exist_ok=True)
        replace_file(place / f"{name}.yaml", text(session).encode())
    except OSError as error:
        return _("It could not be written: %(why)s") % {"why": (error.strerror or "").lower()}
    return ""


def changes(file: Path) -> dict[str, Any]:
    """The settings of a scenario file, by dotted key.

    Raises:
        CaseError: where it cannot be read.
    """
    from optimizer.case.load import Options

    options = Options()
    options.scenario(file)
    if options.faults:
        raise CaseError(options.faults)
    return {entry.key: entry.value for layer in options.layers for entry in layer}


def open_(session: Session, file: Path) -> str:
    """Make a scenario the trial; what stands in the way, in words, or nothing."""
    from ui.session import View

    try:
        wanted = changes(file)
    except CaseError as error:
        return str(error)
    if not session._try(View(session.base.tables, wanted)):
        return "\n".join(str(fault) for fault in session.refused)
    return ""
