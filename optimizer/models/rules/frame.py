"""What a rule is given and what it gives back: the frame its rows are written in, and its figure for a portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Protocol

from optimizer.case.model import Case, Roadmap, Rule
from optimizer.models.books import Books
from optimizer.models.objective import Objective
from optimizer.models.portfolio import Portfolio
from optimizer.models.program import Cone, Option, Row, Tail

#: Decimals of a slack that is printed.
_PLACES = 9
#: What a rule adds to a program.
Piece = Row | Cone | Tail


@dataclass(frozen=True)
class Frame:
    """The columns that rules write their rows over.

    Attributes:
        options: the program's options.
        products: (synergy, option) of each product column.
        objective: what columns are worth at any scores.
        values: what each column is worth at the base scores, in units of the program.
    """

    case: Case
    books: Books
    options: tuple[Option, ...]
    products: tuple[tuple[int, int], ...]
    objective: Objective
    values: tuple[int, ...]

    def of(self, roadmaps: Iterable[str]) -> list[int]:
        """The options of these roadmaps, ascending; a roadmap that is not eligible has none."""
        wanted = set(roadmaps)
        return [index for index, option in enumerate(self.options) if option.roadmap in wanted]


@dataclass(frozen=True)
class Figure:
    """How a portfolio stands to a rule or budget row, exactly.

    Attributes:
        satisfied: whether it holds.
        slack: how far the figure is from its nearest limit, in the rule's own unit, negative where broken; None where
            the figure does not exist (the share of nothing).
        figure: the figure itself, in the rule's own unit; None likewise.
    """

    satisfied: bool
    slack: Fraction | None
    figure: Fraction | None

    @property
    def printed(self) -> Decimal | None:
        """The slack to at most nine decimals, rounded down, so that nothing broken looks kept."""
        if self.slack is None:
            return None
        whole = Decimal((self.slack * 10**_PLACES).__floor__()).scaleb(-_PLACES).normalize()
        return whole if int(whole.as_tuple().exponent) <= 0 else whole.quantize(Decimal(1))


@dataclass(frozen=True)
class Step:
    """How the limits of a rule type move: by ``by``, between ``low`` and ``high`` (None: without end)."""

    by: Decimal
    low: Decimal = Decimal(0)
    high: Decimal | None = None


#: A rule that counts roadmaps moves by one of them; one about shares of money or number by one hundredth.
ONE = Step(Decimal(1))
HUNDREDTH = Step(Decimal("0.01"), high=Decimal(1))


class Kind(Protocol):
    """A rule type: a module with these names. Adding a rule is adding such a file and naming it in the registry."""

    #: The name in the column ``rule``.
    KIND: str

    def statement(self, rule: Rule, frame: Frame) -> Sequence[Piece]:
        """The integer rows, cone or tail that say the rule."""

    def figure(self, rule: Rule, portfolio: Portfolio) -> Figure:
        """The rule's exact check, from the case alone."""

    def sentence(self, rule: Rule, lang: str) -> str:
        """The rule in words, in English (``en``) or Dutch (``nl``), with its limits in it."""

    def reached(self, figure: Fraction, lang: str) -> str:
        """A portfolio's figure as the sentence about it has it: "3 roadmaps", "41.2%"."""

    #: How far one step moves a limit, and the ends that it may not pass; None where a rule can only be dropped.
    STEP: Step | None


def concerned(rule: Rule, roadmaps: Iterable[Roadmap]) -> list[str]:
    """The roadmaps that a rule speaks of: its members, those that have its value of its attribute, or all."""
    if rule.members:
        members = set(rule.members)
        return [roadmap.id for roadmap in roadmaps if roadmap.id in members]
    if rule.attribute is None:
        return [roadmap.id for roadmap in roadmaps]
    values = ((roadmap.id, roadmap.attributes.get(rule.attribute, ())) for roadmap in roadmaps)
    return [roadmap for roadmap, found in values if (rule.value in found if rule.value is not None else found)]


def weighted(rule_id: str, terms: Mapping[int, Fraction], limit: Fraction = Fraction(0)) -> Row:
    """The row ``sum of terms <= limit`` multiplied out to integers."""
    scale = lcm(limit.denominator, *(term.denominator for term in terms.values()))
    coefficients = {column: int(term * scale) for column, term in terms.items() if term}
    return Row(rule_id, coefficients, int(limit * scale), Fraction(scale))


def between(figure: Fraction | None, low: Decimal | None, high: Decimal | None) -> Figure:
    """The figure of a rule with a least and a largest limit, either of which may be missing."""
    if figure is None:
        return Figure(True, None, None)
    room = [figure - Fraction(low)] if low is not None else []
    room += [Fraction(high) - figure] if high is not None else []
    slack = min(room, default=None)
    return Figure(slack is None or slack >= 0, slack, figure)
