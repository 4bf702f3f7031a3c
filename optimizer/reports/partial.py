"""What documents say where a time limit came before an answer was whole: that it is a part, and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from optimizer.reports.document import Block, Bullets, Paragraph, plain
from optimizer.words import joined

if TYPE_CHECKING:
    from optimizer.criteria.ranking import Entry
    from optimizer.questions.explain import Explanation
    from optimizer.reports.voice import Voice


class Answer(Protocol):
    """What a question comes to."""

    @property
    def complete(self) -> bool:
        """False where something stopped the work."""


def stopped(voice: Voice, answer: Answer | None) -> list[Block]:
    """That an answer is a part only, or that there is none, where it is so."""
    if answer is not None and answer.complete:
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


def unproven(voice: Voice, entry: Entry) -> list[Block]:
    """What can be said of a roadmap where the best portfolio was not proven in time: the thresholds that it misses."""
    missed = [plain(reason.text(voice.lang)) for reason in entry.reasons]
    text = voice._(
        "The time limit came before the best portfolio was proven, from which the reasons are reckoned. Not reached: "
        "what would have led to another outcome, and which rules decided."
    )
    return [*([Bullets(tuple(missed))] if missed else []), Paragraph(text, "lead")]
