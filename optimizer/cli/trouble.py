"""When something fails that is nobody's input: one plain message, on standard error or as the contract's JSON."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence

from optimizer.case.faults import Fault
from optimizer.cli import output

#: Setting this in the environment shows developers where it happened.
_TRACE = "SPEARHEAD_TRACE"


def trouble(error: Exception, words: Sequence[str]) -> int:
    """Say what happened and what can be done about it; the exit status is 2.

    Files and memory that fail are the machine's; anything else is a fault of this program, and the message says which
    place in it to report.
    """
    if os.environ.get(_TRACE):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, OSError):
        fault = Fault("file", 0, "", _file(error))
    elif isinstance(error, MemoryError):
        fault = Fault("machine", 0, "", "the memory of this machine is not enough for this")
    else:
        fault = Fault("program", 0, "", _program(error))
    with contextlib.suppress(Exception):  # standard output itself may be what failed
        if "--json" in words:
            output.write_faults([fault], True, "en")
        else:
            output.complain(f"{fault.message}\n")
        return 2
    output.complain(f"{fault.message}\n")
    output.silence()
    return 2


def _file(error: OSError) -> str:
    what = error.strerror or str(error) or type(error).__name__
    name = error.filename if isinstance(error.filename, str) else ""
    return f"{name} cannot be read or written: {what}" if name else f"the output cannot be written: {what}"


def _program(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if "optimizer" in frame.filename.replace("\\", "/").split("/")]
    frame = (inside or list(frames))[-1]
    place = frame.filename.replace("\\", "/").split("/optimizer/")[-1]
    said = " ".join(str(error).split())[:300]
    return (
        f"this program failed where it should not have; nothing is wrong with your input as far as it can tell. "
        f"Please report this line to whoever gave you Spearhead, with the case if you may: "
        f"{type(error).__name__} in optimizer/{place}, line {frame.lineno}" + (f": {said}" if said else "")
    )
