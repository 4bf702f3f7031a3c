"""Writes a certificate: what a decision says, with trees of multipliers that whole numbers alone confirm.

The format is described in docs/certificate.md and read by ``optimizer/verify/check_certificate.py``, which shares
nothing with this file. A certificate names rows, roadmaps and synergies as the case does, never by our indices, and its
multipliers refer to rows divided by their greatest common divisor, so it does not depend on how the program is laid out.

A *claim* is one sentence of the form "no portfolio that keeps every rule, and ..., is worth V or more". The stages in which
a decision is found (``optimizer/models/ties.py``) prove such sentences; :func:`claims_of` says which.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

from optimizer.case.model import Case
from optimizer.models.answer import Answer, Status
from optimizer.models.program import Program, Row, Selection
from optimizer.models.tree.proof import NONE, ConeCut, Cut, Leaf, Node, Proof, Split, Vector, cut_row, walk

if TYPE_CHECKING:
    from optimizer.models.ties import Settled

VERSION = 1
#: Stands for the objective among the names of rows.
VALUE = ""
#: Rules about single roadmaps: the checker takes options away for them instead of counting rows.
_BY_OPTION = ("must", "never", "intensity")


@dataclass(frozen=True)
class Claim:
    """One proven sentence about every portfolio that keeps every rule.

    Attributes:
        kind: ``best``: none is worth more than the decision's; ``other``: none but that one is worth as much;
            ``cheaper``: none is worth as much and spends less; ``tie``: none but that one is worth as much and spends
            no more; ``order``: none is worth as much, spends no more, takes the same on every roadmap ranked above
            ``at`` and better on ``at``; ``bound``: none is worth more than the bound; ``infeasible``: there is none.
        proof: the tree, about the program changed as its statement says.
        at: the roadmap, for ``order``.
        spared: for ``cheaper``, a portfolio that the proof leaves out and that is not cheaper itself.
    """

    kind: str
    proof: Proof
    at: str | None = None
    spared: Selection | None = None


def claims_of(program: Program, settled: Settled) -> tuple[list[Claim], Selection | None]:
    """What a solve and the breaking of its ties prove, and a second portfolio of the same value where there is one.

    Raises:
        ValueError: when a solve has no proof (a solver's word was taken, or nothing was proven in time).
    """
    answer = settled.answer
    if settled.status is Status.INFEASIBLE:
        return [Claim("infeasible", _proof(answer))], None
    if settled.status is not Status.OPTIMAL or settled.selection is None:
        return [Claim("bound", _proof(answer))], None
    claims, stages = [Claim("best", _proof(answer))], settled.stages
    orders: dict[str, Claim] = {}
    for stage in stages:
        proven = stage.answer.status is Status.INFEASIBLE
        if stage.kind == "other" and proven:
            return [Claim("other", _proof(stage.answer))], None
        if stage.kind == "least" and stage.answer.selection is not None and stage.answer.status is Status.OPTIMAL:
            first, second = answer.selection or (), stage.answer.selection
            if program.spent(second) > program.spent(first):
                claims.append(Claim("tie", _proof(stage.answer)))
            else:
                claims.append(Claim("cheaper", _proof(stage.answer), spared=first))
        elif stage.kind == "tie" and proven:
            claims = [claims[0], Claim("tie", _proof(stage.answer))]
        elif stage.kind == "order" and proven and stage.at is not None:
            orders[stage.at] = Claim("order", _proof(stage.answer), at=stage.at)
    return [*claims, *orders.values()], settled.other


def _proof(answer: Answer) -> Proof:
    if not isinstance(answer.proof, Proof):
        raise ValueError("a solve has no proof that can be written down")
    return answer.proof


def certificate(case: Case, program: Program, claims: Sequence[Claim], other: Selection | None = None) -> bytes:
    """The certificate of an answer, packed (gzip); the same bytes for the same claims.

    Args:
        case: what was asked.
        program: its program; each proof is about it, changed as its statement says.
        claims: what is proven.
        other: a second portfolio that is worth as much, where the answer is not unique.

    Raises:
        ValueError: when a proof speaks of rows or values that a certificate has no name for.
    """
    return gzip.compress(text(case, program, claims, other).encode("utf-8"), 9, mtime=0)


def text(case: Case, program: Program, claims: Sequence[Claim], other: Selection | None = None) -> str:
    """The certificate as JSON text, one line for each node of a tree."""
    writer = _Writer(case, program, claims)
    head: dict[str, object] = {"certificate": VERSION, "rows": writer.rows, "roadmaps": writer.roadmaps}
    if writer.cuts:
        head["cuts"] = [writer.cut(cut) for cut in writer.cuts]
    if writer.synergies:
        head["synergies"] = [program.bundles[k].id for k in writer.synergies]
    if other is not None:
        head["other"] = [program.options[o].id for o in sorted(other)]
    written = []
    for claim in claims:
        about: dict[str, object] = {"claim": claim.kind}
        if claim.at is not None:
            about["at"] = claim.at
        if claim.spared is not None:
            about["except"] = [program.options[o].id for o in sorted(claim.spared)]
        nodes = ",\n".join(_json(node) for node in writer.nodes(claim))
        written.append(_json(about)[:-1] + ',"tree":[\n' + nodes + "]}")
    return _json(head)[:-1] + ',\n"claims":[\n' + ",\n".join(written) + "]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def row_names(case: Case, program: Program) -> list[str | None]:
    """Each row's name in a certificate; None for rules about single roadmaps, which need no row there."""
    rules = {rule.id: rule for rule in case.rules}
    seen: dict[str, int] = {}
    names: list[str | None] = []
    for row in program.rows:
        ordinal = seen[row.id] = seen.get(row.id, -1) + 1
        rule = rules.get(row.id)
        if rule is None:
            names.append(row.id if row.id.startswith("budget:") else None)
        elif rule.kind in _BY_OPTION:
            names.append(None)
        elif rule.kind == "requires":
            others = [m for m in dict.fromkeys(rule.members[1:]) if m != rule.members[0]]
            names.append(f"{row.id} {others[ordinal]}")
        else:
            sides = ["min"] * (rule.min is not None) + ["max"] * (rule.max is not None)
            sides = {"exclusive": ["max"], "cover": ["min"], "leverage": ["min"]}.get(rule.kind, sides)
            names.append(f"{row.id} {sides[ordinal]}")
    return names


class _Writer:
    """Gathers the names that the claims' trees use, then writes their nodes."""

    def __init__(self, case: Case, program: Program, claims: Sequence[Claim]) -> None:
        self.case, self.program = case, program
        self.names = row_names(case, program)
        self.ratio = gcd(*program.values) or 1
        self.first = len(program.options)
        self.saved = tuple(-program.spend.get(column, 0) for column in range(program.size))
        self.divisors: dict[int, int] = {}
        splits = [node for claim in claims for node in walk(claim.proof.root) if isinstance(node, Split)]
        self.roadmaps = sorted({split.roadmap for split in splits})
        self.place = {roadmap: i for i, roadmap in enumerate(self.roadmaps)}
        vectors = [(claim, vector) for claim in claims for vector in _vectors(claim.proof.root)]
        used = {name for claim, vector in vectors for name in self._terms(claim, vector)} - {VALUE}
        self.cuts = sorted({cut for _, vector in vectors for cut, _ in vector.cuts}, key=_cut_key)
        self.rows: list[str | int] = [*sorted(used), *range(len(self.cuts))]
        self.column = {name: i for i, name in enumerate(self.rows)}
        self.synergies = sorted({k for _, vector in vectors for k, _, _ in vector.t})
        self.paid = [self._options(k) for k in self.synergies]
        self.cut_rows = {cut: cut_row(program, cut)[0] for cut in self.cuts}

    def _terms(self, claim: Claim, vector: Vector) -> dict[str, int]:
        """The multiplier on each row by its name, ``VALUE`` for the objective, in the checker's units.

        In a statement that maximises something else than value, or nothing, "worth at least" is a row; the other way
        round, what a statement maximises (minus the spend) is the row "spend" of the checker."""
        found: dict[str, int] = {}

        def add(name: str | None, value: int) -> None:
            if name is not None:
                found[name] = found.get(name, 0) + value

        extra, values = claim.proof.statement.extra, claim.proof.statement.values
        for index, value in vector.rows:
            name = self.names[index] if index < len(self.names) else extra[index - len(self.names)].id
            add(VALUE if name == "value" else name, value)
        if vector.objective and any(values):
            if values == self.program.values:
                add(VALUE, vector.scale * self.ratio)
            elif values == self.saved:
                add("spend", vector.scale * (gcd(*self.program.spend.values()) or 1))
            else:
                raise ValueError("a proof is about another objective than the program's")
        return found

    def _options(self, k: int) -> list[list[int]]:
        """The options of each member that has any, members by id."""
        members = [member for member in self.program.bundles[k].members if member]
        return sorted((list(member) for member in members), key=lambda m: self.program.options[m[0]].roadmap)

    def nodes(self, claim: Claim) -> Iterator[list[object]]:
        """The tree's nodes, each before what its parts lead to."""
        for node in walk(claim.proof.root):
            if isinstance(node, Leaf):
                yield ["E"] if node.vector is None else ["L", *self.vector(claim, node.vector)]
                continue
            if node.strike is not None:
                yield ["X", *self.vector(claim, node.strike)]
            if len(node.parts) == 1:
                continue
            options = self.program.groups[node.roadmap]
            bit = {NONE: 1} | {o: 2 << i for i, o in enumerate(options)}
            yield ["S", self.place[node.roadmap], *(sum(bit[o] for o in part) for part, _ in node.parts)]

    def vector(self, claim: Claim, vector: Vector) -> list[object]:
        """Scale, multipliers in the order of ``rows``, shifts in the order of ``synergies``; in lowest terms."""
        terms = self._terms(claim, vector)
        scale = terms.pop(VALUE, 0)
        multipliers = [terms.get(name, 0) if isinstance(name, str) else 0 for name in self.rows]
        for cut, value in vector.cuts:
            at = self.column[self.cuts.index(cut)]
            multipliers[at] += value * (gcd(*self.cut_rows[cut].values()) or 1)
        shifts: dict[int, dict[int, int]] = {}
        for k, option, value in vector.t:
            shifts.setdefault(k, {})[option] = value
        divisor = gcd(scale, *multipliers, *(v for t in shifts.values() for v in t.values())) or 1
        worth = self._worth(claim, vector, shifts)
        written = [self._shift(k, shifts.get(k, {}), worth.get(k, 0), divisor) for k in self.synergies]
        return [scale // divisor, _trim([m // divisor for m in multipliers]), _trim(written)]

    def _worth(self, claim: Claim, vector: Vector, shifts: Iterable[int]) -> dict[int, int]:
        """What the multipliers make of each shifted synergy's own column."""
        statement = claim.proof.statement
        rows = [*self.program.rows, *statement.extra]
        found = {k: vector.scale * statement.values[self.first + k] if vector.objective else 0 for k in shifts}
        for index, value in vector.rows:
            coefficients = rows[index].coefficients
            divisor = self._divisor(rows[index])
            for k in found:
                found[k] -= value * (coefficients.get(self.first + k, 0) // divisor)
        for cut, value in vector.cuts:
            for k in found:
                found[k] -= value * self.cut_rows[cut].get(self.first + k, 0)
        return found

    def _divisor(self, row: Row) -> int:
        divisor = self.divisors.get(id(row))
        if divisor is None:
            divisor = self.divisors[id(row)] = gcd(*row.coefficients.values()) or 1
        return divisor

    def _shift(self, k: int, shift: Mapping[int, int], worth: int, divisor: int) -> object:
        """0 where nothing is shifted, j where member j takes over all that the synergy is worth, else every number."""
        members = self.paid[self.synergies.index(k)]
        if not any(shift.values()):
            return 0
        numbers = [[shift.get(o, 0) for o in member] for member in members]
        moved = [j for j, t in enumerate(numbers) if any(t)]
        if len(moved) == 1 and set(numbers[moved[0]]) == {worth}:
            everyone = sorted(self.case.synergies[k].members)
            return everyone.index(self.program.options[members[moved[0]][0]].roadmap) + 1
        return [t // divisor for member in numbers for t in member]

    def cut(self, cut: Cut) -> dict[str, object]:
        """A cut's parameters under the names of the case."""
        if isinstance(cut, ConeCut):
            cone = self.program.cones[cut.cone]
            named: dict[str, dict[str, int]] = {"values": {}, "alone": {}}
            for (own, name), g in zip(self._groups(cone.id), cut.g, strict=True):
                if g:
                    named["values" if own else "alone"][name] = g
            found: dict[str, object] = {"rule": cone.id, "over": cut.denominator, "r": cut.r}
            return found | {key: value for key, value in named.items() if value}
        tail = self.program.tails[cut.tail]
        weights = {s.id: q for s, q in zip(self.case.scenarios, cut.q, strict=True) if q}
        return {"rule": tail.id, "over": cut.denominator, "q": weights}

    def _groups(self, rule_id: str) -> list[tuple[bool, str]]:
        """The groups of a concentration rule in the program's order: roadmaps alone before values, each by name."""
        rule = next(rule for rule in self.case.rules if rule.id == rule_id)
        attributes = {r.id: r.attributes.get(rule.attribute or "", ()) for r in self.case.roadmaps}
        found = set()
        for option in self.program.options:
            if option.public:
                values = attributes[option.roadmap]
                found |= {(True, value) for value in values} or {(False, option.roadmap)}
        return sorted(found)


def _vectors(root: Node) -> Iterator[Vector]:
    for node in walk(root):
        vector = node.vector if isinstance(node, Leaf) else node.strike
        if vector is not None:
            yield vector


def _cut_key(cut: Cut) -> tuple[object, ...]:
    if isinstance(cut, ConeCut):
        return (0, cut.cone, cut.denominator, cut.g, cut.r)
    return (1, cut.tail, cut.denominator, cut.q)


def _trim(numbers: Iterable[object]) -> list[object]:
    kept = list(numbers)
    while kept and kept[-1] == 0:
        kept.pop()
    return kept
