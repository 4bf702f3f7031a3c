"""What there is: every command with its line, and each command with its arguments and options."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from optimizer.cli.commands import Command, Option
from optimizer.cli.parsing import Request
from optimizer.cli.values import CHANGES, COMMON, GENERAL, WORK
from optimizer.terminal.page import Cell, Column, Look, Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def help_page(known: Mapping[str, Command], lang: str) -> str:
    """What Spearhead is, and every command with one line."""
    page = Page(lang, Look.of(sys.stdout))
    _ = page._
    page.text(_("Spearhead helps to choose, in the open, which innovation clusters to back, and to say why."), indent=0)
    _usage(page, "spearhead COMMAND …")
    page.heading(_("Commands"))
    rows = [(command.name, _(command.about)) for command in known.values()]
    page.table([Column(""), Column("", wrap=True)], [[Cell(a, "strong"), b] for a, b in rows], titles=False)
    page.heading(_("Options of every command that takes a case"))
    _options(page, COMMON)
    page.heading(_("Options of every command"))
    _options(page, GENERAL)
    _exits(page)
    page.gap()
    page.text(_("spearhead COMMAND --help says more about one of them."), indent=0)
    return str(page)


def help_of(request: Request) -> str:
    """One command: what it does, how it is written, its arguments and options."""
    command = request.command
    assert command is not None
    page = Page(request.get("lang"), Look.of(sys.stdout))
    _ = page._
    page.text(f"{command.name}: {_(command.about)}", indent=0)
    own = "".join(f" {option.shown}" if option.required else f" [{option.shown}]" for option in command.options)
    more = _("options")
    arguments = "".join(f" {argument.shown}" for argument in command.arguments)
    _usage(page, f"spearhead {command.name}{arguments}{own} [{more}]")
    if command.arguments:
        page.gap()
        rows: list[Sequence[str | Cell]] = [[Cell(a.name, "strong"), _(a.about)] for a in command.arguments]
        page.table([Column(""), Column("", wrap=True)], rows, titles=False)
    if command.options:
        page.heading(_("Options of this command"))
        _options(page, command.options)
    if command.common:
        page.heading(_("Options of every command that takes a case"))
        heeded = tuple(option for option in WORK if option.name in command.heeds)
        _options(page, (*CHANGES, *heeded))
        idle = [option.name for option in WORK if option not in heeded]
        if idle:
            page.text(_("Taken as well, without effect here: %(options)s.") % {"options": ", ".join(idle)}, "faint")
    page.heading(_("Options of every command"))
    named = {option.name for option in command.options}
    _options(page, tuple(option for option in GENERAL if option.name not in named))
    _exits(page)
    return str(page)


def _usage(page: Page, text: str) -> None:
    page.gap()
    page.text(page._("Usage:") + " " + text, indent=0)


def _options(page: Page, options: Sequence[Option]) -> None:
    _ = page._
    rows: list[Sequence[str | Cell]] = []
    for option in options:
        about = _(option.about)
        if option.repeated:
            about += " " + _("(repeatable)")
        rows.append([Cell(option.shown, "strong"), about])
    page.table([Column("", wrap=True), Column("", wrap=True)], rows, titles=False)


def _exits(page: Page) -> None:
    _ = page._
    page.heading(_("Exit status"))
    page.table(
        [Column(""), Column("", wrap=True)],
        [
            ["0", _("done")],
            ["2", _("the input is wrong: every fault is listed")],
            ["3", _("no portfolio keeps the rules: the answer says which clash")],
            ["4", _("stopped early: the answer is not proven best, or not complete")],
        ],
        titles=False,
    )
