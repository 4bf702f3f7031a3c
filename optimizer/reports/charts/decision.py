"""Charts of a decision: weights, ranking, money."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from optimizer.reports.charts.style import ACCENT, DARK, LINE, PALE, WIDTH, rows, shortened, styled
from optimizer.words import translator

if TYPE_CHECKING:
    from optimizer.criteria.ranking import Ranking
    from optimizer.criteria.weights import Weights
    from optimizer.questions.standing import Spend


def weights_chart(weights: Weights, names: Mapping[str, str], lang: str) -> Any:
    """A bar for each criterion's weight, with a mark for what each member's own judgments say."""
    import altair as alt

    _ = translator(lang)
    order = [shortened(names[id]) for id in weights.values]
    axis = alt.Axis(format=".0%", title=_("weight"))
    y = alt.Y("name:N", sort=order, title=None)
    data = rows(order, weight=[float(w) for w in weights.values.values()])
    bars = alt.Chart(data).mark_bar(color=PALE, stroke=LINE).encode(x=alt.X("weight:Q", axis=axis), y=y)
    values = [
        {"name": shortened(names[id]), "weight": float(w), "member": member}
        for member, own in weights.members.items()
        for id, w in own.weights.items()
    ]
    if len(weights.members) > 1:
        shapes = alt.Shape("member:N", title=_("each member's own weights"))
        marks = alt.Chart(alt.Data(values=values)).mark_point(size=32, color=DARK, strokeWidth=1.2)
        bars = bars + marks.encode(x="weight:Q", y=y, shape=shapes)
    return styled(bars.properties(width=WIDTH - 220, height=20 * len(order)), lang)


def ranking_chart(ranking: Ranking, funded: Collection[str], names: Mapping[str, str], lang: str) -> Any:
    """Every ranked roadmap with its score, best first; dark where funded, pale where not, empty below a threshold."""
    import altair as alt

    _ = translator(lang)
    states = [_("funded"), _("not funded"), _("below a threshold")]
    labels, scores, state = [], [], []
    for entry in ranking.entries:
        labels.append(f"{entry.rank}. {shortened(names[entry.roadmap])}")
        scores.append(float(entry.score))
        state.append(states[0] if entry.roadmap in funded else states[1] if entry.eligible else states[2])
    scale = alt.Scale(domain=states, range=[DARK, PALE, "#ffffff"])
    chart = alt.Chart(rows(labels, score=scores, state=state)).mark_bar(stroke=LINE)
    chart = chart.encode(
        x=alt.X("score:Q", title=_("score"), scale=alt.Scale(domain=[0, 1])),
        y=alt.Y("name:N", sort=labels, title=None),
        color=alt.Color("state:N", scale=scale, title=None),
    )
    return styled(chart.properties(width=WIDTH - 250, height=14 * len(labels)), lang)


def money_chart(spend: Spend, maxima: Mapping[int, float], unit: str, lang: str) -> Any:
    """Public money of each year, with a line where the budget of that year ends."""
    import altair as alt

    _ = translator(lang)
    years = [str(year) for year in spend.by_year]
    data = rows(years, spent=[float(x) for x in spend.by_year.values()])
    x = alt.X("name:N", title=None, axis=alt.Axis(labelAngle=0))
    title = _("public money, in %(unit)s") % {"unit": unit}
    chart = alt.Chart(data).mark_bar(color=DARK, size=34).encode(x=x, y=alt.Y("spent:Q", title=title))
    if maxima:
        limits = rows([str(year) for year in maxima], spent=list(maxima.values()))
        chart = chart + alt.Chart(limits).mark_tick(color=ACCENT, thickness=3, size=52).encode(x=x, y="spent:Q")
    return styled(chart.properties(width=min(WIDTH - 60, 80 * max(1, len(years))), height=190), lang)
