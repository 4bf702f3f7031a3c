"""What an answer says of itself where something stopped the work before its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from optimizer.words import joined

if TYPE_CHECKING:
    from optimizer.terminal.page import Page

#: So many of what was not reached are named.
_NAMED = 8


def show_partial(page: Page, answer: Any) -> None:
    """At the top: that this is a part of the answer."""
    if answer.get("complete") is False:
        page.text(page._("Partial: the work was stopped before its end."), "warn", indent=0)


def show_missing(page: Page, answer: Any, missing: Sequence[str] = (), reached: int = 0, note: str = "") -> None:
    """At the end: how much was reached, what was not, and what that means (``note``)."""
    if answer.get("complete") is not False:
        return
    _ = page._
    page.gap()
    said = _("Stopped before the end: what is shown is not complete.")
    if missing:
        figures = {"reached": page.number(reached), "all": page.number(reached + len(missing))}
        said += " " + _("%(reached)s of %(all)s were reached.") % figures
        named = list(missing[:_NAMED])
        if len(missing) > _NAMED:
            named.append(_("%(n)s more") % {"n": page.number(len(missing) - _NAMED)})
        said += " " + _("Not reached: %(names)s.") % {"names": joined(named, page.lang)}
    page.text(f"{said} {note}".rstrip(), "warn", indent=0)
