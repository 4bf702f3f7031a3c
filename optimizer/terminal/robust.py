"""How sure: which roadmaps and portfolios hold over the weights that the committee does not want to pin down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page
from optimizer.terminal.partial import show_missing, show_partial
from optimizer.words import N_

if TYPE_CHECKING:
    from optimizer.situation import Situation

#: What each set of weights is.
SETS = {
    "members": N_("all that lies between the members' own weights and the group's"),
    "ranges": N_("each weight within its range"),
    "order": N_("all weights in the order of the present ones"),
    "all": N_("all weights that there are"),
}
#: What each class means, and how it is shown.
CLASSES = {
    "core": (N_("in every one"), "good"),
    "borderline": (N_("in some"), "warn"),
    "exterior": (N_("in none"), ""),
}
#: So many portfolios are listed.
_MOST = 10


def show(page: Page, found: Any, situation: Situation) -> None:
    """The roadmaps by how sure they are, the portfolios by how often they are best, and the one of least regret."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    kind = answer["set"]["kind"]
    page.title(_("How sure it is"))
    show_partial(page, answer)
    page.text(_("Looked at: %(weights)s.") % {"weights": _(SETS[kind])}, indent=0)
    if answer["method"] == "exact":
        said = _("Exact: every portfolio that no other one matches throughout is counted (%(n)s of them).")
    else:
        said = _("Sampled: the portfolios found best at some of the weightings drawn are counted (%(n)s of them).")
    page.text(said % {"n": page.number(len(answer["portfolios"]))}, indent=0)
    if answer["samples"]:
        page.text(_("%(n)s weightings were drawn.") % {"n": page.number(answer["samples"])}, indent=0)
    _roadmaps(page, names, answer)
    _portfolios(page, names, answer)
    show_missing(page, answer, note=_("Only what was reached is counted."))


def _roadmaps(page: Page, names: Names, answer: Mapping[str, Any]) -> None:
    """Each roadmap's share of those portfolios, of the panels drawn from the evaluators, and the members behind it."""
    _ = page._
    page.heading(_("Roadmaps"), _("share of these portfolios that fund each"))
    panels = {one["roadmap"]: one["funded"] for one in _whole(answer, "score_uncertainty")}
    behind = {one["roadmap"]: one["count"] for one in _whole(answer, "members")}
    columns = [Column(_("Roadmap"), wrap=True), Column(_("Funded"), "right"), Column("")]
    columns += [Column(_("Panels"), "right")] if panels else []
    columns += [Column(_("Members"), "right")] if behind else []
    rows: list[list[str | Cell]] = []
    for one in sorted(answer["roadmaps"], key=lambda one: (-one["core_index"], one["roadmap"])):
        word, style = CLASSES[one["class"]]
        row: list[str | Cell] = [names.roadmap(one["roadmap"]), page.percent(one["core_index"]), Cell(_(word), style)]
        row += [page.percent(panels.get(one["roadmap"]))] if panels else []
        row += [page.number(behind.get(one["roadmap"]))] if behind else []
        rows.append(row)
    page.table(columns, rows)
    if panels:
        page.text(_("Panels: how often it is funded when the panel is drawn again from the evaluators."), "faint")
    if behind:
        page.text(_("Members: how many would fund it with their own weights."), "faint")


def _whole(answer: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    """The roadmaps of what stands beside the weights; nothing of what was stopped before its end."""
    found = answer.get(part) or {}
    return list(found.get("roadmaps", ())) if found.get("complete") else []


def _portfolios(page: Page, names: Names, answer: Mapping[str, Any]) -> None:
    """The portfolios that are best most often, told by how they differ from the present one."""
    _ = page._
    page.heading(_("Portfolios"), _("told by how they differ from the present one"))
    present = answer["present"]["selected"]
    rows = [
        [_difference(names, one["selected"], present), page.percent(one["share"], 1), _regret(page, one)]
        for one in answer["portfolios"][:_MOST]
    ]
    columns = [Column(_("Portfolio"), wrap=True), Column(_("Best at"), "right"), Column(_("Regret"), "right")]
    page.table(columns, rows)
    left = len(answer["portfolios"]) - _MOST
    if left > 0:
        page.text(_("and %(n)s more (--json lists them all)") % {"n": page.number(left)}, "faint")
    page.text(_("Regret: the most value that it could lack of the best at any of these weights."), "faint")
    least = answer["minimax_regret"]
    if least:
        page.heading(_("Least regret"))
        figures = {"regret": _regret(page, least), "change": _difference(names, least["selected"], present)}
        page.text(_("%(change)s: it lacks at most %(regret)s, whichever of these weights hold.") % figures)


def _regret(page: Page, one: Mapping[str, Any]) -> str:
    """A largest regret, to four decimals."""
    return page.number(one["max_regret"], 4)


def _difference(names: Names, selected: list[str], present: list[str]) -> str:
    """How a portfolio differs from the present one."""
    if selected == present:
        return names.page._("the present portfolio")
    return names.moves([id for id in selected if id not in present], [id for id in present if id not in selected])
