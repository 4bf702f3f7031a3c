"""What documents say where a time limit came before an answer was whole: that it is a part, and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.reports.document import Block, Paragraph
from optimizer.words import joined

if TYPE_CHECKING:
    from optimizer.questions.explain import Explanation
    from optimizer.reports.voice import Voice


def stopped(voice: Voice, complete: bool) -> list[Block]:
    """That an answer is a part only, where it is."""
    if complete:
        return []
    text = voice._("The time limit came before this was found out in full. What is not listed here was not reached.")
    return [Paragraph(text, "lead")]


def unreached(voice: Voice, found: Explanation) -> list[str]:
    """Which figures of an explanation that was stopped are not there."""
    _, lacking = voice._, []
    if found.eligible:
        if found.score_needed is None:
            lacking.append(_("the score that would be enough"))
        if found.cost_needed is None:
            lacking.append(_("the cost up to which it is funded"))
        if found.budget_needed is None and not found.funded:
            lacking.append(_("the budget that would be enough"))
        if found.if_forced is None:
            lacking.append(_("the portfolio in which it is decided otherwise"))
    missing = [id for id, value in found.criterion_needed.items() if value is None]
    if len(missing) == len(found.criterion_needed):
        lacking.append(_("the scores on a single criterion that would be enough"))
    elif missing:
        names = joined([voice.criteria[id] for id in missing], voice.lang)
        lacking.append(_("the score that would be enough on %(criteria)s") % {"criteria": names})
    return [*lacking, _("rules that may have decided beside those that are named")]
