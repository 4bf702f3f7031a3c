"""``never``: none of ``members`` is funded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from optimizer.case.model import Rule
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Row
from optimizer.models.rules import naming
from optimizer.models.rules.frame import Figure, Frame, between, concerned
from optimizer.words import joined, translator

KIND = "never"
STEP = None


def statement(rule: Rule, frame: Frame) -> list[Row]:
    """One row over every option of every member."""
    return [Row(rule.id, dict.fromkeys(frame.of(rule.members), 1), 0)]


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """How many of the members are funded; the limit is 0."""
    return between(Fraction(len(concerned(rule, portfolio.funded))), None, Decimal(0))


def sentence(rule: Rule, lang: str) -> str:
    """Who may not be funded."""
    _ = translator(lang)
    if len(rule.members) == 1:
        return _("%(roadmap)s is not funded") % {"roadmap": rule.members[0]}
    return _("none of %(roadmaps)s is funded") % {"roadmaps": joined(rule.members, lang)}


def reached(figure: Fraction, lang: str) -> str:
    """The number of members funded."""
    return naming.count(figure, lang)
