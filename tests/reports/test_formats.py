"""Each format: names stay text, tables are whole, the same document gives the same bytes."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from html import unescape
from pathlib import Path

import pytest

from optimizer.case.load import change_settings
from optimizer.reports.document import Column, Document, Table, plain, texts
from optimizer.reports.dossier import Dossier
from optimizer.reports.html import html
from optimizer.reports.pdf import pdf
from optimizer.reports.selection import selection
from optimizer.reports.statement import statement
from optimizer.reports.word import word
from optimizer.reports.workbook import workbook
from optimizer.situation import Situation
from tests.reports.conftest import MARKUP, TURNED


def pdf_text(data: bytes, tmp_path: Path) -> str:
    """What a reader can copy out of a PDF, on one line."""
    path = tmp_path / "document.pdf"
    path.write_bytes(data)
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True).stdout
    return re.sub(r"\s+", " ", text)


def word_text(data: bytes) -> str:
    """Everything in a Word document, as its texts have it."""
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|<w:br/>", " ", body)))


@pytest.mark.parametrize("at", [0, 1])
def test_traps_in_names_are_text(hostile: Dossier, at: int) -> None:
    """Markup, formulas and marks of direction come out as text in HTML and Word."""
    name = plain([MARKUP, TURNED][at])
    assert "\u202e" not in name
    assert name in (MARKUP, TURNED[1:])
    document = statement(hostile, hostile.case.roadmaps[at].id, "en")
    page = html(document).decode()
    assert "<script>" not in page
    assert "<b>" not in page
    assert name in unescape(re.sub(r"<[^>]+>", " ", page))
    assert name in word_text(word(document))


@pytest.mark.needs("pdftotext")
def test_traps_in_names_are_text_in_pdf(hostile: Dossier, tmp_path: Path) -> None:
    """So do they in PDF."""
    text = pdf_text(pdf(statement(hostile, hostile.case.roadmaps[0].id, "en")), tmp_path)
    assert "=1+1 <b>&amp;</b> #strong[x] $x$ *y* _z_" in text.replace("- ", "-")


def long_table(rows: int) -> Document:
    """A document with one long table whose every row can be told apart."""
    body = tuple((f"row {n} of it", f"{n * 7919 % 99991}") for n in range(rows))
    table = Table("Many rows", (Column("Name of the row", part=3), Column("Figure", right=True)), body)
    return Document("en", "Long", "table", "nobody", None, (table,), "foot", ("page", "of"))


@pytest.mark.needs("pdftotext")
def test_no_row_is_lost_and_the_head_repeats(tmp_path: Path) -> None:
    """A table of 400 rows breaks across pages with all its rows, the head on each page."""
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf(long_table(400)))
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) > 5
    for n in range(400):
        assert re.search(rf"row {n} of it\s+{n * 7919 % 99991}\b", text), n
    assert all("Name of the row" in page for page in pages)


def test_a_character_that_no_font_has() -> None:
    """Its code point is written where no font has it; the document is made all the same."""
    document = Document("en", "A \U000f1234 b", "中文 \U0001f600", "n", None, (), "f", ("page", "of"))
    assert pdf(document).startswith(b"%PDF")


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_text_is_in_html(by_hand: Dossier, lang: str) -> None:
    """Nothing of the report gets lost on the way, and the same report is the same bytes."""
    document = selection(by_hand, lang)
    made = html(document)
    page, attributes = unescape(re.sub(r"<[^>]+>", " ", made.decode())), unescape(made.decode())
    for text in texts(document):
        assert text in page or text in attributes, text
    assert html(selection(by_hand, lang)) == made


def test_every_text_is_in_word(by_hand: Dossier) -> None:
    """The same for Word."""
    document = selection(by_hand, "nl")
    made = word(document)
    body, marks = word_text(made), unescape(zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode())
    for text in texts(document):
        assert text in body or text in marks, text
    assert word(selection(by_hand, "nl")) == made


def test_word_has_real_headings_and_repeating_heads(by_hand: Dossier) -> None:
    """Headings are headings, heads of tables repeat, pictures have alternative texts, the language is set."""
    archive = zipfile.ZipFile(io.BytesIO(word(selection(by_hand, "nl"))))
    body, styles = (archive.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    assert body.count('w:val="Heading1"') > 8
    assert 'w:val="Heading2"' in body
    assert body.count("<w:tblHeader/>") == body.count("<w:tbl>")
    pictures = re.findall(r"<wp:docPr [^>]*>", body)
    assert pictures
    assert all('descr="' in one for one in pictures)
    assert 'w:val="nl-BE"' in styles
    assert "<m:oMath>" in body


def test_the_report_as_pdf(by_hand: Dossier) -> None:
    """With charts and formulas it still conforms (typst refuses to write it otherwise), in both languages alike."""
    for lang in ("en", "nl"):
        assert pdf(selection(by_hand, lang)) == pdf(selection(by_hand, lang))


def test_the_only_date_in_a_file_is_that_of_the_decision(by_hand: Dossier) -> None:
    """Where the case gives none, no file claims a moment of making."""
    dated = Dossier(Situation(change_settings(by_hand.case, {"report.decision_date": "2015-06-30"})))
    for held, day in ((by_hand, None), (dated, "2015-06-30")):
        document = statement(held, "algae", "nl")
        made = pdf(document)
        assert (b"D:20150630" in made) == (day is not None)
        assert (b"<xmp:CreateDate>2015-06-30" in made) == (day is not None)
        assert b"1970" not in made
        for data in (word(document), workbook(held, "nl")):
            properties = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
            assert ("2015-06-30T00:00:00Z" in properties) == (day is not None)
            assert ("created" in properties) == (day is not None)
