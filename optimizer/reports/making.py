"""Which documents are asked for, made one after the other: each is written before the next is made, so that three
hundred statements take no more memory than one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.reports.document import Document

if TYPE_CHECKING:
    from optimizer.reports.dossier import Dossier

#: What documents can be asked for as; of ``xlsx`` and ``package`` there is one for the whole case.
FORMATS = ("pdf", "docx", "xlsx", "html", "json", "package")
#: A file's name holds no more bytes than this, whatever an id is made of.
_BYTES = 180


@dataclass(frozen=True)
class File:
    """One file: its name and what is in it."""

    name: str
    content: bytes


def files(
    dossier: Dossier,
    *,
    formats: Sequence[str] = ("pdf",),
    langs: Sequence[str] = ("en",),
    roadmap: str | None = None,
    pseudonyms: bool = False,
    progress: Callable[..., None] | None = None,
) -> Iterator[File]:
    """Every file that is asked for.

    Args:
        formats: of ``FORMATS``.
        langs: ``en``, ``nl`` or both; names of files carry the language.
        roadmap: only the statement on this one; None for the report of the selection and every statement.
        pseudonyms: the package without names, comments and leads.

    Raises:
        KeyError: for a roadmap that the case does not have.
        Infeasible: when no portfolio keeps the rules.
        TimeoutError: when none was found in time.
    """
    assert dossier.decision.selection is not None
    single = [name for name in ("pdf", "docx", "html", "json") if name in formats]
    roadmaps = [one.id for one in dossier.case.roadmaps] if roadmap is None else [roadmap]
    known = {one.id for one in dossier.case.roadmaps}
    if roadmap is not None and roadmap not in known:
        raise KeyError(roadmap)
    of = (len(roadmaps) + (roadmap is None)) * bool(single) + ("xlsx" in formats) + ("package" in formats)
    done, dossier.statements = 0, len(roadmaps)

    def told() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done=done, of=of)

    if "package" in formats:
        from optimizer.reports.package import package

        yield File("package-pseudonyms.zip" if pseudonyms else "package.zip", package(dossier, pseudonyms=pseudonyms))
        told()
    if "xlsx" in formats:
        from optimizer.reports.workbook import workbook

        for lang in langs:
            yield File(f"workbook.{lang}.xlsx", workbook(dossier, lang))
        told()
    if not single:
        return
    if roadmap is None:
        yield from _selection(dossier, single, langs)
        told()
    for id in roadmaps:
        yield from _statement(dossier, id, single, langs)
        told()


def _selection(dossier: Dossier, formats: Sequence[str], langs: Sequence[str]) -> Iterator[File]:
    from optimizer.reports.selection import selection

    for lang in langs:
        document = selection(dossier, lang)
        for name in formats:
            if name != "json":
                yield File(f"selection.{lang}.{name}", rendered(document, name))
    if "json" in formats:
        from optimizer.reports.data import selection_data
        from optimizer.words.plain_json import plain_json

        yield File("selection.json", plain_json(selection_data(dossier)).encode())


def _statement(dossier: Dossier, roadmap: str, formats: Sequence[str], langs: Sequence[str]) -> Iterator[File]:
    from optimizer.reports.statement import statement

    name = f"statement-{file_name(roadmap)}"
    for lang in langs:
        if set(formats) - {"json"}:
            document = statement(dossier, roadmap, lang)
        for suffix in formats:
            if suffix != "json":
                yield File(f"{name}.{lang}.{suffix}", rendered(document, suffix))
    if "json" in formats:
        from optimizer.reports.data import statement_data
        from optimizer.words.plain_json import plain_json

        yield File(f"{name}.json", plain_json(statement_data(dossier, roadmap, langs)).encode())


def rendered(document: Document, suffix: str) -> bytes:
    """A document as ``pdf``, ``docx`` or ``html``."""
    if suffix == "pdf":
        from optimizer.reports.pdf import pdf

        return pdf(document)
    if suffix == "docx":
        from optimizer.reports.word import word

        return word(document)
    from optimizer.reports.html import html

    return html(document)


def file_name(id: str) -> str:
    """An id as part of a file's name; one that is too long in bytes is cut and told apart by its checksum."""
    if len(id.encode()) <= _BYTES:
        return id
    short = id.encode()[: _BYTES - 9].decode("utf-8", "ignore")
    return f"{short}-{hashlib.sha256(id.encode()).hexdigest()[:8]}"
