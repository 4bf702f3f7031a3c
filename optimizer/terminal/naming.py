"""Ids as people know them: roadmaps and criteria by name, rules and budget rows by their sentence, amounts in money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from optimizer.terminal.page import Page
from optimizer.words import N_, joined

if TYPE_CHECKING:
    from optimizer.case.model import Case
    from optimizer.models.conditions import Condition

#: Units that are a word.
_UNITS = (N_("million"), N_("thousand"), N_("billion"))


class Names:
    """The names of one case in one page's language."""

    def __init__(self, page: Page, case: Case) -> None:
        self.page, self.case = page, case
        self.roadmaps = {roadmap.id: roadmap.name or roadmap.id for roadmap in case.roadmaps}
        self.criteria = {criterion.id: _criterion(criterion, page.lang) for criterion in case.criteria}
        self._conditions: Mapping[str, Condition] | None = None

    def roadmap(self, id: str) -> str:
        """A roadmap's name, with its level where the id carries one (``id:level``)."""
        bare, _, level = id.partition(":")
        name = self.roadmaps.get(bare, bare)
        return f"{name} ({level})" if level else name

    def both(self, id: str) -> str:
        """A roadmap's name with its id behind it, where a command may be given the id next."""
        return f"{self.roadmap(id)} ({id.partition(':')[0]})"

    def listed(self, ids: Iterable[str]) -> str:
        """Roadmaps as a sentence has them; ``nobody`` where there are none."""
        names = [self.roadmap(id) for id in ids]
        return joined(names, self.page.lang) if names else self.page._("nobody")

    def criterion(self, id: str) -> str:
        """A criterion's name."""
        return self.criteria.get(id, id)

    def condition(self, id: str) -> str:
        """What a rule, a budget row or a forced roadmap asks, as a sentence; its id where the case has none such."""
        found = self.conditions.get(id)
        return upper(found.sentence(self.case, self.page.lang)) if found else id

    def ruled(self, id: str) -> str:
        """What a rule asks, as a sentence, with its id behind it."""
        return f"{self.condition(id)} ({id})" if id in self.conditions else id

    @property
    def conditions(self) -> Mapping[str, Condition]:
        """Everything that a portfolio has to keep, by id."""
        if self._conditions is None:
            from optimizer.models.books import Books
            from optimizer.models.conditions import conditions

            self._conditions = {one.id: one for one in conditions(self.case, Books(self.case))}
        return self._conditions

    def money(self, amount: Any) -> str:
        """An amount in the case's currency and unit."""
        return self.page.money(_plain(amount), str(self.case.settings.unit), str(self.case.settings.currency))

    def amount(self, amount: Any) -> str:
        """An amount in the case's unit, as many decimals as the case has, without the currency: for columns."""
        return self.page.number(_plain(amount), self.case.decimals)

    def unit(self) -> str:
        """The unit that the case's amounts are in, in words."""
        unit, currency = str(self.case.settings.unit), str(self.case.settings.currency)
        word = self.page._(unit) if unit in _UNITS else unit
        return currency if unit in ("", "1") else f"{word} {currency}"

    def moves(self, added: Iterable[str], dropped: Iterable[str]) -> str:
        """Who comes and who goes, in one sentence; a dash where nobody does."""
        _ = self.page._
        coming, going = _levels(added), _levels(dropped)
        both = [id for id in coming if id in going]
        parts = []
        if len(coming) > len(both):
            names = self.listed(_id(id, level) for id, level in coming.items() if id not in both)
            parts.append(_("in: %(names)s") % {"names": names})
        if len(going) > len(both):
            names = self.listed(_id(id, level) for id, level in going.items() if id not in both)
            parts.append(_("out: %(names)s") % {"names": names})
        for id in both:
            full = _("full")
            level = f"{going[id] or full} → {coming[id] or full}"
            parts.append(_("other level: %(names)s") % {"names": f"{self.roadmap(id)} ({level})"})
        return "; ".join(parts) or "–"


def _levels(ids: Iterable[str]) -> dict[str, str]:
    """Roadmap to level (empty where it is the full one) of a list of ids."""
    parted = (id.partition(":") for id in ids)
    return {id: level for id, _, level in parted}


def _id(roadmap: str, level: str) -> str:
    return f"{roadmap}:{level}" if level else roadmap


def _criterion(criterion: Any, lang: str) -> str:
    """A criterion's name; the Annex 2 ones have one in Dutch as well."""
    if lang == "nl":
        from optimizer.criteria.annex2 import annex2

        known = annex2(criterion.id)
        if known is not None and known.english.name == criterion.name:
            return known.dutch.name
    return str(criterion.name or criterion.id)


def _plain(amount: Any) -> Any:
    """An exact amount as the decimal that it is."""
    if isinstance(amount, Fraction):
        return Decimal(amount.numerator) / Decimal(amount.denominator)
    return amount


def upper(sentence: str) -> str:
    """A sentence with its first letter in upper case."""
    return sentence[:1].upper() + sentence[1:]
