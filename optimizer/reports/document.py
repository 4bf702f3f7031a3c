"""A document as plain data, in one language: what every format is made from.

Texts are texts: nothing in them is markup in any format. A document is built once and rendered by ``pdf``, ``word`` and
``html``; two renderings of the same document say the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

#: Characters that turn the direction of what follows, beyond the name that they stand in.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT = frozenset("\t\n")


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 is a section of the document."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: ``lead`` must not be missed, ``note`` is small print, ``quote`` somebody else's words."""

    text: str
    kind: Literal["body", "lead", "note", "quote"] = "body"


@dataclass(frozen=True)
class Facts:
    """Short facts under each other, each with its label."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bullets:
    """A list whose order says nothing."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column: ``right`` aligns figures; ``part`` is its share of the width (0: as wide as it needs)."""

    title: str
    right: bool = False
    part: int = 0


@dataclass(frozen=True)
class Table:
    """A table with a head that is repeated on each page; the first cell of each row names the row.

    ``strong`` are the indices of rows that stand out, such as a total."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Chart:
    """A picture of figures that the text or a table also gives. ``picture`` is an ``altair`` chart, or SVG."""

    picture: Any = field(repr=False)
    alt: str
    caption: str


@dataclass(frozen=True)
class Formula:
    """A formula as a tree (see ``optimizer.reports.mathematics``), with the words that say it."""

    tree: Any
    words: str
    number: str = ""


@dataclass(frozen=True)
class Signature:
    """The place where somebody signs."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | Facts | Bullets | Table | Chart | Formula | Signature


@dataclass(frozen=True)
class Document:
    """One document.

    Attributes:
        lang: ``en`` or ``nl``.
        title, subtitle: as they stand on top.
        author: who issues it.
        day: the date of the decision (ISO), or None; the only date that a file carries.
        blocks: what it says, in order.
        footer: what stands at the foot of each page.
        page: the word for "page" and "of", for page numbers.
    """

    lang: str
    title: str
    subtitle: str
    author: str
    day: str | None
    blocks: tuple[Block, ...]
    footer: str
    page: tuple[str, str]


def plain(text: object) -> str:
    """A text as documents carry it: NFC, without control characters and without marks that turn the direction of what
    follows them (letters that are written from right to left stay)."""
    found = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_shown(c) for c in found if c not in _TURNING)


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Cs") and character not in _KEPT:
        return "\ufffd"
    return "\ufffd" if ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF else character


def texts(document: Document) -> Iterable[str]:
    """Every text of a document, in reading order."""
    yield from (document.title, document.subtitle)
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Facts):
            yield from (text for row in block.rows for text in row)
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Table):
            yield block.caption
            yield from (column.title for column in block.columns)
            yield from (cell for row in block.rows for cell in row)
        elif isinstance(block, Chart):
            yield from (block.alt, block.caption)
        elif isinstance(block, Formula):
            yield block.words
        else:
            yield from block.lines
