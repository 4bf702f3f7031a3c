"""Whatever comes in, a case or a list of faults comes out."""

from __future__ import annotations

import contextlib
import io
import zipfile
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer import CaseError
from optimizer.case.load import gather, read_bytes
from optimizer.case.model import Case
from optimizer.case.settings import SETTINGS
from optimizer.case.tables import Tables
from tests.case import sample

quick = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
PLACES = [
    (table, row, column) for table, rows in sample.TABLES.items() for row in range(len(rows)) for column in rows[row]
]
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "0", "-1", "1e5", "1/3", "*", "algae", "algae;nano", "full", "consensus", "yes", "no", "total", "2026",
         "ja", "0,5", "9" * 30, "NaN", "inf", "=1+1", "\ufeff", ";;", "[", "]", "1e99", "food", "count", "must"]
    ),
)  # fmt: skip


def outcome(make: Any) -> None:
    """A case, or at least one fault that names a table and says something."""
    try:
        made = make()
    except CaseError as error:
        made = error
    if isinstance(made, CaseError):
        assert made.faults
        assert all(fault.table and fault.message and fault.row >= 0 for fault in made.faults)
        assert str(made)
    else:
        assert isinstance(made, Case)


@quick
@given(st.lists(st.tuples(st.sampled_from(PLACES), CELLS), min_size=1, max_size=4))
def test_any_cells(changes: list[tuple[tuple[str, int, str], str]]) -> None:
    texts = sample.tables()
    for (table, row, column), text in changes:
        texts[table][row][column] = text
    outcome(Tables.from_texts(texts, sample.SETTINGS).check)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), CELLS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)
KEYS = st.one_of(
    st.sampled_from(list(SETTINGS)), st.sampled_from(["weights", "scale", "rules.must", "x"]), st.text(max_size=9)
)


@quick
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_settings(values: dict[str, Any]) -> None:
    outcome(Tables.from_texts(sample.tables(), {**sample.SETTINGS, **values}).check)


@quick
@given(st.binary(max_size=300), st.sampled_from(["scores.csv", "rules.csv", "case.yaml", "x.csv", "roadmaps.csv"]))
def test_any_bytes_in_a_file(data: bytes, name: str) -> None:
    files = {"case.yaml": b"format: 1\ntitle: a\n", "roadmaps.csv": b"id,name\na,A\n", "scores.csv": b"", name: data}
    outcome(lambda: gather(files).check())


@quick
@given(st.text(alphabet="{}[]:,-&*!|>'\"#%@`?~ \n\tab01", max_size=80))
def test_any_yaml(text: str) -> None:
    outcome(lambda: gather({"case.yaml": text.encode()}).check())


def _workbook() -> bytes:
    out = io.BytesIO()
    Tables.from_texts(sample.tables(), sample.SETTINGS).write_workbook(out)
    return out.getvalue()


WORKBOOK = _workbook()
PARTS = {
    part.filename: zipfile.ZipFile(io.BytesIO(WORKBOOK)).read(part)
    for part in zipfile.ZipFile(io.BytesIO(WORKBOOK)).infolist()
}


@settings(quick, max_examples=25)
@given(st.data())
def test_any_damage_to_a_workbook(data: st.DataObject) -> None:
    damaged = bytearray(WORKBOOK)
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=5)):
        damaged[place] ^= data.draw(st.integers(1, 255))
    outcome(lambda: read_bytes(bytes(damaged), "a.xlsx").check())


@settings(quick, max_examples=25)
@given(st.data())
def test_any_damage_inside_a_workbook(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(PARTS)))
    part = bytearray(PARTS[name])
    start = data.draw(st.integers(0, len(part) - 1))
    part[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for other, content in PARTS.items():
            archive.writestr(other, bytes(part) if other == name else content)
    outcome(lambda: read_bytes(out.getvalue(), "a.xlsx").check())


@quick
@given(st.binary(max_size=200), st.sampled_from(["a.zip", "a.xlsx"]))
def test_any_upload(data: bytes, name: str) -> None:
    outcome(lambda: read_bytes(b"PK\x03\x04" + data, name).check())
    with contextlib.suppress(CaseError):
        read_bytes(data, name)
