"""Text from a case as text, whatever is in it: the one place where words become HTML or Markdown.

Everything that a page shows goes through :func:`text` (into HTML) or :func:`label` (into a widget's label, which
Streamlit reads as Markdown). Only :class:`Html` is taken as it is, and only this module and ``ui.show`` make it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.terminal.cells import clean


class Html(str):
    """Markup that was made here: it is not escaped again."""

    __slots__ = ()


def text(words: object) -> Html:
    """Any text as HTML that shows it."""
    if isinstance(words, Html):
        return words
    return Html(html.escape(clean(str(words)), quote=True))


#: Every sign that Markdown, Streamlit's directives or a formula in it could act on.
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:^=@&/\"'])")


def label(words: object) -> str:
    """Any text as Markdown that shows it, for labels of widgets."""
    return _MARKS.sub(r"\\\1", clean(str(words)))


def tag(name: str, *inside: object, css: str = "", **attributes: object) -> Html:
    """An element; what is inside and every attribute is escaped."""
    shown = "".join(f' {key.strip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items())
    shown = f' class="{text(css)}"{shown}' if css else shown
    return Html(f"<{name}{shown}>{''.join(text(part) for part in inside)}</{name}>")


def joined(*parts: object) -> Html:
    """Several pieces one after the other."""
    return Html("".join(text(part) for part in parts))


@dataclass(frozen=True)
class Column:
    """One column of a table: its title, and whether it holds figures."""

    title: str
    figures: bool = False


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[object]], caption: str = "", marks: Sequence[str] = ()
) -> Html:
    """A table; ``marks`` are each row's style: ``new``, ``gone``, ``strong``, ``faint``, ``bad`` or none."""
    head = joined(*(tag("th", c.title, css="n" if c.figures else "", scope="col") for c in columns))
    body = []
    for number, row in enumerate(rows):
        cells = [tag("td", cell, css="n" if c.figures else "") for c, cell in zip(columns, row, strict=True)]
        body.append(tag("tr", *cells, css=marks[number] if number < len(marks) else ""))
    title = tag("caption", caption) if caption else ""
    return tag("table", title, tag("thead", tag("tr", head)), tag("tbody", *body), css="sh")


def bar(share: float, said: str, limit: float | None = None, tone: str = "") -> Html:
    """A bar for a share of its track, with what it says in words beside it and a tick where a limit stands."""
    width = max(0.0, min(1.0, share)) * 100
    tick = ""
    if limit is not None and 0 <= limit <= 1:
        tick = Html(f'<span class="tick" style="left:{limit * 100:.2f}%"></span>')
    fill = Html(f'<span class="fill {text(tone)}" style="width:{width:.2f}%"></span>')
    return tag("div", tag("span", fill, tick, css="track"), tag("span", said, css="said"), css="bar")


def heading(words: object, note: object = "") -> Html:
    """The head of a section, with a fainter note."""
    return tag("h3", words, tag("span", note, css="note") if note else "", css="sh")


def para(words: object, css: str = "") -> Html:
    """A paragraph."""
    return tag("p", words, css=f"sh {css}".strip())


def bullets(items: Sequence[object], css: str = "") -> Html:
    """A list."""
    return tag("ul", *(tag("li", item) for item in items), css=f"sh {css}".strip())


#: The look of all pages: large, calm, safe for the colour-blind (Okabe and Ito), figures one under the other.
STYLE = Html(
    """<style>
[data-testid="stMainBlockContainer"]{max-width:1760px;padding:1.6rem 2.2rem 4rem}
[data-testid="stSidebar"]{min-width:225px;max-width:255px}
h3.sh{font-size:1.12rem;margin:1.1rem 0 .35rem;padding:0;font-weight:650}
h3.sh .note{font-weight:400;color:#5c6670;font-size:.88rem;margin-left:.7rem}
p.sh{margin:.2rem 0 .35rem;line-height:1.45}
p.big{font-size:1.35rem;font-weight:650;line-height:1.3}
p.good{color:#00664b}p.warn{color:#7a4b00}p.bad{color:#a33a00}p.faint,.faint{color:#5c6670}
ul.sh{margin:.2rem 0 .5rem 1.1rem;padding:0}ul.sh li{margin:.18rem 0;line-height:1.4}
table.sh{border-collapse:collapse;width:100%;font-size:.97rem;margin:.2rem 0 .4rem}
table.sh caption{text-align:left;color:#5c6670;font-size:.88rem;padding-bottom:.25rem}
table.sh th{text-align:left;font-weight:600;color:#414b55;border:0;border-bottom:2px solid #c8d0d8;padding:.28rem .5rem;
vertical-align:bottom}
table.sh td{border:0;border-bottom:1px solid #e6eaee;padding:.28rem .5rem;vertical-align:middle;line-height:1.3}
table.sh .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
table.sh tr.new td{background:#e3f1fa}table.sh tr.new td:first-child{box-shadow:inset 4px 0 #0072b2}
table.sh tr.gone td{background:#fdf1e2;color:#6b5335}table.sh tr.gone td:first-child{box-shadow:inset 4px 0 #d55e00}
table.sh tr.gone .name{text-decoration:line-through}
table.sh tr.strong td{font-weight:650}table.sh tr.faint td{color:#5c6670}
table.sh tr.bad td{background:#fbe9e1}
.bar{display:flex;align-items:center;gap:.6rem;min-width:6.5rem}
.bar .track{position:relative;flex:1;height:.85rem;background:#e9edf1;border-radius:3px;min-width:3rem}
.bar .fill{position:absolute;left:0;top:0;bottom:0;background:#0072b2;border-radius:3px}
.bar .fill.over{background:#d55e00}.bar .fill.pale{background:#8fbfdf}.bar .fill.grey{background:#8a949e}
.bar .tick{position:absolute;top:-3px;bottom:-3px;width:3px;margin-left:-1px;background:#1c2733}
.bar .said{font-variant-numeric:tabular-nums;white-space:nowrap;min-width:3.2rem;text-align:right}
.cols{display:grid;grid-template-columns:minmax(0,1.25fr) minmax(0,1fr);gap:2.2rem}
.cols.even{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
@media(max-width:1000px){.cols,.cols.even{grid-template-columns:minmax(0,1fr)}}
@media(max-width:1500px){.cols.wide{grid-template-columns:minmax(0,1fr);gap:0}}
.chip{display:inline-block;border:1px solid #b8c2cc;border-radius:3px;
padding:0 .4rem;font-size:.82rem;color:#414b55;white-space:nowrap}
.chip.new{background:#0072b2;border-color:#0072b2;color:#fff}.chip.gone{background:#fff;border-color:#d55e00;color:#a33a00}
.stack{display:flex;height:1rem;border-radius:3px;overflow:hidden;background:#e9edf1;min-width:9rem}
.stack span{display:block;height:100%;border-right:1px solid #fff}
</style>"""
)
