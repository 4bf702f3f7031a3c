"""Cases that documents are made of, each decided once."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.case.load import load_case, read
from optimizer.case.tables import Tables
from optimizer.reports.dossier import Dossier
from optimizer.situation import Situation

CASES = Path(__file__).parent.parent.parent / "cases"
#: A name that means something to every format, and one that turns what follows it.
MARKUP = '=1+1 <b>&amp;</b> #strong[x] $x$ *y* _z_ "q" \\ {{a}}'
TURNED = "\u202egnp.exe שלום"
SECRET = "A rival's secret comment"


@pytest.fixture(scope="session")
def by_hand() -> Dossier:
    """The small case."""
    return Dossier(Situation(load_case(CASES / "by-hand")))


@pytest.fixture(scope="session")
def flanders() -> Dossier:
    """The Flanders case."""
    return Dossier(Situation(load_case(CASES / "flanders-2014")))


@pytest.fixture(scope="session")
def hostile() -> Dossier:
    """The small case with names and comments that are traps."""
    tables = dict(read(CASES / "by-hand").tables)
    roadmaps = tables["roadmaps"].records()
    roadmaps[0]["name"], roadmaps[1]["name"] = MARKUP, TURNED
    scores = tables["scores"].records()
    for row in scores:
        row["comment"] = SECRET if row["roadmap"] == roadmaps[0]["id"] else f"{MARKUP} {row['roadmap']}"
    texts = {name: table.records() for name, table in tables.items()} | {"roadmaps": roadmaps, "scores": scores}
    settings = {
        "format": 1,
        "title": "=cmd|' /C calc'!A0 <script>alert(1)</script>",
        "scale": {"max": 10, "step": 1},
        "consensus": "mean",
        "scoring": {"method": "additive"},
    }
    return Dossier(Situation(Tables.from_texts(texts, settings).check()))
