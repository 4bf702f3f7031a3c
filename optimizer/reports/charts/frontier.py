"""The efficient frontier: the most value for each amount of money, and where the present portfolio stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from optimizer.reports.charts.look import BLUE, VERMILLION, data, dressed
from optimizer.words import money, number, translator

if TYPE_CHECKING:
    from optimizer.case.model import Case
    from optimizer.questions.frontier import Frontier


def frontier(found: Frontier, case: Case, lang: str, picked: int | None = None) -> Any:
    """Every efficient point as a step, the present portfolio as a diamond, a picked point ringed."""
    _ = translator(lang)
    unit, currency = str(case.settings.unit), str(case.settings.currency)
    axis = found.axis == "spend"
    rows = [
        {
            "at": float(one.at), "value": float(one.value), "number": k + 1,
            "said": money(one.spend, unit, currency, lang), "worth": number(one.value, lang, 3),
        }
        for k, one in enumerate(found.points)
    ]  # fmt: skip
    title = (
        _("public money (%(unit)s)") % {"unit": money(0, unit, currency, lang).replace("0", "").strip()}
        if axis
        else _("all budgets times")
    )
    x = alt.X("at:Q", title=title, scale=alt.Scale(zero=False))
    y = alt.Y("value:Q", title=_("value of the best portfolio"), scale=alt.Scale(zero=False))
    tips = [alt.Tooltip("number:O", title=_("Point")), alt.Tooltip("said:N", title=_("Public money")),
            alt.Tooltip("worth:N", title=_("Value"))]  # fmt: skip
    base = alt.Chart(data(rows))
    layers = [
        base.mark_line(interpolate="step-after", color=BLUE, strokeWidth=1.5, opacity=0.6).encode(x=x, y=y),
        base.mark_circle(color=BLUE, size=60, opacity=1).encode(x=x, y=y, tooltip=tips),
    ]
    if found.present_at is not None and found.present_value is not None:
        here = [{"at": float(found.present_at), "value": float(found.present_value), "said": _("present portfolio")}]
        mark = alt.Chart(data(here))
        layers += [
            mark.mark_point(shape="diamond", filled=True, color=VERMILLION, size=190, opacity=1).encode(
                x="at:Q", y="value:Q"
            ),
            mark.mark_text(align="left", dx=12, dy=14, fontSize=13, color="#a33a00").encode(
                x="at:Q", y="value:Q", text="said:N"
            ),
        ]
    if picked is not None and 0 <= picked < len(rows):
        ring = alt.Chart(data([rows[picked]]))
        layers.append(
            ring.mark_point(shape="circle", color="#1c2733", size=260, strokeWidth=2.5, filled=False).encode(
                x="at:Q", y="value:Q"
            )
        )
    said = _("%(n)s efficient portfolios, from the cheapest to the dearest.") % {"n": len(rows)}
    return dressed(alt.layer(*layers), said, 380)
