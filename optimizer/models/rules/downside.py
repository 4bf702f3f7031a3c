"""``downside``: over the scenarios, the mean value in the worst ``value`` share of cases (conditional value at risk,
Rockafellar and Uryasev 2000) is at least ``min`` times the expected value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import lcm

from optimizer.case.model import Rule, Scenario
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Tail
from optimizer.models.rules import naming
from optimizer.models.rules.frame import HUNDREDTH, Figure, Frame, between
from optimizer.words import translator

KIND = "downside"
STEP = HUNDREDTH


def _share(rule: Rule) -> Fraction:
    return Fraction(Decimal(rule.value or "1"))


def statement(rule: Rule, frame: Frame) -> list[Tail]:
    """The tail over what each column is worth in each scenario; fixed synergy values count in full."""
    scenarios = frame.case.scenarios
    factors = [{r: Fraction(f) for r, f in scenario.factors.items()} for scenario in scenarios]
    scale = lcm(*(f.denominator for found in factors for f in found.values()))
    roadmaps = [option.roadmap for option in frame.options]
    of_column = [*roadmaps, *(None for _ in frame.case.synergies), *(roadmaps[o] for _, o in frame.products)]
    values = []
    for found in factors:
        worth = {
            column: int(value * scale * (found.get(roadmap, Fraction(1)) if roadmap is not None else 1))
            for column, (roadmap, value) in enumerate(zip(of_column, frame.values, strict=True))
            if value
        }
        values.append({column: value for column, value in worth.items() if value})
    probabilities = tuple(Fraction(scenario.probability) for scenario in scenarios)
    return [Tail(rule.id, _share(rule), Fraction(rule.min or 0), probabilities, tuple(values))]


def figure(rule: Rule, portfolio: Portfolio) -> Figure:
    """The mean of the worst share over the expected value; there is none where the expected value is not above 0, and
    the rule then holds when the worst share is no worse than ``min`` times it."""
    scenarios = portfolio.case.scenarios
    expected = sum((Fraction(s.probability) * portfolio.value(s) for s in scenarios), Fraction(0))
    worst = _worst(scenarios, portfolio, _share(rule))
    least = Fraction(rule.min or 0)
    if expected > 0:
        return between(worst / expected, rule.min, None)
    return Figure(worst >= least * expected, None, None)


def _worst(scenarios: tuple[Scenario, ...], portfolio: Portfolio, share: Fraction) -> Fraction:
    """The mean value over the worst ``share`` of the cases."""
    left, total = share, Fraction(0)
    for value, probability in sorted((portfolio.value(s), Fraction(s.probability)) for s in scenarios):
        weight = min(left, probability)
        total += weight * value
        left -= weight
    return total / share


def sentence(rule: Rule, lang: str) -> str:
    """What the bad cases have to bring."""
    _ = translator(lang)
    return _("in the worst %(share)s of cases the value is on average at least %(least)s of what is expected") % {
        "share": naming.share(_share(rule), lang),
        "least": naming.share(rule.min or 0, lang),
    }


def reached(figure: Fraction, lang: str) -> str:
    """The worst cases' mean as a percentage of what is expected."""
    return naming.share(figure, lang)
