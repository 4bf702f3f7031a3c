"""The workbook that calculates: recalculated in LibreOffice it gives the library's figures to the last digit."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from optimizer.case.load import change_settings, load_case
from optimizer.criteria.scoring.names import METHODS, SCALE_METHODS
from optimizer.reports.dossier import Dossier
from optimizer.reports.workbook import workbook
from optimizer.situation import Situation
from tests.reports.conftest import CASES
from tests.verify.test_recompute import made


def all_recalculated(folder: Path, names: list[str]) -> dict[str, Any]:
    """Workbooks of a folder as LibreOffice calculates them, in one run."""
    import openpyxl

    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(folder / "recalculated"), *(str(folder / name) for name in names)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    return {name: openpyxl.load_workbook(folder / "recalculated" / name, data_only=True) for name in names}


def recalculated(path: Path) -> Any:
    """One workbook as LibreOffice calculates it."""
    return all_recalculated(path.parent, [path.name])[path.name]


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
def test_recalculated_by_every_method(tmp_path: Path) -> None:
    """Both cases by every scoring method, against the scale and the data; small random cases with scores of 0 and less,
    criteria of which less is better, and roadmaps all alike."""
    settings = [{"scoring.method": method} for method in METHODS]
    against = [{"scoring.method": method, "scoring.reference": "data"} for method in SCALE_METHODS]
    held = {}
    for at, given in enumerate(settings + against):
        held[f"by-hand-{at}.xlsx"] = Dossier(Situation(load_case(CASES / "by-hand", settings=given)))
    for at, given in enumerate(settings[1:] + against[:1]):  # TOPSIS against the scale is what the case has
        held[f"flanders-{at}.xlsx"] = Dossier(Situation(load_case(CASES / "flanders-2014", settings=given)))
    held |= {f"random-{seed}.xlsx": Dossier(Situation(made(seed).check())) for seed in range(13)}
    for name, dossier in held.items():
        (tmp_path / name).write_bytes(workbook(dossier, "en"))
    for name, book in all_recalculated(tmp_path, list(held)).items():
        compare(book, held[name])


def test_every_score_is_a_formula(by_hand: Dossier) -> None:
    """By whichever method, no figure of the ranking is typed in."""
    import io

    import openpyxl

    for method in METHODS:
        case = change_settings(by_hand.case, {"scoring.method": method})
        book = openpyxl.load_workbook(io.BytesIO(workbook(Dossier(Situation(case)), "en")))
        cells = [cell.value for row in book["Ranking"].iter_rows(min_row=2, min_col=3) for cell in row]
        assert all(value is None or str(value).startswith("=") for value in cells), method


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
    for name, book in all_recalculated(tmp_path, list(held)).items():
        compare(book, held[name])
