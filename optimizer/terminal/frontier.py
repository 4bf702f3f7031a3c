"""Every efficient portfolio: what more money, or less, would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page
from optimizer.terminal.partial import show_missing, show_partial

if TYPE_CHECKING:
    from optimizer.situation import Situation


def show(page: Page, found: Any, situation: Situation) -> None:
    """One row for each point, cheapest first, with the present portfolio marked and the next steps from it."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    points = answer["points"]
    scale = answer["axis"] == "scale"
    page.title(_("What other budgets would bring"))
    show_partial(page, answer)
    if scale:
        page.text(_("Factor: how many times today's budget maxima are needed, all alike."), indent=0)
    else:
        page.text(_("Every portfolio that no other one matches for less money, the budget maxima lifted."), indent=0)
    page.gap()
    present = answer.get("present") or {}
    top = max((float(point["value"]) for point in points), default=0.0) or 1.0
    room = max(6, min(24, page.look.columns - 60))
    rows: list[list[str | Cell]] = []
    before: tuple[str, ...] = ()
    for index, point in enumerate(points):
        here = index == present.get("point")
        now = tuple(point["selected"])
        row: list[str | Cell] = [Cell(names.amount(point["spend"]), "strong" if here else "")]
        row += [page.number(point["at"])] if scale else []
        row += [page.number(point["value"], 3), page.bar(float(point["value"]) / top, room)]
        row += [Cell(_("today") if here else "", "good")]
        row += [names.moves([x for x in now if x not in before], [x for x in before if x not in now])]
        before = now
        rows.append(row)
    columns = [Column(_("Spent"), "right")]
    columns += [Column(_("Factor"), "right")] if scale else []
    columns += [Column(_("Value"), "right"), Column(""), Column(""), Column(_("Against the row above"), wrap=True)]
    page.table(columns, rows)
    page.text(_("Spent: public money after savings, in %(unit)s.") % {"unit": names.unit()}, "faint")
    _steps(page, names, present, scale)
    show_missing(page, answer, note=_("Other efficient portfolios may be missing."))


def _steps(page: Page, names: Names, present: Any, scale: bool) -> None:
    """What the next point up and the next point down bring."""
    _ = page._
    said = [(_("The next step up"), present.get("up")), (_("The next step down"), present.get("down"))]
    for head, step in said:
        if step:
            page.heading(head)
            change = names.moves(step["added"], step["dropped"])
            at = f"{page.number(step['at'])} ×" if scale else names.money(step["at"])
            figures = {"at": at, "value": page.signed(step["value_added"]), "change": change}
            page.text(_("at %(at)s the value changes by %(value)s (%(change)s).") % figures)
