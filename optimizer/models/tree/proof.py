"""What a proof is made of: a tree of cases whose leaves carry multipliers, and a plain re-verification of it.

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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from optimizer.models.program import Bundle, Program, Row

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


Domain = dict[str, frozenset[int]]


def domain(program: Program, statement: Statement) -> Domain:
    """What each roadmap may take before any split; a forced roadmap without options has nothing left."""
    allowed = None if statement.allowed is None else set(statement.allowed)
    found = {
        roadmap: frozenset(
            {NONE, *(o for o in options if roadmap not in statement.never and (allowed is None or o in allowed))}
        )
        for roadmap, options in program.groups.items()
    }
    for roadmap in statement.must:
        found[roadmap] = found.get(roadmap, frozenset()) - {NONE}
    return found


def bundle_part(
    bundle: Bundle, at: Domain, owner: Mapping[int, str], active: int, gain: Mapping[int, int], t: Mapping[int, int]
) -> int | None:
    """The exact ``c_k``: the best over all allowed ways to fund a bundle's members; None where there is none.

    ``active`` is ``L`` of ``z``, ``gain`` that of each option's product, ``t`` what each funded option pays."""
    always: list[tuple[int, int]] = []
    sometimes: list[tuple[int, int]] = []
    for member in bundle.members:
        if not member:
            continue
        options = at[owner[member[0]]]
        funded = [o for o in member if o in options]
        if not funded:
            continue
        pair = (max(gain.get(o, 0) - t.get(o, 0) for o in funded), max(-t.get(o, 0) for o in funded))
        (sometimes if NONE in options else always).append(pair)
    best = []
    need = max(bundle.at_least - len(always), 0)
    if need <= len(sometimes):
        on = sorted((p[0] for p in sometimes), reverse=True)
        best.append(active + sum(p[0] for p in always) + sum(on[:need]) + sum(v for v in on[need:] if v > 0))
    room = bundle.at_least - 1 - len(always)
    if room >= 0:
        idle = sorted((p[1] for p in sometimes), reverse=True)
        best.append(sum(p[1] for p in always) + sum(v for v in idle[:room] if v > 0))
    return max(best) if best else None


class Verifier:
    """Re-verifies a proof with Python integers alone, node by node."""

    def __init__(self, program: Program, statement: Statement) -> None:
        self.program, self.statement = program, statement
        limits, off = dict(statement.limits), set(statement.off)
        self.rows = [
            None if row.id in off else reduced(Row(row.id, row.coefficients, limits.get(i, row.limit)))
            for i, row in enumerate(program.rows)
        ] + [reduced(row) for row in statement.extra]
        self.owner = {o: option.roadmap for o, option in enumerate(program.options)}
        self.first = len(program.options)
        self.products: list[dict[int, int]] = [{} for _ in program.bundles]
        for j, (k, o) in enumerate(program.products):
            self.products[k][o] = self.first + len(program.bundles) + j

    def row_of(self, cut: Cut) -> tuple[dict[int, int], int]:
        """A cut's row, refused where its rule does not count."""
        rule = self.program.cones[cut.cone] if isinstance(cut, ConeCut) else self.program.tails[cut.tail]
        if rule.id in self.statement.off:
            raise ValueError("a cut of a rule that does not count")
        return cut_row(self.program, cut)

    def sums(self, vector: Vector, at: Domain) -> tuple[int, dict[str, dict[int, int]]] | None:
        """The bound times ``scale``, and each roadmap's scores by option; None where nothing is left to take."""
        if vector.scale < 1:
            raise ValueError("a scale below 1")
        if any(not options for options in at.values()):
            return None
        values: Sequence[int] = self.statement.values
        worth = [vector.scale * v if vector.objective else 0 for v in values]
        total = 0
        terms: list[tuple[tuple[dict[int, int], int], int]] = []
        for index, multiplier in vector.rows:
            row = self.rows[index]
            if row is None or index < 0:
                raise ValueError("a multiplier on a row that does not count")
            terms.append((row, multiplier))
        terms += [(self.row_of(cut), multiplier) for cut, multiplier in vector.cuts]
        for (coefficients, limit), multiplier in terms:
            if multiplier < 0:
                raise ValueError("a negative multiplier")
            total += multiplier * limit
            for column, value in coefficients.items():
                worth[column] -= multiplier * value
        t: list[dict[int, int]] = [{} for _ in self.program.bundles]
        score = worth[: self.first]
        for k, o, value in vector.t:
            if o in t[k] or not any(o in member for member in self.program.bundles[k].members):
                raise ValueError("a split of a synergy names an option twice or one that is no member's")
            t[k][o] = value
            score[o] += value
        for k, bundle in enumerate(self.program.bundles):
            gain = {o: worth[column] for o, column in self.products[k].items()}
            part = bundle_part(bundle, at, self.owner, worth[self.first + k], gain, t[k])
            if part is None:
                return None
            total += part
        table = {roadmap: {o: 0 if o == NONE else score[o] for o in options} for roadmap, options in at.items()}
        return total + sum(max(scores.values()) for scores in table.values()), table

    def closes(self, vector: Vector, bound: int) -> bool:
        """Whether a bound shows that nothing of interest is left."""
        if not vector.objective:
            return bound < 0
        return self.statement.target is not None and bound < vector.scale * self.statement.target

    def struck(self, vector: Vector, at: Domain) -> Domain:
        """The domain without what a node's vector strikes out."""
        found = self.sums(vector, at)
        if found is None:
            return {roadmap: frozenset() for roadmap in at}
        bound, table = found
        left = {}
        for roadmap, scores in table.items():
            top = max(scores.values())
            left[roadmap] = frozenset(o for o, v in scores.items() if not self.closes(vector, bound - top + v))
        return left

    def only_spared(self, at: Domain) -> bool:
        """Whether nothing is left but the portfolio that the statement leaves out."""
        spared = self.statement.spared
        if spared is None:
            return False
        taken = {self.owner[o]: o for o in spared}
        return all(options <= {taken.get(roadmap, NONE)} for roadmap, options in at.items())

    def run(self, root: Node) -> bool:
        """Whether every leaf closes and no split leaves anything out."""
        stack = [(root, domain(self.program, self.statement))]
        while stack:
            node, at = stack.pop()
            if isinstance(node, Leaf) and node.spared:
                if not self.only_spared(at):
                    return False
                continue
            if isinstance(node, Leaf):
                found = None if node.vector is None else self.sums(node.vector, at)
                if found is None:
                    if all(at.values()):
                        return False
                elif node.vector is None or not self.closes(node.vector, found[0]):
                    return False
                continue
            if node.strike is not None:
                at = self.struck(node.strike, at)
            parts = [frozenset(options) for options, _ in node.parts]
            if not at.get(node.roadmap, frozenset()) <= frozenset().union(*parts):
                return False
            stack += [
                (child, {**at, node.roadmap: at[node.roadmap] & part})
                for part, (_, child) in zip(parts, node.parts, strict=True)
            ]
        return True


def verify(program: Program, proof: Proof) -> bool:
    """Whether a proof shows its statement, in Python integers, without any solver or numpy.

    Args:
        program: the problem that the statement is about, unchanged.
        proof: the tree.

    Returns:
        True when every case is closed and the cases leave nothing out; False otherwise, malformed ones included.
    """
    statement = proof.statement
    if len(statement.values) != program.size:
        return False
    try:
        return Verifier(program, statement).run(proof.root)
    except (ValueError, IndexError, KeyError):
        return False
