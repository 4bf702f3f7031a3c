"""The Dutch catalogues: compiled the same way every time, and compared with the sentences in the code.

Each area's ``.po`` is written by whoever owns that room; the ``.mo`` beside it is made from it here, without dates or
versions, so that the same words give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.words import LANGUAGES

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

#: Where the catalogues are.
HERE = Path(__file__).parent
#: Functions whose first arguments are sentences; of ``_n`` the first two are.
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"_": None, "N_": None, "_n": (1, 2)}
_PLACEHOLDER = re.compile(r"%\(([^)]*)\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%%")


@dataclass(frozen=True)
class Sentence:
    """A message id and one place where it stands: a file and a line."""

    id: str
    file: str
    line: int


def catalogues(lang: str, root: Path = HERE) -> tuple[Path, ...]:
    """Every area's ``.po`` of a language, by name."""
    return tuple(sorted((root / lang / "LC_MESSAGES").glob("*.po")))


def read(path: Path, lang: str) -> Catalog:
    """One area's catalogue.

    Raises:
        babel.messages.pofile.PoFileError: when the file cannot be read as one.
    """
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=lang, charset="utf-8", abort_invalid=True)


def compiled(path: Path, lang: str) -> bytes:
    """The ``.mo`` of one ``.po``: its finished entries, sorted, under a header that names no date and no version."""
    from io import BytesIO

    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    class Plain(Catalog):
        """A catalogue whose header says only what reading it takes."""

        @property
        def mime_headers(self) -> list[tuple[str, str]]:
            return [
                ("Language", lang),
                ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
                ("Content-Type", "text/plain; charset=utf-8"),
            ]

    plain = Plain(lang)
    for message in _finished(read(path, lang)):
        plain.add(message.id, message.string)
    out = BytesIO()
    write_mo(out, plain)
    return out.getvalue()


def compile_all(root: Path = HERE) -> tuple[Path, ...]:
    """Write the ``.mo`` of every area of every language; the paths that changed."""
    changed = []
    for lang in LANGUAGES:
        for path in catalogues(lang, root):
            target, content = path.with_suffix(".mo"), compiled(path, lang)
            if not target.exists() or target.read_bytes() != content:
                target.write_bytes(content)
                changed.append(target)
    return tuple(changed)


def extracted(folders: Iterable[Path]) -> tuple[Sentence, ...]:
    """Every sentence of the Python files below ``folders``, in the order of files and lines."""
    from babel.messages.extract import extract

    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            with path.open("rb") as file:
                for line, ids, _comments, _context in extract("python", file, keywords=KEYWORDS):
                    texts = ids if isinstance(ids, tuple) else (ids,)
                    found += [Sentence(id, path.relative_to(folder.parent).as_posix(), line) for id in texts if id]
    return tuple(found)


def check(folders: Iterable[Path], root: Path = HERE) -> tuple[str, ...]:
    """What does not fit, a line each: sentences without Dutch, Dutch that no sentence uses, placeholders that differ,
    one sentence with two translations, and compiled catalogues that are not those of their source."""
    problems: list[str] = []
    sentences = extracted(folders)
    wanted = {sentence.id for sentence in sentences}
    for lang in LANGUAGES:
        if lang == "en":
            continue
        done: dict[str, tuple[str, str]] = {}
        for path in catalogues(lang, root):
            area = path.stem
            for message in _finished(read(path, lang)):
                problems += _differences(message, area)
                for id, text in zip(_texts(message.id), _texts(message.string), strict=False):
                    if id not in wanted:
                        problems.append(f"{area}: no code says {id!r}")
                    if done.setdefault(id, (area, text))[1] != text:
                        problems.append(f"{area}: {id!r} is said differently in {done[id][0]}")
            target = path.with_suffix(".mo")
            if not target.exists() or target.read_bytes() != compiled(path, lang):
                problems.append(f"{area}: {target.name} is not what {path.name} compiles to")
        missing: dict[str, Sentence] = {}
        for sentence in sentences:
            if sentence.id not in done:
                missing.setdefault(sentence.id, sentence)
        problems += [f"{s.file}:{s.line}: no {lang} for {s.id!r}" for s in missing.values()]
    return tuple(problems)


def _finished(catalogue: Catalog) -> Iterator[Message]:
    """The entries that have a translation and are not marked fuzzy."""
    for message in catalogue:
        if message.id and not message.fuzzy and all(_texts(message.string)):
            yield message


def _differences(message: Message, area: str) -> Iterator[str]:
    """What a translation says that its sentence does not, or the reverse: only placeholders can be compared."""
    ids, strings = _texts(message.id), _texts(message.string)
    known = set().union(*(_placeholders(id) for id in ids))
    for id, text in zip(ids, strings, strict=False):
        if "%(" not in id:
            continue
        said = _placeholders(text)
        if said - known:
            yield f"{area}: {id!r}: unknown placeholder {', '.join(sorted(said - known))} in the translation"
        if _placeholders(id) - said:
            yield f"{area}: {id!r}: the translation leaves out {', '.join(sorted(_placeholders(id) - said))}"
        stray = _PLACEHOLDER.sub("", text)
        if "%" in stray:
            yield f"{area}: {id!r}: a % in the translation is neither a placeholder nor %%"


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in _PLACEHOLDER.finditer(text) if match.group(1) is not None}


def _texts(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value or "",) if value is None or isinstance(value, str) else tuple(value)
