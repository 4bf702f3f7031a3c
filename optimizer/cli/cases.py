"""The commands about a case itself: ``check`` it, make a ``new`` one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from optimizer.cli.commands import CASE, Argument, Command, Option
from optimizer.words import N_

if TYPE_CHECKING:
    from optimizer.cli.parsing import Request

CHECK = Command("check", N_("list every fault of a case, or say what it holds"), "optimizer.cli.cases:check", (CASE,))
NEW = Command(
    "new",
    N_("make an empty case to fill in"),
    "optimizer.cli.cases:new",
    (Argument("DIR", N_("the folder to make, or the workbook to write")),),
    (Option("--xlsx", N_("one workbook instead of a folder of tables"), default=False),),
    common=False,
)


def check(request: Request) -> int:
    """Say that a case has no faults, what it holds and what is suspicious in it; a case with faults never gets here."""
    from optimizer.cli import output
    from optimizer.cli.asking import DONE, read_case, situation_of, warn

    case = read_case(request)
    warnings = situation_of(request, case).warnings
    warn(request, warnings)
    if request.get("json"):
        from optimizer.terminal.check import counts

        held = {name: number for name, (number, _label) in counts(case).items()}
        title = {"title": case.settings.title, "sha256": case.sha256}
        output.write_json({"format": 1, "case": title, "faults": [], "holds": held, "warnings": list(warnings)})
        return DONE
    from optimizer.terminal.check import show
    from optimizer.terminal.page import Look, Page

    page = Page(request.get("lang"), Look.of(sys.stdout))
    show(page, case, warnings)
    output.say(str(page))
    return DONE


def new(request: Request) -> int:
    """Make an empty case and say where it is and what comes next."""
    from optimizer.case.blank import new_case
    from optimizer.cli import output
    from optimizer.cli.asking import DONE
    from optimizer.words import translator

    path = new_case(request.get("dir"), xlsx=request.get("xlsx"))
    if request.get("json"):
        output.write_json({"format": 1, "made": str(path)})
        return DONE
    _ = translator(request.get("lang"))
    output.say(_("Made %(path)s. Fill it in, then: spearhead check %(path)s") % {"path": path} + "\n")
    return DONE
