"""Scores once more, by every method that the product offers, from agreed scores and weights in fractions.

Every method's figure is turned so that larger is better and laid on 0 to 1: against the scale as it is, against the
data from the least to the largest present, 0.5 where all are equal; TOPSIS (Hwang and Yoon 1981) and additive as they
are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import localcontext
from fractions import Fraction

from optimizer.case.model import Case
from optimizer.verify.comparing import DIFFERENCES, DIGITS, METHODS, decimal, figures
from optimizer.verify.consensus import Agreed, ends, placed, six

#: Other names that people know a method by.
ALIASES = {"wpm": "weighted_product", "promethee": "promethee2", "saw": "additive"}
#: Methods that the product computes in floating point are right to here, before they are rounded.
NOISE = Fraction(1, 10**12)


@dataclass(frozen=True)
class Scored:
    """What a method makes of the roadmaps, by roadmap, exact or to 40 digits.

    Attributes:
        scores: on 0 to 1, not rounded.
        native: the method's own figure.
        floating: whether the product computes it in floating point, so that what lies on the edge between two
            roundings may go either way.
    """

    scores: dict[str, Fraction]
    native: dict[str, Fraction]
    floating: bool

    def allows(self, roadmap: str, printed: Fraction) -> bool:
        """Whether a printed score is this one, rounded half to even to six decimals."""
        exact = self.scores[roadmap]
        if six(exact) == printed:
            return True
        return self.floating and six(printed) == printed and abs(printed - exact) <= Fraction(1, 2 * 10**6) + NOISE


def scored(case: Case, agreed: Agreed, weights: Sequence[Fraction]) -> Scored:
    """Every roadmap's score by the method in force."""
    asked = str(case.settings.scoring.method)
    method = ALIASES.get(asked, asked)
    if not agreed:
        return Scored({}, {}, False)
    if method in METHODS:
        maximise = [criterion.maximise for criterion in case.criteria]
        matrix = list(agreed.values()) if method in DIFFERENCES else _counted(case, agreed)
        native = figures(method, matrix, maximise, weights)
        return _made(agreed, _laid(native), native, method != "promethee2")
    reference = str(case.settings.scoring.reference)
    if method == "topsis":
        native = _topsis(case, agreed, weights, reference)
        return _made(agreed, native, native, False)
    worths = _parts(case, agreed, weights, reference)
    if method == "additive":
        native = [sum(row, Fraction(0)) for row in worths]
        return _made(agreed, native, native, False)
    told = [worst != best for worst, best in ends(case, agreed, reference)]
    away = [[w - x if t else Fraction(0) for w, x, t in zip(weights, row, told, strict=True)] for row in worths]
    native = [sum(row, Fraction(0)) for row in away] if method == "spotis" else _vikor(away, weights, reference)
    scores = [1 - x for x in native] if reference == "scale" else _laid([-x for x in native])
    return _made(agreed, scores, native, False)


def _made(agreed: Agreed, scores: Sequence[Fraction], native: Sequence[Fraction], floating: bool) -> Scored:
    return Scored(dict(zip(agreed, scores, strict=True)), dict(zip(agreed, native, strict=True)), floating)


def _laid(found: Sequence[Fraction]) -> list[Fraction]:
    """From the least (0) to the largest (1) present; what differs by less than rounding has no span."""
    low, high = min(found), max(found)
    if high - low <= max(Fraction(1), abs(low), abs(high)) / 10**32:
        return [Fraction(1, 2)] * len(found)
    return [(x - low) / (high - low) for x in found]


def _parts(case: Case, agreed: Agreed, weights: Sequence[Fraction], reference: str) -> list[list[Fraction]]:
    """Each roadmap's weighted place between the worst and the best, by criterion."""
    sides = ends(case, agreed, reference)
    return [
        [w * placed(x, worst, best) for w, x, (worst, best) in zip(weights, row, sides, strict=True)]
        for row in agreed.values()
    ]


def _vikor(away: Sequence[Sequence[Fraction]], weights: Sequence[Fraction], reference: str) -> list[Fraction]:
    """Q (Opricovic and Tzeng 2004) at v = 0.5: half the mean distance to the best, half the largest one."""
    mean, largest = [sum(row, Fraction(0)) for row in away], [max(row) for row in away]
    if reference == "scale":
        spans = [(Fraction(0), sum(weights, Fraction(0))), (Fraction(0), max(weights))]
    else:
        spans = [(min(mean), max(mean)), (min(largest), max(largest))]
    halves = []
    for found, (low, high) in zip((mean, largest), spans, strict=True):
        halves.append([(x - low) / (high - low) / 2 if high > low else Fraction(0) for x in found])
    return [a + b for a, b in zip(*halves, strict=True)]


def _topsis(case: Case, agreed: Agreed, weights: Sequence[Fraction], reference: str) -> list[Fraction]:
    """Closeness. Distances are sums of (weight times distance over norm) squared, the norm being the range of the scale
    or the column's length."""
    sides, found = ends(case, agreed, reference), []
    if reference == "scale":
        norms = [Fraction(c.scale_max - c.scale_min) ** 2 for c in case.criteria]
    else:
        norms = [sum((x * x for x in column), Fraction(0)) for column in zip(*agreed.values(), strict=True)]
    for row in agreed.values():
        far, near = Fraction(0), Fraction(0)
        for w, x, (worst, best), norm in zip(weights, row, sides, norms, strict=True):
            if norm:
                far += (w * (x - worst)) ** 2 / norm
                near += (w * (x - best)) ** 2 / norm
        found.append(_closeness(far, near))
    return found


def _closeness(far: Fraction, near: Fraction) -> Fraction:
    if not far + near:
        return Fraction(1, 2)
    with localcontext() as context:
        context.prec = DIGITS
        a, b = decimal(far).sqrt(), decimal(near).sqrt()
        return Fraction(round(a / (a + b), 40))


def _counted(case: Case, agreed: Agreed) -> list[list[Fraction]]:
    """The agreed scores for methods that divide by them: a column with a negative score, with a 0 where less is better,
    or of nothing but 0 is counted from one step below the least end of its scale."""
    base = []
    for criterion, column in zip(case.criteria, zip(*agreed.values(), strict=True), strict=True):
        low, high = min(column), max(column)
        move = low < 0 or (not criterion.maximise and low <= 0) or high <= 0
        base.append(Fraction(criterion.scale_min) - Fraction(case.settings.scale.step) if move else Fraction(0))
    return [[x - b for x, b in zip(row, base, strict=True)] for row in agreed.values()]
