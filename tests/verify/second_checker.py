"""A second checker of certificates, written from docs/certificate.md alone.

On 2026-11-25, by somebody who had not seen the first checker (optimizer/verify/check_certificate.py), its tests or the
programs that write certificates. When both were then compared, part of the first was read, and three points that the
page had left open were settled here as they are there: an optimal decision whose `unique` is null is accepted, and
that is said; ranks are not looked at; what stands in a leaf where nothing may be taken is not read. The page says so
now. It shares no code with the first one and is not to: test_second_checker.py holds the two against each other.

python second_checker.py CASE DECISION CERTIFICATE    (CASE: a folder)

Exit status 0: the certificate proves what the decision says. 1: it does not, with the reason.
"""

# mypy: disable-error-code="var-annotated, operator, unreachable, arg-type"

import csv
import gzip
import io
import json
import re
import sys
import unicodedata
import zlib
from fractions import Fraction
from math import gcd, lcm
from pathlib import Path

MOST_BYTES, MOST_MARKS, MOST_WORK, MOST_DIGITS, MOST_POWER = 16_000_000, 500_000, 3_000_000, 80, 80
PLACES = "123456789abcdefghijklmnopqrstuvwxyz"
SETTINGS = {
    "budget.carry_over": False,
    "budget.factor": 1,
    "budget.total": None,
    "objective.basis": "roadmap",
    "objective.success": "ignore",
    "rules.off": [],
    "must": [],
    "never": [],
}


class Refused(Exception):
    """The certificate does not prove what the decision says."""


def need(holds, *why):
    if not holds:
        raise Refused(" ".join(str(part) for part in why))


# ---------------------------------------------------------------- reading


class Number(Fraction):
    """A number as it was written: exact, and knowing its decimals."""

    decimals = 0

    def __new__(cls, text):
        need(re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", text) and len(text) < 1000, "no number:", text)
        self = super().__new__(cls, text)
        mantissa, _, power = text.lower().partition("e")
        self.decimals = max(0, len(mantissa.partition(".")[2]) - int(power or 0))
        return self


def text_of(cell):
    return unicodedata.normalize("NFC", cell or "").strip()


def values_of(cell):
    return list(dict.fromkeys(filter(None, (text_of(part) for part in cell.split(";")))))


def table(folder, name):
    path = Path(folder) / f"{name}.csv"
    if not path.exists():
        return []
    text = path.read_text("utf-8-sig")
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if any(map(text_of, row))]
    found = []
    for row in rows[1:]:
        found.append(
            dict(zip(map(text_of, rows[0]), [text_of(cell) for cell in row] + [""] * len(rows[0]), strict=False))
        )
        found[-1]["comma"] = mark != ","
    return found


def number(row, column, default=None):
    cell = row.get(column) or ""
    if cell == "":
        return default
    return Number(cell.replace(",", ".") if row["comma"] else cell)


def once(pairs):
    found = dict(pairs)
    need(len(found) == len(pairs), "a key twice:", [key for key, _ in pairs])
    return found


def load(text, whole):
    def fault(word):
        raise Refused(f"not a whole number: {word}")

    def integer(word):
        need(len(word) <= MOST_DIGITS or not whole, "a number of more than 80 digits")
        return int(word) if whole else Number(word)

    try:
        return json.loads(
            text,
            object_pairs_hook=once,
            parse_int=integer,
            parse_float=fault if whole else Number,
            parse_constant=fault,
        )
    except (ValueError, RecursionError) as error:
        raise Refused(f"not JSON: {error}") from error


def unpacked(data):
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(data)) as stream:
                data = stream.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Refused(f"not gzip: {error}") from error
    need(len(data) <= MOST_BYTES, "the certificate unpacks to more than 16 MB")
    try:
        text = data.decode("utf-8")
        need(sum(map(text.count, "[{,")) <= MOST_MARKS, "too many brackets and commas")
        return text
    except UnicodeDecodeError as error:
        raise Refused(f"not UTF-8: {error}") from error


def word_of(option):
    return option[0] if option[1] == "full" else ":".join(option)


def setting(settings, key):
    inner = settings
    for part in key.split("."):
        if key in settings:
            inner = settings[key]
            break
        inner = inner.get(part) if isinstance(inner, dict) else None
    return SETTINGS[key] if inner is None else inner


# ---------------------------------------------------------------- the model in whole numbers


class Row:
    def __init__(self, owner, coefficients, limit):
        scale = lcm(Fraction(limit).denominator, *(Fraction(a).denominator for a in coefficients.values()))
        whole = {column: int(a * scale) for column, a in coefficients.items() if a}
        divisor = gcd(*whole.values()) if whole else scale
        self.owner = owner
        self.of = {column: a // divisor for column, a in whole.items()}
        self.limit = int(limit * scale) // divisor
        self.weight = max(0, max((abs(a).bit_length() for a in self.of.values()), default=0) - 1)

    def kept_by(self, columns):
        return sum(a for column, a in self.of.items() if column in columns) <= self.limit


class Model:
    def __init__(self, folder, decision):
        self.folder = folder
        settings = {key: setting(decision["settings"], key) for key in SETTINGS}
        self.settings = settings
        self.read_roadmaps(decision)
        self.read_money()
        self.read_columns()
        self.read_values()
        self.rows = {}  # name: Row
        self.curved = {}  # rule that is not linear: its row of the table
        self.listed = set()  # the rules and budget rows that the decision has to list
        self.read_budget()
        self.read_rules()

    # -- roadmaps, options, money

    def read_roadmaps(self, decision):
        self.attributes = {row["id"]: row for row in table(self.folder, "roadmaps")}
        self.ids = sorted(self.attributes)
        self.score = {}
        admissible = {
            r for r in self.ids if self.attributes[r].get("admissible", "").lower() not in ("no", "nee", "false", "0")
        }
        ranking = decision["ranking"]
        need({entry["roadmap"] for entry in ranking} == admissible, "the ranking is not of the admissible roadmaps")
        need(len(ranking) == len(admissible), "a roadmap is ranked twice")
        keys = [(not entry["eligible"], -entry["score"], entry["roadmap"]) for entry in ranking]
        need(all(entry["eligible"] in (True, False) for entry in ranking), "eligible is neither true nor false")
        need(keys == sorted(keys), "the ranking is not in order")
        self.score = {entry["roadmap"]: entry["score"] for entry in ranking}
        self.ranked = [entry["roadmap"] for entry in ranking if entry["eligible"]]

    def read_money(self):
        costs, budget = table(self.folder, "costs"), table(self.folder, "budget")
        synergies = table(self.folder, "synergies")
        cells = [number(row, name) for row in costs for name in ("public", "private")]
        cells += [number(row, name) for row in budget for name in ("max", "min")]
        cells += [number(row, "saving") for row in synergies]
        decimals = max((cell.decimals for cell in cells if cell is not None), default=0)
        while ((self.settings["budget.total"] or 0) * 10**decimals).denominator > 1:
            decimals += 1
        self.unit = 10**decimals
        years = [int(row["year"]) for row in budget if row.get("year", "") not in ("", "total")]
        years = years or [int(row["year"]) for row in costs if row.get("year")]
        self.first = min(years, default=0)
        shares = {(row["roadmap"], row["level"]): number(row, "value_share") for row in table(self.folder, "levels")}
        self.public, self.private = {}, {}  # of (roadmap, level); public by (year, instrument)
        if not costs:
            self.public = {(r, "full"): {} for r in self.ids}
        for row in costs:
            option = row["roadmap"], row.get("level") or "full"
            purse = int(row.get("year") or self.first), row.get("instrument", "")
            by_purse = self.public.setdefault(option, {})
            by_purse[purse] = by_purse.get(purse, 0) + self.whole(number(row, "public", 0))
            self.private[option] = self.private.get(option, 0) + self.whole(number(row, "private", 0))
        self.share = {option: 1 if option[1] == "full" else shares[option] for option in self.public}
        self.synergies = {row["id"]: row for row in sorted(synergies, key=lambda row: row["id"])}
        self.members = {k: sorted(values_of(row["members"])) for k, row in self.synergies.items()}
        self.saving = {k: self.spread(k, row) for k, row in self.synergies.items()}

    def whole(self, amount):
        amount = amount * self.unit
        need(amount.denominator == 1, "an amount that is no whole number of units")
        return int(amount)

    def spread(self, k, row):
        """The saving of a synergy, by year and instrument."""
        saving = self.whole(number(row, "saving", 0))
        costs = {}
        for member in self.members[k]:
            for purse, amount in self.public.get((member, "full"), {}).items():
                costs[purse] = costs.get(purse, 0) + amount
        if not saving:
            return {}
        if not costs:
            return {(self.first, ""): saving}

        def in_proportion(amount, weights):
            total = sum(weights.values())
            last = max((key for key, weight in weights.items() if weight or not total))
            parts = {key: amount * weight // total if total else 0 for key, weight in weights.items()}
            parts[last] += amount - sum(parts.values())
            return parts

        by_year = {}
        for (year, instrument), amount in costs.items():
            by_year.setdefault(year, {})[instrument] = amount
        shares = in_proportion(saving, {year: sum(purses.values()) for year, purses in by_year.items()})
        return {
            (year, instrument): part
            for year, share in shares.items()
            for instrument, part in in_proportion(share, by_year[year]).items()
        }

    # -- columns and values

    def read_columns(self):
        eligible = set(self.ranked)
        self.options = {
            r: [
                option
                for option in sorted(self.public, key=lambda option: (-self.share[option], option[1]))
                if option[0] == r and r in eligible
            ]
            for r in self.ids
        }
        self.column = {}  # of an option (roadmap, level), a synergy (id,), a product (id, roadmap, level)
        for r in self.ids:
            for option in self.options[r]:
                self.column[option] = len(self.column)
        for k in self.synergies:
            self.column[(k,)] = len(self.column)
        for k, row in self.synergies.items():
            if number(row, "value_share") is not None:
                for member in self.members[k]:
                    for option in self.options[member]:
                        self.column[(k, *option)] = len(self.column)
        self.product = {}  # of a synergy: the column of the product, by the column of the option
        for name, column in self.column.items():
            if len(name) == 3:
                self.product.setdefault(name[0], {})[self.column[name[1:]]] = column
        self.at_least = {k: int(row.get("at_least") or len(self.members[k])) for k, row in self.synergies.items()}

    def read_values(self):
        worth = {}
        for r, options in self.options.items():
            for option in options:
                value = Fraction(self.score[r]) * self.share[option]
                if self.settings["objective.basis"] == "amount":
                    value *= Fraction(sum(self.public[option].values()), self.unit)
                if self.settings["objective.success"] == "expected":
                    value *= number(self.attributes[r], "success", 1)
                worth[option] = value
        for k, row in self.synergies.items():
            worth[(k,)] = Fraction(number(row, "value", 0))
        for name in self.column:
            if len(name) == 3:
                worth[name] = Fraction(number(self.synergies[name[0]], "value_share")) * worth[name[1:]]
        scale = lcm(*(value.denominator for value in worth.values())) if worth else 1
        top = gcd(*(int(value * scale) for value in worth.values()))
        self.value_unit = Fraction(top, scale) if top else Fraction(1)
        self.values = [int(worth[name] / self.value_unit) for name in self.column]

    # -- rows

    def money_row(self, counts):
        row = {}
        for r in self.ids:
            for option in self.options[r]:
                row[self.column[option]] = sum(a for purse, a in self.public[option].items() if counts(*purse))
        for k, saving in self.saving.items():
            row[self.column[(k,)]] = -sum(a for purse, a in saving.items() if counts(*purse))
        return row

    def add(self, owner, name, coefficients, limit):
        need(name not in self.rows, "two rows are called", name)
        self.listed.add(owner)
        self.rows[name] = Row(owner, coefficients, limit)

    def read_budget(self):
        most, least = {}, {}
        for row in table(self.folder, "budget"):
            key = row["year"] if row["year"] == "total" else int(row["year"]), row.get("instrument", "")
            for limits, name in ((most, "max"), (least, "min")):
                if number(row, name) is not None:
                    limits[key] = self.whole(number(row, name))
        if self.settings["budget.total"] is not None:
            most["total", ""] = self.whole(self.settings["budget.total"])
        carry, factor = self.settings["budget.carry_over"], Fraction(self.settings["budget.factor"])
        for bounds, sign in ((most, 1), (least, -1)):
            for (year, instrument), limit in bounds.items():
                name = f"budget:{year}" + (f":{instrument}" if instrument else "") + (":min" if sign < 0 else "")
                up_to = carry and year != "total" and sign > 0

                def counts(y, i, year=year, instrument=instrument, up_to=up_to):
                    return (not instrument or i == instrument) and (
                        year == "total" or y == year or (up_to and y <= year)
                    )

                if up_to:
                    limit = sum(
                        amount for (y, i), amount in most.items() if y != "total" and y <= year and i == instrument
                    )
                money = {column: sign * a for column, a in self.money_row(counts).items()}
                self.add(name, name, money, limit * factor if sign > 0 else -limit)

    def groups(self, r, attribute):
        return values_of(self.attributes[r].get(attribute, ""))

    def read_rules(self):
        off = set(self.settings["rules.off"])
        for row in table(self.folder, "rules"):
            if row["id"] in off:
                continue
            if row.get("value") == "*":
                attribute = row["attribute"]
                for value in sorted({v for r in self.ids for v in self.groups(r, attribute)}):
                    if f"{row['id']}[{value}]" not in off:
                        self.read_rule({**row, "id": f"{row['id']}[{value}]", "value": value})
            else:
                self.read_rule(row)
        for r in self.settings["must"]:
            self.read_rule({"id": f"must:{r}", "rule": "must", "members": r, "comma": False})
        for r in self.settings["never"]:
            self.read_rule({"id": f"never:{r}", "rule": "never", "members": r, "comma": False})

    def read_rule(self, row):
        name, kind = row["id"], row["rule"]
        members, attribute, value = values_of(row.get("members", "")), row.get("attribute", ""), row.get("value", "")
        least, most = number(row, "min"), number(row, "max")
        self.listed.add(name)
        if kind in ("concentration", "downside"):
            self.curved[name] = row
            return
        if members:
            chosen = set(members)
        elif attribute:
            chosen = {
                r for r in self.ids if (value in self.groups(r, attribute) if value else self.groups(r, attribute))
            }
        else:
            chosen = set(self.ids)
        every = [option for r in self.ids for option in self.options[r]]
        count = {self.column[option]: 1 for option in every if option[0] in chosen}
        minus = dict.fromkeys(count, -1)
        if kind == "exclusive":
            self.add(name, f"{name} max", count, 1 if most is None else most)
        elif kind == "cover":
            self.add(name, f"{name} min", minus, -1 if least is None else -least)
        elif kind == "requires":
            for other in members[1:]:
                one = {self.column[option]: 1 for option in self.options[members[0]]}
                self.add(name, f"{name} {other}", one | {self.column[o]: -1 for o in self.options[other]}, 0)
        elif kind == "count":
            if most is not None:
                self.add(name, f"{name} max", count, most)
            if least is not None:
                self.add(name, f"{name} min", minus, -least)
        elif kind == "share":
            for limit, word, sign in ((most, "max", 1), (least, "min", -1)):
                if limit is not None:
                    size = {
                        option: 1
                        if row.get("of") == "count"
                        else self.private.get(option, 0)
                        if row.get("of") == "private"
                        else sum(self.public[option].values())
                        for option in every
                    }
                    part = {self.column[o]: sign * ((o[0] in chosen) - limit) * size[o] for o in every}
                    self.add(name, f"{name} {word}", part, 0)
        elif kind == "must":
            for r in members:
                self.add(name, f"{name} {r}", {self.column[o]: -1 for o in self.options[r]}, -1)
        elif kind == "never":
            for r in members:
                self.add(name, f"{name} {r}", {self.column[o]: 1 for o in self.options[r]}, 0)
        elif kind == "intensity":
            for option in every:
                public = sum(self.public[option].values())
                if option[0] in chosen and public > most * (public + self.private.get(option, 0)):
                    self.add(name, f"{name} {word_of(option)}", {self.column[option]: 1}, 0)
        elif kind == "leverage":
            gap = {
                self.column[o]: (least or 0) * sum(self.public[o].values()) - self.private.get(o, 0)
                for o in every
                if o[0] in chosen
            }
            self.add(name, f"{name} min", gap, 0)
        else:
            raise Refused(f"unknown kind of rule: {kind}")

    # -- rules that are not linear

    def money_by_group(self, attribute, option):
        """The groups that an option's public money goes to, each with its part of it."""
        groups = self.groups(option[0], attribute)
        money = Fraction(sum(self.public[option].values()))
        return {("value", g): money / len(groups) for g in groups} or {("alone", option[0]): money}

    def scenarios(self):
        """Each scenario with its probability and the value of every column in it."""
        probability, factor = {}, {}
        for row in table(self.folder, "scenarios"):
            s = row["scenario"]
            probability[s] = number(row, "probability", probability.get(s, 0))
            factor.setdefault(s, {})
            if row.get("roadmap"):
                factor[s][row["roadmap"]] = number(row, "factor", 1)
        return {
            s: (
                Fraction(probability[s]),
                [
                    value * (factor[s].get(name[-2], 1) if len(name) > 1 else 1)
                    for name, value in zip(self.column, self.values, strict=False)
                ],
            )
            for s in probability
        }

    def curved_kept(self, name, options, columns):
        row = self.curved[name]
        if row["rule"] == "concentration":
            money = {}
            for option in options:
                for group, part in self.money_by_group(row["attribute"], option).items():
                    money[group] = money.get(group, 0) + part
            return sum(a * a for a in money.values()) <= number(row, "max") * sum(money.values()) ** 2
        worst, mean, left = Fraction(0), Fraction(0), Fraction(number(row, "value"))
        share = left
        outcomes = [(sum(v[c] for c in columns), p) for p, v in self.scenarios().values()]
        for value, probability in sorted(outcomes):
            mean += value * probability
            worst += value * min(probability, left)
            left -= min(probability, left)
        return worst / share >= number(row, "min") * mean

    def cut(self, cut):
        """The row of a cut, once its parameters are seen to be valid."""
        need(isinstance(cut, dict), "a cut is no object")
        name = cut.get("rule")
        need(isinstance(name, str) and name in self.curved, "a cut of a rule that has none:", name)
        row = self.curved[name]
        over = whole(cut.get("over"), 1)
        if row["rule"] == "concentration":
            need(set(cut) <= {"rule", "over", "r", "values", "alone"}, "unknown keys in a cut")
            r, weights = whole(cut.get("r")), {}
            known = {g for i in self.ids for g in self.groups(i, row["attribute"])}
            for kind, allowed in (("values", known), ("alone", self.attributes)):
                for key, g in whole_values(cut.get(kind, {})).items():
                    need(key in allowed, "a cut names a group that is not there:", key)
                    need(kind == "values" or not self.groups(key, row["attribute"]), "not alone:", key)
                    weights[kind.removesuffix("s"), key] = g
            need(sum(g * g for g in weights.values()) <= over**2, "a cut's weights are too long")
            need(r >= 0 and r * r >= number(row, "max") * over**2, "a cut's r is too small")
            coefficients = {
                self.column[option]: sum(
                    (weights.get(group, 0) - r) * part
                    for group, part in self.money_by_group(row["attribute"], option).items()
                )
                for r_ in self.ids
                for option in self.options[r_]
            }
            return Row(name, coefficients, 0)
        need(set(cut) <= {"rule", "over", "q"}, "unknown keys in a cut")
        q, scenarios = whole_values(cut.get("q")), self.scenarios()
        need(set(q) <= set(scenarios), "a cut names a scenario that is not there")
        need(sum(q.values()) == over and min(q.values()) >= 0, "a cut's weights do not add up")
        coefficients = dict.fromkeys(range(len(self.values)), Fraction(0))
        for s, (probability, values) in scenarios.items():
            need(q.get(s, 0) * number(row, "value") <= probability * over, "a cut's weight is too large:", s)
            for column, value in enumerate(values):
                coefficients[column] += (number(row, "min") * probability - Fraction(q.get(s, 0), over)) * value
        return Row(name, coefficients, 0)

    # -- portfolios

    def portfolio(self, words):
        """The options of a list of `id` or `id:level`, as a dict of roadmaps."""
        need(isinstance(words, list) and all(isinstance(word, str) for word in words), "no list of ids:", words)
        taken = {}
        for word in words:
            r, _, level = text_of(word).partition(":")
            need(r not in taken, "a roadmap twice:", r)
            need((r, level or "full") in self.options.get(r, ()), "no option of the case:", word)
            taken[r] = (r, level or "full")
        return taken

    def columns(self, taken):
        found = {self.column[option] for option in taken.values()}
        for k, members in self.members.items():
            if len(taken.keys() & set(members)) >= self.at_least[k]:
                names = [(k,), *((k, *taken[r]) for r in members if r in taken)]
                found |= {self.column[name] for name in names if name in self.column}
        return found

    def bit(self, r, taken):
        return 2 << self.options[r].index(taken[r]) if r in taken else 1

    def value(self, columns):
        return sum(self.values[c] for c in columns)

    def spend(self, columns):
        row = self.money_row(lambda year, instrument: True)
        return sum(row.get(c, 0) for c in columns)

    def broken(self, taken, only=None):
        """The rules that a portfolio breaks, of all or of `only` these."""
        columns = self.columns(taken)
        found = {row.owner for row in self.rows.values() if not row.kept_by(columns)}
        found |= {name for name in self.curved if not self.curved_kept(name, taken.values(), columns)}
        return found if only is None else found & set(only)

    def start(self, only=None):
        """What each roadmap may take before anything is split: all but what a row about it alone forbids."""
        domain = {r: (2 << len(self.options[r])) - 1 for r in self.ids}
        of = {self.column[o]: o for r in self.ids for o in self.options[r]}
        for row in self.rows.values():
            if only is not None and row.owner not in only:
                continue
            speaks_of = {of[column][0] if column in of else None for column in row.of}
            if not speaks_of and row.limit < 0:
                return dict.fromkeys(self.ids, 0)
            if len(speaks_of) == 1 and None not in speaks_of:
                (r,) = speaks_of
                figures = [0] + [row.of.get(self.column[o], 0) for o in self.options[r]]
                domain[r] &= sum(1 << i for i, figure in enumerate(figures) if figure <= row.limit)
        return domain


# ---------------------------------------------------------------- trees


def whole(number, least=None):
    need(type(number) is int and (least is None or number >= least), "not a whole number that may stand here:", number)
    return number


def whole_values(entries):
    need(isinstance(entries, dict), "not an object of numbers")
    return {text_of(key): whole(entry) for key, entry in entries.items()}


def names(words, known, what):
    need(isinstance(words, list), what, "is no list")
    for word in words:
        need(isinstance(word, str) and word in known, "the case has no", word, "of", what)
    return words


class Claim:
    """Of the portfolios that keep all `rules`, none is worth `worth` and spends at most `spend`, but `left_out`."""

    def __init__(self, model, said):
        need(isinstance(said, dict) and "tree" in said, "no claim:", said)
        need(set(said) <= {"worth", "spend", "except", "ranked", "rules", "tree"}, "unknown keys:", set(said))
        self.model, self.tree = model, said["tree"]
        self.worth = whole(said["worth"]) if "worth" in said else None
        self.spend = whole(said["spend"]) if "spend" in said else None
        self.left_out = model.portfolio(said["except"]) if "except" in said else None
        self.ranked = "ranked" in said
        need(not self.ranked or (said["ranked"] is True and self.left_out is not None), "a wrong `ranked`")
        self.rules = names(said["rules"], model.listed, "rules") if "rules" in said else None
        self.more = {}  # the rows that this claim has besides
        if self.spend is not None:
            self.more["spend"] = Row("spend", model.money_row(lambda *purse: True), self.spend)
        if self.left_out is not None:
            taken = set(self.left_out.values())
            row = {model.column[o]: 1 if o in taken else -1 for r in model.ids for o in model.options[r]}
            self.more["other"] = Row("other", row, len(taken) - 1)

    def row(self, name, row):
        """The row of this name, where it counts in this claim."""
        return self.more.get(name) or (row if row and (self.rules is None or row.owner in self.rules) else None)

    def nothing_left(self, domain):
        """Whether the claim speaks of none of the portfolios that are left."""
        if not all(domain.values()):
            return True
        if self.left_out is None:
            return False
        taken = {r: self.model.bit(r, self.left_out) for r in self.model.ids}
        if not self.ranked:
            return all(domain[r] == taken[r] for r in taken)
        for r in self.model.ranked:
            left, its = domain[r], taken[r]
            if left & (~1 if its == 1 else (its - 1) & ~1):
                return False
            if not left & its:
                return True
        return True

    def shows(self, worth, spend, portfolio):
        """Whether the claim says that none but `portfolio` is worth `worth` and spends at most `spend`."""
        if self.worth is not None and (worth is None or self.worth > worth):
            return False
        if self.spend is not None and (spend is None or self.spend < spend):
            return False
        if self.left_out is None or (self.left_out == portfolio and not self.ranked):
            return True
        columns = self.model.columns(self.left_out)
        beside = worth is not None and self.model.value(columns) < worth
        beside = beside or (spend is not None and self.model.spend(columns) > spend)
        return beside and not self.ranked


class Prover:
    def __init__(self, model, certificate):
        self.model = model
        self.work = 0
        self.rows = []  # (name, row): none where the case has no such row
        need(isinstance(certificate["rows"], list), "rows are no list")
        for name in certificate["rows"]:
            need(isinstance(name, (str, dict)), "no row:", name)
            self.rows.append((name, model.rows.get(name)) if isinstance(name, str) else (None, model.cut(name)))
        self.roadmaps = names(certificate["roadmaps"], model.attributes, "roadmaps")
        self.shifted = names(certificate["synergies"], model.synergies, "synergies")
        need(len(set(self.shifted)) == len(self.shifted), "a synergy twice")
        self.columns = {r: [model.column[o] for o in model.options[r]] for r in model.ids}

    def prove(self, claim):
        """Follow the claim's tree down to its leaves."""
        model, nodes = self.model, claim.tree
        need(isinstance(nodes, list), "a tree is no list")
        self.claim, self.counting = claim, [claim.row(name, row) for name, row in self.rows]
        waiting = [(claim.model.start(claim.rules), None, 0)]  # what may be taken; a roadmap and its mask
        for place, node in enumerate(nodes):
            need(0 < len(waiting) <= len(nodes) - place, "nodes are missing or left over")
            self.add_work(len(model.ids))
            domain, r, mask = waiting.pop()
            if r is not None:
                domain = domain | {r: domain[r] & mask}
            kind = node[0] if isinstance(node, list) and node else None
            if kind == "S" and len(node) > 3:
                need(whole(node[1], 0) < len(self.roadmaps), "a split of a roadmap that is not there")
                r, together = self.roadmaps[node[1]], 0
                for mask in node[2:]:
                    together |= whole(mask, 0)
                need(domain[r] & ~together == 0, "a split leaves something out:", node)
                self.add_work(len(model.ids) * (len(node) - 2))
                waiting += [(domain, r, mask) for mask in reversed(node[2:])]
            elif kind == "L":
                goal = self.goal(node)
                closes = not all(domain.values()) or self.total(node, domain)[0] < goal
                need(closes, "a leaf does not close: node", place, node)
            elif kind == "X":
                waiting.append((self.strike(node, domain), None, 0))
            elif kind == "E" and len(node) == 1:
                need(claim.nothing_left(domain), "something is left at node", place)
            else:
                raise Refused(f"unknown node: {node}")
        need(not waiting, "nodes are missing")

    def add_work(self, terms):
        self.work += terms
        need(self.work <= MOST_WORK, "too much work")

    def goal(self, node):
        need(len(node) >= 4, "no vector:", node)
        need(self.claim.worth is not None or node[1] == 0, "a scale in a claim without worth")
        return node[1] * (self.claim.worth or 0) if type(node[1]) is int else None  # which total() refuses

    def strike(self, node, domain):
        goal = self.goal(node)
        if not all(domain.values()):
            return dict.fromkeys(domain, 0)
        total, figures = self.total(node, domain)
        left = {}
        for r, mask in domain.items():
            bits = [(1, 0)] + [(2 << i, figures[column]) for i, column in enumerate(self.columns[r])]
            most = max(figure for bit, figure in bits if mask & bit)
            left[r] = sum(bit for bit, figure in bits if mask & bit and total - most + figure >= goal)
        return left

    def total(self, node, domain):
        """The sum of a vector, and the figures of all options."""
        need(isinstance(node[3], list), "no vector:", node)
        model, (scale, power, multipliers), shifts = self.model, node[1:4], node[4:]
        need(whole(power, 0) <= MOST_POWER, "an exponent above", MOST_POWER)
        need(len(multipliers) <= len(self.rows), "more multipliers than rows")
        self.add_work(
            len(model.values)
            + sum(len(row.of) for row, m in zip(self.counting, multipliers, strict=False) if row and m)
        )
        worth = [whole(scale, 0) * value for value in model.values]
        total = 0
        for row, m in zip(self.counting, multipliers, strict=False):
            if whole(m, 0):
                need(row, "a multiplier on a row that does not count: node", node)
                m <<= max(0, power - row.weight)
                total += m * row.limit
                for column, a in row.of.items():
                    worth[column] -= m * a
        figures, shift_of = worth.copy(), self.shifts(shifts, power, worth)
        self.add_work(sum(map(len, shift_of.values())))
        for k in model.synergies:
            shift = shift_of.get(k, {})
            for column, t in shift.items():
                figures[column] += t
            total += self.synergy(k, shift, worth, domain)
        for r, mask in domain.items():
            total += max(([0] if mask & 1 else []) + [figures[column] for column in self.allowed(r, mask)], default=0)
        return total, figures

    def allowed(self, r, mask):
        return [column for i, column in enumerate(self.columns[r]) if mask & 2 << i]

    def shifts(self, shifts, power, worth):
        """By synergy, the shift of each column of its members."""
        found, lists = {}, iter(shifts[1:])
        signs = shifts[0] if shifts else ""
        need(isinstance(signs, str) and len(signs) <= len(self.shifted), "no signs of synergies:", signs)
        for k, sign in zip(self.shifted, signs, strict=False):
            members, own = self.model.members[k], worth[self.model.column[(k,)]]
            columns = [column for r in members for column in self.columns[r]]
            if sign == "=":
                found[k] = dict.fromkeys(columns, own)
            elif sign == "*":
                entries = next(lists, None)
                need(isinstance(entries, list) and len(entries) == len(columns), "a wrong list of shifts for", k)
                found[k] = {column: whole(t) << power for column, t in zip(columns, entries, strict=False)}
            elif sign != "0":
                need(sign in PLACES[: len(members)], "no sign of", k, ":", sign)
                found[k] = dict.fromkeys(self.columns[members[PLACES.index(sign)]], own)
        need(next(lists, None) is None, "lists of shifts are left over")
        return found

    def synergy(self, k, shift, worth, domain):
        """c_k: the most that the synergy can bring beside its shifts."""
        model, at_least = self.model, self.model.at_least[k]
        own, product = worth[model.column[(k,)]], model.product.get(k, {})
        forced, free = [], []  # of members that may be funded: (busy, idle)
        for r in model.members[k]:
            columns = self.allowed(r, domain[r])
            if columns:
                busy = max((worth[product[c]] if product else 0) - shift.get(c, 0) for c in columns)
                idle = max(-shift.get(c, 0) for c in columns)
                (free if domain[r] & 1 else forced).append((busy, idle))
        cases, missing, room = [], max(0, at_least - len(forced)), at_least - 1 - len(forced)
        if len(free) >= missing:
            best = sorted((busy for busy, _ in free), reverse=True)
            best = best[:missing] + [busy for busy in best[missing:] if busy > 0]
            cases.append(own + sum(busy for busy, _ in forced) + sum(best))
        if room >= 0:
            best = sorted((idle for _, idle in free if idle > 0), reverse=True)[:room]
            cases.append(sum(idle for _, idle in forced) + sum(best))
        return max(cases)


# ---------------------------------------------------------------- the decision


class Check:
    def __init__(self, folder, decision, certificate):
        for key, kind in (("settings", dict), ("ranking", list), ("portfolio", dict)):
            need(isinstance(decision, dict) and isinstance(decision.get(key), kind), "the decision has no", key)
        keys = {"certificate", "rows", "roadmaps", "synergies", "claims"}
        need(isinstance(certificate, dict) and keys <= set(certificate), "keys are missing in the certificate")
        need(set(certificate) <= keys | {"other", "without"}, "unknown keys in the certificate")
        need(whole(certificate["certificate"]) == 2, "not version 2")
        self.model = Model(folder, decision)
        self.said, self.status, self.certificate = decision["portfolio"], decision["portfolio"]["status"], certificate
        self.notes = [f"in force: {key} = {value}" for key, value in self.model.settings.items()]
        self.taken = self.value = self.spend = None
        if self.status == "infeasible":
            need(self.said["unique"] is None, "infeasible, with `unique`")
            need(not self.said["selected"] and self.said["value"] is None, "infeasible, with a portfolio")
            names(self.said["conflict"], self.model.listed, "conflict")
        else:
            self.add_up()
        prover = Prover(self.model, certificate)
        self.claims = []
        for place, said in enumerate(certificate["claims"]):
            try:
                self.claims.append(Claim(self.model, said))
                prover.prove(self.claims[-1])
            except Refused as why:
                raise Refused(f"claim {place}: {why}") from None
        self.enough()

    def add_up(self):
        """What the decision prints of its portfolio, added up again."""
        model, said, unit = self.model, self.said, self.model.unit
        self.taken = taken = model.portfolio([f"{entry['roadmap']}:{entry['level']}" for entry in said["selected"]])
        columns = model.columns(taken)
        for entry in said["selected"]:
            option = taken[entry["roadmap"]]
            need(entry["score"] == model.score[option[0]], "a wrong score:", entry)
            need(entry["public"] * unit == sum(model.public[option].values()), "a wrong amount:", entry)
            need(entry["private"] * unit == model.private.get(option, 0), "a wrong private amount:", entry)
        active = [k for k in model.synergies if model.column[(k,)] in columns]
        need(said["synergies"] == active, "wrong synergies:", said["synergies"], "not", active)
        by_year, by_instrument = {}, {}
        for money, sign in [*((model.public[o], 1) for o in taken.values()), *((model.saving[k], -1) for k in active)]:
            for (year, instrument), amount in money.items():
                by_year[str(year)] = by_year.get(str(year), 0) + sign * amount
                by_instrument[instrument] = by_instrument.get(instrument, 0) + sign * amount
        for printed, own in ((said["spend"]["by_year"], by_year), (said["spend"]["by_instrument"], by_instrument)):
            for key, amount in printed.items():
                need(amount * unit == own.get(key, 0), "a wrong sum of", key)
        self.value, self.spend = model.value(columns), model.spend(columns)
        need(said["spend"]["total"] * unit == self.spend, "a wrong total")
        private = sum(model.private.get(option, 0) for option in taken.values())
        need(said["spend"]["private"] * unit == private, "a wrong private total")
        need(said["value"] == self.value * model.value_unit, "a wrong value, not", self.value * model.value_unit)
        need(not model.broken(taken), "the portfolio breaks", model.broken(taken))
        need(sorted(rule["id"] for rule in said["rules"]) == sorted(model.listed), "other rules are listed")
        need(all(rule["satisfied"] is True for rule in said["rules"]), "a rule is said to be broken")
        need(not said["conflict"], "a conflict beside a portfolio")

    def none(self, worth=None, spend=None):
        return any(claim.shows(worth, spend, self.taken) for claim in self.claims)

    def enough(self):
        """Whether the claims, which hold, prove all that the decision says."""
        said, model, value, spend = self.said, self.model, self.value, self.spend
        if self.status == "optimal":
            need(said["bound"] == said["value"], "optimal, with a bound that is not the value")
            need(self.none(value + 1), "nothing proves that none is better")
            ranked = any(
                claim.ranked
                and claim.left_out == self.taken
                and (claim.worth is None or claim.worth <= value)
                and (claim.spend is None or claim.spend >= spend)
                for claim in self.claims
            )
            ties = self.none(value, spend - 1) and (ranked or self.none(value, spend))
            need(ties or said["unique"] is None, "nothing proves that none as good comes before it")
            if not ties:
                self.notes.append("not proven, nor said: that none as good comes before it")
            if said["unique"] is True:
                need(self.none(value), "nothing proves that it is the only one")
            elif said["unique"] is not None:
                need(said["unique"] is False, "unique is neither true, false nor null")
                need("other" in self.certificate, "no other portfolio as good is given")
                other = model.portfolio(self.certificate["other"])
                need(other != self.taken, "the other portfolio is the same")
                need(model.value(model.columns(other)) == value, "the other portfolio is not worth as much")
                need(not model.broken(other), "the other portfolio breaks", model.broken(other))
        elif self.status in ("within_gap", "time_limit"):
            need(said["unique"] is None, "nothing proves that it is unique or not")
            need(said["bound"] is not None and said["bound"] >= said["value"], "no bound, or one below the value")
            need(self.none(said["bound"] // model.value_unit + 1), "nothing proves the bound")
        elif self.status == "infeasible":
            need(self.none(), "nothing proves that there is none")
            self.conflict()
        else:
            raise Refused(f"unknown status: {self.status}")

    def conflict(self):
        """That the rules named clash, and that none of them is superfluous."""
        conflict, given = self.said["conflict"], self.certificate.get("without", {})
        if conflict:
            clash = (c for c in self.claims if c.rules is not None and set(c.rules) <= set(conflict))
            need(any(c.shows(None, None, None) for c in clash), "nothing proves that the rules named clash")
            need(len(set(conflict)) == len(conflict), "a rule twice in the conflict")
        need(isinstance(given, dict) and set(given) == set(conflict), "`without` is not for each of the conflict")
        for name, words in given.items():
            broken = self.model.broken(self.model.portfolio(words), [other for other in conflict if other != name])
            need(not broken, "without", name, "the portfolio breaks", broken)


def check(case, decision, certificate):
    """What is in force, where the certificate proves the decision; otherwise Refused is raised."""
    try:
        said = load(decision.decode("utf-8"), whole=False)
        return Check(case, said, load(unpacked(certificate), whole=True)).notes
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OSError) as error:
        raise Refused(f"not what the document describes: {error!r}") from error


def main(arguments):
    try:
        case, decision, certificate = arguments
        notes = check(case, Path(decision).read_bytes(), Path(certificate).read_bytes())
    except (Refused, ValueError, OSError) as why:
        print("refused:", why)
        return 1
    print(*notes, "accepted", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
