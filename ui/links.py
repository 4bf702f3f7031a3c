"""A link that reopens exactly a view: which case, which settings, which language; checked when it is opened."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from pathlib import Path
from typing import Any

import streamlit as st

from optimizer.case.faults import CaseError
from optimizer.words import translator
from ui.session import Session, View

#: No link is longer, or unpacks to more.
MOST, UNPACKED = 8_000, 200_000


def write(session: Session, lang: str) -> str:
    """The trial of a session as text for an address."""
    case = session.case(session.trial)
    said = {"v": 1, "case": session.name, "sha256": case.sha256, "set": session.trial.changes, "lang": lang}
    packed = zlib.compress(json.dumps(said, sort_keys=True, default=str).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(text: str) -> dict[str, Any]:
    """What a link says.

    Raises:
        ValueError: when it is not one of ours.
    """
    if len(text) > MOST:
        raise ValueError
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        work = zlib.decompressobj()
        data = work.decompress(packed, UNPACKED)
        if not work.eof:
            raise ValueError
        found = json.loads(data)
    except (binascii.Error, zlib.error, UnicodeDecodeError, RecursionError) as error:
        raise ValueError from error
    wanted = {"v": int, "case": str, "sha256": str, "set": dict, "lang": str}
    if not isinstance(found, dict) or any(not isinstance(found.get(k), kind) for k, kind in wanted.items()):
        raise ValueError
    if found["v"] != 1 or found["lang"] not in ("en", "nl"):
        raise ValueError
    return found


def follow(text: str, session: Session, given: Path | None) -> tuple[str, ...]:
    """Open what a link says in a new session; what cannot be done is said, and nothing is opened half.

    Args:
        given: the case that the program was started with.
    """
    from ui.opening import cases, read_place

    _ = translator(st.session_state.get("lang", "en"))
    try:
        said = read(text)
    except ValueError:
        return (_("This link cannot be read: it is cut off, or was not made here."),)
    st.session_state["lang"] = said["lang"]
    _ = translator(said["lang"])
    known = cases()
    if given is not None:
        known[given.name] = given
    place = known.get(said["case"])
    if place is None:
        return (_("This link is of the case “%(name)s”, which is not here.") % {"name": said["case"]},)
    try:
        tables = read_place(place)
        probe = Session()
        probe.open(tables, place.name, place)
        if not probe.ready:
            return (_("The case “%(name)s” has faults now.") % {"name": said["case"]},)
        if probe.case(probe.trial).sha256 != said["sha256"]:
            return (_("The case “%(name)s” has changed since this link was made.") % {"name": said["case"]},)
        probe.case(View(tables, said["set"]))
    except CaseError as error:
        return (
            _("This link asks for what cannot be:"),
            *(f"{one.column}: {one.message}" if one.column else one.message for one in error.faults[:5]),
        )
    except (TypeError, ValueError, AttributeError):
        return (_("This link cannot be read: it is cut off, or was not made here."),)
    session.open(tables, place.name, place)
    session.set(said["set"])
    return ()
