"""``exclusive``: at most one of ``members`` is funded (``max`` for another number)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from optimizer.case.model import Rule
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Row
from optimizer.models.rules import naming
from optimizer.models.rules.frame import ONE, Figure, Frame, between, concerned
from optimizer.words import joined, translator

KIND = "exclusive"
STEP = ONE


def _most(rule: Rule) -> Decimal:
    return Decimal(1) if rule.max is None else rule.max


def statement(rule: Rule, frame: Frame) -> list[Row]:
    """One row over the members' options."""
    return [Row(rule.id, dict.fromkeys(frame.of(rule.members), 1), floor(_most(rule)))]


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """How many of the members are funded."""
    return between(Fraction(len(concerned(rule, portfolio.funded))), None, _most(rule))


def sentence(rule: Rule, lang: str) -> str:
    """How many of the members may be funded together."""
    _ = translator(lang)
    return _("of %(roadmaps)s at most %(number)s may be funded") % {
        "number": naming.count(_most(rule), lang),
        "roadmaps": joined(rule.members, lang),
    }


def reached(figure: Fraction, lang: str) -> str:
    """The number of members funded."""
    return naming.count(figure, lang)
