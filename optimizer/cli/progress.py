"""How far long work is: one line on standard error that rewrites itself, where somebody watches."""

from __future__ import annotations

import sys
import time
from fractions import Fraction
from typing import Any, TextIO

from optimizer.terminal.cells import encodable, padded, width
from optimizer.terminal.page import Look
from optimizer.words import number, percent, translator

#: Nothing is shown before this many seconds, and then at most once in so many.
_PATIENCE, _PACE = 0.5, 0.1
_BAR = 24


class Progress:
    """A line such as ``█████░░░ 12 of 40 · 7 found · best so far 8.123``; questions call it with what they know.

    It takes any of ``done``, ``of``, ``found``, ``best``, and of a solve ``value``, ``bound`` (in its own unit) and
    ``cases``; what it is not told it leaves out."""

    def __init__(self, stream: TextIO, lang: str, found: str = "") -> None:
        self.stream, self.lang, self.found = stream, lang, found
        self.look = Look.of(stream)
        self.started = time.monotonic()
        self.shown = 0.0
        self.known: dict[str, Any] = {}

    def __call__(self, **known: Any) -> None:
        """Take note of how far it is, and show it where the time has come."""
        self.known |= {name: value for name, value in known.items() if value is not None}
        now = time.monotonic()
        if now - self.started < _PATIENCE or now - self.shown < _PACE:
            return
        self.shown = now
        self._write(self.line())

    def line(self) -> str:
        """What there is to say now, on one line of the terminal's width."""
        _ = translator(self.lang)
        parts = []
        done, of = self.known.get("done"), self.known.get("of")
        if done is not None and of:
            full = round(_BAR * min(1.0, done / of))
            parts.append("█" * full + "░" * (_BAR - full) + " " + _("%(done)s of %(of)s") % {"done": done, "of": of})
        if "found" in self.known:
            said = _(self.found) if self.found else _("%(n)s found")
            parts.append(said % {"n": number(self.known["found"], self.lang)})
        if "best" in self.known:
            parts.append(_("best so far %(value)s") % {"value": number(self.known["best"], self.lang)})
        value, bound = self.known.get("value"), self.known.get("bound")
        if value and bound is not None:
            gap = Fraction(max(bound - value, 0)) / abs(value)
            parts.append(_("a portfolio is found; %(gap)s could still be gained") % {"gap": percent(gap, self.lang, 2)})
        if self.known.get("cases"):
            parts.append(_("%(n)s cases checked") % {"n": number(self.known["cases"], self.lang)})
        text = encodable(" · ".join(parts) or _("working"), self.look.encoding)
        while width(text) >= self.look.columns:
            text = text[:-1]
        return text

    def close(self) -> None:
        """Take the line away."""
        if self.shown:
            self._write("")

    def _write(self, text: str) -> None:
        try:
            self.stream.write("\r" + padded(text, self.look.columns - 1) + ("" if text else "\r"))
            self.stream.flush()
        except (OSError, ValueError):
            self.shown = float("inf")  # nobody watches any more


def watched(quiet: bool, lang: str, found: str = "") -> Progress | None:
    """A progress line where standard error is a terminal and nobody asked for quiet; else None. ``found`` is how it
    says that ``%(n)s`` things have been found."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        return None
    return Progress(sys.stderr, lang, found)
