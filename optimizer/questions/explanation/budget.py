"""The budget that would have done: the least factor, of at least 1, on every budget maximum.

More budget helps the roadmap's rivals too, so the two best values race each other upwards in steps. From a factor at
which the roadmap loses, the next one that can do is the least at which a portfolio with it reaches what the others have
there; is it beaten again at that factor, the others' new best is the mark, and so on. Each least factor is bracketed
between a solve that finds a portfolio and one that proves there is none just below.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from optimizer.models.program import Selection
from optimizer.questions.budgets import Maxima
from optimizer.questions.explanation.rivals import Rivals, as_good

#: Brackets are halved until they are this narrow; from there each solve asks for anything below the best found.
NARROW = Fraction(1, 1000)


def budget_needed(rivals: Rivals, maxima: Maxima) -> Decimal | None:
    """The least total of the budget maxima, all scaled alike and none below what it is now, at which a portfolio that
    funds the roadmap is as good as the best; in the case's unit, rounded up to the smallest unit.

    Returns:
        None where no budget would do, or where nothing bounds the budget.
    """
    factor = factor_needed(rivals, maxima)
    if factor is None or maxima.total is None:
        return None
    units = (factor * maxima.total).__ceil__()
    return Decimal(units) / rivals.program.money


def factor_needed(rivals: Rivals, maxima: Maxima) -> Fraction | None:
    """The least factor of at least 1 on every maximum at which the roadmap is in a best portfolio, or None."""
    factor = Fraction(1)
    while True:
        limits = maxima.at(factor)
        inside, outside = rivals.best_with(limits=limits), rivals.best_without(limits=limits)
        if as_good(inside, outside):
            return factor
        further = _least_factor(rivals, maxima, factor, outside.value)
        if further is None:
            return None
        factor = further


def _least_factor(rivals: Rivals, maxima: Maxima, above: Fraction, target: int | None) -> Fraction | None:
    """The least factor larger than ``above`` at which a portfolio that funds the roadmap is worth ``target``."""

    def reached(answer_selection: Selection | None, value: int | None) -> bool:
        return answer_selection is not None and (target is None or (value or 0) >= target)

    free = rivals.best_with(off=maxima.growing)
    if not reached(free.selection, free.value) or free.selection is None:
        return None
    low, high = above, maxima.factor(rivals.program, free.selection)
    while high > low:
        wide = high - low > NARROW
        limits = maxima.at(((low + high) / 2).limit_denominator(10**6)) if wide else maxima.below(high)
        answer = rivals.best_with(limits=limits)
        if reached(answer.selection, answer.value) and answer.selection is not None:
            high = max(maxima.factor(rivals.program, answer.selection), low)
        elif wide:
            low = ((low + high) / 2).limit_denominator(10**6)
        else:
            break
    return high
