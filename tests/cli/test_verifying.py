"""``verify`` on the command line: the exit status of the issue on proof, words and JSON."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from optimizer.cli import main

CASE = str(Path(__file__).parents[2] / "cases" / "by-hand")


@pytest.fixture
def decided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, Path]:
    """A decision and its certificate."""
    decision, proof = tmp_path / "decision.json", tmp_path / "proof.cert"
    assert main(["decide", CASE, "--json", "--quiet", "--certificate", str(proof)]) == 0
    decision.write_text(capsys.readouterr().out, encoding="utf-8")
    return decision, proof


def test_what_decide_printed_holds(decided: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    decision, proof = decided
    assert main(["verify", str(decision), CASE, "--certificate", str(proof), "--json"]) == 0
    with_proof = json.loads(capsys.readouterr().out)
    assert with_proof["holds"]
    assert with_proof["rests"] == []
    assert main(["verify", str(decision), CASE, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rests"]
    assert main(["verify", str(decision), CASE, "--lang", "nl"]) == 0
    assert "klopt" in capsys.readouterr().out


def test_work_is_allowed_for(decided: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    decision, proof = decided
    words = ["verify", str(decision), CASE, "--certificate", str(proof), "--json"]
    assert main([*words, "--work", "5"]) == 1
    (difference,) = json.loads(capsys.readouterr().out)["differences"]
    assert "--work" in difference["found"]
    assert main([*words, "--work", "100000"]) == 0


def test_a_changed_figure_is_status_1(decided: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    decision, _ = decided
    answer = json.loads(decision.read_text(encoding="utf-8"))
    answer["portfolio"]["spend"]["total"] += 1
    decision.write_text(json.dumps(answer), encoding="utf-8")
    assert main(["verify", str(decision), CASE, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["differences"]


def test_what_cannot_be_read_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.zip"
    zipfile.ZipFile(empty, "w").close()
    for words in ([str(empty)], [str(tmp_path / "none.json"), CASE], [str(empty), CASE], []):
        assert main(["verify", *words, "--json"]) == 2
        out, err = capsys.readouterr()
        assert json.loads(out)["faults"][0]["table"] == "options"
        assert err == ""
        assert main(["verify", *words]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "Traceback" not in err
        assert err.strip()
