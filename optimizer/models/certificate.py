"""Writes a certificate: what a decision says, with trees of multipliers that whole numbers alone confirm.

The format is described in docs/certificate.md and read by ``optimizer/verify/check_certificate.py``, which shares
nothing with this file. A certificate names rows, roadmaps and synergies as the case does, never by our indices, and
its multipliers refer to rows divided by their greatest common divisor, so the program's layout does not matter.

A *claim* is one sentence of the form "no portfolio that keeps every rule is worth so much and spends so little". The
stages in which a decision is found (``optimizer/models/ties.py``) prove such sentences; :func:`claims_of` says which.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, gcd
from typing import TYPE_CHECKING

from optimizer.case.model import Case
from optimizer.models.answer import Answer, Status
from optimizer.models.program import Program, Row, Selection
from optimizer.models.rounding import EVERY, Numbers, Rounder, Target
from optimizer.models.ties import other_than
from optimizer.models.tree.frame import Frame
from optimizer.models.tree.proof import (
    NONE,
    ConeCut,
    Cut,
    Leaf,
    Node,
    Proof,
    Split,
    Statement,
    Vector,
    cut_row,
    reduced,
    walk,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from optimizer.models.solver import Solver
    from optimizer.models.ties import Settled

VERSION = 2
#: Stands for the objective among the names of rows.
VALUE = ""
#: How a member is written that takes over all that a synergy is worth: the first is "1".
CODES = "0123456789abcdefghijklmnopqrstuvwxyz"
#: Rules about single roadmaps: the checker takes options away for them instead of counting rows.
_BY_OPTION = ("must", "never", "intensity")


@dataclass(frozen=True)
class Claim:
    """One proven sentence: of the portfolios that keep every rule, none is worth ``worth`` or more and spends at most
    ``spend``, but ``spared``.

    Attributes:
        proof: the tree, about the program changed as its statement says.
        worth: in units of the program; None: whatever it is worth.
        spend: in smallest units; None: whatever it spends.
        spared: a portfolio that the sentence leaves out; None where it leaves out none.
        ranked: those that come after ``spared`` down the ranking are left out as well.
        rules: the ids of the rules and budget rows that count; None: all.
    """

    proof: Proof
    worth: int | None = None
    spend: int | None = None
    spared: Selection | None = None
    ranked: bool = False
    rules: tuple[str, ...] | None = None


def claims_of(program: Program, settled: Settled) -> tuple[list[Claim], Selection | None]:
    """What a solve and the breaking of its ties prove, and a second portfolio of the same value where there is one.

    Raises:
        ValueError: when a solve has no proof (a solver's word was taken, or nothing was proven in time).
    """
    answer, chosen = settled.answer, settled.selection
    if settled.status is Status.INFEASIBLE:
        return [Claim(_proof(answer))], None
    if settled.status is not Status.OPTIMAL or chosen is None:
        if settled.bound is None:
            raise ValueError("nothing is proven yet")
        return [Claim(_proof(answer), settled.bound + 1)], None
    value, spent = program.value(chosen), program.spent(chosen)
    last: list[Claim] = []
    cheapest = False
    orders: dict[str, Proof] = {}
    for stage in settled.stages:
        proven = stage.answer.status is Status.INFEASIBLE
        if stage.kind == "other" and proven:
            # It says of the portfolio itself, too, that none is worth more.
            return [Claim(_proof(stage.answer), value, spared=chosen)], None
        if stage.kind == "least" and stage.answer.selection is not None and stage.answer.status is Status.OPTIMAL:
            first, second = answer.selection or (), stage.answer.selection
            proof = _proof(stage.answer)
            cheapest = program.spent(second) <= program.spent(first)
            last = [Claim(proof, value, spent - cheapest, spared=first)]
        elif stage.kind == "tie" and proven:
            last, cheapest = [Claim(_proof(stage.answer), value, spent, spared=chosen)], False
        elif stage.kind == "order" and proven and stage.at is not None:
            orders[stage.at] = _proof(stage.answer)
    if cheapest and settled.settled:
        last.append(Claim(down_the_ranking(program, chosen, orders), value, spent, chosen, ranked=True))
    return [Claim(_proof(answer), value + 1), *last], settled.other


def down_the_ranking(program: Program, chosen: Selection, orders: Mapping[str, Proof]) -> Proof:
    """One tree from several: that no portfolio comes before another down the ranking.

    Args:
        program: the problem.
        chosen: that other portfolio.
        orders: for each roadmap of the ranking that could be funded better than ``chosen`` does, the proof that none
            does that takes the same on all roadmaps above it.
    """
    last = max((program.ranking.index(at) for at in orders), default=-1)
    node: Node = Leaf(None, spared=True)
    for at in reversed(program.ranking[: last + 1]):
        options = program.groups[at]
        own = next((i for i, option in enumerate(options) if option in chosen), len(options))
        everything = (*options, NONE)
        parts: list[tuple[tuple[int, ...], Node]] = [((everything[own],), node)]
        parts += [(everything[:own], orders[at].root)] if own else []
        parts += [(everything[own + 1 :], Leaf(None, spared=True))] if own < len(options) else []
        node = Split(at, tuple(parts))
    stated = [replace(proof.statement, must=(), never=(), allowed=None) for proof in orders.values()]
    return Proof(stated[0] if stated else Statement(program.values, program.value(chosen)), node)


def clashing(solver: Solver, conflict: Sequence[str]) -> tuple[Claim, dict[str, Selection]]:
    """That the rules and budget rows of a conflict cannot hold together, and that none of them is superfluous.

    Args:
        solver: holds the program.
        conflict: the ids.

    Returns:
        The claim, and for each id a portfolio that keeps all the others.

    Raises:
        ValueError: when the ids are no minimal conflict.
    """
    rest = tuple(id for id in solver.program.ids if id not in set(conflict))
    claim = Claim(_proof(solver.best(off=rest, proof=True, keep=False)), rules=tuple(conflict))
    without = {}
    for id in conflict:
        found = solver.best(values=(0,) * solver.program.size, off=(*rest, id), proof=False, keep=False)
        if found.selection is None:
            raise ValueError(f"{id} is superfluous in the conflict")
        without[id] = found.selection
    return claim, without


def _proof(answer: Answer) -> Proof:
    if not isinstance(answer.proof, Proof):
        raise ValueError("a solve has no proof that can be written down")
    return answer.proof


def certificate(
    case: Case,
    program: Program,
    claims: Sequence[Claim],
    other: Selection | None = None,
    without: Mapping[str, Selection] | None = None,
) -> bytes:
    """The certificate of an answer, packed (gzip); the same bytes for the same claims.

    Args:
        case: what was asked.
        program: its program; each proof is about it, changed as its statement says.
        claims: what is proven.
        other: a second portfolio that is worth as much, where the answer is not unique.
        without: for each id of a conflict, a portfolio that keeps all the others.

    Raises:
        ValueError: when a proof speaks of rows or values that a certificate has no name for.
    """
    return gzip.compress(text(case, program, claims, other, without).encode("utf-8"), 9, mtime=0)


def text(
    case: Case,
    program: Program,
    claims: Sequence[Claim],
    other: Selection | None = None,
    without: Mapping[str, Selection] | None = None,
) -> str:
    """The certificate as JSON text, one line for each node of a tree."""
    writer = _Writer(case, program, claims)
    head: dict[str, object] = {
        "certificate": VERSION,
        "rows": [row if isinstance(row, str) else writer.cut(row) for row in writer.rows],
        "roadmaps": writer.roadmaps,
        "synergies": [program.bundles[k].id for k in writer.synergies],
    }
    if other is not None:
        head["other"] = _ids(program, other)
    if without:
        head["without"] = {id: _ids(program, without[id]) for id in sorted(without)}
    written = []
    for claim in claims:
        about = _json(writer.sentence(claim))[:-1]
        nodes = ",\n".join(_json(node) for node in writer.nodes(claim))
        written.append(about + ("," if len(about) > 1 else "") + '"tree":[\n' + nodes + "]}")
    return _json(head)[:-1] + ',\n"claims":[\n' + ",\n".join(written) + "]}\n"


def _ids(program: Program, selection: Selection) -> list[str]:
    return [program.options[o].id for o in sorted(selection)]


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
        splits = [node for claim in claims for node in walk(claim.proof.root) if isinstance(node, Split)]
        self.roadmaps = sorted({split.roadmap for split in splits})
        self.place = {roadmap: i for i, roadmap in enumerate(self.roadmaps)}
        vectors = [(claim, vector) for claim in claims for vector in _vectors(claim.proof.root)]
        used = {name for claim, vector in vectors for name in self._terms(claim, vector)} - {VALUE}
        self.cuts = sorted({cut for _, vector in vectors for cut, _ in vector.cuts}, key=_cut_key)
        self.rows: list[str | Cut] = [*sorted(used), *self.cuts]
        self.synergies = sorted({k for _, vector in vectors for k, _, _ in vector.t})
        self.cut_column = {cut: len(used) + i for i, cut in enumerate(self.cuts)}
        self.frame = Frame(program)
        pairs = zip(self.frame.pair_bundle.tolist(), self.frame.pair_option.tolist(), strict=True)
        self.pair = {pair: i for i, pair in enumerate(pairs)}
        self.paid = [[self.pair.get((k, o), -1) for m in self._options(k) for o in m] for k in self.synergies]
        self.codes: dict[tuple[int, int], str] = {}

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
        if vector.objective:
            if claim.spend is not None and values == self.saved:  # all 0 where nothing costs anything
                add("spend", vector.scale * (gcd(*self.program.spend.values()) or 1))
            elif values == self.program.values:
                add(VALUE, vector.scale * self.ratio)
            elif any(values):
                raise ValueError("a proof is about another objective than the program's")
        return found

    def _options(self, k: int) -> list[list[int]]:
        """The options of each member that has any, members by id."""
        members = [member for member in self.program.bundles[k].members if member]
        return sorted((list(member) for member in members), key=lambda m: self.program.options[m[0]].roadmap)

    def sentence(self, claim: Claim) -> dict[str, object]:
        """What a claim says, in the checker's units."""
        found: dict[str, object] = {}
        target = self._worth(claim)
        if target is not None:
            found["worth"] = target
        if claim.spend is not None:
            found["spend"] = claim.spend
        if claim.spared is not None:
            found["except"] = _ids(self.program, claim.spared)
        if claim.ranked:
            found["ranked"] = True
        if claim.rules is not None:
            found["rules"] = sorted(claim.rules)
        return found

    def _worth(self, claim: Claim) -> int | None:
        return None if claim.worth is None else ceil(Fraction(claim.worth, self.ratio))

    def nodes(self, claim: Claim) -> Iterator[list[object]]:
        """The tree's nodes, each before what its parts lead to."""
        root = claim.proof.root
        numbers = {id(vector): self._numbers(claim, vector) for vector in _vectors(root)}
        target = self._target(claim)
        start = self._start(claim)
        short = {} if start is None else Rounder(self.frame, target).run(root, start, numbers)
        for node in walk(root):
            vector = node.vector if isinstance(node, Leaf) else node.strike
            if vector is not None:
                found = short.get(id(node)) or numbers[id(vector)]
                yield ["L" if isinstance(node, Leaf) else "X", *self._written(found, target.weights)]
            elif isinstance(node, Leaf):
                yield ["E"]
            if isinstance(node, Split) and len(node.parts) > 1:
                bit = {NONE: 1} | {o: 2 << i for i, o in enumerate(self.program.groups[node.roadmap])}
                yield ["S", self.place[node.roadmap], *(sum(bit[o] for o in part) for part, _ in node.parts)]

    def _numbers(self, claim: Claim, vector: Vector) -> Numbers:
        """A vector in the checker's terms."""
        terms = self._terms(claim, vector)
        scale = terms.pop(VALUE, 0)
        rows = [terms.get(name, 0) if isinstance(name, str) else 0 for name in self.rows]
        for cut, value in vector.cuts:
            rows[self.cut_column[cut]] += value * (gcd(*cut_row(self.program, cut)[0].values()) or 1)
        shifts = [0] * self.frame.pairs
        for k, option, value in vector.t:
            shifts[self.pair[k, option]] = value
        return Numbers(scale, rows, shifts)

    def _target(self, claim: Claim) -> Target:
        """The claim's rows and values as the checker has them."""
        program = self.program
        rows = {name: row for name, row in zip(self.names, program.rows, strict=True) if name is not None}
        if claim.spared is not None:
            rows["other"] = other_than(program, claim.spared)
        if claim.spend is not None:
            rows["spend"] = Row("spend", program.spend, claim.spend)
        found = [reduced(rows[name]) if name in rows else ({}, 0) for name in self.rows if isinstance(name, str)]
        found += [reduced(Row("", *cut_row(program, cut))) for cut in self.cuts]
        matrix = [[coefficients.get(c, 0) for c in range(program.size)] for coefficients, _ in found]
        limits = [limit for _, limit in found]
        return Target([v // self.ratio for v in program.values], matrix, limits, self._worth(claim))

    def _start(self, claim: Claim) -> NDArray[np.bool_] | None:
        """The slots that may be taken before any split, rules about single roadmaps taken into account."""
        statement, frame = claim.proof.statement, self.frame
        start = frame.domain(statement.must, statement.never, statement.allowed)
        for name, row in zip(self.names, self.program.rows, strict=True):
            if name is None and start is not None and row.id not in statement.off:
                owners = {int(frame.option_roadmap[o]) for o in row.coefficients}
                if row.limit < 0 and not owners:
                    return None
                where = [frame.start[r] for r in owners] if row.limit < 0 else frame.option_slot[list(row.coefficients)]
                start[where] = False
        return start

    def _written(self, numbers: Numbers, weights: Sequence[int]) -> list[object]:
        """Scale, exponent, multipliers in the order of ``rows``, shifts in the order of ``synergies``."""
        k = numbers.exponent
        rows = [value >> max(0, k - weight) for value, weight in zip(numbers.rows, weights, strict=True)]
        codes, explicit = "", []
        for bundle, members in zip(self.synergies, self.paid, strict=True):
            owner = numbers.whole[bundle] if numbers.whole else -1
            if owner == EVERY:
                codes += "="
            elif owner >= 0:
                codes += self._code(bundle, owner)
            else:
                shift = [numbers.shifts[pair] if pair >= 0 else 0 for pair in members]
                if any(shift):
                    codes += "*"
                    explicit.append([t >> k for t in shift])
                else:
                    codes += "0"
        codes = codes.rstrip("0")
        return [numbers.scale, k, _trim(rows), *([codes, *explicit] if codes else [])]

    def _code(self, bundle: int, place: int) -> str:
        """The sign of the member (counted among those with options) that takes over all that a synergy is worth."""
        if (bundle, place) not in self.codes:
            self.codes[bundle, place] = self._sign(bundle, place)
        return self.codes[bundle, place]

    def _sign(self, bundle: int, place: int) -> str:
        funded = [member for member in self.program.bundles[bundle].members if member]
        roadmap = self.program.options[funded[place][0]].roadmap
        return CODES[sorted(self.case.synergies[bundle].members).index(roadmap) + 1]

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
