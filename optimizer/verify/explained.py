"""Checks the certificate of an explanation against its case: what it takes as printed is recomputed first."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from optimizer.case.model import Case
from optimizer.verify import check_certificate as checker
from optimizer.verify.check_explanation import check_explanation
from optimizer.verify.consensus import agreed_scores, shortfalls
from optimizer.verify.ranking import check_ranking
from optimizer.verify.scoring import scored
from optimizer.verify.stated import case_in_force, documented
from optimizer.verify.verification import Verification
from optimizer.words import N_


def verify_explanation(
    explanation: Any, data: bytes, case_path: str | Path, work: int = checker.LIMIT_WORK
) -> Verification:
    """Check an explanation's certificate: the case, settings, weights and ranking that it rests on, the scores that
    each criterion's figure gives, and every solve.

    Args:
        explanation: the file, as ``check_certificate.strict_json`` reads it.
        data: the file itself.
        case_path: the case that it is about.
        work: how many terms each certificate in it may take at most.

    Raises:
        CaseError: when the case cannot be read.
        check_certificate.Unreadable: when the file cannot.
    """
    found = Verification()
    with documented("explanation"):
        decision = checker.field(explanation, "decision", dict)
        case = case_in_force(found, decision, case_path)
        if case is None:
            return found
        check_ranking(found, decision, case)
        _criteria(found, explanation, case)
    try:
        proof = check_explanation(case_path, data, work)
    except checker.Rejected as error:
        found.differs("explanation", explanation["roadmap"], str(error))
        return found
    found.passed(
        N_("every figure of the explanation: %(count)s cases added up in whole numbers, without a solver"),
        count=proof.leaves,
    )
    if proof.uncertified:
        found.left(
            N_("figures for which the explanation offers no proof: %(names)s"), names=", ".join(proof.uncertified)
        )
    return found


def _a_step_less(case: Case, j: int, entry: Any) -> Fraction | None:
    """The next worse score that an evaluator can give than the one needed; the best one where none would do; None where
    the worst already does."""
    criterion, step = case.criteria[j], Fraction(case.settings.scale.step)
    worst, sign = criterion.scale_min, 1
    if not criterion.maximise:
        worst, sign = criterion.scale_max, -1
    needed = checker.exact(entry["needed"])
    if needed is None:
        count = (criterion.scale_max - criterion.scale_min) // Decimal(case.settings.scale.step)
        return Fraction(worst) + sign * int(count) * step
    return None if needed == Fraction(worst) else needed - sign * step


def _criteria(found: Verification, explanation: Any, case: Case) -> None:
    """The score that each criterion's figure gives, and the one that a step less gives."""
    roadmap, agreed = explanation["roadmap"], agreed_scores(case)
    weights = [checker.exact(w) or Fraction(0) for w in explanation["decision"]["weights"].values()]
    names = [criterion.id for criterion in case.criteria]
    for entry in checker.field(explanation, "criteria", list):
        j = names.index(entry["criterion"])
        found.same(f"criteria.{names[j]}.worse", checker.exact(entry.get("worse")), _a_step_less(case, j, entry))
        for step, score in (("needed", "score"), ("worse", "worse_score")):
            if entry.get(step) is None:
                continue
            row = [*agreed[roadmap][:j], checker.exact(entry[step]) or Fraction(0), *agreed[roadmap][j + 1 :]]
            changed = {**agreed, roadmap: row}
            mine, printed = scored(case, changed, weights), checker.exact(entry[score])
            if printed is None or not mine.allows(roadmap, printed):
                found.differs(f"criteria.{names[j]}.{score}", entry[score], round(mine.scores[roadmap], 6))
            eligible = not shortfalls(case, changed, weights)[roadmap]
            found.same(
                f"criteria.{names[j]}.{step}", entry.get("worse_eligible") if step == "worse" else True, eligible
            )
    found.passed(N_("the scores that the figures of single criteria give"))
