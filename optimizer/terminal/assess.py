"""A proposed portfolio against the rules and the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.terminal.alternatives import incomplete
from optimizer.terminal.naming import Names
from optimizer.terminal.page import Page
from optimizer.terminal.standing import show_conflict

if TYPE_CHECKING:
    from optimizer.situation import Situation


def show(page: Page, found: Any, situation: Situation) -> None:
    """What it is worth, what it breaks, what it gives up, and whether something better and cheaper is there."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    page.title(_("The proposed portfolio"))
    page.text(names.listed(answer["selected"]), indent=0)
    page.text(
        _("Worth %(value)s, for %(money)s of public money.")
        % {"value": page.number(answer["value"]), "money": names.money(answer["spend"])},
        "strong",
        indent=0,
    )
    if answer["feasible"]:
        page.text(_("It keeps every rule."), "good", indent=0)
    else:
        page.heading(_("It breaks these rules"))
        for broken in answer["broken"]:
            page.text(f"{_condition(page, names, broken['id'])}{_by(page, broken['by'])}", "bad", mark="•")
    _against_best(page, names, answer)
    better = answer["better_and_cheaper"]
    if better:
        page.heading(_("Better and cheaper"))
        figures = {"value": page.number(better["value"]), "money": names.money(better["spend"])}
        figures["names"] = names.listed(better["selected"])
        page.text(_("%(names)s: worth %(value)s, for %(money)s, and it keeps every rule.") % figures)
    incomplete(page, answer)


def _condition(page: Page, names: Names, id: str) -> str:
    if id.startswith("eligible:"):
        return page._("%(name)s is below a threshold") % {"name": names.roadmap(id.partition(":")[2])}
    return f"{names.condition(id)} ({id})"


def _by(page: Page, by: Any) -> str:
    return "" if by is None else ": " + page._("by %(figure)s") % {"figure": page.number(by)}


def _against_best(page: Page, names: Names, answer: Any) -> None:
    _ = page._
    lost = answer["value_lost"]
    page.heading(_("Against the best portfolio"))
    if lost is None:
        if answer.get("conflict"):
            page.text(_("There is no portfolio that keeps every rule."))
            show_conflict(page, names, answer["conflict"])
        return
    if not answer["added"] and not answer["dropped"]:
        page.text(_("It is the best portfolio."), "good")
        return
    if lost > 0:
        page.text(_("It gives up %(value)s of value.") % {"value": page.number(lost)})
    elif lost < 0:
        page.text(_("It is worth %(value)s more, since it does not keep the rules.") % {"value": page.number(-lost)})
    else:
        page.text(_("It is worth as much."))
    page.text(names.moves(answer["added"], answer["dropped"]))
