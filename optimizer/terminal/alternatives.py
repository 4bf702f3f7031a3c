"""The best portfolios beside the best: what each swaps, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Column, Page

if TYPE_CHECKING:
    from optimizer.situation import Situation


def show(page: Page, found: Any, situation: Situation) -> None:
    """One row for each portfolio, best first, told by how it differs from the best."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    portfolios = answer["portfolios"]
    page.title(_("The best portfolios"))
    if not portfolios:
        page.text(_("None was found."))
        return
    page.text(_("The best funds %(names)s.") % {"names": names.listed(portfolios[0]["selected"])}, indent=0)
    page.gap()
    rows = []
    for number, one in enumerate(portfolios, 1):
        change = _("the best") if number == 1 else names.moves(one["added"], one["dropped"])
        rows.append(
            [str(number), page.number(one["value"]), page.number(one["loss"]), names.amount(one["spend"]), change]
        )
    columns = [
        Column("#", "right"),
        Column(_("Value"), "right"),
        Column(_("Less"), "right"),
        Column(_("Spent"), "right"),
        Column(_("Against the best"), wrap=True),
    ]
    page.table(columns, rows)
    incomplete(page, answer)


def incomplete(page: Page, answer: Any) -> None:
    """A line that says so where something stopped the work before its end."""
    if answer.get("complete") is False:
        page.gap()
        page.text(page._("Stopped before the end: what is shown is not complete."), "warn", indent=0)
