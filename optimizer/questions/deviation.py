"""What a reasoned decision has to explain where a proposed portfolio departs from the best."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.words import joined, money, number, percent, translator

if TYPE_CHECKING:
    from optimizer.questions.assess import Assessment, Better
    from optimizer.situation import Situation


def to_explain(situation: Situation, found: Assessment, lang: str = "en", *, rules: bool = True) -> tuple[str, ...]:
    """Each point in a sentence: every rule that is not kept (unless ``rules`` is false), the value given up, who is
    passed over for a roadmap that ranks lower, and what is both better and cheaper. Empty where the proposal is as good
    as the best and keeps every rule."""
    return tuple(_Points(situation, lang).of(found, rules))


class _Points:
    """The points of one case in one language."""

    def __init__(self, situation: Situation, lang: str) -> None:
        self.situation, self.lang, self._ = situation, lang, translator(lang)
        self.conditions = {condition.id: condition for condition in situation.conditions}
        self.names = {roadmap.id: roadmap.name or roadmap.id for roadmap in situation.case.roadmaps}
        self.entries = situation.ranking.by_id

    def of(self, found: Assessment, rules: bool) -> list[str]:
        """All of them, the gravest first."""
        broken = found.broken if rules else ()
        points = [self.broken(one.id, None if one.by is None else Fraction(one.by)) for one in broken]
        if found.value_lost is not None and found.value_lost > 0:
            points.append(self.lost(Fraction(found.value_lost), Fraction(found.value)))
        points += self.passed_over(found)
        if found.better_and_cheaper is not None:
            points.append(self.better(found, found.better_and_cheaper))
        return points

    def broken(self, id: str, by: Fraction | None) -> str:
        """One rule that is not kept, or one roadmap below a threshold."""
        kind, _, roadmap = id.partition(":")
        if kind == "eligible":
            why = " ".join(reason.text(self.lang) for reason in self.entries[roadmap].reasons)
            said = self._("%(name)s is below a threshold. %(why)s")
            return said % {"name": self.names[roadmap], "why": why}
        condition, case = self.conditions[id], self.situation.case
        figures = {"rule": condition.sentence(case, self.lang), "id": id}
        if by is None:
            return self._("Not kept: %(rule)s (%(id)s).") % figures
        figures["by"] = condition.reached(case, by, self.lang)
        return self._("Not kept: %(rule)s (%(id)s); the difference is %(by)s.") % figures

    def lost(self, lost: Fraction, value: Fraction) -> str:
        """The value given up."""
        figures = {"value": number(lost, self.lang)}
        best = value + lost
        if best <= 0:
            return self._("It gives up %(value)s of value.") % figures
        figures["share"] = percent(lost / best, self.lang, 1)
        return self._("It gives up %(value)s of value: %(share)s of what the best is worth.") % figures

    def passed_over(self, found: Assessment) -> list[str]:
        """Each roadmap that comes in although others rank above it that the best funds and the proposal does not."""
        mine = {id.partition(":")[0] for id in found.selected}
        gone = [bare for bare in (id.partition(":")[0] for id in found.dropped) if bare not in mine]
        points = []
        for id in found.added:
            bare = id.partition(":")[0]
            above = [one for one in gone if self.entries[one].rank < self.entries[bare].rank]
            above.sort(key=lambda one: self.entries[one].rank)
            if above:
                said = self._("%(name)s (rank %(rank)s) is funded while the higher ranked %(others)s would give way.")
                others = [self._("%(name)s (rank %(rank)s)") % self.placed(one) for one in above]
                points.append(said % {**self.placed(bare), "others": joined(others, self.lang)})
        return points

    def placed(self, roadmap: str) -> dict[str, object]:
        """A roadmap's name and rank."""
        return {"name": self.names[roadmap], "rank": self.entries[roadmap].rank}

    def better(self, found: Assessment, better: Better) -> str:
        """What keeps every rule, is worth more and costs less."""
        settings = self.situation.case.settings
        figures = {
            "value": number(Fraction(better.value) - Fraction(found.value), self.lang),
            "money": money(
                Fraction(found.spend) - Fraction(better.spend), str(settings.unit), settings.currency, self.lang
            ),
            "names": joined([self.named(id) for id in better.selected], self.lang) or "–",
        }
        return (
            self._("A portfolio that keeps every rule is worth %(value)s more for %(money)s less: %(names)s.") % figures
        )

    def named(self, id: str) -> str:
        """A funded roadmap by its name, with its level where it is not the full one."""
        bare, _, level = id.partition(":")
        return f"{self.names[bare]} ({level})" if level else self.names[bare]
