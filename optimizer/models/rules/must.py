"""``must``: each of ``members`` is funded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from optimizer.case.model import Rule
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Row
from optimizer.models.rules import naming
from optimizer.models.rules.frame import Figure, Frame, between, concerned
from optimizer.words import joined, translator

KIND = "must"
STEP = None


def statement(rule: Rule, frame: Frame) -> list[Row]:
    """A row for each member. An ineligible member has no options: its row is empty with limit -1."""
    return [Row(rule.id, dict.fromkeys(frame.of([member]), -1), -1) for member in dict.fromkeys(rule.members)]


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """How many of the members are funded; the limit is all of them."""
    return between(Fraction(len(concerned(rule, portfolio.funded))), Decimal(len(set(rule.members))), None)


def sentence(rule: Rule, lang: str) -> str:
    """Who has to be funded."""
    _ = translator(lang)
    if len(rule.members) == 1:
        return _("%(roadmap)s is funded") % {"roadmap": rule.members[0]}
    return _("%(roadmaps)s are all funded") % {"roadmaps": joined(rule.members, lang)}


def reached(figure: Fraction, lang: str) -> str:
    """The number of members funded."""
    return naming.count(figure, lang)
