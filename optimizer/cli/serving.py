"""``spearhead ui``: the pages, in a browser on this machine and on no other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from optimizer.cli.commands import Argument, Command, Option
from optimizer.words import N_

if TYPE_CHECKING:
    from optimizer.cli.parsing import Request

#: Where the pages are, and how many ports after it are tried where it is taken and none was asked for.
PORT, NEXT = 8501, 20


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ValueError(f"{text!r} is not a port; a whole number from 1 to 65535 is wanted")
    return int(text)


UI = Command(
    "ui",
    N_("open the pages in which all of this is done without a command line"),
    "optimizer.cli.serving:serve",
    (Argument("CASE", N_("the case to open first: a folder of tables, or a workbook"), optional=True),),
    (Option("--port", N_("the port to listen on, on this machine alone"), "N", _port),),
    common=False,
)


def serve(request: Request) -> int:
    """Serve the pages until Ctrl-C."""
    from pathlib import Path

    from optimizer.case.faults import CaseError
    from optimizer.cli.parsing import fault

    case, port = request.get("case"), request.get("port")
    if case is not None and not Path(case).exists():
        raise CaseError([fault("CASE", f"there is no file or folder {str(case)!r}")])
    ports = [port] if port else range(PORT, PORT + NEXT)
    free = next((one for one in ports if _free(one)), None)
    if free is None:
        raise CaseError([fault("--port", f"port {port or PORT} is taken; name another one with --port")])
    from ui.serving import serve as run

    print(f"http://127.0.0.1:{free}", file=sys.stderr, flush=True)
    run(None if case is None else str(Path(case).resolve()), free, str(request.get("lang") or "en"))
    return 0


def _free(port: int) -> bool:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
