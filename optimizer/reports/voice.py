"""How documents speak of a case: names instead of ids, conditions by their sentence, figures as a language has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from optimizer.reports.document import plain
from optimizer.words import date, joined, money, number, percent, translator

if TYPE_CHECKING:
    from optimizer.models.conditions import Condition
    from optimizer.situation import Situation

Figure = int | Decimal | Fraction


class Voice:
    """One case in one language."""

    def __init__(self, situation: Situation, lang: str) -> None:
        self.situation, self.case, self.lang = situation, situation.case, lang
        self._ = translator(lang)

    @cached_property
    def roadmaps(self) -> Mapping[str, str]:
        """Each roadmap's name by its id."""
        return {roadmap.id: plain(roadmap.name or roadmap.id) for roadmap in self.case.roadmaps}

    @cached_property
    def criteria(self) -> Mapping[str, str]:
        """Each criterion's name; one of Annex 2 under its Dutch name in Dutch."""
        from optimizer.criteria.annex2 import criterion_name

        return {one.id: plain(criterion_name(one.id, one.name, self.lang)) for one in self.case.criteria}

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """Everything that a portfolio has to keep, by id."""
        return {condition.id: condition for condition in self.situation.conditions}

    def roadmap(self, option: str) -> str:
        """A roadmap's name, with its level where the id carries one (``id:level``)."""
        bare, _, level = option.partition(":")
        name = self.roadmaps.get(bare, plain(bare))
        return f"{name} ({self.level(level)})" if level else name

    def level(self, level: str) -> str:
        """A level by name; ``full`` is a word of the language."""
        return self._("full") if level == "full" else plain(level)

    def listed(self, options: Iterable[str]) -> str:
        """Roadmaps as a sentence has them; a dash where there are none."""
        return joined([self.roadmap(option) for option in options], self.lang) or "–"

    def condition(self, id: str) -> str:
        """What a rule, a budget row or a forced roadmap asks, as a sentence."""
        found = self.conditions.get(id)
        return capital(plain(found.sentence(self.case, self.lang))) if found else plain(id)

    def rationale(self, id: str) -> str:
        """Why a rule is there, in the case's own words; empty where the case says nothing."""
        found = next((rule for rule in self.case.rules if rule.id == id), None)
        return plain(found.rationale or "") if found else ""

    def money(self, x: Figure) -> str:
        """An amount in the case's currency and unit."""
        return money(x, plain(self.case.settings.unit), plain(self.case.settings.currency), self.lang)

    def amount(self, x: Figure) -> str:
        """An amount with the case's decimals and without the currency, for columns."""
        return number(x, self.lang, self.case.decimals)

    def exact(self, x: Figure) -> str:
        """An amount as :meth:`amount` has it, or with more decimals where it has more."""
        whole = Fraction(x) * 10**self.case.decimals
        return self.amount(x) if whole.denominator == 1 else self.short(x)

    @cached_property
    def unit(self) -> str:
        """What amounts in columns are: ``million EUR``."""
        word = money(1, plain(self.case.settings.unit), plain(self.case.settings.currency), self.lang)
        unit = word.rpartition("\u00a0")[2] if str(self.case.settings.unit) not in ("", "1") else ""
        return f"{unit} {plain(self.case.settings.currency)}".strip()

    def number(self, x: Figure, decimals: int | None = None) -> str:
        """A number; ``decimals`` None writes as many as it has."""
        return number(x, self.lang, decimals)

    def short(self, x: Figure) -> str:
        """A number without trailing zeros, at most six decimals."""
        exact = Decimal(round(Fraction(x) * 10**6)).scaleb(-6)
        text = f"{exact:f}".rstrip("0").rstrip(".")
        return number(Decimal(text or "0"), self.lang)

    def percent(self, x: Figure, decimals: int = 1) -> str:
        """A share as a percentage."""
        return percent(x, self.lang, decimals)

    def date(self, day: str) -> str:
        """A day written out."""
        return date(day, self.lang)

    def joined(self, items: Iterable[str]) -> str:
        """A list as a sentence has it."""
        return joined(list(items), self.lang)


def capital(sentence: str) -> str:
    """A sentence with its first letter in upper case."""
    return sentence[:1].upper() + sentence[1:]
