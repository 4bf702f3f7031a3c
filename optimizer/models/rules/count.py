"""``count``: between ``min`` and ``max`` roadmaps are funded (of an attribute's value, of ``members``, or of all)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from optimizer.case.model import Rule
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Row
from optimizer.models.rules import naming
from optimizer.models.rules.frame import ONE, Figure, Frame, between, concerned
from optimizer.words import translator

KIND = "count"
STEP = ONE


def statement(rule: Rule, frame: Frame) -> list[Row]:
    """A row for each limit over the options of the roadmaps concerned."""
    options = frame.of(concerned(rule, frame.case.roadmaps))
    rows = []
    if rule.min is not None:
        rows.append(Row(rule.id, dict.fromkeys(options, -1), -ceil(rule.min)))
    if rule.max is not None:
        rows.append(Row(rule.id, dict.fromkeys(options, 1), floor(rule.max)))
    return rows


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """How many of the roadmaps concerned are funded."""
    return between(Fraction(len(concerned(rule, portfolio.funded))), rule.min, rule.max)


def sentence(rule: Rule, lang: str) -> str:
    """How many roadmaps the rule asks for."""
    _ = translator(lang)
    amount = naming.limits(rule.min, rule.max, "count", lang)
    message = _("the number of funded %(roadmaps)s is %(number)s")
    return message % {"number": amount, "roadmaps": naming.whom(rule, lang)}


def reached(figure: Fraction, lang: str) -> str:
    """The number funded."""
    return naming.count(figure, lang)
