#!/usr/bin/env python3
"""Check a decision's certificate in whole numbers: no solver, no numpy, nothing but Python's standard library.

    python check_certificate.py CASE DECISION CERTIFICATE

CASE is a folder of CSV tables or one .xlsx workbook, DECISION the JSON that ``spearhead decide --json`` printed, and
CERTIFICATE the file that ``decide --certificate`` wrote. docs/certificate.md describes the format and the mathematics.

How to read this file, from top to bottom:
  1. reading      JSON, CSV and workbooks, strictly and within limits;
  2. the model    the case's own tables and the decision's printed scores, as whole numbers;
  3. the answer   the portfolio of the decision, checked against every rule and budget row;
  4. the proof    the trees of the certificate, added up leaf by leaf.

Nothing that the certificate says is believed. It proposes multipliers; whatever they are, the sum in ``Proof.bound`` is
at least the value of every portfolio that the leaf speaks of, so a wrong certificate can only fail to prove. What this
program does not understand, it rejects. It takes two things from the decision without recomputing them, the scores
and which roadmaps are eligible (``spearhead verify`` recomputes both), and it builds the model from the settings that
the decision says were in force, naming each that is not what the case's own settings say.

Exit status: 0 the certificate proves what the decision says, 1 it does not, 2 the case or decision cannot be read.
"""

import csv
import io
import json
import re
import sys
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from pathlib import Path
from typing import Any, NamedTuple

VERSION = 1
LIMIT_BYTES = 32_000_000  # of any one file or sheet, unpacked
LIMIT_DIGITS = 80  # of a whole number, and on either side of a decimal point
LIMIT_NODES = 400_000  # of one tree
LIMIT_WORK = 12_000_000  # sums times columns: half a minute
NO = {"no", "n", "nee", "neen", "false", "onwaar", "0"}
SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"  # of the members of a synergy, the first is 1
Table = list[dict[str, str]]
Purse = tuple[int, str]  # a year and an instrument


class Rejected(Exception):
    """The certificate does not prove what the decision says, or is not understood."""


class Unreadable(Exception):
    """The case or the decision cannot be read."""


def require(condition: object, message: str, kind: type[Exception] = Rejected) -> None:
    """Go no further unless something holds."""
    if not condition:
        raise kind(message)


# ---------------------------------------------------------------------------------------------------- 1. reading


def read_bytes(path: str | Path, kind: type[Exception] = Unreadable) -> bytes:
    """A file's bytes, never more than the limit."""
    try:
        with open(path, "rb") as file:
            data = file.read(LIMIT_BYTES + 1)
    except OSError as error:
        raise kind(f"{path}: {error.strerror or 'cannot be read'}") from None
    require(len(data) <= LIMIT_BYTES, f"{path} is larger than this program reads", kind)
    return data


def unpacked(data: bytes) -> bytes:
    """Gzip undone, never to more than the limit; other bytes as they are."""
    if data[:2] != b"\x1f\x8b":
        return data
    inflate = zlib.decompressobj(31)
    try:
        plain = inflate.decompress(data, LIMIT_BYTES)
    except zlib.error:
        plain = b""
    require(inflate.eof and not inflate.unused_data, "the gzip file is damaged, or larger than this program reads")
    return plain


def strict_json(data: bytes, kind: type[Exception] = Rejected) -> Any:
    """JSON with exact decimals; refuses a key given twice, NaN and Infinity, numbers beyond the limit, deep nesting."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        require(len(dict(items)) == len(items), "a JSON object has the same key twice", kind)
        return dict(items)

    def whole(text: str) -> int:
        require(len(text) <= LIMIT_DIGITS, "a whole number is too long", kind)
        return int(text)

    def constant(text: str) -> None:
        raise kind(f"{text} is not a number")

    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=pairs,
            parse_int=whole,
            parse_float=lambda text: Decimal(plain_number(text, kind)),
            parse_constant=constant,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise kind("not JSON in UTF-8, or nested too deeply") from None


def plain_number(text: str, kind: type[Exception]) -> str:
    """A number as people and JSON write it, within the limits; it is returned as it is."""
    pattern = rf"[+-]?(\d{{1,{LIMIT_DIGITS}}}(\.\d{{0,{LIMIT_DIGITS}}})?|\.\d{{1,{LIMIT_DIGITS}}})([eE][+-]?\d\d?)?"
    require(re.fullmatch(pattern, text, re.ASCII), f"{text[:40]!r} is not a number", kind)
    return text


def number(cell: str, default: Any = None) -> Any:
    """A table's cell as an exact fraction; a decimal comma reads like a point."""
    return Fraction(plain_number(cell.replace(",", "."), Unreadable)) if cell else default


def clean(text: str | None) -> str:
    """Text without blanks and invisible marks at its edges, in the composed form NFC."""
    return unicodedata.normalize("NFC", (text or "").strip().strip("\ufeff\u200b\u2060").strip())


def several(cell: str) -> list[str]:
    """The values of a cell that may hold several, each once, in the order written."""
    return list(dict.fromkeys(part for part in map(str.strip, cell.split(";")) if part))


def to_table(rows: Iterable[list[str]]) -> Table:
    """Rows of cells, the first being the header, as dictionaries; blank rows and columns fall away."""
    kept = [row for row in ([clean(cell) for cell in row] for row in rows) if any(row)]
    header = kept[0] if kept else []
    named = [name for name in header if name]
    require(len(set(named)) == len(named), "a table has the same column twice", Unreadable)
    require(not any(any(row[len(header) :]) for row in kept), "a row is longer than its header", Unreadable)
    return [{name: row[i] if i < len(row) else "" for i, name in enumerate(header) if name} for row in kept[1:]]


def read_csv(path: Path) -> Table:
    """A table; what stands between fields is the commonest of ``,`` ``;`` and tab in the header."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
        first = text.lstrip().split("\n", 1)[0]
        separator = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
        return to_table(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise Unreadable(f"{path.name} is not a CSV table in UTF-8") from None


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(path: Path) -> dict[str, Table]:
    """Every sheet of an .xlsx file as a table, every number as it is shown."""

    def part(name: str) -> ET.Element:
        with book.open(name) as file:
            data = file.read(LIMIT_BYTES + 1)
        require(len(data) <= LIMIT_BYTES, f"{name} is larger than this program reads", Unreadable)
        text = data.decode("utf-8-sig")
        require("<!DOCTYPE" not in text and "<!ENTITY" not in text, f"{name} declares entities", Unreadable)
        return ET.fromstring(text.encode("utf-8"))

    try:
        with zipfile.ZipFile(path) as book:
            targets = {link.get("Id"): link.get("Target") or "" for link in part("xl/_rels/workbook.xml.rels")}
            texts = "xl/sharedStrings.xml"
            shared = [written(item) for item in part(texts)] if texts in book.namelist() else []
            places = decimals_shown(part("xl/styles.xml")) if "xl/styles.xml" in book.namelist() else []
            tables = {}
            for sheet in part("xl/workbook.xml").iter(MAIN + "sheet"):
                target = targets[sheet.get(LINK)]
                rows = part(target[1:] if target.startswith("/") else "xl/" + target).iter(MAIN + "row")
                tables[clean(sheet.get("name"))] = to_table(sheet_row(row, shared, places) for row in rows)
            return tables
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable(f"the workbook cannot be opened ({type(error).__name__})") from None
    except (ET.ParseError, LookupError, ValueError, AttributeError, TypeError):
        raise Unreadable("the workbook is not laid out as spreadsheet programs do") from None


def written(item: Any) -> str:
    """The text of a shared or inline string: its runs joined, phonetic hints left out."""
    return "".join(t.text or "" for t in [*item.findall(MAIN + "t"), *item.findall(f"{MAIN}r/{MAIN}t")])


def decimals_shown(styles: ET.Element) -> list[int | None]:
    """How many decimals each cell style shows; None where it shows as many as there are, or is no plain format."""
    formats = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00"}
    formats |= {f.get("numFmtId", ""): f.get("formatCode", "") for f in styles.iter(MAIN + "numFmt")}
    found: list[int | None] = []
    for style in styles.findall(f"{MAIN}cellXfs/{MAIN}xf"):
        first = formats.get(style.get("numFmtId", ""), "").split(";")[0]
        first = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", first).strip().strip("€$£ \u00a0-")
        plain = re.fullmatch(r"[#,0 ]*0(?:\.(0+))?", first)
        found.append(len(plain[1] or "") if plain else None)
    return found


def sheet_row(row: ET.Element, shared: list[str], places: list[int | None]) -> list[str]:
    """The cells of a row as text, each in its column. A number has 15 significant digits, or the decimals shown."""
    cells: dict[int, str] = {}
    for cell in row.findall(MAIN + "c"):
        column, kind, value = 0, cell.get("t", "n"), cell.findtext(MAIN + "v") or ""
        for letter in re.sub("[^A-Z]", "", cell.get("r", "")):
            column = column * 26 + ord(letter) - 64
        if kind == "s":
            value = shared[int(value)]
        elif kind == "inlineStr":
            value = "".join(written(item) for item in cell.findall(MAIN + "is"))
        elif kind == "b":
            value = "yes" if value == "1" else "no"
        elif kind == "n" and value:
            exact, decimals = Decimal(f"{float(value):.15g}"), (places or [None])[int(cell.get("s", 0))]
            value = format(exact if decimals is None else round(exact, decimals), "f")
        cells[column - 1 if column else len(cells)] = value
    require(max(cells, default=0) < 1000, "a sheet has too many columns", Unreadable)
    return [cells.get(i, "") for i in range(max(cells, default=-1) + 1)]


def read_case(path: str | Path) -> tuple[dict[str, Table], dict[str, Any] | None]:
    """The case's tables by name, and its own settings by dotted key, None where they are not plain enough to read."""
    folder = Path(path)
    if not folder.is_dir():
        tables = read_workbook(folder)
        return tables, {row["key"]: row["value"] for row in tables.pop("case", []) if row["value"]}
    tables = {file.stem: read_csv(file) for file in sorted(folder.glob("*.csv"))}
    return tables, plain_yaml(read_bytes(folder / "case.yaml").decode("utf-8-sig", "replace"))


def plain_yaml(text: str) -> dict[str, Any] | None:
    """The plain part of YAML that cases use: nested keys, scalars, lists. Anything else gives None, never a guess.

    The model is built from the settings that the decision prints; this only serves to say where they differ."""
    found: dict[str, Any] = {}
    path: list[tuple[int, str]] = []
    block = 10**9  # inside a text block: how far its key is indented
    for line in text.splitlines():
        bare = re.sub(r"(^|\s)#.*$", "", line).rstrip()
        indent = len(bare) - len(bare.lstrip(" "))
        if not bare or indent > block:
            continue
        block = 10**9
        item, pair = re.fullmatch(r" *- +(.*)", bare), re.fullmatch(r" *([\w.-]+):(?: +(.*))?", bare)
        here = ".".join(key for _, key in path)
        if item and path and isinstance(found.setdefault(here, []), list):
            found[here].append(scalar(item[1]))
            continue
        if not pair or (pair[2] or "")[:1] in ("{", "&", "*", "!", "%", "@", "`"):
            return None
        while path and path[-1][0] >= indent:
            path.pop()
        path.append((indent, clean(pair[1])))
        value, here = (pair[2] or "").strip(), ".".join(key for _, key in path)
        if value[:1] in ("|", ">"):
            block = indent
        elif value:
            inside = re.fullmatch(r"\[([^\[\]]*)\]", value)
            found[here] = [scalar(v) for v in inside[1].split(",") if v.strip()] if inside else scalar(value)
    return found


def scalar(text: str) -> str:
    """A YAML scalar's text, unquoted."""
    return clean(re.sub(r"""^(["'])(.*)\1$""", r"\2", text.strip()))


# -------------------------------------------------------------------------------------------------- 2. the model

#: The settings that change the model, with their defaults.
SETTINGS: dict[str, Any] = {
    "budget.carry_over": False,
    "budget.factor": Fraction(1),
    "budget.total": None,
    "objective.basis": "roadmap",
    "objective.success": "ignore",
    "rules.off": [],
    "must": [],
    "never": [],
}
CHOICES = {"objective.basis": ("roadmap", "amount"), "objective.success": ("ignore", "expected")}


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested settings by dotted key."""
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        flat |= flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return flat


def settings_of(flat: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that change the model, typed; those not given take their default."""
    found = dict(SETTINGS)
    for key in [key for key in SETTINGS if flat.get(key) not in (None, "")]:
        value = flat[key]
        if key == "budget.carry_over":
            value = str(value).casefold() not in NO
        elif key in ("budget.factor", "budget.total"):
            value = Fraction(plain_number(str(value), Unreadable))
        elif key in CHOICES:
            require(value in CHOICES[key], f"setting {key} is not understood", Unreadable)
        else:
            value = several(value) if isinstance(value, str) else value
            proper = isinstance(value, list) and all(isinstance(v, str) for v in value)
            require(proper, f"setting {key} is not a list of ids", Unreadable)
            value = sorted(clean(v) for v in value)
        found[key] = value
    return found


class Synergy(NamedTuple):
    """``members``: indices of roadmaps, by id. ``saved``: what falls away of each purse. ``products``: the column of
    each option of a member, where the synergy has a value share."""

    name: str
    column: int
    members: list[int]
    at_least: int
    value: Fraction
    share: Fraction
    saved: dict[Purse, int]
    products: dict[int, int]


class Row(NamedTuple):
    """``sum of coefficients times columns <= limit``, on behalf of a rule or budget row. ``weight``: how many bits the
    largest coefficient has, less one; the multipliers of heavier rows have finer steps."""

    coefficients: list[int]
    limit: int
    rule: str
    weight: int


class Model:
    """A case in whole numbers. Columns: one for each option (a level of an eligible roadmap), one for each synergy, one
    for each option of a member of a synergy with a value share."""

    def __init__(
        self, tables: dict[str, Table], settings: dict[str, Any], scores: dict[str, Fraction], eligible: set[str]
    ) -> None:
        self.tables, self.settings, self.scores = tables, settings, scores
        self.attributes = {row["id"]: row for row in self.table("roadmaps")}
        self.roadmaps = sorted(self.attributes)
        self.position = {roadmap: i for i, roadmap in enumerate(self.roadmaps)}
        self.read_money()
        self.read_options(eligible)
        self.read_synergies()
        self.read_values()
        self.rows: dict[str, Row] = {}
        self.cones: dict[str, tuple[Fraction, dict[tuple[str, str], dict[int, Fraction]]]] = {}
        self.tails: dict[str, tuple[Fraction, Fraction, dict[str, Fraction], dict[str, list[Fraction]]]] = {}
        self.restrictions: list[tuple[str, int, int]] = []
        self.amounts: dict[str, tuple[Fraction, dict[int, int]]] = {}  # budget rows before they are reduced
        self.ids: set[str] = set()  # of all that a portfolio has to keep
        for kind, mask in (("must", ~1), ("never", 1)):
            for roadmap in settings[kind]:
                self.restrict(f"{kind}:{roadmap}", roadmap, mask)
        self.read_budget()
        for rule in self.table("rules"):
            self.read_rule(rule)

    def table(self, name: str) -> Table:
        """A table's rows, none where the case does not have it."""
        return self.tables.get(name, [])

    def read_money(self) -> None:
        """Money in smallest units: ``paid[roadmap, level][year, instrument]``, ``private[roadmap, level]``. The
        smallest unit is that of the most decimals written in any amount."""
        columns = {"costs": ("public", "private"), "budget": ("max", "min"), "synergies": ("saving",)}
        amounts = [row.get(c, "") for table, names in columns.items() for row in self.table(table) for c in names]
        decimals = [-int(Decimal(a.replace(",", ".")).as_tuple().exponent) for a in amounts if number(a) is not None]
        total = self.settings["budget.total"] or Fraction(0)
        self.money = 10 ** max([*decimals, 0])
        while (total * self.money).denominator != 1:
            self.money *= 10
        self.years = [int(number(r["year"])) for r in self.table("budget") if r["year"].casefold() != "total"]
        named = [int(number(r["year"])) for r in self.table("costs") if r.get("year")]
        first = min(self.years or named, default=0)
        self.years += named
        self.paid: dict[tuple[str, str], dict[Purse, int]] = {}
        self.private: dict[tuple[str, str], int] = {}
        for row in self.table("costs"):
            key, purse = (row["roadmap"], row.get("level") or "full"), row.get("instrument", "")
            year = int(number(row.get("year", ""), first))
            purses = self.paid.setdefault(key, {})
            purses[year, purse] = purses.get((year, purse), 0) + self.units(row.get("public", ""))
            self.private[key] = self.private.get(key, 0) + self.units(row.get("private", ""))
        if not self.table("costs"):
            self.paid = {(roadmap, "full"): {} for roadmap in self.roadmaps}
            self.private = dict.fromkeys(self.paid, 0)

    def units(self, cell: str) -> int:
        """An amount in smallest units."""
        return int(number(cell, Fraction(0)) * self.money)

    def read_options(self, eligible: set[str]) -> None:
        """``options[r]``: the columns of roadmap r's levels, the largest share of the score first, then by name; none
        where it is not eligible. ``owner``, ``key`` and ``public`` are by column."""
        shares = {(r["roadmap"], r["level"]): number(r["value_share"]) for r in self.table("levels")}
        levels: dict[str, list[tuple[Fraction, str]]] = {}
        for roadmap, level in self.paid:
            share = Fraction(1) if level == "full" else shares[roadmap, level]
            levels.setdefault(roadmap, []).append((-share, level))
        self.options: list[list[int]] = []
        self.key: list[tuple[str, str]] = []
        self.share: list[Fraction] = []
        for roadmap in self.roadmaps:
            found = sorted(levels[roadmap]) if roadmap in eligible else []
            self.options.append([len(self.key) + i for i in range(len(found))])
            self.key += [(roadmap, level) for _, level in found]
            self.share += [-share for share, _ in found]
        self.owner = [self.position[roadmap] for roadmap, _ in self.key]
        self.public = [sum(self.paid[key].values()) for key in self.key]
        self.own = [self.private[key] for key in self.key]
        self.names = [r if level == "full" else f"{r}:{level}" for r, level in self.key]
        self.bits = [[2 << i for i in range(len(options))] for options in self.options]
        self.bit = [bit for bits in self.bits for bit in bits]

    def read_synergies(self) -> None:
        """The synergies by id. Their columns follow the options'; the products' follow those, synergy by synergy."""
        self.synergies: list[Synergy] = []
        self.width = len(self.key)
        for row in sorted(self.table("synergies"), key=lambda row: row["id"]):
            members = sorted(self.position[m] for m in several(row["members"]))
            at_least = int(number(row.get("at_least", ""), len(members)))
            value, share = (number(row.get(c, ""), Fraction(0)) for c in ("value", "value_share"))
            saved = self.spread_saving(self.units(row.get("saving", "")), members)
            self.synergies.append(Synergy(row["id"], self.width, members, at_least, value, share, saved, {}))
            self.width += 1
        for synergy in self.synergies:
            for column in (c for m in synergy.members for c in self.options[m]) if synergy.share else ():
                synergy.products[column] = self.width
                self.width += 1

    def spread_saving(self, saving: int, members: list[int]) -> dict[Purse, int]:
        """A saving over years as the full costs of all members are, and within a year over purses alike: rounded
        down, the remainder in the last that has a cost."""
        costs: dict[Purse, int] = {}
        for member in members:
            for purse, amount in self.paid.get((self.roadmaps[member], "full"), {}).items():
                costs[purse] = costs.get(purse, 0) + amount
        if not costs:
            costs = {(min(self.years, default=0), ""): 0}
        by_year: dict[Any, int] = {}
        for (year, _), amount in sorted(costs.items()):
            by_year[year] = by_year.get(year, 0) + amount
        found: dict[Purse, int] = {}
        for year, share in in_proportion(saving, by_year).items():
            found |= in_proportion(share, {p: a for p, a in sorted(costs.items()) if p[0] == year})
        return found

    def read_values(self) -> None:
        """What each column is worth, in whole units of the largest ``unit`` that divides every one of them."""
        self.worth = [Fraction(0)] * self.width
        for column, (roadmap, _) in enumerate(self.key):
            worth = self.scores[roadmap] * self.share[column]
            if self.settings["objective.basis"] == "amount":
                worth *= Fraction(self.public[column], self.money)
            if self.settings["objective.success"] == "expected":
                worth *= number(self.attributes[roadmap].get("success", ""), 1)
            self.worth[column] = worth
        for synergy in self.synergies:
            self.worth[synergy.column] = synergy.value
            for option, product in synergy.products.items():
                self.worth[product] = self.worth[option] * synergy.share
        scale = lcm(*(w.denominator for w in self.worth))
        self.unit = Fraction(gcd(*(int(w * scale) for w in self.worth)) or scale, scale)
        self.values = [int(w / self.unit) for w in self.worth]

    def restrict(self, rule: str, roadmap: str, mask: int) -> None:
        """A rule about one roadmap alone is no row: it takes options away (bit 0: not funded, bit i: its level i)."""
        require(roadmap in self.position, f"{rule}: the case has no roadmap {roadmap!r}", Unreadable)
        self.ids.add(rule)
        self.restrictions.append((rule, self.position[roadmap], mask))

    def domain(self, rules: set[str] | None = None) -> list[int]:
        """What each roadmap may take, as bits, under the rules of these names (default all)."""
        masks = [(2 << len(options)) - 1 for options in self.options]
        for rule, index, mask in self.restrictions:
            if rules is None or rule in rules:
                masks[index] &= mask
        return masks

    def add_row(self, rule: str, side: str, coefficients: Mapping[int, Any], limit: Any) -> None:
        """A row of a rule or budget row, called ``RULE SIDE``."""
        name = f"{rule} {side}".strip()
        self.ids.add(rule)
        require(name not in self.rows, f"two rows are called {name!r}", Unreadable)
        self.rows[name] = self.whole_row(rule, coefficients, limit)

    def whole_row(self, rule: str, coefficients: Mapping[int, Any], limit: Any) -> Row:
        """``sum <= limit`` multiplied out to whole numbers, divided by their greatest common divisor, the limit then
        rounded down (a row without coefficients keeps its limit, rounded down)."""
        exact = {column: Fraction(a) for column, a in coefficients.items() if a}
        scale = lcm(*(a.denominator for a in exact.values()))
        divisor = gcd(*(int(a * scale) for a in exact.values())) or 1
        dense = [0] * self.width
        for column, a in exact.items():
            dense[column] = int(a * scale) // divisor
        return Row(dense, int(limit * scale // divisor), rule, max(max(map(abs, dense), default=0).bit_length() - 1, 0))

    def spend_in(self, counts: Callable[[Purse], bool]) -> dict[int, int]:
        """Public money after savings in the purses that count, over options and synergies."""
        found = {c: sum(a for p, a in self.paid[key].items() if counts(p)) for c, key in enumerate(self.key)}
        return found | {s.column: -sum(a for p, a in s.saved.items() if counts(p)) for s in self.synergies}

    def read_budget(self) -> None:
        """A row for each maximum, times the factor, and each minimum. With carry-over a year's maximum is cumulated."""
        rows = {}
        for row in self.table("budget"):
            year = None if row["year"].casefold() == "total" else int(number(row["year"]))
            rows[year, row.get("instrument", "")] = number(row.get("max", "")), number(row.get("min", ""))
        if self.settings["budget.total"] is not None:
            rows[None, ""] = self.settings["budget.total"], rows.get((None, ""), (None, None))[1]
        for (year, purse), (most, least) in rows.items():
            name = f"budget:{'total' if year is None else year}" + (f":{purse}" if purse else "")

            def inside(p: Purse, since: bool, year: int | None = year, purse: str = purse) -> bool:
                return p[1] in (purse or p[1],) and (year is None or p[0] == year or (since and p[0] < year))

            if most is not None:
                since = self.settings["budget.carry_over"] and year is not None
                if since:
                    earlier = [
                        m for (y, i), (m, _) in rows.items() if i == purse and y is not None and y <= (year or 0)
                    ]
                    most = sum(m for m in earlier if m is not None)
                spend = self.spend_in(lambda p, since=since, inside=inside: inside(p, since))  # type: ignore[misc]
                self.amounts[name] = most * self.settings["budget.factor"] * self.money, spend
            if least is not None:
                spend = self.spend_in(lambda p, inside=inside: inside(p, False))  # type: ignore[misc]
                self.amounts[f"{name}:min"] = -least * self.money, {c: -a for c, a in spend.items()}
        for name, (limit, spend) in self.amounts.items():
            self.add_row(name, "", spend, limit)

    def read_rule(self, rule: dict[str, str]) -> None:
        """One row of the table; ``*`` makes a rule of each value that a roadmap has, called ``ID[value]``."""
        name, value, off = rule["id"], rule.get("value", ""), self.settings["rules.off"]
        if name in off:
            return
        if value != "*":
            self.add_rule(name, rule, value)
            return
        values = {v for row in self.attributes.values() for v in several(row.get(rule["attribute"], ""))}
        for each in sorted(values):
            if f"{name}[{each}]" not in off:
                self.add_rule(f"{name}[{each}]", rule, each)

    def add_rule(self, name: str, rule: dict[str, str], value: str) -> None:
        """A rule's rows, restrictions, cone or tail. ``group``: the options that it speaks of."""
        self.ids.add(name)
        kind, attribute = rule["rule"], rule.get("attribute", "")
        low, high = number(rule.get("min", "")), number(rule.get("max", ""))
        members = several(rule.get("members", ""))
        concerned = set(members or (self.having(attribute, value) if attribute else self.roadmaps))
        require(concerned <= self.position.keys(), f"rule {name} names a roadmap that is not there", Unreadable)
        group = [c for c, (roadmap, _) in enumerate(self.key) if roadmap in concerned]
        if kind in ("count", "exclusive", "cover"):
            low = 1 if kind == "cover" and low is None else low
            high = 1 if kind == "exclusive" and high is None else high
            if high is not None and kind != "cover":
                self.add_row(name, "max", dict.fromkeys(group, 1), high)
            if low is not None and kind != "exclusive":
                self.add_row(name, "min", dict.fromkeys(group, -1), -low)
        elif kind in ("must", "never"):
            for member in members:
                self.restrict(name, member, ~1 if kind == "must" else 1)
        elif kind == "requires":
            for other in (m for m in members[1:] if m != members[0]):
                pair = {c: (r == members[0]) - (r == other) for c, (r, _) in enumerate(self.key)}
                self.add_row(name, other, pair, 0)
        elif kind == "share":
            sizes = {"spend": self.public, "private": self.own, "count": [1] * len(self.key)}
            size, inside = sizes[rule.get("of") or "spend"], set(group)
            for side, limit, sign in (("max", high, 1), ("min", low, -1)):
                if limit is not None:
                    self.add_row(name, side, {c: sign * ((c in inside) - limit) * a for c, a in enumerate(size)}, 0)
        elif kind == "intensity":
            for c in group:
                if self.public[c] > (1 if high is None else high) * (self.public[c] + self.own[c]):
                    self.restrict(name, self.key[c][0], ~self.bit[c])
        elif kind == "leverage":
            self.add_row(name, "min", {c: (low or 0) * self.public[c] - self.own[c] for c in group}, 0)
        elif kind == "concentration":
            self.cones[name] = Fraction(1 if high is None else high), self.money_by_value(attribute)
        elif kind == "downside":
            self.tails[name] = number(value, Fraction(1)), low or Fraction(0), *self.read_scenarios()
        else:
            raise Unreadable(f"rule {name}: the kind {kind!r} is not known")

    def having(self, attribute: str, value: str) -> list[str]:
        """The roadmaps that have this value of an attribute among theirs (any value where none is named)."""
        found = {r: several(row.get(attribute, "")) for r, row in self.attributes.items()}
        return [r for r, values in found.items() if (value in values if value else values)]

    def money_by_value(self, attribute: str) -> dict[tuple[str, str], dict[int, Fraction]]:
        """Each group's public money over options. A roadmap with several values is split equally among them; one
        without a value is a group of its own. Keys: ``("values", value)`` and ``("alone", roadmap)``."""
        groups: dict[tuple[str, str], dict[int, Fraction]] = {}
        for c, (roadmap, _) in enumerate(self.key):
            values = several(self.attributes[roadmap].get(attribute, ""))
            for key in [("values", v) for v in values] or [("alone", roadmap)]:
                groups.setdefault(key, {})[c] = Fraction(self.public[c], max(1, len(values)))
        return groups

    def read_scenarios(self) -> tuple[dict[str, Fraction], dict[str, list[Fraction]]]:
        """Each scenario's probability, and each column's worth in it: a fixed synergy value counts in full."""
        chance, factors = {}, {}
        for row in self.table("scenarios"):
            if row.get("probability"):
                chance[row["scenario"]] = number(row["probability"])
            if row.get("roadmap"):
                factors[row["scenario"], row["roadmap"]] = number(row["factor"], Fraction(1))
        require(sum(chance.values()) == 1, "the scenarios' probabilities do not add up to 1", Unreadable)
        source = {product: option for s in self.synergies for option, product in s.products.items()}
        source |= {c: c for c in range(len(self.key))}
        worth = {}
        for scenario in chance:
            found = {c: factors.get((scenario, self.key[option][0]), 1) for c, option in source.items()}
            worth[scenario] = [w * found.get(c, 1) for c, w in enumerate(self.worth)]
        return chance, worth


def in_proportion(amount: int, weights: Mapping[Any, int]) -> dict[Any, int]:
    """An amount over keys in proportion to their weights, rounded down, the rest to the last that has a weight."""
    whole = sum(weights.values())
    keys = [key for key, weight in weights.items() if weight > 0] or list(weights)[-1:]
    shares = {key: amount * weights[key] // whole if whole else 0 for key in keys}
    shares[keys[-1]] += amount - sum(shares.values())
    return shares


# ------------------------------------------------------------------------------------------------- 3. the answer


class Answer:
    """A portfolio on a model. ``order``: the eligible roadmaps as ties are broken. ``chosen``: the columns of the
    portfolio's options, None where there is none; ``value`` and ``bound`` as printed."""

    def __init__(self, model: Model, order: list[str]) -> None:
        self.model, self.order, self.settings = model, order, model.settings
        self.status = ""
        self.unique: bool | None = None
        self.value: Fraction | None = None
        self.bound: Fraction | None = None
        self.conflict: set[str] = set()
        self.chosen: frozenset[int] | None = None

    def read(self, portfolio: dict[str, Any]) -> None:
        """Take in what the decision prints, once every figure of it has been recomputed."""
        self.status, self.unique = field(portfolio, "status", str), portfolio.get("unique")
        require(self.unique is None or isinstance(self.unique, bool), "'unique' is not true, false or null")
        self.value, self.bound = exact(portfolio.get("value")), exact(portfolio.get("bound"))
        self.conflict = set(map(str, portfolio.get("conflict") or []))
        selected, model = field(portfolio, "selected", list), self.model
        if self.value is None and not selected:
            return
        keys = [(field(row, "roadmap", str), row.get("level", "full")) for row in selected]
        chosen = self.columns_of([r if level == "full" else f"{r}:{level}" for r, level in keys])
        for row, c in zip(selected, chosen, strict=True):
            printed = exact(row.get("score")), exact(row.get("public")), exact(row.get("private"))
            money = Fraction(model.public[c], model.money), Fraction(model.own[c], model.money)
            require(printed == (model.scores[row["roadmap"]], *money), f"{model.names[c]}: a printed figure is wrong")
        columns = self.keeping_every_rule(chosen)
        require(self.value == self.worth(columns), "the portfolio's value is not the sum of what it holds")
        active = [s.name for s in model.synergies if s.column in columns]
        require(portfolio.get("synergies") == active, "the active synergies are not those printed")
        spend = field(portfolio, "spend", dict)
        sums = Fraction(self.spent(columns), model.money), Fraction(sum(model.own[c] for c in chosen), model.money)
        require((exact(spend.get("total")), exact(spend.get("private"))) == sums, "a printed total of money is wrong")
        for place, part in enumerate(("by_year", "by_instrument")):
            for key, amount in field(spend, part, dict).items():
                part_of = model.spend_in(lambda purse, i=place, key=key: str(purse[i]) == key)  # type: ignore[misc]
                sure = exact(amount) == Fraction(sum(part_of.get(c, 0) for c in columns), model.money)
                require(sure, f"the money of {key!r} is not what is printed")
        listed_rules = field(portfolio, "rules", list)
        names = [row["id"] for row in listed_rules if row["satisfied"] is True]
        require(len(names) == len(listed_rules), "a rule is printed as broken")
        require(sorted(names) == sorted(model.ids), "the rules printed are not those of the case and settings")
        self.chosen = frozenset(chosen)

    def columns_of(self, names: list[Any]) -> list[int]:
        """Ids, or ``id:level``, to columns; each roadmap at most once, eligible, at a level that it has."""
        by_name = {name: c for c, name in enumerate(self.model.names)}
        require(all(isinstance(n, str) and n in by_name for n in names), "a roadmap or level cannot be funded")
        columns = [by_name[name] for name in names]
        require(len({self.model.owner[c] for c in columns}) == len(columns), "a roadmap is funded twice")
        return columns

    def worth(self, columns: Iterable[int]) -> Fraction:
        """The value of a portfolio from all its columns."""
        return sum((self.model.worth[c] for c in columns), Fraction(0))

    def spent(self, columns: Iterable[int]) -> int:
        """Its total public spend after savings, in smallest units."""
        spend = self.model.spend_in(lambda purse: True)
        return sum(spend.get(c, 0) for c in columns)

    def taken(self, chosen: Iterable[int]) -> list[int]:
        """What each roadmap takes, as a bit."""
        bits = [1] * len(self.model.roadmaps)
        for c in chosen:
            bits[self.model.owner[c]] = self.model.bit[c]
        return bits

    def all_columns(self, chosen: Iterable[int]) -> set[int]:
        """The options with the synergies that they make active, and those synergies' products."""
        columns, funded = set(chosen), {self.model.owner[c] for c in chosen}
        for synergy in self.model.synergies:
            if sum(member in funded for member in synergy.members) >= synergy.at_least:
                columns.add(synergy.column)
                columns |= {product for option, product in synergy.products.items() if option in columns}
        return columns

    def keeping_every_rule(self, chosen: Iterable[int], only: set[str] | None = None) -> set[int]:
        """All columns of a portfolio, once it has been seen to keep every rule and budget row (of these), exactly."""
        model, columns, bits = self.model, self.all_columns(chosen), self.taken(chosen)
        for rule, index, mask in model.restrictions:
            require((only is not None and rule not in only) or bits[index] & mask, f"the portfolio breaks {rule}")
        for row in model.rows.values():
            keeps = (only is not None and row.rule not in only) or row.limit >= sum(
                row.coefficients[c] for c in columns
            )
            require(keeps, f"the portfolio breaks {row.rule}")
        for rule, (limit, groups) in model.cones.items():
            if only is not None and rule not in only:
                continue
            money = [sum(a for c, a in group.items() if c in columns) for group in groups.values()]
            require(sum(m * m for m in money) <= limit * sum(money) ** 2, f"the portfolio breaks {rule}")
        for rule, (share, least, chance, worth) in model.tails.items():
            if only is not None and rule not in only:
                continue
            outcomes = sorted((sum((worth[s][c] for c in columns), Fraction(0)), p) for s, p in chance.items())
            left, worst, mean = share, Fraction(0), sum(outcome * p for outcome, p in outcomes)
            for outcome, p in outcomes:
                worst += min(left, p) * outcome
                left -= min(left, p)
            require(worst >= least * mean * share, f"the portfolio breaks {rule}")
        return columns


def read_answer(tables: dict[str, Table], decision: Any) -> Answer:
    """What the decision says, on the model that its case, settings and scores make."""
    settings = settings_of(flatten(field(decision, "settings", dict)))
    scores, order = read_ranking(field(decision, "ranking", list))
    weighed = {r["id"] for r in tables["roadmaps"] if r.get("admissible", "").casefold() not in NO}
    require(scores.keys() == weighed, "the ranking does not hold each admissible roadmap once")
    answer = Answer(Model(tables, settings, scores, set(order)), order)
    answer.read(field(decision, "portfolio", dict))
    return answer


def field(tree: Any, key: str, kind: type) -> Any:
    """A part of the decision, of the kind that it has to be."""
    value = tree.get(key) if isinstance(tree, dict) else None
    require(isinstance(value, kind), f"the decision has no proper {key!r}", Unreadable)
    return value


def exact(value: Any) -> Fraction | None:
    """A printed number as a fraction, None for null."""
    require(value is None or type(value) in (int, Decimal), "a figure of the decision is not a number", Unreadable)
    return None if value is None else Fraction(value)


def read_ranking(ranking: list[Any]) -> tuple[dict[str, Fraction], list[str]]:
    """Scores by roadmap, and the eligible roadmaps in the order in which ties are broken."""
    scores: dict[str, Fraction] = {}
    keys = []
    for row in ranking:
        roadmap, eligible, score = field(row, "roadmap", str), field(row, "eligible", bool), exact(row.get("score"))
        if score is None or (score * 10**6).denominator != 1 or roadmap in scores:
            raise Rejected(f"{roadmap} is ranked twice, or its score has more than 6 decimals")
        scores[roadmap] = score
        keys.append((not eligible, -score, roadmap))
    require(keys == sorted(keys), "the ranking is not in order of score, the eligible first")
    return scores, [roadmap for ineligible, _, roadmap in keys if not ineligible]


# -------------------------------------------------------------------------------------------------- 4. the proof

#: What each claim says of every portfolio that keeps every rule.
CLAIMS = {
    "best": "none is worth more than the portfolio",
    "other": "none but the portfolio itself is worth as much",
    "cheaper": "none is worth as much and spends less",
    "tie": "none but the portfolio itself is worth as much and spends no more",
    "order": "none is worth as much, spends no more and comes before it down the ranking",
    "bound": "none is worth more than the bound",
    "infeasible": "there is none",
    "conflict": "there is none, even of those that keep only the rules said to clash",
}


def whole(value: Any, least: int | None = None) -> int:
    """A whole number of the certificate, not below ``least``."""
    require(type(value) is int and (least is None or value >= least), "a number of the certificate is not allowed")
    return int(value)


def listed(value: Any) -> list[Any]:
    """A list of the certificate."""
    require(isinstance(value, list), "a list is missing from the certificate")
    return list(value)


def fields(tree: Any, needed: set[str], optional: set[str]) -> dict[str, Any]:
    """An object of the certificate with exactly the fields that it may have."""
    require(isinstance(tree, dict) and needed <= tree.keys() <= needed | optional, "fields that are not understood")
    return dict(tree)


class Proof:
    """A certificate against an answer. ``proved``: the claims that hold; ``leaves``: how many cases were added up."""

    def __init__(self, answer: Answer, certificate: Any) -> None:
        self.answer, self.model = answer, answer.model
        tree = fields(
            certificate, {"certificate", "claims"}, {"rows", "cuts", "roadmaps", "synergies", "other", "without"}
        )
        require(whole(tree["certificate"]) == VERSION, "this program checks version 1 of the format")
        self.notes: list[str] = []
        self.cuts = [self.read_cut(cut) for cut in listed(tree.get("cuts", []))]
        self.names = listed(tree.get("rows", []))
        self.roadmaps = [self.model.position[name] for name in listed(tree.get("roadmaps", []))]
        by_name = {synergy.name: synergy for synergy in self.model.synergies}
        names = listed(tree.get("synergies", []))
        require(len(set(names)) == len(names), "a synergy is listed twice")
        self.synergies = [by_name[name] for name in names]
        self.work = self.leaves = 0
        self.tie_break = True  # False where the decision says that ties were not broken to the end
        self.proved: list[tuple[str, str | None]] = []
        for claim in listed(tree["claims"]):
            fields(claim, {"claim", "tree"}, {"at", "except"})
            self.prove(claim["claim"], claim.get("at"), claim.get("except"), listed(claim["tree"]))
            self.proved.append((claim["claim"], claim.get("at")))
        self.conclude(tree.get("other"))
        self.minimal = "conflict" in {claim for claim, _ in self.proved} and self.none_superfluous(tree.get("without"))

    def read_cut(self, cut: Any) -> Row:
        """The row that stands in for a rule that is not linear. Concentration: ``g.s <= |g| |s| <= sqrt(h) S <= r S``.
        Downside: the mean over the worst share is at most the mean with any other weights that it could have."""
        model, rule = self.model, cut["rule"]
        row: dict[int, Fraction] = {}
        if rule in model.cones:
            fields(cut, {"rule", "over", "r"}, {"values", "alone"})
            limit, groups = model.cones[rule]
            over, r = whole(cut["over"], 1), whole(cut["r"], 0)
            g = {(part, name): whole(v) for part in ("values", "alone") for name, v in cut.get(part, {}).items()}
            require(g.keys() <= groups.keys(), "a cut names a group that is not there")
            require(sum(v * v for v in g.values()) <= over * over, "the direction of a cut is too long")
            require(r * r >= limit * over * over, "the radius of a cut is too small")
            for key, group in groups.items():
                for column, amount in group.items():
                    row[column] = row.get(column, Fraction(0)) + (g.get(key, 0) - r) * amount
        else:
            fields(cut, {"rule", "over", "q"}, set())
            share, least, chance, worth = model.tails[rule]
            over, q = whole(cut["over"], 1), {s: whole(v, 0) for s, v in cut["q"].items()}
            require(q.keys() <= chance.keys() and sum(q.values()) == over, "the weights of a cut do not add up")
            require(all(v * share <= chance[s] * over for s, v in q.items()), "a weight of a cut is too large")
            for s, p in chance.items():
                factor = least * p - Fraction(q.get(s, 0), over)
                for column, value in enumerate(worth[s]):
                    row[column] = row.get(column, Fraction(0)) + factor * value
        return model.whole_row(rule, row, 0)

    def prove(self, claim: str, at: str | None, spared: Any, tree: list[Any]) -> None:
        """One claim: which rows count, what the roadmaps may take, the target; then the tree."""
        answer, model = self.answer, self.model
        require(claim in CLAIMS and (at is not None) == (claim == "order"), "a claim is not understood")
        only = answer.conflict if claim == "conflict" else None
        rows = {name: row for name, row in model.rows.items() if only is None or row.rule in only}
        domain, target, alone = model.domain(only), None, None
        if claim == "bound":
            require(answer.bound is not None, "the decision gives no bound")
            target = answer.bound // model.unit + 1  # type: ignore[operator]
        elif claim not in ("infeasible", "conflict"):
            require(answer.chosen is not None and answer.value is not None, "a claim about a portfolio, of which none")
            target = answer.value / model.unit + (claim == "best")  # type: ignore[operator]
        if claim in ("cheaper", "tie", "order"):
            spent = answer.spent(answer.all_columns(answer.chosen or ())) - (claim == "cheaper")
            rows["spend"] = model.whole_row("", model.spend_in(lambda purse: True), spent)
        if claim in ("other", "tie"):
            alone = answer.chosen or frozenset()
        if spared is not None:
            require(claim == "cheaper", "only the claim 'cheaper' may leave a portfolio out")
            alone = frozenset(answer.columns_of(listed(spared)))
            require(answer.spent(answer.all_columns(alone)) > spent, "the portfolio left out is itself cheaper")
        if alone is not None:
            rows["other"] = self.all_but(alone)
        if at is not None:
            domain = self.before(domain, at)
        chosen: list[Row | None] = []
        for name in self.names:
            row = self.cuts[whole(name, 0)] if type(name) is int else rows.get(name)
            chosen.append(row if row is None or only is None or row.rule in only else None)
        spares = None if alone is None else answer.taken(alone)
        self.walk(tree, domain, chosen, None if target is None else int(target), spares)

    def all_but(self, chosen: frozenset[int]) -> Row:
        """The row that every portfolio keeps but this one."""
        sides = {c: 1 if c in chosen else -1 for c in range(len(self.model.key))}
        return self.model.whole_row("", sides, len(chosen) - 1)

    def before(self, domain: list[int], at: str) -> list[int]:
        """What is left of a domain where the portfolio is followed above ``at`` and bettered on ``at``."""
        order, position, taken = self.answer.order, self.model.position, self.answer.taken(self.answer.chosen or ())
        for roadmap in order[: order.index(at)]:
            domain[position[roadmap]] &= taken[position[roadmap]]
        bit = taken[position[at]]
        domain[position[at]] &= ~1 if bit == 1 else bit - 2  # funded at all, or at an earlier level
        return domain

    def conclude(self, other: Any) -> None:
        """Whether what was proved is what the decision says."""
        answer, proved = self.answer, {claim for claim, _ in self.proved}
        if answer.status == "infeasible":
            require(answer.chosen is None and proved & {"infeasible", "conflict"}, "infeasibility is not proved")
        elif answer.status in ("within_gap", "time_limit"):
            require("bound" in proved, "the bound is not proved")
        else:
            require(answer.status == "optimal" and answer.chosen is not None, "the status is not understood")
            require(proved & {"best", "other"}, "that none is worth more is not proved")
            better = [at for at in answer.order if all(self.before(self.model.domain(), at))]
            down = "cheaper" in proved and all(("order", at) in self.proved for at in better)
            self.tie_break = bool(proved & {"other", "tie"}) or down
            require(self.tie_break or answer.unique is None, "that none as good comes before it is not proved")
        require(answer.unique is not True or "other" in proved, "that no other is as good is not proved")
        if answer.unique is False:
            columns = answer.columns_of(listed(other))
            worth = answer.worth(answer.keeping_every_rule(columns))
            require(worth == answer.value and frozenset(columns) != answer.chosen, "no other that is as good is shown")
        if answer.bound is not None and answer.value is not None:
            require(answer.bound >= answer.value, "the bound is below the value")

    def none_superfluous(self, without: Any) -> bool:
        """Whether portfolios are shown that keep all of the conflict but one, each in turn; a wrong one is refused."""
        if without is None:
            return False
        require(without.keys() == self.answer.conflict, "not each rule of the conflict has a portfolio without it")
        for rule, names in without.items():
            self.answer.keeping_every_rule(self.answer.columns_of(listed(names)), self.answer.conflict - {rule})
        return True

    def walk(
        self, tree: list[Any], domain: list[int], rows: list[Row | None], target: int | None, spares: list[int] | None
    ) -> None:
        """See that every leaf closes and no split leaves anything out. The tree is a flat list, each node before what
        its parts lead to, so there is no nesting and no recursion. ``spares``: what each roadmap takes in the
        portfolio that the claim does not speak of, where there is one."""
        require(len(tree) <= LIMIT_NODES, "a tree is larger than this program reads")
        stack = [domain]
        for node in map(listed, tree):
            require(stack and node, "the tree has more nodes than its splits ask for")
            masks, kind = stack.pop(), node[0]
            if kind == "S" and len(node) >= 4:
                stack += reversed(self.split(masks, self.roadmaps[whole(node[1], 0)], node[2:]))
            elif kind == "E" and len(node) == 1:
                require(not all(masks), "a leaf says that nothing is left, and something is")
                self.leaves += 1
            elif kind == "P" and len(node) == 1 and spares is not None:
                more = any(mask & ~bit for mask, bit in zip(masks, spares, strict=True))
                require(not more, "a leaf says that only the portfolio itself is left, and more is")
                self.leaves += 1
            else:
                require(kind in ("L", "X") and len(node) == 5, "a node is not understood")
                require(target is not None or node[1] == 0, "values count in a claim that is not about value")
                bound, table = self.bound(node, masks, rows)
                enough = node[1] * (target or 0)
                if kind == "X":
                    stack.append([0] * len(masks) if bound is None else struck(bound, table, enough))
                else:
                    require(bound is None or bound < enough, "a leaf does not close")
                    self.leaves += 1
        require(not stack, "the tree has fewer nodes than its splits ask for")

    def split(self, masks: list[int], index: int, parts: list[Any]) -> list[list[int]]:
        """The domains of a split's parts, which together hold all that the roadmap may take."""
        self.spend_work(len(parts) * len(masks))
        union = 0
        for part in parts:
            union |= whole(part, 0)
        require(not masks[index] & ~union, "a split leaves something out")
        return [[*masks[:index], masks[index] & part, *masks[index + 1 :]] for part in parts]

    def spend_work(self, work: int) -> None:
        """Stop a certificate that would take too long."""
        self.work += work
        require(self.work <= LIMIT_WORK, "the certificate asks for more work than this program does")

    def bound(
        self, node: list[Any], masks: list[int], rows: list[Row | None]
    ) -> tuple[int | None, list[dict[int, int]]]:
        """The Lagrangian sum: ``scale`` times the value of every portfolio that the masks allow and the rows admit is
        at most this, whatever the multipliers (0 or more) and shifts (any whole numbers) are. Also what each roadmap
        scores by bit. None where the masks allow nothing."""
        self.spend_work(self.model.width + len(masks))
        model, scale, exponent, multipliers = self.model, whole(node[1], 0), whole(node[2], 0), listed(node[3])
        require(len(multipliers) <= len(rows) and exponent <= LIMIT_DIGITS, "a node's numbers are too many or large")
        if not all(masks):
            return None, []
        total, left = 0, [scale * value for value in model.values]
        for multiplier, row in zip(multipliers, rows, strict=False):
            if whole(multiplier, 0):
                if row is None:
                    raise Rejected("a multiplier on a row that does not count here")
                multiplier <<= max(0, exponent - row.weight)
                total += multiplier * row.limit
                left = [value - multiplier * a for value, a in zip(left, row.coefficients, strict=True)]
        scores = left[: len(model.key)]
        shifts = self.read_shifts(listed(node[4]), exponent, left)
        for synergy in model.synergies:
            shift = shifts.get(synergy.column, {})
            for column, t in shift.items():
                scores[column] += t
            total += self.most_of(synergy, shift, left, masks)
        table = []
        for mask, bits, options in zip(masks, model.bits, model.options, strict=True):
            found = {bit: scores[c] for bit, c in zip(bits, options, strict=True) if mask & bit}
            if mask & 1:
                found[1] = 0
            table.append(found)
            total += max(found.values())
        return total, table

    def read_shifts(self, written: list[Any], exponent: int, left: list[int]) -> dict[int, dict[int, int]]:
        """By synergy: what each option of a member takes over of it. Its sign: ``0`` nothing, ``j`` member j takes over
        all that being active is worth, ``=`` each member does, ``*`` the next list holds a number for each option."""
        found: dict[int, dict[int, int]] = {}
        signs, lists = written[0] if written else "", iter(written[1:])
        require(isinstance(signs, str) and len(signs) <= len(self.synergies), "a node has too many shifts")
        for synergy, sign in zip(self.synergies, signs, strict=False):
            options = [self.model.options[m] for m in synergy.members]
            every = [column for member in options for column in member]
            if sign == "*":
                numbers = zip(every, listed(next(lists, None)), strict=True)
                found[synergy.column] = {c: whole(t) << exponent for c, t in numbers}
            elif sign != "0":
                columns = every if sign == "=" else options[SIGNS.index(sign) - 1]
                found[synergy.column] = dict.fromkeys(columns, left[synergy.column])
        require(next(lists, None) is None, "a node has a list of shifts too many")
        return found

    def most_of(self, synergy: Synergy, shift: dict[int, int], left: list[int], masks: list[int]) -> int:
        """The most that a synergy brings less what is shifted away, over all ways to fund its members that the masks
        allow: the larger of two sums, one where it is active and one where it is not."""
        forced, busy_sum, idle_sum = 0, left[synergy.column], 0
        busy, idle = [], []
        for member in synergy.members:
            mask = masks[member]
            funded = [
                c for c, bit in zip(self.model.options[member], self.model.bits[member], strict=True) if mask & bit
            ]
            if not funded:
                continue
            off = max(-shift.get(c, 0) for c in funded)
            on = max(left[synergy.products[c]] - shift.get(c, 0) for c in funded) if synergy.products else off
            if mask & 1:
                busy.append(on)
                idle.append(off)
            else:
                forced, busy_sum, idle_sum = forced + 1, busy_sum + on, idle_sum + off
        best = []
        need = max(synergy.at_least - forced, 0)
        if need <= len(busy):
            busy.sort(reverse=True)
            best.append(busy_sum + sum(busy[:need]) + sum(v for v in busy[need:] if v > 0))
        if forced < synergy.at_least:
            idle.sort(reverse=True)
            best.append(idle_sum + sum(v for v in idle[: synergy.at_least - 1 - forced] if v > 0))
        return max(best)


def struck(bound: int, table: list[dict[int, int]], enough: int) -> list[int]:
    """What is left where every option goes with which the sum would still be below ``enough``."""
    return [sum(bit for bit, v in found.items() if bound - max(found.values()) + v >= enough) for found in table]


# ------------------------------------------------------------------------------------------------------- the end

MALFORMED = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)


def check(case: str | Path, decision: Any, certificate: bytes) -> Proof:
    """Check a certificate.

    Args:
        case: the path of the case.
        decision: the decision as ``strict_json`` reads it.
        certificate: the certificate's bytes, packed or plain.

    Returns:
        The proof; ``proved``, ``leaves`` and ``notes`` say what holds.

    Raises:
        Rejected: the certificate does not prove what the decision says.
        Unreadable: the case or the decision cannot be read.
    """
    try:
        tables, own = read_case(case)
        answer = read_answer(tables, decision)
        notes = compare_settings(own, answer.settings)
    except MALFORMED as error:
        raise Unreadable(f"the case or decision is not laid out as documented ({type(error).__name__})") from None
    try:
        proof = Proof(answer, strict_json(unpacked(certificate)))
    except MALFORMED as error:
        raise Rejected(f"the certificate is not laid out as documented ({type(error).__name__})") from None
    proof.notes = notes
    return proof


def compare_settings(own: dict[str, Any] | None, in_force: dict[str, Any]) -> list[str]:
    """Where the settings in force are not what the case's own settings say: what options of the command changed."""
    if own is None:
        return ["The case's own settings are not plain enough to be compared with those in force."]
    said = settings_of({{"rules.must": "must", "rules.never": "never"}.get(key, key): v for key, v in own.items()})
    return [f"In force, though not in the case: {k} = {in_force[k]}" for k in SETTINGS if said[k] != in_force[k]]


def main(arguments: list[str]) -> int:
    """The command line: prints what is proved, and by how many cases."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    case, decision, certificate = arguments
    try:
        printed = strict_json(read_bytes(decision), Unreadable)
        proof = check(case, printed, read_bytes(certificate, Rejected))
    except Rejected as error:
        print(f"REJECTED: {error}.")
        return 1
    except Unreadable as error:
        print(f"Cannot be read: {error}.", file=sys.stderr)
        return 2
    print(f"PROVEN ({proof.answer.status}): {proof.leaves} cases added up in whole numbers, without a solver.")
    print("Of the portfolios that keep every rule and budget row:")
    print("\n".join(f"  - {CLAIMS[claim]}" for claim in dict.fromkeys(claim for claim, _ in proof.proved)))
    if proof.minimal:
        print("Without any one of the rules said to clash there is a portfolio: none of them is superfluous.")
    if not proof.tie_break:
        print("NOT proven, nor said by the decision: that none as good comes before it.")
    print("\n".join(["Taken from the decision as printed: the scores, and which roadmaps are eligible.", *proof.notes]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
