"""``verify``: a package, or a decision against its case, checked again without the model and the solver."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from optimizer.cli import output
from optimizer.cli.commands import Argument, Command, Option
from optimizer.cli.values import named, whole
from optimizer.words import N_

if TYPE_CHECKING:
    from optimizer.cli.parsing import Request

_SUBJECT = Argument("PACKAGE|DECISION", N_("a data package (zip), or the JSON of a decision"))

VERIFY = Command(
    "verify",
    N_("check a decision again from the case alone, without the model and the solver"),
    "optimizer.cli.verifying:verify",
    (_SUBJECT, Argument("CASE", N_("the case that the decision is about; none for a package"), optional=True)),
    (
        Option("--certificate", N_("the proof that decide --certificate wrote"), "FILE", named),
        Option("--tree", N_("draw the proof as a tree of cases, an SVG"), "FILE", named),
        Option("--work", N_("how many terms of a proof to add up at most (3,000,000)"), "N", whole(1, 10**12)),
    ),
    common=False,
)


def verify(request: Request) -> int:
    """Check and say what was found: exit status 0 where all holds, 1 where something differs, 2 where something cannot
    be read."""
    from optimizer.case.faults import CaseError
    from optimizer.cli.parsing import fault
    from optimizer.verify.run import UNREADABLE, run_verify

    subject, case = request.get(_SUBJECT.name.lower()), request.get("case")
    said, wrong = io.StringIO(), io.StringIO()
    try:
        status = run_verify(
            subject,
            case,
            request.get("certificate"),
            tree=request.get("tree"),
            work=request.get("work"),
            lang=request.get("lang"),
            json=bool(request.get("json")),
            out=said,
            err=wrong,
        )
    except OSError as error:
        raise CaseError([fault(_SUBJECT.name, f"{error.filename or subject}: {error.strerror or error}")]) from None
    if status == UNREADABLE and request.get("json"):
        raise CaseError([fault(_SUBJECT.name, line) for line in wrong.getvalue().splitlines() if line.strip()])
    output.complain(wrong.getvalue())
    output.say(said.getvalue())
    return status
