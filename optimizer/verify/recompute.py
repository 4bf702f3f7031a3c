"""Consensus, weights, scores and eligibility once more, from the case alone and by other means than the library's.

Shares the case reader with the rest of the library and nothing else: fractions for what is exact, 60-digit decimals for
roots and eigenvectors. What a method leaves to floating point is compared to the last printed decimal but one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from optimizer.case.model import AGREED, Case

#: Random indices for 3 to 10 criteria (Saaty 2008).
RANDOM_INDEX = {3: "0.52", 4: "0.89", 5: "1.11", 6: "1.25", 7: "1.35", 8: "1.40", 9: "1.45", 10: "1.49"}
_DIGITS = 60
Matrix = list[list[Decimal]]


@dataclass(frozen=True)
class Opinion:
    """What judgments come to: weights before rounding, the consistency ratio (None beyond ten criteria), and both for
    each member."""

    weights: tuple[Decimal, ...]
    ratio: Decimal | None
    members: Mapping[str, tuple[list[Decimal], Decimal | None]]


def agreed_scores(case: Case) -> dict[str, list[Fraction]]:
    """Each admissible roadmap's agreed score on each criterion, exactly."""
    method = str(case.settings.consensus)
    rows = [row for row in case.scores if (row.evaluator == AGREED) == (method == "agreed")]
    conflicts = {(row.evaluator, row.roadmap) for row in rows if row.recused}
    given: dict[tuple[str, str], list[Fraction]] = {}
    for row in rows:
        if row.score is not None and (row.evaluator, row.roadmap) not in conflicts:
            given.setdefault((row.roadmap, row.criterion), []).append(Fraction(row.score))
    found = {}
    for roadmap in case.admissible:
        found[roadmap.id] = [_joined(method, sorted(given[roadmap.id, c.id])) for c in case.criteria]
    return found


def _joined(method: str, scores: list[Fraction]) -> Fraction:
    if method == "median":
        middle = scores[(len(scores) - 1) // 2], scores[len(scores) // 2]
        return sum(middle, Fraction(0)) / 2
    if method == "trimmed" and len(scores) > 2:
        scores = scores[1:-1]
    return sum(scores, Fraction(0)) / len(scores)


def exact_weights(case: Case) -> list[Fraction] | None:
    """Weights by the methods that are exact, before rounding; None for the others."""
    settings, criteria = case.settings.weights, [c.id for c in case.criteria]
    if settings.method == "equal":
        return [Fraction(1, len(criteria))] * len(criteria)
    if settings.method in ("direct", "swing"):
        total = sum((Fraction(settings.values[c]) for c in criteria), Fraction(0))
        return [Fraction(settings.values[c]) / total for c in criteria]
    if settings.method == "roc":
        n = len(criteria)
        return [
            sum((Fraction(1, k) for k in range(settings.order.index(c) + 1, n + 1)), Fraction(0)) / n for c in criteria
        ]
    return None


def nine_decimals(shares: Sequence[Fraction]) -> list[Fraction]:
    """Shares rounded to nine decimals that add up to 1: down, then one up for the largest remainders."""
    units = [share * 10**9 / sum(shares, Fraction(0)) for share in shares]
    down = [u.numerator // u.denominator for u in units]
    order = sorted(range(len(units)), key=lambda i: (down[i] - units[i], i))
    for i in order[: 10**9 - sum(down)]:
        down[i] += 1
    return [Fraction(u, 10**9) for u in down]


def judged(case: Case) -> Opinion:
    """The group's weights from judgments, or those of the member that the settings name."""
    settings, criteria = case.settings.weights, [c.id for c in case.criteria]
    with localcontext() as context:
        context.prec = _DIGITS
        members, power, gaps = [], [], []
        for name in sorted({j.member for j in case.judgments}):
            rows = [j for j in case.judgments if j.member == name]
            matrix, missing = _member(criteria, [(j.a, j.b, j.value) for j in rows])
            members.append((name, matrix))
            power.append(Decimal(rows[0].weight))
            gaps.append(missing)
        shares = [p / sum(power) for p in power]
        n = len(criteria)
        joint = [[_mean([m[i][j] for _, m in members], shares) for j in range(n)] for i in range(n)]
        ratio = _ratio(joint, len(set.intersection(*gaps)))
        own = [_priorities(matrix, str(settings.prioritisation)) for _, matrix in members]
        if settings.member:
            weights = own[[name for name, _ in members].index(settings.member)]
        elif settings.aggregate == "priorities":
            weights = [_mean([w[i] for w in own], shares) for i in range(n)]
        else:
            weights = _priorities(joint, str(settings.prioritisation))
        total = sum(weights)
        ratios = [_ratio(matrix, len(missing)) for (_, matrix), missing in zip(members, gaps, strict=True)]
        each = {name: (w, r) for (name, _), w, r in zip(members, own, ratios, strict=True)}
        return Opinion(tuple(w / total for w in weights), ratio, each)


def _mean(values: Sequence[Decimal], shares: Sequence[Decimal]) -> Decimal:
    """The weighted geometric mean."""
    return sum((s * v.ln() for v, s in zip(values, shares, strict=True)), Decimal(0)).exp()


def _member(criteria: list[str], rows: list[tuple[str, str, Fraction]]) -> tuple[Matrix, set[tuple[int, int]]]:
    """One member's matrix, gaps filled so that the principal eigenvalue is least (Bozóki, Fülöp and Rónyai 2010).

    There the derivative along each gap is 0: with right and left eigenvectors w and v, a_ij^2 = v_j w_i / (v_i w_j)."""
    n, place = len(criteria), {c: i for i, c in enumerate(criteria)}
    matrix = [[Decimal(1)] * n for _ in range(n)]
    known = set()
    for a, b, value in rows:
        i, j = place[a], place[b]
        if (i, j) not in known:
            known |= {(i, j), (j, i)}
            matrix[i][j] = Decimal(value.numerator) / value.denominator
            matrix[j][i] = Decimal(value.denominator) / value.numerator
    gaps = {(i, j) for i in range(n) for j in range(i + 1, n) if (i, j) not in known}
    for _ in range(400 if gaps else 0):
        w, v = _principal(matrix)[1], _principal([list(column) for column in zip(*matrix, strict=True)])[1]
        moved = Decimal(0)
        for i, j in sorted(gaps):
            filled = (v[j] * w[i] / (v[i] * w[j])).sqrt()
            moved = max(moved, abs(filled / matrix[i][j] - 1))
            matrix[i][j], matrix[j][i] = filled, 1 / filled
        if moved < Decimal("1e-16"):
            break
    return matrix, gaps


def _principal(matrix: Matrix) -> tuple[Decimal, list[Decimal]]:
    """The principal eigenvalue and right eigenvector (adding up to 1), by power iteration."""
    w = [Decimal(1) / len(matrix)] * len(matrix)
    value = Decimal(0)
    for _ in range(1000):
        product = [sum((a * x for a, x in zip(row, w, strict=True)), Decimal(0)) for row in matrix]
        value = sum(product, Decimal(0))
        new = [x / value for x in product]
        moved = max(abs(a - b) for a, b in zip(new, w, strict=True))
        w = new
        if moved < Decimal("1e-24"):
            break
    return value, w


def _priorities(matrix: Matrix, method: str) -> list[Decimal]:
    if method == "eigenvector":
        return _principal(matrix)[1]
    even = [Decimal(1) / len(matrix)] * len(matrix)
    means = [_mean(row, even) for row in matrix]
    total = sum(means)
    return [m / total for m in means]


def _ratio(matrix: Matrix, gaps: int) -> Decimal | None:
    n = len(matrix)
    if n < 3:
        return Decimal(0)
    if n not in RANDOM_INDEX:
        return None
    index = Decimal(RANDOM_INDEX[n]) * (1 - Decimal(2 * gaps) / ((n - 1) * (n - 2)))
    return (_principal(matrix)[0] - n) / (n - 1) / index if index else Decimal(0)


def scores(
    case: Case, agreed: Mapping[str, Sequence[Fraction]], weights: Sequence[Fraction]
) -> dict[str, Fraction] | None:
    """Scores to six decimals by TOPSIS and additive; None for the other methods."""
    method, reference = str(case.settings.scoring.method), str(case.settings.scoring.reference)
    if method not in ("topsis", "additive"):
        return None
    found = {}
    ends = _ends(case, agreed, reference)
    for roadmap, row in agreed.items():
        if method == "additive":
            parts = [w * _placed(x, lo, hi) for w, x, (lo, hi) in zip(weights, row, ends, strict=True)]
            found[roadmap] = six(sum(parts, Fraction(0)))
            continue
        # Distances are squared sums of (weight * distance / norm)^2, the norm being the range or the vector's length.
        squares = _norms(case, agreed, reference)
        far, near = Fraction(0), Fraction(0)
        for w, x, (lo, hi), norm in zip(weights, row, ends, squares, strict=True):
            if norm:
                far += (w * (x - lo)) ** 2 / norm
                near += (w * (x - hi)) ** 2 / norm
        found[roadmap] = six(_closeness(far, near))
    return found


def _ends(case: Case, agreed: Mapping[str, Sequence[Fraction]], reference: str) -> list[tuple[Fraction, Fraction]]:
    """The worst and the best of each criterion."""
    found = []
    for j, criterion in enumerate(case.criteria):
        if reference == "scale":
            low, high = Fraction(criterion.scale_min), Fraction(criterion.scale_max)
        else:
            column = [row[j] for row in agreed.values()]
            low, high = min(column), max(column)
        found.append((low, high) if criterion.maximise else (high, low))
    return found


def _norms(case: Case, agreed: Mapping[str, Sequence[Fraction]], reference: str) -> list[Fraction]:
    if reference == "scale":
        return [Fraction(c.scale_max - c.scale_min) ** 2 for c in case.criteria]
    return [sum((row[j] ** 2 for row in agreed.values()), Fraction(0)) for j in range(len(case.criteria))]


def _placed(x: Fraction, worst: Fraction, best: Fraction) -> Fraction:
    return (x - worst) / (best - worst) if best != worst else Fraction(0)


def _closeness(far: Fraction, near: Fraction) -> Fraction:
    if not far + near:
        return Fraction(1, 2)
    with localcontext() as context:
        context.prec = _DIGITS
        a = (Decimal(far.numerator) / far.denominator).sqrt()
        b = (Decimal(near.numerator) / near.denominator).sqrt()
        return Fraction(round(a / (a + b), 40))


def six(x: Fraction) -> Fraction:
    """Six decimals, half to even."""
    return Fraction(round(x * 10**6), 10**6)


def eligible(case: Case, agreed: Mapping[str, Sequence[Fraction]], weights: Sequence[Fraction]) -> dict[str, bool]:
    """Whether each roadmap keeps every threshold."""
    found = {}
    ends = _ends(case, agreed, "scale")
    total, scale = case.settings.threshold.total, case.settings.scale
    for roadmap, row in agreed.items():
        good = True
        for x, criterion in zip(row, case.criteria, strict=True):
            if criterion.threshold is not None:
                good &= x >= criterion.threshold if criterion.maximise else x <= criterion.threshold
        if total is not None:
            parts = [w * _placed(x, lo, hi) for w, x, (lo, hi) in zip(weights, row, ends, strict=True)]
            mean = Fraction(scale.min) + Fraction(scale.max - scale.min) * six(sum(parts, Fraction(0)))
            good &= mean >= total
        found[roadmap] = good
    return found
