"""A case to fill in: every table with its header, and beside each column what it means."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from optimizer.case.document import default_text, explanation, table_section
from optimizer.case.faults import CaseError, Fault
from optimizer.case.kinds import quoted
from optimizer.case.layers import CASE, OPTIONS
from optimizer.case.rows import TABLES, Row, kind_of, required
from optimizer.case.settings import SETTINGS, Setting
from optimizer.case.writing import CREATED, replace_file

#: So many rows of a new workbook's sheets have drop-downs.
OFFERED_ROWS = 2_000
#: Columns that name a row of another sheet.
_NAMES = {"roadmap": "roadmaps", "criterion": "criteria", "a": "criteria", "b": "criteria"}


def new_case(target: str | Path, xlsx: bool = False) -> Path:
    """Make an empty case; gives the folder or workbook made.

    Args:
        target: the folder to make (or an empty one). With ``xlsx`` the workbook to write: a name that ends in
            ``.xlsx``, or a folder in which ``case.xlsx`` is then made.
        xlsx: whether to make one workbook instead of a folder of CSV tables.

    Raises:
        CaseError: when something is there already, or the place cannot be written to.
    """
    path = Path(target)
    book = xlsx or path.suffix.lower() == ".xlsx"
    if book and path.suffix.lower() != ".xlsx":
        path = path / "case.xlsx"
    try:
        _free(path.parent if book and path.name == "case.xlsx" and path.parent == Path(target) else path)
        if book:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, _workbook())
            return path
        path.mkdir(parents=True, exist_ok=True)
        for name, text in _files().items():
            replace_file(path / name, text.encode())
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a name for a file").lower()
        raise CaseError([Fault(OPTIONS, 0, "dir", f"{quoted(str(path))} cannot be made: {reason}")]) from None
    return path


def _free(path: Path) -> None:
    if path.is_dir():
        if any(path.iterdir()):
            message = f"the folder {quoted(str(path))} is not empty; nothing was written; give another name"
            raise CaseError([Fault(OPTIONS, 0, "dir", message)])
    elif path.exists():
        message = f"{quoted(str(path))} is there already; nothing was written; give another name"
        raise CaseError([Fault(OPTIONS, 0, "dir", message)])


def _files() -> dict[str, str]:
    """The files of a new folder, by name."""
    files = {f"{name}.csv": ",".join(model.model_fields) + "\n" for name, model in TABLES.items()}
    files["case.yaml"] = _settings_text()
    sections = "\n".join(table_section(name, model) for name, model in TABLES.items())
    files["README.md"] = (
        "# A case to fill in\n\nGive `case.yaml` a title, fill in the tables, then run `spearhead check` on this "
        "folder until it has no faults. A table without rows counts as not given; `roadmaps` and `scores` are always "
        "wanted. Columns may stand in any order, and those that may be empty may be left out.\n\n" + sections
    )
    return files


def _settings_text() -> str:
    """``case.yaml`` with every key: what is required open, everything else as a comment with its default."""
    lines = ["# The settings of a case. Take the # away from a line to change what it says.", "format: 1", "title:", ""]
    group = ""
    for setting in SETTINGS.values():
        if setting.required:
            continue
        head, _, name = setting.key.rpartition(".")
        if head != group:
            group = head
            lines += ["", f"# {head}:"] if head else [""]
        indent = "  " if head else ""
        lines.append(f"# {indent}{name}: {_example(setting)}  # {explanation(setting.kind.label, setting.description)}")
    return "\n".join(lines) + "\n"


def _example(setting: Setting) -> str:
    return "{}" if setting.keyed and setting.default == {} else default_text(setting.default) or ""


def _workbook() -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "wanted": book.add_format({"bold": True, "bottom": 1, "bg_color": "#DDEBF7"}),
        "text": book.add_format({"num_format": "@"}),
    }
    _settings_sheet(book.add_worksheet(CASE), formats)
    for name, model in TABLES.items():
        _table_sheet(book.add_worksheet(name), model, formats)
    book.close()
    return out.getvalue()


def _settings_sheet(sheet: Any, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 30, formats["text"])
    sheet.set_column(1, 1, 50, formats["text"])
    sheet.write_string(0, 0, "key", formats["wanted"])
    sheet.write_string(0, 1, "value", formats["wanted"])
    for row, setting in enumerate(SETTINGS.values(), 1):
        sheet.write_string(row, 0, setting.key, formats["text"])
        if setting.key == "format":
            sheet.write_string(row, 1, "1", formats["text"])
        default = default_text(setting.default)
        note = f"{setting.description} {_plain(setting.kind.label)}." + (f" Default: {default}." if default else "")
        sheet.write_comment(row, 0, _plain(note), {"x_scale": 2.5})
        if setting.kind.allowed:
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(setting.kind.allowed)})


def _table_sheet(sheet: Any, model: type[Row], formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for column, (name, field) in enumerate(model.model_fields.items()):
        kind = kind_of(model, name)
        wanted = required(model, name)
        text = kind.numeric or name == "year"
        sheet.set_column(column, column, max(12, len(name) + 4), None if text else formats["text"])
        sheet.write_string(0, column, name, formats["wanted" if wanted else "head"])
        state = "Required." if wanted else "Optional."
        note = f"{state} {field.description} Allowed: {kind.label}."
        sheet.write_comment(0, column, _plain(note), {"x_scale": 2.5, "y_scale": 1.5})
        offer: dict[str, Any] | None = None
        if kind.allowed:
            message = f"One of: {', '.join(kind.allowed)}"
            offer = {"validate": "list", "source": list(kind.allowed), "error_message": message[:255]}
        elif name in _NAMES and not kind.several:
            offer = {"validate": "list", "source": f"={_NAMES[name]}!$A$2:$A${OFFERED_ROWS}", "show_error": False}
        if offer is not None:
            sheet.data_validation(1, column, OFFERED_ROWS, column, offer)


def _plain(text: str) -> str:
    return text.replace("`", "")
