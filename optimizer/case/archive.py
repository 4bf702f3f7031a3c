"""Zipped inputs, looked through before anything is made of them: what they unpack to, and where they would put it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from optimizer.case.faults import CaseError, Fault
from optimizer.case.kinds import quoted
from optimizer.case.layers import CASE
from optimizer.case.limits import FILE_BYTES, PARTS, SETTINGS_BYTES, UNPACKED_BYTES

_BLOCK = 2**20


def refuse(message: str) -> CaseError:
    """The error of a file that cannot be read at all."""
    return CaseError([Fault(CASE, 0, "", message)])


@contextmanager
def unpacked(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """A zip whose parts, by what they declare, are few and small enough.

    Raises:
        CaseError: when it is no zip, is encrypted, or would unpack to too much.
    """
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise refuse(f"{quoted(name)} has a password or is of the old format .xls; save it as .xlsx, without one")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS:
                raise refuse(f"{quoted(name)} has {len(parts)} parts; at most {PARTS} are read")
            if any(part.flag_bits & 1 for part in parts):
                raise refuse(f"{quoted(name)} has a password; save it without")
            size = sum(part.file_size for part in parts)
            if size > UNPACKED_BYTES:
                raise refuse(f"{quoted(name)} unpacks to {size} bytes; at most {UNPACKED_BYTES} are read")
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise refuse(f"{quoted(name)} is damaged or is not what its name says: {quoted(str(error))}") from None


def blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, name: str) -> Iterator[bytes]:
    """A part's bytes block by block; stops with an error when there are more than ``left`` of them."""
    with archive.open(part) as file:
        while block := file.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise refuse(f"{quoted(name)} unpacks to more than {UNPACKED_BYTES} bytes")
            yield block


def read_zip(data: bytes, name: str) -> dict[str, bytes]:
    """The tables and ``case.yaml`` of a zip, from its top or from the one folder in it.

    Raises:
        CaseError: when it cannot be read, is too large, or names files outside itself.
    """
    files: dict[str, bytes] = {}
    with unpacked(data, name) as archive:
        wanted: dict[str, zipfile.ZipInfo] = {}
        folders = set()
        for part in archive.infolist():
            path = part.filename
            where = PurePosixPath(path)
            if "\\" in path or path.startswith("/") or ".." in where.parts or ":" in path or "\0" in path:
                raise refuse(f"{quoted(name)} names a file outside itself, {quoted(path)}; it is not read")
            leaf = where.name
            hidden = any(step.startswith((".", "__MACOSX", "~")) for step in where.parts)
            if part.is_dir() or hidden or not leaf.lower().endswith((".csv", "case.yaml", "case.yml")):
                continue
            wanted[path] = part
            folders.add(where.parent)
        if not wanted:
            raise refuse(f"{quoted(name)} holds no tables; .csv files with a case.yaml are wanted")
        top = min(folders, key=lambda folder: (len(folder.parts), str(folder)))
        if sum(len(folder.parts) == len(top.parts) for folder in folders) > 1:
            raise refuse(f"{quoted(name)} holds tables in several folders; zip the folder of one case")
        left = UNPACKED_BYTES
        for path, part in wanted.items():
            if PurePosixPath(path).parent != top:
                continue
            leaf = PurePosixPath(path).name
            if leaf in files:
                raise refuse(f"{quoted(name)} holds {quoted(leaf)} twice")
            most = SETTINGS_BYTES + 1 if leaf.endswith(".yaml") else FILE_BYTES + 1
            files[leaf] = b"".join(blocks(archive, part, min(left, most), name))
            left -= len(files[leaf])
    return files
