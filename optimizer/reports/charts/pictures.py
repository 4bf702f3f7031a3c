"""A chart as SVG or PNG, offline, the same bytes each time."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

_ID = re.compile(r"\b(clip|gradient|pattern)_?\d+\b")


def svg(chart: Any) -> str:
    """A chart as SVG, or SVG as it is; the numbers that the renderer hands out are counted anew in each picture."""
    if isinstance(chart, str):
        return chart
    return _drawn(json.dumps(chart.to_dict()))


@lru_cache(maxsize=16)
def _drawn(chart: str) -> str:
    """The picture of one chart; a document in three formats draws it once."""
    import vl_convert

    text = str(vl_convert.vegalite_to_svg(chart))
    known: dict[str, str] = {}
    return _ID.sub(lambda found: known.setdefault(found.group(0), f"{found.group(1)}{len(known)}"), text)


def png(chart: Any) -> bytes:
    """A chart as PNG, fine enough for print."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg(chart), scale=2.5))
