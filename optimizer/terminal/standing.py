"""How the portfolio stands to the rules: which ones bind, who came next and what kept them out, and what clashes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page

if TYPE_CHECKING:
    from optimizer.models.program import Program
    from optimizer.situation import Situation

#: How many roadmaps that came next are explained.
_NEXT = 5


def show_rules(page: Page, names: Names, portfolio: Mapping[str, Any], situation: Situation) -> None:
    """Every rule and budget row in words with what the portfolio comes to; first those that keep somebody out or have
    nothing left."""
    _ = page._
    rules = portfolio["rules"]
    if not rules:
        return
    keeping = _keeping_out(portfolio, situation)
    binding = [rule for rule in rules if rule["id"] in keeping or rule["slack"] == 0 or not rule["satisfied"]]
    others = [rule for rule in rules if rule not in binding]
    if binding:
        page.heading(_("Rules that bind"), _("nothing left, or they keep out one who came next"))
        _listed(page, names, binding, situation)
    if others:
        page.heading(_("Other rules"), _("kept with room to spare"))
        _listed(page, names, others, situation)


def _listed(page: Page, names: Names, rules: list[Mapping[str, Any]], situation: Situation) -> None:
    _ = page._
    rows: list[list[str | Cell]] = []
    for rule in rules:
        kept = Cell("–" if rule["slack"] is None else page.number(_short(rule["slack"])), "")
        if not rule["satisfied"]:
            kept = Cell(kept.text, "bad")
        rows.append([names.condition(rule["id"]), Cell(rule["id"], "faint"), kept])
    page.table([Column("", wrap=True), Column(_("Id"), wrap=True), Column(_("Room"), "right")], rows)


def _short(x: Any) -> Any:
    """A slack as it is shown: at most four decimals, none that say nothing."""
    if isinstance(x, float | Fraction):
        x = round(float(x), 4)
    return x


def _keeping_out(portfolio: Mapping[str, Any], situation: Situation) -> set[str]:
    """The ids of everything that adding one more roadmap to the portfolio would break."""
    found: set[str] = set()
    for _roadmap, broken in _next_in_line(portfolio, situation):
        found.update(broken)
    return found


def _next_in_line(portfolio: Mapping[str, Any], situation: Situation) -> list[tuple[str, tuple[str, ...]]]:
    """The best-ranked eligible roadmaps that are not funded, each with what adding it (at the level that breaks least)
    to the portfolio as it is would break."""
    program: Program = situation.program
    selection = _selection(portfolio, program)
    inside = {program.options[o].roadmap for o in selection}
    found = []
    for roadmap in program.ranking:
        if roadmap in inside or roadmap not in program.groups:
            continue
        tried = [program.broken((*selection, option)) for option in program.groups[roadmap]]
        found.append((roadmap, min(tried, key=len)))
        if len(found) == _NEXT:
            break
    return found


def _selection(portfolio: Mapping[str, Any], program: Program) -> tuple[int, ...]:
    chosen = {(one["roadmap"], one["level"]) for one in portfolio["selected"] or ()}
    return tuple(o for o, option in enumerate(program.options) if (option.roadmap, option.level) in chosen)


def show_next(page: Page, names: Names, portfolio: Mapping[str, Any], situation: Situation) -> None:
    """Who came next in the ranking, and what keeps each out of the portfolio as it is."""
    _ = page._
    waiting = _next_in_line(portfolio, situation)
    if not waiting:
        return
    page.heading(_("Next in the ranking, not funded"), _("spearhead explain CASE ROADMAP says what it would take"))
    scores = situation.ranking.scores
    for roadmap, broken in waiting:
        name = f"{names.roadmap(roadmap)} ({page.number(scores[roadmap], 3)})"
        if not broken:
            page.text(_("%(name)s: it would fit, but the portfolio would be worth no more.") % {"name": name}, mark="•")
            continue
        page.text(_("%(name)s would come on top of a portfolio in which:") % {"name": name}, mark="•")
        for id in broken:
            page.text(f"{names.condition(id)} ({id})", "faint", indent=6, mark="–")


def show_conflict(page: Page, names: Names, decision: Any, portfolio: Mapping[str, Any]) -> None:
    """What cannot hold together, and what would make a portfolio possible."""
    _ = page._
    page.heading(_("These cannot hold together"), _("leave out any one of them and the others can"))
    for id in portfolio["conflict"]:
        page.text(f"{names.condition(id)} ({id})", "bad", mark="•")
    repairs = getattr(decision, "repairs", ())
    if repairs:
        page.heading(_("What would make a portfolio possible"))
        page.bullets([repair.text(page.lang) for repair in repairs])
