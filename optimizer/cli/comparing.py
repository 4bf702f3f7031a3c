"""``compare``: the case as it is and each scenario, read with the same options."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from optimizer.cli.asking import answer, read_case, situation_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.case.faults import Fault
    from optimizer.cli.parsing import Request
    from optimizer.situation import Situation


def ask(request: Request) -> int:
    """Read every scenario before anything is solved, so that the faults of all of them are listed at once.

    A scenario is called by its file's name without the ending; a second one of that name by its path."""
    from optimizer.case.faults import CaseError

    assert request.command is not None
    situations: list[Situation] = []
    faults: list[Fault] = []
    for path in (None, *request.get("file")):
        try:
            situations.append(situation_of(request, read_case(request, scenario=path)))
        except CaseError as error:
            faults += [_in_file(fault, path, faults) for fault in error.faults]
    if faults:
        raise CaseError(faults)
    names: list[str] = []
    for path in request.get("file"):
        name = PurePath(path).stem
        names.append(path if name in names else name)
    base, *others = situations
    return answer(request, base, (base, list(zip(names, others, strict=True))), request.command.question)


def _in_file(fault: Fault, path: str | None, known: Sequence[Fault]) -> Fault:
    """A fault with the name of the scenario's file, where it is in that and its message does not say so."""
    from optimizer.cli.parsing import TABLE

    if path is None or fault in known or fault.table != TABLE or path in fault.message:
        return fault
    return replace(fault, message=f"{path}: {fault.message}")
