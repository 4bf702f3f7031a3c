"""How the portfolio stands: to every rule and budget, and how far it is proven to be the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.reports.document import Column, Table, plain
from optimizer.reports.proving import counted
from optimizer.reports.voice import capital

if TYPE_CHECKING:
    from optimizer.reports.dossier import Dossier
    from optimizer.reports.voice import Voice


def rules_table(voice: Voice, dossier: Dossier) -> Table:
    """Every rule and budget row, why it is there, and how the portfolio stands to it."""
    _ = voice._
    rows = []
    for kept in dossier.rules:
        figure = "–" if kept.figure is None else plain(kept.condition.reached(voice.case, kept.figure, voice.lang))
        state = _("kept") if kept.satisfied else _("not kept")
        if kept.satisfied and kept.tight:
            state = _("kept, at its limit")
        rows.append((voice.condition(kept.id), voice.rationale(kept.id) or "–", capital(figure), state))
    columns = (
        Column(_("Rule"), part=5),
        Column(_("Why the rule is there"), part=5),
        Column(_("The portfolio"), part=3),
        Column(_("State"), part=2),
    )
    return Table(_("Rules and budgets"), columns, tuple(rows))


def proof(voice: Voice, dossier: Dossier) -> str:
    """How far the best portfolio is proven, in sentences."""
    _, decision = voice._, dossier.decision
    if decision.status.value != "optimal":
        gap = voice.percent(decision.gap or 0, 3)
        bound = _("The portfolio is not proven to be the best: a better one could be worth at most %(gap)s more.")
        return " ".join((bound % {"gap": gap}, counted(False, decision.cases, voice.lang))).rstrip()
    proven = _(
        "The best portfolio is proven to be the best in exact arithmetic, over all portfolios that keep every rule."
    )
    said = [proven]
    if decision.cases:
        said = [counted(True, decision.cases, voice.lang)]
        said.append(_("Together the cases hold every portfolio that keeps the rules."))
    if decision.unique:
        said.append(_("No other portfolio is worth as much."))
    elif decision.unique is False:
        said.append(
            _(
                "Another portfolio is worth as much; the rule for ties decided between them: the smaller public "
                "spend first, then the order of the ranking."
            )
        )
    return " ".join(said)


def not_the_head(voice: Voice, dossier: Dossier) -> str:
    """Why a portfolio is not the head of the ranking; nothing is called the best that was not proven so."""
    _ = voice._
    if dossier.decision.status.value != "optimal":
        return _(
            "The portfolio is not simply the head of the ranking: of all portfolios that were found to keep every rule "
            "and every budget, it is the one that is worth most. It may therefore hold a roadmap of a lower rank and "
            "leave out one of a higher rank."
        )
    return _(
        "The portfolio is not simply the head of the ranking: of all portfolios that keep every rule and every budget, "
        "it is the one that is worth most. It may therefore hold a roadmap of a lower rank and leave out one of a "
        "higher rank. Each figure below was found by solving the choice again with that one thing changed."
    )
