"""What members of the committee judged: the table ``judgments``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from optimizer.case.context import Context, cells, usable
from optimizer.case.kinds import quoted
from optimizer.case.model import Judgment


def read_judgments(context: Context) -> tuple[Judgment, ...]:
    """The judgments by member and pair; of a pair judged both ways, the first row."""
    typed = context.typed["judgments"]
    for column in ("a", "b"):
        context.all_known("judgments", column, context.criterion_ids, "criterion")
    weights = _weights(context)
    found: dict[tuple[str, str, str], tuple[int, Fraction]] = {}
    judged: dict[str, list[tuple[str, str]]] = defaultdict(list)
    doubtful: set[str] = set()
    kept = []
    for row, member, a, b, value in cells(typed, "member", "a", "b", "value"):
        if usable(member, a, b) and a in context.criterion_ids and b in context.criterion_ids and a != b:
            judged[member].append((a, b))
        else:
            doubtful.add(member)  # once the pair is mended, it may be the one that connects
        if not usable(member, a, b, value):
            continue
        if a == b:
            context.fault("judgments", row, "b", f"{quoted(a)} is compared with itself")
            continue
        if (member, a, b) in found:
            first = found[member, a, b][0]
            context.fault("judgments", row, "value", f"{quoted(member)} already judged this pair in row {first}")
            continue
        found[member, a, b] = (row, value)
        if (member, b, a) in found:
            first, other = found[member, b, a]
            if abs(other * value - 1) > Fraction(1, 100):
                message = (
                    f"{quoted(member)} says {quoted(a)} to {quoted(b)} is {_shown(value)}, but {quoted(b)} to "
                    f"{quoted(a)} is {_shown(other)} in row {first}; one has to be 1 divided by the other"
                )
                context.fault("judgments", row, "value", message)
            continue
        kept.append(Judgment(member, a, b, value, weights.get(member, Decimal(1))))
    for member in [] if typed.unreadable("member") else sorted(set(judged) - doubtful):
        _connected(context, member, judged[member])
    return tuple(sorted(kept, key=lambda j: (j.member, j.a, j.b)))


def _shown(value: Fraction) -> str:
    return str(value) if value.denominator < 100 else f"{float(value):.4g}"


def _weights(context: Context) -> dict[str, Decimal]:
    """Each member's weight, said in at least one of its rows and nowhere otherwise."""
    typed = context.typed["judgments"]
    found: dict[str, tuple[int, Decimal]] = {}
    for row, member, weight in cells(typed, "member", "weight"):
        if weight is None or not usable(member, weight):
            continue
        if member in found and found[member][1] != weight:
            first, other = found[member]
            message = f"the weight of {quoted(member)} is {weight} here and {other} in row {first}; it is one number"
            context.fault("judgments", row, "weight", message)
        found.setdefault(member, (row, weight))
    weights = {member: weight for member, (_, weight) in found.items()}
    members = {member for member in typed["member"] if isinstance(member, str)}
    if members and not any(weights.get(member, Decimal(1)) for member in members):
        row = min(row for row, _ in found.values())
        context.fault("judgments", row, "weight", "all members have weight 0; at least one has to count")
    return weights


def _connected(context: Context, member: str, pairs: Iterable[tuple[str, str]]) -> None:
    """A fault that names the parts, where a member's judgments do not connect all criteria."""
    part = {criterion.id: {criterion.id} for criterion in context.criteria}
    for a, b in pairs:
        if part[a] is not part[b]:
            part[a] |= part[b]
            for criterion in part[b]:
                part[criterion] = part[a]
    order = [criterion.id for criterion in context.criteria]
    parts = list(dict.fromkeys(tuple(id for id in order if id in part[criterion]) for criterion in order))
    if len(parts) > 1:
        named = " | ".join(", ".join(ids) for ids in parts)
        message = f"the judgments of {quoted(member)} do not connect all criteria; they fall into {len(parts)} parts: "
        context.fault("judgments", 0, "member", f"{message}{named}; judge a pair across them")
