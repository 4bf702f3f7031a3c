"""What people's files look like: encodings, separators, blank rows, workbooks, zips, and what is refused."""

from __future__ import annotations

import datetime
import io
import os
import random
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.styles
import pytest

from optimizer import CaseError, load_case, read
from optimizer.case import csvtext, limits, workbook, yamltext
from optimizer.case.load import read_bytes
from optimizer.case.tables import Tables, text_table
from tests.case import sample


def folder(where: Path) -> Path:
    Tables.from_texts(sample.tables(), sample.SETTINGS).write_folder(where / "case")
    return where / "case"


def refused(path: Path, **options: Any) -> tuple[Any, ...]:
    with pytest.raises(CaseError) as caught:
        load_case(path, **options)
    return caught.value.faults


def zipped(path: Path, inside: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path.iterdir()):
            archive.write(file, inside + file.name)
    return out.getvalue()


def test_folder_workbook_zip_and_memory_are_one_case(tmp_path: Path) -> None:
    case = sample.make()
    path = folder(tmp_path)
    read(path).write_workbook(tmp_path / "case.xlsx")
    (tmp_path / "case.zip").write_bytes(zipped(path, "call/"))
    (tmp_path / "flat.zip").write_bytes(zipped(path))
    for made in (path, tmp_path / "case.xlsx", tmp_path / "case.zip", tmp_path / "flat.zip"):
        assert load_case(made) == case


def test_shuffled_rows_and_columns_are_the_same_case(tmp_path: Path) -> None:
    case = sample.make()
    rng = random.Random(3)
    for _ in range(5):
        texts: dict[str, Any] = {}
        for name, rows in sample.tables().items():
            rows = rng.sample(rows, len(rows))
            columns = list(dict.fromkeys(key for row in rows for key in row))
            rng.shuffle(columns)
            texts[name] = [{column: row.get(column, "") for column in columns} for row in rows]
        settings = dict(rng.sample(list(sample.SETTINGS.items()), len(sample.SETTINGS)))
        assert Tables.from_texts(texts, settings).check() == case


def test_checksum_changes_with_the_content_alone(tmp_path: Path) -> None:
    case = sample.make()
    texts = sample.tables()
    texts["costs"][0]["public"] = "2.5"
    assert sample.make(texts).sha256 == case.sha256
    texts["costs"][0]["public"] = "2.6"
    assert sample.make(texts).sha256 != case.sha256
    assert sample.make(None, {"consensus": "mean"}).sha256 != case.sha256
    path = folder(tmp_path)
    assert load_case(path, settings={"consensus": "mean"}).sha256 == case.sha256


@pytest.mark.parametrize("encode", [
    lambda text: b"\xef\xbb\xbf" + text.encode(),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.replace("\n", "\r").encode(),
    lambda text: ("\n" + text + "\n,,,\n \n").encode(),
    lambda text: text.replace("\n", ",,\n").encode(),
    lambda text: text.replace(",", "\u00a0, ").encode(),
    lambda text: text.rstrip("\n").encode(),
])  # fmt: skip
def test_csv_as_spreadsheets_write_it(tmp_path: Path, encode: Any) -> None:
    path = folder(tmp_path)
    for file in path.glob("*.csv"):
        file.write_bytes(encode(file.read_text()))
    assert load_case(path) == sample.make()


def test_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    path = folder(tmp_path)
    for name in ("costs", "scores", "budget", "levels", "rules", "scenarios"):
        file = path / f"{name}.csv"
        file.write_text("\n".join(line.replace(",", ";").replace(".", ",") for line in file.read_text().splitlines()))
    assert load_case(path) == sample.make()
    (path / "costs.csv").write_text("roadmap;year;public\nalgae;2026;1.234,5\n")
    fault = next(fault for fault in refused(path) if fault.table == "costs" and fault.row == 2)
    assert "thousands" in fault.message


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    table = csvtext.parse("levels", b'\n\nroadmap,level,value_share\n\na,"two\nlines",1\n\nb,x,1\n')
    assert list(table.rows) == [5, 7]
    assert table.columns["level"] == ("two\nlines", "x")


@pytest.mark.parametrize(("data", "row", "words"), [
    (b"roadmap,level\na,\xe9t\xe9\n", 2, ("UTF-8", "byte 17")),
    ("roadmap,level\n".encode("utf-16"), 1, ("UTF-8", "byte 1")),
    (b'roadmap,level\na,"open\nb,c\n', 2, ("quotation mark",)),
    (b"roadmap,level\na,b\0\n", 2, ("NUL",)),
    (b'roadmap,level\nx,y\na,"' + b"x" * 10_000_000 + b'"\n', 3, ("too long",)),
    (b"roadmap,level\na," + b"x" * 40_000 + b"\n", 2, ("40000 characters",)),
    (b"a," * 300 + b"b\n", 0, ("columns",)),
    (b"a,b\n" + b"," * (limits.CELLS + 5), 0, ("cells",)),
    (b"a," * 6_000_000, 0, ("cells",)),
])  # fmt: skip
def test_csv_that_is_refused(data: bytes, row: int, words: tuple[str, ...]) -> None:
    table = csvtext.parse("levels", data)
    assert any(fault.row == row and all(word in fault.message for word in words) for fault in table.faults), table


@pytest.mark.parametrize(("text", "line", "words"), [
    ("a: &x [1]\nb: *x\n", 1, ("anchor",)),
    ("a: 1\nb: *x\n", 2, ("aliases",)),
    ("a: !!python/object/apply:os.system ['id']\n", 1, ("tags",)),
    ("title: a\nformat: 1\ntitle: b\n", 3, ("title", "twice")),
    ("title: [a\n", 2, ("not valid YAML",)),
    ("- a\n- b\n", 1, ("no settings",)),
    ("a: 1\n---\nb: 2\n", 2, ("more than one document",)),
    ("a: " + "[" * 50 + "]" * 50, 1, ("deep",)),
    ("? [a, b]\n: 1\n", 1, ("key",)),
    ("a: " + "x" * 40_000, 1, ("40000",)),
])  # fmt: skip
def test_yaml_that_is_refused(text: str, line: int, words: tuple[str, ...]) -> None:
    with pytest.raises(CaseError) as caught:
        yamltext.parse(text.encode(), "case.yaml", "case")
    (fault,) = caught.value.faults
    assert fault.table == "case"
    assert fault.row == line
    assert all(word in fault.message for word in words), fault.message


def test_yaml_bombs_and_other_encodings(tmp_path: Path) -> None:
    path = folder(tmp_path)
    lol = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    for data in (lol.encode(), b"title: \xff\n", b"x" * (limits.SETTINGS_BYTES + 1), b"\0\0"):
        (path / "case.yaml").write_bytes(data)
        assert refused(path)[0].table == "case"


def test_settings_stay_what_was_typed() -> None:
    text = b"format: 1\ntitle: 2014\ndescription: 2014-12-19\nsource: yes\ncurrency: 010\nunit: off\n"
    text += b"budget:\n  factor: 0.1\n"
    from optimizer.case.layers import CASE, flatten, merge

    settings = merge([flatten(yamltext.parse(text, "case.yaml", CASE), CASE)]).settings()
    assert (settings.title, settings.description, settings.source) == ("2014", "2014-12-19", "yes")
    assert (settings.currency, settings.unit, settings.budget.factor) == ("010", "off", Decimal("0.1"))


def book(**sheets: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


SHEETS: dict[str, list[list[Any]]] = {
    "case": [["key", "value"], ["format", 1], ["title", 2014], ["scale.max", 10], ["weights.values.a.b", 2.5],
             ["weights.values.c", 1], ["weights.method", "direct"], ["budget.carry_over", True], ["must", "x; y"],
             ["report.decision_date", datetime.datetime(2026, 1, 31)]],
    "criteria": [["id", "name", "direction"], ["a.b", "AB", "max"], ["c", "C", "min"]],
    "roadmaps": [["id", "name", "lead"], ["x", "X", 7], [None, None, None], ["y", "Y", None]],
    "scores": [["roadmap", "criterion", "score"], ["x", "a.b", 1.5], ["x", "c", 0.1 + 0.4], ["y", "a.b", 3],
               ["y", "c", 4]],
}  # fmt: skip


def test_a_workbook_as_people_make_it(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(book(**SHEETS, Sheet1=[]))
    case = load_case(tmp_path / "a.xlsx")
    assert case.settings.title == "2014"
    assert case.settings.weights.values == {"a.b": Decimal("2.5"), "c": Decimal(1)}
    assert case.settings.budget.carry_over is True
    assert case.settings.must == ("x", "y")
    assert case.settings.report.decision_date == "2026-01-31"
    assert case.roadmaps[0].attributes["lead"] == ("7",)
    assert [score.score for score in case.scores] == [Decimal("1.5"), Decimal("0.5"), Decimal(3), Decimal(4)]


@pytest.mark.parametrize(("sheet", "row", "column", "value", "words"), [
    ("scores", 2, "score", 1.23456789, ("more than 6 decimals",)),
    ("scores", 2, "score", "#N/A", ("error", "#N/A")),
    ("scores", 2, "score", "=1+1", ("formula", "not stored")),
    ("scores", 2, "score", datetime.date(2026, 1, 1), ("2026-01-01", "not a number")),
    ("scores", 2, "score", "one", ("one",)),
    ("case", 4, "scale.max", "ten", ("ten",)),
])  # fmt: skip
def test_workbook_cells_that_are_refused(
    tmp_path: Path, sheet: str, row: int, column: str, value: Any, words: tuple[str, ...]
) -> None:
    sheets = {name: [list(cells) for cells in rows] for name, rows in SHEETS.items()}
    sheets[sheet][row - 1][-1] = value
    (tmp_path / "a.xlsx").write_bytes(book(**sheets))
    faults = refused(tmp_path / "a.xlsx")
    at = [fault for fault in faults if (fault.table, fault.row, fault.column) == (sheet, row, column)]
    assert any(all(word in fault.message for word in words) for fault in at), faults


def test_numbers_are_read_as_they_are_shown() -> None:
    assert workbook.shown(2.5, "0.00") == "2.50"
    assert workbook.shown(1234.5, '#,##0.00 "EUR"') == "1234.50"
    assert workbook.shown(0.1 + 0.2) == "0.3"
    assert workbook.shown(3.0) == "3"
    assert workbook.shown(1.23456, "0.00") == "1.23"
    assert workbook.shown(0.25, "0%") == "0.25"
    assert workbook.shown(1e-5) == "0.00001"
    with pytest.raises(ValueError, match="decimals"):
        workbook.shown(1e-7)


def test_a_number_that_shows_less_than_it_stores_is_a_warning(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(**SHEETS)))
    made["scores"]["C2"].value = 1.49999
    made["scores"]["C2"].number_format = "0.0"
    made.save(tmp_path / "a.xlsx")
    case = load_case(tmp_path / "a.xlsx")
    assert case.scores[0].score == Decimal("1.5")
    assert any("1.49999" in warning and "row 2" in warning for warning in case.warnings)


def bomb(name: str, size: int, inner: bytes = b"0") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(size // 2**20):
                part.write(inner * 2**20)
    return out.getvalue()


def test_what_unpacks_to_too_much_is_refused_before_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.case.archive.UNPACKED_BYTES", 2**21)
    for name, kind in (("xl/worksheets/sheet1.xml", "a.xlsx"), ("scores.csv", "a.zip")):
        with pytest.raises(CaseError) as caught:
            read_bytes(bomb(name, 2**23), kind)
        assert "unpacks to" in caught.value.faults[0].message


def test_a_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    data = bytearray(zipped(folder(tmp_path)))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")
    with pytest.raises(CaseError):
        read_bytes(bytes(data), "a.zip")


@pytest.mark.parametrize("name", ["../scores.csv", "/etc/scores.csv", "a\\..\\scores.csv", "c:/scores.csv"])
def test_a_zip_that_points_outside_itself(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    with pytest.raises(CaseError) as caught:
        read_bytes(out.getvalue(), "a.zip")
    assert "outside itself" in caught.value.faults[0].message


def test_xml_entities_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(**SHEETS))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
            new.writestr(part.filename, data)
    with pytest.raises(CaseError) as caught:
        read_bytes(out.getvalue(), "a.xlsx")
    assert "document type" in caught.value.faults[0].message


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ("password",)),
    ("a.xlsx", b"not a zip", ("damaged",)),
    ("a.xlsx", b"", ("damaged",)),
    ("a.zip", b"PK\x03\x04", ("damaged",)),
    ("a.xls", b"", (".xlsx",)),
    ("a.csv", b"", ("folder",)),
    ("a.txt", b"", ("folder of CSV tables",)),
])  # fmt: skip
def test_files_that_are_not_a_case(tmp_path: Path, name: str, data: bytes, words: tuple[str, ...]) -> None:
    (tmp_path / name).write_bytes(data)
    (fault,) = refused(tmp_path / name)
    assert fault.table == "case"
    assert all(word in fault.message for word in words), fault.message


def test_places_that_are_not_a_case(tmp_path: Path) -> None:
    assert "there is no file" in refused(tmp_path / "nothing")[0].message
    found = refused(tmp_path)
    assert any("case.yaml" in fault.message for fault in found)
    assert {fault.table for fault in found} >= {"roadmaps", "scores"}
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert "neither" in refused(tmp_path / "pipe.xlsx")[0].message
    assert refused(Path("bad\0name"))


def test_a_table_that_is_not_known(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "costs.csv").rename(path / "cost.csv")
    assert any(f.table == "cost" and 'did you mean "costs"' in f.message for f in refused(path))


def test_what_a_judgment_may_look_like() -> None:
    texts = sample.tables()
    for place, (text, value) in enumerate(
        (("0.333", Fraction(333, 1000)), ("1/3", Fraction(1, 3)), ("0.111", Fraction(1, 9)), ("9.05", 9))
    ):
        texts["judgments"][place]["value"] = text
        case = sample.make(texts)
        row = texts["judgments"][place]
        found = [j.value for j in case.judgments if (j.member, j.a, j.b) == (row["member"], row["a"], row["b"])]
        assert found == [value]


def test_the_first_of_a_pair_judged_both_ways_counts() -> None:
    texts = sample.tables()
    texts["judgments"].insert(0, {"member": "chair", "a": "reach", "b": "fit", "value": "0.333"})
    chair = [j for j in sample.make(texts).judgments if j.member == "chair"]
    assert [(j.a, j.b, j.value) for j in chair if "fit" in (j.a, j.b)] == [("reach", "fit", Fraction(333, 1000))]


def test_ids_are_composed_and_text_that_looks_like_a_formula_stays() -> None:
    texts = sample.tables()
    texts["roadmaps"].append({"id": "e\u0301te\u0301", "name": "=HYPERLINK(1)", "admissible": "nee", "reason": "@x"})
    roadmap = next(r for r in sample.make(texts).roadmaps if r.name.startswith("="))
    assert (roadmap.id, roadmap.reason) == ("\u00e9t\u00e9", "@x")
    texts["roadmaps"].append({"id": "\u00e9t\u00e9", "name": "again"})
    assert any(f.table == "roadmaps" and "already in row 6" in f.message for f in sample.faults(texts))


def test_text_table_takes_mappings_and_rows() -> None:
    assert text_table("levels", [{"a": "1"}, {"b": None}]).records() == [{"a": "1", "b": ""}]
    assert text_table("levels", (["a", "b"], [["1", 2]])).records() == [{"a": "1", "b": "2"}]


def test_coloured_empty_cells_and_a_cell_of_ten_megabytes(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(**SHEETS)))
    for column in range(1, 3000):
        made["scores"].cell(3, column).fill = openpyxl.styles.PatternFill("solid", "FFFF00")
    made["scores"].cell(900, 2).fill = openpyxl.styles.PatternFill("solid", "FFFF00")
    made.save(tmp_path / "a.xlsx")
    assert len(load_case(tmp_path / "a.xlsx").scores) == 4
    path = folder(tmp_path)
    (path / "levels.csv").write_text("roadmap,level,value_share\nalgae,light," + "9" * 10_000_000 + "\n")
    assert any(fault.table == "levels" and "too long" in fault.message for fault in refused(path))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(**SHEETS))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            long = b">" + b"X" * 10_000_000 + b"<"
            new.writestr(part.filename, old.read(part).replace(b">lead<", long))
    with pytest.raises(CaseError) as caught:
        read_bytes(out.getvalue(), "a.xlsx").check()
    assert "10000000 characters" in str(caught.value)


@pytest.mark.parametrize(("name", "data", "place"), [
    ("rules", b"id,rule\n\xff,count\n", ("rules", 2, "")),
    ("rules", b"id,rule,mni\n", ("rules", 1, "mni")),
    ("rules", b"id\n", ("rules", 1, "rule")),
    ("costs", b'roadmap,year,public\na,"1', ("costs", 2, "")),
    ("scores", b"\xff", ("scores", 1, "")),
    ("roadmaps", b"\xff", ("roadmaps", 1, "")),
])  # fmt: skip
def test_a_table_that_cannot_be_read_is_never_taken_for_an_empty_one(
    tmp_path: Path, name: str, data: bytes, place: tuple[str, int, str]
) -> None:
    path = folder(tmp_path)
    (path / f"{name}.csv").write_bytes(data)
    found = refused(path)
    assert place in {(fault.table, fault.row, fault.column) for fault in found}, found
    assert not [fault for fault in found if fault.table == "judgments"]


def test_what_cannot_be_read_is_one_fault_and_the_nearest_of_all_names_is_named(tmp_path: Path) -> None:
    for text in ("format: 1\ntitle: [T\n", "format: 1\ntitle: !!python/name:os.x y\n"):
        case = folder(tmp_path)
        (case / "case.yaml").write_text(text, encoding="utf-8")
        (case / "scors.csv").write_text("a\n1\n", encoding="utf-8")
        with pytest.raises(CaseError) as caught:
            load_case(case)
        assert [fault.table for fault in caught.value.faults] == ["case", "scors"]
        assert 'did you mean "scores"' in caught.value.faults[1].message


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_table_that_is_no_file_is_never_left_out(tmp_path: Path, kind: str) -> None:
    case = folder(tmp_path)
    (case / "costs.csv").unlink()
    if kind == "folder":
        (case / "costs.csv").mkdir()
    else:
        (case / "costs.csv").symlink_to(tmp_path / "gone.csv")
    (fault,) = refused(case)
    assert (fault.table, fault.row) == ("costs", 0)
    assert "leads nowhere" in fault.message


def test_tables_among_thousands_of_other_files_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.case.load.PARTS", 20)
    case = folder(tmp_path)
    for i in range(30):
        (case / f"a{i}.pdf").write_bytes(b"")
    assert load_case(case).costs
    for i in range(20):
        (case / f"b{i}.csv").write_bytes(b"")
    (fault,) = refused(case)
    assert "at most 20" in fault.message


def test_settings_under_a_name_nearly_right(tmp_path: Path) -> None:
    case = folder(tmp_path)
    (case / "case.yaml").rename(case / "case.yml")
    assert any('rename "case.yml"' in fault.message for fault in refused(case))
