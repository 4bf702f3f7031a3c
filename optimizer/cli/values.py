"""How the text of an option becomes a value, and the options that every command or every case shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.cli.commands import Option
from optimizer.words import LANGUAGES, N_

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

#: What asks for documents in every language.
BOTH = "both"
#: The longest time limit that means anything (a year), in seconds.
_LONGEST = 365 * 24 * 3600


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """A sentence's end that names the nearest known name, or nothing where none is near."""
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1, 0.5)
    return f"; did you mean {close[0]}?" if close else ""


def one_of(*choices: str) -> Callable[[str], str]:
    """Reads one of a few words."""

    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"{text!r} is not one of {', '.join(choices)}{nearest(text, choices)}")
        return text

    return read


def some_of(*choices: str) -> Callable[[str], tuple[str, ...]]:
    """Reads some of a few words, with commas between them."""

    def read(text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one_of(*choices)(part.strip()) for part in text.split(",")))

    return read


def whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number between two ends."""

    def read(text: str) -> int:
        bare = text.strip()
        if not bare.lstrip("+-").isdecimal() or len(bare) > 20 or not least <= int(bare) <= most:
            raise ValueError(f"{text!r} is not a whole number from {least} to {most}")
        return int(bare)

    return read


def decimal(text: str) -> Decimal:
    """Reads an exact decimal, written with a point or a comma, without separators between thousands."""
    from decimal import Decimal, InvalidOperation

    bare = text.strip()
    try:
        x = Decimal(bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not x.is_finite():
        raise ValueError(f"{text!r} is not a number")
    if abs(x) >= Decimal(10) ** 30 or (x and x.adjusted() < -30) or len(x.as_tuple().digits) > 60:
        raise ValueError(f"{text!r} is too large, too small or too long a number")
    return x


def not_negative(text: str) -> Decimal:
    """Reads an exact decimal of 0 or more."""
    x = decimal(text)
    if x < 0:
        raise ValueError(f"{text!r} is below 0")
    return x


def seconds(text: str) -> float:
    """Reads a time limit."""
    x = not_negative(text)
    if x > _LONGEST:
        raise ValueError(f"{text!r} is more than a year of seconds")
    return float(x)


def assignment(text: str) -> tuple[str, str]:
    """Reads ``KEY=VALUE``; the value may hold further equals signs."""
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise ValueError(f"{text!r} is not written KEY=VALUE, for example budget.total=120")
    return key.strip(), value.strip()


def named(text: str) -> str:
    """Reads an id or a path: anything that says something."""
    if not text.strip():
        raise ValueError("is empty")
    return text


def listed(text: str) -> tuple[str, ...]:
    """Reads ids with commas between them; none at all is a portfolio that funds nobody."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def address(text: str) -> str:
    """Reads the address of a Dask scheduler: ``HOST:PORT``, with or without ``tcp://``."""
    host, sign, port = text.rpartition(":")
    if not sign or not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{text!r} is not an address HOST:PORT, for example tcp://127.0.0.1:8786")
    return text


#: What every command takes.
GENERAL = (
    Option("--lang", N_("the language: en or nl"), "LANG", one_of(*LANGUAGES), default="en"),
    Option("--quiet", N_("the answer alone: no progress, no warnings on standard error"), default=False),
    Option("--json", N_("one JSON object on standard output and nothing else"), default=False),
    Option("--help", N_("this text"), default=False),
)

#: What everything that reads a case takes: what changes the case,
CHANGES = (
    Option("--set", N_("put a setting of case.yaml at another value"), "KEY=VALUE", assignment, repeated=True),
    Option("--scenario", N_("the settings of a scenario, a YAML file"), "FILE", named),
    Option("--weights", N_("these weights, from a table criterion,weight"), "FILE", named),
    Option("--must", N_("force a roadmap in"), "ID", named, repeated=True),
    Option("--never", N_("force a roadmap out"), "ID", named, repeated=True),
    Option("--budget-total", N_("the most that the whole period may cost"), "X", decimal),
)

#: and how long and where the work is done.
WORK = (
    Option("--gap", N_("stop when proven within this share of the best (0.001 is 0.1%)"), "G", not_negative),
    Option("--time-limit", N_("stop after so many seconds with what has been found"), "S", seconds),
    Option("--jobs", N_("how many cores of this machine to use (1)"), "N", whole(1, 1024)),
    Option("--cluster", N_("do the work on the Dask cluster at this address instead"), "ADDRESS", address),
)
COMMON = (*CHANGES, *WORK)
