"""How the portfolio stands to the rules: which ones bind, who came next and what kept them out, and what clashes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from optimizer.terminal.naming import Names, upper
from optimizer.terminal.page import Cell, Column, Page

if TYPE_CHECKING:
    from optimizer.questions.decide import Decision, Kept


def show_rules(page: Page, names: Names, decision: Decision) -> None:
    """Every rule and budget row in words with what the portfolio comes to; first those that have nothing left or keep
    somebody out who came next."""
    _ = page._
    blocking = {obstacle.id for missed in decision.missed for obstacle in missed.obstacles}
    binding = [kept for kept in decision.rules if kept.tight or kept.id in blocking]
    others = [kept for kept in decision.rules if kept not in binding]
    if binding:
        page.heading(_("Rules that bind"), _("nothing left, or they keep out one who came next"))
        _listed(page, names, binding)
    if others:
        page.heading(_("Other rules"), _("kept with room to spare"))
        _listed(page, names, others)


def _listed(page: Page, names: Names, rules: Sequence[Kept]) -> None:
    _ = page._
    rows: list[list[str | Cell]] = []
    for kept in rules:
        sentence = upper(kept.condition.sentence(names.case, page.lang))
        now = "–" if kept.figure is None else kept.condition.reached(names.case, kept.figure, page.lang)
        rows.append([sentence, Cell(kept.id, "faint"), now])
    page.table([Column(_("Rule"), wrap=True), Column(_("Id"), wrap=True), Column(_("Now"), "right")], rows)


def show_next(page: Page, names: Names, decision: Decision) -> None:
    """Who came next in the ranking, and what keeps each out of the portfolio as it is."""
    _ = page._
    if not decision.missed:
        return
    page.heading(_("Next in the ranking, not funded"), _("spearhead explain CASE ROADMAP says what it would take"))
    for missed in decision.missed:
        figures = {"name": names.roadmap(missed.roadmap), "rank": missed.rank, "score": page.number(missed.score, 3)}
        head = _("%(name)s (rank %(rank)s, score %(score)s)") % figures
        if not missed.obstacles:
            page.text(head + ": " + _("it would fit, but the portfolio would be worth no more."), mark="•")
            continue
        page.text(head + ": " + _("beside the others it would break"), mark="•")
        for obstacle in missed.obstacles:
            sentence = upper(obstacle.condition.sentence(names.case, page.lang))
            if obstacle.figure is not None:
                reached = obstacle.condition.reached(names.case, obstacle.figure, page.lang)
                sentence += "; " + _("it would be %(figure)s") % {"figure": reached}
            page.text(f"{sentence} ({obstacle.id})", "faint", indent=4, mark="–")


def show_conflict(page: Page, names: Names, conflict: Sequence[str]) -> None:
    """What cannot hold together."""
    _ = page._
    if len(conflict) == 1:
        page.heading(_("This cannot hold"))
    else:
        page.heading(_("These cannot hold together"), _("leave out any one of them and the others can"))
    for id in conflict:
        page.text(f"{names.condition(id)} ({id})", "bad", mark="•")


def show_repairs(page: Page, decision: Decision) -> None:
    """The least changes that would each make a portfolio possible."""
    _ = page._
    if decision.repairs:
        page.heading(_("What would make a portfolio possible"), _("each alone is enough"))
        page.bullets([upper(repair.text(page.lang)) + "." for repair in decision.repairs])
