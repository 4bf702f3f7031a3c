"""The first sheet: what the workbook comes to now, beside what was decided."""

from __future__ import annotations

from typing import Any

from optimizer.reports.common import checksum
from optimizer.reports.document import plain
from optimizer.reports.sheets.frame import Book, exact


def write(book: Book, sheet: Any) -> None:
    """The figures as they are now and as they were decided, with how to read the rest."""
    _, dossier = book.voice._, book.dossier
    sheet.write_string(0, 0, plain(book.case.settings.title), book.title)
    sheet.write_string(1, 0, checksum(book.voice))
    lines = [
        _(
            "Everything is calculated from the marks, the weights and the 0 or 1 beside each roadmap. Change a "
            "shaded cell and see."
        ),
        _(
            "The best portfolio is not searched for here: the column of 0 and 1 is what was decided until you change "
            "it."
        ),
    ]
    for at, line in enumerate(lines, 3):
        sheet.write_string(at, 0, line)
    book.row(sheet, 6, ["", _("Now"), _("As decided")], book.head)
    value = dossier.assessment.value if dossier.assessment is not None else dossier.decision.value
    assert value is not None
    flags = book.columns["funded"]
    adds = f"+SUM({book.columns['adds']})" if "adds" in book.columns else ""
    kept = f"SUM({book.columns['kept']})" if "kept" in book.columns else "0"
    levels: dict[str, list[str]] = {}
    for (roadmap, _level), cell in book.flags.items():
        levels.setdefault(roadmap, []).append(cell)
    two = "+".join(f"IF({'+'.join(cells)}>1,1,0)" for cells in levels.values() if len(cells) > 1) or "0"
    wrong = "+".join(f"({'+'.join(cells)})*(1-{book.eligible[one]})" for one, cells in levels.items()) or "0"
    rows = [
        (
            _("Value of the portfolio"),
            f"ROUND(SUMPRODUCT({flags},{book.columns['value']}){adds},12)",
            exact(value),
            book.plain,
        ),
        (
            _("Public money after savings"),
            f"ROUND(SUM({book.columns['spent']}),9)",
            exact(dossier.spend.total),
            book.money,
        ),
        (
            _("Partners' own money"),
            f"SUMPRODUCT({flags},{book.columns['private']})",
            exact(dossier.spend.private),
            book.money,
        ),
        (_("Roadmaps funded"), f"SUM({flags})", len(dossier.selected), book.whole),
        (_("Rules and budgets kept"), kept, sum(rule.satisfied for rule in dossier.rules), book.whole),
        (_("Rules and budgets in all"), str(len(dossier.rules)), len(dossier.rules), book.whole),
        (_("Roadmaps funded at two levels (must be 0)"), two, 0, book.whole),
        (_("Ineligible roadmaps funded (must be 0)"), wrong, len(_ineligible(book)), book.whole),
    ]
    for at, (name, formula, decided, form) in enumerate(rows, 7):
        sheet.write_string(at, 0, name)
        sheet.write_formula(at, 1, "=" + formula, form, decided)
        sheet.write_number(at, 2, decided, form)
    sheet.set_column(0, 0, 58)
    sheet.set_column(1, 2, 18)
    sheet.activate()


def _ineligible(book: Book) -> list[str]:
    """Ineligible roadmaps that what was adopted funds all the same."""
    ranking = book.voice.situation.ranking.by_id
    return [one for one in book.dossier.levels if not ranking[one].eligible]
