"""Would another scoring method have led elsewhere? The portfolio under each, and how far the rankings agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.terminal.alternatives import incomplete
from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page

if TYPE_CHECKING:
    from optimizer.situation import Situation

#: So many roadmaps are listed on which the methods disagree.
_MOST = 10


def show(page: Page, found: Any, situation: Situation) -> None:
    """A row for each method, told by how its portfolio and its ranking differ from those of the method in force; then
    the roadmaps on which the methods disagree most."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    page.title(_("Under other scoring methods"))
    present = next((one for one in answer["methods"] if one["method"] == answer["in_force"]), None)
    if present is None:
        page.text(_("None was found."))
        incomplete(page, answer)
        return
    page.text(_("In force: %(method)s.") % {"method": answer["in_force"]}, indent=0)
    page.gap()
    _methods(page, names, answer, present)
    _disagreement(page, names, answer)
    incomplete(page, answer)


def _methods(page: Page, names: Names, answer: Any, present: Any) -> None:
    _ = page._
    rows: list[list[str | Cell]] = []
    for one in answer["methods"]:
        agree = answer["correlation"][answer["in_force"]][one["method"]]
        if one["selected"] is None:
            change = _("no portfolio keeps the rules")
        elif one is present:
            change = _("in force")
        elif one["selected"] == present["selected"]:
            change = _("the same portfolio")
        else:
            coming = [id for id in one["selected"] if id not in (present["selected"] or ())]
            going = [id for id in present["selected"] or () if id not in one["selected"]]
            change = names.moves(coming, going)
        figures = [page.number(agree[name], 2) for name in ("kendall", "spearman", "ws")]
        rows.append([Cell(one["method"], "strong" if one is present else ""), *figures, change])
    columns = [
        Column(_("Method")),
        Column("Kendall", "right"),
        Column("Spearman", "right"),
        Column("WS", "right"),
        Column(_("Portfolio"), wrap=True),
    ]
    page.table(columns, rows)
    page.text(
        _("Kendall, Spearman, WS: how far its ranking is the one in force (1: the same; WS minds the top most)."),
        "faint",
    )


def _disagreement(page: Page, names: Names, answer: Any) -> None:
    _ = page._
    page.heading(_("Where the methods disagree most"), _("best and worst rank, and how many methods fund it"))
    count = len(answer["methods"])
    rows = [
        [
            names.roadmap(one["roadmap"]),
            _rank(page, one["best_rank"]),
            _rank(page, one["worst_rank"]),
            _("%(done)s of %(of)s") % {"done": page.number(len(one["funded_by"])), "of": page.number(count)},
        ]
        for one in answer["disagreement"][:_MOST]
    ]
    columns = [Column(_("Roadmap"), wrap=True), Column(_("Best"), "right"), Column(_("Worst"), "right")]
    page.table([*columns, Column(_("Funded by"), "right")], rows)


def _rank(page: Page, rank: float) -> str:
    """A rank; those who share one have the middle of theirs, which may end in a half."""
    return page.number(rank, 0 if rank == int(rank) else 1)
