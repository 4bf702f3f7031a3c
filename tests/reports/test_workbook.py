"""The workbook that calculates: recalculated in LibreOffice it gives the library's figures to the last digit."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from optimizer.reports.dossier import Dossier
from optimizer.reports.workbook import workbook
from optimizer.situation import Situation
from tests.reports.conftest import CASES


def recalculated(path: Path) -> Any:
    """A workbook as LibreOffice calculates it."""
    import openpyxl

    out = path.parent / "recalculated"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    return openpyxl.load_workbook(out / path.name, data_only=True)


def compare(book: Any, held: Dossier) -> None:
    """Every score, rank, figure and slack against the library's."""
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            assert not [cell for cell in row if isinstance(cell, str) and cell.startswith(("#", "Err:"))], sheet.title
    now = {row[0]: row[1:3] for row in book["Summary"].iter_rows(min_row=8, values_only=True)}
    value = held.assessment.value if held.assessment else held.decision.value
    assert now["Value of the portfolio"][0] == pytest.approx(float(value or 0), abs=1e-11)
    assert now["Public money after savings"][0] == pytest.approx(float(held.spend.total), abs=1e-9)
    assert now["Rules and budgets kept"][0] == sum(rule.satisfied for rule in held.rules)
    head, *rows = list(book["Ranking"].iter_rows(values_only=True))
    at = {name: head.index(name) for name in ("Score", "Rank", "Eligible")}
    entries = held.situation.ranking.by_id
    seen = [row for row in rows if row[1] in entries]
    assert len(seen) == len(entries)
    for row in seen:
        entry = entries[str(row[1])]
        assert row[at["Score"]] == pytest.approx(float(entry.score), abs=1e-12)
        assert row[at["Rank"]] == entry.rank
        assert bool(row[at["Eligible"]]) == entry.eligible
    checks = {row[0]: row for row in book["Checks"].iter_rows(min_row=2, values_only=True)}
    assert set(checks) == {rule.id for rule in held.rules}
    for rule in held.rules:
        slack, kept = checks[rule.id][5], checks[rule.id][6]
        assert bool(kept) == rule.satisfied
        if rule.slack is None:
            assert slack in (None, "")
        else:
            assert slack == pytest.approx(float(rule.slack), abs=1.1e-9), rule.id


@pytest.mark.needs("soffice")
def test_recalculated(by_hand: Dossier, flanders: Dossier, tmp_path: Path) -> None:
    """Both cases as decided."""
    for name, held in (("by-hand", by_hand), ("flanders", flanders)):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(workbook(held, "en"))
        compare(recalculated(path), held)


@pytest.mark.needs("soffice")
def test_it_follows_a_change(by_hand: Dossier, tmp_path: Path) -> None:
    """Another 0 or 1 and another mark, typed into the file: the library says the same of the changed case."""
    import openpyxl

    from optimizer.case.load import read
    from optimizer.case.tables import Tables

    path = tmp_path / "changed.xlsx"
    path.write_bytes(workbook(by_hand, "en"))
    book = openpyxl.load_workbook(path)
    for row in book["Portfolio"].iter_rows(min_row=2):
        row[3].value = int(row[1].value in ("algae", "energy") and row[2].value == "full")
    mark = next(row for row in book["Scores"].iter_rows(min_row=2) if row[1].value == "data")
    before = int(str(mark[3].value))
    mark[3].value = before - 1 if before else 1
    criterion = by_hand.case.criteria[0].id
    book.save(path)
    held = read(CASES / "by-hand")
    scores = held.tables["scores"].records()
    mine = [row for row in scores if row["roadmap"] == "data" and row["criterion"] == criterion]
    lowest = min(mine, key=lambda row: float(row["score"]))
    lowest["score"] = str(int(str(mark[3].value)))
    tables = Tables.from_texts({**{n: t.records() for n, t in held.tables.items()}, "scores": scores}).tables
    other = Dossier(Situation(Tables(tables, held.settings).check()), adopted=["algae", "energy"], grounds="A test.")
    compare(recalculated(path), other)


def test_names_are_text_and_bytes_the_same(hostile: Dossier) -> None:
    """No cell of a name is a formula, and the same case gives the same bytes in both languages."""
    import io

    import openpyxl

    for lang in ("en", "nl"):
        data = workbook(hostile, lang)
        assert data == workbook(hostile, lang)
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "1+1" in str(cell.value)]
        assert cells
        assert all(cell.data_type == "s" for cell in cells)
    parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    assert {part.date_time for part in parts} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.needs("soffice")
def test_random_cases(tmp_path: Path) -> None:
    """Small cases with every feature of the contract: levels, purses, savings, carry-over, every rule type."""
    import openpyxl

    from optimizer.situation import Infeasible
    from tests.generate import random_case

    held: dict[str, Dossier] = {}
    for seed in range(16):
        dossier = Dossier(Situation(random_case(seed)))
        try:
            (tmp_path / f"{seed}.xlsx").write_bytes(workbook(dossier, "en"))
        except Infeasible:
            continue
        held[f"{seed}.xlsx"] = dossier
    assert len(held) > 9
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    paths = [str(tmp_path / name) for name in held]
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), *paths]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    for name, dossier in held.items():
        compare(openpyxl.load_workbook(tmp_path / "out" / name, data_only=True), dossier)
