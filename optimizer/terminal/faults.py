"""Faults and warnings of an input, for people: every one, gathered by table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TextIO

from optimizer.case.faults import Fault
from optimizer.terminal.page import Look, Page


def show_faults(page: Page, faults: Sequence[Fault]) -> None:
    """Every fault below the name of its table: where it is, and what is wrong."""
    _, _n = page._, page._n
    count = len(faults)
    head = _n("%(n)s fault in the input", "%(n)s faults in the input", count)
    page.text(head % {"n": page.number(count)}, "bad", indent=0)
    for table, group in groupby(faults, key=lambda fault: fault.table):
        page.heading(_("the command line") if table == "options" else table)
        page.bullets([": ".join(part for part in (_place(page, fault), fault.message) if part) for fault in group])


def _place(page: Page, fault: Fault) -> str:
    row = page._("row %(row)s") % {"row": fault.row} if fault.row else ""
    return ", ".join(part for part in (row, fault.column) if part)


def show_warnings(page: Page, warnings: Sequence[str]) -> None:
    """Every warning, each on its own."""
    if warnings:
        page.heading(page._("Warnings"))
        page.bullets(warnings, "warn")


def _look(stream: TextIO) -> Look:
    """The look of a stream; where nobody watches, each fault stays on one line, so that a search finds it whole."""
    look = Look.of(stream)
    return look if stream.isatty() else look._replace(columns=1_000_000)


def faults_page(faults: Sequence[Fault], stream: TextIO, lang: str) -> str:
    """The faults as a text for one stream."""
    page = Page(lang, _look(stream))
    show_faults(page, faults)
    return str(page)


def warnings_page(warnings: Sequence[str], stream: TextIO, lang: str) -> str:
    """The warnings as a text for one stream, each on a line of its own."""
    page = Page(lang, _look(stream))
    for warning in warnings:
        page.text(page._("warning: %(text)s") % {"text": warning}, "warn", indent=0)
    return str(page)
