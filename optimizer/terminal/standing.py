"""How the portfolio stands to the rules: which ones bind, who came next and what kept them out, and what clashes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from optimizer.terminal.naming import Names, upper
from optimizer.terminal.page import Cell, Column, Page
from optimizer.terminal.ranking import PLACES
from optimizer.words import joined

if TYPE_CHECKING:
    from optimizer.questions.decide import Decision
    from optimizer.questions.missed import Obstacle
    from optimizer.questions.standing import Kept


def show_rules(page: Page, names: Names, decision: Decision) -> None:
    """Every rule and budget row in words with what the portfolio comes to; first those that have nothing left or keep
    somebody out who came next."""
    _ = page._
    blocking = {obstacle.id for missed in decision.missed for obstacle in missed.obstacles}
    binding = [kept for kept in decision.rules if kept.id in blocking or (kept.tight and kept.condition.sides())]
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
        now = "–" if kept.figure is None else kept.condition.reached(names.case, kept.figure, page.lang)
        rows.append([names.ruled(kept.id), now])
    page.table([Column(_("Rule"), wrap=True), Column(_("Now"), "right")], rows)


def show_next(page: Page, names: Names, decision: Decision) -> None:
    """Who came next in the ranking, and what keeps each out of the portfolio as it is."""
    _ = page._
    if not decision.missed:
        return
    page.heading(_("Next in the ranking, not funded"), _("spearhead explain CASE ROADMAP says what it would take"))
    for missed in decision.missed:
        figures = {"name": names.roadmap(missed.roadmap), "id": missed.roadmap, "rank": missed.rank}
        figures["score"] = page.number(missed.score, PLACES)
        if missed.obstacles:
            figures["rules"] = joined([_obstacle(page, names, one) for one in missed.obstacles], page.lang)
            said = _("%(name)s (%(id)s; rank %(rank)s, score %(score)s): beside the others it would break %(rules)s.")
        else:
            said = _("%(name)s (%(id)s; rank %(rank)s, score %(score)s): it would fit, but would add no value.")
        page.text(said % figures, mark="•")


def _obstacle(page: Page, names: Names, obstacle: Obstacle) -> str:
    """A rule that would break, by its id, with what the portfolio would then come to."""
    if obstacle.figure is None:
        return obstacle.id
    return f"{obstacle.id} ({obstacle.condition.reached(names.case, obstacle.figure, page.lang)})"


def show_conflict(page: Page, names: Names, conflict: Sequence[str]) -> None:
    """What cannot hold together."""
    _ = page._
    if len(conflict) == 1:
        page.heading(_("This cannot hold"))
    else:
        page.heading(_("These cannot hold together"), _("leave out any one of them and the others can"))
    for id in conflict:
        page.text(names.ruled(id), "bad", mark="•")


def show_repairs(page: Page, decision: Decision) -> None:
    """The least changes that would each make a portfolio possible."""
    _ = page._
    if decision.repairs:
        several = len(decision.repairs) > 1
        page.heading(_("What would make a portfolio possible"), _("each alone is enough") if several else "")
        page.bullets([upper(repair.text(page.lang)) + "." for repair in decision.repairs])
