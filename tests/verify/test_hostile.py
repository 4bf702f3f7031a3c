"""Files that are made to be slow, large or odd: refused, in bounded memory and after a bounded number of sums."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from optimizer.case.load import load_case
from optimizer.questions.decide import decide
from optimizer.situation import Situation
from optimizer.verify import check_certificate as checker
from optimizer.words.plain_json import plain_json

CASE = Path(__file__).parents[2] / "cases" / "by-hand"
MEMORY = 200_000_000

#: Checks each hostile file by itself under a limit of memory; prints a line for each: name, outcome, seconds.
CHILD = """
import pathlib, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[4]), int(sys.argv[4])))
sys.path.insert(0, sys.argv[1])
import check_certificate as checker
case, decision = sys.argv[2], pathlib.Path(sys.argv[3], "decision.json")
for path in sorted(pathlib.Path(sys.argv[3]).iterdir()):
    kind, begun = path.suffix, time.process_time()
    paths = {".certificate": (case, decision, path), ".decision": (case, path, "")}
    paths[".xlsx"] = (path, decision, "")
    if not path.is_dir() and kind not in paths:
        continue
    try:
        where, said, proof = paths.get(kind, (path, decision, ""))
        data = checker.read_bytes(proof) if proof else b""
        outcome = str(checker.check(where, checker.strict_json(checker.read_bytes(said)), data, 100_000).leaves)
    except (checker.Rejected, checker.Unreadable) as error:
        outcome = f"{type(error).__name__}: {error}"
    print(path.name, outcome[:200], time.process_time() - begun, sep="\\t")
"""


@pytest.fixture(scope="module")
def decided() -> tuple[bytes, dict[str, Any]]:
    """The decision of a small case, and its certificate unpacked."""
    found = decide(Situation(load_case(CASE)), certificate=True)
    assert found.certificate is not None
    return plain_json(found.as_dict()).encode(), json.loads(gzip.decompress(found.certificate))


def with_tree(honest: Mapping[str, Any], nodes: list[Any], **sentence: Any) -> bytes:
    """The honest certificate's names with another tree in its first claim."""
    claim = honest["claims"][0] | {"worth": 10**30, "tree": nodes} | sentence
    return json.dumps({**honest, "claims": [claim]}).encode()


def certificates(honest: Mapping[str, Any]) -> dict[str, bytes]:
    """Hostile certificates by name."""
    huge, rows = 10**80 - 1, [row for row in honest["rows"] if row not in ("other", "spend")]
    first, signs = honest["roadmaps"][:1], "1" * len(honest["synergies"])
    whole = json.dumps(honest).encode()
    trees: dict[str, list[Any]] = {
        "no node": [[]],
        "an object for a node": [{"a": 1}],
        "a text for a node": ["L"],
        "true for a number": [["L", True, 0, []]],
        "a fraction": [["L", 1.5, 0, []]],
        "a whole fraction": [["L", 1.0, 0, []]],
        "null": [["L", None, 0, []]],
        "below zero": [["L", 1, 0, [-1]]],
        "scale below zero": [["L", -1, 0, []]],
        "exponent below zero": [["L", 1, -1, []]],
        "exponent": [["L", 1, 10**9, [1]]],
        "no multipliers": [["L", 1, 0, None]],
        "signs": [["L", 1, 0, [], ["0"]]],
        "unknown sign": [["L", 1, 0, [], "é"]],
        "member that is not there": [["L", 1, 0, [], "z"]],
        "list that is not there": [["L", 1, 0, [], "*"]],
        "list too many": [["L", 1, 0, [], "", [1]]],
        "a roadmap that is not there": [["S", 10**6, 1, 2], ["E"], ["E"]],
        "a roadmap below zero": [["S", -1, 1, 2], ["E"], ["E"]],
        "a mask below zero": [["S", 0, -1, 2], ["E"], ["E"]],
        "one part": [["S", 0, 255], ["E"]],
        "kind as a list": [[["L"], 1, 0, []]],
        "missing nodes": [["S", 0, 255, 255]],
        "no nodes": [],
        "nodes left over": [["E"], ["E"]],
    }
    odd = {name: with_tree(honest, nodes) for name, nodes in trees.items()}
    slow = {
        "strikes": with_tree(honest, [["X", 0, 0, []]] * 10_000 + [["E"]]),
        "large strikes": with_tree(
            {**honest, "rows": rows}, [["X", 0, 80, [huge] * len(rows), signs]] * 9_000 + [["E"]]
        ),
        "splits": with_tree(honest, [["S", 0, 255, 255]] * 20_000),
        "a wide split": with_tree(honest, [["S", 0, *[255] * 400_000]]),
        "the same roadmap over and over": json.dumps({**honest, "roadmaps": first * 400_000}).encode(),
    }
    heavy = {
        "nested": b'{"certificate":2,"claims":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        "nested objects": b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
        "a million digits": whole.replace(b'"certificate": 2', b'"certificate": ' + b"9" * 1_000_000),
        "an exponent of nine digits": whole.replace(b'"certificate": 2', b'"certificate": 2e999999999'),
        "NaN": whole.replace(b'"certificate": 2', b'"certificate": NaN'),
        "Infinity": whole.replace(b'"certificate": 2', b'"certificate": -Infinity'),
        "a key twice": whole.replace(b'"certificate": 2', b'"certificate": 2, "certificate": 2'),
        "an unknown key": json.dumps({**honest, "trust": True}).encode(),
        "version 1": json.dumps({**honest, "certificate": 1}).encode(),
        "true for the version": json.dumps({**honest, "certificate": True}).encode(),
        "not text": b"\xff\xfe{}",
        "empty": b"",
        "a list": b"[]",
        "empty lists": b"[" + b"[]," * 160_000 + b"[]]",
        "objects": b"[" + b'{"a":1},' * 160_000 + b"1]",
        "long numbers": b"[" + b"12345678901234567890," * 240_000 + b"1]",
        "a long text": b'{"certificate":"' + "é".encode() * 7_500_000 + b'"}',
        "too many parts": b"[" + b"1," * 1_000_000 + b"1]",
        "blanks": b" " * 20_000_000,
        "gzip bomb": gzip.compress(b" " * 40_000_000, 1),
        "gzip bomb of lists": gzip.compress(b"[" * 20_000_000, 1),
        "half a gzip": gzip.compress(whole)[:100],
        "two gzips": gzip.compress(whole) * 2,
        "no claims": json.dumps({**honest, "claims": []}).encode(),
        "claims as text": json.dumps({**honest, "claims": "none"}).encode(),
        "a claim as a list": json.dumps({**honest, "claims": [["best"]]}).encode(),
        "worth as a list": with_tree(honest, [["E"]], worth=["best"]),
        "a rule that is not there": with_tree(honest, [["E"]], rules=["nobody"]),
        "ranked as a number": with_tree(honest, [["E"]], ranked=1),
        "a cut of no rule": json.dumps({**honest, "rows": [{"rule": "nobody", "over": 1, "q": {}}]}).encode(),
    }
    return odd | slow | heavy


def workbooks() -> dict[str, bytes]:
    """Hostile workbooks by name."""

    def book(parts: Mapping[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return out.getvalue()

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = {
        "xl/_rels/workbook.xml.rels": b'<Relationships><Relationship Id="a" Target="sheet.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{link}"><sheets><sheet name="costs" r:id="a"/></sheets>'
        "</workbook>".encode(),
    }
    sheet = f'<worksheet xmlns="{main}"><sheetData>'.encode()
    end = b"</sheetData></worksheet>"
    lol = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    return {
        "bomb": book({**head, "xl/sheet.xml": sheet + b" " * 40_000_000 + end}),
        "cells": book({**head, "xl/sheet.xml": sheet + b"<row>" + b"<c/>" * 1_000_000 + b"</row>" + end}),
        "columns": book({**head, "xl/sheet.xml": sheet + b'<row><c r="ZZZZZZZZZ1"><v>1</v></c></row>' + end}),
        "entities": book({**head, "xl/sheet.xml": lol}),
        "entities in other letters": book({**head, "xl/sheet.xml": lol.decode().encode("utf-16-le")}),
        "nested": book({**head, "xl/sheet.xml": b"<a>" * 240_000 + b"</a>" * 240_000}),
        "parts": book({**head, **{f"p{i}": b"" for i in range(5_000)}}),
        "no workbook": b"PK\x03\x04",
    }


def folders() -> dict[str, bytes]:
    """Hostile cost tables by name."""
    return {
        "cells": b"roadmap,public\n" + b"a," * 1_000_000,
        "lines": b"roadmap,public\n" + b"\n" * 1_000_000,
        "one cell": b'roadmap,public\n"' + b"a" * 20_000_000,
        "digits": b"roadmap,public\na," + b"9" * 1_000_000,
        "exponent": b"roadmap,public\na,1e99999999",
        "not text": b"roadmap,public\n\xff",
        "NUL": b"roadmap,public\na\0,1",
    }


def test_hostile_files_are_refused_in_bounded_memory(decided: tuple[bytes, dict[str, Any]], tmp_path: Path) -> None:
    decision, honest = decided
    (tmp_path / "decision.json").write_bytes(decision)
    whole = json.loads(decision)
    decisions = {
        "nested": b"[" * 200_000,
        "blanks": b" " * 20_000_000,
        "no ranking": json.dumps({**whole, "ranking": None}).encode(),
        "settings as text": json.dumps({**whole, "settings": "all"}).encode(),
        "text for a score": decision.replace(b'"score": 0', b'"score": "0', 1),
        "a roadmap as a list": decision.replace(b'"roadmap": "', b'"roadmap": ["', 1),
        "selected twice": json.dumps(
            {**whole, "portfolio": {**whole["portfolio"], "selected": whole["portfolio"]["selected"] * 2}}
        ).encode(),
    }
    made = {f"{n}.certificate": d for n, d in certificates(honest).items()} | {
        "honest.certificate": json.dumps(honest).encode()
    }
    made |= {f"{n}.decision": d for n, d in decisions.items()} | {f"{n}.xlsx": d for n, d in workbooks().items()}
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    for name, data in folders().items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "costs.csv").write_bytes(data)
        (tmp_path / name / "roadmaps.csv").write_bytes(b"id\na\n")
    source = Path(checker.__file__).parent
    command = [sys.executable, "-I", "-S", "-c", CHILD, str(source), str(CASE), str(tmp_path), str(MEMORY)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert done.returncode == 0, (lines[-1:], done.stderr)
    assert len(lines) == len(made) + len(folders())
    outcomes = {name: outcome for name, outcome, _ in lines}
    assert outcomes.pop("honest.certificate").isdigit()
    assert [name for name, outcome in outcomes.items() if not outcome.startswith(("Rejected", "Unreadable"))] == []
    slow = [name for name, outcome in outcomes.items() if "terms to add up" in outcome]
    assert set(slow) >= {f"{name}.certificate" for name in ("strikes", "large strikes", "splits", "a wide split")}
    # Seconds of that process alone, many times what the slowest takes.
    assert max(float(seconds) for _, _, seconds in lines) < 20


def test_the_work_that_is_allowed_is_a_few_times_what_honest_certificates_need(
    decided: tuple[bytes, dict[str, Any]],
) -> None:
    decision, honest = decided
    printed, data = checker.strict_json(decision), json.dumps(honest).encode()
    proof = checker.check(CASE, printed, data)
    assert proof.bound.work < checker.LIMIT_WORK / 100
    assert checker.check(CASE, printed, data, proof.bound.work).leaves == proof.leaves
    with pytest.raises(checker.Rejected, match="terms to add up"):
        checker.check(CASE, printed, data, proof.bound.work - 1)
