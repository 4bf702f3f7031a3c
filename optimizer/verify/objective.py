"""Weights from the scores alone once more, in 60-digit decimals: entropy, CRITIC and MEREC.

A criterion on which all roadmaps are equal weighs 0; where none tells roadmaps apart, or all figures are 0, those that
do (or all) weigh alike. Sources: Hwang and Yoon 1981 (entropy, after Shannon 1948); Diakoulaki, Mavrotas and
Papayannakis 1995 (CRITIC); Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis and Antucheviciene 2021 (MEREC).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from optimizer.case.model import Case
from optimizer.verify.consensus import Agreed

_DIGITS = 60
#: A sum of figures below this is none: what is left of 0 after 60 digits of rounding.
_NOTHING = Decimal("1e-12")
Column = Sequence[Fraction]


def objective(case: Case, agreed: Agreed) -> list[Fraction]:
    """Weights that add up to 1, in the order of the criteria, by the method in force."""
    columns = [list(column) for column in zip(*agreed.values(), strict=True)]
    telling = [j for j, column in enumerate(columns) if min(column) != max(column)]
    if not telling:
        return [Fraction(1, len(columns))] * len(columns)
    method = {"entropy": _entropy, "critic": _critic, "merec": _merec}[str(case.settings.weights.method)]
    with localcontext() as context:
        context.prec = _DIGITS
        figures = method(case, columns, telling) if len(telling) > 1 else [Decimal(1)]
        total = sum(figures)
        if total <= _NOTHING:
            figures, total = [Decimal(1)] * len(telling), Decimal(len(telling))
        shares = dict(zip(telling, (figure / total for figure in figures), strict=True))
        return [Fraction(round(shares.get(j, Decimal(0)), 40)) for j in range(len(columns))]


def _decimal(x: Fraction) -> Decimal:
    return Decimal(x.numerator) / x.denominator


def _entropy(case: Case, columns: Sequence[Column], telling: Sequence[int]) -> list[Decimal]:
    """One minus the entropy of each column's shares; a column with a negative score is counted from its scale's end."""
    found = []
    for j in telling:
        base = Fraction(case.criteria[j].scale_min) if min(columns[j]) < 0 else Fraction(0)
        whole = sum((x - base for x in columns[j]), Fraction(0))
        shares = [_decimal((x - base) / whole) for x in columns[j]]
        entropy = -sum((p * p.ln() for p in shares if p), Decimal(0)) / Decimal(len(shares)).ln()
        found.append(1 - entropy)
    return found


def _critic(case: Case, columns: Sequence[Column], telling: Sequence[int]) -> list[Decimal]:
    """Standard deviation on 0 to 1 times how far the other criteria disagree: the sum of 1 minus each correlation."""
    apart = []
    for j in telling:
        low, high = min(columns[j]), max(columns[j])
        unit = [(x - low) / (high - low) * (1 if case.criteria[j].maximise else -1) for x in columns[j]]
        mean = sum(unit, Fraction(0)) / len(unit)
        apart.append([x - mean for x in unit])
    squares = [sum((x * x for x in one), Fraction(0)) for one in apart]
    found = []
    for one, square in zip(apart, squares, strict=True):
        conflict = Decimal(0)
        for other, its in zip(apart, squares, strict=True):
            product = sum((x * y for x, y in zip(one, other, strict=True)), Fraction(0))
            conflict += 1 - _decimal(product) / _decimal(square * its).sqrt()
        spread = _decimal(square / (len(one) - 1)).sqrt()
        found.append(spread * conflict)
    return found


def _merec(case: Case, columns: Sequence[Column], telling: Sequence[int]) -> list[Decimal]:
    """What is lost of every roadmap's figure without a criterion, sums being divided by the number of all criteria;
    scores of 0 or less are counted from one step below the least end of the scale, for ratios want a true zero."""
    logs = []
    for j in telling:
        criterion = case.criteria[j]
        base = Fraction(criterion.scale_min) - Fraction(case.settings.scale.step) if min(columns[j]) <= 0 else 0
        values = [x - base for x in columns[j]]
        low, high = min(values), max(values)
        logs.append([abs(_decimal(low / x if criterion.maximise else x / high).ln()) for x in values])
    count = len(columns)  # criteria that tell nothing count too (2021, equation 4)
    wholes = [sum(row, Decimal(0)) for row in zip(*logs, strict=True)]
    return [sum((_lost(whole, x, count) for whole, x in zip(wholes, one, strict=True)), Decimal(0)) for one in logs]


def _lost(whole: Decimal, part: Decimal, count: int) -> Decimal:
    """How far a roadmap's figure moves when the part of one criterion is taken out."""
    return abs((1 + (whole - part) / count).ln() - (1 + whole / count).ln())
