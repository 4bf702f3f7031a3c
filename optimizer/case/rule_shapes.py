"""What each rule type may hold: the columns that it needs and allows, and the limits of its figures."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.case.kinds import LEAST, SHARE, TAIL, WHOLE, Kind


@dataclass(frozen=True)
class Shape:
    """The columns of one rule type.

    Attributes:
        says: the rule in a few words, with the columns' names.
        needs: columns that must be filled in.
        allows: columns that may be.
        limits: whether at least one of ``min`` and ``max`` is needed.
        figure: what ``min`` and ``max`` are.
        members: the least number of members.
        spreads: whether ``value`` may be ``*``.
    """

    says: str
    needs: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    limits: bool = False
    figure: Kind = SHARE
    members: int = 1
    spreads: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that may be filled in, beside ``id``, ``rule`` and ``rationale``."""
        return self.needs + self.allows


SHAPES: dict[str, Shape] = {
    "count": Shape(
        "between `min` and `max` roadmaps are funded (with `attribute` and `value`, or with `members`: of those)",
        allows=("members", "attribute", "value", "min", "max"), limits=True, figure=WHOLE, spreads=True,
    ),
    "must": Shape("each of `members` is funded", needs=("members",)),
    "never": Shape("none of `members` is funded", needs=("members",)),
    "exclusive": Shape(
        "at most one of `members` is funded (`max` for another number)",
        needs=("members",), allows=("max",), figure=WHOLE, members=2,
    ),
    "requires": Shape("the first of `members` is funded only with all the others", needs=("members",), members=2),
    "share": Shape(
        "roadmaps with `attribute` = `value` take between the shares `min` and `max` of the public money (`of` = "
        "`spend`, the default, before savings), of the number funded (`count`), or of the private money (`private`); "
        "an empty portfolio keeps it",
        needs=("attribute", "value"), allows=("of", "min", "max"), limits=True, spreads=True,
    ),
    "cover": Shape(
        "at least `min` (default 1) funded roadmaps have `attribute` = `value`",
        needs=("attribute", "value"), allows=("min",), figure=WHOLE, spreads=True,
    ),
    "concentration": Shape(
        "the Herfindahl-Hirschman index of public money (before savings) over `attribute` is at most `max`; a roadmap "
        "with several values has its money split equally among them",
        needs=("attribute", "max"),
    ),
    "intensity": Shape(
        "a roadmap is funded only at levels where public money is at most `max` of public and private together",
        needs=("max",),
    ),
    "leverage": Shape(
        "private money is at least `min` times public money (before savings) over the funded portfolio",
        needs=("min",), figure=LEAST,
    ),
    "downside": Shape(
        "over `scenarios`, the mean value in the worst `value` share of cases (conditional value at risk) is at least "
        "`min` times the expected value",
        needs=("value", "min"), figure=LEAST,
    ),
}  # fmt: skip
#: The columns that belong to some rule types only.
OWN = ("members", "attribute", "value", "of", "min", "max")
#: What ``value`` is for ``downside``.
DOWNSIDE_VALUE = TAIL
