"""How far each weight may move before the portfolio changes, and to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Column, Page
from optimizer.terminal.partial import show_missing, show_partial

if TYPE_CHECKING:
    from optimizer.situation import Situation


def show(page: Page, found: Any, situation: Situation) -> None:
    """A row for each criterion with where the portfolio stays as it is, then what changes beyond."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    page.title(_("How far each weight may move"))
    show_partial(page, answer)
    note = _("One weight moves, the others share the rest in proportion.")
    if answer.get("exact") is False:
        note += " " + _("Looked at every thousandth: with this method the figures hold to within 0.001.")
    page.text(note, indent=0)
    page.gap()
    rows = [
        [names.criterion(one["criterion"]), page.percent(one["weight"], 1), _stable(page, one)]
        for one in answer["criteria"]
    ]
    columns = [Column(_("Criterion"), wrap=True), Column(_("Weight"), "right"), Column(_("Same portfolio"), "right")]
    page.table(columns, rows)
    if any(len(one["intervals"]) > 1 for one in answer["criteria"]):
        page.heading(_("Beyond that"))
    elif answer["complete"]:
        page.text(_("At no weight of any criterion does the portfolio change."), "good")
    for one in answer["criteria"]:
        _changes(page, names, one)
    reached = [one["criterion"] for one in answer["criteria"]]
    missing = [names.criterion(criterion.id) for criterion in situation.case.criteria if criterion.id not in reached]
    show_missing(page, answer, missing, len(reached))


def _stable(page: Page, one: Any) -> str:
    """From where to where the portfolio stays as it is."""
    if one["stable"] is None:
        return "–"
    low, high = one["stable"]
    if low == high:
        return page._("changes right there")
    return f"{page.percent(low, 1)} – {page.percent(high, 1)}"


def _changes(page: Page, names: Names, one: Any) -> None:
    """What changes just below and just above the interval in which the portfolio stays."""
    _ = page._
    if not one["stable"]:
        return
    intervals = one["intervals"]
    here = next((i for i, x in enumerate(intervals) if x["from"] <= one["weight"] <= x["to"]), None)
    if here is None:
        return
    base = intervals[here]["selected"]
    for index, sentence in ((here - 1, _("below %(at)s: %(change)s")), (here + 1, _("above %(at)s: %(change)s"))):
        if 0 <= index < len(intervals):
            other = intervals[index]["selected"]
            at = intervals[index]["to"] if index < here else intervals[index]["from"]
            change = names.moves([x for x in other if x not in base], [x for x in base if x not in other])
            said = sentence % {"at": page.percent(at, 1), "change": change}
            page.text(f"{names.criterion(one['criterion'])}, {said}", mark="•")
