"""What the pages' charts have in common: colours safe for the colour-blind (Okabe and Ito 2008), one font, a text
alternative."""

from __future__ import annotations

from typing import Any

import altair as alt

BLUE, ORANGE, GREEN, VERMILLION, GREY, PALE = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#8a949e", "#c8d0d8"
#: Twelve colours for parts of a whole, told apart by lightness too.
MANY = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#5c6670", "#b8a000", "#004c78", "#8f5b00",
    "#00664b", "#7a4868",
)  # fmt: skip
FONT = "DejaVu Sans"


def dressed(chart: Any, said: str, height: int | None = None) -> Any:
    """A chart in the common look, with its text alternative."""
    made = chart.properties(description=said, width="container")
    if height is not None:
        made = made.properties(height=height)
    return made.configure(font=FONT).configure_axis(
        labelFontSize=13, titleFontSize=13, labelLimit=330, gridColor="#e6eaee", domainColor="#8a949e"
    ).configure_legend(labelFontSize=13, titleFontSize=13).configure_view(stroke=None)  # fmt: skip


def data(rows: list[dict[str, Any]]) -> Any:
    """Rows for a chart. Column names are ours and never a case's, so that no name is read as an expression."""
    return alt.Data(values=rows)
