"""The command line: a thin face over the library. Importing it loads nothing heavy, so that help is there at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence

#: What a program ends with that was stopped from the keyboard (128 and SIGINT), as shells have it.
STOPPED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; whatever happens, people get an answer or a sentence, never a traceback.

    Args:
        argv: the words after the program's name; None takes those of the process.

    Returns:
        0 done; 1 ``verify`` found a difference; 2 the input or a file is wrong, or the program itself failed (said so);
        3 no portfolio keeps the rules; 4 stopped with an answer that is not proven; 130 stopped from the keyboard;
        141 nobody reads the output any more.
    """
    from optimizer.cli import output

    words = list(sys.argv[1:] if argv is None else argv)
    try:
        from optimizer.cli.running import run

        return run(words)
    except KeyboardInterrupt:
        output.complain("Stopped.\n")
        return STOPPED
    except BrokenPipeError:
        output.silence()
        return output.READER_GONE
    except Exception as error:  # the last resort: a fault of the program is said, and where to take it
        from optimizer.cli.trouble import trouble

        return trouble(error, words)
