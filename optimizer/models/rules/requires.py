"""``requires``: the first of ``members`` is funded only together with all the others."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from optimizer.case.model import Rule
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Row
from optimizer.models.rules import naming
from optimizer.models.rules.frame import Figure, Frame, between
from optimizer.words import joined, translator

KIND = "requires"
STEP = None


def statement(rule: Rule, frame: Frame) -> list[Row]:
    """A row for each of the others: tighter than one row for all of them together."""
    first = dict.fromkeys(frame.of(rule.members[:1]), 1)
    others = [member for member in dict.fromkeys(rule.members[1:]) if member != rule.members[0]]
    return [Row(rule.id, first | dict.fromkeys(frame.of([other]), -1), 0) for other in others]


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """How many of the others are missing while the first is funded; the limit is 0."""
    funded = portfolio.levels
    missing = sum(m not in funded for m in set(rule.members)) if rule.members[0] in funded else 0
    return between(Fraction(missing), None, Decimal(0))


def sentence(rule: Rule, lang: str) -> str:
    """Who needs whom."""
    _ = translator(lang)
    return _("%(roadmap)s is funded only together with %(others)s") % {
        "roadmap": rule.members[0],
        "others": joined(rule.members[1:], lang),
    }


def reached(figure: Fraction, lang: str) -> str:
    """The number of others that are missing."""
    _ = translator(lang)
    return _("%(number)s missing") % {"number": naming.count(figure, lang)}
