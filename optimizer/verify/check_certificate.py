#!/usr/bin/env python3
"""Check a decision's certificate in whole numbers: no solver, no numpy, nothing but Python's standard library.

    python check_certificate.py CASE DECISION CERTIFICATE [WORK]

CASE is a folder of CSV tables or one .xlsx workbook, DECISION the JSON that ``spearhead decide --json`` printed, and
CERTIFICATE the file that ``decide --certificate`` wrote. docs/certificate.md has the format and the mathematics. WORK
says how many terms may be added up, if more than the usual limit, which takes some seconds to reach.

What is proven. A portfolio is a choice of roadmaps, each at one of its levels. The decision names one. This program
adds up what is printed about it, sees that it keeps every rule and budget row, and then that no portfolio that keeps
them comes before it: none is worth more; none that is worth as much costs less public money; none that is worth and
costs as much is better down the ranking. (Or, as the decision says: none is worth more than a bound; there is none.)

What is taken as printed: each roadmap's score, which roadmaps are eligible, and the settings in force (options of the
command may have changed the case's own, so they are listed). ``spearhead verify`` recomputes all three.

How it is proven. Every rule is a row: a sum of whole numbers over what a portfolio holds, at most a limit. Multiply the
rows by any numbers that are not negative, take them off the value, and let each roadmap on its own take what is then
worth most: no portfolio that keeps the rows is worth more than that sum (section 4). The certificate splits all
portfolios into cases, a tree, and has multipliers for each case with which the sum stays below what it would take.
Nothing that it says is believed: wrong multipliers make a sum that is too large, a split that leaves something out is
seen, and what this program does not understand, it rejects.

How to read it, from top to bottom, each section resting on those above:
  1. reading     files, strictly and within limits
  2. the model   the case's tables and the decision's scores as whole numbers and rows
  3. the answer  the decision's portfolio, added up and held against every row
  4. the bound   the one sum that everything rests on
  5. the tree    that the cases leave nothing out, and that each is closed
  6. the claims  what the trees prove, and that it is what the decision says

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

VERSION = 2
LIMIT_BYTES = 16_000_000  # of any one file or sheet, unpacked
LIMIT_PARTS = 500_000  # of any one file: cells, tags, or brackets and commas; also of the model
LIMIT_DIGITS = 80  # of a whole number, and on either side of a decimal point
LIMIT_WORK = 3_000_000  # terms added up over all cases, unless the caller says otherwise
TABLES = ("roadmaps", "costs", "levels", "budget", "synergies", "rules", "scenarios")
SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"  # of the members of a synergy, the first is 1
#: What malformed input makes of code that expects the documented layout.
MALFORMED = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, zlib.error)
Table = list[dict[str, str]]
Purse = tuple[int, str]  # a year and an instrument


class Rejected(Exception):
    """The certificate does not prove what the decision says, or is not understood."""


class Unreadable(Exception):
    """A file cannot be read, or is not laid out as documented."""


def require(condition: object, message: str, kind: type[Exception] = Rejected) -> None:
    """Go no further unless something holds."""
    if not condition:
        raise kind(message)


# ---------------------------------------------------------------------------------------------------- 1. reading


def read_bytes(path: str | Path) -> bytes:
    """A file's bytes, never more than the limit."""
    try:
        with open(path, "rb") as file:
            return within_limits(file.read(LIMIT_BYTES + 1), str(path))
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or 'cannot be read'}") from None


def within_limits(data: bytes, name: str, marks: bytes = b"") -> bytes:
    """Bytes as they are, refused where there are too many of them, or of the marks between their parts."""
    few = len(data) <= LIMIT_BYTES and sum(map(data.count, marks)) <= LIMIT_PARTS
    require(few, f"{name} is larger than this program reads", Unreadable)
    return data


def unpacked(data: bytes) -> bytes:
    """Gzip undone, never to more than the limit; other bytes as they are."""
    if data[:2] != b"\x1f\x8b":
        return data
    inflate = zlib.decompressobj(31)
    plain = inflate.decompress(data, LIMIT_BYTES)
    require(inflate.eof and not inflate.unused_data, "the gzip file is damaged or too large", Unreadable)
    return plain


def strict_json(data: bytes) -> Any:
    """JSON with exact decimals; refuses a key given twice, NaN and Infinity, numbers beyond the limit, deep nesting."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        require(len(dict(items)) == len(items), "a JSON object has the same key twice", Unreadable)
        return dict(items)

    try:
        return json.loads(
            within_limits(data, "the JSON", b"[{,").decode("utf-8"),
            object_pairs_hook=pairs,
            parse_int=lambda text: int(plain_number(text)),
            parse_float=lambda text: Decimal(plain_number(text)),
            parse_constant=plain_number,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise Unreadable("not JSON in UTF-8, or nested too deeply") from None


def plain_number(text: str) -> str:
    """A number as people and JSON write it, within the limits; it is returned as it is."""
    pattern = rf"[+-]?(\d{{1,{LIMIT_DIGITS}}}(\.\d{{0,{LIMIT_DIGITS}}})?|\.\d{{1,{LIMIT_DIGITS}}})([eE][+-]?\d\d?)?"
    require(re.fullmatch(pattern, text, re.ASCII), f"{text[:40]!r} is not a number", Unreadable)
    return text


def number(cell: str, default: Any = None) -> Any:
    """A table's cell as an exact fraction; a decimal comma reads like a point."""
    return Fraction(plain_number(cell.replace(",", "."))) if cell else default


def clean(text: str | None) -> str:
    """Text without blanks and invisible marks at its edges, in the composed form NFC."""
    return unicodedata.normalize("NFC", (text or "").strip().strip("\ufeff\u200b\u2060").strip())


def several(cell: str) -> list[str]:
    """The values of a cell that may hold several, each once, in the order written."""
    return list(dict.fromkeys(part for part in map(str.strip, cell.split(";")) if part))


def yes(cell: Any, default: bool) -> bool:
    """Whether a cell or setting says yes; the default where it says nothing."""
    no = {"no", "n", "nee", "neen", "false", "onwaar", "0"}
    return default if cell in (None, "") else str(cell).casefold() not in no


def to_table(rows: Iterable[list[str]]) -> Table:
    """Rows of cells, the first being the header, as dictionaries; blank rows and columns fall away."""
    kept = [row for row in ([clean(cell) for cell in row] for row in rows) if any(row)]
    header = kept[0] if kept else []
    named = [name for name in header if name]
    proper = len(set(named)) == len(named) and not any(any(row[len(header) :]) for row in kept)
    require(proper, "a table has the same column twice, or a row that is longer than its header", Unreadable)
    require(len(header) * len(kept) <= LIMIT_PARTS, "a table is larger than this program reads", Unreadable)
    return [{name: row[i] if i < len(row) else "" for i, name in enumerate(header) if name} for row in kept[1:]]


def read_csv(path: Path) -> Table:
    """A table; what stands between fields is the commonest of ``,`` ``;`` and tab in the header."""
    try:
        text = within_limits(read_bytes(path), path.name, b",;\t\n\r").decode("utf-8-sig")
        first = text.lstrip().split("\n", 1)[0]
        separator = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
        return to_table(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise Unreadable(f"{path.name} is not a CSV table in UTF-8") from None


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(path: Path) -> dict[str, Table]:
    """The sheets of an .xlsx file that hold a table of the case, every number as it is shown."""

    def part(name: str) -> ET.Element:
        with book.open(name) as file:
            text = within_limits(file.read(LIMIT_BYTES + 1), name, b"<").decode("utf-8-sig")
        require(not re.search("<!DOCTYPE|<!ENTITY|\0", text), f"{name} is not plain XML", Unreadable)
        return ET.fromstring(text.encode("utf-8"))

    data = read_bytes(path)
    try:
        require(data.count(b"PK\1\2") <= 1000, "the workbook has too many parts", Unreadable)
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            targets = {link.get("Id"): link.get("Target") or "" for link in part("xl/_rels/workbook.xml.rels")}
            texts, styles = "xl/sharedStrings.xml", "xl/styles.xml"
            shared = [written(item) for item in part(texts)] if texts in book.namelist() else []
            places = decimals_shown(part(styles)) if styles in book.namelist() else []
            tables: dict[str, Table] = {}
            for sheet in part("xl/workbook.xml").iter(MAIN + "sheet"):
                target, name = targets[sheet.get(LINK)], clean(sheet.get("name"))
                if name in TABLES:
                    require(name not in tables, "two sheets have the same name", Unreadable)
                    rows = part(target[1:] if target.startswith("/") else "xl/" + target).iter(MAIN + "row")
                    tables[name] = to_table(sheet_row(row, shared, places) for row in rows)
            return tables
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ET.ParseError, *MALFORMED) as error:
        raise Unreadable(f"the workbook cannot be read ({type(error).__name__})") from None


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
        for letter in re.sub("[^A-Z]", "", cell.get("r", ""))[:4]:
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


def read_case(path: str | Path) -> dict[str, Table]:
    """The tables of a case that the model rests on, by name."""
    folder = Path(path)
    if folder.is_dir():
        return {name: read_csv(folder / f"{name}.csv") for name in TABLES if (folder / f"{name}.csv").exists()}
    return read_workbook(folder)


def field(tree: Any, key: str, kind: type) -> Any:
    """A part of the decision, of the kind that it has to be."""
    value = tree.get(key) if isinstance(tree, dict) else None
    require(isinstance(value, kind), f"the decision has no proper {key!r}", Unreadable)
    return value


def exact(value: Any) -> Fraction | None:
    """A printed number as a fraction, None for null."""
    require(value is None or type(value) in (int, Decimal), "a figure of the decision is not a number", Unreadable)
    return None if value is None else Fraction(value)


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


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested settings by dotted key."""
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        flat |= flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return flat


def settings_of(flat: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that change the model; those not given take their default."""
    found = {key: default if flat.get(key) is None else flat[key] for key, default in SETTINGS.items()}
    proper = isinstance(found["budget.carry_over"], bool)
    proper &= found["objective.basis"] in ("roadmap", "amount") and found["objective.success"] in ("ignore", "expected")
    require(proper, "a setting is not understood", Unreadable)
    found |= {key: Fraction(found[key]) for key in ("budget.factor", "budget.total") if found[key] is not None}
    return found | {key: sorted(map(clean, found[key])) for key in ("rules.off", "must", "never")}


class Synergy(NamedTuple):
    """``members``: indices of roadmaps, by id. ``products``: the column of each option of a member, where the synergy
    has a value share."""

    name: str
    column: int
    members: list[int]
    at_least: int
    value: Fraction
    share: Fraction
    products: dict[int, int]


class Row(NamedTuple):
    """``sum of terms <= limit`` on behalf of a rule or budget row; a term is a column's coefficient. ``weight``: how
    many bits the largest coefficient has, less one; the multipliers of heavier rows have finer steps."""

    rule: str
    terms: dict[int, int]
    limit: int
    weight: int


def whole_row(rule: str, terms: Mapping[int, Any], limit: Any) -> Row:
    """A row multiplied out to whole numbers and divided by their greatest common divisor. Its limit is then rounded
    down: a whole sum that is at most a number is at most the whole number below it."""
    fractions = {column: Fraction(a) for column, a in terms.items() if a}
    scale = lcm(*(a.denominator for a in fractions.values()))
    multiplied = {column: int(a * scale) for column, a in fractions.items()}
    divisor = gcd(*multiplied.values()) or 1
    reduced = {column: a // divisor for column, a in multiplied.items()}
    weight = max(max(map(abs, reduced.values()), default=0).bit_length() - 1, 0)
    return Row(rule, reduced, int(limit * scale // divisor), weight)


class Model:
    """A case in whole numbers. Columns, each 0 or 1 in a portfolio: one for each option (a level of an eligible
    roadmap), one for each synergy (1 when it is active), one for each option of a member of a synergy with a value
    share (1 when both are). ``money``: smallest units of money in the case's unit; ``unit``: the unit of ``values``."""

    def __init__(
        self, tables: dict[str, Table], settings: dict[str, Any], scores: dict[str, Fraction], eligible: set[str]
    ) -> None:
        self.tables, self.settings, self.scores = tables, settings, scores
        self.attributes = {row["id"]: row for row in self.table("roadmaps")}
        self.roadmaps = sorted(self.attributes)
        self.position = {roadmap: i for i, roadmap in enumerate(self.roadmaps)}
        self.size = 0
        self.read_money()
        self.read_options(eligible)
        self.read_synergies()
        self.read_values()
        self.ids: set[str] = set()  # of all that a portfolio has to keep
        self.rows: dict[str, Row] = {}
        self.curved: dict[str, Concentration | Downside] = {}
        self.amounts: dict[str, tuple[Fraction, dict[int, int]]] = {}  # budget rows before they are reduced
        self.read_budget()
        for kind in ("must", "never"):
            for roadmap in settings[kind]:
                self.add_rule(f"{kind}:{roadmap}", {"rule": kind, "members": roadmap}, "")
        for rule in self.table("rules"):
            self.read_rule(rule)

    def table(self, name: str) -> Table:
        """A table's rows, none where the case does not have it."""
        return self.tables.get(name, [])

    def grow(self, size: int) -> None:
        """Stop a case that would make a model larger than the limit."""
        self.size += size
        require(self.size <= LIMIT_PARTS, "the case is larger than this program reads", Unreadable)

    def read_money(self) -> None:
        """Money in smallest units: ``paid[roadmap, level][year, instrument]``, ``private[roadmap, level]``. The
        smallest unit is that of the most decimals written in any amount."""
        columns = {"costs": ("public", "private"), "budget": ("max", "min"), "synergies": ("saving",)}
        cells = [row.get(c, "") for table, names in columns.items() for row in self.table(table) for c in names]
        decimals = [-int(Decimal(plain_number(a.replace(",", "."))).as_tuple().exponent) for a in cells if a]
        self.money = 10 ** max([*decimals, 0])
        while self.money % (self.settings["budget.total"] or Fraction(0)).denominator:
            self.money *= 10
        self.years = [int(number(r["year"])) for r in self.table("budget") if r["year"].casefold() != "total"]
        named = [int(number(r["year"])) for r in self.table("costs") if r.get("year")]
        first = min(self.years or named, default=0)
        self.years += named
        self.paid: dict[tuple[str, str], dict[Purse, int]] = {}
        self.private: dict[tuple[str, str], int] = {}
        for row in self.table("costs") or [{"roadmap": roadmap} for roadmap in self.roadmaps]:
            key, purse = (row["roadmap"], row.get("level") or "full"), row.get("instrument", "")
            year, purses = int(number(row.get("year", ""), first)), self.paid.setdefault(key, {})
            purses[year, purse] = purses.get((year, purse), 0) + self.units(row.get("public", ""))
            self.private[key] = self.private.get(key, 0) + self.units(row.get("private", ""))

    def units(self, cell: str) -> int:
        """An amount in smallest units."""
        return int(number(cell, Fraction(0)) * self.money)

    def read_options(self, eligible: set[str]) -> None:
        """``options[r]``: the columns of roadmap r's levels, the largest share of the score first, then by name; none
        where it is not eligible. What a roadmap may take is written in bits: 1 not funded, 2 its first level, 4 its
        second. By column: ``key``, ``share``, ``bit``, ``owner``, ``public``, ``own``; ``flows``: money by purse."""
        shares = {(r["roadmap"], r["level"]): number(r["value_share"]) for r in self.table("levels")}
        levels: dict[str, list[tuple[Fraction, str]]] = {}
        for roadmap, level in self.paid:
            share = Fraction(1) if level == "full" else shares[roadmap, level]
            levels.setdefault(roadmap, []).append((-share, level))
        found = [sorted(levels[roadmap]) if roadmap in eligible else [] for roadmap in self.roadmaps]
        self.key = [(r, level) for r, options in zip(self.roadmaps, found, strict=True) for _, level in options]
        self.share = [-share for options in found for share, _ in options]
        self.bit = [2 << i for options in found for i in range(len(options))]
        self.owner = [self.position[roadmap] for roadmap, _ in self.key]
        self.options: list[list[int]] = [[] for _ in self.roadmaps]
        for column, owner in enumerate(self.owner):
            self.options[owner].append(column)
        self.flows = [self.paid[key] for key in self.key]
        self.public = [sum(flow.values()) for flow in self.flows]
        self.own = [self.private[key] for key in self.key]
        self.names = [r if level == "full" else f"{r}:{level}" for r, level in self.key]

    def read_synergies(self) -> None:
        """The synergies by id. Their columns follow the options'; the products' follow those, synergy by synergy. What
        a synergy saves is money that flows back."""
        self.synergies: list[Synergy] = []
        self.width = len(self.key)
        for row in sorted(self.table("synergies"), key=lambda row: row["id"]):
            members = sorted(self.position[m] for m in several(row["members"]))
            at_least = int(number(row.get("at_least", ""), len(members)))
            value, share = (number(row.get(c, ""), Fraction(0)) for c in ("value", "value_share"))
            self.synergies.append(Synergy(row["id"], self.width, members, at_least, value, share, {}))
            self.flows.append(self.spread_saving(self.units(row.get("saving", "")), members))
            self.width += 1
        for synergy in self.synergies:
            for column in (c for m in synergy.members for c in self.options[m]) if synergy.share else ():
                synergy.products[column] = self.width
                self.width += 1
        self.grow(self.width + sum(len(synergy.members) for synergy in self.synergies))

    def spread_saving(self, saving: int, members: list[int]) -> dict[Purse, int]:
        """A saving, as money that flows back, over years as the full costs of all members are, and within a year over
        purses alike: rounded down, the remainder in the last that has a cost."""
        costs: dict[Purse, int] = {}
        for member in members if saving else ():
            for purse, amount in self.paid.get((self.roadmaps[member], "full"), {}).items():
                costs[purse] = costs.get(purse, 0) + amount
        costs = dict(sorted(costs.items())) or {(min(self.years, default=0), ""): 0}
        by_year: dict[int, int] = {}
        for (year, _), amount in costs.items():
            by_year[year] = by_year.get(year, 0) + amount
        found: dict[Purse, int] = {}
        for year, part in in_proportion(saving, by_year).items():
            found |= in_proportion(part, {purse: amount for purse, amount in costs.items() if purse[0] == year})
        return {purse: -amount for purse, amount in found.items()}

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

    def spend_in(self, counts: Callable[[Purse], bool] = lambda purse: True) -> dict[int, int]:
        """Public money after savings in the purses that count, as terms over options and synergies."""
        return {c: sum(a for purse, a in flow.items() if counts(purse)) for c, flow in enumerate(self.flows)}

    def add_row(self, rule: str, side: str, terms: Mapping[int, Any], limit: Any) -> None:
        """A row of a rule or budget row, called ``RULE SIDE``."""
        name = f"{rule} {side}".strip()
        require(name not in self.rows, f"two rows are called {name!r}", Unreadable)
        self.grow(len(terms))
        self.ids.add(rule)
        self.rows[name] = whole_row(rule, terms, limit)

    def read_budget(self) -> None:
        """A row for each maximum and each minimum; the setting ``budget.total`` takes the place of a maximum."""
        limits = {}
        for row in self.table("budget"):
            year = None if row["year"].casefold() == "total" else int(number(row["year"]))
            limits[year, row.get("instrument", "")] = number(row.get("max", "")), number(row.get("min", ""))
        if self.settings["budget.total"] is not None:
            limits[None, ""] = self.settings["budget.total"], limits.get((None, ""), (None, None))[1]
        for (year, purse), (most, least) in limits.items():
            if most is not None and year is not None and self.settings["budget.carry_over"]:
                most = sum(m or 0 for (y, p), (m, _) in limits.items() if y is not None and y <= year and p == purse)
            self.add_budget(year, purse, most, least)
        for name, (limit, spend) in self.amounts.items():
            self.add_row(name, "", spend, limit)

    def add_budget(self, year: int | None, purse: str, most: Any, least: Any) -> None:
        """The rows of a budget row. With carry-over a maximum is about all years up to its own; minima never are."""

        def spent(since: bool) -> dict[int, int]:
            return self.spend_in(
                lambda p: purse in ("", p[1]) and (year in (None, p[0]) or (since and p[0] < (year or 0)))
            )

        name = f"budget:{'total' if year is None else year}" + (f":{purse}" if purse else "")
        if most is not None:
            limit = most * self.settings["budget.factor"] * self.money
            self.amounts[name] = limit, spent(self.settings["budget.carry_over"])
        if least is not None:
            self.amounts[f"{name}:min"] = -least * self.money, {c: -a for c, a in spent(False).items()}

    def read_rule(self, rule: dict[str, str]) -> None:
        """One row of the table; ``*`` makes a rule of each value that a roadmap has, called ``ID[value]``."""
        name, value, off = rule["id"], rule.get("value", ""), self.settings["rules.off"]
        named = {name: value}
        if value == "*":
            every = {v for row in self.attributes.values() for v in several(row.get(rule["attribute"], ""))}
            named = {f"{name}[{each}]": each for each in sorted(every)}
        for each, about in named.items():
            if name not in off and each not in off:
                self.add_rule(each, rule, about)

    def add_rule(self, name: str, rule: dict[str, str], value: str) -> None:
        """A rule's rows. ``inside``: the options that it speaks of."""
        self.ids.add(name)
        kind, attribute, members = rule["rule"], rule.get("attribute", ""), several(rule.get("members", ""))
        low, high = number(rule.get("min", "")), number(rule.get("max", ""))
        concerned = members or (self.having(attribute, value) if attribute else self.roadmaps)
        require(set(concerned) <= self.position.keys(), f"rule {name}: a roadmap is not there", Unreadable)
        inside = [c for roadmap in concerned for c in self.options[self.position[roadmap]]]
        one = dict.fromkeys(inside, 1)
        if kind == "count":
            self.between(name, one, {}, 1, low, high)
        elif kind == "exclusive":
            self.between(name, one, {}, 1, None, 1 if high is None else high)
        elif kind == "cover":
            self.between(name, one, {}, 1, 1 if low is None else low, None)
        elif kind == "share":
            sizes = {"spend": self.public, "private": self.own, "count": [1] * len(self.key)}
            size = sizes[rule.get("of") or "spend"]
            self.between(name, {c: size[c] for c in inside}, dict(enumerate(size)), 0, low, high)
        elif kind == "leverage":
            own, public = ({c: size[c] for c in inside} for size in (self.own, self.public))
            self.between(name, own, public, 0, low or 0, None)
        elif kind == "requires":
            first, *others = (dict.fromkeys(self.options[self.position[m]], 1) for m in members)
            for other, options in zip(members[1:], others, strict=True):
                self.add_row(name, other, first | dict.fromkeys(options, -1), 0)
        elif kind in ("must", "never"):
            sign = -1 if kind == "must" else 1
            for member in members:
                taken = dict.fromkeys(self.options[self.position[member]], sign)
                self.add_row(name, member, taken, min(sign, 0))
        elif kind == "intensity":
            most = 1 if high is None else high
            for c in inside:
                if self.public[c] > most * (self.public[c] + self.own[c]):
                    self.add_row(name, self.names[c], {c: 1}, 0)
        elif kind == "concentration":
            self.curved[name] = Concentration(Fraction(1 if high is None else high), self.money_by_value(attribute))
        elif kind == "downside":
            self.curved[name] = Downside(number(value, Fraction(1)), low or Fraction(0), *self.read_scenarios())
        else:
            raise Unreadable(f"rule {name}: the kind {kind!r} is not known")

    def between(self, name: str, part: dict[int, int], base: dict[int, int], more: int, low: Any, high: Any) -> None:
        """The rows of ``low * whole <= part <= high * whole``, the whole being the terms of ``base`` and ``more``."""
        if high is not None:
            terms = {c: part.get(c, 0) - high * base.get(c, 0) for c in part | base}
            self.add_row(name, "max", terms, high * more)
        if low is not None:
            terms = {c: low * base.get(c, 0) - part.get(c, 0) for c in part | base}
            self.add_row(name, "min", terms, -low * more)

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
            self.grow(len(values) + 1)
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
        self.grow(len(chance) * self.width)
        source = {product: option for s in self.synergies for option, product in s.products.items()}
        about = [source.get(c, c) for c in range(self.width)]
        ids = [self.key[c][0] if c < len(self.key) else "" for c in about]
        return chance, {s: [w * factors.get((s, id), 1) for w, id in zip(self.worth, ids, strict=True)] for s in chance}

    def domain(self, rows: Iterable[Row]) -> list[int]:
        """What each roadmap may take, as bits. A row about one roadmap alone takes away whatever breaks it by itself;
        one without any terms that cannot hold leaves nothing."""
        masks = [(2 << len(options)) - 1 for options in self.options]
        for row in rows:
            about = {self.owner[c] if c < len(self.owner) else -1 for c in row.terms} or {0}
            index = about.pop()
            if index >= 0 and not about:
                figures = {1: 0} | {self.bit[c]: row.terms.get(c, 0) for c in self.options[index]}
                masks[index] &= sum(bit for bit, figure in figures.items() if figure <= row.limit)
        return masks


def in_proportion(amount: int, weights: Mapping[Any, int]) -> dict[Any, int]:
    """An amount over keys in proportion to their weights, rounded down, the rest to the last that has a weight."""
    whole = sum(weights.values())
    keys = [key for key, weight in weights.items() if weight > 0] or list(weights)[-1:]
    shares = {key: amount * weights[key] // whole if whole else 0 for key in keys}
    shares[keys[-1]] += amount - sum(shares.values())
    return shares


class Concentration(NamedTuple):
    """The rule that the squares of the groups' money add up to at most ``limit`` times the square of all of it."""

    limit: Fraction
    groups: dict[tuple[str, str], dict[int, Fraction]]

    def squares(self, columns: set[int]) -> tuple[Fraction, Fraction]:
        """The sum of the squares, and the square of the sum, of what a portfolio's groups receive."""
        money = [sum(a for c, a in group.items() if c in columns) for group in self.groups.values()]
        return Fraction(sum(m * m for m in money)), Fraction(sum(money) ** 2)

    def kept(self, columns: set[int]) -> bool:
        """Whether a portfolio keeps it."""
        squares, square = self.squares(columns)
        return squares <= self.limit * square

    def cut(self, given: dict[str, Any]) -> dict[int, Fraction]:
        """The terms of a row, at most 0, that whoever keeps the rule keeps: for a direction g no longer than 1 and r*r
        at least the limit, ``g.s <= |g| |s| <= sqrt(limit) S <= r S`` (Cauchy and Schwarz), S being all the money s."""
        fields(given, {"rule", "over", "r"}, {"values", "alone"})
        over, r = whole(given["over"], 1), whole(given["r"], 0)
        g = {(part, name): whole(v) for part in ("values", "alone") for name, v in given.get(part, {}).items()}
        require(g.keys() <= self.groups.keys(), "a cut names a group that is not there")
        require(sum(v * v for v in g.values()) <= over * over, "the direction of a cut is too long")
        require(r * r >= self.limit * over * over, "the radius of a cut is too small")
        terms: dict[int, Fraction] = {}
        for key, group in self.groups.items():
            for column, amount in group.items():
                terms[column] = terms.get(column, Fraction(0)) + (g.get(key, 0) - r) * amount
        return terms


class Downside(NamedTuple):
    """The rule that over scenarios the mean value in the worst ``share`` of cases is at least ``least`` times the mean
    of all. ``chance``: their probabilities; ``worth``: what each column is worth in each."""

    share: Fraction
    least: Fraction
    chance: dict[str, Fraction]
    worth: dict[str, list[Fraction]]

    def means(self, columns: set[int]) -> tuple[Fraction, Fraction]:
        """The mean value of a portfolio in the worst share of cases, which weigh as much as they may, and in all."""
        outcomes = sorted((sum((self.worth[s][c] for c in columns), Fraction(0)), p) for s, p in self.chance.items())
        left, worst = self.share, Fraction(0)
        for outcome, p in outcomes:
            worst += min(left, p) * outcome
            left -= min(left, p)
        return worst / self.share, sum((outcome * p for outcome, p in outcomes), Fraction(0))

    def kept(self, columns: set[int]) -> bool:
        """Whether a portfolio keeps it."""
        worst, mean = self.means(columns)
        return worst >= self.least * mean

    def cut(self, given: dict[str, Any]) -> dict[int, Fraction]:
        """The terms of a row, at most 0, that whoever keeps the rule keeps: the mean over the worst share is at most
        the mean with any other weights q that it could have (Rockafellar and Uryasev 2000)."""
        fields(given, {"rule", "over", "q"}, set())
        over, q = whole(given["over"], 1), {s: whole(v, 0) for s, v in given["q"].items()}
        require(q.keys() <= self.chance.keys() and sum(q.values()) == over, "the weights of a cut do not add up")
        proper = all(v * self.share <= self.chance[s] * over for s, v in q.items())
        require(proper, "a weight of a cut is too large")
        factors = {s: self.least * p - Fraction(q.get(s, 0), over) for s, p in self.chance.items()}
        columns = zip(*([f * w for w in self.worth[s]] for s, f in factors.items()), strict=True)
        return {c: sum(parts, Fraction(0)) for c, parts in enumerate(columns)}


# ------------------------------------------------------------------------------------------------- 3. the answer


class Answer:
    """A decision's portfolio on a model. ``order``: the eligible roadmaps as ties are broken. ``chosen``: the columns
    of the portfolio's options, None where there is none; ``value`` and ``bound`` as printed."""

    def __init__(self, model: Model, order: list[str]) -> None:
        self.model, self.order, self.spend = model, order, model.spend_in()
        self.status = ""
        self.unique: bool | None = None
        self.value: Fraction | None = None
        self.bound: Fraction | None = None
        self.conflict: set[str] = set()
        self.chosen: frozenset[int] | None = None

    def read(self, portfolio: dict[str, Any]) -> None:
        """Take in what the decision prints, once its figures have been recomputed."""
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
        spend, private = field(portfolio, "spend", dict), Fraction(sum(model.own[c] for c in chosen), model.money)
        require(exact(spend.get("private")) == private, "the private money is not what is printed")
        self.compare_money(spend, columns)
        listed_rules = field(portfolio, "rules", list)
        names = [row["id"] for row in listed_rules if row["satisfied"] is True]
        require(len(names) == len(listed_rules), "a rule is printed as broken")
        require(sorted(names) == sorted(model.ids), "the rules printed are not those of the case and settings")
        self.chosen = frozenset(chosen)

    def compare_money(self, spend: dict[str, Any], columns: set[int]) -> None:
        """See that the public money is as printed, in all, by year and by instrument."""
        sums: dict[tuple[str, str], int] = {}
        for c in columns & set(range(len(self.model.flows))):
            for (year, purse), flow in self.model.flows[c].items():
                for key in (("total", ""), ("by_year", str(year)), ("by_instrument", purse)):
                    sums[key] = sums.get(key, 0) + flow
        printed = {("total", ""): spend.get("total")}
        for part in ("by_year", "by_instrument"):
            printed |= {(part, key): amount for key, amount in field(spend, part, dict).items()}
        for key, amount in printed.items():
            same = exact(amount) == Fraction(sums.get(key, 0), self.model.money)
            require(same, f"the money {' '.join(key).strip()} is not what is printed")

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
        return sum(self.spend.get(c, 0) for c in columns)

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
        columns, rows = self.all_columns(chosen), self.model.rows.values()
        kept = [(row.rule, sum(a for c, a in row.terms.items() if c in columns) <= row.limit) for row in rows]
        kept += [(rule, curve.kept(columns)) for rule, curve in self.model.curved.items()]
        for rule, keeps in kept:
            require(keeps or (only is not None and rule not in only), f"the portfolio breaks {rule}")
        return columns


def read_answer(tables: dict[str, Table], decision: Any) -> Answer:
    """What the decision says, on the model that its case, settings and scores make."""
    settings = settings_of(flatten(field(decision, "settings", dict)))
    scores, order = read_ranking(field(decision, "ranking", list))
    weighed = {row["id"] for row in tables["roadmaps"] if yes(row.get("admissible"), True)}
    require(scores.keys() == weighed, "the ranking does not hold each admissible roadmap once")
    answer = Answer(Model(tables, settings, scores, set(order)), order)
    answer.read(field(decision, "portfolio", dict))
    return answer


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


# -------------------------------------------------------------------------------------------------- 4. the bound


def whole(value: Any, least: int | None = None) -> int:
    """A whole number of the certificate, not below ``least``."""
    require(type(value) is int and (least is None or value >= least), "a number of the certificate is not allowed")
    return int(value)


def listed(value: Any) -> list[Any]:
    """A list of the certificate."""
    require(isinstance(value, list), "a list is missing from the certificate")
    return list(value)


def fields(tree: Any, needed: set[str], optional: set[str]) -> None:
    """See that an object of the certificate has exactly the fields that it may have."""
    require(isinstance(tree, dict) and needed <= tree.keys() <= needed | optional, "fields that are not understood")


class Bound:
    """The sum that everything rests on. ``synergies``: in the order in which the certificate writes their shifts;
    ``work`` counts the terms added up, to at most ``limit``."""

    def __init__(self, model: Model, synergies: list[Synergy], limit: int) -> None:
        self.model, self.synergies, self.work, self.limit = model, synergies, 0, limit

    def spend_work(self, work: int) -> None:
        """Stop a certificate that would take too long."""
        self.work += work
        require(
            self.work <= self.limit,
            f"the certificate takes more than {self.limit} terms to add up; allow more (WORK, or verify --work)",
        )

    def of(self, node: list[Any], masks: list[int], rows: list[Row | None]) -> tuple[int, list[dict[int, int]]]:
        """The sum for ``[kind, scale, exponent, [multiplier, …], signs, [shift, …], …]``, and what each roadmap adds to
        it by the option that it takes.

        ``scale`` times the value of any portfolio that the masks allow and the rows admit is at most the sum. A row's
        multiplier times what the portfolio leaves of its limit is not negative, so adding that can only enlarge the
        value. What then stands at each column is ``left``, and each roadmap takes what is largest on its own. A synergy
        depends on several roadmaps: shifts move what stands at it to its members' options, any numbers; ``most_of`` is
        the most that remains, since what is added there is taken off here."""
        scale, exponent, multipliers = whole(node[1], 0), whole(node[2], 0), listed(node[3])
        require(len(multipliers) <= len(rows) and exponent <= LIMIT_DIGITS, "a node's numbers are too many or large")
        self.spend_work(self.model.width)
        total, left = 0, [scale * value for value in self.model.values]
        for multiplier, row in zip(multipliers, rows, strict=False):
            if whole(multiplier, 0):
                if row is None:
                    raise Rejected("a multiplier on a row that does not count here")
                self.spend_work(len(row.terms))
                multiplier <<= max(0, exponent - row.weight)
                total += multiplier * row.limit
                for column, a in row.terms.items():
                    left[column] -= multiplier * a
        scores, shifts = left[: len(self.model.key)], self.shifts(node[4:], exponent, left)
        for synergy in self.model.synergies:
            shift = shifts.get(synergy.column, {})
            self.spend_work(len(shift))
            for column, t in shift.items():
                scores[column] += t
            total += self.most_of(synergy, shift, left, masks)
        table = []
        for mask, options in zip(masks, self.model.options, strict=True):
            figures = {1: 0} | {self.model.bit[c]: scores[c] for c in options}
            table.append({bit: figure for bit, figure in figures.items() if mask & bit})
            total += max(table[-1].values())
        return total, table

    def shifts(self, written: list[Any], exponent: int, left: list[int]) -> dict[int, dict[int, int]]:
        """By synergy: what each option of a member takes over of it. Its sign: ``0`` nothing, ``j`` member j takes over
        all that stands at the synergy, ``=`` each member does, ``*`` the next list holds a number for each option."""
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
        """The most that a synergy adds less what is shifted away, over all ways to fund its members that the masks
        allow: the larger of two sums, one where it is active and one where it is not. A funded member adds ``on`` or
        ``off``; those that need not be funded are as far as that pays, or as being active takes."""
        if not (shift or synergy.products or left[synergy.column]):
            return 0
        sure, active, idle, free = 0, left[synergy.column], 0, []
        for member in synergy.members:
            funded = [c for c in self.model.options[member] if masks[member] & self.model.bit[c]]
            if not funded:
                continue
            off = on = max(-shift.get(c, 0) for c in funded)
            if synergy.products:
                on = max(left[synergy.products[c]] - shift.get(c, 0) for c in funded)
            if masks[member] & 1:
                free.append((on, off))
            else:
                sure, active, idle = sure + 1, active + on, idle + off
        need, sums = synergy.at_least - sure, []
        if need <= len(free):
            largest = sorted((on for on, _ in free), reverse=True)
            sums.append(active + sum(on for i, on in enumerate(largest) if i < need or on > 0))
        if need > 0:
            largest = sorted((off for _, off in free), reverse=True)
            sums.append(idle + sum(off for off in largest[: need - 1] if off > 0))
        return max(sums)


# --------------------------------------------------------------------------------------------------- 5. the tree


class Claim(NamedTuple):
    """A sentence: of the portfolios that keep all rules (or ``rules`` alone), none is worth ``worth`` units or more
    (None: whatever the worth) and spends at most ``spend`` (None: whatever it spends), but ``spared`` where there is
    one, and with ``ranked`` those that come after that one down the ranking."""

    worth: int | None
    spend: int | None
    spared: frozenset[int] | None
    ranked: bool
    rules: frozenset[str] | None


class Tree:
    """The cases that show a claim; ``leaves``: how many; ``steps``: each node with what its sum came to."""

    def __init__(self, answer: Answer, bound: Bound, claim: Claim) -> None:
        self.answer, self.bound, self.claim, self.leaves = answer, bound, claim, 0
        self.steps: list[tuple[list[Any], int | None]] = []

    def walk(self, nodes: list[Any], roadmaps: list[int], domain: list[int], rows: list[Row | None]) -> None:
        """See that every leaf closes and no split leaves anything out. The tree is a flat list, each node before what
        its parts lead to, so there is no nesting and no recursion."""
        stack = [domain]
        for node in map(listed, nodes):
            require(stack and node, "the tree has more nodes than its splits ask for")
            masks, kind, found = stack.pop(), node[0], None
            self.bound.spend_work(len(masks))
            if kind == "S" and len(node) >= 4:
                stack += reversed(self.split(masks, roadmaps[whole(node[1], 0)], node[2:]))
            elif kind == "E" and len(node) == 1:
                require(self.nothing_left(masks), "a leaf says that nothing is left, and something is")
            else:
                require(kind in ("L", "X") and len(node) >= 4, "a node is not understood")
                found = self.excess(node, masks, rows)
                if kind == "X":
                    stack.append([0] * len(masks) if found is None else struck(*found))
                else:
                    require(found is None or found[0] < 0, "a leaf does not close")
            self.leaves += kind in ("L", "E")
            self.steps.append((node, found and found[0]))
        require(not stack, "the tree has fewer nodes than its splits ask for")

    def split(self, masks: list[int], index: int, parts: list[Any]) -> list[list[int]]:
        """The domains of a split's parts, which together hold all that the roadmap may take."""
        self.bound.spend_work(len(parts) * len(masks))
        union = 0
        for part in parts:
            union |= whole(part, 0)
        require(not masks[index] & ~union, "a split leaves something out")
        return [[*masks[:index], masks[index] & part, *masks[index + 1 :]] for part in parts]

    def excess(
        self, node: list[Any], masks: list[int], rows: list[Row | None]
    ) -> tuple[int, list[dict[int, int]]] | None:
        """By how much a node's sum exceeds what a portfolio that the claim denies would reach: below 0, there is none.
        Also what each roadmap adds to it. None where some roadmap has nothing left to take."""
        require(self.claim.worth is not None or node[1] == 0, "values count in a claim that is not about value")
        if not all(masks):
            return None
        total, table = self.bound.of(node, masks, rows)
        return total - node[1] * (self.claim.worth or 0), table

    def nothing_left(self, masks: list[int]) -> bool:
        """Whether no portfolio is left that the claim denies: some roadmap has nothing to take, or all that is left is
        what the claim leaves out. What comes after a portfolio first differs from it by a later option."""
        if not all(masks) or self.claim.spared is None:
            return not all(masks)
        position, taken = self.answer.model.position, self.answer.taken(self.claim.spared)
        for left, own in ((masks[position[r]], taken[position[r]]) for r in self.answer.order):
            earlier = ~1 if own == 1 else own - 2
            if left & earlier or (left != own and not self.claim.ranked):
                return False
            if not left & own:
                return True
        return True


def struck(excess: int, table: list[dict[int, int]]) -> list[int]:
    """What is left where every option goes with which the sum would still stay below what would have to be reached."""
    return [sum(bit for bit, v in found.items() if excess - max(found.values()) + v >= 0) for found in table]


# ------------------------------------------------------------------------------------------------- 6. the claims


class Proof:
    """A certificate against an answer. ``claims``: those that hold; ``leaves``: how many cases were added up;
    ``proven``: what follows, in words; ``tie_break``: whether it is proven that none as good comes before the
    portfolio; ``minimal``: that none of the rules said to clash is superfluous."""

    def __init__(self, answer: Answer, certificate: Any, work: int = LIMIT_WORK) -> None:
        self.answer, self.model = answer, answer.model
        fields(certificate, {"certificate", "claims"}, {"rows", "roadmaps", "synergies", "other", "without"})
        require(whole(certificate["certificate"]) == VERSION, f"this program checks version {VERSION} of the format")
        by_name = {synergy.name: synergy for synergy in self.model.synergies}
        names = listed(certificate.get("synergies", []))
        require(len(set(names)) == len(names), "a synergy is listed twice")
        self.bound = Bound(self.model, [by_name[name] for name in names], work)
        self.rows = [self.cut(row) if isinstance(row, dict) else row for row in listed(certificate.get("rows", []))]
        self.roadmaps = [self.model.position[name] for name in listed(certificate.get("roadmaps", []))]
        self.trees: list[Tree] = []
        self.tie_break, self.minimal = True, False
        self.claims = [self.prove(claim) for claim in listed(certificate["claims"])]
        self.proven = self.conclude(certificate.get("other"), certificate.get("without"))

    def cut(self, given: dict[str, Any]) -> Row:
        """A row that every portfolio keeps that keeps a certain rule which is no row itself."""
        return whole_row(given["rule"], self.model.curved[given["rule"]].cut(given), 0)

    def prove(self, given: Any) -> Claim:
        """A claim, once its tree has shown it: which rows count, and what the roadmaps may take at the root."""
        fields(given, {"tree"}, {"worth", "spend", "except", "ranked", "rules"})
        worth, spend = (None if key not in given else whole(given[key]) for key in ("worth", "spend"))
        spared = None if "except" not in given else frozenset(self.answer.columns_of(listed(given["except"])))
        rules = frozenset(self.model.ids if "rules" not in given else listed(given["rules"]))
        require(rules <= self.model.ids, "a claim names a rule that the case does not have")
        claim = Claim(worth, spend, spared, "ranked" in given, rules)
        proper = given.get("ranked", True) is True and (spared is not None or not claim.ranked)
        require(proper, "a claim says 'ranked' where that means nothing")
        rows = {name: row for name, row in self.model.rows.items() if row.rule in rules}
        domain = self.model.domain(rows.values())
        if spend is not None:
            rows["spend"] = whole_row("", self.answer.spend, spend)
        if spared is not None:  # every portfolio but that one differs from it in something
            sides = {c: 1 if c in spared else -1 for c in range(len(self.model.key))}
            rows["other"] = whole_row("", sides, len(spared) - 1)
        cuts = (row if isinstance(row, Row) and row.rule in rules else None for row in self.rows)
        counting = [rows.get(name) if isinstance(name, str) else cut for name, cut in zip(self.rows, cuts, strict=True)]
        tree = Tree(self.answer, self.bound, claim)
        tree.walk(listed(given["tree"]), self.roadmaps, domain, counting)
        self.trees.append(tree)
        return claim

    @property
    def leaves(self) -> int:
        """How many cases were added up in all."""
        return sum(tree.leaves for tree in self.trees)

    def shown(self, worth: int | None, spend: int | None = None, ranked: bool = False, rules: Any = None) -> bool:
        """Whether some claim shows that no portfolio but the decision's own is worth so much and spends at most so
        much; with ``ranked``, at least none that comes before it down the ranking; with ``rules``, by those alone."""
        return any(
            (claim.worth is None or (worth is not None and claim.worth <= worth))
            and (claim.spend is None or (spend is not None and claim.spend >= spend))
            and (ranked or not claim.ranked)
            and (rules is None or claim.rules <= rules)
            and (claim.spared in (None, self.answer.chosen) or self.beyond(claim, worth, spend))
            for claim in self.claims
        )

    def beyond(self, claim: Claim, worth: int | None, spend: int | None) -> bool:
        """Whether the portfolio that a claim leaves out is worth less than so much or spends more: then no harm is done
        by leaving it out."""
        columns = self.answer.all_columns(claim.spared or ())
        less = worth is not None and self.answer.worth(columns) < worth * self.model.unit
        return not claim.ranked and (less or (spend is not None and self.answer.spent(columns) > spend))

    def conclude(self, other: Any, without: Any) -> list[str]:
        """What follows from the claims, in words, once it has been seen that it is what the decision says."""
        answer, unit, chosen = self.answer, self.model.unit, self.answer.chosen
        if answer.status == "infeasible":
            require(chosen is None and answer.unique is None, "a portfolio where there is said to be none")
            require(self.shown(None), "that no portfolio keeps every rule is not proven")
            return ["there is none", *self.clash(without)]
        require(not answer.conflict, "rules are said to clash though there is a portfolio")
        if answer.status in ("within_gap", "time_limit") and answer.bound is not None and answer.unique is None:
            require(answer.value is None or answer.bound >= answer.value, "the bound is below the value")
            require(self.shown(int(answer.bound // unit) + 1), "that none is worth more than the bound is not proven")
            return ["none is worth more than the bound"]
        if answer.status != "optimal" or chosen is None or answer.value is None:
            raise Rejected("the decision says nothing that can be proven")
        value, spent = int(answer.value / unit), answer.spent(answer.all_columns(chosen))
        require(answer.bound == answer.value, "the bound is not the value")
        require(self.shown(value + 1), "that none is worth more is not proven")
        self.tie_break = self.shown(value, spent - 1) and self.shown(value, spent, ranked=True)
        require(self.tie_break or answer.unique is None, "that none as good comes before it is not proven")
        require(self.shown(value) or answer.unique is not True, "that no other is as good is not proven")
        if answer.unique is False:
            columns = answer.columns_of(listed(other))
            as_good = answer.worth(answer.keeping_every_rule(columns)) == answer.value
            require(as_good and frozenset(columns) != chosen, "no other that is as good is shown")
        ties = ["none that is worth as much spends less", "none that is worth and spends as much is better ranked"]
        sole = ["none but the portfolio itself is worth as much"] if self.shown(value) else []
        return ["none is worth more than the portfolio", *(sole or (ties if self.tie_break else []))]

    def clash(self, without: Any) -> list[str]:
        """That the rules said to clash do, where any are, and that none of them is superfluous, since for each there is
        a portfolio that keeps all the others."""
        conflict = self.answer.conflict
        if not conflict and without is None:
            return []
        require(self.shown(None, rules=conflict), "that the rules said to clash do is not proven")
        require(isinstance(without, dict) and without.keys() == conflict, "a rule may be superfluous in the conflict")
        for rule, names in without.items():
            self.answer.keeping_every_rule(self.answer.columns_of(listed(names)), conflict - {rule})
        self.minimal = True
        return ["there is none, even of those that keep only the rules said to clash, none of which is superfluous"]


def check(case: str | Path, decision: Any, certificate: bytes, work: int = LIMIT_WORK) -> Proof:
    """Check a certificate, packed or plain, of a decision as ``strict_json`` reads it, on the case at a path; raises
    ``Rejected``, or ``Unreadable`` where the case or the decision cannot be read."""
    try:
        answer = read_answer(read_case(case), decision)
    except MALFORMED as error:
        raise Unreadable(f"the case or decision is not laid out as documented ({type(error).__name__})") from None
    try:
        return Proof(answer, strict_json(unpacked(certificate)), work)
    except MALFORMED as error:
        raise Rejected(f"the certificate is not laid out as documented ({type(error).__name__})") from None
    except Unreadable as error:
        raise Rejected(f"the certificate: {error}") from None


def main(arguments: list[str]) -> int:
    """The command line: prints what is proven, by how many cases, and what was taken as printed."""
    if len(arguments) not in (3, 4) or not all(map(str.isdecimal, arguments[3:])):
        print(__doc__, file=sys.stderr)
        return 2
    case, decision, certificate, *more = arguments
    try:
        work = int(plain_number(more[0])) if more else LIMIT_WORK
        proof = check(case, strict_json(read_bytes(decision)), read_bytes(certificate), work)
    except Rejected as error:
        print(f"REJECTED: {error}.")
        return 1
    except Unreadable as error:
        print(f"Cannot be read: {error}.", file=sys.stderr)
        return 2
    print(f"PROVEN ({proof.answer.status}): {proof.leaves} cases added up in whole numbers, without a solver.")
    print("Of the portfolios that keep every rule and budget row:", *proof.proven, sep="\n  - ")
    if not proof.tie_break:
        print("NOT proven, nor said by the decision: that none as good comes before it.")
    print("Taken as printed by the decision: the scores, which roadmaps are eligible, and the settings in force:")
    print(*(f"  - {key} = {value}" for key, value in proof.model.settings.items()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
