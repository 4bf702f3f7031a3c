"""What a proof is made of: a tree of cases whose leaves carry multipliers, and the rows that it speaks of.

The claim of a :class:`Proof` is about a :class:`~optimizer.models.program.Program` changed as its :class:`Statement`
says: *no portfolio that keeps every row is worth* ``target`` *or more* (``target`` None: *there is no portfolio at
all*). Nothing in a proof has to be trusted: multipliers come from floating point, but the bound that they give is added
up in whole numbers and holds whatever they are (Lagrangian decomposition, Guignard and Kim 1987).

At a leaf with multipliers ``m >= 0`` on the reduced rows and integers ``t`` on (bundle, option), all over the common
denominator ``scale``, let ``L = scale * values - sum of m * row`` over all columns (without the first term where
``objective`` is false). Then for every portfolio that the path to the leaf allows

    scale * value <= sum of m * limit + sum over bundles of c_k + sum over roadmaps of the largest allowed score

where an option scores ``L + sum over bundles of t`` and 'none' scores 0 where it is allowed, and ``c_k`` is the largest
value of ``(L of z and of the products of its funded options, if active) - sum of t over its funded options`` over the
ways to fund its members that the path allows. The leaf is closed when that sum is below ``scale * target``, or below 0
where ``objective`` is false.

*Reduced row*: coefficients divided by their greatest common divisor, the limit likewise and rounded down; columns are
whole, so nothing is lost. *Strike*: at an inner node, an option (or 'none') whose score lies so far below the largest
of its roadmap that the node's sum less the difference closes is dropped from the domain of everything below the node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from optimizer.models.program import Program, Row

#: Stands for "not funded" among the options of a roadmap.
NONE = -1


@dataclass(frozen=True, slots=True)
class ConeCut:
    """``sum of g_d s_d <= r * sum of s_d`` for a cone's group amounts ``s``: valid when ``g.g <= 1`` and ``r r >=
    limit``, with ``g = g / denominator`` and ``r = r / denominator``. As a row: ``g_d - r`` times the amounts, at most
    0 (not reduced)."""

    cone: int
    g: tuple[int, ...]
    r: int
    denominator: int


@dataclass(frozen=True, slots=True)
class TailCut:
    """``Tail.cut(q)`` of the tail with this index, ``q = q / denominator``: valid when ``0 <= q_s <= p_s / share`` and
    they add up to 1 (the row is reduced)."""

    tail: int
    q: tuple[int, ...]
    denominator: int


Cut = ConeCut | TailCut


@dataclass(frozen=True, slots=True)
class Vector:
    """Multipliers, all over ``scale``.

    Attributes:
        scale: the common denominator, at least 1.
        rows: (row index, multiplier above 0); indices into the program's rows, then the statement's extra rows.
        t: (bundle, option, integer of any sign but 0); the option belongs to a member of the bundle.
        cuts: (cut, multiplier above 0).
        objective: whether the values count; without them a sum below 0 shows that nothing is feasible.
    """

    scale: int
    rows: tuple[tuple[int, int], ...]
    t: tuple[tuple[int, int, int], ...] = ()
    cuts: tuple[tuple[Cut, int], ...] = ()
    objective: bool = True


@dataclass(frozen=True, slots=True)
class Leaf:
    """A closed case; ``vector`` None: some roadmap has nothing left that it may take, or, where ``spared``, nothing is
    left but the portfolio that the statement leaves out."""

    vector: Vector | None
    spared: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """A case told apart by what one roadmap takes.

    Attributes:
        roadmap: whose options are split.
        parts: (options, what follows); options are indices, ``NONE`` for not funded. Together they hold all that the
            domain, after ``strike``, leaves the roadmap.
        strike: the vector by which options are struck out before the split, or None.
    """

    roadmap: str
    parts: tuple[tuple[tuple[int, ...], Node], ...]
    strike: Vector | None = None


Node = Leaf | Split


@dataclass(frozen=True, slots=True)
class Statement:
    """What a proof is about.

    Attributes:
        values: the objective over all columns.
        target: no portfolio is worth this or more; None: there is none at all.
        must, never: roadmaps that are (not) funded, sorted.
        allowed: the only option indices that may be taken, sorted; None for all.
        off: ids of rows, cones and tails that do not count, sorted.
        limits: (row index, its limit instead), sorted.
        extra: more rows; their indices follow those of the program.
        spared: a portfolio that the statement does not speak of, as sorted options; None where there is none.
    """

    values: tuple[int, ...]
    target: int | None
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    allowed: tuple[int, ...] | None = None
    off: tuple[str, ...] = ()
    limits: tuple[tuple[int, int], ...] = ()
    extra: tuple[Row, ...] = ()
    spared: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement and the tree of cases that shows it."""

    statement: Statement
    root: Node

    @property
    def leaves(self) -> int:
        """How many cases it distinguishes."""
        return sum(isinstance(node, Leaf) for node in walk(self.root))


def walk(root: Node) -> Iterator[Node]:
    """Every node, parents before what follows them, parts in their order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Split):
            stack.extend(child for _, child in reversed(node.parts))


def reduced(row: Row) -> tuple[dict[int, int], int]:
    """A row divided by the greatest common divisor of its coefficients, its limit rounded down; without coefficients
    as it is."""
    divisor = gcd(*row.coefficients.values())
    if divisor <= 1:
        return {c: v for c, v in row.coefficients.items() if v}, row.limit
    return {c: v // divisor for c, v in row.coefficients.items() if v}, row.limit // divisor


def cut_row(program: Program, cut: Cut) -> tuple[dict[int, int], int]:
    """The row that a cut stands for.

    Raises:
        ValueError: when its parameters do not make a valid row.
    """
    if cut.denominator < 1:
        raise ValueError("a cut has a denominator below 1")
    if isinstance(cut, TailCut):
        tail = program.tails[cut.tail]
        q = [Fraction(v, cut.denominator) for v in cut.q]
        if len(q) != len(tail.probabilities) or sum(q) != 1:
            raise ValueError("the weights of a tail do not add up to 1")
        if any(not 0 <= v <= p / tail.share for v, p in zip(q, tail.probabilities, strict=True)):
            raise ValueError("a weight of a tail is out of its range")
        return reduced(tail.cut(q))
    cone = program.cones[cut.cone]
    if len(cut.g) != len(cone.groups) or sum(v * v for v in cut.g) > cut.denominator**2:
        raise ValueError("the direction of a cone is too long")
    if cut.r < 0 or Fraction(cut.r, cut.denominator) ** 2 < cone.limit:
        raise ValueError("the radius of a cone is too small")
    coefficients: dict[int, int] = {}
    for factor, group in zip(cut.g, cone.groups, strict=True):
        for option, amount in group.items():
            coefficients[option] = coefficients.get(option, 0) + (factor - cut.r) * amount
    return {c: v for c, v in coefficients.items() if v}, 0
