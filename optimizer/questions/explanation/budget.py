"""The budget that would have done: the least factor, of at least 1, on every budget maximum.

More budget helps the roadmap's rivals too, so the best value with it and the best value of all race each other upwards
in steps as the factor grows. A stretch of factors is ruled out whole where no portfolio that funds the roadmap is
worth, at its end, what the best is worth at its beginning; else it is halved, the lower half first. The halves are the
same for every roadmap, so the best at their ends is asked for once. Where a stretch is narrow, exact steps follow: the
least factor at which a portfolio with the roadmap reaches the best, found between a solve that has one and a solve just
below that has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from optimizer.models.program import Program, Selection
from optimizer.questions.budgets import Maxima
from optimizer.questions.explanation.rivals import Rivals, as_good

#: Stretches are halved until they are this narrow; from there each solve asks for anything below the best found.
NARROW = Fraction(1, 1024)


def total_at(maxima: Maxima, factor: Fraction | None, program: Program) -> Decimal | None:
    """What the budget maxima add up to at a factor, in the case's unit, rounded up to the smallest unit; None where
    there is no factor, or where nothing bounds the budget."""
    if factor is None or maxima.total is None:
        return None
    return Decimal((factor * maxima.total).__ceil__()) / program.money


def factor_needed(rivals: Rivals, maxima: Maxima) -> Fraction | None:
    """The least factor above 1 on every maximum at which the roadmap is in a best portfolio, or None."""
    free, mine = rivals.best(off=maxima.growing), rivals.best_with(off=maxima.growing)
    if free.selection is None or mine.selection is None:
        return None
    race = _Race(rivals, maxima)
    race.note(mine.selection)
    # From here on neither the best nor the best with the roadmap changes any more.
    most = max(maxima.factor(rivals.program, found) for found in (free.selection, mine.selection))
    end = Fraction(2)
    while end < most:
        end = 2 * end - 1
    return race.first(end)


@dataclass
class _Race:
    """The best with the roadmap against the best of all, at factors on every maximum.

    ``known``: portfolios that fund the roadmap: (least factor, value, portfolio)."""

    rivals: Rivals
    maxima: Maxima
    known: list[tuple[Fraction, int, Selection]] = field(default_factory=list)

    def note(self, selection: Selection) -> None:
        """Remembers a portfolio that funds the roadmap."""
        program = self.rivals.program
        self.known.append((self.maxima.factor(program, selection), program.value(selection), selection))

    def first(self, end: Fraction) -> Fraction | None:
        """The least factor above 1 and up to ``end`` at which the roadmap is in a best portfolio."""
        stretches = [(Fraction(1), end)]
        while stretches:
            above, upto = stretches.pop()
            if not self._possible(upto, self._best(above)):
                continue
            if upto - above > NARROW:
                middle = (above + upto) / 2
                stretches += [(middle, upto), (above, middle)]
                continue
            found = self._step(above, upto)
            if found is not None:
                return found
        return None

    def _best(self, factor: Fraction) -> int | None:
        """What the best of all is worth at a factor."""
        return self.rivals.best(limits=self.maxima.at(factor)).value

    def _possible(self, factor: Fraction, target: int | None) -> bool:
        """Whether a portfolio that funds the roadmap is worth ``target`` at a factor; the cheapest way first."""
        if any(at <= factor and (target is None or value >= target) for at, value, _ in self.known):
            return True
        limits = self.maxima.at(factor)
        if target is not None and self.rivals.hopeless(target, limits):
            return False
        return self._ask(limits, target)

    def _ask(self, limits: dict[int, int], target: int | None) -> bool:
        """Whether one solve finds such a portfolio; it is remembered."""
        found = self.rivals.worth(target, limits=limits)
        if found is not None:
            self.note(found)
        return found is not None

    def _step(self, above: Fraction, upto: Fraction) -> Fraction | None:
        """The least factor of a narrow stretch at which the roadmap is in a best portfolio; at ``above`` it is not."""
        while True:
            target = self._best(above)
            if not self._possible(upto, target):
                return None
            least = self._least(target)
            while self._ask(self.maxima.below(least), target):
                least = self._least(target)
            limits = self.maxima.at(least)
            if as_good(self.rivals.best_with(limits=limits), self.rivals.best_without(limits=limits)):
                return least
            above = least

    def _least(self, target: int | None) -> Fraction:
        """The least factor of the known portfolios that are worth ``target``."""
        return min(at for at, value, _ in self.known if target is None or value >= target)
