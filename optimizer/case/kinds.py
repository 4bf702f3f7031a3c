"""What a cell or setting may hold: from the text that people typed to an exact value, or the word on what is wrong.

A :class:`Kind` is a pydantic annotation: ``Annotated[Decimal, AMOUNT]``. Long tables call ``kind.parse`` once for each
different text of a column, everything else goes through the pydantic models.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic_core import CoreSchema, core_schema

NUMBER_TEXT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
PLAIN_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
FRACTION_TEXT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,12})?)\s*/\s*([0-9]{1,6}(?:\.[0-9]{1,12})?)")
#: Whole digits and decimals that a number may have.
WHOLE_DIGITS, DECIMALS = 15, 20
YES = frozenset({"yes", "y", "ja", "j", "true", "waar", "1", "x"})
NO = frozenset({"no", "n", "nee", "neen", "false", "onwaar", "0"})
#: Characters that are invisible at the edges of a cell and never meant.
EDGES = "\ufeff\u200b\u2060"


@dataclass(frozen=True)
class Kind:
    """One kind of cell.

    Attributes:
        label: what is allowed, as the documentation and messages say it.
        parse: text (or a value as YAML or a program gives it) to the value; raises ValueError with what is wrong.
        numeric: whether a decimal comma is to be read as a decimal point where the file uses one.
        several: whether several values may be given, separated by ``;``.
        allowed: the words that it has to be one of; empty where it may be others.
    """

    label: str
    parse: Callable[[Any], Any]
    numeric: bool = False
    several: bool = False
    allowed: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        def validate(value: Any) -> Any:
            return None if value is None else self.parse(value)

        return core_schema.no_info_plain_validator_function(validate)


def clean(value: str) -> str:
    """Text without blanks at its edges (non-breaking ones included), in the composed form NFC."""
    value = value.strip().strip(EDGES).strip()
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def quoted(value: object) -> str:
    """A value as a message shows it: at most 60 characters, control characters spelt out."""
    shown = value if isinstance(value, str) else str(value)
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in shown[:61])
    return f'"{shown[:60]}…"' if len(shown) > 60 else f'"{shown}"'


def text(value: Any) -> str:
    """Any text; figures and yes/no given by a program are written out."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, list | tuple | Mapping):
        raise ValueError(f"is {'a list' if not isinstance(value, Mapping) else 'a group of settings'}, text is wanted")
    value = clean(str(value))
    if value.isprintable():
        return value
    for c in value:
        if (c < " " and c not in "\t\n\r") or c == "\x7f":
            raise ValueError(f"{quoted(value)} holds the control character {c!r}; type the text again without it")
        if "\ud800" <= c <= "\udfff":
            raise ValueError(f"{quoted(value)} holds half a character; type the text again")
    return value


def identifier(value: Any) -> str:
    """An id: 1 to 64 letters, digits, ``-``, ``_``, ``.``."""
    if isinstance(value, str) and PLAIN_ID.fullmatch(value):
        return value
    value = text(value)
    if not value:
        raise ValueError("an id is wanted: 1 to 64 letters, digits, -, _ or .")
    if len(value) > 64:
        raise ValueError(f"{quoted(value)} has {len(value)} characters; an id has at most 64")
    for c in value:
        if c not in "-_." and unicodedata.category(c)[0] not in "LM" and unicodedata.category(c) != "Nd":
            shown = "a space" if c.isspace() else quoted(c)
            raise ValueError(f"{quoted(value)} is not an id: it holds {shown}; allowed are letters, digits, -, _ and .")
    return value


def parts(value: Any) -> list[Any]:
    """The values of a cell that may hold several, separated by ``;``; a list from YAML as it is."""
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, Mapping):
        raise ValueError("is a group of settings; a list is wanted")
    value = text(value)
    if value.startswith("[") and value.endswith("]"):
        value = value[1:-1]
        return [clean(part).strip("'\"") for part in re.split(r"[;,]", value) if clean(part)]
    return [clean(part) for part in value.split(";") if clean(part)]


def identifiers(value: Any) -> tuple[str, ...]:
    """Several ids, each once, in the order written."""
    found = parts(value)
    for part in found:
        if isinstance(part, str) and "," in part:
            raise ValueError(f"{quoted(part)} is not an id; separate several ids with ;")
    ids = tuple(identifier(part) for part in found)
    if len(set(ids)) < len(ids):
        twice = next(i for i in ids if ids.count(i) > 1)
        raise ValueError(f"names {quoted(twice)} twice")
    return ids


def values(value: Any) -> tuple[str, ...]:
    """Several texts, each once, in the order written."""
    return tuple(dict.fromkeys(text(part) for part in parts(value)))


def number(value: Any) -> Decimal:
    """An exact decimal, as written."""
    if isinstance(value, bool | list | tuple | Mapping):
        raise ValueError(f"{quoted(value)} is not a number")
    shown = repr(value) if isinstance(value, float) else clean(str(value))
    if not NUMBER_TEXT.fullmatch(shown):
        if not shown:
            raise ValueError("a number is wanted, the cell is empty")
        way = ""
        if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", shown):
            way = f"; in this file the decimal mark is a point: {shown.replace(',', '.')}"
        elif re.search(r"[0-9][\s.,'][0-9]", shown):
            way = "; write it without thousands separators, like 1234.5"
        raise ValueError(f"{quoted(shown)} is not a number, like 3 or 2.5{way}")
    exact = Decimal(shown)
    if exact.adjusted() >= WHOLE_DIGITS or -int(exact.as_tuple().exponent) > DECIMALS:
        raise ValueError(
            f"{quoted(shown)} is too long: at most {WHOLE_DIGITS} digits before the decimal point and {DECIMALS} after"
        )
    if exact.is_zero():
        exact = abs(exact)
    return exact if int(exact.as_tuple().exponent) <= 0 else exact.quantize(Decimal(1))


def within(low: int | None, high: int | None, whole: bool = False) -> Callable[[Any], Decimal]:
    """A parser of numbers from ``low`` to ``high``, both allowed; ``whole`` ones alone where so asked."""

    def parse(value: Any) -> Decimal:
        exact = number(value)
        if whole and exact != exact.to_integral_value():
            raise ValueError(f"{exact} is not a whole number")
        if (low is not None and exact < low) or (high is not None and exact > high):
            wanted = f"{low} or more" if high is None else f"from {low} to {high}"
            raise ValueError(f"{exact} is outside what is allowed: {wanted}")
        return exact.quantize(Decimal(1)) if whole else exact

    return parse


def positive(value: Any) -> Decimal:
    """A number above 0."""
    exact = number(value)
    if exact <= 0:
        raise ValueError(f"{exact} is not above 0")
    return exact


def tail_share(value: Any) -> Decimal:
    """A share above 0, at most 1."""
    exact = within(0, 1)(value)
    if exact == 0:
        raise ValueError("0 is outside what is allowed: above 0, at most 1")
    return exact


def year(value: Any) -> int:
    """A year: a whole number."""
    try:
        exact = number(value)
    except ValueError:
        raise ValueError(f"{quoted(value)} is not a year; years are whole numbers, like 2026") from None
    if exact != exact.to_integral_value() or not 0 < exact < 10000:
        raise ValueError(f"{quoted(value)} is not a year; years are whole numbers, like 2026")
    return int(exact)


def year_or_total(value: Any) -> int | str:
    """A year, or the word ``total``."""
    if isinstance(value, str) and clean(value).casefold() == "total":
        return "total"
    try:
        return year(value)
    except ValueError:
        raise ValueError(f'{quoted(value)} is not a year, like 2026, nor "total"') from None


def judgment(value: Any) -> Fraction:
    """A judgment on Saaty's scale, 1/9 to 9; within 1% of an end it is that end."""
    shown = clean(str(value))
    if match := FRACTION_TEXT.fullmatch(shown):
        if not Decimal(match[2]):
            raise ValueError(f"{quoted(shown)} divides by 0")
        exact = Fraction(match[1]) / Fraction(match[2])
    else:
        try:
            exact = Fraction(number(value))
        except ValueError:
            raise ValueError(f"{quoted(shown)} is not a judgment, like 3, 0.333 or 1/3") from None
    for end in (Fraction(1, 9), Fraction(9)):
        if abs(exact - end) * 100 <= end:
            return end
    if not Fraction(1, 9) < exact < 9:
        raise ValueError(f"{quoted(shown)} is outside Saaty's scale, 1/9 to 9")
    return exact


def yes_no(value: Any) -> bool:
    """Yes or no, in the words that people and spreadsheets use."""
    if isinstance(value, bool):
        return value
    shown = clean(str(value)).casefold()
    if shown in YES:
        return True
    if shown in NO:
        return False
    raise ValueError(f"{quoted(value)} is neither yes nor no")


def day(value: Any) -> str:
    """A date, as 2026-01-31 or 31/01/2026; kept as the former."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    shown = text(value)
    match = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", shown)
    try:
        if match:
            return datetime.date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        return datetime.date.fromisoformat(shown[:10]).isoformat()
    except ValueError:
        raise ValueError(f"{quoted(shown)} is not a date, like 2026-01-31 or 31/01/2026") from None


def one_of(*allowed: str) -> Kind:
    """One of the words named; the nearest is said where it is another."""

    def parse(value: Any) -> str:
        shown = text(value)
        if shown in allowed:
            return shown
        from optimizer.case.nearest import nearest

        close = nearest(shown, allowed)
        way = f'; did you mean "{close}"?' if close else ""
        raise ValueError(f"{quoted(shown)} is not one of {', '.join(allowed)}{way}")

    return Kind(" or ".join(f"`{word}`" for word in allowed), parse, allowed=allowed)


TEXT = Kind("text", text)
ID = Kind("an id: 1 to 64 letters, digits, `-`, `_`, `.`", identifier)
IDS = Kind("ids, separated by `;`", identifiers, several=True)
VALUES = Kind("one or more values, separated by `;`", values, several=True)
NUMBER = Kind("a number", number, numeric=True)
AMOUNT = Kind("an amount of 0 or more, an exact decimal in the case's unit", within(0, None), numeric=True)
LEAST = Kind("a number of 0 or more", within(0, None), numeric=True)
ABOVE = Kind("a number above 0", positive, numeric=True)
SHARE = Kind("a share from 0 to 1", within(0, 1), numeric=True)
TAIL = Kind("a share above 0, at most 1", tail_share, numeric=True)
SIGNED_SHARE = Kind("a share from -1 to 1", within(-1, 1), numeric=True)
WHOLE = Kind("a whole number of 0 or more", within(0, None, whole=True), numeric=True)
COUNT = Kind("a whole number of 1 or more", within(1, None, whole=True), numeric=True)
YEAR = Kind("a year, a whole number", year)
YEAR_OR_TOTAL = Kind("a year, a whole number, or `total`", year_or_total)
JUDGMENT = Kind("a judgment on Saaty's scale, 1/9 to 9, such as `3`, `0.333` or `1/3`", judgment, numeric=True)
YES_NO = Kind("`yes` or `no`", yes_no, allowed=("yes", "no"))
DAY = Kind("a date, such as `2026-01-31`", day)
