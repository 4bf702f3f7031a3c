"""The sheets of raw scores with their consensus, and of weights with the ends of each scale."""

from __future__ import annotations

from typing import Any

from optimizer.reports.sheets.frame import Book, address, area, exact

#: Consensus of the marks in a range.
_JOINED = {
    "mean": "AVERAGE({0})",
    "median": "MEDIAN({0})",
    "trimmed": "IF(COUNT({0})>=3,(SUM({0})-MAX({0})-MIN({0}))/(COUNT({0})-2),AVERAGE({0}))",
    "agreed": "AVERAGE({0})",
}


def scores(book: Book) -> dict[tuple[str, str], str]:
    """Every mark and the consensus; the address of each consensus by (roadmap, criterion)."""
    _, consensus = book.voice._, book.voice.situation.consensus
    sheet = book.sheet(_("Scores"))
    named = str(book.case.settings.report.evaluators) == "named"
    most = max((len(given) for given in consensus.scores.values()), default=1)
    who = list(consensus.evaluators) if named else [""] * most
    titles = [one or _("Mark %(number)s") % {"number": n} for n, one in enumerate(who, 1)]
    book.row(sheet, 0, [_("Roadmap"), _("Id"), _("Criterion"), *titles, _("Agreed score")], book.head)
    found, at = {}, 1
    for roadmap in consensus.roadmaps:
        for criterion in consensus.criteria:
            book.row(sheet, at, [book.voice.roadmaps[roadmap], roadmap, book.voice.criteria[criterion]])
            given = consensus.scores[roadmap, criterion]
            marks = [given.get(one) for one in who] if named else sorted(given.values())
            for place, mark in enumerate(marks):
                if mark is not None:
                    sheet.write_number(at, 3 + place, exact(mark), book.input)
                else:
                    sheet.write_blank(at, 3 + place, None, book.input)
            marked = area(sheet, at, 3, at, 2 + len(who)).rpartition("!")[2]
            sheet.write_formula(at, 3 + len(who), "=" + _JOINED[consensus.method].format(marked), book.plain)
            found[roadmap, criterion] = address(sheet, at, 3 + len(who))
            at += 1
    sheet.freeze_panes(1, 3)
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 46)
    return found


def weights(book: Book) -> Any:
    """The sheet of criteria: a weight each, and the ends of its scale; row j + 1 is criterion j."""
    _, situation = book.voice._, book.voice.situation
    sheet = book.sheet(_("Weights"))
    titles = [_("Criterion"), _("Id"), _("Weight"), _("Worst end"), _("Best end"), _("Threshold")]
    book.row(sheet, 0, titles, book.head)
    grid = situation.ranking.grid
    for j, criterion in enumerate(book.case.criteria):
        book.row(sheet, j + 1, [book.voice.criteria[criterion.id], criterion.id])
        sheet.write_number(j + 1, 2, exact(situation.weights.values[criterion.id]), book.nine)
        sheet.write_number(j + 1, 3, exact(grid.scale_foot[j]), book.plain)
        sheet.write_number(j + 1, 4, exact(grid.scale_top[j]), book.plain)
        if criterion.threshold is not None:
            sheet.write_number(j + 1, 5, exact(criterion.threshold), book.plain)
    total = len(book.case.criteria) + 1
    book.row(sheet, total, [_("Total"), ""], book.head)
    sheet.write_formula(total, 2, f"=ROUND(SUM(C2:C{total}),9)", book.nine)
    note = _("Weights are values: they follow from judgments or settings outside this workbook.")
    sheet.write_string(total + 2, 0, note)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 28)
    sheet.set_column(2, 5, 14)
    return sheet
