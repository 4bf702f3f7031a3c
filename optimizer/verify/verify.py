"""Checks a decision against its case: everything that can be recomputed is, and what cannot be is named.

Shares the case reader with the rest of the library and nothing else: consensus, weights and scores are recomputed here
(``ranking``), the portfolio by the checker of certificates (``portfolio``), which reads the case's files for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optimizer.case.load import load_case
from optimizer.case.model import Case
from optimizer.verify import check_certificate as checker
from optimizer.verify.portfolio import check_portfolio
from optimizer.verify.ranking import check_ranking
from optimizer.verify.stated import case_in_force, documented, same_settings
from optimizer.verify.verification import Verification
from optimizer.words import N_


def verify(
    decision: Any,
    case_path: str | Path,
    certificate: bytes | None = None,
    *,
    options: Mapping[str, Any] | None = None,
    work: int = checker.LIMIT_WORK,
) -> Verification:
    """Check a decision.

    Args:
        decision: the decision's JSON, as ``check_certificate.strict_json`` reads it.
        case_path: the case that it is about.
        certificate: its certificate, packed or plain, where there is one.
        options: the settings that were given beside the case, by dotted key, where that is known: any other that is not
            the case's own is then a difference.
        work: how many terms of the certificate are added up at most.

    Raises:
        CaseError: when the case cannot be read.
        check_certificate.Unreadable: when the decision cannot.
    """
    found = Verification()
    with documented("decision"):
        case = case_in_force(found, decision, case_path)
        if case is None:
            return found
        _about_answer(found, decision, case)
        if options is not None:
            meant = load_case(case_path, settings=dict(options))
            same_settings(found, case.settings.as_dict(), meant.settings.as_dict())
        check_ranking(found, decision, case)
        check_portfolio(found, decision, case_path)
    _proof(found, decision, case_path, certificate, work)
    return found


def _about_answer(found: Verification, decision: Any, case: Case) -> None:
    """The format, the warnings, and which of the versions is the solver's."""
    found.same("format", decision.get("format"), 1)
    remarks = checker.field(decision, "warnings", list)[: len(case.warnings)]
    found.same("warnings", remarks, list(case.warnings))
    if decision["solver"]["version"] not in decision["versions"].values():
        found.differs("solver.version", decision["solver"]["version"], decision["versions"])


def _proof(found: Verification, decision: Any, case_path: str | Path, certificate: bytes | None, work: int) -> None:
    """The certificate, or what rests on the solver without one."""
    status = decision["portfolio"].get("status")
    if certificate is None:
        if status != "infeasible":
            found.left(
                N_("that no portfolio further away comes before it: without a certificate that is the solver's word")
            )
        return
    try:
        found.proof = checker.check(case_path, decision, certificate, work)
    except checker.Rejected as error:
        found.differs("certificate", status, str(error))
        return
    if status != "infeasible" or found.proof.minimal:
        found.rests = [entry for entry in found.rests if "solver's word" not in entry[0]]
    found.passed(N_("the proof: %(count)s cases added up in whole numbers, without a solver"), count=found.proof.leaves)
    if not found.proof.tie_break:
        found.left(N_("the tie-break, which was not finished within the time limit"))
