"""Scenarios side by side: what differs in portfolio, money, ranking and weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.terminal.comparing import letter, show_differing
from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page
from optimizer.terminal.partial import show_missing, show_partial
from optimizer.terminal.standing import show_conflict

if TYPE_CHECKING:
    from optimizer.questions.compare import Compared, Comparison
    from optimizer.situation import Situation


def show(page: Page, found: Comparison, situation: Situation) -> None:
    """The scenarios with a letter each and how they differ from the first, a row for each roadmap that is in under
    some, then money, ranks and weights where they are not the same."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    page.title(_("Scenarios side by side"))
    show_partial(page, answer)
    _scenarios(page, names, found)
    _against(page, names, found)
    _funded(page, names, found)
    scenarios = found.scenarios
    head = _("Public money by year, in %(unit)s") % {"unit": names.unit()}
    show_differing(page, head, [one.by_year for one in scenarios], str, lambda x: "–" if x is None else names.amount(x))
    show_differing(page, _("Ranks"), [one.ranks for one in scenarios], names.roadmap, page.number)
    weights = [one.weights for one in scenarios]
    show_differing(page, _("Weights of the criteria"), weights, names.criterion, lambda x: page.percent(x, 1))
    for index, one in enumerate(scenarios):
        if one.conflict:
            page.heading(_("No portfolio keeps every rule under %(name)s.") % {"name": _name(page, index, one)})
            show_conflict(page, Names(page, one.case or situation.case), one.conflict)
    show_missing(page, answer, found.missing, len(scenarios))


def _name(page: Page, index: int, one: Compared) -> str:
    """What a scenario is called; the first is the case itself."""
    return one.name if index else page._("the case as it is")


def _scenarios(page: Page, names: Names, found: Comparison) -> None:
    """Each scenario's value, money and how many it funds."""
    _ = page._
    values = page.figures([one.value for one in found.scenarios])
    rows: list[list[str | Cell]] = []
    for index, (one, value) in enumerate(zip(found.scenarios, values, strict=True)):
        if one.conflict:
            note = Cell(_("impossible"), "bad")
        else:
            note = Cell(page.number(len(one.selected)))
        spend = "–" if one.spend is None else names.amount(one.spend)
        rows.append([Cell(letter(index), "strong"), _name(page, index, one), value, spend, note])
    columns = [Column(""), Column(_("Scenario"), wrap=True), Column(_("Value"), "right"), Column(_("Spent"), "right")]
    page.table([*columns, Column(_("Funded"), "right")], rows)
    page.text(_("Spent: public money after savings, in %(unit)s.") % {"unit": names.unit()}, "faint")


def _against(page: Page, names: Names, found: Comparison) -> None:
    """How each scenario's portfolio differs from that of the first."""
    _ = page._
    if not found.scenarios:
        return
    base, *others = found.scenarios
    if base.conflict or not others:
        return
    page.heading(_("Against %(name)s") % {"name": _name(page, 0, base)})
    for index, one in enumerate(others, 1):
        page.text(f"{one.name}: {_difference(page, names, one, base)}", mark=f"{letter(index)}.")
    if any(one.scores != base.scores for one in others):
        page.text(
            _("Each value counts the scores of its own scenario: other weights make it another measure."), "faint"
        )


def _difference(page: Page, names: Names, one: Compared, base: Compared) -> str:
    _ = page._
    if one.value is None or base.value is None or one.spend is None or base.spend is None:
        return _("no portfolio keeps every rule")
    if one.selected == base.selected and one.value == base.value:
        return _("the same portfolio")
    coming = [id for id in one.selected if id not in base.selected]
    going = [id for id in base.selected if id not in one.selected]
    figures = {
        "value": page.signed(one.value - base.value),
        "spend": page.signed(one.spend - base.spend, names.case.decimals),
        "change": names.moves(coming, going) if coming or going else _("the same portfolio"),
    }
    return _("value %(value)s, spend %(spend)s; %(change)s") % figures


def _funded(page: Page, names: Names, found: Comparison) -> None:
    _ = page._
    page.heading(_("Who is in"), _("first those that are in under all"))
    selected = [{id.partition(":")[0]: id.partition(":")[2] for id in one.selected} for one in found.scenarios]
    rows: list[list[str | Cell]] = []
    for bare in [*found.in_all, *found.in_some]:
        everywhere = bare in found.in_all
        marks = ["–" if bare not in one else one[bare] or _("yes") for one in selected]
        rows.append([Cell(names.roadmap(bare), "good" if everywhere else ""), *marks])
    if rows:
        page.table([Column("", wrap=True), *(Column(letter(i)) for i in range(len(selected)))], rows)
    else:
        page.text(_("Nobody is funded."))
