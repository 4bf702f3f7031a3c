"""Sets of weights that a committee does not want to pin down, each as the exact extreme points of a polytope.

What is linear in the weights and holds at the extreme points holds everywhere in the set, so these points are all that
the exact questions need. They are ``Fraction``s: a set cut out of decimals has corners that decimals cannot write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

#: One weighting: a share for each criterion, adding up to 1.
Point = tuple[Fraction, ...]

#: Beyond this many extreme points a box is no longer listed corner by corner.
MOST_POINTS = 20_000


class EmptySet(ValueError):
    """No weighting satisfies the bounds."""


class TooManyPoints(ValueError):
    """The set has more than ``MOST_POINTS`` extreme points."""


@dataclass(frozen=True)
class WeightSet:
    """A polytope of weightings.

    Attributes:
        kind: ``members``, ``ranges``, ``order`` or ``all``.
        points: its extreme points, none of them superfluous, in a canonical order; empty where there are too many
            to list (then only samples speak of it).
        lower, upper: the bounds of each weight (``ranges``; else 0 and 1).
        groups: criteria by falling weight, those of equal weight together (``order``; else empty).
    """

    kind: str
    points: tuple[Point, ...]
    lower: Point
    upper: Point
    groups: tuple[tuple[int, ...], ...] = ()


def simplex(count: int) -> WeightSet:
    """Every weighting of ``count`` criteria (set ``all``)."""
    points = tuple(tuple(Fraction(int(i == k)) for i in range(count)) for k in range(count))
    return WeightSet("all", points, *_free(count))


def order(groups: Sequence[Sequence[int]]) -> WeightSet:
    """Every weighting in an order of importance (set ``order``): ``groups`` are criteria by falling weight, those of
    equal weight together and staying equal.

    The extreme points give the first one, two, … groups equal weights and the rest none (Carrizosa, Conde, Fernández
    and Puerto 1995)."""
    falling = tuple(tuple(group) for group in groups)
    count = sum(map(len, falling))
    points: list[Point] = []
    on: set[int] = set()
    for group in falling:
        on.update(group)
        points.append(tuple(Fraction(1, len(on)) if i in on else Fraction(0) for i in range(count)))
    return WeightSet("order", tuple(points), *_free(count), groups=falling)


def members(weightings: Iterable[Point]) -> WeightSet:
    """The convex hull of ``weightings`` (set ``members``): those of them that are not mixtures of the others."""
    kept = list(dict.fromkeys(weightings))
    if not kept:
        raise EmptySet("no member has weights")
    for point in list(kept):
        others = [other for other in kept if other != point]
        if others and in_hull(point, others):
            kept = others
    return WeightSet("members", tuple(kept), *_free(len(kept[0])))


def ranges(lower: Sequence[Fraction], upper: Sequence[Fraction]) -> WeightSet:
    """The weightings between ``lower`` and ``upper`` (set ``ranges``).

    At a corner of a box cut by the plane "sum 1" at most one weight lies strictly between its bounds.

    Raises:
        EmptySet: when no weighting lies between the bounds.
    """
    low = tuple(max(Fraction(0), Fraction(x)) for x in lower)
    high = tuple(min(Fraction(1), Fraction(x)) for x in upper)
    if any(a > b for a, b in zip(low, high, strict=True)) or not sum(low) <= 1 <= sum(high):
        raise EmptySet(
            f"the lowest weights add up to {float(sum(low)):g} and the highest to {float(sum(high)):g}; "
            "a weighting adds up to 1"
        )
    try:
        points = tuple(sorted(_corners(low, high), reverse=True))
    except TooManyPoints:
        points = ()
    return WeightSet("ranges", points, low, high)


def share_of(weights: Sequence[Fraction], share: Fraction) -> tuple[Point, Point]:
    """The bounds "plus or minus ``share`` of each weight", within 0 and 1."""
    lower = tuple(max(Fraction(0), w * (1 - share)) for w in weights)
    upper = tuple(min(Fraction(1), w * (1 + share)) for w in weights)
    return lower, upper


def named(criteria: Sequence[str], bounds: Mapping[str, tuple[Fraction, Fraction]]) -> tuple[Point, Point]:
    """The bounds of each criterion, those that are not named being free."""
    pairs = [bounds.get(criterion, (Fraction(0), Fraction(1))) for criterion in criteria]
    return tuple(Fraction(a) for a, _ in pairs), tuple(Fraction(b) for _, b in pairs)


def _free(count: int) -> tuple[Point, Point]:
    return (Fraction(0),) * count, (Fraction(1),) * count


def _corners(low: Point, high: Point) -> set[Point]:
    """Every corner of the box within the simplex, by walking each coordinate to an end, one of them left free."""
    count = len(low)
    least = [sum(low[i:], Fraction(0)) for i in range(count + 1)]
    most = [sum(high[i:], Fraction(0)) for i in range(count + 1)]
    found: set[Point] = set()

    def walk(index: int, picked: tuple[Fraction, ...], total: Fraction, loose: int) -> None:
        lo = hi = Fraction(0)
        if loose >= 0:
            lo, hi = low[loose], high[loose]
        if total + least[index] + lo > 1:
            return
        # While the free coordinate is still to come, it is counted among the rest.
        if total + most[index] + hi < 1:
            return
        if index == count:
            if loose < 0:
                if total == 1:
                    found.add(picked)
            else:
                point = list(picked)
                point[loose] = 1 - total
                found.add(tuple(point))
            if len(found) > MOST_POINTS:
                raise TooManyPoints
            return
        for value in dict.fromkeys((low[index], high[index])):
            walk(index + 1, (*picked, value), total + value, loose)
        if loose < 0 and low[index] < high[index]:
            walk(index + 1, (*picked, Fraction(0)), total, index)

    walk(0, (), Fraction(0), -1)
    return found


def in_hull(point: Point, others: Sequence[Point]) -> bool:
    """Whether ``point`` is a mixture of ``others``, decided in exact arithmetic.

    Phase one of the simplex method on fractions with Bland's rule (1977), which cannot cycle: is there ``x >= 0`` with
    ``sum x_j others_j = point`` and ``sum x_j = 1``?"""
    rows = [[Fraction(other[i]) for other in others] + [Fraction(point[i])] for i in range(len(point))]
    rows.append([Fraction(1)] * len(others) + [Fraction(1)])
    rows = [[-v for v in row] if row[-1] < 0 else row for row in rows]
    # The artificial variable of row r is column -1 - r of the basis; their sum is what is brought to 0.
    basis = [-1 - r for r in range(len(rows))]
    goal = [sum((row[j] for row in rows), Fraction(0)) for j in range(len(others) + 1)]
    while goal[-1] > 0:
        enter = next((j for j in range(len(others)) if goal[j] > 0), None)
        if enter is None:
            return False
        ratios = [(row[-1] / row[enter], basis[r], r) for r, row in enumerate(rows) if row[enter] > 0]
        _, _, leave = min(ratios)
        pivot = rows[leave][enter]
        rows[leave] = [v / pivot for v in rows[leave]]
        for r, row in enumerate(rows):
            if r != leave and row[enter]:
                factor = row[enter]
                rows[r] = [v - factor * u for v, u in zip(row, rows[leave], strict=True)]
        factor = goal[enter]
        goal = [v - factor * u for v, u in zip(goal, rows[leave], strict=True)]
        basis[leave] = enter
    return True
