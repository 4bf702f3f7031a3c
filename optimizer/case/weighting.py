"""The settings that speak of criteria, members, roadmaps and methods, against what the case has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from optimizer.case.context import Context
from optimizer.case.kinds import quoted
from optimizer.case.model import Judgment
from optimizer.case.nearest import hint
from optimizer.case.settings import SCALE_METHODS, Settings


def settle(context: Context, judgments: tuple[Judgment, ...]) -> Settings:
    """The settings with what depends on the case filled in: method and set of the weights, reference of the scores."""
    settings = context.settings
    members = {member for member in context.typed["judgments"]["member"] if isinstance(member, str)}
    weights = settings.weights
    changes: dict[str, Any] = {}
    if not weights.method:
        changes["method"] = "ahp" if len(context.typed["judgments"]) else "equal"
    if not weights.set:
        changes["set"] = "members" if len(members) >= 2 else "ranges"
    if weights.ranges is None and changes.get("set", weights.set) == "ranges":
        changes["ranges"] = Decimal("0.2")
    for name in ("values", "best_to_others", "others_to_worst", "ranges"):
        value = getattr(weights, name)
        if isinstance(value, Mapping) and value:
            changes[name] = _in_order(context, f"weights.{name}", value)
    settings = settings.model_copy(update={"weights": weights.model_copy(update=changes)})
    _members(context, settings, members)
    _method(context, settings)
    _ranges(context, settings)
    _forced(context, settings)
    if settings.scoring.method not in SCALE_METHODS and settings.scoring.reference == "scale":
        context.warnings.append(
            f"scoring: {settings.scoring.method} compares roadmaps with each other, so scoring.reference is data: a "
            "roadmap's score depends on who else applied"
        )
        settings = settings.model_copy(update={"scoring": settings.scoring.model_copy(update={"reference": "data"})})
    return settings


def _in_order(context: Context, key: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """The known criteria of a keyed setting, in their order; a fault for each unknown one."""
    for criterion in value:
        if criterion not in context.criterion_ids:
            names = context.criterion_ids
            context.setting(key, f"{quoted(criterion)} is not a known criterion{hint(criterion, names)}")
    return {criterion.id: value[criterion.id] for criterion in context.criteria if criterion.id in value}


def _members(context: Context, settings: Settings, members: set[str]) -> None:
    weights = settings.weights
    if weights.method == "ahp" and not len(context.typed["judgments"]):
        context.setting("weights.method", "ahp needs the table judgments, which has no rows")
    if weights.member is not None:
        if weights.member not in members:
            known = hint(weights.member, members) or "; the table judgments has no rows"
            context.setting("weights.member", f"{quoted(weights.member)} is not a known member{known}")
        elif weights.method != "ahp":
            context.warnings.append(f"weights.member: has no effect, since weights.method is {weights.method}")
    if weights.set == "members" and not members:
        context.setting("weights.set", "members needs the table judgments, which has no rows")


def _method(context: Context, settings: Settings) -> None:
    """Each method has what it needs: numbers, an order or comparisons of every criterion."""
    weights = settings.weights
    ids = [criterion.id for criterion in context.criteria]
    if weights.method in ("direct", "swing"):
        _all_there(context, "weights.values", weights.values, ids, weights.method)
        if weights.values and not any(weights.values.values()):
            context.setting("weights.values", f"all are 0; for {weights.method} at least one has to be above 0")
    if weights.method == "roc":
        _all_there(context, "weights.order", weights.order, ids, "roc")
    for criterion in weights.order:
        if criterion not in context.criterion_ids:
            near = hint(criterion, context.criterion_ids)
            context.setting("weights.order", f"{quoted(criterion)} is not a known criterion{near}")
    for key in ("best", "worst"):
        criterion = getattr(weights, key)
        if criterion is not None and criterion not in context.criterion_ids:
            near = hint(criterion, context.criterion_ids)
            context.setting(f"weights.{key}", f"{quoted(criterion)} is not a known criterion{near}")
        elif criterion is None and weights.method == "bwm":
            context.setting(f"weights.{key}", f"is missing; bwm needs the {key} criterion")
    if weights.method == "bwm":
        _best_worst(context, settings, ids)


def _best_worst(context: Context, settings: Settings, ids: list[str]) -> None:
    """Rezaei's comparisons: the best with every other, every other with the worst, 1 with itself, one answer each."""
    weights = settings.weights
    if weights.best is None or weights.worst is None:
        return
    if weights.best == weights.worst and len(ids) > 1:
        context.setting("weights.worst", f"{quoted(weights.worst)} is the best criterion as well")
    for name, own in (("best_to_others", weights.best), ("others_to_worst", weights.worst)):
        values = getattr(weights, name)
        _all_there(context, f"weights.{name}", values, [id for id in ids if id != own], "bwm")
        if values.get(own, 1) != 1:
            context.setting(f"weights.{name}", f"{quoted(own)} to itself is {values[own]}; it is 1")
    one, other = weights.best_to_others.get(weights.worst), weights.others_to_worst.get(weights.best)
    if one is not None and other is not None and one != other:
        message = f"best to worst is {other} here and {one} in weights.best_to_others; it is one number"
        context.setting("weights.others_to_worst", message)


def _all_there(context: Context, key: str, given: Iterable[str], ids: list[str], method: str) -> None:
    missing = [id for id in ids if id not in set(given)]
    if missing:
        named = ", ".join(quoted(id) for id in missing)
        context.setting(key, f"{method} names every criterion; missing {'are' if len(missing) > 1 else 'is'} {named}")


def _ranges(context: Context, settings: Settings) -> None:
    """A set of weights with nothing in it is a fault."""
    ranges = settings.weights.ranges
    if not isinstance(ranges, Mapping):
        return
    low = sum((bounds[0] for bounds in ranges.values()), Decimal(0))
    high = sum((ranges[c.id][1] if c.id in ranges else Decimal(1) for c in context.criteria), Decimal(0))
    if low > 1:
        context.setting("weights.ranges", f"the lowest weights add up to {low}, more than 1; no weights lie within")
    if high < 1:
        context.setting("weights.ranges", f"the highest weights add up to {high}, less than 1; no weights lie within")


def _forced(context: Context, settings: Settings) -> None:
    for key in ("must", "never"):
        for roadmap in getattr(settings, key):
            if roadmap not in context.roadmap_ids and context.roadmap_ids:
                near = hint(roadmap, context.roadmap_ids)
                context.setting(key, f"{quoted(roadmap)} is not a known roadmap{near}")
    for roadmap in sorted(set(settings.must) & set(settings.never)):
        context.warnings.append(f"must, never: {quoted(roadmap)} is in both; no portfolio can keep both")
