"""How sure a decision is, in pictures: core index, rank acceptability, how far each weight may move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import altair as alt

from optimizer.reports.charts.look import BLUE, GREY, ORANGE, PALE, data, dressed
from optimizer.words import translator

if TYPE_CHECKING:
    from optimizer.questions.robust import Robust
    from optimizer.questions.sensitivity import Sensitivity


def core_index(found: Robust, roadmaps: Mapping[str, str], lang: str) -> Any:
    """Each roadmap's share of the portfolios that fund it, surest on top."""
    _ = translator(lang)
    said = {"core": _("in every one"), "borderline": _("in some"), "exterior": _("in none")}
    order = sorted(found.roadmaps, key=lambda one: (-one.core_index, one.roadmap))
    rows = [
        {"place": k, "roadmap": roadmaps[one.roadmap], "share": float(one.core_index), "class": said[one.grade]}
        for k, one in enumerate(order)
    ]
    made = alt.Chart(data(rows)).mark_bar().encode(
        y=alt.Y("roadmap:N", title=None, sort=alt.SortField("place")),
        x=alt.X("share:Q", title=_("share of these portfolios that fund it"), axis=alt.Axis(format="%"),
                scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("class:N", title=None, legend=alt.Legend(orient="top"),
                        scale=alt.Scale(domain=list(said.values()), range=[BLUE, ORANGE, GREY])),
        tooltip=[alt.Tooltip("roadmap:N", title=_("Roadmap")), alt.Tooltip("share:Q", format=".0%", title=_("Share"))],
    )  # fmt: skip
    counts = {grade: sum(one.grade == grade for one in found.roadmaps) for grade in said}
    alternative = _("%(core)s roadmaps are in every portfolio, %(borderline)s in some, %(exterior)s in none.") % counts
    return dressed(made, alternative, max(120, 22 * len(rows)))


def rank_acceptability(found: Robust, roadmaps: Mapping[str, str], lang: str) -> Any:
    """How often each roadmap takes each rank over the weightings drawn."""
    _ = translator(lang)
    order = sorted(
        found.roadmaps, key=lambda one: (sum(k * share for k, share in enumerate(one.rank_acceptability)), one.roadmap)
    )
    rows = [
        {"place": k, "roadmap": roadmaps[one.roadmap], "rank": rank, "share": float(share)}
        for k, one in enumerate(order)
        for rank, share in enumerate(one.rank_acceptability, 1)
        if share
    ]
    made = alt.Chart(data(rows)).mark_rect().encode(
        y=alt.Y("roadmap:N", title=None, sort=alt.SortField("place")),
        x=alt.X("rank:O", title=_("rank"), axis=alt.Axis(labelAngle=0)),
        color=alt.Color("share:Q", title=_("how often"), scale=alt.Scale(scheme="blues", domain=[0, 1]),
                        legend=alt.Legend(format="%")),
        tooltip=[alt.Tooltip("roadmap:N", title=_("Roadmap")), alt.Tooltip("rank:O", title=_("rank")),
                 alt.Tooltip("share:Q", format=".1%", title=_("how often"))],
    )  # fmt: skip
    said = _("How often each of %(n)s roadmaps takes each rank.") % {"n": len(order)}
    return dressed(made, said, max(120, 22 * len(order)))


def stability(found: Sensitivity, criteria: Mapping[str, str], lang: str) -> Any:
    """How far each weight may move, the others in proportion, before the portfolio changes."""
    _ = translator(lang)
    rows = [
        {
            "criterion": criteria[one.criterion], "order": k, "from": float(one.stable[0]) if one.stable else 0.0,
            "to": float(one.stable[1]) if one.stable else 0.0, "weight": float(one.weight), "zero": 0, "one": 1,
        }
        for k, one in enumerate(found.criteria)
    ]  # fmt: skip
    y = alt.Y("criterion:N", title=None, sort=alt.SortField("order"))
    base = alt.Chart(data(rows))
    x = alt.X("zero:Q", title=_("weight"), axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]))
    track = base.mark_bar(color=PALE, height=5).encode(y=y, x=x, x2="one:Q")
    room = base.mark_bar(color=BLUE, height=13).encode(
        y=y, x="from:Q", x2="to:Q",
        tooltip=[alt.Tooltip("criterion:N", title=_("Criterion")), alt.Tooltip("from:Q", format=".1%", title=_("from")),
                 alt.Tooltip("to:Q", format=".1%", title=_("to"))],
    )  # fmt: skip
    now = base.mark_tick(color="#1c2733", thickness=3, size=22).encode(y=y, x="weight:Q")
    said = _("For each of %(n)s criteria, between which weights the portfolio stays the same.") % {"n": len(rows)}
    return dressed(track + room + now, said, max(120, 30 * len(rows)))
