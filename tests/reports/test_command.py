"""``report``: what it writes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from optimizer.cli import main
from optimizer.reports.making import file_name
from tests.reports.conftest import CASES

CASE = str(CASES / "by-hand")


def test_one_statement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both languages, and JSON that names each file with its checksum."""
    words = [
        "report",
        CASE,
        "--roadmap",
        "care",
        "--lang",
        "both",
        "--format",
        "pdf,json",
        "--out",
        str(tmp_path),
        "--json",
    ]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    names = [Path(one["path"]).name for one in answer["files"]]
    assert names == ["statement-care.en.pdf", "statement-care.nl.pdf", "statement-care.json"]
    assert all(
        (tmp_path / name).stat().st_size == one["bytes"] for name, one in zip(names, answer["files"], strict=True)
    )
    data = json.loads((tmp_path / "statement-care.json").read_text())
    assert data["explanation"]["roadmap"] == "care"
    assert set(data["reasons"]) == {"en", "nl"}


def test_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every document of a case in most formats, and nothing else in the folder."""
    words = ["report", CASE, "--format", "xlsx,html,json,package", "--out", str(tmp_path / "new"), "--quiet"]
    assert main(words) == 0
    printed = capsys.readouterr().out.split()
    assert sorted(Path(one).name for one in printed) == sorted(one.name for one in (tmp_path / "new").iterdir())
    assert len(printed) == 2 + 6 * 2


def test_what_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All faults at once, before anything is written."""
    words = [
        "report",
        CASE,
        "--roadmap",
        "cares",
        "--portfolio",
        "care",
        "--pseudonyms",
        "--out",
        str(tmp_path / "no"),
        "--json",
    ]
    assert main(words) == 2
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert {fault["column"] for fault in faults} == {"--roadmap", "--grounds", "--pseudonyms"}
    assert not (tmp_path / "no").exists()
    words = ["report", CASE, "--portfolio", "nobody", "--grounds", "x", "--out", str(tmp_path / "no"), "--json"]
    assert main(words) == 2
    assert not (tmp_path / "no").exists()


def test_no_portfolio(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no portfolio keeps the rules there is nothing to state: exit 3, and the rules that clash."""
    words = ["report", CASE, "--must", "care", "--never", "care", "--out", str(tmp_path / "no"), "--json"]
    assert main(words) == 3
    assert json.loads(capsys.readouterr().out)["conflict"] == ["must:care", "never:care"]
    assert not (tmp_path / "no").exists()


def test_names_of_files() -> None:
    """An id of 64 characters of four bytes still makes a name that a file system takes, and stays its own."""
    first, second = "𐍈" * 64, "𐍈" * 63 + "𐍉"
    assert file_name(first) != file_name(second)
    assert max(len(f"statement-{file_name(one)}.nl.docx".encode()) for one in (first, second)) <= 255
    assert file_name("plain-id_1.x") == "plain-id_1.x"
