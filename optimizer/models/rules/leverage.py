"""``leverage``: over the funded portfolio, private money is at least ``min`` times public money (before savings)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from optimizer.case.model import Rule
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Row
from optimizer.models.rules import naming
from optimizer.models.rules.frame import Figure, Frame, Step, between, concerned, weighted
from optimizer.words import translator

KIND = "leverage"
STEP = Step(Decimal("0.01"))


def statement(rule: Rule, frame: Frame) -> list[Row]:
    """``min * public - private <= 0``, multiplied out to integers."""
    least = Fraction(rule.min or 0)
    options = frame.of(concerned(rule, frame.case.roadmaps))
    return [weighted(rule.id, {o: least * frame.options[o].public - frame.options[o].private for o in options})]


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """Private over public money; there is none where no public money is spent, which keeps the rule."""
    funded = concerned(rule, portfolio.funded)
    public = sum(portfolio.public(roadmap) for roadmap in funded)
    private = sum(portfolio.private(roadmap) for roadmap in funded)
    return between(Fraction(private, public) if public else None, rule.min, None)


def sentence(rule: Rule, lang: str) -> str:
    """How much private money public money has to bring along."""
    _ = translator(lang)
    return _("the partners' own money is at least %(number)s times the public money") % {
        "number": naming.count(rule.min or 0, lang)
    }


def reached(figure: Fraction, lang: str) -> str:
    """The ratio of private to public money."""
    return naming.rounded(figure, lang)
