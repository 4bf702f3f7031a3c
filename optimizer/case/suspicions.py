"""What is legal but suspicious in a checked case, as sentences for its author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from optimizer.case.context import Context
from optimizer.case.kinds import quoted
from optimizer.case.model import Cost, Roadmap, Rule

#: Evaluators are far apart on a roadmap when their scores differ by this share of the scale, over its criteria on
#: average, or on a single criterion.
APART, APART_ONCE = 0.4, 0.8
#: So many roadmaps are named one by one.
NAMED = 10


def suspicions(context: Context, rules: Sequence[Rule], costs: Sequence[Cost]) -> list[str]:
    """Every warning that needs the case alone."""
    settings = context.settings
    scale = (settings.consensus, settings.scale.min, settings.scale.max)
    found = context.once(("suspicions", scale), lambda: [*_flat_criteria(context), *_far_apart(context)])
    return [*found, *_all_free(context, costs), *_never_binding(context, rules)]


def _all_free(context: Context, costs: Sequence[Cost]) -> Iterable[str]:
    """A budget beside no costs at all: allowed, and most likely a table that was emptied or left behind."""
    if context.roadmaps and not costs and len(context.typed["budget"]["year"]):
        yield "costs: there are none, so every roadmap counts as free, and the budget bounds nothing"


def _combined(scores: Sequence[Decimal], consensus: str) -> Fraction:
    """The scores of one roadmap on one criterion as one, so far as telling roadmaps apart needs it."""
    ordered = sorted(scores)
    if consensus == "trimmed" and len(ordered) > 2:
        ordered = ordered[1:-1]
    if consensus == "median":
        middle = len(ordered) // 2
        ordered = ordered[middle : middle + 1] if len(ordered) % 2 else ordered[middle - 1 : middle + 1]
    return sum(map(Fraction, ordered), Fraction(0)) / len(ordered)


def _flat_criteria(context: Context) -> Iterable[str]:
    consensus = context.settings.consensus
    counted = context.cache["counted", consensus == "agreed"]
    admissible = [roadmap.id for roadmap in context.roadmaps if roadmap.admissible]
    if len(admissible) < 2:
        return
    for criterion in context.criteria:
        first = _combined(counted[admissible[0], criterion.id], consensus)
        if all(_combined(counted[id, criterion.id], consensus) == first for id in admissible[1:]):
            yield (
                f"scores: the criterion {quoted(criterion.id)} does not tell the roadmaps apart; all have "
                f"{float(first):g} on it"
            )


def _far_apart(context: Context) -> Iterable[str]:
    if context.settings.consensus == "agreed":
        return
    counted = context.cache["counted", False]
    found: list[tuple[float, str, str]] = []
    scale = {criterion.id: float(criterion.scale_max - criterion.scale_min) for criterion in context.criteria}
    spreads: dict[str, dict[str, float]] = defaultdict(dict)
    for (roadmap, criterion), scores in counted.items():
        if len(scores) > 1:
            spreads[roadmap][criterion] = float(max(scores) - min(scores)) / scale[criterion]
    for roadmap in (roadmap.id for roadmap in context.roadmaps if roadmap.admissible and roadmap.id in spreads):
        mean = sum(spreads[roadmap].values()) / len(scale)
        most = max(scale, key=lambda id: spreads[roadmap].get(id, -1.0))
        if mean >= APART - 1e-9 or spreads[roadmap][most] >= APART_ONCE - 1e-9:
            text = (
                f"scores: the evaluators are far apart on {quoted(roadmap)}: {mean:.0%} of the scale on average, "
                f"{spreads[roadmap][most]:.0%} on {quoted(most)}"
            )
            found.append((-round(mean, 9), roadmap, text))
    found.sort()
    yield from (text for _, _, text in found[:NAMED])
    if len(found) > NAMED:
        yield f"scores: the evaluators are far apart on {len(found) - NAMED} more roadmaps"


def _never_binding(context: Context, rules: Sequence[Rule]) -> Iterable[str]:
    admissible = [roadmap for roadmap in context.roadmaps if roadmap.admissible]
    forced = set(context.settings.must)
    for rule in rules:
        if rule.kind == "must":
            forced.update(rule.members)
    for rule in rules:
        why = _idle(rule, admissible, forced)
        if why:
            yield f"rules: {quoted(rule.id)} can never bind: {why}"


def _idle(rule: Rule, admissible: Sequence[Roadmap], forced: set[str]) -> str | None:
    """Why a rule can never bind; None where it can, or where that cannot be seen from the case alone."""
    low, high = rule.min or Decimal(0), rule.max
    ids = {roadmap.id for roadmap in admissible}
    there = len(ids & set(rule.members)) if rule.members else len(ids)
    if rule.attribute is not None and rule.kind in ("count", "cover"):
        having = {roadmap.id for roadmap in admissible if rule.value in roadmap.attributes.get(rule.attribute, ())}
        there = len(having)
        if rule.kind == "cover":
            least = Decimal(1) if rule.min is None else rule.min
            if least == 0:
                return "its minimum is 0"
            kept = having & forced
            return f"{', '.join(sorted(kept))} must be funded anyway" if len(kept) >= least else None
    if rule.kind in ("count", "exclusive"):
        high = Decimal(1) if rule.kind == "exclusive" and high is None else high
        if low == 0 and (high is None or high >= there):
            return f"it speaks of {there} roadmap{'' if there == 1 else 's'}, and its limits leave room for all or none"
    if rule.kind == "share" and low == 0 and (high is None or high == 1):
        return "a share is always from 0 to 1"
    if rule.kind in ("concentration", "intensity") and high == 1:
        return "its figure is never above 1"
    if rule.kind == "leverage" and low == 0:
        return "its minimum is 0"
    if rule.kind == "never" and not there:
        return "none of its members is admissible"
    return None
