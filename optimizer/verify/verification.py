"""What became of checking a decision: every difference with both figures, what holds, and what is taken as printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from optimizer.verify.check_certificate import Proof

#: Figures that come out of floating point may differ by this much.
CLOSE = Fraction(1, 10**12)


@dataclass(frozen=True)
class Difference:
    """One thing that is not as printed: where in the decision, what is printed, and what it comes to."""

    where: str
    printed: str
    found: str


@dataclass
class Verification:
    """What became of checking a decision.

    Attributes:
        differences: everything that is not as printed; empty where all holds.
        checked: what was recomputed and holds, as sentences (English message ids) with their figures.
        rests: what is taken as printed, likewise.
        proof: the certificate's proof, where there was one and it holds.
    """

    differences: list[Difference] = field(default_factory=list)
    checked: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    rests: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    proof: Proof | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def differs(self, where: str, printed: object, found: object) -> None:
        """Note a difference."""
        self.differences.append(Difference(where, shown(printed), shown(found)))

    def same(self, where: str, printed: object, found: object) -> None:
        """Note a difference where two figures are not exactly the same."""
        numbers = int | Decimal | Fraction
        if isinstance(printed, bool) or isinstance(found, bool):
            same = printed is found
        elif isinstance(printed, numbers) and isinstance(found, numbers):
            same = Fraction(printed) == Fraction(found)
        else:
            same = printed == found
        if not same:
            self.differs(where, printed, found)

    def close(self, where: str, printed: object, found: Fraction | Decimal, within: Fraction = CLOSE) -> None:
        """Note a difference of more than ``within``."""
        exact = Fraction(found)
        if not isinstance(printed, int | Decimal) or abs(Fraction(printed) - exact) > within:
            self.differs(where, printed, Decimal(repr(float(exact))))

    def passed(self, sentence: str, **figures: object) -> None:
        """Note what was recomputed."""
        self.checked.append((sentence, figures))

    def left(self, sentence: str, **figures: object) -> None:
        """Note what is taken as printed."""
        self.rests.append((sentence, figures))


def shown(value: object) -> str:
    """A figure or a list of names as a line says it."""
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return format(exact, "f")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)
