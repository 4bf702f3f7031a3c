"""Asking a question of a case: read it, ask, then show the answer to people or print its JSON."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from optimizer.cli import output
from optimizer.cli.running import loaded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from optimizer.case.model import Case
    from optimizer.cli.parsing import Request

#: Exit status: done; no portfolio keeps the rules; stopped with what there is.
DONE, INFEASIBLE, PARTIAL = 0, 3, 4


def read_case(request: Request, path: str | None = None, scenario: str | None = None) -> Case:
    """The case that a command line names, with all that it changes in it.

    Later ones win: the case's own settings, ``--scenario`` (or ``scenario``, where given), ``--weights``, ``--set`` in the
    order given, ``--budget-total``; ``--must`` and ``--never`` add to what the settings name.

    Raises:
        CaseError: with every fault of the case and the options.
    """
    from optimizer.case.load import load_case

    settings: dict[str, object] = dict(request.get("set"))
    if request.get("budget_total") is not None:
        settings["budget.total"] = request.get("budget_total")
    return load_case(
        path or request.get("case"),
        settings=settings,
        scenario=scenario or request.get("scenario"),
        weights_csv=request.get("weights"),
        must=request.get("must"),
        never=request.get("never"),
    )


def deadline_of(request: Request) -> float | None:
    """When to stop, on the monotonic clock; None without ``--time-limit``."""
    limit = request.get("time_limit")
    return None if limit is None else time.monotonic() + float(limit)


def warn(request: Request, case: Case) -> None:
    """Say a case's warnings on standard error, unless people see them in the answer on the same screen anyway."""
    one_screen = not request.get("json") and sys.stdout.isatty() and sys.stderr.isatty()
    if not request.get("quiet") and not one_screen:
        output.write_warnings(case.warnings, request.get("lang"))


def present(request: Request, result: Any, situation: Any, renderer: str, answer: Mapping[str, Any]) -> None:
    """Print an answer: its JSON, or what its renderer makes of it for this terminal."""
    if request.get("json"):
        output.write_json(answer)
        return
    from optimizer.terminal.page import Look, Page

    page = Page(request.get("lang"), Look.of(sys.stdout))
    loaded(renderer)(page, result, situation)
    output.say(str(page))


def status_of(answer: Mapping[str, Any]) -> int:
    """The exit status that an answer means."""
    status = (answer.get("portfolio") or {}).get("status")
    if status == "infeasible":
        return INFEASIBLE
    return PARTIAL if status == "time_limit" or answer.get("complete") is False else DONE
