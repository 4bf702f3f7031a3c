"""The ranking in pictures: what each score is made of, and who scores what on which criterion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import altair as alt

from optimizer.reports.charts.look import MANY, data, dressed
from optimizer.words import number, translator

if TYPE_CHECKING:
    from optimizer.criteria.consensus import Consensus
    from optimizer.criteria.ranking import Ranking


def contributions(ranking: Ranking, roadmaps: Mapping[str, str], criteria: Mapping[str, str], lang: str) -> Any:
    """Each roadmap's additive score as a bar, in parts by criterion; best ranked on top."""
    _ = translator(lang)
    rows = [
        {
            "place": place, "roadmap": f"{entry.rank}. {roadmaps[entry.roadmap]}", "criterion": criteria[id],
            "order": k, "part": float(share) * float(entry.additive),
        }
        for place, entry in enumerate(ranking.entries)
        for k, (id, share) in enumerate(entry.contributions.items())
    ]  # fmt: skip
    named = list(criteria.values())
    made = alt.Chart(data(rows)).mark_bar().encode(
        y=alt.Y("roadmap:N", title=None, sort=alt.SortField("place")),
        x=alt.X("sum(part):Q", title=_("weighted score, 0 to 1")),
        color=alt.Color("criterion:N", title=None, sort=named, legend=alt.Legend(orient="right", labelLimit=260),
                        scale=alt.Scale(domain=named, range=[MANY[i % len(MANY)] for i in range(len(named))])),
        order=alt.Order("order:Q"),
        tooltip=[alt.Tooltip("roadmap:N", title=_("Roadmap")), alt.Tooltip("criterion:N", title=_("Criterion")),
                 alt.Tooltip("part:Q", title=_("Part"), format=".3f")],
    )  # fmt: skip
    said = _("The ranking of %(n)s roadmaps, each score in parts by criterion.") % {"n": len(ranking.entries)}
    return dressed(made, said, max(120, 24 * len(ranking.entries)))


def heat_map(
    ranking: Ranking, consensus: Consensus, roadmaps: Mapping[str, str], criteria: Mapping[str, str], lang: str
) -> Any:
    """The agreed score of each roadmap on each criterion; best ranked on top, the figure in each field."""
    _ = translator(lang)
    unit = ranking.grid.unit
    rows = [
        {
            "place": place, "roadmap": f"{entry.rank}. {roadmaps[entry.roadmap]}",
            "criterion": criteria[id], "order": k,
            "share": float(unit[consensus.roadmaps.index(entry.roadmap)][k]),
            "score": number(round(float(consensus.score(entry.roadmap, id)), 2), lang),
        }
        for place, entry in enumerate(ranking.entries)
        for k, id in enumerate(consensus.criteria)
    ]  # fmt: skip
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("roadmap:N", title=None, sort=alt.SortField("place")),
        x=alt.X("criterion:N", title=None, sort=alt.SortField("order"), axis=alt.Axis(orient="top", labelAngle=-35)),
    )
    fields = base.mark_rect().encode(
        color=alt.Color("share:Q", title=_("foot to top of the scale"), scale=alt.Scale(scheme="blues", domain=[0, 1])),
        tooltip=[alt.Tooltip("roadmap:N", title=_("Roadmap")), alt.Tooltip("criterion:N", title=_("Criterion")),
                 alt.Tooltip("score:N", title=_("Score"))],
    )  # fmt: skip
    figures = base.mark_text(fontSize=12).encode(
        text="score:N", color=alt.condition("datum.share > 0.6", alt.value("white"), alt.value("#1c2733"))
    )
    said = _("Agreed scores of %(n)s roadmaps on %(m)s criteria.") % {"n": len(ranking.entries), "m": len(criteria)}
    return dressed(fields + figures, said, max(120, 24 * len(ranking.entries)))
