"""Why one roadmap is funded or not, and what would change that, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page
from optimizer.terminal.partial import show_missing, show_partial

if TYPE_CHECKING:
    from optimizer.situation import Situation


def show(page: Page, found: Any, situation: Situation) -> None:
    """The verdict, the sentences, what the score is made of, and what would have done on each criterion."""
    _ = page._
    answer = found.as_dict(page.lang)
    names = Names(page, situation.case)
    page.title(names.both(answer["roadmap"]))
    show_partial(page, answer)
    if answer["funded"]:
        page.text(_("Funded."), "good", indent=0)
    elif answer["eligible"]:
        page.text(_("Eligible, not funded."), "warn", indent=0)
    else:
        page.text(_("Not eligible."), "bad", indent=0)
    page.gap()
    for reason in answer["reasons"]:
        page.text(reason, indent=0)
    _criteria(page, names, answer)
    if answer["binding"]:
        page.heading(_("Rules that decide"))
        page.bullets([names.ruled(id) for id in answer["binding"]])
    show_missing(
        page, answer, note=_("A figure that is not there was not reached; it does not mean that nothing would do.")
    )


def _criteria(page: Page, names: Names, answer: Any) -> None:
    """Each criterion's part of the additive score, and the score on it that would do."""
    _ = page._
    page.heading(_("What the score is made of"), _("parts of the additive score"))
    needed = answer["criterion_needed"] or {}
    with_needed = any(value is not None for value in needed.values())
    room = max(6, min(20, page.look.columns - 62))
    largest = max((float(share) for share in answer["contributions"].values()), default=0.0) or 1.0
    rows: list[list[str | Cell]] = []
    for id, share in answer["contributions"].items():
        row: list[str | Cell] = [names.criterion(id), page.percent(share, 1), page.bar(float(share) / largest, room)]
        rows.append([*row, page.number(needed.get(id))] if with_needed else row)
    columns = [Column(_("Criterion"), wrap=True), Column(_("Part"), "right"), Column("")]
    funded = _("Stays funded at") if answer["funded"] else _("Funded at")
    page.table([*columns, Column(funded, "right")] if with_needed else columns, rows)
