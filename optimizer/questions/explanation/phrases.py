"""The parts of which the sentences of an explanation are made: figures, levels, comings and goings, conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.questions.listing import amount
from optimizer.words import joined, money, number, plural

if TYPE_CHECKING:
    from optimizer.questions.explain import Explanation
    from optimizer.situation import Situation

#: How many single criteria a sentence names as examples.
EXAMPLES = 3

Words = Callable[[str], str]


def situation_of(e: Explanation) -> Situation:
    """The case with what follows from it, which every explanation that was made here carries."""
    assert e.situation is not None
    return e.situation


def tied(e: Explanation) -> bool:
    """Whether a portfolio with the other outcome for this roadmap is worth as much as the best."""
    return e.if_forced is not None and not e.if_forced.value_lost


def moves(e: Explanation, lang: str, _: Words) -> str:
    """Which others would come, go or change level; empty where none would."""
    assert e.if_forced is not None
    _n = plural(lang)
    new, old = _levels(e.if_forced.added, e.roadmap), _levels(e.if_forced.dropped, e.roadmap)
    names = {roadmap.id: roadmap.name for roadmap in situation_of(e).case.roadmaps}

    def listed(levels: dict[str, str], without: dict[str, str]) -> list[str]:
        at = _("%(roadmap)s (level “%(level)s”)")
        return [
            names[id] if level == "full" else at % {"roadmap": names[id], "level": level}
            for id, level in levels.items()
            if id not in without
        ]

    said, gone, come = [], listed(old, new), listed(new, old)
    if gone:
        message = _n("the roadmap %(roadmaps)s would drop out", "the roadmaps %(roadmaps)s would drop out", len(gone))
        said.append(message % {"roadmaps": joined(gone, lang)})
    if come:
        message = _n("the roadmap %(roadmaps)s would come in", "the roadmaps %(roadmaps)s would come in", len(come))
        said.append(message % {"roadmaps": joined(come, lang)})
    said += [
        _("%(roadmap)s would be funded at the level “%(then)s” instead of “%(now)s”")
        % {"roadmap": names[id], "then": level_name(level, _), "now": level_name(old[id], _)}
        for id, level in new.items()
        if id in old
    ]
    return "; ".join(said)


def _levels(options: Sequence[str], but: str) -> dict[str, str]:
    """Each roadmap of a list of options with its level, one roadmap left out."""
    split = (option.partition(":") for option in options)
    return {id: level or "full" for id, _colon, level in split if id != but}


def criteria(e: Explanation, lang: str, _: Words) -> str:
    """The single criteria on which the least better score would do, the smallest steps first."""
    from optimizer.criteria.annex2 import criterion_name

    if e.situation is None:
        return ""
    names = {criterion.id: criterion.name for criterion in e.situation.case.criteria}
    changes = [
        (abs(needed - e.criterion_now[id]), at, id, needed)
        for at, (id, needed) in enumerate(e.criterion_needed.items())
        if needed is not None and needed != e.criterion_now[id]
    ]
    examples = []
    for _difference, _at, id, needed in sorted(changes)[:EXAMPLES]:
        places = _decimals(e, needed, e.criterion_now[id])
        figures = {
            "needed": number(needed, lang, places),
            "now": number(e.criterion_now[id], lang, places),
            "criterion": criterion_name(id, names[id], lang),
        }
        examples.append(_("%(needed)s instead of %(now)s on “%(criterion)s”") % figures)
    return joined(examples, lang, either=True)


def _decimals(e: Explanation, *marks: Decimal) -> int:
    """As many decimals as the step of the scale has, or as these marks take."""
    step = Decimal(str(situation_of(e).case.settings.scale.step))
    return max(0, *(-int(x.normalize().as_tuple().exponent) for x in (step, *marks)))


def costs(e: Explanation, lang: str, _: Words) -> dict[str, str]:
    """The cost that would have done beside the present one, and the level that both are of where that needs saying."""
    assert e.cost_needed is not None
    several = len(situation_of(e).program.groups.get(e.roadmap, ())) > 1
    return {
        "needed": sum_of_money(e, e.cost_needed, lang),
        "cost": sum_of_money(e, present_cost(e), lang),
        "level": _(" for the level “%(level)s”") % {"level": level_name(e.cost_level, _)} if several else "",
    }


def present_cost(e: Explanation) -> Decimal:
    """The roadmap's total public cost at the level that ``cost_needed`` speaks of."""
    program = situation_of(e).program
    options = (program.options[o] for o in program.groups.get(e.roadmap, ()))
    return next((amount(program, one.public) for one in options if one.level == e.cost_level), e.cost)


def level_name(level: str | None, _: Words) -> str:
    """A level by name; ``full`` is a word of the language."""
    return _("full") if level in (None, "full") else str(level)


def sum_of_money(e: Explanation, figure: Decimal, lang: str) -> str:
    """An amount in the case's unit and currency."""
    settings = situation_of(e).case.settings
    return money(figure, str(settings.unit), settings.currency, lang)


def conditions(e: Explanation, lang: str) -> str:
    """The conditions that decide, in words, each with its id."""
    situation = situation_of(e)
    said = {condition.id: condition.sentence(situation.case, lang) for condition in situation.conditions}
    return "; ".join(f"{said[id]} ({id})" if id in said else id for id in e.binding)
