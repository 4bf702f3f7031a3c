"""A plain re-verification of a proof (``optimizer.models.tree.proof``), in Python integers, node by node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimizer.models.program import Bundle, Program, Row
from optimizer.models.tree.proof import NONE, ConeCut, Cut, Leaf, Node, Proof, Statement, Vector, cut_row, reduced

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
