"""What a robustness study or a comparison of methods comes to, in a few sentences, English and Dutch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.words import joined, number, percent, plural, translator

if TYPE_CHECKING:
    from optimizer.questions.methods import Methods
    from optimizer.questions.robustness.results import Robust

#: So many roadmaps are named in a sentence on those that methods disagree about.
_NAMED = 3


def sentences(found: Robust, lang: str = "en", names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Of a study: how it was made, what is sure, how far the choice may fall short, who stands behind it.

    Args:
        names: what roadmaps are called, by id; else by their ids."""
    _, _n, called = translator(lang), plural(lang), _called(lang, names)
    count = len(found.portfolios)
    made = []
    if found.method == "exact":
        made.append(
            _n(
                "Over all weights in the set, one portfolio is at least as good as every other.",
                "Over all weights in the set, %(count)s portfolios remain that no other one beats throughout.",
                count,
            )
            % {"count": count}
        )
    else:
        made.append(
            _n(
                "Sampled, not proven for the whole set: the same portfolio was best at all weightings looked at.",
                "Sampled, not proven for the whole set: %(count)s portfolios were best at some weighting looked at.",
                count,
            )
            % {"count": count}
        )
    made += _roadmaps(found, lang, called)
    made += _regrets(found, lang, called)
    uncertainty, members = found.score_uncertainty, found.members
    if uncertainty is not None and uncertainty.panels:
        made.append(
            _("Of %(panels)s panels drawn again from the evaluators, %(share)s come to the same portfolio.")
            % {"panels": uncertainty.panels, "share": percent(uncertainty.same, lang)}
        )
    if members is not None and members.members:
        everyone = [id for id, behind in members.behind.items() if len(behind) == len(members.members)]
        if everyone:
            made.append(_("Every member alone would fund %(roadmaps)s.") % {"roadmaps": called(everyone)})
        else:
            made.append(_("There is no roadmap that every member alone would fund."))
    if not found.complete:
        made.append(_("The work was stopped before it was done; these figures are partial."))
    return tuple(made)


def _called(lang: str, names: Mapping[str, str] | None) -> Callable[[Iterable[str]], str]:
    """Lists roadmaps, given as ``id`` or ``id:level``, by what they are called."""
    known = names or {}

    def one(id: str) -> str:
        roadmap, _, level = id.partition(":")
        return f"{known.get(roadmap, roadmap)} ({level})" if level else known.get(roadmap, roadmap)

    return lambda ids: joined([one(id) for id in ids], lang)


def _roadmaps(found: Robust, lang: str, called: Callable[[Iterable[str]], str]) -> list[str]:
    """Which roadmaps are in all of the portfolios, and which in some."""
    _ = translator(lang)
    core = [roadmap.roadmap for roadmap in found.roadmaps if roadmap.grade == "core"]
    border = [roadmap.roadmap for roadmap in found.roadmaps if roadmap.grade == "borderline"]
    made = []
    if core:
        made.append(_("In all of them: %(roadmaps)s.") % {"roadmaps": called(core)})
    if border:
        made.append(_("In some of them, so that the weights decide: %(roadmaps)s.") % {"roadmaps": called(border)})
    return made


def _regrets(found: Robust, lang: str, called: Callable[[Iterable[str]], str]) -> list[str]:
    """How far the selected portfolio may fall short, and which falls short the least."""
    _ = translator(lang)
    mine, least = found.present.max_regret, found.minimax
    if mine is None or least is None or least.max_regret is None:
        return []

    def shown(x: Fraction) -> str:
        return number(round(float(x), 4), lang)

    where = _("in the set") if found.regret_exact else _("looked at")
    if mine == 0:
        return [_("The selected portfolio is best at all weights %(where)s.") % {"where": where}]
    made = [
        _("At no weights %(where)s is the selected portfolio more than %(regret)s short of the best.")
        % {"where": where, "regret": shown(mine)}
    ]
    if least.selection == found.present.selection:
        if found.minimax_proven:
            made.append(_("No other portfolio can promise less."))
    else:
        made.append(
            _("The portfolio that can promise the least, %(regret)s, is %(portfolio)s.")
            % {"regret": shown(least.max_regret), "portfolio": called(least.selected)}
        )
    return made


def of_methods(found: Methods, lang: str = "en", names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Of a comparison of methods: how many come to the same portfolio, what all fund, where they disagree most.

    Args:
        names: what roadmaps are called, by id; else by their ids."""
    _, _n, called = translator(lang), plural(lang), _called(lang, names)
    mine = next((method for method in found.methods if method.method == found.in_force), None)
    made = []
    if mine is not None:
        same = [m.method for m in found.methods if m is not mine and m.selected == mine.selected]
        made.append(
            _n(
                "One of %(of)s other methods comes to the same portfolio as %(method)s.",
                "%(count)s of %(of)s other methods come to the same portfolio as %(method)s.",
                len(same),
            )
            % {"count": len(same), "of": len(found.methods) - 1, "method": mine.method}
        )
    always = [d.roadmap for d in found.disputed if len(d.funded_by) == len(found.methods)]
    if always:
        made.append(_("Funded under every method: %(roadmaps)s.") % {"roadmaps": called(sorted(always))})
    wide = [d for d in found.disputed if d.worst > d.best][:_NAMED]
    ranges = _("%(roadmap)s ranks anywhere from %(best)s to %(worst)s, depending on the method.")
    made += [
        ranges % {"roadmap": called([d.roadmap]), "best": number(d.best, lang), "worst": number(d.worst, lang)}
        for d in wide
    ]
    if not found.complete:
        made.append(_("The work was stopped before it was done; these figures are partial."))
    return tuple(made)
