"""Ranking: every roadmap's score and what it is made of, where evaluators differ, and what another method would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import show
from ui.differences import CONSENSUS, SCORING
from ui.markup import Column, Html, bar, heading, joined, para, table, tag

if TYPE_CHECKING:
    from optimizer.situation import Situation
    from optimizer.terminal.naming import Names


def show_page() -> None:
    """The page."""
    _, _n = show.words()
    show.title(_("Ranking"), _("How the roadmaps score, before money and rules come in."))
    if show.ready():
        _all()


@st.fragment
def _all() -> None:
    _, _n = show.words()
    one = show.session()
    _controls()
    show.refused()
    situation = one.situation(one.trial)
    before = one.situation(one.base).ranking if one.base != one.trial else None
    names = show.names()
    show.put(_table(names, situation, before))
    kinds = [_("What scores are made of"), _("All scores"), _("Where evaluators differ")]
    chosen = st.segmented_control(_("More"), kinds, key="ranking-more", label_visibility="collapsed")
    if chosen == kinds[0]:
        _contributions(names, situation)
    elif chosen == kinds[1]:
        _scores(names, situation)
    elif chosen == kinds[2]:
        _evaluators(names, situation)


def _controls() -> None:
    """Method, how evaluators are joined, the threshold."""
    from optimizer.case.settings import SCORING_METHODS

    _, _n = show.words()
    one = show.session()
    settings = one.case(one.trial).settings
    a, b, c = st.columns(3)
    state = f"scoring-{one.opened}"
    st.session_state[state] = str(settings.scoring.method)
    a.selectbox(
        _("Scoring method"), SCORING_METHODS, key=state, format_func=lambda m: _(SCORING[m]),
        on_change=show.take, args=("scoring.method", state),
        help=_("TOPSIS scores a roadmap by how near it is to the best that can be and how far from the worst."),
    )  # fmt: skip
    panel = f"consensus-{one.opened}"
    st.session_state[panel] = str(settings.consensus)
    b.selectbox(
        _("Evaluators' scores become one by"), list(CONSENSUS), key=panel, format_func=lambda m: _(CONSENSUS[m]),
        on_change=show.take, args=("consensus", panel),
    )  # fmt: skip
    least = f"threshold-{one.opened}"
    low, high = float(settings.scale.min), float(settings.scale.max)
    st.session_state[least] = float(settings.threshold.total if settings.threshold.total is not None else low)
    c.slider(
        _("Least weighted mean to be eligible"), low, high, step=0.05, key=least,
        on_change=show.take, args=("threshold.total", least, lambda said: str(said) if said > low else None),
    )  # fmt: skip


def _table(names: Names, situation: Situation, before: Any) -> Html:
    """The ranking, with what it was in the case as opened, and why some are below a threshold."""
    _, page = names.page._, names.page
    rows: list[list[object]] = []
    marks = []
    for entry in situation.ranking.entries:
        was: object = ""
        if before is not None and entry.roadmap in before.by_id:
            old = before.by_id[entry.roadmap].rank
            step = old - entry.rank
            was = "=" if not step else tag("span", f"{'▲' if step > 0 else '▼'} {abs(step)}", css="chip")
        name: object = names.roadmap(entry.roadmap)
        if not entry.eligible:
            why = " ".join(reason.text(page.lang) for reason in entry.reasons)
            name = joined(
                name, " ", tag("span", _("below a threshold"), css="chip"), " ", tag("span", why, css="faint")
            )
        rows.append(
            [
                entry.rank,
                name,
                bar(float(entry.score), page.number(entry.score, 3), tone="" if entry.eligible else "grey"),
            ]
        )
        if before is not None:
            rows[-1].append(was)
        marks.append("" if entry.eligible else "faint")
    columns = [Column("#", True), Column(_("Roadmap")), Column(_("Score"))]
    columns += [Column(_("since opened"), True)] if before is not None else []
    outside = [r for r in names.case.roadmaps if not r.admissible]
    more = []
    if outside:
        more = [heading(_("Not admissible"), _("not weighed"))]
        more += [para(f"{r.name or r.id}: {r.reason}" if r.reason else str(r.name or r.id)) for r in outside]
    return joined(table(columns, rows, marks=marks), *more)


def _contributions(names: Names, situation: Situation) -> None:
    from optimizer.reports.charts.ranking import contributions

    _ = names.page._
    made = contributions(situation.ranking, names.roadmaps, names.criteria, names.page.lang)
    ids = list(names.criteria)
    columns = [Column(_("Roadmap")), *(Column(names.criterion(id), True) for id in ids)]
    rows = [
        [names.roadmap(e.roadmap), *(names.page.percent(e.contributions[id]) for id in ids)]
        for e in situation.ranking.entries
    ]
    show.put(para(_("Each criterion's part of the additive score, whatever the scoring method."), "faint"))
    show.chart(made, table(columns, rows), key="contributions")


def _scores(names: Names, situation: Situation) -> None:
    from optimizer.reports.charts.ranking import heat_map

    _ = names.page._
    consensus = situation.consensus
    made = heat_map(situation.ranking, consensus, names.roadmaps, names.criteria, names.page.lang)
    columns = [Column(_("Roadmap")), *(Column(names.criterion(id), True) for id in consensus.criteria)]
    rows = [
        [
            names.roadmap(e.roadmap),
            *(names.page.number(round(float(consensus.score(e.roadmap, id)), 2)) for id in consensus.criteria),
        ]
        for e in situation.ranking.entries
    ]
    show.chart(made, table(columns, rows), key="heat")


def _evaluators(names: Names, situation: Situation) -> None:
    """Where evaluators are furthest apart, and who is stricter than the others."""
    from optimizer.criteria.agreement import agreement

    _, page = names.page._, names.page
    consensus = situation.consensus
    if len(consensus.evaluators) < 2:
        show.put(para(_("There is one evaluator, so there is nothing to differ about."), "faint"))
        return
    found = agreement(names.case, consensus)
    rows = [
        [names.roadmap(s.id), bar(s.mean, page.percent(s.mean)), names.criterion(s.where), page.percent(s.largest)]
        for s in found.roadmaps
    ]
    columns = [
        Column(_("Roadmap")),
        Column(_("Mean distance, part of the scale")),
        Column(_("Widest on")),
        Column(_("there"), True),
    ]
    strict = [
        [
            s.evaluator or _("one evaluator"),
            f"{'+' if s.severity > 0 else '−'}{page.percent(abs(s.severity), 1)}",
            s.shared,
        ]
        for s in found.severities
    ]
    strictness = [
        Column(_("Evaluator")),
        Column(_("Stricter (+) or milder (−)"), True),
        Column(_("Scores compared"), True),
    ]
    show.put(
        para(_("Kendall's W %(w)s (1 is the same order); Krippendorff's alpha %(a)s (1 is the same scores).")
             % {"w": page.number(found.kendall, 2), "a": page.number(found.krippendorff, 2)}),
        Html('<div class="cols"><div>'), table(columns, rows), Html("</div><div>"), table(strictness, strict),
        Html("</div></div>"),
    )  # fmt: skip
