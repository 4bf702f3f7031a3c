"""The commands about a case itself: ``check`` it, make a ``new`` one."""

from __future__ import annotations

from optimizer.cli.commands import CASE, Argument, Command, Option
from optimizer.words import N_

CHECK = Command("check", N_("list every fault of a case, or say what it holds"), "optimizer.cli.cases:check", (CASE,))
NEW = Command(
    "new",
    N_("make an empty case to fill in"),
    "optimizer.cli.cases:new",
    (Argument("DIR", N_("the folder to make, or the workbook to write")),),
    (Option("--xlsx", N_("one workbook instead of a folder of tables"), default=False),),
    common=False,
)
