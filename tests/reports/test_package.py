"""Data packages: they verify, with and without names, and hold nothing that they should not."""

from __future__ import annotations

import hashlib
import io
import json
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from optimizer.case.load import change_settings, load_case, read
from optimizer.reports.document import texts
from optimizer.reports.dossier import Dossier
from optimizer.reports.package import manifest_checksum, package, zipped
from optimizer.reports.selection import selection
from optimizer.situation import Situation
from optimizer.verify.run import run_verify
from tests.reports.conftest import CASES, MARKUP, SECRET


def verified(data: bytes, folder: Path) -> int:
    """What ``verify`` ends with on a package."""
    path = folder / "package.zip"
    path.write_bytes(data)
    return run_verify(path, out=io.StringIO(), err=io.StringIO())


@pytest.mark.parametrize("pseudonyms", [False, True])
def test_it_verifies(by_hand: Dossier, flanders: Dossier, tmp_path: Path, pseudonyms: bool) -> None:
    """All holds, and it is the same bytes when it is made again."""
    for held in (by_hand, flanders):
        data = package(held, pseudonyms=pseudonyms)
        assert verified(data, tmp_path) == 0
        assert package(held, pseudonyms=pseudonyms) == data


def test_the_case_is_in_it_as_it_was_read(tmp_path: Path) -> None:
    """Byte for byte, whatever the files look like; a workbook and a zip stay checkable with their proof."""
    folder = tmp_path / "case"
    shutil.copytree(CASES / "by-hand", folder)
    scores = (folder / "scores.csv").read_text()
    (folder / "scores.csv").write_bytes(b"\xef\xbb\xbf" + scores.replace(",", ";").replace("\n", "\r\n").encode())
    settings = (folder / "case.yaml").read_text()
    (folder / "case.yaml").write_text(settings + "\n# a remark that changes nothing\n")
    read(folder).write_workbook(tmp_path / "case.xlsx")
    with zipfile.ZipFile(tmp_path / "zipped.zip", "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"inside/{file.name}")
    held = {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix in (".csv", ".yaml")}
    laid_out = {f"case/{name}": data for name, data in held.items()}
    for path, wanted in (
        (folder, laid_out),
        (tmp_path / "zipped.zip", laid_out),
        (tmp_path / "case.xlsx", {"case.xlsx": (tmp_path / "case.xlsx").read_bytes()}),
    ):
        dossier = Dossier(Situation(load_case(path, settings={"weights.method": "equal"})))
        data = package(dossier)
        archive = zipfile.ZipFile(io.BytesIO(data))
        assert {name: archive.read(name) for name in archive.namelist() if name.startswith("case")} == wanted
        assert json.loads(archive.read("manifest.json"))["options"] == {"weights.method": "equal"}
        assert verified(data, tmp_path) == 0
        assert verified(package(dossier, pseudonyms=True), tmp_path) == 0
        (tmp_path / "decision.json").write_bytes(archive.read("decision.json"))
        assert run_verify(tmp_path / "decision.json", path, out=io.StringIO()) == 0


def test_the_manifest_lists_every_file(by_hand: Dossier) -> None:
    """Each file's checksum is in it, and its own is printed in the report."""
    archive = zipfile.ZipFile(io.BytesIO(package(by_hand)))
    manifest = json.loads(archive.read("manifest.json"))
    assert set(manifest["files"]) == set(archive.namelist()) - {"manifest.json"}
    for name, checksum in manifest["files"].items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == checksum
    own = hashlib.sha256(archive.read("manifest.json")).hexdigest()
    assert manifest_checksum(by_hand) == own
    assert own in " ".join(texts(selection(by_hand, "en")))


def test_any_changed_byte_is_found(by_hand: Dossier, tmp_path: Path) -> None:
    """A changed byte in any file of a package makes ``verify`` say so."""
    archive = zipfile.ZipFile(io.BytesIO(package(by_hand)))
    contents = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(6)
    for _ in range(25):
        name = chance.choice(sorted(set(contents) - {"manifest.json"}))
        data = bytearray(contents[name])
        at = chance.randrange(len(data))
        data[at] = (data[at] + chance.randrange(1, 255)) % 256
        assert verified(zipped(contents | {name: bytes(data)}), tmp_path) in (1, 2), (name, at)


def test_pseudonyms_hide_names_comments_and_leads(flanders: Dossier, hostile: Dossier) -> None:
    """No name, lead, comment, evaluator, member or id of a roadmap is anywhere in the package."""
    for held in (flanders, hostile):
        archive = zipfile.ZipFile(io.BytesIO(package(held, pseudonyms=True)))
        everything = "\n".join(
            archive.read(name).decode() for name in archive.namelist() if not name.endswith((".gz",))
        )
        for roadmap in held.case.roadmaps:
            assert roadmap.name not in everything
            assert json.dumps(roadmap.name)[1:-1] not in everything
            for values in roadmap.attributes.values():
                for value in values:
                    assert len(value) < 8 or value not in everything
        for row in held.case.scores:
            assert not row.comment or row.comment not in everything
            assert not row.evaluator or row.evaluator not in everything
        assert SECRET not in everything
        assert MARKUP not in everything
    ids = [one.id for one in flanders.case.roadmaps if len(one.id) > 5 and "-" in one.id]
    archive = zipfile.ZipFile(io.BytesIO(package(flanders, pseudonyms=True)))
    for name in archive.namelist():
        if not name.endswith(".gz"):
            text = archive.read(name).decode()
            assert not [id for id in ids if id in text], name


def test_pseudonyms_with_settings(flanders: Dossier, tmp_path: Path) -> None:
    """Rules left out, roadmaps forced in and out and one member's weights keep their meaning."""
    changed = {
        "rules.off": ["domain-cap[Smart systems]", "limited-number"],
        "must": ["algae", "fisch"],
        "never": ["photonics"],
        "weights.member": "finance",
    }
    held = Dossier(Situation(change_settings(flanders.case, changed)))
    data = package(held, pseudonyms=True)
    assert verified(data, tmp_path) == 0
    settings = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("settings.json"))
    assert settings["must"] == ["R02", "R10"]
    assert settings["weights"]["member"] == "M03"
    assert all("[V" in id or "[" not in id for id in settings["rules"]["off"])


def test_a_departing_decision_is_in_it(by_hand: Dossier, tmp_path: Path) -> None:
    """What was adopted and why is in the package, which verifies."""
    held = Dossier(by_hand.situation, adopted=["algae"], grounds="The sea cannot wait.")
    data = package(held)
    adopted = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("adopted.json"))
    assert adopted["selected"] == ["algae"]
    assert adopted["grounds"] == "The sea cannot wait."
    assert verified(data, tmp_path) == 0
