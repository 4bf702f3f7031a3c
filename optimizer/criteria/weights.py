"""The weights of a case: which method its settings name, and the 9 decimals that everything afterwards goes by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from optimizer.case.model import Case
from optimizer.criteria.consensus import Consensus
from optimizer.criteria.exact import largest_remainder, snapped
from optimizer.criteria.weighting.bwm import best_worst
from optimizer.criteria.weighting.direct import direct, equal
from optimizer.criteria.weighting.roc import rank_order_centroid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from optimizer.criteria.weighting.ahp import Group, MemberWeights

#: How many decimals a weight has.
PLACES = 9
#: The methods that go by the scores alone.
OBJECTIVE = ("entropy", "critic", "merec")
#: Unrounded weights closer than this are the same weight.
SAME = 1e-12


@dataclass(frozen=True)
class Consistency:
    """How far judgments contradict themselves.

    Attributes:
        ratio: Saaty's consistency ratio of the joined judgments.
        members: each member's own ratio, weights, worst triad and smallest repair, by member.
    """

    ratio: float
    members: Mapping[str, MemberWeights]

    def as_dict(self) -> dict[str, object]:
        """The answer's ``consistency``; ratios to 9 decimals."""
        return {
            "ratio": round(self.ratio, PLACES),
            "members": {
                name: {"ratio": round(member.ratio, PLACES), "weights": dict(member.weights)}
                for name, member in self.members.items()
            },
        }


@dataclass(frozen=True)
class Weights:
    """One weight for each criterion.

    Attributes:
        method: the setting ``weights.method``.
        values: by criterion in the case's order, 9 decimals, adding up to exactly 1.
        unrounded: before rounding, in the case's order.
        consistency: of the judgments, where the weights come from them (``ahp``), else None.
        members: what each member's judgments say, wherever there are judgments, whatever the method.
        details: other figures of the method, by name (best-worst: ``xi`` and ``input_ratio``; AHP: how
            members were joined).
    """

    method: str
    values: Mapping[str, Decimal]
    unrounded: tuple[float, ...]
    consistency: Consistency | None = None
    members: Mapping[str, MemberWeights] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def fractions(self) -> tuple[Fraction, ...]:
        """``values`` as fractions, in the case's order."""
        return tuple(Fraction(value) for value in self.values.values())

    @cached_property
    def floats(self) -> NDArray[np.float64]:
        """``values`` as an array of n floats."""
        import numpy as np

        return np.array([float(value) for value in self.values.values()])

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Criteria (their indices) by falling weight, equal ones together: equal before rounding, so that thirds are
        one group although their 9 decimals differ."""
        order = sorted(range(len(self.unrounded)), key=lambda i: (-self.unrounded[i], i))
        groups: list[list[int]] = []
        for i in order:
            if groups and abs(self.unrounded[groups[-1][0]] - self.unrounded[i]) <= SAME:
                groups[-1].append(i)
            else:
                groups.append([i])
        return tuple(tuple(sorted(group)) for group in groups)


def weigh(case: Case, consensus: Consensus) -> Weights:
    """The weights of a case as its settings say.

    Raises:
        ValueError: when the settings lack what their method needs (a checked case has it).
    """
    settings = case.settings.weights
    method = str(settings.method)
    criteria = tuple(criterion.id for criterion in case.criteria)
    group = _group(case) if case.judgments else None
    members = group.members if group else {}
    exact: Sequence[Fraction]
    consistency: Consistency | None = None
    details: dict[str, object] = {}
    if method == "ahp":
        if group is None:
            raise ValueError("there are no judgments")
        consistency = Consistency(group.ratio, members)
        chosen = members[settings.member].unrounded if settings.member else group.weights
        exact = [Fraction(repr(weight)) for weight in chosen]
        details = {"aggregate": str(settings.aggregate), "prioritisation": str(settings.prioritisation)}
    elif method == "equal":
        exact = equal(criteria)
    elif method in ("direct", "swing"):
        exact = direct(criteria, settings.values or {})
    elif method == "roc":
        exact = rank_order_centroid(criteria, settings.order or ())
    elif method == "bwm":
        found = best_worst(
            criteria, settings.best, settings.worst, settings.best_to_others or {}, settings.others_to_worst or {}
        )
        exact, details = found.weights, {"xi": found.xi, "input_ratio": found.input_ratio}
    elif method in OBJECTIVE:
        exact = _objective(method, case, consensus)
    else:
        raise ValueError(f"there is no weighting method {method}")
    values = dict(zip(criteria, largest_remainder(exact, PLACES), strict=True))
    return Weights(method, values, tuple(float(w) for w in exact), consistency, members, details)


def _group(case: Case) -> Group:
    from optimizer.criteria.weighting.ahp import join

    settings = case.settings.weights
    criteria = tuple(criterion.id for criterion in case.criteria)
    # The same tables hold the same judgments, whatever the settings: a slider does not pay for them again.
    known = case.tables.cache if case.tables is not None else {}
    key = ("judgments", criteria, str(settings.prioritisation), str(settings.aggregate))
    if key not in known:
        known[key] = join(criteria, case.judgments, str(settings.prioritisation), str(settings.aggregate))
    group: Group = known[key]
    return group


def _objective(method: str, case: Case, consensus: Consensus) -> list[Fraction]:
    from optimizer.criteria.scoring.grid import make_grid
    from optimizer.criteria.weighting.objective import objective

    weights = objective(method, make_grid(case, consensus, "data"))
    return [Fraction(repr(weight)) for weight in snapped([float(weight) for weight in weights])]
