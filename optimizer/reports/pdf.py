"""A document as PDF: tagged for assistive technology (PDF/UA-1) and fit for the archive (PDF/A-2a), through typst.

Everything is passed to typst as JSON and set as text. Fonts are those that typst carries, so that the same document
gives the same bytes on every machine; a character that they lack is looked for on this machine, and where nobody has
it, its code point is written instead.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

from optimizer.reports.document import Bullets, Chart, Document, Facts, Formula, Heading, Paragraph, Signature, Table

#: What every PDF here is made to conform to.
STANDARDS: tuple[Literal["ua-1"], Literal["a-2a"]] = ("ua-1", "a-2a")
FONTS = ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math", "New Computer Modern")
#: A table of so many lines at most is not broken over two pages; so many characters stand on a line across the page.
_TOGETHER, _CHARACTERS = 32, 80
_MISSING = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_REGIONS = {"en": "GB", "nl": "BE"}
#: A moment that typst writes where a document has no date, in each of the places where a PDF holds one.
_NO_DATE = re.compile(
    rb"/(?:CreationDate|ModDate)\(D:19700101000000Z\)"
    rb"|<(xmp:CreateDate|xmp:ModifyDate|stEvt:when)>1970-01-01T00:00:00\+00:00</\1>"
)


def pdf(document: Document) -> bytes:
    """The document as a PDF.

    Raises:
        RuntimeError: when typst cannot lay it out: a fault of ours.
    """
    import typst

    data = json.dumps(as_data(document), ensure_ascii=False)
    system = False
    while True:
        try:
            made = typst.compile(
                _template(),
                format="pdf",
                ignore_system_fonts=not system,
                sys_inputs={"data": data},
                pdf_standards=list(STANDARDS),
                timestamp=0,
            )
            return bytes(made) if document.day is not None else undated(bytes(made))
        except typst.TypstError as error:
            lacking = _MISSING.search(str(error))
            if lacking is None:
                raise RuntimeError(f"the document could not be laid out: {error}") from error
            if not system:
                system = True
            else:
                data = _spelt_out(data, lacking.group(1))


def undated(made: bytes) -> bytes:
    """A PDF without the moment of making that typst insists on where PDF/A is asked for. The standard (ISO
    19005-2) asks for none, only that the two places agree. Blanks take its place, so that nothing else moves."""
    return _NO_DATE.sub(lambda found: b" " * len(found[0]), made)


def as_data(document: Document) -> dict[str, Any]:
    """What the template reads."""
    day = None
    if document.day is not None:
        year, month, date = (int(part) for part in document.day.split("-"))
        day = {"year": year, "month": month, "day": date}
    return {
        "lang": document.lang,
        "region": _REGIONS[document.lang],
        "fonts": list(FONTS),
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.author,
        "day": day,
        "footer": document.footer,
        "page": list(document.page),
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Any) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Paragraph):
        return {"kind": block.kind, "text": block.text}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [list(row) for row in block.rows]}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": list(block.items)}
    if isinstance(block, Table):
        columns = [{"title": c.title, "right": c.right, "part": c.part} for c in block.columns]
        rows = [list(row) for row in block.rows]
        return {
            "kind": "table",
            "caption": block.caption,
            "columns": columns,
            "rows": rows,
            "strong": sorted(block.strong),
            "whole": _lines(block) <= _TOGETHER,
        }
    if isinstance(block, Chart):
        from optimizer.reports.charts.pictures import svg

        return {"kind": "chart", "alt": block.alt, "caption": block.caption, "svg": svg(block.picture)}
    if isinstance(block, Formula):
        return {"kind": "formula", "words": block.words, "tree": block.tree}
    if isinstance(block, Signature):
        return {"kind": "signature", "lines": list(block.lines)}
    raise TypeError(f"{type(block).__name__} is not a block of a document")


def _lines(table: Table) -> int:
    """About how many lines a table takes: each cell as long as its share of the width makes it."""
    parts = [column.part or 2 for column in table.columns]
    widths = [max(1, _CHARACTERS * part // sum(parts)) for part in parts]
    return sum(max(-(-len(cell) // width) for cell, width in zip(row, widths, strict=True)) for row in table.rows)


def _spelt_out(data: str, lacking: str) -> str:
    """The data with the first character of a text that no font has written as its code point."""
    escaped = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), lacking)
    for character in escaped:
        if ord(character) > 0x7F and character in data:
            return data.replace(character, f"[U+{ord(character):04X}]")
    raise RuntimeError(f"the text {lacking!a} could not be displayed")


@cache
def _template() -> bytes:
    return Path(__file__).with_name("document.typ").read_bytes()
