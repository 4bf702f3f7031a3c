"""What each column of a program is worth, at the base scores and at thousands of others.

A column's value is a whole number of units at every score of six decimals: with ``f`` an option's share of its score
(value share of the level, times the public amount with basis ``amount``, times ``success`` where it is expected), a
score of ``s`` millionths brings ``s * f / 10**6``. The unit is one over the least common multiple of ``10**6`` times
the denominator (in lowest terms) of every ``f``, of ``10**6`` times that of every ``f`` times a synergy's value
share, and of the denominators of the synergies' values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from optimizer.case.model import Case
from optimizer.models.books import Books
from optimizer.models.program import Option, Program

if TYPE_CHECKING:
    import numpy as np

#: Decimals of the scores that rank, and of the unrounded ones that robustness questions use.
BASE, FINE = 6, 9
_WIDE = 2**62


@dataclass(frozen=True)
class Objective:
    """The objective of one program as a function of the scores.

    Attributes:
        roadmaps: whose scores it takes, in this order (those that have options, by id).
        source: for each column the index of its roadmap in ``roadmaps``, or -1 for a synergy's own column.
        weight: for each column, units for one millionth of that roadmap's score.
        fixed: for each column, units whatever the scores are (a synergy's ``value``).
        unit: the value of one unit at scores of six decimals.
    """

    roadmaps: tuple[str, ...]
    source: tuple[int, ...]
    weight: tuple[int, ...]
    fixed: tuple[int, ...]
    unit: Fraction

    def at(self, scores: Mapping[str, Decimal | Fraction]) -> tuple[int, ...]:
        """The columns' values at scores of at most six decimals, in ``unit``.

        Raises:
            ValueError: when a score has more than six decimals.
        """
        return self._values([_whole(scores[roadmap], BASE) for roadmap in self.roadmaps], 1)

    def fine(self, scores: Mapping[str, float | Decimal | Fraction]) -> tuple[int, ...]:
        """The columns' values at scores quantised to nine decimals, half to even, in units of ``unit / 1000``."""
        nano = [round(Fraction(scores[roadmap]) * 10**FINE) for roadmap in self.roadmaps]
        return self._values(nano, 10 ** (FINE - BASE))

    def _values(self, whole: Sequence[int], times: int) -> tuple[int, ...]:
        rows = zip(self.source, self.weight, self.fixed, strict=True)
        return tuple(weight * whole[at] if at >= 0 else fixed * times for at, weight, fixed in rows)

    def stack(self, scores: np.ndarray[Any, Any], *, places: int = BASE) -> np.ndarray[Any, Any]:
        """Values for a stack of weightings: ``scores`` is (weightings, len(roadmaps)), giving (weightings, columns).

        Scores are rounded half to even to ``places`` decimals (6: in ``unit``; 9: in ``unit / 1000``). The answer is
        int64 where every sum of values fits in 62 bits, else Python integers (dtype object).
        """
        import numpy as np

        whole = np.rint(np.asarray(scores, dtype=float) * 10**places).astype(np.int64)
        times = 10 ** (places - BASE)
        top = int(np.abs(whole).max(initial=0)) * sum(map(abs, self.weight)) + times * sum(map(abs, self.fixed))
        kind: Any = np.int64 if top < _WIDE else object
        weight, fixed = np.array(self.weight, dtype=kind), np.array([f * times for f in self.fixed], dtype=kind)
        taken = (
            whole.astype(kind)[:, np.array(self.source, dtype=np.intp)]
            if self.roadmaps
            else np.zeros((len(whole), 0), kind)
        )
        if not self.roadmaps:
            return np.broadcast_to(fixed, (len(whole), len(fixed))).copy()
        return taken * weight + fixed


def _whole(score: Decimal | Fraction, places: int) -> int:
    units = Fraction(score) * 10**places
    if units.denominator != 1:
        raise ValueError(f"a score of {score} has more than {places} decimals")
    return units.numerator


def brings(case: Case, books: Books, option: Option) -> Fraction:
    """What an option brings for each point of its roadmap's score, before synergies."""
    factor = option.share
    if case.settings.objective.basis == "amount":
        factor *= Fraction(option.public, books.money)
    if case.settings.objective.success == "expected":
        success = next(roadmap.success for roadmap in case.roadmaps if roadmap.id == option.roadmap)
        factor *= Fraction(1 if success is None else success)
    return factor


def objective_of(case: Case, books: Books, options: Sequence[Option], products: Sequence[tuple[int, int]]) -> Objective:
    """The objective over ``options``, the case's synergies (in its order) and ``products``."""
    factors = [brings(case, books, option) for option in options]
    shares = [Fraction(synergy.value_share or 0) for synergy in case.synergies]
    joint = [factors[o] * shares[k] for k, o in products]
    values = [Fraction(synergy.value or 0) for synergy in case.synergies]
    per_unit = lcm(*(10**BASE * f.denominator for f in (*factors, *joint)), *(v.denominator for v in values), 10**BASE)
    roadmaps = tuple(dict.fromkeys(option.roadmap for option in options))
    index = {roadmap: i for i, roadmap in enumerate(roadmaps)}
    of_option = [index[option.roadmap] for option in options]
    return Objective(
        roadmaps=roadmaps,
        source=(*of_option, *(-1 for _ in values), *(of_option[o] for _, o in products)),
        weight=tuple(int(f * per_unit) // 10**BASE for f in (*factors, *(Fraction(0) for _ in values), *joint)),
        fixed=(*(0 for _ in factors), *(int(v * per_unit) for v in values), *(0 for _ in joint)),
        unit=Fraction(1, per_unit),
    )


def objective(
    case: Case, program: Program, scores: Mapping[str, Decimal | Fraction]
) -> tuple[tuple[int, ...], Fraction]:
    """The columns' values of ``program`` at other scores, and their unit (that of the program).

    For many scorings make the :class:`Objective` once (``Situation.objective``) and use ``at`` or ``stack``.
    """
    found = objective_of(case, Books(case), program.options, program.products)
    return found.at(scores), found.unit
