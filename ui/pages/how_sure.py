"""How sure: what holds whatever weights within reason, who each member would fund, and what else was nearly as good."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import streamlit as st

from optimizer.terminal.robust import SETS
from ui import show
from ui.markup import Column, bar, heading, para, table

if TYPE_CHECKING:
    from optimizer.terminal.naming import Names


def show_page() -> None:
    """The page."""
    _, _n = show.words()
    show.title(_("How sure"), _("What holds when the weights are not pinned down, and how far each one may move."))
    if not show.ready():
        return
    kinds = [_("Roadmaps"), _("How far weights may move"), _("Nearly as good")]
    chosen = st.segmented_control(_("More"), kinds, key="sure-more", default=kinds[0], label_visibility="collapsed")
    if chosen == kinds[1]:
        _weights()
    elif chosen == kinds[2]:
        _alternatives()
    else:
        _roadmaps()


def _roadmaps() -> None:
    from optimizer.questions.robust import robust
    from optimizer.reports.charts.sureness import core_index, rank_acceptability

    _, _n = show.words()
    one = show.session()
    state = f"set-{one.opened}"
    settings = one.case(one.trial).settings
    offered = [kind for kind in SETS if kind != "members" or len({j.member for j in one.case(one.trial).judgments}) > 1]
    st.session_state[state] = str(settings.weights.set)
    st.selectbox(
        _("Weights that are looked at"), offered, key=state, format_func=lambda kind: _(SETS[kind]),
        on_change=show.take, args=("weights.set", state),
    )  # fmt: skip
    found = show.ask("robust", lambda s, p: robust(s, progress=p), _("Looking at all these weights"))
    if found is None:
        return
    names = show.names()
    page = names.page
    if found.method == "exact":
        said = _("Exact: every portfolio that no other one matches throughout is counted (%(n)s of them).")
    else:
        said = _("Sampled: the portfolios found best at some of the weightings drawn are counted (%(n)s of them).")
    show.put(para(said % {"n": page.number(len(found.portfolios))}, "faint"))
    classes = {
        "core": _("core: in every one"),
        "borderline": _("borderline: in some"),
        "exterior": _("exterior: in none"),
    }
    behind = found.members.behind if found.members else {}
    ordered = sorted(found.roadmaps, key=lambda r: (-r.core_index, r.roadmap))
    columns = [Column(_("Roadmap")), Column(_("Funded in")), Column(_("Class"))]
    columns += [Column(_("Members who would fund it"))] if behind else []
    rows = [
        [names.roadmap(r.roadmap), bar(float(r.core_index), page.percent(r.core_index)), classes[r.grade],
         *([", ".join(behind.get(r.roadmap, ())) or "–"] if behind else [])]
        for r in ordered
    ]  # fmt: skip
    show.put(heading(_("Core, borderline and exterior roadmaps")), table(columns, rows))
    show.chart(core_index(found, names.roadmaps, page.lang), table(columns[:3], [row[:3] for row in rows]), key="core")
    if found.samples:
        show.put(
            heading(
                _("Which ranks a roadmap takes"), _("over %(n)s weightings drawn") % {"n": page.number(found.samples)}
            )
        )
        ranks = range(1, len(found.roadmaps) + 1)
        shares = [
            [names.roadmap(r.roadmap), *(page.percent(s) if s else "" for s in r.rank_acceptability)] for r in ordered
        ]
        made = rank_acceptability(found, names.roadmaps, page.lang)
        show.chart(made, table([Column(_("Roadmap")), *(Column(str(k), True) for k in ranks)], shares), key="ranks")
    _portfolios(names, found)
    _members(names, found)


def _portfolios(names: Names, found: Any) -> None:
    """The portfolios that are best somewhere, by how they differ from the present one."""
    _, page = names.page._, names.page
    present = found.present.selected
    rows = [
        [
            _difference(names, one.selected, present),
            page.percent(one.share, 1),
            page.number(one.as_dict()["max_regret"], 4),
        ]
        for one in found.portfolios[:12]
    ]
    columns = [Column(_("Portfolio")), Column(_("Best at"), True), Column(_("Regret"), True)]
    show.put(
        heading(_("Portfolios"), _("told by how they differ from the present one")),
        table(columns, rows),
        para(_("Regret: the most value that it could lack of the best at any of these weights."), "faint"),
    )


def _difference(names: Names, selected: Any, present: Any) -> str:
    if tuple(selected) == tuple(present):
        return str(names.page._("the present portfolio"))
    return str(names.moves([i for i in selected if i not in present], [i for i in present if i not in selected]))


def _members(names: Names, found: Any) -> None:
    if not found.members:
        return
    _ = names.page._
    present = found.present.selected
    rows = [
        [
            one.member or _("one member"),
            _("no portfolio keeps the rules") if one.selected is None else _difference(names, one.selected, present),
        ]
        for one in found.members.members
    ]
    show.put(
        heading(_("Each member's own portfolio"), _("under that member's weights alone")),
        table([Column(_("Member")), Column(_("Against the present one"))], rows),
    )


def _weights() -> None:
    from optimizer.questions.sensitivity import sensitivity, six
    from optimizer.reports.charts.sureness import stability

    _, _n = show.words()
    found = show.ask("sensitivity", lambda s, p: sensitivity(s, progress=p), _("Moving each weight from 0 to 1"))
    if found is None:
        return
    names = show.names()
    page = names.page
    rows = []
    for one in found.criteria:
        low, high = (six(one.stable[0]), six(one.stable[1])) if one.stable else (None, None)
        rows.append(
            [
                names.criterion(one.criterion),
                page.percent(one.weight, 1),
                page.percent(low, 1),
                page.percent(high, 1),
                len(one.intervals),
            ]
        )
    columns = [Column(_("Criterion")), Column(_("Weight"), True), Column(_("may fall to"), True),
               Column(_("may rise to"), True), Column(_("Portfolios from 0 to 1"), True)]  # fmt: skip
    show.put(para(_("How far one weight may move, the others in proportion, before the portfolio changes.")))
    show.chart(stability(found, names.criteria, page.lang), table(columns, rows), key="stability")
    show.put(table(columns, rows))


def _alternatives() -> None:
    from optimizer.questions.alternatives import alternatives

    _, _n = show.words()
    left, right = st.columns(2)
    within = left.slider(_("Within so many per cent of the best value"), 1, 20, 5, key="within")
    count = right.slider(_("At most so many"), 5, 50, 10, step=5, key="how-many")
    found = show.ask(
        f"alternatives {count}",
        lambda s, p: alternatives(s, count, progress=p),
        _("Looking for the next best portfolios"),
    )
    if found is None:
        return
    names = show.names()
    page = names.page
    best = found.portfolios[0].value
    limit = abs(best) * Decimal(within) / 100
    near = [one for one in found.portfolios if one.loss <= limit]
    rows = [
        [k, page.number(one.value, 3), page.percent(one.loss / best, 2) if best else "–", names.amount(one.spend),
         names.moves(one.added, one.dropped) if k > 1 else _("the best portfolio")]
        for k, one in enumerate(near, 1)
    ]  # fmt: skip
    columns = [
        Column("#", True),
        Column(_("Value"), True),
        Column(_("less"), True),
        Column(_("Public money"), True),
        Column(_("Against the best")),
    ]
    show.put(table(columns, rows))
    if found.complete and len(near) == len(found.portfolios) == count:
        show.put(para(_("There may be more within this distance: ask for more of them."), "faint"))
