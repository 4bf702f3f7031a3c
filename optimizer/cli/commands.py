"""What a command is: its words, its arguments, its options, and the function that runs it, loaded when it is asked for.

Named tuples and not dataclasses: those load ``inspect``, which ``--help`` would wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from optimizer.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable


class Argument(NamedTuple):
    """Something that a command takes by its place. ``many`` takes all that are left, ``optional`` may be missing."""

    name: str
    about: str
    many: bool = False
    optional: bool = False

    @property
    def shown(self) -> str:
        """How a usage line writes it."""
        text = f"{self.name} …" if self.many else self.name
        return f"[{text}]" if self.optional else text


class Option(NamedTuple):
    """Something that a command takes by its name.

    ``read`` turns the text given into a value and raises ValueError, with a message for people, where it cannot; an
    option without ``metavar`` is a switch. One that may be ``repeated`` gives a tuple.
    """

    name: str
    about: str
    metavar: str = ""
    read: Callable[[str], Any] = str
    repeated: bool = False
    default: Any = None
    required: bool = False

    @property
    def dest(self) -> str:
        """The key under which its value is kept."""
        return self.name.lstrip("-").replace("-", "_")

    @property
    def shown(self) -> str:
        """How a usage line writes it."""
        return f"{self.name} {self.metavar}".rstrip()


class Command(NamedTuple):
    """One command. ``run`` names its function as ``module:function``; it takes the request and gives the exit status.
    ``common`` says whether it takes what everything that reads a case takes, and ``heeds`` which of the options about
    the work (``optimizer.cli.values.WORK``) change what it does; the others it takes and says that they do nothing."""

    name: str
    about: str
    run: str
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    common: bool = True
    heeds: tuple[str, ...] = ()
    #: What the function that runs it needs to know, such as the question behind it.
    question: Any = None


CASE = Argument("CASE", N_("the case: a folder of tables, or a workbook"))


def commands() -> dict[str, Command]:
    """Every command by its name, in the order in which the help lists them."""
    from optimizer.cli.cases import CHECK, NEW
    from optimizer.cli.questions import QUESTIONS
    from optimizer.cli.reporting import REPORT
    from optimizer.cli.serving import UI
    from optimizer.cli.verifying import VERIFY

    listed = [*QUESTIONS[:1], CHECK, NEW, *QUESTIONS[1:], REPORT, VERIFY, UI]
    return {command.name: command for command in listed}
