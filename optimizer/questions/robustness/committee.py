"""The set of weights that a case's settings name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.case.faults import CaseError, Fault
from optimizer.questions.robustness import weight_sets
from optimizer.questions.robustness.weight_sets import EmptySet, Point, WeightSet

if TYPE_CHECKING:
    from optimizer.situation import Situation


def weight_set(situation: Situation) -> WeightSet:
    """The set of weights in force (``weights.set``), as its exact extreme points.

    Raises:
        CaseError: when nothing lies in the set, or it takes members and there are none.
    """
    settings = situation.case.settings.weights
    weights = situation.weights
    criteria = tuple(criterion.id for criterion in situation.case.criteria)
    kind = str(settings.set)
    if kind == "all":
        return weight_sets.simplex(len(criteria))
    if kind == "order":
        return weight_sets.order(weights.groups)
    if kind == "members":
        return weight_sets.members(_members(situation))
    bounds = settings.ranges
    if bounds is None:
        bounds = Decimal("0.2")
    try:
        if isinstance(bounds, Mapping):
            pairs = {id: (Fraction(low), Fraction(high)) for id, (low, high) in bounds.items()}
            return weight_sets.ranges(*weight_sets.named(criteria, pairs))
        return weight_sets.ranges(*weight_sets.share_of(weights.fractions, Fraction(bounds)))
    except EmptySet as error:
        raise CaseError([Fault("case", 0, "weights.ranges", f"no weights lie within these ranges: {error}")]) from None


def _members(situation: Situation) -> list[Point]:
    """Each member's own weights, and the group's, to 9 decimals."""
    from optimizer.criteria.exact import largest_remainder
    from optimizer.criteria.weighting.ahp import join
    from optimizer.criteria.weights import PLACES

    case, settings = situation.case, situation.case.settings.weights
    if not case.judgments:
        message = "members needs the table judgments, which has no rows; choose ranges, order or all"
        raise CaseError([Fault("case", 0, "weights.set", message)])
    criteria = tuple(criterion.id for criterion in case.criteria)
    group = join(criteria, case.judgments, str(settings.prioritisation), str(settings.aggregate))
    points = [tuple(Fraction(w) for w in member.weights.values()) for member in group.members.values()]
    joint = largest_remainder([Fraction(repr(float(w))) for w in group.weights], PLACES)
    return [*points, tuple(Fraction(w) for w in joint)]
