"""What is legal but suspicious in weights and scores, as English sentences for the case's author.

What the case alone shows (a criterion that tells nothing apart, evaluators far apart) the case reader says already.
"""

from __future__ import annotations

from fractions import Fraction

from optimizer.case.model import Case
from optimizer.criteria.scoring.grid import Grid
from optimizer.criteria.scoring.names import RATIO_METHODS
from optimizer.criteria.weighting.repair import ACCEPTABLE, Repair
from optimizer.criteria.weights import Weights


def weight_warnings(weights: Weights, case: Case) -> list[str]:
    """Judgments that contradict themselves: whose, which ones clash, and the smallest change that mends it.

    Only where the weights come from judgments. The group's sentence comes first, then the members by id."""
    if weights.consistency is None:
        return []
    found = []
    if weights.consistency.ratio > ACCEPTABLE:
        found.append(
            f"judgments: the consistency ratio of the members together is {weights.consistency.ratio:.2f}, above "
            f"{ACCEPTABLE:.2f}"
        )
    for name, member in weights.consistency.members.items():
        if member.ratio <= ACCEPTABLE:
            continue
        text = f"judgments: the consistency ratio of {name} is {member.ratio:.2f}, above {ACCEPTABLE:.2f}"
        if member.triad:
            a, b, c = member.triad.criteria
            first, second, third = (written(value) for value in member.triad.judgments)
            text += f"; most at odds are {a}/{b} = {first}, {b}/{c} = {second} and {a}/{c} = {third}"
        found.append(f"{text}; {_mending(member.repair)}")
    return found


def _mending(repair: Repair | None) -> str:
    if repair is None:
        return "no change of one judgment alone mends it"
    return (
        f"changing {repair.a}/{repair.b} from {written(repair.before)} to {written(repair.after)} brings it to "
        f"{repair.ratio:.2f}"
    )


def written(value: Fraction) -> str:
    """A judgment as a member writes it: ``5``, ``1/3`` or ``2.5``."""
    if value.denominator == 1 or value.numerator == 1:
        return str(value)
    return f"{float(value):.4g}"


def scoring_warnings(grid: Grid, method: str, case: Case) -> list[str]:
    """Criteria that a method which divides by scores had to count from elsewhere, since ratios to 0 or to a negative
    score mean nothing."""
    if method not in RATIO_METHODS or not grid.matrix:
        return []
    import numpy as np

    from optimizer.criteria.scoring.ratios import moved

    names = [
        criterion.id
        for criterion, off in zip(case.criteria, moved(grid.floats, np.array(grid.maximise)), strict=True)
        if off
    ]
    if not names:
        return []
    text = f"scoring: {method} divides by scores, which those on {', '.join(names)} do not allow"
    return [f"{text}; they are counted from one step below the least score of the scale"]
