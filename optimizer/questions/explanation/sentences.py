"""An explanation in sentences, English and Dutch, that an applicant understands.

No figure stands alone: each sentence says what the figure is, what it would have had to be, and by what it is measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.criteria.ranking import score_bounds
from optimizer.questions.explanation.phrases import (
    Words,
    conditions,
    costs,
    criteria,
    level_name,
    moves,
    present_cost,
    situation_of,
    sum_of_money,
    tied,
)
from optimizer.words import number, plural, translator

if TYPE_CHECKING:
    from optimizer.questions.explain import Explanation

#: Scores are rounded to so many decimals before anything is done with them, and are written so.
PLACES = 6


def sentences(explanation: Explanation, lang: str) -> list[str]:
    """The explanation as sentences, the outcome first."""
    _ = translator(lang)
    say = _funded if explanation.funded else _unfunded if explanation.eligible else _ineligible
    return [sentence for sentence in say(explanation, lang, _) if sentence]


def _ineligible(e: Explanation, lang: str, _: Words) -> list[str]:
    _n = plural(lang)
    missed = len(e.missed)
    said = [
        _n(
            "%(name)s is not funded: it misses a threshold and was therefore not eligible.",
            "%(name)s is not funded: it misses %(number)s thresholds and was therefore not eligible.",
            missed,
        )
        % {"name": e.name, "number": missed}
    ]
    said += [reason.text(lang) for reason in e.missed]
    examples = criteria(e, lang, _)
    if examples:
        said.append(
            _("It would have been eligible and funded with %(examples)s, all else unchanged.") % {"examples": examples}
        )
    elif e.complete:
        said.append(_("No better score on one criterion alone would have been enough for funding."))
    return said


def _unfunded(e: Explanation, lang: str, _: Words) -> list[str]:
    said = [
        _(
            "%(name)s is not funded. It is number %(rank)s of %(all)s in the ranking, with a score of %(score)s on a "
            "scale from 0 to 1."
        )
        % _place(e, lang)
    ]
    if e.if_forced is None:
        said.append(_("No portfolio that funds it keeps every rule and budget.") if e.complete else "")
    elif tied(e):
        said.append(_("A portfolio that funds it is worth as much as the best; the rule for ties decided."))
    else:
        said.append(_forced_in(e, lang, _))
    return [
        *said,
        _better_score(e, lang, _),
        _lower_cost(e, lang, _),
        _larger_budget(e, lang, _),
        _without_conditions(e, lang),
    ]


def _funded(e: Explanation, lang: str, _: Words) -> list[str]:
    said = [_outcome(e, lang, _)]
    if e.if_forced is None:
        said.append(_("No portfolio without it keeps every rule and budget.") if e.complete else "")
    else:
        said.append(_forced_out(e, lang, _))
    return [*said, _worse_score(e, lang, _), _higher_cost(e, lang, _), _owes(e, lang)]


def _place(e: Explanation, lang: str) -> dict[str, object]:
    """A roadmap's name, rank and score, for the sentence that begins the explanation."""
    return {
        "name": e.name,
        "rank": e.rank,
        "all": len(situation_of(e).ranking.entries),
        "score": number(e.score, lang, PLACES),
    }


def _outcome(e: Explanation, lang: str, _: Words) -> str:
    """That it is funded; at which level, where it asked for more than one."""
    figures = _place(e, lang)
    if len(situation_of(e).program.groups.get(e.roadmap, ())) < 2:
        said = _(
            "%(name)s is funded. It is number %(rank)s of %(all)s in the ranking, with a score of %(score)s on a scale "
            "from 0 to 1."
        )
        return said % figures
    said = _(
        "%(name)s is funded at the level “%(level)s”. It is number %(rank)s of %(all)s in the ranking, with a score of "
        "%(score)s on a scale from 0 to 1."
    )
    return said % {**figures, "level": level_name(e.level, _)}


# ---------------------------------------------------------------------- what forcing it the other way does


def _forced_in(e: Explanation, lang: str, _: Words) -> str:
    assert e.if_forced is not None
    figures = {"lost": number(e.if_forced.value_lost, lang), "moves": moves(e, lang, _)}
    if figures["moves"]:
        return _("The best portfolio that funds it is worth %(lost)s less than the best: %(moves)s.") % figures
    return _("The best portfolio that funds it is worth %(lost)s less than the best.") % figures


def _forced_out(e: Explanation, lang: str, _: Words) -> str:
    assert e.if_forced is not None
    figures = {"lost": number(e.if_forced.value_lost, lang), "moves": moves(e, lang, _)}
    if tied(e):
        return _("A portfolio without it is worth as much as the best; the rule for ties decided.")
    if figures["moves"]:
        return _("The best portfolio without it is worth %(lost)s less than the best: %(moves)s.") % figures
    return _("The best portfolio without it is worth %(lost)s less than the best; nothing would come in for it.") % (
        figures
    )


# ---------------------------------------------------------------------- the score that would have done


def _better_score(e: Explanation, lang: str, _: Words) -> str:
    if e.score_needed is None:
        return _("No score, however high, would have been enough within these rules and budgets.") if e.complete else ""
    if e.score_needed <= e.score:
        return ""
    figures = {
        "needed": number(e.score_needed, lang, PLACES),
        "score": number(e.score, lang, PLACES),
        "examples": criteria(e, lang, _),
    }
    if figures["examples"]:
        said = _(
            "It would have been funded with a score of %(needed)s instead of %(score)s, for example with %(examples)s."
        )
    else:
        said = _(
            "It would have been funded with a score of %(needed)s instead of %(score)s; "
            "no better score on one criterion alone gives that."
        )
    return said % figures


def _worse_score(e: Explanation, lang: str, _: Words) -> str:
    if e.score_needed is None:
        return ""
    figures = {"needed": number(e.score_needed, lang, PLACES)}
    if e.score_needed <= score_bounds(str(situation_of(e).case.settings.scoring.method))[0]:
        return _("It would have remained funded at any score, however low.")
    if e.score_needed == e.score:
        return _("With any score below %(needed)s it would not have remained funded.") % figures
    return _("It would have remained funded down to a score of %(needed)s.") % figures


# ---------------------------------------------------------------------- the cost and the budget that would have done


def _lower_cost(e: Explanation, lang: str, _: Words) -> str:
    if not e.cost:
        return ""
    if e.cost_needed is None:
        return _("At no public cost, however low, would it have been funded.") if e.complete else ""
    figures = costs(e, lang, _)
    if tied(e):
        return _("At any public cost above %(needed)s%(level)s that would no longer be so.") % figures
    said = _(
        "It would have been funded at a public cost of %(needed)s instead of %(cost)s%(level)s; "
        "at more it would not be."
    )
    return said % figures


def _higher_cost(e: Explanation, lang: str, _: Words) -> str:
    if e.cost_needed is None:
        return _("No public cost would have been too high for it within these rules.") if e.complete and e.cost else ""
    figures = costs(e, lang, _)
    if e.cost_needed == present_cost(e):
        return _("At any public cost above the present %(cost)s%(level)s it would not have remained funded.") % figures
    said = _(
        "It would have remained funded at a public cost of %(needed)s instead of %(cost)s%(level)s; "
        "at more it would not."
    )
    return said % figures


def _larger_budget(e: Explanation, lang: str, _: Words) -> str:
    if e.budget is None or not e.complete or tied(e):
        return ""
    if e.budget_needed is None:
        return _("No budget, however large, would have been enough within the limits that the other rules leave.")
    figures = {"needed": sum_of_money(e, e.budget_needed, lang), "budget": sum_of_money(e, e.budget, lang)}
    said = _(
        "It would have been funded with a total budget of %(needed)s instead of %(budget)s, every maximum raised "
        "in the same proportion."
    )
    return said % figures


# ---------------------------------------------------------------------- the conditions that decide


def _without_conditions(e: Explanation, lang: str) -> str:
    if not e.binding:
        return ""
    _n = plural(lang)
    if tied(e):
        said = _n(
            "Without this condition too, a portfolio that funds it would be worth as much as the best: %(conditions)s.",
            "Without any one of these conditions too, a portfolio that funds it would be worth as much as the best: "
            "%(conditions)s.",
            len(e.binding),
        )
    else:
        said = _n(
            "Without this condition it would have been funded: %(conditions)s.",
            "Without any one of these conditions it would have been funded: %(conditions)s.",
            len(e.binding),
        )
    return said % {"conditions": conditions(e, lang)}


def _owes(e: Explanation, lang: str) -> str:
    if not e.binding:
        return ""
    _n = plural(lang)
    said = _n(
        "It owes its place to this condition, without which it would not be funded: %(conditions)s.",
        "It owes its place to these conditions; without any one of them it would not be funded: %(conditions)s.",
        len(e.binding),
    )
    return said % {"conditions": conditions(e, lang)}
