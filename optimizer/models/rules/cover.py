"""``cover``: at least ``min`` (1 where not given) funded roadmaps have a value of an attribute."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

from optimizer.case.model import Rule
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Row
from optimizer.models.rules import naming
from optimizer.models.rules.frame import ONE, Figure, Frame, between, concerned
from optimizer.words import translator

KIND = "cover"
STEP = ONE


def _least(rule: Rule) -> Decimal:
    return Decimal(1) if rule.min is None else rule.min


def statement(rule: Rule, frame: Frame) -> list[Row]:
    """One row over the options of the roadmaps that have the value."""
    options = frame.of(concerned(rule, frame.case.roadmaps))
    return [Row(rule.id, dict.fromkeys(options, -1), -ceil(_least(rule)))]


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """How many funded roadmaps have the value."""
    return between(Fraction(len(concerned(rule, portfolio.funded))), _least(rule), None)


def sentence(rule: Rule, lang: str) -> str:
    """How many roadmaps have to have it."""
    _ = translator(lang)
    amount = naming.limits(_least(rule), None, "count", lang)
    message = _("the number of funded %(roadmaps)s is %(number)s")
    return message % {"number": amount, "roadmaps": naming.whom(rule, lang)}


def reached(figure: Fraction, lang: str) -> str:
    """The number that have it."""
    return naming.count(figure, lang)
