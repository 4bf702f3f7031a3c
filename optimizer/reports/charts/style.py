"""What charts share: ink, type, sizes, and figures as the language writes them."""

from __future__ import annotations

from typing import Any

#: Dark for what is funded or in force, pale for the rest; the two differ in print without colour.
DARK, PALE, LINE, ACCENT = "#1f3a5f", "#c9d3df", "#5b6770", "#b3541e"
FONT = "DejaVu Sans"
#: Width of a chart in points as documents set it.
WIDTH = 460

_LOCALES = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
}


def styled(chart: Any, lang: str) -> Any:
    """A chart with the common type and the language's marks."""
    return (
        chart.configure(font=FONT, locale={"number": _LOCALES[lang]}, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=10, titleFontSize=10, titleFontWeight="normal", labelColor="#222", titleColor="#222",
            gridColor="#e3e3e3", domainColor="#777", tickColor="#777", labelLimit=330,
        )
        .configure_legend(
            labelFontSize=10, titleFontSize=10, orient="bottom", labelLimit=300, titleLimit=400, symbolStrokeWidth=1,
        )
    )  # fmt: skip


def rows(names: list[str], **columns: list[Any]) -> Any:
    """Rows of values that altair takes, floats for figures."""
    import altair as alt

    keys = ["name", *columns]
    return alt.Data(values=[dict(zip(keys, row, strict=True)) for row in zip(names, *columns.values(), strict=True)])


def shortened(name: str, most: int = 52) -> str:
    """A name that fits beside a bar."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
