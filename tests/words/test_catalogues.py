"""Catalogues compile to the same bytes, and what they and the code disagree on is found."""

from __future__ import annotations

from pathlib import Path

import pytest

import optimizer
from optimizer.words.__main__ import main
from optimizer.words.catalogues import check, compile_all, compiled

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"POT-Creation-Date: %s\\n"

"""


@pytest.fixture
def tree(tmp_path: Path) -> tuple[Path, Path]:
    """A code folder and a folder of catalogues, both empty."""
    code, words = tmp_path / "code", tmp_path / "words"
    code.mkdir()
    (words / "nl" / "LC_MESSAGES").mkdir(parents=True)
    return code, words


def write(words: Path, area: str, *pairs: tuple[str, str], when: str = "2015-01-01 10:00+0000") -> Path:
    path = words / "nl" / "LC_MESSAGES" / f"{area}.po"
    body = "\n".join(f'msgid "{id}"\nmsgstr "{text}"\n' for id, text in pairs)
    path.write_text(PO % when + body, encoding="utf-8")
    return path


def test_the_library_and_its_dutch_agree() -> None:
    root = Path(optimizer.__file__).parent.parent
    assert check(path for path in (root / "optimizer", root / "ui") if path.is_dir()) == ()


def test_compiling_does_not_depend_on_the_day(tree: tuple[Path, Path]) -> None:
    _, words = tree
    path = write(words, "a", ("one", "een"))
    first = compiled(path, "nl")
    write(words, "a", ("one", "een"), when="2026-12-31 23:59+0000")
    assert compiled(path, "nl") == first
    assert b"20" not in first.split(b"Content-Type")[0][28:]


def test_all_that_fits_is_silent(tree: tuple[Path, Path]) -> None:
    code, words = tree
    (code / "m.py").write_text("x = _('one %(n)s')\ny = N_('two')\nz = _n('a', 'b', 3)\n")
    write(words, "a", ("one %(n)s", "een %(n)s"), ("two", "twee"))
    path = write(words, "b")
    path.write_text(path.read_text() + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "A"\nmsgstr[1] "B"\n')
    assert [p.name for p in compile_all(words)] == ["a.mo", "b.mo"]
    assert compile_all(words) == ()
    assert check([code], words) == ()


def test_every_kind_of_disagreement_is_found(tree: tuple[Path, Path]) -> None:
    code, words = tree
    (code / "m.py").write_text("x = _('one %(n)s')\ny = _('two')\nz = _('three')\n")
    write(words, "a", ("one %(n)s", "een %(m)s 5%"), ("two", "twee"), ("old", "oud"))
    write(words, "b", ("two", "2"))
    compile_all(words)
    (words / "nl" / "LC_MESSAGES" / "b.mo").write_bytes(b"stale")
    assert check([code], words) == (
        "a: 'one %(n)s': unknown placeholder %(m)s in the translation",
        "a: 'one %(n)s': the translation leaves out %(n)s",
        "a: 'one %(n)s': a % in the translation is neither a placeholder nor %%",
        "a: no code says 'old'",
        "b: 'two' is said differently in a",
        "b: b.mo is not what b.po compiles to",
        "code/m.py:3: no nl for 'three'",
    )


def test_the_command_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["polish"]) == 2
    assert "compile" in capsys.readouterr().err
