"""An explanation in sentences, English and Dutch, that an applicant understands.

No figure stands alone: each sentence says what the figure is, what it would have had to be, and by what it is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.words import joined, money, number, plural, translator

if TYPE_CHECKING:
    from optimizer.questions.explain import Explanation

#: How many single criteria a sentence names as examples.
EXAMPLES = 3


def sentences(explanation: Explanation, lang: str) -> list[str]:
    """The explanation as sentences, the outcome first."""
    _ = translator(lang)
    if not explanation.eligible:
        return _ineligible(explanation, lang, _)
    if explanation.funded:
        return _funded(explanation, lang, _)
    return _unfunded(explanation, lang, _)


Words = Callable[[str], str]


def _ineligible(e: Explanation, lang: str, _: Words) -> list[str]:
    said = [_("%(name)s is not funded: it misses a threshold and was therefore not eligible.") % {"name": e.name}]
    said += [reason.text(lang) for reason in e.missed]
    examples = _criteria(e, lang, _)
    if examples:
        said.append(
            _("It would have been eligible and funded with %(examples)s, all else unchanged.") % {"examples": examples}
        )
    elif e.complete:
        said.append(_("No better score on one criterion alone would have been enough for funding."))
    return said


def _unfunded(e: Explanation, lang: str, _: Words) -> list[str]:
    said = [
        _("%(name)s is not funded. It is number %(rank)s in the ranking with a score of %(score)s.")
        % {"name": e.name, "rank": e.rank, "score": number(e.score, lang)}
    ]
    if e.if_forced is not None:
        said.append(_forced_in(e, lang, _))
    elif e.complete:  # else it may be that this was not reached
        said.append(_("No portfolio that funds it keeps every rule and budget."))
    said.append(_score_sentence(e, lang, _))
    said.append(_cost_sentence(e, lang, _))
    said.append(_budget_sentence(e, lang, _))
    if e.binding:
        said.append(
            _("Without any one of these conditions it would have been funded: %(conditions)s.")
            % {"conditions": _conditions(e, lang, _)}
        )
    return [sentence for sentence in said if sentence]


def _funded(e: Explanation, lang: str, _: Words) -> list[str]:
    _n = plural(lang)
    said = [
        _("%(name)s is funded at level %(level)s. It is number %(rank)s in the ranking with a score of %(score)s.")
        % {
            "name": e.name,
            "level": _("full") if e.level == "full" else e.level,
            "rank": e.rank,
            "score": number(e.score, lang),
        }
    ]
    if e.if_forced is None:
        if e.complete:  # else it may be that this was not reached
            said.append(_("No portfolio without it keeps every rule and budget."))
    else:
        lost = {"lost": number(e.if_forced.value_lost, lang)}
        if e.if_forced.added:
            lost["added"] = joined([_name(e, id) for id in e.if_forced.added], lang)
            said.append(
                _n(
                    "Without it the best portfolio would be worth %(lost)s less; %(added)s alone would then come in.",
                    "Without it the best portfolio would be worth %(lost)s less; %(added)s would then come in.",
                    len(e.if_forced.added),
                )
                % lost
            )
        else:
            said.append(
                _("Without it the best portfolio would be worth %(lost)s less, and nothing would come in for it.")
                % lost
            )
    if e.score_needed is not None:
        said.append(
            _("It would have remained funded down to a score of %(needed)s.") % {"needed": number(e.score_needed, lang)}
        )
    if e.cost_needed is not None:
        said.append(
            _("It would have remained funded up to a public cost of %(needed)s instead of %(cost)s.")
            % {"needed": _money(e, e.cost_needed, lang), "cost": _money(e, e.cost, lang)}
        )
    elif e.complete and e.cost:
        said.append(_("No public cost would have been too high for it within these rules."))
    if e.binding:
        said.append(
            _("It owes its place to these conditions; without any one of them it would not be funded: %(conditions)s.")
            % {"conditions": _conditions(e, lang, _)}
        )
    return said


def _forced_in(e: Explanation, lang: str, _: Words) -> str:
    _n = plural(lang)
    assert e.if_forced is not None
    figures = {
        "lost": number(e.if_forced.value_lost, lang),
        "dropped": joined([_name(e, id) for id in e.if_forced.dropped], lang),
    }
    if not e.if_forced.value_lost:
        return _("A portfolio that funds it is worth as much as the best; the rule for ties decided.")
    if e.if_forced.dropped:
        return (
            _n(
                "The best portfolio that funds it is worth %(lost)s less than the best; "
                "it would displace %(dropped)s alone.",
                "The best portfolio that funds it is worth %(lost)s less than the best; it would displace %(dropped)s.",
                len(e.if_forced.dropped),
            )
            % figures
        )
    return _("The best portfolio that funds it is worth %(lost)s less than the best.") % figures


def _score_sentence(e: Explanation, lang: str, _: Words) -> str:
    if e.score_needed is None:
        return _("No score, however high, would have been enough within these rules and budgets.") if e.complete else ""
    figures = {
        "needed": number(e.score_needed, lang),
        "score": number(e.score, lang),
        "examples": _criteria(e, lang, _),
    }
    if e.score_needed <= e.score:
        return ""
    if figures["examples"]:
        return (
            _(
                "It would have been funded with a score of %(needed)s instead of %(score)s, "
                "for example with %(examples)s."
            )
            % figures
        )
    return (
        _(
            "It would have been funded with a score of %(needed)s instead of %(score)s; "
            "no better score on one criterion alone gives that."
        )
        % figures
    )


def _cost_sentence(e: Explanation, lang: str, _: Words) -> str:
    if not e.cost:
        return ""
    if e.cost_needed is None:
        return _("At no public cost, however low, would it have been funded.") if e.complete else ""
    figures = {"needed": _money(e, e.cost_needed, lang), "cost": _money(e, e.cost, lang)}
    return _("It would have been funded at a public cost of at most %(needed)s instead of %(cost)s.") % figures


def _budget_sentence(e: Explanation, lang: str, _: Words) -> str:
    if e.budget is None or not e.complete:
        return ""
    if e.budget_needed is None:
        return _("No budget, however large, would have been enough within the limits that the other rules leave.")
    figures = {"needed": _money(e, e.budget_needed, lang), "budget": _money(e, e.budget, lang)}
    return _("It would have been funded with a total budget of %(needed)s instead of %(budget)s.") % figures


def _criteria(e: Explanation, lang: str, _: Words) -> str:
    """The single criteria on which the least better score would do, the smallest steps first."""
    if e.situation is None:
        return ""
    criteria = {criterion.id: criterion for criterion in e.situation.case.criteria}
    changes = [
        (abs(needed - e.criterion_now[id]), at, id, needed)
        for at, (id, needed) in enumerate(e.criterion_needed.items())
        if needed is not None and needed != e.criterion_now[id]
    ]
    examples = [
        _("%(needed)s instead of %(now)s on %(criterion)s")
        % {
            "needed": number(needed, lang),
            "now": number(e.criterion_now[id], lang),
            "criterion": _criterion_name(criteria[id].id, criteria[id].name, lang),
        }
        for _difference, _at, id, needed in sorted(changes)[:EXAMPLES]
    ]
    return joined(examples, lang, either=True)


def _criterion_name(id: str, name: str, lang: str) -> str:
    """A criterion's name: in Dutch where it is one of the note's under its own name, else as the case gives it."""
    from optimizer.criteria.annex2 import annex2

    known = annex2(id)
    return known.wording(lang).name if known is not None and known.english.name == name else name


def _conditions(e: Explanation, lang: str, _: Words) -> str:
    assert e.situation is not None
    said = {condition.id: condition.sentence(e.situation.case, lang) for condition in e.situation.conditions}
    return "; ".join(f"{said[id]} ({id})" if id in said else id for id in e.binding)


def _name(e: Explanation, option: str) -> str:
    """A roadmap's name, with its level where the option has one."""
    assert e.situation is not None
    names = {roadmap.id: roadmap.name for roadmap in e.situation.case.roadmaps}
    if option in names:
        return names[option]
    roadmap, _separator, level = option.rpartition(":")
    return f"{names.get(roadmap, roadmap)} ({level})"


def _money(e: Explanation, figure: Decimal, lang: str) -> str:
    assert e.situation is not None
    settings = e.situation.case.settings
    return money(figure, str(settings.unit), settings.currency, lang)
