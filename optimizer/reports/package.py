"""The data package: everything that it takes to check a decision, in one zip that ``spearhead verify`` reads.

The case as it was read, byte for byte (``case/`` with its tables and ``case.yaml``, or ``case.xlsx``), so that anyone
can compare checksums with the files that he holds; ``decision.json``, ``certificate.json.gz`` where there is a proof,
``settings.json``, ``versions.json``, ``adopted.json`` where another portfolio than the best was adopted, and
``manifest.json`` with the SHA-256 of every other file and the settings given beside the case. The manifest's own
checksum is what documents print.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

from optimizer.reports.data import adopted_data, decision_data
from optimizer.verify.package import laid_out
from optimizer.words.plain_json import plain_json

if TYPE_CHECKING:
    from optimizer.case.tables import Tables
    from optimizer.reports.dossier import Dossier

MANIFEST = "manifest.json"
#: The date of every file in a package: the least that a zip can hold.
_DATE = (1980, 1, 1, 0, 0, 0)


def package(dossier: Dossier, *, pseudonyms: bool = False) -> bytes:
    """The package as a zip; the same case and settings give the same bytes.

    Args:
        pseudonyms: without names, comments and leads, ids replaced; it verifies like the full one.

    Raises:
        ValueError: when the case was not read from tables.
        RuntimeError: when the case under pseudonyms leads to another portfolio: a fault of ours.
    """
    held = _under_pseudonyms(dossier) if pseudonyms else dossier
    contents = _contents(held)
    contents[MANIFEST] = _manifest(contents, held)
    return zipped(contents)


def manifest_checksum(dossier: Dossier) -> str:
    """SHA-256 of the manifest of the package that :func:`package` makes."""
    return hashlib.sha256(_manifest(_contents(dossier), dossier)).hexdigest()


def zipped(contents: dict[str, bytes]) -> bytes:
    """Files as a zip without dates, owners or order of making."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(contents):
            part = zipfile.ZipInfo(name, _DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            part.create_system = 3
            archive.writestr(part, contents[name])
    return out.getvalue()


def _contents(dossier: Dossier) -> dict[str, bytes]:
    if dossier.case.tables is None:
        raise ValueError("a case that was not read from tables cannot be packed")
    decision = decision_data(dossier)
    found = _case_files(dossier.case.tables)
    found["decision.json"] = plain_json(decision).encode()
    found["settings.json"] = plain_json(decision["settings"]).encode()
    found["versions.json"] = plain_json(decision["versions"]).encode()
    adopted = adopted_data(dossier)
    if adopted is not None:
        found["adopted.json"] = plain_json(adopted).encode()
    if dossier.proof is not None:
        found["certificate.json.gz"] = dossier.proof
    return found


def _case_files(tables: Tables) -> dict[str, bytes]:
    """The very files that the case was read from; written anew where it was not read from any, or changed since."""
    if tables.files:
        return laid_out(tables.files)
    from optimizer.case.writing import csv_text, yaml_text

    found = {f"case/{name}.csv": csv_text(table).encode() for name, table in tables.tables.items()}
    found["case/case.yaml"] = yaml_text(tables.settings).encode()
    return found


def _manifest(contents: dict[str, bytes], dossier: Dossier) -> bytes:
    """Checksums of all files, and the settings given beside the case: any other is then a difference to ``verify``."""
    sums = {name: hashlib.sha256(contents[name]).hexdigest() for name in sorted(contents)}
    given = {entry.key: entry.value for layer in dossier.case.overrides for entry in layer}
    options = {key: given[key] for key in sorted(given)}
    return plain_json({"format": 1, "files": sums, "options": options}).encode()


def _under_pseudonyms(dossier: Dossier) -> Dossier:
    """The same decision on the case under pseudonyms."""
    from optimizer.reports.dossier import Dossier
    from optimizer.reports.pseudonyms import pseudonymous, roadmap_names
    from optimizer.situation import Situation

    names = roadmap_names(dossier.case)
    adopted = None
    if dossier.adopted is not None:
        parted = (option.partition(":") for option in dossier.adopted)
        adopted = [names[id] + colon + level for id, colon, level in parted]
    grounds = "Left out under pseudonyms." if adopted is not None else None
    case = pseudonymous(dossier.case).check()
    held = Dossier(Situation(case), adopted=adopted, grounds=grounds, deadline=dossier.deadline)
    mine = [(names[one.roadmap], one.level, one.public) for one in dossier.decision.selected]
    if mine != [(one.roadmap, one.level, one.public) for one in held.decision.selected]:
        raise RuntimeError("the case under pseudonyms leads to another portfolio")
    return held
