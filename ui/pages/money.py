"""Money: what more money, or less, would bring."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from ui import show
from ui.markup import Column, Html, heading, para, table

if TYPE_CHECKING:
    from optimizer.questions.frontier import Axis, Frontier
    from optimizer.situation import Situation


def show_page() -> None:
    """The page."""
    _, _n = show.words()
    show.title(_("Money"), _("The most value for every amount of money: each point is a proven best portfolio."))
    if not show.ready():
        return
    axes = {"spend": _("By total public money, the budgets lifted"), "scale": _("By moving all budgets together")}
    chosen = st.segmented_control(
        _("Axis"), list(axes), key="axis", default="spend", format_func=lambda a: axes[a], label_visibility="collapsed"
    )
    _frontier("scale" if chosen == "scale" else "spend")


def _frontier(axis: Axis) -> None:
    from optimizer.questions.frontier import frontier
    from optimizer.reports.charts.frontier import frontier as drawn

    _, _n = show.words()
    one = show.session()

    def run(situation: Situation, progress: Callable[..., None]) -> Frontier:
        return frontier(situation, axis, progress=progress)

    found = show.ask(f"frontier {axis}", run, _("Walking the frontier, point by point"))
    if found is None:
        return
    names = show.names()
    page = names.page
    if not found.points:
        show.put(para(_("There is no portfolio to show."), "faint"))
        return
    last = len(found.points)
    state = f"point-{axis}-{one.opened}"
    if not 1 <= st.session_state.get(state, 0) <= last:
        st.session_state[state] = (found.present if found.present is not None else 0) + 1
    at = 1
    if last > 1:
        at = st.slider(_("Point, from the cheapest to the dearest"), 1, last, key=state)
    columns = [
        Column("#", True),
        Column(_("Public money"), True),
        Column(_("Value"), True),
        Column(_("Roadmaps"), True),
    ]
    rows = [[k, names.amount(p.spend), page.number(p.value, 3), len(p.selected)] for k, p in enumerate(found.points, 1)]
    show.chart(
        drawn(found, names.case, page.lang, at - 1),
        table(columns, rows, marks=["strong" if k == at else "" for k in range(1, last + 1)]),
        key=f"frontier-{axis}",
    )
    point = found.points[at - 1]
    present = show.decided()
    figures = {"n": at, "money": names.money(point.spend), "value": page.number(point.value, 3)}
    parts: list[object] = [para(_("Point %(n)s: %(money)s, value %(value)s") % figures, "big")]
    if present is not None and present.selection is not None and present.value is not None:
        now = [o.roadmap if o.level == "full" else f"{o.roadmap}:{o.level}" for o in present.selected]
        added = [id for id in point.selected if id not in now]
        dropped = [id for id in now if id not in point.selected]
        more = {
            "money": _signed(names, point.spend - present.spend.total),
            "value": _plus(page.number(abs(point.value - present.value), 3), point.value - present.value),
        }
        parts.append(para(_("Against the present portfolio: money %(money)s, value %(value)s.") % more))
        parts.append(
            para(names.moves(added, dropped) if added or dropped else _("It is the present portfolio."), "faint")
        )
    ranks = show.session().situation(one.trial).ranking.by_id
    listed = [
        [ranks[id.partition(":")[0]].rank, names.roadmap(id)]
        for id in sorted(point.selected, key=lambda i: ranks[i.partition(":")[0]].rank)
    ]
    parts.append(Html(heading(_("Its portfolio")) + table([Column("#", True), Column(_("Roadmap"))], listed)))
    show.put(*parts)


def _plus(figure: str, difference: object) -> str:
    zero = difference == 0
    return figure if zero else ("+" if difference > 0 else "−") + figure  # type: ignore[operator]


def _signed(names: object, difference: object) -> str:
    return _plus(names.money(abs(difference)), difference)  # type: ignore[attr-defined, arg-type]
