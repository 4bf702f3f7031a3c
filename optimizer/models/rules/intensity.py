"""``intensity``: a roadmap is funded only at levels where public money is at most ``max`` of the whole cost."""

from __future__ import annotations

from fractions import Fraction

from optimizer.case.model import Rule
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Row
from optimizer.models.rules import naming
from optimizer.models.rules.frame import HUNDREDTH, Figure, Frame, between, concerned
from optimizer.words import translator

KIND = "intensity"
STEP = HUNDREDTH


def _intensity(public: int, private: int) -> Fraction:
    whole = public + private
    return Fraction(public, whole) if whole else Fraction(0)


def statement(rule: Rule, frame: Frame) -> list[Row]:
    """One row that strikes out every option above the limit."""
    most = Fraction(1 if rule.max is None else rule.max)
    options = frame.of(concerned(rule, frame.case.roadmaps))
    above = [o for o in options if _intensity(frame.options[o].public, frame.options[o].private) > most]
    return [Row(rule.id, dict.fromkeys(above, 1), 0)]


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """The largest intensity among the funded roadmaps; there is none where none is funded."""
    found = [_intensity(portfolio.public(r), portfolio.private(r)) for r in concerned(rule, portfolio.funded)]
    return between(max(found, default=None), None, rule.max)


def sentence(rule: Rule, lang: str) -> str:
    """How much of a roadmap's cost may be public."""
    _ = translator(lang)
    return _("of each funded roadmap, public money is at most %(share)s of the whole cost") % {
        "share": naming.share(1 if rule.max is None else rule.max, lang)
    }


def reached(figure: Fraction, lang: str) -> str:
    """The largest intensity, as a percentage."""
    return naming.share(figure, lang)
