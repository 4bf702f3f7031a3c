"""Links reopen exactly a view, and say so where they cannot."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import pytest

from ui import links
from ui.opening import read_place
from ui.session import Session


@pytest.fixture
def session(flanders):
    made = Session()
    made.open(read_place(flanders), flanders.name, flanders)
    return made


def pack(said: object) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(said).encode())).decode().rstrip("=")


def test_a_link_opens_the_same_view(session, flanders):
    assert session.set({"budget.factor": "0.8", "must": ["algae"], "rules.off": ["domain-cap"]})
    other: Any = Session()
    assert links.follow(links.write(session, "nl"), other, flanders) == ()
    assert other.case(other.trial).settings == session.case(session.trial).settings
    assert other.changed == session.changed
    assert other.decided(other.trial).as_dict()["portfolio"] == session.decided(session.trial).as_dict()["portfolio"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"budget.factor": "-1"}, "budget.factor"),
        ({"scoring.method": "guess"}, "scoring.method"),
        ({"no.such": 1}, "no.such"),
        ({"must": ["nobody"]}, "must"),
    ],
)
def test_what_cannot_be_is_said(session, flanders, changes, said):
    link = links.read(links.write(session, "en"))
    other: Any = Session()
    problems = links.follow(pack({**link, "set": changes}), other, flanders)
    assert any(said in problem for problem in problems)
    assert other.empty


@pytest.mark.parametrize("text", ["", "x", "a" * 9000, "%%%", pack([]), pack({"v": 2}), pack({"v": 1, "case": 3})])
def test_what_is_not_a_link_is_said(flanders, text):
    other: Any = Session()
    assert len(links.follow(text, other, flanders)) == 1
    assert other.empty


def test_a_link_that_unpacks_to_too_much_is_refused():
    with pytest.raises(ValueError, match=r"^$"):
        links.read(base64.urlsafe_b64encode(zlib.compress(b" " * 10_000_000)).decode())


def test_a_changed_case_is_said(session, flanders):
    link = links.read(links.write(session, "en"))
    problems = links.follow(pack({**link, "sha256": "0" * 64}), Session(), flanders)
    assert "changed" in problems[0]
