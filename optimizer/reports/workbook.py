"""The workbook that calculates: from raw scores to the portfolio's value and every budget and rule, as live formulas.

Weights are values; all else is a formula, by whichever scoring method. The user changes a score or a 0/1 and sees what
follows. Names are text, whatever they begin with.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from optimizer.reports.sheets.frame import Book
from optimizer.reports.voice import Voice

if TYPE_CHECKING:
    from optimizer.reports.dossier import Dossier

#: What stands for a date of making until it is taken out, so that the same case gives the same bytes.
_CREATED = datetime.datetime(2000, 1, 1)
_MOMENT = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_REMEMBERED = re.compile(rb"</f><v>[^<]*</v>")
_PART = (1980, 1, 1, 0, 0, 0)


def workbook(dossier: Dossier, lang: str) -> bytes:
    """The workbook as ``.xlsx``; the same case and settings give the same bytes."""
    from xlsxwriter import Workbook

    from optimizer.reports.sheets import checks, portfolio, ranking, summary

    out = io.BytesIO()
    options: dict[str, Any] = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(out, options)
    day = dossier.case.settings.report.decision_date
    created = datetime.datetime.fromisoformat(str(day)) if day else _CREATED
    book.set_properties({"title": str(dossier.case.settings.title)[:250], "created": created})
    held = Book(book, Voice(dossier.situation, lang), dossier)
    front = held.sheet(held.voice._("Summary"))
    ranking.write(held)
    portfolio.write(held)
    checks.write(held)
    summary.write(held, front)
    book.close()
    return _timeless(out.getvalue(), dated=bool(day))


def _timeless(data: bytes, dated: bool) -> bytes:
    """The same archive with one date on every part, none in its properties where the case gives none, and formulas
    without remembered figures: a spreadsheet that finds one does not always calculate when it opens the file, and shows
    what was never calculated."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            same = zipfile.ZipInfo(part.filename, _PART)
            same.compress_type, same.external_attr, same.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            content = source.read(part.filename)
            if part.filename.startswith("xl/worksheets/"):
                content = _REMEMBERED.sub(b"</f>", content)
            if part.filename == "docProps/core.xml" and not dated:
                content = _MOMENT.sub(b"", content)
            target.writestr(same, content)
    return out.getvalue()
