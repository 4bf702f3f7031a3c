#!/usr/bin/env python3
"""Check a decision's certificate in whole numbers: no solver, no numpy, nothing but Python's standard library.

    python check_certificate.py CASE DECISION CERTIFICATE

CASE is a folder of CSV tables or one .xlsx workbook, DECISION the JSON that ``spearhead decide --json`` printed, and
CERTIFICATE the file that ``decide --certificate`` wrote. docs/certificate.md describes the format and the mathematics.

How to read this file, from top to bottom:
  1. reading      JSON, CSV and workbooks, strictly and within limits;
  2. the model    the case's own tables and the decision's printed scores, as whole numbers;
  3. the answer   the portfolio of the decision, checked against every rule and budget;
  4. the proof    the trees of the certificate, added up leaf by leaf.

Nothing that the certificate says is believed. It proposes multipliers; whatever they are, the sum in ``Walk.bound`` is
at least the value of every portfolio that the leaf speaks of, so a wrong certificate can only fail to prove. What this
program does not understand, it rejects. It takes two things from the decision without recomputing them: the scores
and which roadmaps are eligible (``spearhead verify`` recomputes both), and it prints the settings that were in force.

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
from collections import namedtuple
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from pathlib import Path

VERSION = 1
LIMIT_BYTES = 32_000_000  # of any one file or sheet, unpacked
LIMIT_DIGITS = 60  # of any whole number, and on either side of a decimal point
LIMIT_ROADMAPS = 5_000
LIMIT_NODES = 200_000  # of one tree
LIMIT_WORK = 8_000_000  # leaves times columns: some ten seconds
NO = {"no", "n", "nee", "neen", "false", "onwaar", "0"}


class Rejected(Exception):
    """The certificate does not prove what the decision says, or is not understood."""


class Unreadable(Exception):
    """The case or the decision cannot be read."""


def require(condition, message, kind=Rejected):
    if not condition:
        raise kind(message)


# ---------------------------------------------------------------------------------------------------- 1. reading


def read_bytes(path, kind=Unreadable):
    """A file's bytes, unpacked when it is gzip, never more than the limit."""
    try:
        with open(path, "rb") as file:
            data = file.read(LIMIT_BYTES + 1)
    except OSError as error:
        raise kind(f"{path}: {error.strerror or 'cannot be read'}") from None
    return unpack(data, kind)


def unpack(data, kind=Rejected):
    require(len(data) <= LIMIT_BYTES, "a file is larger than this program reads", kind)
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        inflate = zlib.decompressobj(31)
        plain = inflate.decompress(data, LIMIT_BYTES)
    except zlib.error:
        raise kind("a gzip file is damaged") from None
    require(inflate.eof and not inflate.unused_data, "a gzip file is damaged, or larger than this program reads", kind)
    return plain


def strict_json(data, kind=Rejected):
    """JSON with exact decimals; refuses a key given twice, NaN and Infinity, numbers beyond the limit, deep nesting."""

    def pairs(items):
        found = dict(items)
        require(len(found) == len(items), "a JSON object has the same key twice", kind)
        return found

    def whole(text):
        require(len(text) <= LIMIT_DIGITS + 1, "a whole number is too long", kind)
        return int(text)

    def decimal(text):
        return Decimal(plain_number(text, kind))

    def constant(text):
        raise kind(f"{text} is not a number")

    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=pairs, parse_int=whole, parse_float=decimal, parse_constant=constant
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise kind("not valid JSON in UTF-8, or nested too deeply") from None


def plain_number(text, kind):
    pattern = rf"[+-]?\d{{1,{LIMIT_DIGITS}}}(\.\d{{0,{LIMIT_DIGITS}}})?([eE][+-]?\d{{1,2}})?"
    require(isinstance(text, str) and re.fullmatch(pattern, text, re.ASCII), f"{str(text)[:40]!r} is not a number", kind)
    return text


def number(cell, default=None):
    """A table's cell as an exact fraction; a decimal comma reads like a point."""
    if cell == "":
        return default
    return Fraction(plain_number(cell.replace(",", "."), Unreadable))


def clean(text):
    return unicodedata.normalize("NFC", (text or "").strip())


def several(cell):
    """The values of a cell that may hold several, each once, in the order written."""
    return list(dict.fromkeys(part for part in map(str.strip, cell.split(";")) if part))


def rows_to_table(rows):
    """Rows of cells, the first being the header, to dictionaries; blank rows and nameless empty columns fall away."""
    rows = [[clean(cell) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    header = rows[0]
    named = [name for name in header if name]
    require(len(set(named)) == len(named), "a table has the same column twice", Unreadable)
    table = []
    for row in rows[1:]:
        require(not any(row[len(header) :]), "a row is longer than its header", Unreadable)
        table.append({name: (row[i] if i < len(row) else "") for i, name in enumerate(header) if name})
    return table


def read_csv(path):
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"{path.name} is not UTF-8") from None
    first = text.split("\n", 1)[0]
    csv.field_size_limit(1_000_000)
    try:
        return rows_to_table(csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ","))
    except csv.Error:
        raise Unreadable(f"{path.name} is not a CSV table") from None


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(path):
    """Every sheet of an .xlsx file as a table. A number is read as it is shown: to 15 significant digits."""
    try:
        with zipfile.ZipFile(path) as book:

            def part(name):
                with book.open(name) as file:
                    data = file.read(LIMIT_BYTES + 1)
                require(len(data) <= LIMIT_BYTES, f"{name} is larger than this program reads", Unreadable)
                text = data.decode("utf-8-sig")
                require("<!DOCTYPE" not in text and "<!ENTITY" not in text, f"{name} declares entities", Unreadable)
                return ET.fromstring(text.encode("utf-8"))

            targets = {link.get("Id"): link.get("Target") for link in part("xl/_rels/workbook.xml.rels")}
            shared = []
            if "xl/sharedStrings.xml" in book.namelist():
                for item in part("xl/sharedStrings.xml"):
                    shared.append(written(item))
            tables = {}
            for sheet in part("xl/workbook.xml").iter(MAIN + "sheet"):
                target = targets[sheet.get(LINK)]
                name = target.lstrip("/") if target.startswith("/") else "xl/" + target
                tables[clean(sheet.get("name"))] = rows_to_table(sheet_rows(part(name), shared))
            return tables
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise Unreadable(f"the workbook cannot be read: {type(error).__name__}") from None
    except (ET.ParseError, KeyError, IndexError, ValueError, AttributeError, TypeError):
        raise Unreadable("the workbook is not laid out as a spreadsheet program writes it") from None


def written(item):
    """The text of a shared or inline string: its runs joined, phonetic hints left out."""
    own = [t.text or "" for t in item.findall(MAIN + "t")]
    return "".join(own + [t.text or "" for run in item.findall(MAIN + "r") for t in run.findall(MAIN + "t")])


def sheet_rows(sheet, shared):
    rows = []
    for row in sheet.iter(MAIN + "row"):
        cells = {}
        for cell in row.findall(MAIN + "c"):
            letters = re.match("[A-Z]{1,3}", cell.get("r") or "")
            column = 0
            for letter in letters.group() if letters else "":
                column = column * 26 + ord(letter) - 64
            column = column - 1 if letters else len(cells)
            kind, value = cell.get("t"), cell.findtext(MAIN + "v") or ""
            if kind == "s":
                value = shared[int(value)]
            elif kind == "inlineStr":
                value = written(cell.find(MAIN + "is"))
            elif kind == "b":
                value = "yes" if value == "1" else "no"
            elif kind in (None, "n") and value:
                value = format(Decimal("%.15g" % float(value)), "f")
            cells[column] = value
        require(not cells or max(cells) < 500, "a sheet has too many columns", Unreadable)
        rows.append([cells.get(i, "") for i in range(max(cells, default=-1) + 1)])
    return rows


def read_case(path):
    """The case's tables by name, and its own settings as {dotted key: text or list}, None where not understood."""
    path = Path(path)
    if path.is_dir():
        tables = {file.stem: read_csv(file) for file in sorted(path.glob("*.csv"))}
        file = path / "case.yaml"
        return tables, simple_yaml(read_bytes(file).decode("utf-8-sig", "replace")) if file.exists() else {}
    tables = read_workbook(path)
    settings = {row.get("key", ""): row.get("value", "") for row in tables.pop("case", [])}
    return tables, {key: several(v) if key in ("must", "never", "rules.off") else v for key, v in settings.items() if v}


def simple_yaml(text):
    """The plain part of YAML that cases use: nested keys, scalars, lists. Anything else gives None, never a guess.

    The model is built from the settings that the decision prints; this only serves to say where they differ."""
    found, path, block = {}, [], None
    for line in text.splitlines():
        bare = re.sub(r"(^|\s)#.*$", "", line).rstrip()
        indent = len(bare) - len(bare.lstrip())
        if not bare.strip() or (block is not None and indent > block):
            continue
        block = None
        item = re.fullmatch(r"\s*- (.*)", bare)
        if item and path and isinstance(found.get(".".join(k for _, k in path), []), list):
            found.setdefault(".".join(k for _, k in path), []).append(scalar(item[1]))
            continue
        pair = re.fullmatch(r"\s*([\w.-]+|\"[^\"]*\"|'[^']*'):(?: +(.*))?", bare)
        if not pair or "\t" in bare:
            return None
        while path and path[-1][0] >= indent:
            path.pop()
        path.append((indent, scalar(pair[1])))
        value = (pair[2] or "").strip()
        if value[:1] in ("|", ">"):
            block = indent
        elif value[:1] == "[" and value[-1:] == "]":
            found[".".join(k for _, k in path)] = [scalar(v) for v in value[1:-1].split(",") if v.strip()]
        elif value[:1] in ("{", "&", "*", "!", "["):
            return None
        elif value:
            found[".".join(k for _, k in path)] = scalar(value)
    return found


def scalar(text):
    text = text.strip()
    return clean(text[1:-1] if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0] else text)


# -------------------------------------------------------------------------------------------------- 2. the model

#: The settings that change the model, with their defaults.
SETTINGS = {
    "budget.carry_over": False,
    "budget.factor": Fraction(1),
    "budget.total": None,
    "objective.basis": "roadmap",
    "objective.success": "ignore",
    "rules.off": [],
    "must": [],
    "never": [],
}


def settings_of(flat, kind):
    """The settings that change the model, typed; those not given take their default."""
    found = dict(SETTINGS)
    for key in SETTINGS.keys() & flat.keys():
        value = flat[key]
        if key == "budget.carry_over":
            value = {"true": True, "false": False, "yes": True, "no": False}.get(str(value).lower(), value)
            require(isinstance(value, bool), f"setting {key} is not true or false", kind)
        elif key in ("budget.factor", "budget.total"):
            value = SETTINGS[key] if value is None or value == "" else Fraction(plain_number(str(value), kind))
        elif key in ("rules.off", "must", "never"):
            value = [] if value is None else several(value) if isinstance(value, str) else value
            require(isinstance(value, list) and all(isinstance(v, str) for v in value), f"{key} is not a list", kind)
            value = sorted(clean(v) for v in value)
        else:
            allowed = ("roadmap", "amount") if key == "objective.basis" else ("ignore", "expected")
            require(value in allowed, f"setting {key} is not understood", kind)
        found[key] = value
    return found


def flatten(tree, prefix=""):
    """Nested settings to dotted keys."""
    flat = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            flat.update(flatten(value, prefix + key + "."))
        else:
            flat[prefix + key] = value
    return flat


#: ``members`` are indices of roadmaps, by id; ``saved`` is what falls away of each purse; ``products`` is the column of
#: each option of a member, where the synergy has a value share.
Synergy = namedtuple("Synergy", "name column members at_least value share saved products")


class Model:
    """A case in whole numbers. Columns: one for each option (roadmap, level), one for each synergy, one for each
    option of a member of a synergy with a value share; ``rows[name] = (coefficients, limit)``: sum <= limit."""

    def __init__(self, tables, settings, scores, eligible):
        self.tables, self.settings, self.scores = tables, settings, scores
        self.attributes = {row["id"]: row for row in self.table("roadmaps")}
        self.roadmaps = sorted(self.attributes)
        require(len(self.roadmaps) <= LIMIT_ROADMAPS, "more roadmaps than this program takes", Unreadable)
        self.read_money()
        self.read_levels(eligible)
        self.read_synergies()
        self.read_values()
        self.rows, self.cones, self.tails, self.restrictions = {}, {}, {}, []
        for roadmap in settings["must"]:
            self.restrict(f"must:{roadmap}", roadmap, ~1)
        for roadmap in settings["never"]:
            self.restrict(f"never:{roadmap}", roadmap, 1)
        self.read_budget()
        for rule in self.table("rules"):
            if rule["id"] not in settings["rules.off"]:
                self.read_rule(rule)

    def table(self, name):
        return self.tables.get(name, [])

    def read_money(self):
        """Costs in smallest units: ``paid[roadmap, level][year, instrument]``, ``private[roadmap, level]``."""
        amounts = [r.get(c, "") for r in self.table("costs") for c in ("public", "private")]
        amounts += [r.get(c, "") for r in self.table("budget") for c in ("max", "min")]
        amounts += [r.get("saving", "") for r in self.table("synergies")]
        self.decimals = max((len(a.replace(",", ".").partition(".")[2]) for a in amounts), default=0)
        total = self.settings["budget.total"]
        while total is not None and (total * 10**self.decimals).denominator != 1:
            self.decimals += 1
        self.unit_of_money = 10**self.decimals
        years = [int(r["year"]) for r in self.table("budget") if r["year"] not in ("", "total")]
        first = min(years or [int(r["year"]) for r in self.table("costs") if r.get("year")], default=0)
        self.paid, self.private = {}, {}
        for row in self.table("costs"):
            key = row["roadmap"], row.get("level") or "full"
            purse = int(row.get("year") or first), row.get("instrument", "")
            purses = self.paid.setdefault(key, {})
            purses[purse] = purses.get(purse, 0) + self.units(row.get("public", ""))
            self.private[key] = self.private.get(key, 0) + self.units(row.get("private", ""))
        if not self.table("costs"):
            self.paid = {(roadmap, "full"): {} for roadmap in self.roadmaps}
            self.private = dict.fromkeys(self.paid, 0)

    def units(self, cell):
        return int(number(cell, Fraction(0)) * self.unit_of_money)

    def read_levels(self, eligible):
        """``options[r]``: the column of each level of roadmap r, the largest share of the score first, then by name.
        A roadmap that is not eligible has no options."""
        shares = {(r["roadmap"], r["level"]): number(r["value_share"]) for r in self.table("levels")}
        self.levels, self.options, self.option_of = [], [], []
        for index, roadmap in enumerate(self.roadmaps):
            levels = [(Fraction(1) if lv == "full" else shares[r, lv], lv) for r, lv in self.paid if r == roadmap]
            levels = sorted(levels, key=lambda level: (-level[0], level[1])) if roadmap in eligible else []
            self.levels.append(levels)
            self.options.append([len(self.option_of) + i for i in range(len(levels))])
            self.option_of += [(index, i) for i in range(len(levels))]
        self.position = {roadmap: i for i, roadmap in enumerate(self.roadmaps)}
        self.public = [sum(self.paid[self.key(column)].values()) for column in range(len(self.option_of))]

    def key(self, column):
        index, i = self.option_of[column]
        return self.roadmaps[index], self.levels[index][i][1]

    def name(self, column):
        roadmap, level = self.key(column)
        return roadmap if level == "full" else f"{roadmap}:{level}"

    def columns_of(self, roadmaps):
        return [column for roadmap in roadmaps for column in self.options[self.position[roadmap]]]

    def read_synergies(self):
        """The synergies by id. The columns of synergies follow the options, those of products follow the synergies."""
        self.synergies = []
        self.width = len(self.option_of)
        for row in sorted(self.table("synergies"), key=lambda row: row["id"]):
            members = [self.position[m] for m in several(row["members"])]
            at_least = int(number(row.get("at_least", ""), Fraction(len(members))))
            share = number(row.get("value_share", ""), Fraction(0))
            value = number(row.get("value", ""), Fraction(0))
            saved = self.spread_saving(row, members)
            self.synergies.append(Synergy(row["id"], self.width, sorted(members), at_least, value, share, saved, {}))
            self.width += 1
        for synergy in self.synergies:
            for column in (c for m in synergy.members for c in self.options[m]) if synergy.share else ():
                synergy.products[column] = self.width
                self.width += 1

    def spread_saving(self, row, members):
        """The saving over years as the full costs of all members are, and within a year over purses alike: rounded
        down, the remainder in the last that has a cost."""
        saving = self.units(row.get("saving", ""))
        if not saving:
            return {}
        costs = {}
        for member in members:
            for purse, amount in self.paid.get((self.roadmaps[member], "full"), {}).items():
                costs[purse] = costs.get(purse, 0) + amount
        if not costs:
            years = [year for purses in self.paid.values() for year, _ in purses if year]
            years += [int(r["year"]) for r in self.table("budget") if r["year"] not in ("", "total")]
            return {(min(years, default=0), ""): saving}
        by_year = {}
        for (year, _), amount in sorted(costs.items()):
            by_year[year] = by_year.get(year, 0) + amount
        found = {}
        for year, share in in_proportion(saving, by_year).items():
            found.update(in_proportion(share, {p: a for p, a in sorted(costs.items()) if p[0] == year}))
        return found

    def read_values(self):
        """What each column is worth, in whole units of the largest ``unit`` that divides every one of them."""
        worth = [Fraction(0)] * self.width
        for column in range(len(self.option_of)):
            index, i = self.option_of[column]
            roadmap = self.roadmaps[index]
            worth[column] = self.scores[roadmap] * self.levels[index][i][0]
            if self.settings["objective.basis"] == "amount":
                worth[column] *= Fraction(self.public[column], self.unit_of_money)
            if self.settings["objective.success"] == "expected":
                worth[column] *= number(self.attributes[roadmap].get("success", ""), Fraction(1))
        for synergy in self.synergies:
            worth[synergy.column] = synergy.value
            for option, product in synergy.products.items():
                worth[product] = worth[option] * synergy.share
        scale = lcm(*(w.denominator for w in worth))
        self.worth = worth
        self.unit = Fraction(gcd(*(int(w * scale) for w in worth)) or scale, scale)
        self.values = [int(w / self.unit) for w in worth]

    def restrict(self, name, roadmap, mask):
        """A rule that bears on one roadmap alone is no row: it takes options away (bit 0: not funded, bit i: level i)."""
        require(roadmap in self.position, f"the case has no roadmap {roadmap!r}", Unreadable)
        self.restrictions.append((name, self.position[roadmap], mask))

    def domain(self, names=None):
        """What each roadmap may take, as bits, under the rules called ``names`` (default all)."""
        masks = [(2 << len(options)) - 1 for options in self.options]
        for name, index, mask in self.restrictions:
            if names is None or name in names:
                masks[index] &= mask
        return masks

    def add_row(self, rule, side, coefficients, limit):
        name = f"{rule} {side}" if side else rule
        require(name not in self.rows, f"two rows are called {name!r}", Unreadable)
        self.rows[name] = *self.whole_row(coefficients, limit), rule

    def whole_row(self, coefficients, limit):
        """The row ``sum <= limit``: multiplied out to whole numbers, divided by their greatest common divisor, the
        limit then rounded down (a row without coefficients keeps its limit, rounded down)."""
        coefficients = {column: Fraction(a) for column, a in coefficients.items() if a}
        scale = lcm(*(a.denominator for a in coefficients.values()))
        factor = gcd(*(int(a * scale) for a in coefficients.values())) or 1
        dense = [0] * self.width
        for column, a in coefficients.items():
            dense[column] = int(a * scale) // factor
        return dense, limit * scale // factor

    def money_coefficients(self, counts):
        """Public money after savings in the purses that count: over options and synergies."""
        found = {}
        for column in range(len(self.option_of)):
            found[column] = sum(a for purse, a in self.paid[self.key(column)].items() if counts(purse))
        for synergy in self.synergies:
            found[synergy.column] = -sum(a for purse, a in synergy.saved.items() if counts(purse))
        return found

    def read_budget(self):
        rows = [dict(row) for row in self.table("budget")]
        total = self.settings["budget.total"]
        if total is not None:
            rows = [r for r in rows if r["year"] != "total" or r.get("instrument")]
            rows.append({"year": "total", "max": total})
        limits = {}
        for row in rows:
            limit = row.get("max", "")
            if limit != "":
                limit = (limit if isinstance(limit, Fraction) else number(limit)) * self.settings["budget.factor"]
                limits[row["year"], row.get("instrument", "")] = limit * self.unit_of_money
        carry = self.settings["budget.carry_over"]
        for row in rows:
            year, purse = row["year"], row.get("instrument", "")
            name = f"budget:{year}:{purse}" if purse else f"budget:{year}"

            def here(p, year=year, purse=purse, upto=False):
                when = year == "total" or p[0] == int(year) or (upto and p[0] < int(year))
                return when and (not purse or p[1] == purse)

            if row.get("max", "") != "":
                limit, cumulated = limits[year, purse], carry and year != "total"
                if cumulated:
                    limit = sum(v for (y, i), v in limits.items() if y != "total" and i == purse and int(y) <= int(year))
                money = self.money_coefficients(lambda p, here=here, upto=cumulated: here(p, upto=upto))
                self.add_row(name, "", money, limit)
            if row.get("min", "") != "":
                money = self.money_coefficients(here)
                least = number(row["min"]) * self.unit_of_money
                self.add_row(name + ":min", "", {c: -a for c, a in money.items()}, -least)

    def having(self, attribute, value):
        """The roadmaps that have this value of an attribute among theirs (any value where none is named)."""
        found = {r: several(self.attributes[r].get(attribute, "")) for r in self.roadmaps}
        return [r for r, values in found.items() if (value in values if value else values)]

    def read_rule(self, rule):
        """One rule of the table; ``*`` makes one of each value that a roadmap has, called ``ID[value]``."""
        if rule.get("value") == "*":
            values = {v for row in self.attributes.values() for v in several(row.get(rule["attribute"], ""))}
            for value in sorted(values):
                name = f"{rule['id']}[{value}]"
                if name not in self.settings["rules.off"]:
                    self.add_rule(name, rule, value)
        else:
            self.add_rule(rule["id"], rule, rule.get("value", ""))

    def add_rule(self, name, rule, value):
        kind, attribute = rule["rule"], rule.get("attribute", "")
        low, high = number(rule.get("min", "")), number(rule.get("max", ""))
        members = several(rule.get("members", ""))
        require(all(m in self.position for m in members), f"rule {name} names a roadmap that is not there", Unreadable)
        group = self.columns_of(members or (self.having(attribute, value) if attribute else self.roadmaps))
        one = dict.fromkeys(group, 1)
        if kind == "count":
            self.between(name, one, low, high)
        elif kind in ("must", "never"):
            for member in members:
                self.restrict(name, member, ~1 if kind == "must" else 1)
        elif kind == "exclusive":
            self.between(name, one, None, 1 if high is None else high)
        elif kind == "requires":
            for other in (m for m in members[1:] if m != members[0]):
                row = dict.fromkeys(self.columns_of(members[:1]), 1) | dict.fromkeys(self.columns_of([other]), -1)
                self.add_row(name, other, row, 0)
        elif kind == "share":
            money = {"": self.public, "spend": self.public, "count": [1] * len(self.option_of)}
            money["private"] = [self.private[self.key(c)] for c in range(len(self.option_of))]
            require(rule.get("of", "") in money, f"rule {name}: 'of' is not understood", Unreadable)
            part, inside = money[rule.get("of", "")], set(group)
            for side, limit, sign in (("max", high, 1), ("min", low, -1)):
                if limit is not None:
                    row = {c: sign * ((c in inside) - limit) * a for c, a in enumerate(part)}
                    self.add_row(name, side, row, 0)
        elif kind == "cover":
            self.between(name, one, 1 if low is None else low, None)
        elif kind == "intensity":
            for column in group:
                index, i = self.option_of[column]
                most = 1 if high is None else high
                if self.public[column] > most * (self.public[column] + self.private[self.key(column)]):
                    self.restrict(name, self.roadmaps[index], ~(2 << i))
        elif kind == "leverage":
            self.add_row(name, "min", {c: (low or 0) * self.public[c] - self.private[self.key(c)] for c in group}, 0)
        elif kind == "concentration":
            self.cones[name] = 1 if high is None else high, self.groups_of(attribute)
        elif kind == "downside":
            self.tails[name] = self.read_scenarios(number(value, Fraction(1)), low or 0)
        else:
            raise Unreadable(f"rule {name}: the kind {kind!r} is not known")

    def between(self, name, row, low, high):
        if high is not None:
            self.add_row(name, "max", row, high)
        if low is not None:
            self.add_row(name, "min", {c: -a for c, a in row.items()}, -low)

    def groups_of(self, attribute):
        """Each group's public money over options. A roadmap with several values is split equally among them; one
        without a value is a group of its own. Keys: ``(True, value)`` and ``(False, roadmap)``."""
        groups = {}
        for column in range(len(self.option_of)):
            roadmap, _ = self.key(column)
            values = several(self.attributes[roadmap].get(attribute, ""))
            for key in [(True, v) for v in values] or [(False, roadmap)]:
                groups.setdefault(key, {})[column] = Fraction(self.public[column], max(1, len(values)))
        return groups

    def read_scenarios(self, share, least):
        """Downside: the worst share, the least ratio, each scenario's probability, and each column's worth in it."""
        chance, factors = {}, {}
        for row in self.table("scenarios"):
            if row.get("probability", "") != "":
                chance[row["scenario"]] = number(row["probability"])
            if row.get("roadmap", "") != "":
                factors[row["scenario"], row["roadmap"]] = number(row["factor"], Fraction(1))
        require(sum(chance.values()) == 1, "the scenarios' probabilities do not add up to 1", Unreadable)
        worth = {}
        for scenario in chance:
            column_worth = list(self.worth)
            source = {p: option for s in self.synergies for option, p in s.products.items()}
            for column in [*range(len(self.option_of)), *source]:
                roadmap, _ = self.key(source.get(column, column))
                column_worth[column] *= factors.get((scenario, roadmap), 1)
            worth[scenario] = column_worth
        return share, least, chance, worth


def in_proportion(amount, weights):
    whole = sum(weights.values())
    keys = [key for key, weight in weights.items() if weight > 0] or list(weights)[-1:]
    shares = {key: amount * weights[key] // whole if whole else 0 for key in keys}
    shares[keys[-1]] += amount - sum(shares.values())
    return {key: share for key, share in shares.items() if share}


# ------------------------------------------------------------------------------------------------- 3. the answer


class Answer:
    """What the decision says, read strictly, and the model that its case and scores make."""

    def __init__(self, tables, decision):
        self.settings = settings_of(flatten(field(decision, "settings", dict)), Unreadable)
        scores, self.order = read_ranking(field(decision, "ranking", list))
        weighed = {r["id"] for r in tables.get("roadmaps", []) if r.get("admissible", "").casefold() not in NO}
        require(scores.keys() == weighed, "the ranking does not hold each admissible roadmap once", Unreadable)
        self.model = Model(tables, self.settings, scores, set(self.order))
        portfolio = field(decision, "portfolio", dict)
        self.status = field(portfolio, "status", str)
        self.unique = portfolio.get("unique")
        require(self.unique is None or isinstance(self.unique, bool), "'unique' is not true, false or null")
        self.value, self.bound = exact(portfolio.get("value")), exact(portfolio.get("bound"))
        self.conflict = portfolio.get("conflict") or []
        selected = field(portfolio, "selected", list)
        self.chosen = None if self.value is None and not selected else self.read_portfolio(portfolio, selected)

    def read_portfolio(self, portfolio, selected):
        """The columns that the decision takes; every printed figure of it is recomputed."""
        model, names = self.model, []
        for row in selected:
            level = row.get("level", "full") if isinstance(row, dict) else None
            require(isinstance(level, str), "a selected roadmap is not understood")
            roadmap = field(row, "roadmap", str)
            names.append(roadmap if level == "full" else f"{roadmap}:{level}")
        chosen = self.columns_of(names)
        for row, column in zip(selected, chosen):
            printed = exact(row.get("score")), exact(row.get("public")), exact(row.get("private"))
            money = model.public[column], model.private[model.key(column)]
            figures = model.scores[row["roadmap"]], *(Fraction(a, model.unit_of_money) for a in money)
            require(printed == figures, f"{row['roadmap']}: score or money is not what the case says")
        columns = self.keeps_every_rule(chosen)
        require(self.value == self.worth(columns), "the portfolio's value is not the sum of what it holds")
        active = [s.name for s in model.synergies if s.column in columns]
        require(portfolio.get("synergies") == active, "the active synergies are not those printed")
        spend = field(portfolio, "spend", dict)
        private = sum(model.private[model.key(c)] for c in chosen)
        require(exact(spend.get("total")) == Fraction(self.spent(columns), model.unit_of_money), "total spend is wrong")
        require(exact(spend.get("private")) == Fraction(private, model.unit_of_money), "total private money is wrong")
        return frozenset(chosen)

    def columns_of(self, names):
        """Ids, or ``id:level``, to columns; each roadmap at most once, each eligible, each level there."""
        by_name = {self.model.name(c): c for c in range(len(self.model.option_of))}
        require(all(isinstance(n, str) and n in by_name for n in names), "a roadmap or level cannot be funded")
        columns = [by_name[n] for n in names]
        require(len({self.model.option_of[c][0] for c in columns}) == len(columns), "a roadmap is funded twice")
        return columns

    def follow(self, chosen):
        """The chosen options with the synergies and products that they make active."""
        columns, funded = set(chosen), {self.model.option_of[c][0] for c in chosen}
        for synergy in self.model.synergies:
            if sum(member in funded for member in synergy.members) >= synergy.at_least:
                columns.add(synergy.column)
                columns.update(p for option, p in synergy.products.items() if option in columns)
        return columns

    def worth(self, columns):
        return sum((self.model.worth[c] for c in columns), Fraction(0))

    def spent(self, columns):
        money = self.model.money_coefficients(lambda purse: True)
        return sum(money.get(c, 0) for c in columns)

    def keeps_every_rule(self, chosen):
        """The columns of a portfolio, once it has been seen to keep every rule and budget row, exactly."""
        model, columns = self.model, self.follow(chosen)
        taken = [1] * len(model.roadmaps)
        for column in chosen:
            index, i = model.option_of[column]
            taken[index] = 2 << i
        for name, index, mask in model.restrictions:
            require(taken[index] & mask, f"the portfolio breaks {name}")
        for coefficients, limit, rule in model.rows.values():
            require(sum(coefficients[c] for c in columns) <= limit, f"the portfolio breaks {rule}")
        for name, (limit, groups) in model.cones.items():
            money = [sum(a for c, a in group.items() if c in columns) for group in groups.values()]
            require(sum(m * m for m in money) <= limit * sum(money) ** 2, f"the portfolio breaks {name}")
        for name, (share, least, chance, worth) in model.tails.items():
            outcomes = sorted((sum((worth[s][c] for c in columns), Fraction(0)), p) for s, p in chance.items())
            left, worst = share, Fraction(0)
            for outcome, probability in outcomes:
                worst += min(left, probability) * outcome
                left -= min(left, probability)
            mean = sum(outcome * probability for outcome, probability in outcomes)
            require(worst >= least * mean * share, f"the portfolio breaks {name}")
        return columns


def field(tree, key, kind):
    value = tree.get(key) if isinstance(tree, dict) else None
    require(isinstance(value, kind), f"the decision has no proper {key!r}", Unreadable)
    return value


def exact(value):
    """A printed number as a fraction, None for null."""
    require(value is None or type(value) in (int, Decimal), "a figure of the decision is not a number", Unreadable)
    return None if value is None else Fraction(value)


def read_ranking(ranking):
    """Scores by roadmap, and the eligible roadmaps in the order in which ties are broken."""
    scores, order, keys = {}, [], []
    for row in ranking:
        roadmap, eligible = field(row, "roadmap", str), field(row, "eligible", bool)
        score = exact(row.get("score"))
        require(score is not None and (score * 10**6).denominator == 1, "a score has more than 6 decimals", Unreadable)
        require(roadmap not in scores, f"{roadmap} is ranked twice", Unreadable)
        scores[roadmap] = score
        keys.append((not eligible, -score, roadmap))
        if eligible:
            order.append(roadmap)
    require(keys == sorted(keys), "the ranking is not in order of score, the eligible first", Unreadable)
    return scores, order


# -------------------------------------------------------------------------------------------------- 4. the proof

#: What a claim speaks of: no portfolio that keeps every rule, and ... See docs/certificate.md.
CLAIMS = {
    "best": "is worth more than the portfolio",
    "other": "but the portfolio itself is worth as much",
    "cheaper": "is worth as much and spends less",
    "tie": "but the portfolio itself is worth as much and spends no more",
    "order": "is worth as much, spends no more and comes before it in the ranking's order",
    "bound": "is worth more than the bound",
    "infeasible": "exists at all",
    "conflict": "keeps even the rules that the decision says clash",
}


def whole(value, least=None):
    require(type(value) is int and (least is None or value >= least), "a number of the certificate is out of range")
    return value


def listed(value):
    require(isinstance(value, list), "the certificate is not laid out as documented")
    return value


def keys(tree, wanted, optional=()):
    require(isinstance(tree, dict) and set(wanted) <= tree.keys() <= {*wanted, *optional}, "fields not understood")
    return tree


class Proof:
    """A certificate against an answer."""

    def __init__(self, answer, certificate):
        self.answer, self.model = answer, answer.model
        keys(certificate, ("certificate", "claims"), ("rows", "cuts", "roadmaps", "synergies", "other"))
        require(certificate["certificate"] == VERSION, "this program checks certificates of version 1 only")
        self.cuts = [self.read_cut(cut) for cut in listed(certificate.get("cuts", []))]
        self.row_names = listed(certificate.get("rows", []))
        by_name = {s.name: s for s in self.model.synergies}
        self.synergies = [by_name.get(n) for n in listed(certificate.get("synergies", [])) if isinstance(n, str)]
        self.roadmaps = [self.model.position.get(n) for n in listed(certificate.get("roadmaps", [])) if isinstance(n, str)]
        known = None not in self.synergies and None not in self.roadmaps
        require(known and len({s.name for s in self.synergies}) == len(self.synergies), "a name is not the case's")
        self.work, self.leaves, self.proved = 0, 0, []
        for claim in listed(certificate["claims"]):
            keys(claim, ("claim", "tree"), ("at",))
            require(isinstance(claim["claim"], str) and claim["claim"] in CLAIMS, "a claim is not understood")
            self.prove(claim["claim"], claim.get("at"), listed(claim["tree"]))
            self.proved.append((claim["claim"], claim.get("at")))
        self.conclude(certificate.get("other"))

    def read_cut(self, cut):
        """The row that stands in for a rule that is not linear; see docs/certificate.md for why each is valid."""
        model = self.model
        require(isinstance(cut, dict) and isinstance(cut.get("rule"), str), "a cut is not understood")
        if cut["rule"] in model.cones:
            keys(cut, ("rule", "over", "r"), ("values", "alone"))
            limit, groups = model.cones[cut["rule"]]
            over, r = whole(cut["over"], 1), whole(cut["r"], 0)
            given = {(own, k): whole(v) for own, part in ((True, "values"), (False, "alone")) for k, v in cut.get(part, {}).items()}
            require(given.keys() <= groups.keys(), "a cut names a group that is not there")
            require(sum(g * g for g in given.values()) <= over * over, "the direction of a cut is too long")
            require(r * r >= limit * over * over, "the radius of a cut is too small")
            row = {}
            for key, group in groups.items():
                for column, amount in group.items():
                    row[column] = row.get(column, 0) + (given.get(key, 0) - r) * amount
        else:
            require(cut["rule"] in model.tails, "a cut is of a rule that has none")
            share, least, chance, worth = model.tails[cut["rule"]]
            keys(cut, ("rule", "over", "q"))
            over, q = whole(cut["over"], 1), {s: whole(v, 0) for s, v in cut["q"].items()}
            require(q.keys() <= chance.keys() and sum(q.values()) == over, "the weights of a cut are not those of scenarios")
            require(all(v * share <= chance[s] * over for s, v in q.items()), "a weight of a cut is too large")
            row = {}
            for s, p in chance.items():
                factor = least * p - Fraction(q.get(s, 0), over)
                for column, value in enumerate(worth[s]):
                    row[column] = row.get(column, 0) + factor * value
        return *model.whole_row(row, 0), cut["rule"]

    def prove(self, claim, at, tree):
        """One claim: the rows that count, the target, where the roadmaps start; then the tree."""
        answer, model = self.answer, self.model
        require((at is not None) == (claim == "order"), "only the claim 'order' is about a roadmap")
        require((answer.chosen is None) == (claim in ("infeasible", "conflict")) or claim == "bound", "a claim that does not fit the answer")
        names = set(answer.conflict) if claim == "conflict" else None
        rows = {n: row for n, row in model.rows.items() if names is None or row[2] in names}
        domain = model.domain(names)
        if claim in ("infeasible", "conflict"):
            target = None
        elif claim == "bound":
            require(answer.bound is not None, "the decision gives no bound")
            target = answer.bound // model.unit + 1
        else:
            target = answer.value / model.unit + (claim == "best")
            require(target.denominator == 1, "the value is not a whole number of units")
        if claim in ("cheaper", "tie", "order"):
            spent = answer.spent(answer.follow(answer.chosen)) - (claim == "cheaper")
            rows["spend"] = *model.whole_row(model.money_coefficients(lambda purse: True), spent), ""
        if claim in ("other", "tie"):
            inside = {c: 1 if c in answer.chosen else -1 for c in range(len(model.option_of))}
            rows["other"] = *model.whole_row(inside, len(answer.chosen) - 1), ""
        if claim == "order":
            domain = self.before(domain, at)
        chosen = []
        for name in self.row_names:
            if type(name) is int:
                require(0 <= name < len(self.cuts), "a row names a cut that is not there")
                row = self.cuts[name]
                chosen.append(row[:2] if names is None or row[2] in names else None)
            else:
                require(isinstance(name, str), "a row's name is not text")
                chosen.append(rows[name][:2] if name in rows else None)
        self.walk(tree, domain, chosen, None if target is None else int(target))

    def before(self, domain, at):
        """Like the portfolio on every roadmap ranked above ``at``, and better on ``at``."""
        order, model = self.answer.order, self.model
        require(at in order, "the claim 'order' is about a roadmap that is not ranked")
        taken = [1] * len(model.roadmaps)
        for column in self.answer.chosen:
            index, i = model.option_of[column]
            taken[index] = 2 << i
        for roadmap in order[: order.index(at)]:
            domain[model.position[roadmap]] &= taken[model.position[roadmap]]
        index = model.position[at]
        better = (2 << len(model.options[index])) - 2 if taken[index] == 1 else taken[index] - 2
        domain[index] &= better
        return domain

    def conclude(self, other):
        """Whether what was proved is what the decision says."""
        answer, proved = self.answer, {claim for claim, _ in self.proved}
        status = answer.status
        if status == "infeasible":
            require(answer.chosen is None and proved & {"infeasible", "conflict"}, "infeasibility is not proved")
        elif status in ("within_gap", "time_limit"):
            require("bound" in proved or "best" in proved or "other" in proved, "the bound is not proved")
        else:
            require(status == "optimal", "the status is not understood")
            require(answer.chosen is not None and proved & {"best", "other"}, "optimality is not proved")
            if "other" not in proved and "tie" not in proved:
                require("cheaper" in proved, "that no cheaper portfolio is as good is not proved")
                for roadmap in answer.order:
                    done = not all(self.before(self.model.domain(), roadmap)) or ("order", roadmap) in self.proved
                    require(done, f"the tie-break at {roadmap} is not proved")
        require(answer.unique is not True or "other" in proved, "that the portfolio is the only best one is not proved")
        if answer.unique is False:
            columns = answer.columns_of(listed(other))
            same = frozenset(columns) == answer.chosen
            worth = answer.worth(answer.keeps_every_rule(columns))
            require(not same and worth == answer.value, "the certificate shows no other portfolio that is as good")
        if answer.bound is not None and answer.value is not None:
            require(answer.bound >= answer.value, "the bound is below the value")

    # The sum itself.

    def walk(self, tree, domain, rows, target):
        """Every leaf closes and every split leaves nothing out. The tree is a list in the order: node, then what each
        of its parts leads to, so no nesting and no recursion."""
        stack = [domain]
        require(len(tree) <= LIMIT_NODES, "a tree is larger than this program reads")
        for node in tree:
            require(stack, "the tree has more nodes than its splits ask for")
            require(listed(node) and isinstance(node[0], str), "a node is not understood")
            masks = stack.pop()
            if node[0] == "E" and len(node) == 1:
                require(not all(masks), "a leaf says that nothing is left, and something is")
                self.leaves += 1
            elif node[0] == "L" and len(node) == 4:
                bound, _ = self.bound(node, masks, rows)
                scale = node[1]
                require(bound is None or bound < (scale * target if target is not None else 0), "a leaf does not close")
                require(target is not None or scale == 0 or bound is None, "a leaf counts values where none are asked")
                self.leaves += 1
            elif node[0] == "X" and len(node) == 4:
                stack.append(self.struck(node, masks, rows, target))
            elif node[0] == "S" and len(node) >= 4:
                stack += reversed(self.split(node, masks))
            else:
                raise Rejected("a node is not understood")
        require(not stack, "the tree has fewer nodes than its splits ask for")

    def split(self, node, masks):
        require(0 <= whole(node[1]) < len(self.roadmaps), "a split is of a roadmap that is not listed")
        index, parts, union = self.roadmaps[node[1]], [], 0
        for mask in node[2:]:
            part = masks[index] & whole(mask, 0)
            union |= part
            parts.append(masks[:index] + [part] + masks[index + 1 :])
        require(union == masks[index], "a split leaves something out")
        self.spend_work(len(parts))
        return parts

    def spend_work(self, times):
        self.work += times * (self.model.width + len(self.model.roadmaps))
        require(self.work <= LIMIT_WORK, "the certificate asks for more work than this program does")

    def struck(self, node, masks, rows, target):
        """What is left when every option goes with which the sum would still close."""
        bound, table = self.bound(node, masks, rows)
        if bound is None:
            return masks
        require(target is not None, "nothing to strike out where no values count")
        left = []
        for mask, scores in zip(masks, table):
            top = max(scores.values())
            left.append(sum(bit for bit, score in scores.items() if bound - top + score >= node[1] * target))
        return left

    def bound(self, node, masks, rows):
        """The Lagrangian sum of a node: whatever the multipliers, ``scale`` times the value of every portfolio that
        the masks allow and the rows admit is at most this. None where the masks allow nothing."""
        _, scale, multipliers, shifts = node
        self.spend_work(1)
        require(len(listed(multipliers)) <= len(rows) and len(listed(shifts)) <= len(self.synergies), "too many numbers")
        whole(scale, 0)
        if not all(masks):
            return None, None
        total, left = 0, [scale * value for value in self.model.values]
        for multiplier, row in zip(multipliers, rows):
            if whole(multiplier, 0):
                require(row is not None, "a multiplier on a row that does not count here")
                total += multiplier * row[1]
                left = [value - multiplier * a for value, a in zip(left, row[0])]
        gained = left[: len(self.model.option_of)]
        shift_of = {s.name: t for s, t in zip(self.synergies, shifts) if t != 0}
        for synergy in self.model.synergies:
            total += self.part_of(synergy, shift_of.get(synergy.name, 0), masks, left, gained)
        table = []
        for mask, options in zip(masks, self.model.options):
            scores = {1: 0} if mask & 1 else {}
            for i, column in enumerate(options):
                if mask & (2 << i):
                    scores[2 << i] = gained[column]
            table.append(scores)
            total += max(scores.values())
        return total, table

    def part_of(self, synergy, shift, masks, left, gained):
        """The most that a synergy can bring, less the shifts of the members' options, which are added to ``gained``:
        the larger of two sorted sums, one for active and one for not."""
        active, options, shifts = left[synergy.column], self.model.options, {}
        if type(shift) is int:
            require(0 <= shift <= len(synergy.members), "a shift names a member that is not there")
            if shift:
                shifts = dict.fromkeys(options[synergy.members[shift - 1]], active)
        else:
            columns = [c for m in synergy.members for c in options[m]]
            require(len(listed(shift)) == len(columns), "a shift has not one number for each option")
            shifts = {column: whole(t) for column, t in zip(columns, shift)}
        for column, t in shifts.items():
            gained[column] += t
        always, on, off, forced_on, forced_off = 0, [], [], 0, 0
        for member in synergy.members:
            mask = masks[member]
            funded = [c for i, c in enumerate(options[member]) if mask & (2 << i)]
            if funded:
                idle = max(-shifts.get(c, 0) for c in funded)
                busy = idle
                if synergy.products:
                    busy = max(left[synergy.products[c]] - shifts.get(c, 0) for c in funded)
                if mask & 1:
                    on.append(busy)
                    off.append(idle)
                else:
                    always, forced_on, forced_off = always + 1, forced_on + busy, forced_off + idle
        best, need = [], max(synergy.at_least - always, 0)
        if need <= len(on):
            on.sort(reverse=True)
            best.append(active + forced_on + sum(on[:need]) + sum(v for v in on[need:] if v > 0))
        if always < synergy.at_least:
            off.sort(reverse=True)
            best.append(forced_off + sum(v for v in off[: synergy.at_least - 1 - always] if v > 0))
        return max(best)


# ------------------------------------------------------------------------------------------------------- the end


def check(case, decision, certificate):
    """Check a certificate.

    Args:
        case: path of the case.
        decision: the decision, as read by ``strict_json``.
        certificate: the certificate's bytes, gzip or plain.

    Returns:
        The :class:`Proof`, whose ``proved``, ``leaves`` and ``notes`` say what holds.

    Raises:
        Rejected: the certificate does not prove what the decision says.
        Unreadable: the case or the decision cannot be read.
    """
    try:
        tables, own = read_case(case)
        answer = Answer(tables, decision)
    except (KeyError, ValueError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise Unreadable(f"the case or the decision is not laid out as documented ({type(error).__name__})") from None
    try:
        proof = Proof(answer, strict_json(unpack(certificate)))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Rejected(f"the certificate is not laid out as documented ({type(error).__name__})") from None
    proof.notes = compare_settings(own, answer.settings)
    return proof


def compare_settings(own, in_force):
    """Where the settings in force are not what the case's own settings say: what options of the command changed."""
    if own is None:
        return ["The case's own settings are not plain enough to be compared: read them beside the decision's."]
    own = settings_of(own, Unreadable)
    return [f"In force by option, not by the case: {k} = {in_force[k]}" for k in SETTINGS if own[k] != in_force[k]]


def main(arguments):
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
        print(f"Cannot read: {error}.", file=sys.stderr)
        return 2
    for note in proof.notes:
        print(note)
    print(f"PROVEN ({proof.answer.status}): {proof.leaves} cases checked in whole numbers, without a solver.")
    for claim in dict.fromkeys(claim for claim, _ in proof.proved):
        print(f"  No portfolio that keeps every rule {CLAIMS[claim]}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
