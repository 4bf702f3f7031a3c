"""Charts of what lies around a decision: the frontier, robustness, the price of rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from optimizer.reports.charts.style import ACCENT, DARK, LINE, PALE, WIDTH, rows, shortened, styled
from optimizer.words import translator

if TYPE_CHECKING:
    from optimizer.questions.frontier import Frontier
    from optimizer.questions.price import Price
    from optimizer.questions.robustness.results import Robust


def frontier_chart(frontier: Frontier, unit: str, lang: str) -> Any:
    """Value against public money (or the factor on the budget) as steps, and where the present portfolio stands."""
    import altair as alt

    _ = translator(lang)
    title = (
        _("factor on every maximum") if frontier.axis == "scale" else _("public money, in %(unit)s") % {"unit": unit}
    )
    points = [{"at": float(p.at), "value": float(p.value)} for p in frontier.points]
    x = alt.X("at:Q", title=title, scale=alt.Scale(zero=False))
    y = alt.Y("value:Q", title=_("value"), scale=alt.Scale(zero=False))
    line = alt.Chart(alt.Data(values=points)).mark_line(color=DARK, interpolate="step-after", strokeWidth=1.5)
    chart = line.encode(x=x, y=y)
    if frontier.present_at is not None and frontier.present_value is not None:
        here = [{"at": float(frontier.present_at), "value": float(frontier.present_value)}]
        mark = alt.Chart(alt.Data(values=here)).mark_point(
            color=ACCENT, filled=True, size=110, shape="diamond", opacity=1
        )
        chart = chart + mark.encode(x=x, y=y)
    return styled(chart.properties(width=WIDTH - 60, height=220), lang)


def robustness_chart(robust: Robust, names: Mapping[str, str], lang: str) -> Any:
    """Each roadmap's core index: dark where all portfolios fund it, pale where some do, empty where none does."""
    import altair as alt

    _ = translator(lang)
    words = {"core": _("in all of them"), "borderline": _("in some of them"), "exterior": _("in none of them")}
    ordered = sorted(robust.roadmaps, key=lambda one: (-one.core_index, one.roadmap))
    labels = [shortened(names[one.roadmap]) for one in ordered]
    data = rows(labels, index=[float(one.core_index) for one in ordered], state=[words[one.grade] for one in ordered])
    scale = alt.Scale(domain=list(words.values()), range=[DARK, PALE, "#ffffff"])
    share = _("share of the portfolios that fund it")
    chart = alt.Chart(data).mark_bar(stroke=LINE).encode(
        x=alt.X("index:Q", title=share, axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 1])),
        y=alt.Y("name:N", sort=labels, title=None),
        color=alt.Color("state:N", scale=scale, title=None),
    )  # fmt: skip
    return styled(chart.properties(width=WIDTH - 250, height=14 * len(labels)), lang)


def price_chart(prices: list[Price], names: Mapping[str, str], lang: str) -> Any:
    """The value that dropping each rule or budget row alone would add, the largest first."""
    import altair as alt

    _ = translator(lang)
    labels = [shortened(names[one.id], 60) for one in prices]
    data = rows(labels, value=[float(one.value_added) for one in prices])
    chart = alt.Chart(data).mark_bar(color=DARK).encode(
        x=alt.X("value:Q", title=_("value that dropping it alone would add")),
        y=alt.Y("name:N", sort=labels, title=None),
    )  # fmt: skip
    return styled(chart.properties(width=WIDTH - 280, height=16 * len(labels)), lang)
