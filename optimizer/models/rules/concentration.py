"""``concentration``: the Herfindahl-Hirschman index of the public money (before savings) over an attribute's values is
at most ``max``. A roadmap with several values has its money split equally among them; one without a value is a group of
its own. (Herfindahl 1950; Hirschman 1945.)"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from optimizer.case.model import Roadmap, Rule
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Cone
from optimizer.models.rules import naming
from optimizer.models.rules.frame import HUNDREDTH, Figure, Frame, between
from optimizer.words import translator

KIND = "concentration"
STEP = HUNDREDTH

#: What a roadmap's money goes to: one of the attribute's values, or the roadmap itself where it has none.
_Group = tuple[str, str]


def _groups(rule: Rule, roadmap: Roadmap) -> list[_Group]:
    values = dict.fromkeys(roadmap.attributes.get(rule.attribute or "", ()))
    return [("value", value) for value in values] or [("roadmap", roadmap.id)]


def statement(rule: Rule, frame: Frame) -> list[Cone]:
    """The cone over the money of each group, scaled so that every split is a whole number."""
    groups = {roadmap.id: _groups(rule, roadmap) for roadmap in frame.case.roadmaps}
    scale = lcm(*(len(groups[option.roadmap]) for option in frame.options))
    amounts: dict[_Group, dict[int, int]] = {}
    for index, option in enumerate(frame.options):
        shared = groups[option.roadmap]
        for group in shared:
            if option.public:
                amounts.setdefault(group, {})[index] = option.public * scale // len(shared)
    limit = Fraction(1 if rule.max is None else rule.max)
    return [Cone(rule.id, tuple(amounts[group] for group in sorted(amounts)), limit)]


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """The index; there is none where no money is spent, which keeps the rule."""
    money: dict[_Group, Fraction] = {}
    for roadmap in portfolio.funded:
        shared = _groups(rule, roadmap)
        for group in shared:
            money[group] = money.get(group, Fraction(0)) + Fraction(portfolio.public(roadmap.id), len(shared))
    whole = sum(money.values())
    index = sum((m * m for m in money.values()), Fraction(0)) / (whole * whole) if whole else None
    return between(index, None, rule.max)


def sentence(rule: Rule, lang: str) -> str:
    """How concentrated the money may be, and over what."""
    _ = translator(lang)
    said = _(
        "the concentration of the public money over %(attribute)s is at most %(number)s "
        "(Herfindahl-Hirschman index: 1 if all of it goes to one value)"
    )
    return said % {
        "attribute": naming.attribute(rule, lang),
        "number": naming.count(rule.max or 1, lang),
    }


def reached(figure: Fraction, lang: str) -> str:
    """The index, 0 to 1."""
    return naming.rounded(figure, lang)
