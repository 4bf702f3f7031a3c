"""Writes a certificate: what a decision says, with trees of multipliers that whole numbers alone confirm.

The format is described in docs/certificate.md and read by ``optimizer/verify/check_certificate.py``, which shares
nothing with this file. A certificate names rows, roadmaps and synergies as the case does, never by our indices, and its
multipliers refer to rows divided by their greatest common divisor, so it does not depend on how the program is laid out.

A *claim* is one sentence of the form "no portfolio that keeps every rule, and ..., is worth V or more".
:func:`statement` says each of them about a program; the tree proves it; :func:`certificate` writes it down.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

from optimizer.case.model import Case
from optimizer.models.program import Program, Row, Selection
from optimizer.models.tree.proof import NONE, ConeCut, Cut, Leaf, Proof, Split, Statement, Vector, cut_row

VERSION = 1
#: Rules about single roadmaps: the checker takes options away for them instead of counting rows.
_BY_OPTION = ("must", "never", "intensity")


@dataclass(frozen=True)
class Claim:
    """One proven sentence: its kind (see :func:`statement`), the proof, and for ``order`` the roadmap it is about."""

    kind: str
    proof: Proof
    at: str | None = None


def statement(
    program: Program, kind: str, selection: Selection = (), bound: int = 0, at: str | None = None
) -> Statement:
    """What a claim says about a program.

    Args:
        program: the problem.
        kind: ``best``: no portfolio is worth more than ``selection``; ``other``: no other is worth as much; ``cheaper``:
            none is worth as much and spends less; ``tie``: no other is worth as much and spends no more; ``order``:
            none is worth as much, spends no more, takes what ``selection`` takes on every roadmap ranked above ``at``
            and better on ``at``; ``bound``: none is worth more than ``bound``; ``infeasible``: there is none.
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


def _before(
    program: Program, chosen: set[int], at: str
) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
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
        about = {"claim": claim.kind} | ({"at": claim.at} if claim.at is not None else {})
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
        splits = [node for claim in claims for node in _nodes(claim.proof.root) if isinstance(node, Split)]
        self.roadmaps = sorted({split.roadmap for split in splits})
        self.place = {roadmap: i for i, roadmap in enumerate(self.roadmaps)}
        vectors = [(claim, vector) for claim in claims for vector in _vectors(claim.proof.root)]
        used = {self._row(claim, index) for claim, vector in vectors for index, _ in vector.rows} - {None}
        self.cuts = sorted({cut for _, vector in vectors for cut, _ in vector.cuts}, key=_cut_key)
        self.rows: list[str | int] = [*sorted(name for name in used if name is not None), *range(len(self.cuts))]
        self.column = {name: i for i, name in enumerate(self.rows)}
        self.synergies = sorted({k for _, vector in vectors for k, _, _ in vector.t})
        self.paid = [self._options(k) for k in self.synergies]
        self.touching = {
            claim.kind: [row for row in (*program.rows, *claim.proof.statement.extra)] for claim in claims
        }
        self.cut_rows = {cut: cut_row(program, cut)[0] for cut in self.cuts}

    def _row(self, claim: Claim, index: int) -> str | None:
        extra = index - len(self.names)
        return self.names[index] if extra < 0 else claim.proof.statement.extra[extra].id

    def _options(self, k: int) -> list[list[int]]:
        """The options of each member that has any, members by id."""
        members = [member for member in self.program.bundles[k].members if member]
        return sorted((list(member) for member in members), key=lambda m: self.program.options[m[0]].roadmap)

    def nodes(self, claim: Claim) -> Iterator[list[object]]:
        """The tree's nodes, each before what its parts lead to."""
        for node in _nodes(claim.proof.root):
            if isinstance(node, Leaf):
                yield ["E"] if node.vector is None else ["L", *self.vector(claim, node.vector)]
                continue
            if node.strike is not None:
                yield ["X", *self.vector(claim, node.strike)]
            options = self.program.groups[node.roadmap]
            bit = {NONE: 1} | {o: 2 << i for i, o in enumerate(options)}
            yield ["S", self.place[node.roadmap], *(sum(bit[o] for o in part) for part, _ in node.parts)]

    def vector(self, claim: Claim, vector: Vector) -> list[object]:
        """Scale, multipliers in the order of ``rows``, shifts in the order of ``synergies``; in lowest terms."""
        scale = vector.scale * self.ratio if vector.objective else 0
        multipliers = [0] * len(self.rows)
        for index, value in vector.rows:
            name = self._row(claim, index)
            if name is not None:
                multipliers[self.column[name]] += value
        for cut, value in vector.cuts:
            at = self.column[self.cuts.index(cut)]
            multipliers[at] += value * (gcd(*self.cut_rows[cut].values()) or 1)
        shifts: dict[int, dict[int, int]] = {}
        for k, option, value in vector.t:
            shifts.setdefault(k, {})[option] = value
        divisor = gcd(scale, *multipliers, *(v for t in shifts.values() for v in t.values())) or 1
        worth = self._worth(claim, vector, scale, shifts)
        written = [self._shift(k, shifts.get(k, {}), worth.get(k, 0), divisor) for k in self.synergies]
        return [scale // divisor, _trim([m // divisor for m in multipliers]), _trim(written)]

    def _worth(self, claim: Claim, vector: Vector, scale: int, shifts: Mapping[int, object]) -> dict[int, int]:
        """What the multipliers make of each shifted synergy's own column."""
        found = {k: scale // self.ratio * self.program.values[self.first + k] for k in shifts}
        for index, value in vector.rows:
            extra = index - len(self.names)
            row = self.program.rows[index] if extra < 0 else claim.proof.statement.extra[extra]
            divisor = gcd(*row.coefficients.values()) or 1
            for k in shifts:
                found[k] -= value * (row.coefficients.get(self.first + k, 0) // divisor)
        for cut, value in vector.cuts:
            for k in shifts:
                found[k] -= value * self.cut_rows[cut].get(self.first + k, 0)
        return found

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


def _nodes(root: object) -> Iterator[Leaf | Split]:
    from optimizer.models.tree.proof import walk

    yield from walk(root)  # type: ignore[arg-type]


def _vectors(root: object) -> Iterator[Vector]:
    for node in _nodes(root):
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
