"""What is compared, side by side: a letter for each, and what differs in a row for each thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from optimizer.terminal.page import Column, Page


def letter(index: int) -> str:
    """A, B, … Z, AA, AB, …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def show_differing(
    page: Page,
    head: str,
    values: Sequence[Mapping[Any, Any]],
    named: Callable[[Any], str],
    written: Callable[[Any], str],
) -> None:
    """A row for each key under which not all have the same value, a column for each that is compared; nothing where all
    are the same."""
    keys = list(dict.fromkeys(key for one in values for key in one))
    differing = [key for key in keys if len({one.get(key) for one in values}) > 1]
    if not differing:
        return
    page.heading(head, page._("where they are not all the same") if len(differing) < len(keys) else "")
    rows = [[named(key), *(written(one.get(key)) for one in values)] for key in differing]
    page.table([Column("", wrap=True), *(Column(letter(i), "right") for i in range(len(values)))], rows)
