"""Where answers, warnings and faults go: standard output and standard error, whole or not at all.

A reader that went away, a full disk and a closed stream are said in one line or not at all, never as a traceback.
"""

from __future__ import annotations

import contextlib
import os
import sys
from errno import EBADF
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from optimizer.case.faults import Fault

#: What a shell reports of a program whose reader went away (128 and SIGPIPE): the reader had what it wanted.
READER_GONE = 141


def say(text: str, stream: TextIO | None = None) -> None:
    """Write a text, encoded as the stream can, and flush it.

    Raises:
        OSError: when it cannot be written; BrokenPipeError when nobody reads.
    """
    stream = sys.stdout if stream is None else stream
    if stream is None:  # closed before the program began
        raise OSError(EBADF, os.strerror(EBADF))
    try:
        stream.write(text)
    except UnicodeEncodeError:
        from optimizer.terminal.cells import encodable

        stream.write(encodable(text, stream.encoding))
    stream.flush()


def complain(text: str) -> None:
    """Write a text to standard error; one that cannot be written is dropped, for there is nowhere to say so."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            say(text, sys.stderr)


def silence() -> None:
    """Let the streams go nowhere, so that the interpreter's own last flush does not fail as the program's did."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()
            with contextlib.suppress(OSError, ValueError, AttributeError):
                if stream is sys.stdout:
                    os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def write_json(answer: Any) -> None:
    """Write one JSON object to standard output."""
    from optimizer.words.plain_json import plain_json

    say(plain_json(answer))


def write_faults(faults: Sequence[Fault], as_json: bool, lang: str, quiet: bool = False) -> None:
    """List every fault: as the contract's object on standard output, or for people on standard error."""
    if as_json:
        write_json({"format": 1, "faults": [fault.as_dict() for fault in faults]})
        return
    from optimizer.terminal.faults import faults_page

    complain(faults_page(faults, sys.stderr, lang))


def write_warnings(warnings: Iterable[str], lang: str) -> None:
    """Say what is legal but suspicious on standard error."""
    from optimizer.terminal.faults import warnings_page

    texts = tuple(warnings)
    if texts:
        complain(warnings_page(texts, sys.stderr, lang))
