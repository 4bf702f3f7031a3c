"""A case without faults: what it holds, and what is legal in it but suspicious."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.terminal.faults import show_warnings
from optimizer.terminal.page import Column, Page
from optimizer.words import N_, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.case.model import Case


def counts(case: Case) -> dict[str, tuple[int, str]]:
    """How many of each thing a case holds, by table, with the word for it."""
    evaluators = {score.evaluator for score in case.scores}
    members = {judgment.member for judgment in case.judgments}
    return {
        "criteria": (len(case.criteria), N_("criteria")),
        "roadmaps": (len(case.roadmaps), N_("roadmaps")),
        "scores": (len(case.scores), N_("scores")),
        "evaluators": (len(evaluators), N_("evaluators")),
        "judgments": (len(case.judgments), N_("judgments")),
        "members": (len(members), N_("committee members")),
        "costs": (len(case.costs), N_("amounts of cost")),
        "budget": (len(case.budget), N_("rows of budget")),
        "synergies": (len(case.synergies), N_("synergies")),
        "rules": (len(case.rules), N_("rules in force")),
        "scenarios": (len(case.scenarios), N_("scenarios")),
    }


def show(page: Page, case: Case, warnings: Sequence[str]) -> None:
    """The good news first, then the counts, the years and the warnings."""
    _ = page._
    page.title(str(case.settings.title))
    page.text(_("No faults."), "good", indent=0)
    page.heading(_("What the case holds"))
    rows = [[_(label), page.number(number)] for number, label in counts(case).values() if number]
    page.table([Column(""), Column("", "right")], rows, titles=False)
    years = sorted({cost.year for cost in case.costs if cost.year})
    if years:
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        page.text(_("Costs in %(years)s.") % {"years": span})
    outside = [str(roadmap.name) for roadmap in case.roadmaps if not roadmap.admissible]
    if outside:
        page.text(_("Not admissible: %(names)s.") % {"names": joined(outside, page.lang)})
    show_warnings(page, warnings)
