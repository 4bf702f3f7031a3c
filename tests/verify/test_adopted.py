"""A package in which another portfolio than the best was adopted: each of its figures is added up again."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from optimizer import load_case
from optimizer.reports.dossier import Dossier
from optimizer.reports.package import package
from optimizer.situation import Situation
from optimizer.verify.run import DIFFERS, HOLDS, run_verify

BY_HAND = Path(__file__).parents[2] / "cases" / "by-hand"


@pytest.fixture(scope="module")
def departing() -> bytes:
    situation = Situation(load_case(BY_HAND))
    return package(Dossier(situation, adopted=("care", "data", "energy"), grounds="The board wants energy."))


def changed(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The package with ``adopted.json`` changed and the manifest brought in line, as a careful forger would."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(files["adopted.json"])
    change(said)
    files["adopted.json"] = json.dumps(said).encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["adopted.json"] = hashlib.sha256(files["adopted.json"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def verified(data: bytes, folder: Path) -> tuple[int, str]:
    path, out = folder / "package.zip", io.StringIO()
    path.write_bytes(data)
    return run_verify(path, out=out, err=out), out.getvalue()


def test_what_was_adopted_is_said_and_holds(departing: bytes, tmp_path: Path) -> None:
    status, text = verified(departing, tmp_path)
    assert status == HOLDS, text
    assert "care, data, energy" in text
    assert "The board wants energy." in text


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.update(value=said["value"] + 0.01),
        lambda said: said.update(spend=said["spend"] + 1),
        lambda said: said.update(value_lost=0),
        lambda said: said.update(feasible=not said["feasible"]),
        lambda said: said.update(broken=[] if said["broken"] else [{"id": "budget:total", "by": 1}]),
        lambda said: said["selected"].pop(),
        lambda said: said.update(added=[]),
        lambda said: said.update(better_and_cheaper={"selected": ["care"], "value": 9, "spend": 0}),
    ],
)
def test_a_changed_figure_is_found(change: Callable[[dict[str, Any]], None], departing: bytes, tmp_path: Path) -> None:
    status, text = verified(changed(departing, change), tmp_path)
    assert status == DIFFERS, text
    assert "adopted." in text
