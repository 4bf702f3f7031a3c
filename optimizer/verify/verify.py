"""Checks a decision against its case: everything that can be recomputed is, and what cannot be is named.

Shares the case reader with the rest of the library and nothing else: consensus, weights and scores are recomputed here
(``ranking``), the portfolio by the checker of certificates (``portfolio``), which reads the case's files for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from optimizer.case.faults import CaseError
from optimizer.case.load import load_case
from optimizer.case.model import Case
from optimizer.verify import check_certificate as checker
from optimizer.verify.portfolio import check_portfolio
from optimizer.verify.ranking import check_ranking
from optimizer.verify.verification import Verification, shown
from optimizer.words import N_


def verify(
    decision: Any,
    case_path: str | Path,
    certificate: bytes | None = None,
    *,
    options: Mapping[str, Any] | None = None,
) -> Verification:
    """Check a decision.

    Args:
        decision: the decision's JSON, as ``check_certificate.strict_json`` reads it.
        case_path: the case that it is about.
        certificate: its certificate, packed or plain, where there is one.
        options: the settings that were given beside the case, by dotted key, where that is known: any other that is not
            the case's own is then a difference.

    Raises:
        CaseError: when the case cannot be read.
        check_certificate.Unreadable: when the decision cannot.
    """
    found = Verification()
    try:
        printed = checker.field(decision, "settings", dict)
        own = load_case(case_path)
        try:
            case = load_case(case_path, settings=given_settings(printed))
        except CaseError as error:
            found.differs("settings", "…", "; ".join(fault.message for fault in error.faults[:5]))
            return found
        about_case(found, decision, own, case)
        _about_answer(found, decision, case)
        if options is not None:
            _options(found, load_case(case_path, settings=dict(options)), case)
        check_ranking(found, decision, case)
        check_portfolio(found, decision, case_path)
    except checker.MALFORMED as error:
        if isinstance(error, CaseError):
            raise
        raise checker.Unreadable(f"the decision is not laid out as documented ({type(error).__name__})") from error
    _proof(found, decision, case_path, certificate)
    return found


def given_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that are given at all, ready to be put over the case's own."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, dict):
            inner = given_settings(value)
            if inner:
                found[key] = inner
        elif value is not None and value != []:
            found[key] = str(value) if isinstance(value, Decimal) else value
    return found


def _plain(value: Any) -> Any:
    """A setting for comparison: numbers exact."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def about_case(found: Verification, decision: Any, own: Case, case: Case) -> None:
    """The case's checksum and title, and every setting in force."""
    about = checker.field(decision, "case", dict)
    found.same("case.sha256", about.get("sha256"), own.sha256)
    found.same("case.title", about.get("title"), case.settings.title)
    said, stated = checker.flatten(decision["settings"]), checker.flatten(case.settings.as_dict())
    for key in dict.fromkeys([*stated, *said]):
        found.same(f"settings.{key}", _plain(said.get(key)), _plain(stated.get(key)))
    before = checker.flatten(own.settings.as_dict())
    changed = [f"{key} = {shown(stated[key])}" for key in sorted(stated) if stated[key] != before.get(key)]
    found.passed(N_("the content of the case, by its checksum, and every setting in force"))
    if changed:
        found.left(N_("settings that are in force by an option, not by the case: %(keys)s"), keys="; ".join(changed))


def _about_answer(found: Verification, decision: Any, case: Case) -> None:
    """The format, the warnings, and which of the versions is the solver's."""
    found.same("format", decision.get("format"), 1)
    remarks = checker.field(decision, "warnings", list)[: len(case.warnings)]
    found.same("warnings", remarks, list(case.warnings))
    if decision["solver"]["version"] not in decision["versions"].values():
        found.differs("solver.version", decision["solver"]["version"], decision["versions"])


def _options(found: Verification, meant: Case, case: Case) -> None:
    """Every setting against the case's own with the options that are known to have been given."""
    said, stated = checker.flatten(meant.settings.as_dict()), checker.flatten(case.settings.as_dict())
    for key in dict.fromkeys([*stated, *said]):
        found.same(f"settings.{key}", _plain(stated.get(key)), _plain(said.get(key)))


def _proof(found: Verification, decision: Any, case_path: str | Path, certificate: bytes | None) -> None:
    """The certificate, or what rests on the solver without one."""
    status = decision["portfolio"].get("status")
    if certificate is None:
        if status != "infeasible":
            found.left(
                N_("that no portfolio further away comes before it: without a certificate that is the solver's word")
            )
        return
    try:
        found.proof = checker.check(case_path, decision, certificate)
    except checker.Rejected as error:
        found.differs("certificate", status, str(error))
        return
    if status != "infeasible" or found.proof.minimal:
        found.rests = [entry for entry in found.rests if "solver's word" not in entry[0]]
    found.passed(N_("the proof: %(count)s cases added up in whole numbers, without a solver"), count=found.proof.leaves)
    if not found.proof.tie_break:
        found.left(N_("the tie-break, which was not finished within the time limit"))
