"""A proposed portfolio against the rules and the best."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.questions.deviation import to_explain
from optimizer.terminal.naming import Names, upper
from optimizer.terminal.page import Page
from optimizer.terminal.partial import show_missing, show_partial
from optimizer.terminal.standing import show_conflict

if TYPE_CHECKING:
    from optimizer.questions.assess import Assessment, Broken
    from optimizer.situation import Situation


def show(page: Page, found: Assessment, situation: Situation) -> None:
    """What it is worth, what it keeps and breaks, what it gives up, and what a decision for it has to explain."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    page.title(_("The proposed portfolio"))
    show_partial(page, answer)
    page.text(upper(names.listed(found.selected)), indent=0)
    page.text(
        _("Worth %(value)s, for %(money)s of public money.")
        % {"value": page.number(found.value), "money": names.money(found.spend)},
        "strong",
        indent=0,
    )
    _rules(page, names, found, situation)
    _against_best(page, names, found)
    points = to_explain(situation, found, page.lang, rules=False)
    if points:
        note = "" if found.feasible else _("besides the rules that it breaks")
        page.heading(_("What a decision for it has to explain"), note)
        page.bullets(points)
    note = ""
    if found.value_lost is None:
        note = _("The best portfolio was not proven in time, so that nothing is compared with it.")
    elif not found.complete:
        note = _("Whether something is both better and cheaper was not found out.")
    show_missing(page, answer, note=note)


def _rules(page: Page, names: Names, found: Assessment, situation: Situation) -> None:
    """Which rules it keeps and which it breaks."""
    _ = page._
    if found.feasible:
        page.text(_("It keeps every rule."), "good", indent=0)
        return
    broken = sum(1 for one in found.broken if one.id in names.conditions)
    kept, every = len(names.conditions) - broken, len(names.conditions)
    if every:
        figures = {"kept": page.number(kept), "all": page.number(every)}
        page.text(_("It keeps %(kept)s of %(all)s rules and budget rows.") % figures, indent=0)
    page.heading(_("It breaks these rules"))
    for one in found.broken:
        page.text(f"{_condition(names, one.id, situation)}{_by(names, one)}", "bad", mark="•")


def _condition(names: Names, id: str, situation: Situation) -> str:
    """What is broken: a rule or budget row, or the thresholds that a roadmap misses."""
    kind, _, roadmap = id.partition(":")
    if kind != "eligible":
        return names.ruled(id)
    why = " ".join(reason.text(names.page.lang) for reason in situation.ranking.by_id[roadmap].reasons)
    return names.page._("%(name)s is below a threshold. %(why)s") % {"name": names.both(roadmap), "why": why}


def _by(names: Names, broken: Broken) -> str:
    """By how much, in the rule's own unit."""
    condition = names.conditions.get(broken.id)
    if broken.by is None or condition is None:
        return ""
    by = condition.reached(names.case, Fraction(broken.by), names.page.lang)
    return ": " + names.page._("by %(figure)s") % {"figure": by}


def _against_best(page: Page, names: Names, found: Assessment) -> None:
    _ = page._
    lost = found.value_lost
    if lost is None:
        if found.conflict:
            page.heading(_("Against the best portfolio"))
            page.text(_("There is no portfolio that keeps every rule."))
            show_conflict(page, names, found.conflict)
        return
    page.heading(_("Against the best portfolio"))
    if not found.added and not found.dropped:
        page.text(_("It is the best portfolio."), "good")
        return
    if lost > 0:
        page.text(_("It gives up %(value)s of value.") % {"value": page.number(lost)})
    elif lost < 0:
        page.text(_("It is worth %(value)s more, since it does not keep the rules.") % {"value": page.number(-lost)})
    else:
        page.text(_("It is worth as much."))
    page.text(upper(names.moves(found.added, found.dropped)) + ".")
