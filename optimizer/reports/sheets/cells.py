"""Where the figures of the ranking stand, and the parts that formulas of scoring methods are put together from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from optimizer.reports.sheets.frame import address, area


@dataclass(frozen=True)
class Cells:
    """Where figures stand in the sheet of the ranking: roadmaps from row 1, what is said of columns below them.

    Attributes:
        roadmaps, maximise: how many roadmaps; whether more is better, by criterion.
        data: whether the reference is what is present, and not the ends of the scale.
        left, block, after: the first column of agreed scores, of entries, and of steps.
        weights: the sheet of weights.
    """

    sheet: Any
    weights: Any
    roadmaps: int
    maximise: tuple[bool, ...]
    data: bool
    left: int
    block: int
    after: int

    def _cell(self, row: int, column: int) -> str:
        return address(self.sheet, row, column).rpartition("!")[2]

    def _column(self, column: int) -> str:
        return area(self.sheet, 1, column, self.roadmaps, column).rpartition("!")[2]

    def _row(self, row: int) -> str:
        return area(self.sheet, row, self.block, row, self.block + len(self.maximise) - 1).rpartition("!")[2]

    @property
    def below(self) -> dict[str, int]:
        """The rows below the roadmaps, by what they say of each criterion."""
        return {name: self.roadmaps + 2 + at for at, name in enumerate(("foot", "top", "base", "extra"))}

    def x(self, i: int, j: int) -> str:
        """An agreed score."""
        return self._cell(i + 1, self.left + j)

    def xs(self, j: int) -> str:
        """The agreed scores on a criterion."""
        return self._column(self.left + j)

    def said(self, name: str, j: int) -> str:
        """The worst or best of the reference (``foot``, ``top``) or what scores are counted from (``base``)."""
        return self._cell(self.below[name], self.left + j)

    def entry(self, i: int, j: int) -> str:
        """What the method makes of one score."""
        return self._cell(i + 1, self.block + j)

    def entries(self, i: int) -> str:
        """All entries of a roadmap, ``extra`` being the row of a roadmap that is not one."""
        return self._row(i + 1)

    def of(self, j: int) -> str:
        """All entries on a criterion."""
        return self._column(self.block + j)

    def extra(self, j: int) -> str:
        """The method's own row below the roadmaps."""
        return self._cell(self.below["extra"], self.block + j)

    @property
    def extras(self) -> str:
        """All of that row."""
        return self._row(self.below["extra"])

    def step(self, i: int, k: int) -> str:
        """A step on the way to a roadmap's figure."""
        return self._cell(i + 1, self.after + k)

    def steps(self, k: int) -> str:
        """That step of all roadmaps."""
        return self._column(self.after + k)

    def weight(self, j: int) -> str:
        """A criterion's weight."""
        return address(self.weights, j + 1, 2)

    @property
    def all_weights(self) -> str:
        """All weights."""
        return area(self.weights, 1, 2, len(self.maximise), 2)

    def summed(self, term: Callable[[int], str]) -> str:
        """A sum over the criteria of weight times a term."""
        return "+".join(f"{self.weight(j)}*{term(j)}" for j in range(len(self.maximise)))

    def multiplied(self, term: Callable[[int], str]) -> str:
        """A product over the criteria of terms to the power of their weights; anything to the power 0 is 1."""
        powers = (f"IF({self.weight(j)}=0,1,{term(j)}^{self.weight(j)})" for j in range(len(self.maximise)))
        return "*".join(powers)

    def counted(self, i: int, j: int) -> str:
        """An agreed score counted from where its ratios mean something."""
        return f"({self.x(i, j)}-{self.said('base', j)})"

    def column(self, function: str, j: int) -> str:
        """``MIN``, ``MAX`` or ``AVERAGE`` of the counted scores on a criterion."""
        return f"({function}({self.xs(j)})-{self.said('base', j)})"

    def reciprocals(self, j: int) -> str:
        """The sum of the reciprocals of the counted scores on a criterion."""
        return f"SUMPRODUCT(1/({self.xs(j)}-{self.said('base', j)}))"

    def sum(self, j: int) -> str:
        """The sum of the counted scores on a criterion."""
        return f"(SUM({self.xs(j)})-{self.roadmaps}*{self.said('base', j)})"
