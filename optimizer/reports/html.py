"""A document as one HTML page: no script, nothing fetched, charts and formulas within."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from optimizer.reports.document import Bullets, Chart, Document, Facts, Formula, Heading, Paragraph, Signature, Table
from optimizer.reports.mathematics import mathml

_STYLE = """
body{font:1rem/1.5 Georgia,'Libertinus Serif',serif;color:#222;max-width:52rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.9rem;line-height:1.2;margin:.2rem 0}h2{font-size:1.35rem;margin-top:2rem}h3{font-size:1.1rem}
.author,.note,footer{font-size:.9rem;color:#444}.subtitle{font-size:1.2rem;margin-bottom:1.5rem}
.lead{font-weight:bold;border-left:.2rem solid #222;padding:.2rem .7rem}
table{border-collapse:collapse;border-top:2px solid #222;border-bottom:2px solid #222;width:100%}
table{font-size:.9rem;margin:1rem 0}caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.2rem .4rem;font-weight:normal}
thead th{border-bottom:1px solid #222;font-weight:bold}.right{text-align:right}.strong>*{font-weight:bold}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}
dt{font-weight:bold}dd{margin:0;overflow-wrap:anywhere}
figure{margin:1rem 0}figcaption{font-weight:bold;font-size:.9rem}figure svg{max-width:100%;height:auto}
math{display:block;margin:.8rem 0}
.signature{margin-top:3rem;padding-bottom:5rem;border-bottom:1px solid #777;max-width:22rem}
@media print{body{margin:0;max-width:none}tr,figure{break-inside:avoid}thead{display:table-header-group}}
"""


def html(document: Document) -> bytes:
    """The document as a page in UTF-8."""
    parts = [f'<p class="author">{_e(document.author)}</p>', f"<h1>{_e(document.title)}</h1>"]
    parts.append(f'<p class="subtitle">{_e(document.subtitle)}</p>')
    parts += [_block(block) for block in document.blocks]
    title = _e(f"{document.title} - {document.subtitle}")
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        f'<!DOCTYPE html>\n<html lang="{document.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + f"\n</main>\n<footer><p>{_e(document.footer)}</p></footer>\n</body>\n</html>\n"
    ).encode()


def _e(text: str) -> str:
    """A text as text, in isolation from the direction of what is around it by the element that holds it."""
    return escape(text)


def _block(block: Any) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{_e(block.text)}</h{block.level + 1}>"
    if isinstance(block, Paragraph):
        if block.kind == "quote":
            return f'<blockquote dir="auto"><p>{_e(block.text)}</p></blockquote>'
        kind = "" if block.kind == "body" else f' class="{block.kind}"'
        return f"<p{kind}>{_e(block.text)}</p>"
    if isinstance(block, Facts):
        return "<dl>" + "".join(f"<dt>{_e(k)}</dt><dd>{_e(v)}</dd>" for k, v in block.rows) + "</dl>"
    if isinstance(block, Bullets):
        return "<ul>" + "".join(f"<li>{_e(item)}</li>" for item in block.items) + "</ul>"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        return _chart(block)
    if isinstance(block, Formula):
        return f'<math display="block">{mathml(block.tree)}</math><p class="note">{_e(block.words)}</p>'
    if isinstance(block, Signature):
        return '<div class="signature">' + "".join(f"<p>{_e(line)}</p>" for line in block.lines) + "</div>"
    raise TypeError(f"{type(block).__name__} is not a block of a document")


def _table(table: Table) -> str:
    sides = [' class="right"' if column.right else "" for column in table.columns]
    head = "".join(f'<th scope="col"{side}>{_e(c.title)}</th>' for c, side in zip(table.columns, sides, strict=True))
    body = []
    for at, row in enumerate(table.rows):
        cells = [f'<th scope="row"{sides[0]}>{_e(row[0])}</th>'] if row else []
        cells += [f"<td{side}>{_e(cell)}</td>" for cell, side in zip(row[1:], sides[1:], strict=True)]
        strong = ' class="strong"' if at in table.strong else ""
        body.append(f"<tr{strong}>{''.join(cells)}</tr>")
    top = f"<table><caption>{_e(table.caption)}</caption><thead><tr>{head}</tr></thead>"
    return f"{top}<tbody>{''.join(body)}</tbody></table>"


def _chart(chart: Chart) -> str:
    from optimizer.reports.charts.pictures import svg

    picture = re.sub(r"<svg ", f'<svg role="img" aria-label="{_e(chart.alt)}" ', svg(chart.picture), count=1)
    return f"<figure><figcaption>{_e(chart.caption)}</figcaption>{picture}</figure>"
