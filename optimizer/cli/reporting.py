"""``report``: the documents of a decision, written into a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from optimizer.cli import output
from optimizer.cli.commands import CASE, Command, Option
from optimizer.cli.values import BOTH, listed, named, one_of, some_of
from optimizer.words import LANGUAGES, N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.case.faults import Fault
    from optimizer.case.model import Case
    from optimizer.cli.parsing import Request
    from optimizer.cli.progress import Progress
    from optimizer.reports.dossier import Dossier
    from optimizer.reports.making import File
    from optimizer.situation import Situation

REPORT = Command(
    "report",
    N_("documents of the decision: reasons for each roadmap, the selection, a workbook, a package"),
    "optimizer.cli.reporting:report",
    (CASE,),
    (
        Option(
            "--format",
            N_("one or more of pdf, docx, xlsx, html, json, package (pdf)"),
            "LIST",
            some_of("pdf", "docx", "xlsx", "html", "json", "package"),
        ),
        Option("--roadmap", N_("only the statement of reasons on this one; all for every document (all)"), "ID", named),
        Option("--out", N_("the folder to write into (report)"), "DIR", named, default="report"),
        Option("--portfolio", N_("what was adopted, where it departs from the best"), "ID,ID:LEVEL,…", listed),
        Option("--grounds", N_("why what was adopted departs from the best"), "TEXT", named),
        Option("--pseudonyms", N_("the package without names, comments and leads, ids replaced"), default=False),
        Option("--lang", N_("the language: en, nl or both"), "LANG", one_of(*LANGUAGES, BOTH), default="en"),
    ),
    heeds=("--gap", "--time-limit", "--jobs", "--cluster"),
)


def report(request: Request) -> int:
    """Make the documents that are asked for and say which files they are."""
    from optimizer.cli.asking import PARTIAL, impossible, nothing_yet, out_of_reach, read_case, situation_of, warn
    from optimizer.cli.progress import watched
    from optimizer.questions.parallel import Unreachable
    from optimizer.situation import Infeasible

    case = read_case(request)
    _refuse(request, case)
    situation = situation_of(request, case)
    progress = watched(bool(request.get("quiet")), _langs(request)[0])
    dossier = _dossier(request, situation, progress)
    made: list[dict[str, Any]] = []
    try:
        made.extend(_written(request, file) for file in _files(request, dossier))
    except Infeasible as error:
        return impossible(request, situation, error.conflict)
    except TimeoutError:
        return nothing_yet(request, situation, {"files": made})
    except Unreachable as error:
        raise out_of_reach(error) from None
    finally:
        if progress is not None:
            progress.close()
    warn(request, dossier.decision.warnings)
    if request.get("json"):
        output.write_json({"format": 1, "files": made, "warnings": list(dossier.decision.warnings)})
    else:
        output.say("".join(f"{one['path']}\n" for one in made))
    return dossier.decision.exit_status or (0 if dossier.complete else PARTIAL)


def _dossier(request: Request, situation: Situation, progress: Progress | None) -> Dossier:
    """The decision that the documents are about, and how the work for it is done."""
    from optimizer.cli.asking import deadline_of
    from optimizer.reports.dossier import Dossier

    return Dossier(
        situation,
        adopted=request.get("portfolio"),
        grounds=request.get("grounds"),
        gap=request.get("gap") or 0,
        jobs=request.get("jobs") or 1,
        cluster=request.get("cluster"),
        progress=progress,
        deadline=deadline_of(request),
    )


def _files(request: Request, dossier: Dossier) -> Iterator[File]:
    """The files that are asked for, each made when it is its turn.

    Raises:
        CaseError: where what was adopted names what the case does not have.
    """
    from optimizer.reports.making import files

    if dossier.adopted is not None:
        dossier.situation.proposal(dossier.adopted)
    roadmap = request.get("roadmap")
    yield from files(
        dossier,
        formats=request.get("format") or ("pdf",),
        langs=_langs(request),
        roadmap=None if roadmap in (None, "all") else roadmap,
        pseudonyms=bool(request.get("pseudonyms")),
        progress=dossier.progress,
    )


def _langs(request: Request) -> tuple[str, ...]:
    return LANGUAGES if request.values["lang"] == BOTH else (request.get("lang"),)


def _written(request: Request, file: File) -> dict[str, Any]:
    from hashlib import sha256

    from optimizer.cli.files import write

    path = os.path.join(request.get("out"), file.name)
    os.makedirs(request.get("out"), exist_ok=True)
    write(path, file.content)
    return {"path": path, "bytes": len(file.content), "sha256": sha256(file.content).hexdigest()}


def _refuse(request: Request, case: Case) -> None:
    """Refuse, before any work is done, what cannot be made.

    Raises:
        CaseError: with every such fault.
    """
    from optimizer.case.faults import CaseError
    from optimizer.case.nearest import hint
    from optimizer.cli.parsing import fault

    faults: list[Fault] = []
    roadmap, known = request.get("roadmap"), [one.id for one in case.roadmaps]
    if roadmap not in (None, "all", *known):
        faults.append(fault("--roadmap", f'"{roadmap}" is not a roadmap of this case{hint(roadmap, known)}'))
    if request.get("portfolio") is not None and request.get("grounds") is None:
        faults.append(fault("--grounds", "is missing: a decision that departs from the best needs its grounds"))
    if request.get("grounds") is not None and request.get("portfolio") is None:
        faults.append(fault("--portfolio", "is missing: grounds are given for a portfolio that departs from the best"))
    if request.get("pseudonyms") and "package" not in (request.get("format") or ()):
        faults.append(fault("--pseudonyms", "goes with --format package"))
    out = request.get("out")
    if os.path.exists(out) and not os.path.isdir(out):
        faults.append(fault("--out", f"{out!r} is not a folder"))
    if faults:
        raise CaseError(faults)
