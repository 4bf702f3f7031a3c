"""The ranking with what each score is made of, who stays outside and why, and how far the panel agrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page

if TYPE_CHECKING:
    from optimizer.situation import Situation

#: How many of a score's contributions are shown, and on a page of so many columns one more.
_LARGEST, _WIDE = 2, 100
#: Scores have as many decimals as count: what is printed can be added up and compared.
PLACES = 6


def show_ranking(page: Page, names: Names, answer: Mapping[str, Any], situation: Situation) -> None:
    """Every eligible roadmap: rank, score, whether it is funded, and the criteria that add most to it."""
    _ = page._
    ranking = situation.ranking
    page.heading(_("Ranking"), f"{ranking.method.upper()}, " + _reference(page, ranking.reference))
    funded = {one["roadmap"] for one in answer["portfolio"].get("selected") or ()}
    rows: list[list[str | Cell]] = []
    notes = []
    for entry in ranking.entries:
        if not entry.eligible:
            continue
        inside = entry.roadmap in funded
        name = Cell(names.roadmap(entry.roadmap), "good" if inside else "")
        mark = _("yes") if inside else "–"
        rows.append([str(entry.rank), name, page.number(entry.score, PLACES), mark])
        notes.append(f"{entry.roadmap}: {_largest(page, names, entry)}")
    if not rows:
        page.text(_("No roadmap is eligible."), "warn")
        return
    columns = [
        Column("#", "right"),
        Column(_("Roadmap"), wrap=True),
        Column(_("Score"), "right"),
        Column(_("Funded")),
    ]
    page.text(_("Below each name: its id, the criteria that add most to its score, and their parts of it."), "faint")
    page.table(columns, rows, notes=notes)


def _reference(page: Page, reference: str) -> str:
    _ = page._
    if reference == "scale":
        return _("against the ends of the scale")
    return _("against the best and worst present")


def _largest(page: Page, names: Names, entry: Any) -> str:
    """The criteria with the largest parts of the additive score, with those parts."""
    parts = sorted(entry.contributions.items(), key=lambda part: -part[1])  # stable: equal ones in the case's order
    shown = parts[: _LARGEST + (page.look.columns >= _WIDE)]
    return ", ".join(f"{names.criterion(id)} {page.percent(share)}" for id, share in shown if share)


def show_left_out(page: Page, names: Names, answer: Mapping[str, Any], situation: Situation) -> None:
    """Roadmaps below a threshold, with what they miss, nearest first; and those that were not weighed at all."""
    _ = page._
    missed = [entry for entry in situation.ranking.entries if not entry.eligible]
    if missed:
        page.heading(_("Below a threshold"), _("never funded"))
        for entry in missed:
            said = " ".join(reason.text(page.lang) for reason in entry.reasons)
            page.text(f"{names.both(entry.roadmap)}, {page.number(entry.score, PLACES)}. {said}", mark="•")
    outside = [roadmap for roadmap in situation.case.roadmaps if not roadmap.admissible]
    if outside:
        page.heading(_("Not admissible"), _("not weighed"))
        page.bullets([f"{names.both(r.id)}: {r.reason}" if r.reason else names.both(r.id) for r in outside])


def show_panel(page: Page, names: Names, situation: Situation) -> None:
    """How far the evaluators agree, where there are several."""
    evaluators = getattr(situation.consensus, "evaluators", ())
    if len(evaluators) < 2:
        return
    from optimizer.criteria.agreement import agreement

    _ = page._
    found = agreement(situation.case, situation.consensus)
    page.heading(_("Agreement of the panel"))
    rows = [
        [_("Kendall's W (1 is the same order)"), page.number(found.kendall, 3)],
        [_("Krippendorff's alpha (1 is the same scores)"), page.number(found.krippendorff, 3)],
    ]
    page.table([Column("", wrap=True), Column("", "right")], rows, titles=False)
