"""The decision, as a committee reads it: the outcome first, then how it came about, then what stood in the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from optimizer.models.answer import Status
from optimizer.terminal.faults import show_warnings
from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page
from optimizer.terminal.ranking import PLACES, show_left_out, show_panel, show_ranking
from optimizer.terminal.spending import show_money
from optimizer.terminal.standing import show_conflict, show_next, show_repairs, show_rules
from optimizer.terminal.weights import show_weights

if TYPE_CHECKING:
    from optimizer.questions.decide import Decision
    from optimizer.situation import Situation


def show(page: Page, decision: Decision, situation: Situation) -> None:
    """A decision on a page: of an infeasible case, what clashes takes the place of the portfolio."""
    answer = decision.as_dict()
    portfolio: Any = answer["portfolio"]
    names = Names(page, situation.case)
    page.title(decision.title)
    show_outcome(page, names, decision)
    if decision.selection is not None:
        show_portfolio(page, names, portfolio)
        show_money(page, names, portfolio)
    elif decision.conflict:
        show_conflict(page, names, decision.conflict)
        show_repairs(page, decision)
    show_weights(page, names, situation)
    show_ranking(page, names, answer, situation)
    show_left_out(page, names, answer, situation)
    if decision.selection is not None:
        show_rules(page, names, decision)
        show_next(page, names, decision)
    show_panel(page, names, situation)
    show_warnings(page, decision.warnings)


def show_outcome(page: Page, names: Names, decision: Decision) -> None:
    """How many are funded, for how much, what that is worth and how it was proven."""
    _, _n = page._, page._n
    if decision.selection is not None:
        count = _n("%(n)s roadmap is funded", "%(n)s roadmaps are funded", len(decision.selected))
        sentence = _("%(funded)s, for %(money)s of public money; together they are worth %(value)s.")
        figures = {
            "funded": count % {"n": page.number(len(decision.selected))},
            "money": names.money(decision.spend.total),
            "value": page.number(decision.value),
        }
        page.text(sentence % figures, "strong", indent=0)
    page.text(proven(page, decision), "good" if decision.status.value == "optimal" else "warn", indent=0)
    if decision.cases and decision.status.value in ("optimal", "infeasible"):
        said = _(
            "What is behind it: --certificate FILE writes the cases, verify adds them up again, --tree draws them."
        )
        page.text(said, "faint", indent=0)


def proven(page: Page, decision: Decision) -> str:
    """One line on what is known about the answer, and what that rests on."""
    _, _n = page._, page._n
    cases = decision.cases
    gap = page.percent(decision.gap, 3)
    if decision.status is Status.TIME_LIMIT:
        if decision.selection is None:
            return _("Stopped by the time limit, before a portfolio was found.")
        if decision.bound is None:
            return _("Stopped by the time limit: not proven best.")
        said = _("Stopped by the time limit: not proven best; no portfolio is worth more than %(bound)s.")
        return said % {"bound": page.number(decision.bound)}
    if decision.status is Status.WITHIN_GAP:
        return _("Proven to be within %(gap)s of the best, as asked; a better one may exist.") % {"gap": gap}
    if decision.status is Status.INFEASIBLE:
        if not cases:
            return _("No portfolio keeps every rule.")
        text = _n(
            "No portfolio keeps every rule: %(n)s case checked by exact arithmetic, without a solver.",
            "No portfolio keeps every rule: %(n)s cases checked by exact arithmetic, without a solver.",
            cases,
        )
        return text % {"n": page.number(cases)}
    if cases:
        text = _n(
            "Proven best: %(n)s case checked by exact arithmetic, without a solver.",
            "Proven best: %(n)s cases checked by exact arithmetic, without a solver.",
            cases,
        ) % {"n": page.number(cases)}
    else:
        text = _("Best, by a solver's word; the portfolio itself was checked in exact arithmetic.")
    return f"{text} {_unique(page, decision)}".rstrip()


def _unique(page: Page, decision: Decision) -> str:
    _ = page._
    if decision.unique is True:
        return _("No other portfolio is worth as much.")
    if decision.unique is False:
        return _("Another portfolio is worth as much: the tie-break chose (less public money, then the better ranked).")
    return ""


def show_portfolio(page: Page, names: Names, portfolio: Mapping[str, Any]) -> None:
    """Who is funded, at which level, at what score and cost, and the synergies that come with them."""
    _ = page._
    page.heading(_("Portfolio"), _("amounts in %(unit)s") % {"unit": names.unit()})
    selected = portfolio["selected"]
    if not selected:
        page.text(_("Nobody is funded."))
        return
    with_levels = any(one["level"] != "full" for one in selected)
    with_private = any(one["private"] for one in selected)
    columns = [Column(_("Roadmap"), wrap=True)]
    columns += [Column(_("Level"))] if with_levels else []
    columns += [Column(_("Score"), "right"), Column(_("Public"), "right")]
    columns += [Column(_("Private"), "right")] if with_private else []
    rows: list[list[str | Cell]] = []
    for one in selected:
        row: list[str | Cell] = [Cell(names.roadmap(one["roadmap"]), "good")]
        row += [_("full") if one["level"] == "full" else str(one["level"])] if with_levels else []
        row += [page.number(one["score"], PLACES), names.amount(one["public"])]
        row += [names.amount(one["private"])] if with_private else []
        rows.append(row)
    page.table(columns, rows)
    if portfolio.get("synergies"):
        show_synergies(page, names, portfolio["synergies"])


def show_synergies(page: Page, names: Names, active: list[str]) -> None:
    """The synergies that the portfolio brings about, with what each does."""
    _ = page._
    page.heading(_("Taken together"))
    by_id = {synergy.id: synergy for synergy in names.case.synergies}
    for id in active:
        synergy = by_id[id]
        does = []
        if synergy.value:
            does.append(_("value %(value)s") % {"value": page.number(synergy.value)})
        if synergy.value_share:
            does.append(_("%(share)s of its members' value") % {"share": page.percent(synergy.value_share, 1)})
        if synergy.saving:
            does.append(_("saves %(money)s") % {"money": names.money(synergy.saving)})
        members = names.listed(synergy.members)
        page.text(f"{members}: {', '.join(does)}." if does else f"{members}.", mark="•")
        if synergy.rationale:
            page.text(synergy.rationale, "faint", indent=4)
