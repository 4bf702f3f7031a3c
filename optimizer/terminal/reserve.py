"""The reserve list: who follows if a funded roadmap withdraws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.terminal.alternatives import incomplete
from optimizer.terminal.naming import Names
from optimizer.terminal.page import Column, Page

if TYPE_CHECKING:
    from optimizer.situation import Situation


def show(page: Page, found: Any, situation: Situation) -> None:
    """For each funded roadmap who comes in for it, the others held; then the list in its order."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    page.title(_("The reserve list"))
    page.text(_("Who comes in when one funded roadmap withdraws and all others stay as they are."), indent=0)
    page.gap()
    rows = []
    for one in answer["reserve"]:
        if one["value"] is None:
            follow = _("the others alone cannot keep the rules")
        else:
            follow = names.listed(one["added"])
        rows.append([names.roadmap(one["withdrawn"]), follow, page.number(one["value"])])
    columns = [Column(_("If this one withdraws"), wrap=True), Column(_("In comes"), wrap=True)]
    page.table([*columns, Column(_("Value then"), "right")], rows)
    page.heading(_("Order of the list"), _("the eligible roadmaps that are not funded, down the ranking"))
    for number, id in enumerate(answer["order"], 1):
        page.text(names.roadmap(id), mark=f"{number}.")
    if not answer["order"]:
        page.text(_("Nobody is left."))
    incomplete(page, answer)
