"""The best portfolios beside the best: what each swaps, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Column, Page
from optimizer.terminal.partial import show_missing, show_partial

if TYPE_CHECKING:
    from optimizer.situation import Situation


def show(page: Page, found: Any, situation: Situation) -> None:
    """One row for each portfolio, best first, told by how it differs from the best."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    portfolios = answer["portfolios"]
    page.title(_("The best portfolios"))
    show_partial(page, answer)
    page.text(_("The best funds %(names)s.") % {"names": names.listed(portfolios[0]["selected"])}, indent=0)
    page.gap()
    values = page.figures([one["value"] for one in portfolios])
    losses = page.figures([one["loss"] for one in portfolios])
    rows = []
    for number, (one, value, loss) in enumerate(zip(portfolios, values, losses, strict=True), 1):
        change = _("the best") if number == 1 else names.moves(one["added"], one["dropped"])
        rows.append([str(number), value, loss, names.amount(one["spend"]), change])
    columns = [
        Column("#", "right"),
        Column(_("Value"), "right"),
        Column(_("Less"), "right"),
        Column(_("Spent"), "right"),
        Column(_("Against the best"), wrap=True),
    ]
    page.table(columns, rows)
    page.text(_("Spent: public money after savings, in %(unit)s.") % {"unit": names.unit()}, "faint")
    note = _("The first is proven best; between the others better ones may have been missed.")
    show_missing(page, answer, note=note)
