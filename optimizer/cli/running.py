"""From the words of a command line to the command that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.cli import output
from optimizer.cli.commands import commands
from optimizer.cli.parsing import Request, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.case.faults import Fault

#: The exit status for an input that is wrong.
WRONG = 2


def run(words: Sequence[str]) -> int:
    """Do what a command line says and give the exit status."""
    known = commands()
    request = parse(words, known)
    if request.get("help") and (request.command is not None or not request.faults):
        from optimizer.cli.helping import help_of, help_page

        output.say(help_page(known, request.get("lang")) if request.command is None else help_of(request))
        return 0
    if request.get("version") and not request.faults:
        from importlib.metadata import version

        output.say(f"spearhead {version('spearhead')}\n")
        return 0
    if request.faults or request.command is None:
        return refuse(request, [*request.faults, *_faults_of_case(request)])
    from optimizer.case.faults import CaseError

    _say_what_is_idle(request)
    try:
        return int(loaded(request.command.run)(request))
    except CaseError as error:
        return refuse(request, error.faults)


def refuse(request: Request, faults: Sequence[Fault]) -> int:
    """List every fault, sorted as the library sorts them, each once."""
    output.write_faults(tuple(dict.fromkeys(faults)), request.get("json"), request.get("lang"))
    return WRONG


def loaded(name: str) -> Any:
    """The function that ``module:function`` names."""
    import importlib

    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _say_what_is_idle(request: Request) -> None:
    """Say on standard error which options about the work were given to a command that they do nothing for."""
    from optimizer.cli.values import WORK
    from optimizer.words import translator

    command = request.command
    if command is None or not command.common or request.get("quiet"):
        return
    idle = [o.name for o in WORK if o.name not in command.heeds and request.get(o.dest) is not None]
    if idle:
        _ = translator(request.get("lang"))
        said = _("note: without effect on %(command)s: %(options)s (spearhead %(command)s --help says what has one)")
        output.complain(said % {"options": ", ".join(idle), "command": command.name} + "\n")


def _faults_of_case(request: Request) -> tuple[Fault, ...]:
    """What is wrong with the case as well, beside a command line that is refused: people mend both at once."""
    if request.command is None or not request.command.common or not request.get("case"):
        return ()
    from optimizer.case.faults import CaseError
    from optimizer.cli.asking import read_case

    try:
        read_case(request)
    except CaseError as error:
        return error.faults
    return ()
