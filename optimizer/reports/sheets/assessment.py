"""From raw scores to consensus, closeness, eligibility and rank."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from optimizer.reports.sheets.frame import SLACK, Book, address, area, exact, half_even, literal

#: Consensus of the marks in a range.
_JOINED = {
    "mean": "AVERAGE({0})",
    "median": "MEDIAN({0})",
    "trimmed": "IF(COUNT({0})>=3,(SUM({0})-MAX({0})-MIN({0}))/(COUNT({0})-2),AVERAGE({0}))",
    "agreed": "AVERAGE({0})",
}
#: The methods whose working is written out; the scores of the others are values.
WORKED = ("topsis", "additive", "spotis")


def write(book: Book) -> None:
    """The sheets of raw scores, of weights, and of the ranking."""
    agreed = _raw(book)
    weights = _weights(book)
    _ranking(book, agreed, weights)


def _raw(book: Book) -> dict[tuple[str, str], str]:
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


def _weights(book: Book) -> Any:
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


def _ranking(book: Book, agreed: dict[tuple[str, str], str], weights: Any) -> None:
    """One row for each roadmap: agreed scores, the same between the ends, distances, score, eligibility, rank."""
    _, situation = book.voice._, book.voice.situation
    sheet, criteria, roadmaps = book.sheet(_("Ranking")), book.case.criteria, situation.consensus.roadmaps
    n, m = len(criteria), len(roadmaps)
    left, unit = 2, 2 + n
    after = 2 + 2 * n
    names = [book.voice.criteria[c.id] for c in criteria]
    worked = situation.ranking.method in WORKED
    titles = [_("Roadmap"), _("Id"), *names, *(f"{name} (0-1)" for name in names)]
    titles += [_("Distance to the best"), _("Distance to the worst"), _("Score, not rounded"), _("Score")]
    titles += [_("Weighted mean on the scale"), _("Eligible"), _("Rank")]
    book.row(sheet, 0, titles, book.head)
    # The reference, in the two rows under the roadmaps: worst and best of each criterion.
    foot, top = m + 2, m + 3
    book.row(sheet, foot, [_("Worst of the reference"), ""])
    book.row(sheet, top, [_("Best of the reference"), ""])
    data = situation.ranking.reference == "data"
    for j, criterion in enumerate(criteria):
        column = area(sheet, 1, left + j, m, left + j).rpartition("!")[2]
        ends = [f"MIN({column})", f"MAX({column})"] if data else [address(weights, j + 1, c) for c in (3, 4)]
        if data and not criterion.maximise:
            ends.reverse()
        sheet.write_formula(foot, left + j, "=" + ends[0], book.plain)
        sheet.write_formula(top, left + j, "=" + ends[1], book.plain)
    vector = data and situation.ranking.method == "topsis"
    for i, roadmap in enumerate(roadmaps):
        at = i + 1
        book.row(sheet, at, [book.voice.roadmaps[roadmap], roadmap])
        for j, criterion in enumerate(criteria):
            sheet.write_formula(at, left + j, "=" + agreed[roadmap, criterion.id], book.plain)
            x, low, high = (_local(sheet, row, left + j) for row in (at, foot, top))
            span = f"({high}-{low})"
            if vector:
                column = area(sheet, 1, left + j, m, left + j).rpartition("!")[2]
                share = f"IF(SUMSQ({column})=0,0,({x}-{low})/SQRT(SUMSQ({column})))*{1 if criterion.maximise else -1}"
            else:
                share = f"IF({span}=0,0,({x}-{low})/{span})"
            sheet.write_formula(at, unit + j, "=" + share, book.plain)
        _scored(book, sheet, at, weights, (unit, after, foot, top), roadmap, worked, vector)
    for i, roadmap in enumerate(roadmaps):
        book.scores[roadmap] = address(sheet, i + 1, after + 3)
        book.eligible[roadmap] = address(sheet, i + 1, after + 5)
        s, e = (area(sheet, 1, after + c, m, after + c).rpartition("!")[2] for c in (3, 5))
        mine, ok = _local(sheet, i + 1, after + 3), _local(sheet, i + 1, after + 5)
        above = f"SUMPRODUCT(({e}=1)*({s}>{mine}))"
        below = f"SUM({e})+SUMPRODUCT(({e}=0)*({s}>{mine}))"
        rank = situation.ranking.by_id[roadmap].rank
        sheet.write_formula(i + 1, after + 6, f"=1+IF({ok}=1,{above},{below})", book.whole, rank)
    book.cells["ranking"] = sheet.get_name()
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, after + 6, 14)
    if not worked:
        note = _(
            "The method %(method)s does not fit into cells: its scores are values here and do not follow the marks."
        )
        sheet.write_string(m + 5, 0, note % {"method": situation.ranking.method})


def _scored(
    book: Book,
    sheet: Any,
    at: int,
    weights: Any,
    places: tuple[int, int, int, int],
    roadmap: str,
    worked: bool,
    vector: bool,
) -> None:
    """Distances, score, weighted mean and eligibility of one roadmap."""
    unit, after, foot, top = places
    n = len(book.case.criteria)
    entry = book.voice.situation.ranking.by_id[roadmap]
    raw = _local(sheet, at, after + 2)
    if worked:
        method = book.voice.situation.ranking.method
        if method == "topsis":
            best = [
                f"({address(weights, j + 1, 2)}*({_gap(sheet, at, j, unit, foot, top, vector, book)}))^2"
                for j in range(n)
            ]
            worst = [f"({address(weights, j + 1, 2)}*{_local(sheet, at, unit + j)})^2" for j in range(n)]
            sheet.write_formula(at, after, f"=SQRT({'+'.join(best)})", book.plain)
            sheet.write_formula(at, after + 1, f"=SQRT({'+'.join(worst)})", book.plain)
            near, far = _local(sheet, at, after), _local(sheet, at, after + 1)
            sheet.write_formula(at, after + 2, f"=IF({near}+{far}=0,0.5,{far}/({near}+{far}))", book.plain)
        else:
            terms = [f"{address(weights, j + 1, 2)}*{_local(sheet, at, unit + j)}" for j in range(n)]
            sheet.write_formula(at, after + 2, "=" + "+".join(terms), book.plain)
        sheet.write_formula(at, after + 3, "=" + half_even(raw, 6), book.six, exact(entry.score))
    else:
        sheet.write_number(at, after + 2, exact(entry.score), book.plain)
        sheet.write_number(at, after + 3, exact(entry.score), book.six)
    _eligible(book, sheet, at, weights, after)


def _gap(sheet: Any, at: int, j: int, unit: int, foot: int, top: int, vector: bool, book: Book) -> str:
    """How far a score is from the best end, in the unit of the columns before; 0 where both ends are one."""
    x, low, high = (_local(sheet, row, 2 + j) for row in (at, foot, top))
    if vector:
        column = area(sheet, 1, 2 + j, foot - 2, 2 + j).rpartition("!")[2]
        return f"IF(SUMSQ({column})=0,0,({high}-{x})/SQRT(SUMSQ({column})))"
    return f"IF({high}={low},0,1-{_local(sheet, at, unit + j)})"


def _eligible(book: Book, sheet: Any, at: int, weights: Any, after: int) -> None:
    """The weighted mean on the scale, and whether every threshold is kept."""
    settings = book.case.settings
    low, high = Fraction(settings.scale.min), Fraction(settings.scale.max)
    terms = []
    for j in range(len(book.case.criteria)):
        x, foot, top, weight = _local(sheet, at, 2 + j), *(address(weights, j + 1, c) for c in (3, 4, 2))
        terms.append(f"{weight}*({x}-{foot})/({top}-{foot})")
    mean = f"{literal(low)}+{literal(high - low)}*({half_even('+'.join(terms), 6)})"
    sheet.write_formula(at, after + 4, "=" + mean, book.six)
    tests = []
    for j, criterion in enumerate(book.case.criteria):
        if criterion.threshold is not None:
            x, limit = _local(sheet, at, 2 + j), address(weights, j + 1, 5)
            tests.append(f"{x}>={limit}-{SLACK}" if criterion.maximise else f"{x}<={limit}+{SLACK}")
    if settings.threshold.total is not None:
        tests.append(f"{_local(sheet, at, after + 4)}>={literal(settings.threshold.total)}-{SLACK}")
    sheet.write_formula(at, after + 5, f"=IF(AND({','.join(tests)}),1,0)" if tests else "=1", book.whole)


def _local(sheet: Any, row: int, column: int) -> str:
    return address(sheet, row, column).rpartition("!")[2]
