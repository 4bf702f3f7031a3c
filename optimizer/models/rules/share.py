"""``share``: roadmaps with a value take between two shares of the public money, of the number funded, or of the private
money. The money is before savings; an empty portfolio keeps it."""

from __future__ import annotations

from fractions import Fraction

from optimizer.case.model import Rule
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Row
from optimizer.models.rules import naming
from optimizer.models.rules.frame import HUNDREDTH, Figure, Frame, between, concerned, weighted
from optimizer.words import translator

KIND = "share"
STEP = HUNDREDTH


def statement(rule: Rule, frame: Frame) -> list[Row]:
    """``sum over the roadmaps concerned <= max * sum over all``, multiplied out to integers; alike for ``min``."""
    inside = set(frame.of(concerned(rule, frame.case.roadmaps)))
    sizes = {
        "spend": lambda option: option.public,
        "private": lambda option: option.private,
        "count": lambda option: 1,
    }[rule.of or "spend"]
    rows = []
    for limit, sign in ((rule.min, -1), (rule.max, 1)):
        if limit is not None:
            part = Fraction(limit)
            terms = {o: sign * ((o in inside) - part) * sizes(option) for o, option in enumerate(frame.options)}
            rows.append(weighted(rule.id, terms))
    return rows


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """The share; there is none where the whole is 0, which keeps the rule."""
    size = {"spend": portfolio.public, "private": portfolio.private, "count": lambda roadmap: 1}[rule.of or "spend"]
    whole = sum(size(roadmap.id) for roadmap in portfolio.funded)
    part = sum(size(roadmap) for roadmap in concerned(rule, portfolio.funded))
    return between(Fraction(part, whole) if whole else None, rule.min, rule.max)


def sentence(rule: Rule, lang: str) -> str:
    """What share of what."""
    _ = translator(lang)
    message = {
        "spend": _("%(roadmaps)s take %(share)s of the public money"),
        "private": _("%(roadmaps)s bring %(share)s of the partners' own money"),
        "count": _("%(roadmaps)s make up %(share)s of the number funded"),
    }[rule.of or "spend"]
    share = naming.limits(rule.min, rule.max, "share", lang)
    return message % {"roadmaps": naming.whom(rule, lang), "share": share}


def reached(figure: Fraction, lang: str) -> str:
    """The share as a percentage."""
    return naming.share(figure, lang)
