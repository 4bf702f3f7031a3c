"""What is weighed and on what: the tables ``criteria`` and ``roadmaps``."""

from __future__ import annotations

from optimizer.case.context import Context, cells, usable
from optimizer.case.kinds import quoted
from optimizer.case.model import Criterion, Roadmap
from optimizer.case.nearest import distance
from optimizer.case.rows import KNOWN_ATTRIBUTES
from optimizer.case.standard import ANNEX2, order

#: The optional columns of ``roadmaps`` that an attribute may be a misspelling of.
OPTIONAL = ("domain", "risk", "lead", "success", "admissible", "reason")


def read_criteria(context: Context) -> tuple[Criterion, ...]:
    """The criteria, those of Annex 2 first; all ten of them where the case names none."""
    scale = context.settings.scale
    if scale.min >= scale.max:
        key = "scale.max" if "scale.max" in context.merged.given else "scale.min"
        context.setting(key, f"the scale's greatest score, {scale.max}, is not above its least, {scale.min}")
    typed = context.typed["criteria"]
    if not len(typed):
        return tuple(Criterion(id, name, True, scale.min, scale.max) for id, name in ANNEX2)
    context.unique("criteria", "id", typed["id"], "the criterion")
    found = {}
    columns = ("id", "name", "direction", "scale_min", "scale_max", "threshold", "group", "description")
    for row, id, name, direction, low, high, threshold, group, description in cells(typed, *columns):
        if not usable(id) or id in found:
            continue
        if not usable(name, direction, low, high, threshold, group, description):
            found[id] = Criterion(id, id, True, scale.min, scale.max)  # stands in, so that the other checks go on
            continue
        own = low is not None or high is not None
        low = scale.min if low is None else low
        high = scale.max if high is None else high
        if own and low >= high:
            context.fault(
                "criteria", row, "scale_max", f"the scale's greatest score, {high}, is not above its least, {low}"
            )
        elif threshold is not None and not low <= threshold <= high:
            context.warnings.append(
                f"criteria, row {row}, threshold: {threshold} is outside the scale of {quoted(id)}, {low} to {high}; "
                + ("no roadmap can miss it" if (threshold < low) == (direction == "max") else "every roadmap misses it")
            )
        found[id] = Criterion(id, name, direction == "max", low, high, threshold, group, description)
    return tuple(found[id] for id in sorted(found, key=order))


def read_roadmaps(context: Context) -> tuple[Roadmap, ...]:
    """The roadmaps by id, with every attribute."""
    typed = context.typed["roadmaps"]
    context.unique("roadmaps", "id", typed["id"], "the roadmap")
    known = {name: typed[name] for name in KNOWN_ATTRIBUTES if name in typed.given}
    known.update(typed.attributes)
    stacks = zip(*known.values(), strict=True) if known else [()] * len(typed)
    found = {}
    columns = ("id", "name", "success", "admissible", "reason")
    for (row, id, name, success, admissible, reason), attributes in zip(cells(typed, *columns), stacks, strict=True):
        if admissible is False and reason is None:
            context.fault("roadmaps", row, "reason", f"the reason why {quoted(id)} is not admissible is missing")
        if not usable(id) or id in found:
            continue
        if not usable(name, success, admissible, reason):
            found[id] = Roadmap(id, id, {}, admissible=admissible is not False)  # stands in likewise
            continue
        values = {key: value if isinstance(value, tuple) else () for key, value in zip(known, attributes, strict=True)}
        found[id] = Roadmap(id, name, values, success, admissible is not False, reason)
    for attribute in typed.attributes:
        for column in OPTIONAL:
            if distance(attribute, column, 2) <= 2:
                context.warnings.append(
                    f"roadmaps, {attribute}: read as an attribute; if the column {quoted(column)} is meant, rename it"
                )
    if len(typed) and not any(roadmap.admissible for roadmap in found.values()) and len(found) == len(typed):
        context.fault("roadmaps", 0, "admissible", "no roadmap is admissible; there is nothing to choose from")
    return tuple(found[id] for id in sorted(found))
