"""Every question as a command: which function answers it, what it is given, and who shows the answer.

A new question is one entry here and one renderer in ``optimizer/terminal``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from optimizer.cli.commands import CASE, Argument, Command, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Question(NamedTuple):
    """What stands behind a command.

    Attributes:
        function: ``module:function``; it takes the situation, ``progress`` and ``deadline``, and what ``given`` adds.
        renderer: ``module:function``; it takes a page, the result and the situation.
        given: from the values of the command line to the function's own arguments.
    """

    function: str
    renderer: str
    given: Callable[[Mapping[str, Any]], dict[str, Any]] = lambda values: {}


def _question(
    name: str,
    about: str,
    given: Callable[[Mapping[str, Any]], dict[str, Any]] = lambda values: {},
    arguments: tuple[Argument, ...] = (),
    options: tuple[Option, ...] = (),
) -> Command:
    """A command whose function and renderer bear its name."""
    question = Question(f"optimizer.questions.{name}:{name}", f"optimizer.terminal.{name}:show", given)
    return Command(name, about, "optimizer.cli.asking:ask", (CASE, *arguments), options, question=question)


QUESTIONS: tuple[Command, ...] = ()
