"""Files that commands write: whole, or not at all."""

from __future__ import annotations

import contextlib
import os


def unwritable(path: str) -> str:
    """Why nothing can be written to ``path``, or nothing where it can as far as one can tell beforehand."""
    folder = os.path.dirname(os.path.abspath(path))
    if not path.strip() or "\0" in path:
        return f"{path!r} is not a file's name"
    if os.path.isdir(path):
        return f"{path!r} is a folder; a file's name is wanted"
    if not os.path.isdir(folder):
        return f"the folder of {path!r} does not exist"
    if not os.access(path if os.path.exists(path) else folder, os.W_OK):
        return f"{path!r} may not be written"
    return ""


def write(path: str, content: bytes) -> None:
    """Write a file beside its place and move it there, so that a full disk or a stop leaves no half of it.

    Raises:
        OSError: when it cannot be written; nothing is left behind.
    """
    if os.path.exists(path) and not os.path.isfile(path):  # a device or a pipe is written to as it is
        with open(path, "wb") as file:
            file.write(content)
        return
    beside = f"{path}.{os.getpid()}.part"
    try:
        with open(beside, "wb") as file:
            file.write(content)
        os.replace(beside, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise OSError(error.errno, error.strerror, path) from None
