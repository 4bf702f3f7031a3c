"""A case to fill in, once filled in; what is written and read back; the page on the format."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from optimizer import CaseError, load_case, new_case, read
from optimizer.case import document, writing
from optimizer.case.layers import CASE, flatten, merge
from optimizer.case.rows import TABLES
from optimizer.case.settings import SETTINGS
from optimizer.case.standard import ANNEX2
from optimizer.case.tables import Tables
from optimizer.case.yamltext import parse
from tests.case import sample

FILLED = {
    "roadmaps": [{"id": "algae", "name": "Algae"}, {"id": "print", "name": "Printing"}],
    "scores": [
        {"roadmap": r, "criterion": c, "score": str((i + j) % 6)}
        for i, r in enumerate(("algae", "print"))
        for j, (c, _) in enumerate(ANNEX2)
    ],
    "costs": [{"roadmap": "algae", "year": "2026", "public": "2.5"}, {"roadmap": "print", "year": "", "public": "1"}],
    "budget": [{"year": "2026", "max": "3"}],
    "rules": [{"id": "few", "rule": "count", "max": "1"}],
}


def test_a_new_folder_is_accepted_once_filled_in(tmp_path: Path) -> None:
    path = new_case(tmp_path / "call")
    with pytest.raises(CaseError) as caught:
        load_case(path)
    assert {(f.table, f.column) for f in caught.value.faults} == {("case", "title"), ("roadmaps", ""), ("scores", "")}
    settings = path / "case.yaml"
    settings.write_text(settings.read_text().replace("title:", "title: A call", 1))
    for name, rows in FILLED.items():
        file = path / f"{name}.csv"
        columns = file.read_text().strip().split(",")
        file.write_text(
            file.read_text() + "".join(",".join(row.get(column, "") for column in columns) + "\n" for row in rows)
        )
    case = load_case(path)
    assert [criterion.id for criterion in case.criteria] == [id for id, _ in ANNEX2]
    assert (len(case.roadmaps), len(case.rules), case.warnings) == (2, 1, ())
    for name, model in TABLES.items():
        assert all(f"`{column}`" in (path / "README.md").read_text() for column in model.model_fields), name


def test_every_comment_of_the_new_settings_is_a_setting(tmp_path: Path) -> None:
    text = (new_case(tmp_path / "call") / "case.yaml").read_text()
    open_text = "\n".join(line.removeprefix("# ") for line in text.replace("title:", "title: x", 1).splitlines()[1:])
    entries = flatten(parse(open_text.encode(), "case.yaml", CASE), CASE)
    assert {entry.key for entry in entries} == set(SETTINGS)
    merged = merge([entries])
    assert merged.faults == ()
    assert merged.settings() == merge([flatten({"format": 1, "title": "x"}, CASE)]).settings()


@pytest.mark.parametrize("name", ["call.xlsx", "call"])
def test_a_new_workbook_is_accepted_once_filled_in(tmp_path: Path, name: str) -> None:
    path = new_case(tmp_path / name, xlsx=True)
    made = openpyxl.load_workbook(path)
    for row in made["case"].iter_rows(min_row=2):
        if row[0].value == "title":
            row[1].value = "A call"
    for sheet, rows in FILLED.items():
        columns = [cell.value for cell in made[sheet][1]]
        assert all(cell.comment for cell in made[sheet][1])
        for number, texts in enumerate(rows, 2):
            for column, text in texts.items():
                value: Any = float(text) if column in ("score", "public", "max") else text
                made[sheet].cell(number, columns.index(column) + 1).value = value or None
                if value == 0:
                    made[sheet].cell(number, columns.index(column) + 1).value = 0
    assert made["scores"].freeze_panes == "A2"
    lists = {rule.formula1 for rule in made["rules"].data_validations.dataValidation}
    assert any("concentration" in formula for formula in lists)
    made.save(path)
    case = load_case(tmp_path / name)
    assert (len(case.roadmaps), len(case.costs), case.settings.title) == (2, 2, "A call")


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    path = new_case(tmp_path / "call")
    before = {file.name: file.read_bytes() for file in path.iterdir()}
    for target, xlsx in (
        (path, False),
        (path, True),
        (new_case(tmp_path / "a.xlsx"), True),
        (tmp_path / "a.xlsx", False),
    ):
        with pytest.raises(CaseError) as caught:
            new_case(target, xlsx=xlsx)
        assert caught.value.faults[0].table == "options"
    assert {file.name: file.read_bytes() for file in path.iterdir()} == before
    (tmp_path / "empty").mkdir()
    assert new_case(tmp_path / "empty") == tmp_path / "empty"
    with pytest.raises(CaseError):
        new_case(tmp_path / "a.xlsx" / "inside")


def test_new_workbooks_are_the_same_bytes(tmp_path: Path) -> None:
    one, two = (new_case(tmp_path / name, xlsx=True).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == two


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    settings = {
        **sample.SETTINGS,
        "description": "two\nlines: [x] # not a comment",
        "source": "=1+1",
        "currency": "no",
        "weights": {"method": "direct", "values": {"fit": "1", "reach": "2", "burden": "0.5"}},
        "must": ["algae"],
        "report.place": '\'t Zand: "é"',
        "budget.total": "8",
    }
    texts = sample.tables()
    texts["roadmaps"][0]["name"] = '=HYPERLINK("x")'
    texts["roadmaps"][1]["name"] = "+1, \"two\"\nlines; and 'more'"
    texts["roadmaps"][2]["lead"] = "007"
    tables = Tables.from_texts(texts, settings)
    case = tables.check()
    tables.write_folder(tmp_path / "folder")
    tables.write_workbook(tmp_path / "book.xlsx")
    out = io.BytesIO()
    tables.write_workbook(out)
    assert out.getvalue() == (tmp_path / "book.xlsx").read_bytes()
    for path in ("folder", "book.xlsx"):
        assert load_case(tmp_path / path) == case
    cell = openpyxl.load_workbook(tmp_path / "book.xlsx")["roadmaps"]["B2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("x")')
    read(tmp_path / "book.xlsx").write_folder(tmp_path / "again")
    assert load_case(tmp_path / "again") == case


def test_writing_over_a_folder_replaces_its_tables_alone(tmp_path: Path) -> None:
    Tables.from_texts(sample.tables(), sample.SETTINGS).write_folder(tmp_path / "case")
    (tmp_path / "case" / "notes.md").write_text("kept")
    texts = sample.tables()
    del texts["judgments"]
    Tables.from_texts(texts, sample.SETTINGS).write_folder(tmp_path / "case")
    assert load_case(tmp_path / "case") == sample.make(texts)
    assert (tmp_path / "case" / "notes.md").read_text() == "kept"
    assert not [file for file in tmp_path.iterdir() if file.name != "case"]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = Tables.from_texts(sample.tables(), sample.SETTINGS)
    tables.write_workbook(tmp_path / "book.xlsx")
    before = (tmp_path / "book.xlsx").read_bytes()

    def fail(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(writing.os, "replace", fail)
    with pytest.raises(OSError, match="full"):
        Tables.from_texts({}, {}).write_workbook(tmp_path / "book.xlsx")
    assert (tmp_path / "book.xlsx").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["book.xlsx"]


def test_the_page_on_the_format_is_current() -> None:
    assert document.PLACE.read_text(encoding="utf-8") == document.text(), "python -m optimizer.case.document"


def test_the_page_names_everything() -> None:
    page = document.text()
    for key in SETTINGS:
        assert f"`{key}`" in page
    for name, model in TABLES.items():
        assert f"### {name}\n" in page
        assert all(field.description for field in model.model_fields.values())
