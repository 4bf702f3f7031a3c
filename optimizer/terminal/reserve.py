"""The reserve list: who follows if a funded roadmap withdraws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page
from optimizer.terminal.partial import show_missing, show_partial

if TYPE_CHECKING:
    from optimizer.questions.reserve import Reserve
    from optimizer.situation import Situation


def show(page: Page, found: Reserve, situation: Situation) -> None:
    """For each funded roadmap who comes in for it, the others held; then the list in its order."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    page.title(_("The reserve list"))
    show_partial(page, answer)
    page.text(_("Who comes in when one funded roadmap withdraws and all others stay as they are."), indent=0)
    page.gap()
    values = page.figures([one.value for one in found.reserve])
    rows: list[list[str | Cell]] = []
    for one, value in zip(found.reserve, values, strict=True):
        if one.value is None:
            follow = Cell(_("the others alone cannot keep the rules"), "warn")
        else:
            follow = Cell(names.listed(one.added))
        rows.append([names.roadmap(one.withdrawn), follow, value])
    columns = [Column(_("If this one withdraws"), wrap=True), Column(_("In comes"), wrap=True)]
    if rows:
        page.table([*columns, Column(_("Value then"), "right")], rows)
    elif found.complete:
        page.text(_("Nobody is funded."))
    if any(one.value is None for one in found.reserve):
        said = _("Where the others alone cannot keep the rules, the portfolio has to be decided again (--never ID).")
        page.text(said, "faint")
    page.heading(_("Order of the list"), _("the eligible roadmaps that are not funded, down the ranking"))
    width = len(str(len(found.order)))
    for number, id in enumerate(found.order, 1):
        page.text(names.both(id), mark=f"{number}.".rjust(width + 1))
    if not found.order:
        page.text(_("Nobody is left."))
    show_missing(page, answer, [names.roadmap(id) for id in found.missing], len(found.reserve))
