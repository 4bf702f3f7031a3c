"""What each criterion counts for, and how far the members' judgments agree with themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page
from optimizer.words import N_

if TYPE_CHECKING:
    from optimizer.situation import Situation

#: How each method of weighting is called.
METHODS = {
    "equal": N_("equal weights"),
    "direct": N_("weights given directly"),
    "ahp": N_("pairwise judgments (AHP)"),
    "roc": N_("order of importance (rank-order centroid)"),
    "swing": N_("swing weights"),
    "bwm": N_("best and worst compared (best-worst method)"),
    "entropy": N_("entropy of the scores"),
    "critic": N_("spread and conflict of the scores (CRITIC)"),
    "merec": N_("effect of removing each criterion (MEREC)"),
}
#: Saaty's bound: above it a member's judgments are worth another look.
_ENOUGH = 0.10


def show_weights(page: Page, names: Names, situation: Situation) -> None:
    """A bar for each criterion's weight, and each member's consistency where there are judgments."""
    _ = page._
    weights = situation.weights
    page.heading(_("Weights of the criteria"), _(METHODS.get(weights.method, weights.method)))
    largest = float(max(weights.values.values(), default=0)) or 1.0
    room = max(8, min(28, page.look.columns - 50))
    rows = [
        [names.criterion(id), page.percent(weight, 1), page.bar(float(weight) / largest, room)]
        for id, weight in weights.values.items()
    ]
    page.table([Column("", wrap=True), Column("", "right"), Column("")], rows, titles=False)
    show_consistency(page, situation)


def show_consistency(page: Page, situation: Situation) -> None:
    """The consistency ratio of the group and of each member."""
    _ = page._
    consistency = situation.weights.consistency
    if consistency is None:
        return
    page.heading(_("Consistency of the judgments"), _("ratio; 0.10 or less is taken as consistent"))
    rows: list[list[str | Cell]] = []
    for name, member in consistency.members.items():
        fine = member.ratio <= _ENOUGH
        note = Cell("" if fine else _("worth another look"), "warn")
        rows.append([name or _("one member"), page.number(member.ratio, 3), note])
    if len(rows) != 1:
        rows.append([Cell(_("together"), "strong"), page.number(consistency.ratio, 3), ""])
    page.table([Column("", wrap=True), Column("", "right"), Column("", wrap=True)], rows, titles=False)
