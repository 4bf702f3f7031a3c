"""A document for Word, with styles, so that a clerk can edit it: real headings, tables whose head repeats, formulas as
formulas, pictures with alternative texts; no dates of making, so that the same document gives the same bytes."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

from optimizer.reports.document import Bullets, Chart, Document, Facts, Formula, Heading, Paragraph, Signature, Table
from optimizer.reports.mathematics import omml

_LANGUAGES = {"en": "en-GB", "nl": "nl-BE"}
_MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
#: Text width in centimetres on A4 with these margins.
_WIDTH = 16.2
#: The date of every part of the file: the least that a zip can hold.
_DAY = (1980, 1, 1)


def word(document: Document) -> bytes:
    """The document as ``.docx``."""
    import docx

    made = docx.Document()
    _set_up(made, document)
    made.add_paragraph(document.author, style="Author")
    made.add_paragraph(document.title, style="Title")
    made.add_paragraph(document.subtitle, style="Subtitle")
    for block in document.blocks:
        _add(made, block)
    out = io.BytesIO()
    made.save(out)
    return _timeless(out.getvalue())


def _set_up(made: Any, document: Document) -> None:
    """Page, styles, language, properties and footer."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin, page.bottom_margin = Cm(2.4), Cm(2.4)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Serif", Pt(11)
    normal.paragraph_format.space_after = Pt(7)
    for element in made.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), _LANGUAGES[document.lang])
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption"):
        style = made.styles[name]
        style.font.name, style.font.color.rgb = "Liberation Serif", RGBColor(0x22, 0x22, 0x22)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    made.styles["Title"].font.size, made.styles["Subtitle"].font.size = Pt(22), Pt(14)
    made.styles["Subtitle"].font.italic = False
    made.styles["Caption"].font.size = Pt(10)
    made.styles["Caption"].paragraph_format.keep_with_next = True
    for name, size, bold in (("Author", 10, False), ("Lead", 12, True), ("Note", 9.5, False), ("Cell", 9.5, False)):
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size, style.font.bold = normal, Pt(size), bold
        style.quick_style = True
    made.styles["Cell"].paragraph_format.space_after = Pt(1)
    properties = made.core_properties
    properties.title, properties.author = f"{document.title} - {document.subtitle}"[:255], document.author[:255]
    properties.language, properties.comments, properties.last_modified_by = _LANGUAGES[document.lang], "", ""
    for element in properties._element.xpath("dcterms:created | dcterms:modified"):
        element.getparent().remove(element)
    if document.day is not None:
        properties.created = properties.modified = datetime.datetime.fromisoformat(document.day)
    _footer(page.footer.paragraphs[0], document)


def _footer(paragraph: Any, document: Document) -> None:
    """What stands at the foot of each page, with its number as a field."""
    from docx.shared import Pt

    paragraph.add_run(f"{document.footer}    {document.page[0]} ").font.size = Pt(8.5)
    _field(paragraph, "PAGE")
    paragraph.add_run(f" {document.page[1]} ").font.size = Pt(8.5)
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    """A field such as the page's number, each of its parts a run of its own, as Word writes them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for kind, text in (("begin", None), (None, code), ("separate", None), ("shown", "1"), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(8.5)
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = text
        elif kind == "shown":
            element = OxmlElement("w:t")
            element.text = text
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _add(made: Any, block: Any) -> None:
    if isinstance(block, Heading):
        made.add_heading(block.text, level=block.level)
    elif isinstance(block, Paragraph):
        style = {"body": "Normal", "lead": "Lead", "note": "Note", "quote": "Quote"}[block.kind]
        made.add_paragraph(block.text, style=style)
    elif isinstance(block, Facts):
        for label, text in block.rows:
            paragraph = made.add_paragraph(style="Cell")
            paragraph.add_run(f"{label}: ").bold = True
            paragraph.add_run(text)
    elif isinstance(block, Bullets):
        for item in block.items:
            made.add_paragraph(item, style="List Bullet")
    elif isinstance(block, Table):
        _table(made, block)
    elif isinstance(block, Chart):
        _chart(made, block)
    elif isinstance(block, Formula):
        _formula(made, block)
    elif isinstance(block, Signature):
        for line in block.lines:
            made.add_paragraph(line).paragraph_format.keep_with_next = True
        made.add_paragraph("\n\n" + "_" * 40)
    else:
        raise TypeError(f"{type(block).__name__} is not a block of a document")


def _table(made: Any, table: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    made.add_paragraph(table.caption, style="Caption")
    grid = made.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    widths = _widths(table)
    lines = [(tuple(c.title for c in table.columns), True)]
    lines += [(row, at in table.strong) for at, row in enumerate(table.rows)]
    for line, (cells, bold) in zip(grid.rows, lines, strict=True):
        properties = line._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if cells is lines[0][0]:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, column, width in zip(line.cells, cells, table.columns, widths, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.style = made.styles["Cell"]
            paragraph.add_run(text).bold = bold or None
            if column.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for at, width in enumerate(widths):
        grid.columns[at].width = Cm(width)
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), table.caption)
    grid._tbl.tblPr.append(described)
    made.add_paragraph(style="Cell")


def _widths(table: Table) -> list[float]:
    """Each column's width: what it needs where it has no part, and what is left by parts."""
    needs = []
    for at, column in enumerate(table.columns):
        longest = max(
            [len(word) for text in (column.title, *(row[at] for row in table.rows)) for word in text.split(" ")] or [1]
        )
        needs.append(min(4.5, 0.21 * longest + 0.45) if not column.part else 0.0)
    left = max(_WIDTH - sum(needs), 0.35 * _WIDTH)
    parts = sum(column.part for column in table.columns)
    wide = [need or left * column.part / parts for need, column in zip(needs, table.columns, strict=True)]
    scale = _WIDTH / sum(wide)
    return [width * scale for width in wide]


def _chart(made: Any, chart: Chart) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm

    from optimizer.reports.charts.pictures import png

    made.add_paragraph(chart.caption, style="Caption")
    made.add_picture(io.BytesIO(png(chart.picture)), width=Cm(_WIDTH))
    for element in made.paragraphs[-1]._p.iter(qn("wp:docPr")):
        element.set("descr", chart.alt)


def _formula(made: Any, formula: Formula) -> None:
    from docx.oxml import parse_xml

    paragraph = made.add_paragraph()
    inner = omml(formula.tree)
    paragraph._p.append(parse_xml(f'<m:oMathPara xmlns:m="{_MATHS}"><m:oMath>{inner}</m:oMath></m:oMathPara>'))
    made.add_paragraph(formula.words, style="Note")


def _timeless(data: bytes) -> bytes:
    """The same archive with one date on every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            same = zipfile.ZipInfo(part.filename, (*_DAY, 0, 0, 0))
            same.compress_type, same.external_attr, same.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            target.writestr(same, source.read(part.filename))
    return out.getvalue()
