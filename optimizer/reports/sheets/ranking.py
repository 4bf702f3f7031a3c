"""The sheet of the ranking: from agreed scores by the method in force to score, eligibility and rank."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from optimizer.reports.sheets import marks
from optimizer.reports.sheets.cells import Cells
from optimizer.reports.sheets.frame import SLACK, Book, address, area, half_even, literal
from optimizer.reports.sheets.workings import WORKINGS, Working

#: The columns after the steps of the method: own figure, score not rounded, score, weighted mean, eligible, rank.
_NATIVE, _RAW, _SCORE, _MEAN, _ELIGIBLE, _RANK = range(6)


def write(book: Book) -> None:
    """The sheets of raw scores, of weights, and of the ranking."""
    agreed = marks.scores(book)
    weights = marks.weights(book)
    ranking = book.voice.situation.ranking
    working = WORKINGS[ranking.method]
    sheet = book.sheet(book.voice._("Ranking"))
    n = len(book.case.criteria)
    cells = Cells(
        sheet,
        weights,
        len(book.voice.situation.consensus.roadmaps),
        tuple(criterion.maximise for criterion in book.case.criteria),
        ranking.reference == "data",
        2,
        2 + n,
        2 + 2 * n,
    )
    last = cells.after + len(working.steps)
    _titles(book, cells, working)
    _below(book, cells, working)
    for i, roadmap in enumerate(book.voice.situation.consensus.roadmaps):
        book.row(sheet, i + 1, [book.voice.roadmaps[roadmap], roadmap])
        for j, criterion in enumerate(book.case.criteria):
            sheet.write_formula(i + 1, cells.left + j, "=" + agreed[roadmap, criterion.id], book.plain)
            sheet.write_formula(i + 1, cells.block + j, "=" + working.entry(cells, i, j), book.plain)
        _scored(book, cells, working, i, last)
        _eligible(book, cells, i, last)
        book.scores[roadmap] = address(sheet, i + 1, last + _SCORE)
        book.eligible[roadmap] = address(sheet, i + 1, last + _ELIGIBLE)
    _ranks(book, cells, last)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, last + _RANK, 14)


def _titles(book: Book, cells: Cells, working: Working) -> None:
    _ = book.voice._
    names = [book.voice.criteria[c.id] for c in book.case.criteria]
    titles = [_("Roadmap"), _("Id"), *names, *(f"{name} ({_(working.title)})" for name in names)]
    titles += [_(title) for title, _formula in working.steps]
    titles += [_("The method's own figure"), _("Score, not rounded"), _("Score")]
    titles += [_("Weighted mean on the scale"), _("Eligible"), _("Rank")]
    book.row(cells.sheet, 0, titles, book.head)
    cells.sheet.set_row(0, 75)  # a criterion's name with what the method makes of it takes five lines


def _below(book: Book, cells: Cells, working: Working) -> None:
    """What is said of each criterion, under the roadmaps: the reference, where scores are counted from, and a row of
    the method's own."""
    _, sheet, grid = book.voice._, cells.sheet, book.voice.situation.ranking.grid
    book.row(sheet, cells.below["foot"], [_("Worst of the reference"), ""])
    book.row(sheet, cells.below["top"], [_("Best of the reference"), ""])
    for j, up in enumerate(cells.maximise):
        column = cells.xs(j)
        ends = [f"MIN({column})", f"MAX({column})"]
        if not cells.data:
            ends = [address(cells.weights, j + 1, c) for c in (3, 4)]
        elif not up:
            ends.reverse()
        for name, formula in zip(("foot", "top"), ends, strict=True):
            sheet.write_formula(cells.below[name], cells.left + j, "=" + formula, book.plain)
        if working.ratios:
            least = min(grid.scale_foot[j], grid.scale_top[j]) - grid.step
            wrong = f"OR(MIN({column})<0,MAX({column})<=0{'' if up else f',MIN({column})<=0'})"
            moved = f"=IF({wrong},{literal(least)},0)"
            sheet.write_formula(cells.below["base"], cells.left + j, moved, book.plain)
        if working.extra is not None:
            formula = "=" + working.extra[1](cells, j)
            sheet.write_formula(cells.below["extra"], cells.block + j, formula, book.plain)
    if working.ratios:
        book.row(sheet, cells.below["base"], [_("Counted from"), ""])
    if working.extra is not None:
        book.row(sheet, cells.below["extra"], [_(working.extra[0]), ""])


def _scored(book: Book, cells: Cells, working: Working, i: int, last: int) -> None:
    """Steps, own figure and score of one roadmap."""
    sheet, at = cells.sheet, i + 1
    for k, (_title, formula) in enumerate(working.steps):
        sheet.write_formula(at, cells.after + k, "=" + formula(cells, i), book.plain)
    sheet.write_formula(at, last + _NATIVE, "=" + working.native(cells, i), book.plain)
    natives = area(sheet, 1, last + _NATIVE, cells.roadmaps, last + _NATIVE).rpartition("!")[2]
    raw = working.score(cells, i, _local(sheet, at, last + _NATIVE), natives)
    sheet.write_formula(at, last + _RAW, "=" + raw, book.plain)
    rounded = half_even(_local(sheet, at, last + _RAW), 6)
    sheet.write_formula(at, last + _SCORE, "=" + rounded, book.six)


def _eligible(book: Book, cells: Cells, i: int, last: int) -> None:
    """The weighted mean on the scale, and whether every threshold is kept."""
    settings, sheet, at = book.case.settings, cells.sheet, i + 1
    low, high = Fraction(settings.scale.min), Fraction(settings.scale.max)
    terms = []
    for j in range(len(cells.maximise)):
        foot, top = (address(cells.weights, j + 1, c) for c in (3, 4))
        terms.append(f"{cells.weight(j)}*({cells.x(i, j)}-{foot})/({top}-{foot})")
    mean = f"{literal(low)}+{literal(high - low)}*({half_even('+'.join(terms), 6)})"
    sheet.write_formula(at, last + _MEAN, "=" + mean, book.six)
    tests = []
    for j, criterion in enumerate(book.case.criteria):
        if criterion.threshold is not None:
            x, limit = cells.x(i, j), address(cells.weights, j + 1, 5)
            tests.append(f"{x}>={limit}-{SLACK}" if criterion.maximise else f"{x}<={limit}+{SLACK}")
    if settings.threshold.total is not None:
        tests.append(f"{_local(sheet, at, last + _MEAN)}>={literal(settings.threshold.total)}-{SLACK}")
    sheet.write_formula(at, last + _ELIGIBLE, f"=IF(AND({','.join(tests)}),1,0)" if tests else "=1", book.whole)


def _ranks(book: Book, cells: Cells, last: int) -> None:
    """Eligible ones first, by falling score; equal scores share a rank."""
    sheet = cells.sheet
    s, e = (area(sheet, 1, last + c, cells.roadmaps, last + c).rpartition("!")[2] for c in (_SCORE, _ELIGIBLE))
    for i in range(cells.roadmaps):
        mine, ok = (_local(sheet, i + 1, last + c) for c in (_SCORE, _ELIGIBLE))
        above = f"SUMPRODUCT(({e}=1)*({s}>{mine}))"
        below = f"SUM({e})+SUMPRODUCT(({e}=0)*({s}>{mine}))"
        sheet.write_formula(i + 1, last + _RANK, f"=1+IF({ok}=1,{above},{below})", book.whole)


def _local(sheet: Any, row: int, column: int) -> str:
    return address(sheet, row, column).rpartition("!")[2]
