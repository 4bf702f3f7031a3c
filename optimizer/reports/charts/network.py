"""Complementarities as a network: who belongs with whom, what a portfolio brings about and what it misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import cos, pi, sin
from typing import Any

import altair as alt

from optimizer.reports.charts.look import BLUE, GREY, VERMILLION, data, dressed
from optimizer.words import translator


def network(
    names: Mapping[str, str], links: Iterable[tuple[Sequence[str], bool]], funded: Iterable[str], lang: str
) -> Any:
    """Roadmaps that belong to a synergy on a circle, a line for each pair of members.

    Args:
        names: roadmap to what it is called.
        links: each synergy's members, and whether it is active.
        funded: the funded roadmaps.
    """
    _ = translator(lang)
    listed = [(tuple(members), active) for members, active in links]
    inside = set(funded)
    nodes = sorted({member for members, _active in listed for member in members})
    place = {
        id: (cos(2 * pi * k / len(nodes) - pi / 2), sin(2 * pi * k / len(nodes) - pi / 2)) for k, id in enumerate(nodes)
    }
    state = {True: _("in the portfolio"), False: _("missed")}
    lines = [
        {"x": place[a][0], "y": place[a][1], "x2": place[b][0], "y2": place[b][1], "state": state[active]}
        for members, active in listed
        for a, b in combinations(members, 2)
    ]
    fund = {True: _("funded"), False: _("not funded")}
    dots = [
        {
            "x": place[id][0], "y": place[id][1], "name": names.get(id, id), "state": fund[id in inside],
            "side": "left" if place[id][0] >= 0 else "right",
        }
        for id in nodes
    ]  # fmt: skip
    span = alt.Scale(domain=[-2.3, 2.3])
    height = alt.Scale(domain=[-1.15, 1.15])
    x, y = alt.X("x:Q", axis=None, scale=span), alt.Y("y:Q", axis=None, scale=height)
    edges = alt.Chart(data(lines)).mark_rule(strokeWidth=2.5).encode(
        x=x, y=y, x2="x2:Q", y2="y2:Q",
        color=alt.Color("state:N", title=None, legend=alt.Legend(orient="top"),
                        scale=alt.Scale(domain=list(state.values()), range=[BLUE, VERMILLION])),
        strokeDash=alt.StrokeDash("state:N", legend=None,
                                  scale=alt.Scale(domain=list(state.values()), range=[[1, 0], [6, 5]])),
    )  # fmt: skip
    points = alt.Chart(data(dots)).mark_point(size=140, filled=True, opacity=1).encode(
        x=x, y=y, tooltip=[alt.Tooltip("name:N", title=" ")],
        shape=alt.Shape("state:N", title=None, legend=alt.Legend(orient="top"),
                        scale=alt.Scale(domain=list(fund.values()), range=["circle", "cross"])),
        color=alt.condition(alt.datum.state == fund[True], alt.value("#1c2733"), alt.value(GREY)),
    )  # fmt: skip
    base = alt.Chart(data(dots)).encode(x=x, y=y, text="name:N")
    left = base.transform_filter(alt.datum.side == "left").mark_text(align="left", dx=11, fontSize=13, limit=330)
    right = base.transform_filter(alt.datum.side == "right").mark_text(align="right", dx=-11, fontSize=13, limit=330)
    said = _("Roadmaps that are worth more together: %(n)s pairs, %(on)s of them in the portfolio.") % {
        "n": len(lines), "on": sum(line["state"] == state[True] for line in lines),
    }  # fmt: skip
    return dressed(alt.layer(edges, points, left, right), said, max(280, 26 * len(nodes)))
