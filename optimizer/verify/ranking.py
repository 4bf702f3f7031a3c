"""Weights, scores, thresholds and ranks of a decision against the case, each recomputed from the tables alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from optimizer.case.model import Case
from optimizer.verify import check_certificate as checker
from optimizer.verify.consensus import Agreed, Shortfall, agreed_scores, shortfalls
from optimizer.verify.judgments import judged
from optimizer.verify.scoring import scored
from optimizer.verify.verification import CLOSE, Verification
from optimizer.verify.weighing import exact_weights, nine_decimals, rounded_so
from optimizer.words import N_

#: Methods whose weights the product computes in floating point.
_FLOATING = ("entropy", "critic", "merec")
#: How far ratios and weights from judgments may be from the printed ones before rounding: an eigenvector by iteration,
#: and gaps filled where an eigenvalue is flat.
_ITERATED = Fraction(1, 10**11)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
#: How a threshold that is missed is said, after the criterion's name, figures left out.
_REASONS = (
    "The weighted mean of its scores is #; at least # is needed (# short).",
    ": its score is #; at least # is needed (# short).",
    ": its score is #; at most # is allowed (# too much).",
)


def check_ranking(found: Verification, decision: Any, case: Case) -> None:
    """Compare weights and ranking, and note what holds."""
    agreed = agreed_scores(case)
    weights = _weights(found, decision, case, agreed)
    printed = {row["roadmap"]: row for row in checker.field(decision, "ranking", list)}
    found.same("ranking", sorted(printed), sorted(agreed))
    _scores(found, case, agreed, weights, printed)
    _thresholds(found, shortfalls(case, agreed, weights), printed)
    _ranks(found, printed)
    found.passed(N_("the agreed scores of %(count)s roadmaps, their scores, thresholds and ranks"), count=len(agreed))
    out = [{"roadmap": r.id, "reason": r.reason} for r in case.roadmaps if not r.admissible]
    if decision.get("inadmissible", []) != out:
        found.differs("inadmissible", decision.get("inadmissible"), [row["roadmap"] for row in out])


def _weights(found: Verification, decision: Any, case: Case, agreed: Agreed) -> list[Fraction]:
    """The printed weights, once compared."""
    printed = checker.field(decision, "weights", dict)
    criteria = [criterion.id for criterion in case.criteria]
    if list(printed) != criteria:
        found.differs("weights", list(printed), criteria)
        raise checker.Unreadable("the weights are not those of the case's criteria")
    weights = [checker.exact(printed[c]) or Fraction(0) for c in criteria]
    found.same("weights", sum(weights, Fraction(0)), 1)
    shares = exact_weights(case, agreed)
    if shares is None:
        _judgments(found, decision, case, weights)
        return weights
    if case.settings.weights.method in _FLOATING:
        _rounded(found, "weights", case, weights, shares)
    else:
        for c, w, x in zip(criteria, weights, nine_decimals(shares), strict=True):
            found.same(f"weights.{c}", w, x)
    found.passed(N_("every weight, to the last printed digit"))
    if decision.get("consistency") is not None:
        found.differs("consistency", "…", None)
    return weights


def _rounded(
    found: Verification,
    where: str,
    case: Case,
    printed: Sequence[Fraction | None],
    shares: Sequence[Fraction | Decimal],
    noise: Fraction = Fraction(1, 10**12),
) -> None:
    """Note which weights are not what these shares round to."""
    given = [Fraction(-1) if w is None else w for w in printed]
    if rounded_so(given, shares, noise):
        return
    mine = nine_decimals([Fraction(x) for x in shares])
    wrong = [i for i, (w, x) in enumerate(zip(given, mine, strict=True)) if w != x] or range(len(mine))
    for i in wrong:
        found.differs(f"{where}.{case.criteria[i].id}", given[i], mine[i])


def _judgments(found: Verification, decision: Any, case: Case, weights: list[Fraction]) -> None:
    """Weights and consistency ratios from judgments, of the group and of each member."""
    opinion, consistency = judged(case), checker.field(decision, "consistency", dict)
    _rounded(found, "weights", case, weights, opinion.weights, _ITERATED)
    ninth = Fraction(1, 2 * 10**9) + _ITERATED
    if opinion.ratio is not None:
        found.close("consistency.ratio", consistency.get("ratio"), opinion.ratio, ninth)
    members = checker.field(consistency, "members", dict)
    found.same("consistency.members", sorted(members), sorted(opinion.members))
    for name, (own, ratio) in opinion.members.items():
        printed = members.get(name, {})
        if ratio is not None:
            found.close(f"consistency.members.{name}.ratio", printed.get("ratio"), ratio, ninth)
        said = printed.get("weights", {})
        given = [checker.exact(said.get(criterion.id)) for criterion in case.criteria]
        _rounded(found, f"consistency.members.{name}.weights", case, given, own, _ITERATED)
    found.passed(N_("every weight and consistency ratio from the judgments, to the last printed digit"))


def _scores(
    found: Verification, case: Case, agreed: Agreed, weights: Sequence[Fraction], printed: Mapping[str, Any]
) -> None:
    """Every score to the last printed digit, and the method's own figure."""
    mine = scored(case, agreed, weights)
    for roadmap, row in printed.items():
        if roadmap not in agreed:
            continue
        score = checker.exact(row.get("score"))
        if score is None or not mine.allows(roadmap, score):
            found.differs(f"ranking.{roadmap}.score", row.get("score"), round(mine.scores[roadmap], 6))
        if "native" in row:
            native = mine.native[roadmap]
            found.close(f"ranking.{roadmap}.native", row["native"], native, CLOSE * max(Fraction(1), abs(native)))


def _thresholds(found: Verification, missed: Mapping[str, list[Shortfall]], printed: Mapping[str, Any]) -> None:
    """Who is eligible, and the figures of every reason why not."""
    for roadmap, row in printed.items():
        mine = missed.get(roadmap)
        if mine is None:
            continue
        found.same(f"ranking.{roadmap}.eligible", row.get("eligible"), not mine)
        reasons = checker.field(row, "reasons", list)
        found.same(f"ranking.{roadmap}.reasons", len(reasons), len(mine))
        for said, one in zip(reasons, mine, strict=False):
            figures = [Fraction(number.replace(",", "")) for number in _NUMBER.findall(said[len(one.name) :])]
            words = _NUMBER.sub("#", said[len(one.name) :])
            if not said.startswith(one.name) or words not in _REASONS or figures != one.figures:
                found.differs(f"ranking.{roadmap}.reasons", said, [one.name, *map(float, one.figures)])


def _ranks(found: Verification, printed: Mapping[str, Any]) -> None:
    """The order: eligible ones first, by falling score, equal ones by id; equal scores share a rank."""
    order = sorted(printed.values(), key=lambda r: (not r["eligible"], -r["score"], r["roadmap"]))
    found.same("ranking", list(printed), [row["roadmap"] for row in order])
    last: tuple[object, object, int] | None = None
    for place, row in enumerate(order, 1):
        tied = last is not None and last[:2] == (row["score"], row["eligible"])
        rank = last[2] if last is not None and tied else place
        found.same(f"ranking.{row['roadmap']}.rank", row.get("rank"), rank)
        last = row["score"], row["eligible"], rank
