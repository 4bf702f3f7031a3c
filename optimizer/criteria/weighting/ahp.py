"""The analytic hierarchy process: from each member's pairwise judgments to the group's weights.

Gaps are filled member by member; members are then joined by the weighted geometric mean of their judgments (AIJ) or
of their weights (AIP). Sources: Saaty 1980; Forman and Peniwati 1998; the rest in ``pairwise``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np

from optimizer.case.model import Judgment
from optimizer.criteria.exact import largest_remainder, snapped
from optimizer.criteria.weighting.pairwise import (
    Gap,
    Matrix,
    consistency_ratio,
    fill,
    geometric,
    principal,
    worst_triad,
)
from optimizer.criteria.weighting.repair import Repair, smallest_repair

#: Ratios are cut to this many decimals: what is behind them is noise.
CLEAN = 14


@dataclass(frozen=True)
class Triad:
    """Three judgments that clash: a over b times b over c is not a over c.

    Attributes:
        criteria: a, b and c.
        judgments: a over b, b over c, a over c.
        index: Koczkodaj's, 0 (they agree) towards 1.
    """

    criteria: tuple[str, str, str]
    judgments: tuple[Fraction, Fraction, Fraction]
    index: float


@dataclass(frozen=True)
class MemberWeights:
    """One member's judgments and what follows from them.

    Attributes:
        member: who.
        share: the member's part in the group, all together 1.
        ratio: Saaty's consistency ratio.
        weights: by criterion, 9 decimals, adding up to 1.
        unrounded: the same before rounding, in the case's order.
        matrix: n by n, gaps filled.
        gaps: the pairs that the member did not judge.
    """

    member: str
    share: float
    ratio: float
    weights: Mapping[str, Decimal]
    unrounded: tuple[float, ...]
    matrix: Matrix
    judged: Mapping[Gap, Fraction]
    gaps: tuple[Gap, ...]

    @cached_property
    def triad(self) -> Triad | None:
        """The most inconsistent triad of the member's own judgments; None where none clashes."""
        found, index = worst_triad(self.matrix, self.gaps)
        if found is None:
            return None
        a, b, c = found
        names = tuple(self.weights)
        return Triad((names[a], names[b], names[c]), (self.judged[a, b], self.judged[b, c], self.judged[a, c]), index)

    @cached_property
    def repair(self) -> Repair | None:
        """The smallest change of one judgment that brings the ratio to 0.10 or under; None where it is there already,
        or no single change does."""
        return smallest_repair(self.matrix, self.judged, self.gaps, tuple(self.weights))


@dataclass(frozen=True)
class Group:
    """The members together.

    Attributes:
        members: each member, by id.
        matrix: the joined judgments (weighted geometric mean), n by n.
        ratio: the consistency ratio of ``matrix``, whichever way the members were joined.
        weights: the group's, before rounding, in the case's order.
    """

    members: Mapping[str, MemberWeights]
    matrix: Matrix
    ratio: float
    weights: tuple[float, ...]


def join(criteria: Sequence[str], judgments: Sequence[Judgment], prioritisation: str, aggregate: str) -> Group:
    """The group's weights from all members' judgments.

    Args:
        criteria: in the case's order.
        prioritisation: ``eigenvector`` or ``geometric``.
        aggregate: ``judgments`` (AIJ) or ``priorities`` (AIP).

    Raises:
        ValueError: when there are no judgments or a member's do not connect all criteria.
    """
    names = sorted({judgment.member for judgment in judgments})
    if not names:
        raise ValueError("there are no judgments")
    given = {name: [j for j in judgments if j.member == name] for name in names}
    power = {name: Fraction(given[name][0].weight) for name in names}
    total = sum(power.values(), Fraction(0))
    if total <= 0:
        raise ValueError("the members' weights are all 0")
    members = {name: _member(name, float(power[name] / total), criteria, given[name], prioritisation) for name in names}
    shares = np.array([member.share for member in members.values()])
    stack = np.stack([member.matrix for member in members.values()])
    matrix = np.exp(np.einsum("s,sij->ij", shares, np.log(stack)))
    # A pair is still a gap of the group where nobody judged it.
    gaps = set.intersection(*(set(member.gaps) for member in members.values()))
    ratio = float(consistency_ratio(principal(matrix)[0], len(criteria), len(gaps)))
    if aggregate == "priorities":
        own = np.array([member.unrounded for member in members.values()])
        joined = np.exp(shares @ np.log(own))
        weights = joined / joined.sum()
    else:
        weights = _priorities(matrix, prioritisation)
    return Group(members, matrix, _clean(ratio), snapped([float(w) for w in weights]))


def _member(
    name: str, share: float, criteria: Sequence[str], judgments: Sequence[Judgment], prioritisation: str
) -> MemberWeights:
    index = {criterion: i for i, criterion in enumerate(criteria)}
    judged: dict[Gap, Fraction] = {}
    for judgment in judgments:
        a, b = index[judgment.a], index[judgment.b]
        pair, value = ((a, b), judgment.value) if a < b else ((b, a), 1 / judgment.value)
        judged.setdefault(pair, value)
    n = len(criteria)
    if not connected(n, judged):
        raise ValueError(f"the judgments of {name} do not connect all criteria")
    gaps = tuple((a, b) for a in range(n) for b in range(a + 1, n) if (a, b) not in judged)
    matrix = fill(_start(n, judged), gaps)
    ratio = float(consistency_ratio(principal(matrix)[0], n, len(gaps)))
    weights = snapped([float(w) for w in _priorities(matrix, prioritisation)])
    rounded = largest_remainder([Fraction(repr(w)) for w in weights], 9)
    return MemberWeights(
        name, share, _clean(ratio), dict(zip(criteria, rounded, strict=True)), weights, matrix, judged, gaps
    )


def connected(count: int, pairs: Mapping[Gap, object]) -> bool:
    """Whether ``pairs`` connect all of ``count`` criteria, directly or through others."""
    reached, border = {0}, [0]
    while border:
        here = border.pop()
        for a, b in pairs:
            for there in (b,) if a == here else (a,) if b == here else ():
                if there not in reached:
                    reached.add(there)
                    border.append(there)
    return len(reached) == count


def _start(count: int, judged: Mapping[Gap, Fraction]) -> Matrix:
    """The judgments as a matrix, each gap at the ratio of the least-squares weights of the logarithms, which is close
    to where it will end (Bozóki, Fülöp and Rónyai 2010, section 4)."""
    laplacian, right = np.zeros((count, count)), np.zeros(count)
    for (a, b), value in judged.items():
        log = float(np.log(float(value)))
        laplacian[[a, b], [a, b]] += 1
        laplacian[[a, b], [b, a]] -= 1
        right[[a, b]] += (log, -log)
    logs = np.linalg.lstsq(laplacian, right, rcond=None)[0]
    matrix = np.exp(logs[:, None] - logs[None, :])
    np.fill_diagonal(matrix, 1.0)
    for (a, b), value in judged.items():
        matrix[a, b], matrix[b, a] = float(value), float(1 / value)
    return matrix


def _priorities(matrix: Matrix, prioritisation: str) -> Matrix:
    return geometric(matrix) if prioritisation == "geometric" else principal(matrix)[1]


def _clean(number: float) -> float:
    return round(float(number), CLEAN)
