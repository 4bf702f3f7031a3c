"""Scenarios side by side: who is in under which, at what value and for how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.terminal.alternatives import incomplete
from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page
from optimizer.terminal.standing import show_conflict

if TYPE_CHECKING:
    from optimizer.situation import Situation


def show(page: Page, found: Any, situation: Situation) -> None:
    """The scenarios with a letter each, then a row for each roadmap in under some, and the weights that differ."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    scenarios = answer["scenarios"]
    page.title(_("Scenarios side by side"))
    letters = [_letter(index) for index in range(len(scenarios))]
    rows: list[list[str | Cell]] = []
    for letter, one in zip(letters, scenarios, strict=True):
        if one.get("conflict"):
            said = ", ".join(one["conflict"])
            note = Cell(_("impossible: %(ids)s clash") % {"ids": said}, "bad")
        else:
            note = Cell(_("%(n)s funded") % {"n": page.number(len(one["selected"]))})
        spend = "–" if one["spend"] is None else names.amount(one["spend"])
        rows.append([Cell(letter, "strong"), one["name"], page.number(one["value"]), spend, note])
    columns = [Column(""), Column(_("Scenario"), wrap=True), Column(_("Value"), "right"), Column(_("Spent"), "right")]
    page.table([*columns, Column("", wrap=True)], rows)
    _funded(page, names, found, answer, letters)
    _weights(page, names, scenarios, letters)
    if found.conflict:
        show_conflict(page, names, found.conflict)
    incomplete(page, answer)


def _letter(index: int) -> str:
    """A, B, … Z, AA, AB, …"""
    letter = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letter = chr(ord("A") + rest) + letter
    return letter


def _funded(page: Page, names: Names, found: Any, answer: Any, letters: list[str]) -> None:
    _ = page._
    page.heading(_("Who is in"), _("first those that are in under all"))
    selected = [{id.partition(":")[0]: id.partition(":")[2] for id in one["selected"]} for one in answer["scenarios"]]
    rows: list[list[str | Cell]] = []
    for bare in [*found.in_all, *found.in_some]:
        everywhere = bare in found.in_all
        marks = ["–" if bare not in one else one[bare] or _("yes") for one in selected]
        rows.append([Cell(names.roadmap(bare), "good" if everywhere else ""), *marks])
    if rows:
        page.table([Column("", wrap=True), *(Column(letter) for letter in letters)], rows)
    else:
        page.text(_("Nobody is funded."))


def _weights(page: Page, names: Names, scenarios: list[Any], letters: list[str]) -> None:
    """The weights, where they are not the same in all scenarios."""
    _ = page._
    if all(one["weights"] == scenarios[0]["weights"] for one in scenarios[1:]):
        return
    page.heading(_("Weights of the criteria"))
    rows = [
        [names.criterion(id), *(page.percent(one["weights"].get(id), 1) for one in scenarios)]
        for id in scenarios[0]["weights"]
    ]
    page.table([Column("", wrap=True), *(Column(letter, "right") for letter in letters)], rows)
