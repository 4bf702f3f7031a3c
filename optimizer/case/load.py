"""Reading a case from where it lies, and checking it again with other settings."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from optimizer.case.faults import CaseError, Fault
from optimizer.case.kinds import LEAST, clean, quoted
from optimizer.case.layers import CASE, OPTIONS, Entry, flatten
from optimizer.case.limits import FILE_BYTES, PARTS, SETTINGS_BYTES, UNPACKED_BYTES
from optimizer.case.model import Case
from optimizer.case.tables import Table, Tables

SETTINGS_FILE = "case.yaml"


def read(path: str | Path) -> Tables:
    """The tables of a case as text: a folder of CSV tables, a workbook (``.xlsx``) or a ``.zip`` of a folder.

    Raises:
        CaseError: when there is nothing there that could be a case. What is wrong inside is kept for the check.
    """
    path = Path(path)
    try:
        if path.is_dir():
            return _folder(path)
        if not path.exists():
            raise CaseError([Fault(CASE, 0, "", f"there is no file or folder {quoted(path.name)}")])
        if not path.is_file():
            raise CaseError([Fault(CASE, 0, "", f"{quoted(path.name)} is neither a folder nor a file")])
        suffix = path.suffix.lower()
        if suffix not in (".xlsx", ".zip"):
            raise CaseError([Fault(CASE, 0, "", _other(path.name, suffix))])
        data = _bytes(path, FILE_BYTES)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise CaseError([Fault(CASE, 0, "", f"{quoted(path.name)} cannot be read: {reason}")]) from None
    except ValueError:
        raise CaseError([Fault(CASE, 0, "", f"{quoted(str(path))} is not a file's name")]) from None
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> Tables:
    """The tables of an uploaded workbook or zip; ``name`` tells which.

    Raises:
        CaseError: when it is neither.
    """
    if name.lower().endswith(".zip"):
        from optimizer.case.archive import read_zip

        return gather(read_zip(data, name))
    if name.lower().endswith(".xlsx"):
        from optimizer.case.workbook import read_workbook

        return read_workbook(data, name)
    raise CaseError([Fault(CASE, 0, "", _other(name, Path(name).suffix.lower()))])


def _other(name: str, suffix: str) -> str:
    ways = {
        ".xls": "open it in the spreadsheet and save it as .xlsx",
        ".xlsm": "save it as .xlsx, without macros",
        ".xlsb": "save it as .xlsx",
        ".ods": "save it as .xlsx",
        ".csv": "a case is the folder that the tables lie in; give the folder",
        ".yaml": "a case is the folder that case.yaml lies in; give the folder",
        ".yml": "a case is the folder that case.yaml lies in; give the folder",
    }
    way = ways.get(suffix, "a case is a folder of CSV tables, an .xlsx workbook, or a .zip of a folder")
    return f"{quoted(name)} is not a case: {way}"


def _bytes(path: Path, most: int) -> bytes:
    """A file's bytes; never more than one beyond the limit."""
    size = path.stat().st_size
    if size > most:
        raise CaseError([Fault(CASE, 0, "", f"{quoted(path.name)} has {size} bytes; at most {most} are read")])
    with path.open("rb") as file:
        return file.read(most + 1)


def _is_part(name: str) -> bool:
    """Whether a file of this name is part of a case; ``case.yml`` is taken for one, so that the name can be mended."""
    lower = name.lower()
    return not name.startswith((".", "~")) and (lower.endswith(".csv") or lower in (SETTINGS_FILE, "case.yml"))


def _folder(path: Path) -> Tables:
    files: dict[str, bytes] = {}
    faults = []
    left = UNPACKED_BYTES
    entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    books = [entry for entry in entries if entry.name.lower().endswith(".xlsx") and entry.name[0] not in ".~"]
    tables = any(entry.name.lower().endswith((".csv", ".yaml", ".yml")) for entry in entries)
    if len(books) == 1 and not tables:
        return read(books[0].path)
    own = [entry for entry in entries if _is_part(entry.name)]
    if len(own) > PARTS:
        raise CaseError([Fault(CASE, 0, "", f"{quoted(path.name)} holds {len(own)} tables; at most {PARTS} are read")])
    for entry in own:
        name = entry.name
        if not entry.is_file():  # left out, a table of costs would make everything free
            message = f"{quoted(name)} is a folder, or a link that leads nowhere; put the file there, or take it away"
            faults.append(Fault(name.rpartition(".")[0], 0, "", message))
            files.setdefault(name, b"")
            continue
        size = entry.stat().st_size
        if size > (SETTINGS_BYTES if name == SETTINGS_FILE else FILE_BYTES) or size > left:
            message = f"{quoted(name)} has {size} bytes, more than is read"
            faults.append(Fault(name.rpartition(".")[0], 0, "", message))
            files.setdefault(name, b"")
            continue
        left -= size
        with open(entry.path, "rb") as file:
            files[name] = file.read(size + 1)
    return gather(files, tuple(faults))


def gather(files: Mapping[str, bytes], faults: Sequence[Fault] = ()) -> Tables:
    """Tables from the bytes of ``NAME.csv`` files and ``case.yaml``."""
    from optimizer.case.csvtext import parse
    from optimizer.case.yamltext import parse as parse_yaml

    found = list(faults)
    refused = {fault.table for fault in faults}
    tables: dict[str, Table] = {}
    settings: tuple[Entry, ...] = ()
    for name, data in files.items():
        stem = clean(name[:-4])
        if not name.lower().endswith(".csv"):
            continue
        tables[stem] = Table(stem, {}, [], faults=tuple(faults)) if stem in refused else parse(stem, data)
    if SETTINGS_FILE not in files:
        near = next((name for name in files if name.lower() in ("case.yaml", "case.yml")), None)
        way = f"; rename {quoted(near)}" if near else f"; {quoted(SETTINGS_FILE)} with format and title is wanted"
        found.append(Fault(CASE, 0, "", f"there is no {quoted(SETTINGS_FILE)}{way}"))
    elif CASE not in refused:
        try:
            settings = tuple(flatten(parse_yaml(files[SETTINGS_FILE], SETTINGS_FILE, CASE), CASE))
        except CaseError as error:
            found += error.faults
    read_from = {n: data for n, data in files.items() if n == SETTINGS_FILE or n.lower().endswith(".csv")}
    return Tables(tables, settings, tuple(found), read_from)


@dataclass
class Options:
    """What the command line adds to a case: layers of settings, with the faults of reading them."""

    layers: list[tuple[Entry, ...]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def mapping(self, settings: Mapping[str, Any]) -> None:
        """A layer from dotted (or nested) keys to text or values."""
        self.layers.append(tuple(flatten(settings, OPTIONS)))

    def scenario(self, path: str | Path) -> None:
        """A layer from a YAML file of settings."""
        from optimizer.case.yamltext import parse

        try:
            self.layers.append(tuple(flatten(parse(self._file(path), Path(path).name, OPTIONS), OPTIONS)))
        except CaseError as error:
            self.faults += [Fault(OPTIONS, fault.row, "scenario", fault.message) for fault in error.faults]

    def weights(self, path: str | Path) -> None:
        """A layer of direct weights from a CSV file ``criterion,weight``."""
        from optimizer.case.columns import BAD, type_column
        from optimizer.case.csvtext import parse
        from optimizer.case.kinds import ID
        from optimizer.case.nearest import hint

        try:
            table = parse(OPTIONS, self._file(path))
        except CaseError as error:
            self.faults += [Fault(OPTIONS, fault.row, "weights", fault.message) for fault in error.faults]
            return
        faults = [Fault(OPTIONS, fault.row, fault.column or "weights", fault.message) for fault in table.faults]
        columns: dict[str, list[Any]] = {}
        for column, kind in (("criterion", ID), ("weight", LEAST)):
            if column in table.columns:
                columns[column], _, found = type_column(table, column, kind, True)
                faults += found
            elif not table.faults:
                near = hint(column, table.columns)
                faults.append(Fault(OPTIONS, 1, column, f"the file of weights has no column {quoted(column)}{near}"))
        values: dict[str, Any] = {}
        for row, criterion, weight in zip(table.rows, *columns.values(), strict=True) if len(columns) == 2 else ():
            if criterion in values and criterion is not BAD:
                faults.append(Fault(OPTIONS, row, "criterion", f"{quoted(criterion)} has a weight already"))
            values[criterion] = weight
        self.faults += faults
        if not faults:
            self.layers.append((Entry("weights.method", "direct", OPTIONS), Entry("weights.values", values, OPTIONS)))

    @staticmethod
    def _file(path: str | Path) -> bytes:
        name = quoted(Path(path).name)
        try:
            if not Path(path).is_file():
                raise CaseError([Fault(OPTIONS, 0, "", f"there is no file {name}")])
            return _bytes(Path(path), FILE_BYTES)
        except (OSError, ValueError):
            raise CaseError([Fault(OPTIONS, 0, "", f"the file {name} cannot be read")]) from None


def load_case(
    path: str | Path,
    *,
    settings: Mapping[str, object] | None = None,
    scenario: str | Path | None = None,
    weights_csv: str | Path | None = None,
    must: Sequence[str] = (),
    never: Sequence[str] = (),
) -> Case:
    """Read and check a case.

    Args:
        path: a folder of CSV tables, a workbook (``.xlsx``) or a ``.zip`` of such a folder.
        settings: dotted keys of ``case.yaml`` to text or values, in force over everything else.
        scenario: a YAML file of settings, in force over the case's own.
        weights_csv: a CSV file ``criterion,weight``: direct weights, in force over the scenario's.
        must, never: roadmaps forced in or out beside those that the settings name.

    Raises:
        CaseError: with every fault of every table, setting and option.
    """
    with _much_made():
        return _load(path, settings, scenario, weights_csv, must, never)


@contextmanager
def _much_made() -> Iterator[None]:
    """Hold the cyclic garbage collector back while a case is made: of the many small objects none is garbage, and
    looking for some again and again takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _load(
    path: str | Path,
    settings: Mapping[str, object] | None,
    scenario: str | Path | None,
    weights_csv: str | Path | None,
    must: Sequence[str],
    never: Sequence[str],
) -> Case:
    options = Options()
    if scenario is not None:
        options.scenario(scenario)
    if weights_csv is not None:
        options.weights(weights_csv)
    if settings:
        options.mapping(settings)
    tables = read(path)
    _force(options, tables, must, never)
    try:
        case = tables.check(options.layers)
    except CaseError as error:
        raise CaseError([*error.faults, *options.faults]) from None
    if options.faults:
        raise CaseError(options.faults)
    return case


def _force(options: Options, tables: Tables, must: Sequence[str], never: Sequence[str]) -> None:
    """Add forced roadmaps to those that the settings so far name."""
    from optimizer.case.layers import merge

    if not must and not never:
        return
    given = merge([tables.settings, *options.layers]).given
    layer = {}
    for key, ids in (("must", must), ("never", never)):
        if ids:
            layer[key] = list(dict.fromkeys([*given.get(key, ()), *(clean(id) for id in ids)]))
    options.mapping(layer)


def change_settings(case: Case | Tables, settings: Mapping[str, object]) -> Case:
    """The same tables checked with other settings; a case's earlier options stay in force under these.

    Files are not read again and cells not typed again: this is what a page calls while a slider moves. A value of
    None takes a setting back to its default.

    Raises:
        CaseError: with every fault of the settings.
    """
    tables = case if isinstance(case, Tables) else case.tables
    if tables is None:
        raise CaseError([Fault(CASE, 0, "", "this case was not made from tables; its settings cannot be changed")])
    before = () if isinstance(case, Tables) else case.overrides
    return tables.check([*before, tuple(flatten(settings, OPTIONS))])
