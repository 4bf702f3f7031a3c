"""Proofs by trying everything: slow, simple, and with no solver. For tests of what reads proofs."""

from __future__ import annotations

import random
from math import isqrt, lcm

from optimizer.models.program import Cone, Program, Row, Selection
from optimizer.models.tree.proof import NONE, ConeCut, Cut, Leaf, Node, Proof, Split, Statement, TailCut, Vector
from optimizer.models.tree.verifying import Domain, Verifier, domain


class Prover:
    """Splits until a simple vector closes: random small multipliers first, then exact reasons at single portfolios."""

    def __init__(self, program: Program, statement: Statement, rng: random.Random) -> None:
        self.program, self.statement, self.rng = program, statement, rng
        self.verifier = Verifier(program, statement)
        off = set(statement.off)
        self.rows = [i for i, row in enumerate(self.verifier.rows) if row is not None]
        self.cones = [i for i, cone in enumerate(program.cones) if cone.id not in off]
        self.tails = [i for i, tail in enumerate(program.tails) if tail.id not in off]

    def prove(self) -> Proof | None:
        """The proof, or None where the statement is false."""
        root = self.node(domain(self.program, self.statement))
        return None if root is None else Proof(self.statement, root)

    def node(self, at: Domain) -> Node | None:
        if any(not options for options in at.values()):
            return Leaf(None)
        for vector in self.tries(at):
            found = self.verifier.sums(vector, at)
            if found is not None and self.verifier.closes(vector, found[0]):
                return Leaf(vector)
        free = [roadmap for roadmap, options in at.items() if len(options) > 1]
        if not free:
            return None
        roadmap = self.rng.choice(free)
        strike = self.random_vector() if self.rng.random() < 0.3 and self.statement.target is not None else None
        if strike is not None and strike.objective:
            at = self.verifier.struck(strike, at)
        else:
            strike = None
        options = sorted(at[roadmap])
        self.rng.shuffle(options)
        parts = [options[:1], options[1:]] if self.rng.random() < 0.7 or len(options) < 3 else [[o] for o in options]
        done = []
        for part in parts:
            child = self.node({**at, roadmap: frozenset(part)})
            if child is None:
                return None
            done.append((tuple(sorted(part)), child))
        return Split(roadmap, tuple(done), strike)

    def tries(self, at: Domain) -> list[Vector]:
        found = []
        if self.statement.target is not None:
            found.append(Vector(1, ()))
            found += [self.random_vector() for _ in range(2)]
        found += [Vector(1, ((i, 1),), objective=False) for i in self.rows]
        if all(len(options) == 1 for options in at.values()):
            chosen = tuple(sorted(o for options in at.values() for o in options if o != NONE))
            found += [Vector(1, (), (), ((cut, 1),), objective=False) for cut in self.cuts(chosen)]
        return found

    def random_vector(self) -> Vector:
        rng, pairs = self.rng, []
        for k, bundle in enumerate(self.program.bundles):
            if sum(map(bool, bundle.members)) >= bundle.at_least:
                options = sorted(o for member in bundle.members for o in member if rng.random() < 0.3)
                pairs += [(k, o, rng.choice([-1, 1]) * rng.randint(1, 10**6)) for o in options]
        rows = tuple((i, rng.randint(1, 10**5)) for i in self.rows if rng.random() < 0.3)
        return Vector(rng.choice([1, 4, 60]), rows, tuple(sorted(pairs)))

    def cuts(self, chosen: tuple[int, ...]) -> list[Cut]:
        columns, found = self.program.columns(chosen), []
        for i in self.tails:
            q = self.program.tails[i].worst(columns)
            over = lcm(*(v.denominator for v in q))
            found.append(TailCut(i, tuple(int(v * over) for v in q), over))
        return [*found, *(self.cone_cut(i, self.program.cones[i], columns) for i in self.cones)]

    @staticmethod
    def cone_cut(index: int, cone: Cone, columns: tuple[int, ...]) -> ConeCut:
        amounts, over = cone.amounts(columns), 10**9
        length = isqrt(sum(a * a for a in amounts) * over * over) + 1
        r = isqrt(int(cone.limit * over * over)) + 1
        return ConeCut(index, tuple(a * over * over // length for a in amounts), r, over)


def prove(program: Program, statement: Statement, rng: random.Random) -> Proof | None:
    """A proof of a statement about a program, None where it does not hold (or a rule is missed by a hair)."""
    return Prover(program, statement, rng).prove()


def statement(
    program: Program, kind: str, selection: Selection = (), bound: int = 0, at: str | None = None
) -> Statement:
    """What a claim says about a program.

    Args:
        program: the problem.
        kind: ``best``: no portfolio is worth more than ``selection``; ``other``: no other is worth as much;
            ``cheaper``: none is worth as much and spends less; ``tie``: no other is worth as much and spends no more;
            ``order``: none is worth as much, spends no more, takes what ``selection`` takes on every roadmap ranked
            above ``at`` and better on ``at``; ``bound``: none is worth more than
            ``bound``; ``infeasible``: there is none.
        selection: the portfolio that is decided.
        bound: in units of the program.
        at: a roadmap of the ranking.

    Raises:
        ValueError: for another kind.
    """
    value, spent = program.value(selection), program.spent(selection)
    chosen = set(selection)
    other = Row("other", {o: 1 if o in chosen else -1 for o in range(len(program.options))}, len(chosen) - 1)
    if kind == "infeasible":
        return Statement((0,) * program.size, None)
    if kind == "bound":
        return Statement(program.values, bound + 1)
    if kind == "best":
        return Statement(program.values, value + 1)
    if kind == "other":
        return Statement(program.values, value, extra=(other,))
    if kind == "cheaper":
        return Statement(program.values, value, extra=(Row("spend", program.spend, spent - 1),))
    if kind == "tie":
        return Statement(program.values, value, extra=(Row("spend", program.spend, spent), other))
    if kind == "order" and at is not None:
        allowed, must, never = _before(program, chosen, at)
        extra = (Row("spend", program.spend, spent),)
        return Statement(program.values, value, must=must, never=never, allowed=allowed, extra=extra)
    raise ValueError(f"{kind!r} is not a claim")


def places(program: Program, selection: Selection) -> tuple[str, ...]:
    """The roadmaps, down the ranking, at which another portfolio could come before ``selection``: it takes something
    else there than the best that there is."""
    chosen = set(selection)
    return tuple(roadmap for roadmap in program.ranking if program.groups[roadmap][0] not in chosen)


def _before(program: Program, chosen: set[int], at: str) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
    allowed, must, never = set(range(len(program.options))), [at], []
    for roadmap in program.ranking:
        options = program.groups[roadmap]
        taken = next((o for o in options if o in chosen), None)
        allowed -= set(options)
        if roadmap == at:
            allowed |= {o for o in options if taken is None or o < taken}
            break
        if taken is None:
            never.append(roadmap)
        else:
            must.append(roadmap)
            allowed.add(taken)
    position = program.ranking.index(at)
    for roadmap in program.ranking[position + 1 :]:
        allowed |= set(program.groups[roadmap])
    return tuple(sorted(allowed)), tuple(sorted(must)), tuple(sorted(never))
