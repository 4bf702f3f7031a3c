"""``spearhead verify``: checks a package, or a decision against a case, and says what it found."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from optimizer.case.faults import CaseError
from optimizer.case.load import read
from optimizer.verify import check_certificate as checker
from optimizer.verify.adopted import check_adopted
from optimizer.verify.explained import verify_explanation
from optimizer.verify.package import laid_out, unpack, write
from optimizer.verify.verification import Verification
from optimizer.verify.verify import verify
from optimizer.words import N_, translator

HOLDS, DIFFERS, UNREADABLE = 0, 1, 2


def run_verify(
    subject: str | Path,
    case: str | Path | None = None,
    certificate: str | Path | None = None,
    *,
    tree: str | Path | None = None,
    work: int | None = None,
    lang: str = "en",
    json: bool = False,
    out: IO[str] | None = None,
    err: IO[str] | None = None,
) -> int:
    """Check and print.

    Args:
        subject: a package (zip), a decision's JSON, or what ``explain --certificate`` wrote.
        case: the case that the decision is about; none for a package.
        certificate: the decision's certificate, where there is one.
        tree: where to draw the proof, as SVG; nothing is drawn where there is no proof that holds.
        work: how many terms of a certificate are added up at most; None: as many as usual.
        lang: ``en`` or ``nl``.
        json: print one JSON object instead of lines.

    Returns:
        0 all holds, 1 something differs, 2 something cannot be read.
    """
    limit = checker.LIMIT_WORK if work is None else work
    out, err, _ = out or sys.stdout, err or sys.stderr, translator(lang)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            if case is None:
                found = _packaged(subject, Path(scratch), limit)
            else:
                found = _plain(subject, _unpacked(case, Path(scratch)), certificate, limit)
    except CaseError as error:
        for fault in error.faults:
            print(_("The case cannot be read: %(message)s") % {"message": fault}, file=err)
        return UNREADABLE
    except (checker.Unreadable, checker.Rejected) as error:
        print(_("It cannot be read: %(message)s") % {"message": error}, file=err)
        return UNREADABLE
    if tree is not None and not _drawn(found, Path(tree), lang):
        print(_("No picture was drawn: there is no proof of the decision that holds."), file=err)
    if json:
        from optimizer.words.plain_json import plain_json

        print(plain_json(as_dict(found)), file=out)
    else:
        print("\n".join(lines(found, lang)), file=out)
    return HOLDS if found.holds else DIFFERS


def _drawn(found: Verification, target: Path, lang: str) -> bool:
    """Draw the proof, if there is one; whether there is."""
    if found.proof is None:
        return False
    from optimizer.verify.tree_picture import tree_svg

    names = {id: row.get("name", "") or id for id, row in found.proof.model.attributes.items()}
    target.write_text(tree_svg(found.proof, names, lang), encoding="utf-8")
    return True


def _plain(subject: str | Path, case: str | Path, certificate: str | Path | None, work: int) -> Verification:
    data = checker.read_bytes(subject)
    decision = checker.strict_json(data)
    if isinstance(decision, dict) and "explanation" in decision:
        return verify_explanation(decision, data, case, work)
    return verify(decision, case, None if certificate is None else checker.read_bytes(certificate), work=work)


def _unpacked(case: str | Path, scratch: Path) -> Path:
    """Where the case's files lie by themselves: a zip, and a folder that holds one workbook, are laid out first, for
    the checker reads nothing but folders of tables and workbooks."""
    files = read(case).files
    return write(laid_out(files), scratch) if files else Path(case)


def _adopted(found: Verification, said: object, decision: object, case: Path) -> None:
    """The portfolio that was adopted instead of the best; refused where it is not laid out as documented."""
    if not isinstance(said, dict):
        raise checker.Unreadable("adopted.json is not laid out as documented")
    try:
        check_adopted(found, said, decision, case)
    except checker.MALFORMED as error:
        raise checker.Unreadable(f"adopted.json is not laid out as documented ({type(error).__name__})") from error


def _packaged(subject: str | Path, scratch: Path, work: int) -> Verification:
    package = unpack(subject, scratch)
    try:
        decision = checker.strict_json(package.decision)
        found = verify(decision, package.case, package.certificate, options=package.options, work=work)
        for part, said in package.repeated.items():
            found.same(f"{part}.json", said, decision.get(part))
        if package.adopted is not None:
            _adopted(found, package.adopted, decision, package.case)
    except (checker.Unreadable, CaseError):
        if not package.wrong:
            raise
        found = Verification()  # a changed file that can no longer be read is a difference first of all
    for name, printed, seen in package.wrong:
        found.differs(f"manifest.{name}", printed, seen)
    if not package.wrong:
        found.passed(
            N_("the checksums of %(count)s files (manifest %(checksum)s)"),
            count=package.files,
            checksum=package.checksum,
        )
    return found


def as_dict(found: Verification) -> dict[str, object]:
    """The outcome as JSON, sentences in English."""
    return {
        "format": 1,
        "holds": found.holds,
        "differences": [{"where": d.where, "printed": d.printed, "found": d.found} for d in found.differences],
        "checked": [sentence % figures for sentence, figures in found.checked],
        "rests": [sentence % figures for sentence, figures in found.rests],
    }


def lines(found: Verification, lang: str) -> list[str]:
    """The outcome in words."""
    _ = translator(lang)
    said = [_("All that can be checked holds.") if found.holds else _("Something is not as it is printed.")]
    if found.differences:
        said += ["", _("Differences:")]
        message = _("%(where)s: printed %(printed)s, found %(found)s")
        said += ["  " + message % {"where": d.where, "printed": d.printed, "found": d.found} for d in found.differences]
    said += _section(_, _("Checked, from the case alone:"), found.checked)
    said += _section(_, _("Taken as printed:"), found.rests)
    return said


def _section(_: Callable[[str], str], title: str, entries: list[tuple[str, Mapping[str, object]]]) -> list[str]:
    return ["", title, *("  - " + _(sentence) % figures for sentence, figures in entries)] if entries else []
