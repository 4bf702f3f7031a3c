"""What happens when roadmaps are funded together: the table ``synergies``."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from optimizer.case.context import Context, cells, usable
from optimizer.case.kinds import quoted
from optimizer.case.model import FULL, Cost, Synergy


def read_synergies(context: Context, costs: tuple[Cost, ...]) -> tuple[Synergy, ...]:
    """The synergies by id."""
    typed = context.typed["synergies"]
    context.unique("synergies", "id", typed["id"], "the synergy")
    found: dict[str, Synergy] = {}
    columns = ("id", "members", "at_least", "value", "value_share", "saving", "rationale")
    for row, id, members, at_least, value, share, saving, rationale in cells(typed, *columns):
        if usable(members):
            for member in members:
                context.known("synergies", row, "members", member, context.roadmap_ids, "roadmap")
            if len(members) < 2:
                context.fault("synergies", row, "members", f"has {len(members)} member; two or more are wanted")
            if usable(at_least) and at_least is not None and at_least > len(members):
                message = f"{at_least} is more than its {len(members)} members; it could never be active"
                context.fault("synergies", row, "at_least", message)
        if value is not None and share is not None:
            message = "value and value_share are both given; one takes the place of the other"
            context.fault("synergies", row, "value_share", message)
        if not usable(id, members, at_least, value, share, saving, rationale) or id in found:
            continue
        least = len(members) if at_least is None else int(at_least)
        found[id] = Synergy(id, members, least, value, share, saving, rationale)
        if not value and not share and not saving:
            context.warnings.append(
                f"synergies, row {row}: {quoted(id)} changes nothing; it has no value and no saving"
            )
    _savings(context, found, costs)
    return tuple(found[id] for id in sorted(found))


def _savings(context: Context, found: dict[str, Synergy], costs: tuple[Cost, ...]) -> None:
    """A warning for each saving that is larger than what its members cost in full."""
    if not any(synergy.saving for synergy in found.values()):
        return
    full: dict[str, Decimal] = defaultdict(Decimal)
    for cost in costs:
        if cost.level == FULL:
            full[cost.roadmap] += cost.public
    for synergy in found.values():
        total = sum((full[member] for member in synergy.members), Decimal(0))
        if synergy.saving is not None and synergy.saving > total:
            context.warnings.append(
                f"synergies, {synergy.id}: the saving of {synergy.saving} is larger than what its members cost, {total}"
            )
