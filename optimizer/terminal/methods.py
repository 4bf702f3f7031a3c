"""Would another scoring method have led elsewhere? The portfolio under each, and how far the rankings agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.terminal.comparing import letter
from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page
from optimizer.terminal.partial import show_missing, show_partial

if TYPE_CHECKING:
    from optimizer.questions.methods import Method, Methods
    from optimizer.situation import Situation

#: So many roadmaps are listed on which the methods disagree.
_MOST = 10


def show(page: Page, found: Methods, situation: Situation) -> None:
    """How many methods come to the same portfolio; a row for each, with how far its ranking agrees and which portfolio
    it leads to; the portfolios; then the roadmaps on which the methods disagree most."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    page.title(_("Under other scoring methods"))
    show_partial(page, answer)
    page.text(_("In force: %(method)s.") % {"method": found.in_force}, indent=0)
    present = next((one for one in found.methods if one.method == found.in_force), None)
    if present is not None:
        _said(page, found, present)
        page.gap()
        _methods(page, names, found, present)
        _disagreement(page, names, found)
    show_missing(page, answer, found.missing, len(found.methods))


def _said(page: Page, found: Methods, present: Method) -> None:
    """How many other methods lead to the same portfolio."""
    _n = page._n
    others = [one for one in found.methods if one is not present]
    same = sum(1 for one in others if one.selected == present.selected)
    said = _n(
        "%(n)s of %(of)s other methods leads to the same portfolio.",
        "%(n)s of %(of)s other methods lead to the same portfolio.",
        same,
    )
    if others:
        page.text(said % {"n": page.number(same), "of": page.number(len(others))}, "strong", indent=0)


def _methods(page: Page, names: Names, found: Methods, present: Method) -> None:
    _ = page._
    portfolios = list(dict.fromkeys([present.selected, *(one.selected for one in found.methods)]))
    letters = {selected: letter(index) for index, selected in enumerate(portfolios)}
    rows: list[list[str | Cell]] = []
    for one in found.methods:
        agree = found.correlation[found.in_force][one.method]
        figures = [page.number(x, 2) for x in (agree.kendall, agree.spearman, agree.ws)]
        rows.append([Cell(one.method, "strong" if one is present else ""), *figures, letters[one.selected]])
    columns = [Column(_("Method"), wrap=True)]
    columns += [Column(name, "right") for name in ("Kendall", "Spearman", "WS")]
    page.table([*columns, Column(_("Portfolio"))], rows)
    page.text(
        _("Kendall, Spearman, WS: how far its ranking is the one in force (1: the same; WS minds the top most)."),
        "faint",
    )
    page.heading(_("Portfolios"), _("told by how they differ from the present one"))
    for selected in portfolios:
        if selected == present.selected:
            change = _("the present portfolio")
        elif selected is None:
            change = _("no portfolio keeps the rules")
        else:
            mine = present.selected or ()
            change = names.moves([x for x in selected if x not in mine], [x for x in mine if x not in selected])
        page.text(change, mark=f"{letters[selected]}.")


def _disagreement(page: Page, names: Names, found: Methods) -> None:
    _ = page._
    page.heading(_("Where the methods disagree most"), _("best and worst rank, and how many methods fund it"))
    count = len(found.methods)
    rows = [
        [
            names.roadmap(one.roadmap),
            _rank(page, one.best),
            _rank(page, one.worst),
            _("%(done)s of %(of)s") % {"done": page.number(len(one.funded_by)), "of": page.number(count)},
        ]
        for one in found.disputed[:_MOST]
        if one.best != one.worst or 0 < len(one.funded_by) < count
    ]
    if not rows:
        page.text(_("They agree on every rank and every roadmap."))
        return
    columns = [Column(_("Roadmap"), wrap=True), Column(_("Best"), "right"), Column(_("Worst"), "right")]
    page.table([*columns, Column(_("Funded by"), "right")], rows)


def _rank(page: Page, rank: float) -> str:
    """A rank; those who share one have the middle of theirs, which may end in a half."""
    return page.number(rank, 0 if rank == int(rank) else 1)
