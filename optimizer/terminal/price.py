"""What each rule and budget row costs in value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.terminal.alternatives import incomplete
from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page

if TYPE_CHECKING:
    from optimizer.situation import Situation


def show(page: Page, found: Any, situation: Situation) -> None:
    """The rules that cost something, dearest first, with who would come and go; then those that cost nothing."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    page.title(_("What each rule costs"))
    page.text(
        _("The portfolio is worth %(value)s. Each rule is dropped alone, the others kept.")
        % {"value": page.number(answer["value"])},
        indent=0,
    )
    prices = [*answer["prices"], *answer.get("forced", ())]
    dear = sorted((one for one in prices if one["value_added"]), key=lambda one: -one["value_added"])
    if dear:
        page.heading(_("Rules that cost value"))
        rows: list[list[str | Cell]] = [
            [
                names.condition(one["id"]),
                "+" + page.number(one["value_added"]),
                names.moves(one["added"], one["dropped"]),
            ]
            for one in dear
        ]
        columns = [Column(_("Without"), wrap=True), Column(_("Value"), "right"), Column(_("Who changes"), wrap=True)]
        page.table(columns, rows)
    steps = [(one["id"], step) for one in prices for step in one.get("steps", ()) if step["value_added"]]
    if steps:
        page.heading(_("One step of a limit"))
        for id, step in steps:
            figures = {"rule": names.condition(id), "from": page.number(step["from"]), "to": page.number(step["to"])}
            figures |= {
                "value": page.number(step["value_added"]),
                "change": names.moves(step["added"], step["dropped"]),
            }
            page.text(_("%(rule)s: from %(from)s to %(to)s brings %(value)s (%(change)s).") % figures, mark="•")
    free = [one["id"] for one in prices if not one["value_added"]]
    if free:
        page.heading(_("Rules that cost nothing"))
        page.bullets([f"{names.condition(id)} ({id})" for id in free])
    incomplete(page, answer)
