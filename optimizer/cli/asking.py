"""Asking a question of a case: read it, ask, then show the answer to people or print its JSON."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from optimizer.cli import output
from optimizer.cli.progress import watched
from optimizer.cli.running import loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from optimizer.case.faults import CaseError
    from optimizer.case.model import Case
    from optimizer.cli.parsing import Request
    from optimizer.cli.questions import Question
    from optimizer.questions.parallel import Unreachable
    from optimizer.situation import Situation

#: Exit status: done; no portfolio keeps the rules; stopped with what there is.
DONE, INFEASIBLE, PARTIAL = 0, 3, 4


def read_case(request: Request, path: str | None = None, scenario: str | None = None) -> Case:
    """The case that a command line names, with all that it changes in it.

    Later ones win: the case's own settings, ``--scenario`` (or ``scenario``, where given), ``--weights``, ``--set`` in
    the order given, ``--budget-total``; ``--must`` and ``--never`` add to what the settings name.

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


def situation_of(request: Request, case: Case) -> Situation:
    """The case with all that follows from it, solved by what ``--solver`` names where a command has that."""
    from optimizer.situation import Situation

    return Situation(case, solver=request.get("solver") or "tree")


def ask(request: Request) -> int:
    """Ask the question behind a command, show its answer, and give the exit status that it means."""
    assert request.command is not None
    situation = situation_of(request, read_case(request))
    return answer(request, situation, (situation,), request.command.question)


def answer(
    request: Request,
    situation: Situation,
    of: Sequence[Any],
    question: Question,
    done: Callable[[Any], None] = lambda result: None,
) -> int:
    """Call a question's function with ``of`` and what the command line adds, do with the result what ``done`` does, and
    present what it says."""
    from optimizer.questions.parallel import Unreachable
    from optimizer.situation import Infeasible

    progress = watched(bool(request.get("quiet")), request.get("lang"), question.found)
    try:
        given = question.given(request.values)
        result = loaded(question.function)(*of, **given, progress=progress, deadline=deadline_of(request))
    except Infeasible as error:
        return impossible(request, situation, error.conflict)
    except (TimeoutError, KeyboardInterrupt):  # before the portfolio was proven from which all else is reckoned
        return nothing_yet(request, situation, question.blank)
    except Unreachable as error:
        raise out_of_reach(error) from None
    finally:
        if progress is not None:
            progress.close()
    done(result)
    said = result.as_dict(request.get("lang")) if question.spoken else result.as_dict()
    said.setdefault("warnings", list(situation.warnings))
    warn(request, said["warnings"])
    present(request, result, situation, question.renderer, said)
    return status_of(said)


def impossible(request: Request, situation: Situation, conflict: Sequence[str]) -> int:
    """No portfolio keeps the rules: say which of them clash."""
    warn(request, situation.warnings)
    if request.get("json"):
        output.write_json({"format": 1, "conflict": list(conflict), "warnings": list(situation.warnings)})
        return INFEASIBLE
    from optimizer.terminal.naming import Names
    from optimizer.terminal.page import Look, Page
    from optimizer.terminal.standing import show_conflict

    page = Page(request.get("lang"), Look.of(sys.stdout))
    page.text(page._("No portfolio keeps every rule."), "bad", indent=0)
    show_conflict(page, Names(page, situation.case), conflict)
    output.say(str(page))
    return INFEASIBLE


def nothing_yet(request: Request, situation: Situation, blank: Mapping[str, Any]) -> int:
    """It was stopped before the best portfolio was proven: every key of the answer, with nothing in it."""
    warn(request, situation.warnings)
    if request.get("json"):
        said = {key: _text(request.get(key)) if value is None else value for key, value in blank.items()}
        output.write_json({"format": 1, **said, "complete": False, "warnings": list(situation.warnings)})
        return PARTIAL
    from optimizer.terminal.page import Look, Page

    page = Page(request.get("lang"), Look.of(sys.stdout))
    page.text(
        page._(
            "Stopped before the best portfolio was proven, from which all else is reckoned: there is nothing to show "
            "yet. With more time there is; spearhead decide shows the best that was found so far."
        ),
        "warn",
        indent=0,
    )
    output.say(str(page))
    return PARTIAL


def _text(value: Any) -> str | None:
    """What was asked about, where the answer names it."""
    return value if isinstance(value, str) else None


def out_of_reach(error: Unreachable) -> CaseError:
    """A cluster that cannot do the work, as a fault of the command line."""
    from optimizer.case.faults import CaseError
    from optimizer.cli.parsing import fault

    return CaseError([fault("--cluster", str(error))])


def warn(request: Request, warnings: Sequence[str]) -> None:
    """Say warnings on standard error, unless people see them in the answer on the same screen anyway."""
    one_screen = not request.get("json") and sys.stdout.isatty() and sys.stderr.isatty()
    if not request.get("quiet") and not one_screen:
        output.write_warnings(warnings, request.get("lang"))


def present(request: Request, result: Any, situation: Situation, renderer: str, said: Mapping[str, Any]) -> None:
    """Print an answer: its JSON, or what its renderer makes of it for this terminal."""
    if request.get("json"):
        output.write_json(said)
        return
    from optimizer.terminal.page import Look, Page

    page = Page(request.get("lang"), Look.of(sys.stdout))
    loaded(renderer)(page, result, situation)
    output.say(str(page))


def status_of(said: Mapping[str, Any]) -> int:
    """The exit status that an answer means."""
    status = (said.get("portfolio") or {}).get("status")
    if status == "infeasible" or said.get("conflict"):
        return INFEASIBLE
    return PARTIAL if status == "time_limit" or said.get("complete") is False else DONE
