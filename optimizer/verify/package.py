"""A data package: one zip that holds the case, the decision, its certificate and a manifest of checksums.

Layout: the case as it was read, ``case/`` (the tables and ``case.yaml``) or ``case.xlsx``; ``decision.json``;
``certificate.json.gz`` (may be missing); ``manifest.json``: ``{"format": 1, "files": {name: SHA-256 in hexadecimal},
"options": {key: value}}``, the files being all others in the zip, ``options`` (may be missing) the settings given
beside the case, by dotted key.
``adopted.json`` says what was adopted where that is not the best (the answer of ``assess``, with the grounds).
``settings.json`` and ``versions.json`` repeat those parts of the decision for whoever reads no more than them.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimizer.verify import check_certificate as checker

FILES, BYTES = 2_000, 200_000_000
DECISION, CERTIFICATE, MANIFEST = "decision.json", "certificate.json.gz", "manifest.json"
ADOPTED, WORKBOOK = "adopted.json", "case.xlsx"
_NAME = re.compile(r"[^/\\:\x00-\x1f]+(/[^/\\:\x00-\x1f]+)*")


@dataclass(frozen=True)
class Package:
    """An unpacked package.

    Attributes:
        case: where its case lies.
        decision, certificate: their bytes; None where there is no certificate.
        wrong: (file, what the manifest says, what it is) of each file that is not as the manifest has it.
        checksum: SHA-256 of the manifest itself, which documents print.
        files: how many files the manifest lists.
        options: the settings that the manifest says were given beside the case; None where it does not say.
        repeated: part of the decision: what a file of its own says of it.
        adopted: what ``adopted.json`` says of a portfolio that was adopted instead of the best; None without one.
    """

    case: Path
    decision: bytes
    certificate: bytes | None
    wrong: tuple[tuple[str, str, str], ...]
    checksum: str
    files: int
    options: dict[str, Any] | None
    repeated: dict[str, Any]
    adopted: dict[str, Any] | None = None


def unpack(path: str | Path, folder: Path) -> Package:
    """Unpack a package into an empty folder.

    Raises:
        check_certificate.Unreadable: when it is not a package, or too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            contents = _contents(archive)
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise checker.Unreadable("the package is not a zip file that can be read") from None
    missing = [name for name in (DECISION, MANIFEST) if name not in contents]
    if missing:
        raise checker.Unreadable(f"the package has no {missing[0]}")
    whole = checker.strict_json(contents[MANIFEST])
    manifest = checker.field(whole, "files", dict)
    if whole.get("format") != 1:
        raise checker.Unreadable("the manifest is of another format")
    options = checker.field(whole, "options", dict) if "options" in whole else None
    parts = {part: contents.get(f"{part}.json") for part in ("settings", "versions")}
    repeated = {part: checker.strict_json(data) for part, data in parts.items() if data is not None}
    adopted = checker.strict_json(contents[ADOPTED]) if ADOPTED in contents else None
    found = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items() if name != MANIFEST}
    wrong = [
        (name, str(manifest.get(name, "-")), found.get(name, "-"))
        for name in sorted(manifest.keys() | found.keys())
        if manifest.get(name) != found.get(name)
    ]
    return Package(
        write(contents, folder),
        contents[DECISION],
        contents.get(CERTIFICATE),
        tuple(wrong),
        hashlib.sha256(contents[MANIFEST]).hexdigest(),
        len(manifest),
        options,
        repeated,
        adopted,
    )


def laid_out(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Where each file of a case lies in a package: ``case.xlsx`` at the top, tables and ``case.yaml`` in ``case/``."""

    def place(name: str) -> str:
        if name == WORKBOOK:
            return name
        stem, dot, suffix = name.strip().rpartition(".")
        return f"case/{stem.strip()}{dot}{suffix.lower()}"

    return {place(name): data for name, data in files.items()}


def write(contents: Mapping[str, bytes], folder: Path) -> Path:
    """Write files into an empty folder; the path of the case among them."""
    for name, data in contents.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder / WORKBOOK if WORKBOOK in contents else folder / "case"


def _contents(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Every file's bytes, within limits that the zip's own figures cannot talk around."""
    found: dict[str, bytes] = {}
    left = BYTES
    for part in archive.infolist():
        if part.is_dir():
            continue
        name = part.filename
        parts = name.split("/")
        if not _NAME.fullmatch(name) or ".." in parts or "." in parts or name in found or len(found) >= FILES:
            raise checker.Unreadable("the package holds a file whose name or number is not allowed")
        with archive.open(part) as file:
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            raise checker.Unreadable("the package unpacks to more than is read")
        found[name] = data
    return found
