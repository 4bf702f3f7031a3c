"""From the words of a command line to a request, or to every fault in them.

``argparse`` stops at the first fault and says it in its own words; the contract asks for all of them, each in its
place. So the words are taken apart here: options stand anywhere, before the command too, as ``--name VALUE`` or
``--name=VALUE``; a value may begin with a dash, but what is an option itself is one and not a value; after ``--``
nothing is an option.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from optimizer.cli.commands import Command, Option
from optimizer.cli.values import BOTH, COMMON, GENERAL, nearest
from optimizer.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from optimizer.case.faults import Fault

#: The table in which faults of the command line are listed.
TABLE = "options"
_VERSION = Option("--version", "", default=False)


class Request(NamedTuple):
    """What was asked: the command (None where none was named or known), its values, and what is wrong with the words.

    ``values`` has the arguments by their lower-case names and the options by their names with ``_``; what could not be
    read is left at its default."""

    command: Command | None
    values: Mapping[str, Any] = {}
    faults: tuple[Fault, ...] = ()

    def get(self, name: str) -> Any:
        """The value of an argument or option; None where the command has none of that name. Of two languages it is the
        first: documents come in both, what is said on the way in one."""
        value = self.values.get(name)
        return LANGUAGES[0] if name == "lang" and value == BOTH else value


def fault(name: str, message: str) -> Fault:
    """A fault of the command line, in the option or argument ``name`` (empty where it is in none)."""
    from optimizer.case.faults import Fault

    return Fault(TABLE, 0, name, message)


def options_of(command: Command) -> tuple[Option, ...]:
    """Every option that a command takes: its own, those of a case, and the general ones that it has not itself."""
    own = {option.name for option in command.options}
    general = tuple(option for option in GENERAL if option.name not in own)
    return (*command.options, *(COMMON if command.common else ()), *general)


def parse(words: Sequence[str], known: Mapping[str, Command]) -> Request:
    """Read a command line, without the program's own name."""
    leading, name, rest = _parted(list(words))
    if name is None:
        read, faults = _read(Command("", "", "", common=False), leading)
        if not read.get("help") and not read.get("version") and not faults:
            faults = [fault("", "no command was given; spearhead --help lists them")]
        return Request(None, read, tuple(faults))
    command = known.get(name)
    if command is None:
        read, _ = _read(Command("", "", ""), leading + rest)
        message = f"{name!r} is not a command{nearest(name, list(known))} (spearhead --help lists them)"
        return Request(None, read, (fault("", message),))
    read, faults = _read(command, leading + rest)
    return Request(command, read, tuple(faults))


def _parted(words: list[str]) -> tuple[list[str], str | None, list[str]]:
    """The options before the command, the command's name, and what follows it."""
    takes = {option.name for option in (*COMMON, *GENERAL) if option.metavar}
    at = 0
    while at < len(words) and words[at].startswith("-") and words[at] != "--":
        at += 2 if words[at] in takes else 1
    if at < len(words) and words[at] == "--":
        words = words[:at] + words[at + 1 :]
    return (words[:at], words[at], words[at + 1 :]) if at < len(words) else (words, None, [])


def _read(command: Command, words: Sequence[str]) -> tuple[dict[str, Any], list[Fault]]:
    """The values of a command's arguments and options, and the faults in them."""
    options = {option.name: option for option in options_of(command)}
    if not command.name:
        options[_VERSION.name] = _VERSION
    values: dict[str, Any] = {o.dest: () if o.repeated else o.default for o in options.values()}
    values |= {argument.name.lower(): () if argument.many else None for argument in command.arguments}
    faults: list[Fault] = []
    places: list[str] = []
    rest = deque(words)
    while rest:
        word = rest.popleft()
        if word == "--":
            places += rest
            rest.clear()
        elif not word.startswith("-") or word == "-":
            places.append(word)
        else:
            name, sign, text = word.partition("=")
            option = options.get("--help" if name == "-h" else name)
            if option is None:
                faults.append(_unknown(name, command, list(options)))
            elif not option.metavar:
                values[option.dest] = True
                if sign:
                    faults.append(fault(name, "takes no value"))
            else:
                given = rest.popleft() if not sign and rest and rest[0] not in options else None
                _take(option, text if sign else given, values, faults)
    if command.name:
        faults += _placed(command, places, values)
    if not values["help"]:
        missing = [o for o in options.values() if o.required and values[o.dest] is None]
        named = {one.column for one in faults}
        faults += [fault(o.name, f"is missing: {o.shown}, {o.about}") for o in missing if o.name not in named]
    return values, faults


def _take(option: Option, text: str | None, values: dict[str, Any], faults: list[Fault]) -> None:
    """Read what was given for one option; given twice, the last one counts unless it may be repeated."""
    if text is None:
        faults.append(fault(option.name, f"needs a value: {option.shown}"))
        return
    try:
        read = option.read(text)
    except ValueError as error:
        faults.append(fault(option.name, str(error)))
        return
    values[option.dest] = (*values[option.dest], read) if option.repeated else read


def _unknown(name: str, command: Command, known: list[str]) -> Fault:
    where = f" of {command.name}" if command.name else ""
    return fault(name, f"is not an option{where}{nearest(name, known)}")


def _placed(command: Command, words: Sequence[str], values: dict[str, Any]) -> Iterator[Fault]:
    """Give the words that stand alone to the arguments, in their order; what is missing or too much is a fault."""
    left = list(words)
    for argument in command.arguments:
        key = argument.name.lower()
        if argument.many:
            values[key], left = tuple(left), []
        elif left:
            values[key] = left.pop(0)
        given = values[key]
        if not values["help"] and (given == "" or (not given and not argument.optional)):
            yield fault(argument.name, f"is missing: {argument.about}")
    for word in left:
        yield fault("", f"{word!r} is one word too many for {command.name}")
