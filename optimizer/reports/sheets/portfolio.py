"""Options with a 0/1 each, what they bring and cost, and the synergies."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from optimizer.reports.document import plain
from optimizer.reports.sheets.frame import Book, added, address, area, exact, literal


def write(book: Book) -> None:
    """The sheet of the portfolio and that of the synergies."""
    sheet = _options(book)
    _synergies(book)
    book.cells["portfolio"] = sheet.get_name()


def _options(book: Book) -> Any:
    """One row for each level of each admissible roadmap; purses are columns."""
    _, books, settings = book.voice._, book.voice.situation.books, book.case.settings
    sheet = book.sheet(_("Portfolio"))
    purses = sorted(
        {purse for of in books.paid.values() for purse in of} | {p for of in books.savings.values() for p in of}
    )
    titles = [
        _("Roadmap"),
        _("Id"),
        _("Level"),
        _("Funded (0 or 1)"),
        _("Score"),
        _("Share"),
        _("Success"),
        _("Public amount"),
    ]
    titles += [_("Private amount"), _("Value if funded")]
    titles += [
        " ".join(part for part in (str(year) if year else "", purse) if part) or _("Amount") for year, purse in purses
    ]
    book.row(sheet, 0, titles, book.head)
    known = [one for one in book.case.roadmaps if one.admissible]
    rows = [(one, level, share) for one in known for level, share in books.levels.get(one.id, ())]
    for at, (roadmap, level, share) in enumerate(rows, 1):
        book.row(sheet, at, [book.voice.roadmaps[roadmap.id], roadmap.id, book.voice.level(level)])
        funded = book.dossier.levels.get(roadmap.id) == level
        sheet.write_number(at, 3, int(funded), book.input)
        sheet.write_formula(at, 4, "=" + book.scores[roadmap.id], book.six)
        sheet.write_number(at, 5, exact(share), book.plain)
        expected = str(settings.objective.success) == "expected"
        success = Fraction(roadmap.success) if expected and roadmap.success is not None else Fraction(1)
        sheet.write_number(at, 6, exact(success), book.plain)
        sheet.write_number(at, 7, exact(Fraction(books.public[roadmap.id, level], books.money)), book.money)
        sheet.write_number(at, 8, exact(Fraction(books.private[roadmap.id, level], books.money)), book.money)
        times = f"*H{at + 1}" if str(settings.objective.basis) == "amount" else ""
        sheet.write_formula(at, 9, f"=E{at + 1}*F{at + 1}*G{at + 1}{times}", book.plain)
        for place, key in enumerate(purses):
            units = books.paid[roadmap.id, level].get(key, 0)
            sheet.write_number(at, 10 + place, exact(Fraction(units, books.money)), book.money)
        book.flags[roadmap.id, level] = address(sheet, at, 3)
        book.cells[f"value:{roadmap.id}:{level}"] = address(sheet, at, 9)
    last = max(len(rows), 1)
    for name, column in (("funded", 3), ("public", 7), ("private", 8), ("value", 9)):
        book.columns[name] = area(sheet, 1, column, last, column)
    for place, (year, purse) in enumerate(purses):
        book.columns[f"purse:{year}:{purse}"] = area(sheet, 1, 10 + place, last, 10 + place)
    if rows:
        choice = {"validate": "list", "source": [0, 1]}
        sheet.data_validation(1, 3, last, 3, choice)
    sheet.freeze_panes(1, 4)
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 12)
    sheet.set_column(3, 10 + len(purses), 13)
    return sheet


def funded(book: Book, roadmap: str) -> str:
    """A formula's term that is 1 where a roadmap is funded at any level."""
    found = [cell for (one, _level), cell in book.flags.items() if one == roadmap]
    return f"({added(found)})"


def _synergies(book: Book) -> None:
    """One row for each synergy: how many members are funded, whether it is active, what it adds and saves."""
    if not book.case.synergies:
        return
    _ = book.voice._
    sheet = book.sheet(_("Synergies"))
    titles = [
        _("Id"),
        _("Members"),
        _("At least"),
        _("Members funded"),
        _("Active"),
        _("Value"),
        _("Value share"),
        _("Adds"),
    ]
    titles += [_("Saving"), _("Why")]
    book.row(sheet, 0, titles, book.head)
    for at, synergy in enumerate(book.case.synergies, 1):
        book.row(sheet, at, [synergy.id, book.voice.listed(synergy.members)])
        sheet.write_number(at, 2, synergy.at_least, book.whole)
        sheet.write_formula(at, 3, "=" + added(funded(book, member) for member in synergy.members), book.whole)
        sheet.write_formula(at, 4, f"=IF(D{at + 1}>=C{at + 1},1,0)", book.whole)
        sheet.write_number(at, 5, exact(synergy.value or 0), book.plain)
        sheet.write_number(at, 6, exact(synergy.value_share or 0), book.plain)
        brought = [
            f"{cell}*{book.cells[f'value:{one}:{level}']}"
            for (one, level), cell in book.flags.items()
            if one in synergy.members
        ]
        share = f"+G{at + 1}*({added(brought)})" if synergy.value_share else ""
        sheet.write_formula(at, 7, f"=E{at + 1}*(F{at + 1}{share})", book.plain)
        sheet.write_number(at, 8, exact(synergy.saving or 0), book.money)
        sheet.write_string(at, 9, plain(synergy.rationale or "–"), book.text)
        book.cells[f"active:{synergy.id}"] = address(sheet, at, 4)
    book.columns["adds"] = area(sheet, 1, 7, len(book.case.synergies), 7)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 8, 13)
    sheet.set_column(9, 9, 90)


def saved(book: Book, purse: tuple[int, str]) -> str:
    """What the active synergies save of one purse, as a formula's terms."""
    books = book.voice.situation.books
    terms = [
        f"{book.cells[f'active:{id}']}*{literal(Fraction(of[purse], books.money))}"
        for id, of in books.savings.items()
        if of.get(purse)
    ]
    return added(terms)
