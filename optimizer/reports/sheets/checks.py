"""Money by year and purse, and every budget row and rule with its figure, limits and slack."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from optimizer.models.rules.frame import concerned
from optimizer.reports.sheets.frame import SLACK, Book, added, address, area, exact, literal
from optimizer.reports.sheets.portfolio import funded, saved

if TYPE_CHECKING:
    from optimizer.case.model import Rule


def write(book: Book) -> None:
    """The sheets of money and of checks."""
    _money(book)
    _scenarios(book)
    _checks(book)


def _money(book: Book) -> None:
    """What is spent of each purse in each year, before and after savings."""
    _, books = book.voice._, book.voice.situation.books
    sheet = book.sheet(_("Money"))
    book.row(sheet, 0, [_("Year"), _("Purse"), _("Before savings"), _("Savings"), _("Spent")], book.head)
    purses = sorted(
        {purse for of in books.paid.values() for purse in of} | {p for of in books.savings.values() for p in of}
    )
    for at, purse in enumerate(purses, 1):
        year, instrument = purse
        book.row(sheet, at, [str(year) if year else "–", instrument or "–"])
        column = book.columns[f"purse:{year}:{instrument}"]
        sheet.write_formula(at, 2, f"=SUMPRODUCT({book.columns['funded']},{column})", book.money)
        sheet.write_formula(at, 3, "=" + saved(book, purse), book.money)
        sheet.write_formula(at, 4, f"=ROUND(C{at + 1}-D{at + 1},9)", book.money)
        book.cells[f"spent:{year}:{instrument}"] = address(sheet, at, 4)
    last = max(len(purses), 1)
    book.columns["spent"] = area(sheet, 1, 4, last, 4)
    sheet.set_column(0, 4, 18)


def _scenarios(book: Book) -> None:
    """What the portfolio is worth in each scenario, where a rule asks for it."""
    if not any(rule.kind == "downside" for rule in book.case.rules):
        return
    _ = book.voice._
    sheet = book.sheet(_("Scenarios"))
    book.row(sheet, 0, [_("Scenario"), _("Probability"), _("Value"), _("Probability of what is worse")], book.head)
    for at, scenario in enumerate(book.case.scenarios, 1):
        sheet.write_string(at, 0, str(scenario.id))
        sheet.write_number(at, 1, exact(scenario.probability), book.plain)

        def brings(key: tuple[str, str], factors: Any = scenario.factors) -> str:
            factor = factors.get(key[0], 1)
            return f"{book.flags[key]}*{book.cells[f'value:{key[0]}:{key[1]}']}*{literal(factor)}"

        terms = [brings(key) for key in book.flags]
        for synergy in book.case.synergies:
            inner = [literal(synergy.value or 0)]
            if synergy.value_share:
                of = [brings(key) for key in book.flags if key[0] in synergy.members]
                inner.append(f"{literal(synergy.value_share)}*({added(of)})")
            terms.append(f"{book.cells[f'active:{synergy.id}']}*({added(inner)})")
        sheet.write_formula(at, 2, "=" + added(terms), book.plain)
    last = len(book.case.scenarios)
    for at in range(1, last + 1):
        worse = f"(C$2:C${last + 1}<C{at + 1})+(C$2:C${last + 1}=C{at + 1})*(ROW(C$2:C${last + 1})<ROW())"
        sheet.write_formula(at, 3, f"=SUMPRODUCT(({worse})*B$2:B${last + 1})", book.plain)
    for name, column in (("probability", 1), ("worth", 2), ("worse", 3)):
        book.columns[name] = area(sheet, 1, column, last, column)
    sheet.set_column(0, 3, 24)


def _checks(book: Book) -> None:
    """One row for each budget row and rule."""
    from optimizer.models.budgets import limits

    _, case = book.voice._, book.case
    sheet = book.sheet(_("Checks"))
    titles = [
        _("Id"),
        _("What it says"),
        _("Figure"),
        _("At least"),
        _("At most"),
        _("Slack"),
        _("Kept"),
        _("Why the rule is there"),
    ]
    book.row(sheet, 0, titles, book.head)
    rows = {limit.id: limit for limit in limits(case, book.voice.situation.books)}
    for at, (id, condition) in enumerate(book.voice.conditions.items(), 1):
        book.row(sheet, at, [id, book.voice.condition(id)])
        if id in rows:
            limit = rows[id]
            amount = Fraction(limit.amount) / 10**case.decimals
            low, high = (amount, None) if limit.least else (None, amount)
            parts = [cell for key, cell in book.cells.items() if key.startswith("spent:") and limit.covers(_purse(key))]
            figure = added(parts)
        else:
            rule = condition.rule  # type: ignore[attr-defined]
            low, high = _limits(rule)
            figure = FIGURES[rule.kind](book, rule)
        sheet.write_formula(at, 2, f"={figure}", book.plain)
        for place, bound in ((3, low), (4, high)):
            if bound is not None:
                sheet.write_number(at, place, exact(bound), book.plain)
        room = []
        if low is not None:
            room.append(f"C{at + 1}-D{at + 1}")
        if high is not None:
            room.append(f"E{at + 1}-C{at + 1}")
        # A share of nothing is no figure, and keeps the rule.
        slack = f'IF(C{at + 1}="","",ROUND(MIN({",".join(room)}),9))' if room else '""'
        sheet.write_formula(at, 5, "=" + slack, book.plain)
        sheet.write_formula(at, 6, f'=IF(F{at + 1}="",1,IF(F{at + 1}>=-{SLACK},1,0))', book.whole)
        sheet.write_string(at, 7, book.voice.rationale(id) or "–", book.text)
        book.cells[f"slack:{id}"] = address(sheet, at, 5)
    count = len(book.voice.conditions)
    if count:
        book.columns["kept"] = area(sheet, 1, 6, count, 6)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 80)
    sheet.set_column(2, 6, 13)
    sheet.set_column(7, 7, 100)


def _purse(key: str) -> tuple[int, str]:
    _spent, year, instrument = key.split(":", 2)
    return int(year), instrument


def _limits(rule: Rule) -> tuple[Fraction | None, Fraction | None]:
    """The rule's least and largest figure, its type's own default included."""
    low = None if rule.min is None else Fraction(rule.min)
    high = None if rule.max is None else Fraction(rule.max)
    if rule.kind in ("never", "requires"):
        return None, Fraction(0)
    if rule.kind == "must":
        return Fraction(len(set(rule.members))), None
    if rule.kind == "cover":
        return (Fraction(1) if low is None else low), None
    if rule.kind == "exclusive":
        return None, (Fraction(1) if high is None else high)
    return low, high


def _keys(book: Book, rule: Rule) -> list[tuple[str, str]]:
    """The options of the roadmaps that a rule speaks of."""
    who = set(concerned(rule, book.case.roadmaps))
    return [key for key in book.flags if key[0] in who]


def _sum(book: Book, keys: list[tuple[str, str]], of: str) -> str:
    """The money of the funded among some options: ``public`` or ``private``, before savings."""
    books = book.voice.situation.books
    money = books.public if of == "public" else books.private
    return f"({added(f'{book.flags[key]}*{literal(Fraction(money[key], books.money))}' for key in keys if money[key])})"


def _number(book: Book, rule: Rule) -> str:
    return added(book.flags[key] for key in _keys(book, rule))


def _requires(book: Book, rule: Rule) -> str:
    first, *others = dict.fromkeys(rule.members)
    return f"{funded(book, first)}*({added(f'1-{funded(book, one)}' for one in others)})"


def _over(part: str, whole: str) -> str:
    """A share that is no figure where there is nothing to have a share of."""
    return f'IF({whole}=0,"",({part})/({whole}))'


def _share(book: Book, rule: Rule) -> str:
    keys = _keys(book, rule)
    if rule.of == "count":
        return _over(added(book.flags[key] for key in keys), f"SUM({book.columns['funded']})")
    side = "private" if rule.of == "private" else "public"
    return _over(_sum(book, keys, side), f"SUMPRODUCT({book.columns['funded']},{book.columns[side]})")


def _concentration(book: Book, rule: Rule) -> str:
    groups: dict[object, list[str]] = {}
    books = book.voice.situation.books
    for roadmap in book.case.roadmaps:
        mine = roadmap.attributes.get(rule.attribute or "", ())
        values: list[object] = list(dict.fromkeys(mine)) or [("", roadmap.id)]
        for key, cell in book.flags.items():
            if key[0] == roadmap.id and books.public[key]:
                part = Fraction(books.public[key], books.money * len(values))
                for value in values:
                    groups.setdefault(value, []).append(f"{cell}*{literal(part)}")
    squares = added(f"({added(terms)})^2" for terms in groups.values())
    return _over(squares, f"SUMPRODUCT({book.columns['funded']},{book.columns['public']})^2")


def _intensity(book: Book, rule: Rule) -> str:
    books = book.voice.situation.books
    terms = []
    for key in _keys(book, rule):
        both = books.public[key] + books.private[key]
        terms.append(f"{book.flags[key]}*{literal(Fraction(books.public[key], both) if both else Fraction(0))}")
    if not terms:
        return '""'
    return f'IF({_number(book, rule)}=0,"",MAX({",".join(terms)}))'


def _leverage(book: Book, rule: Rule) -> str:
    keys = _keys(book, rule)
    return _over(_sum(book, keys, "private"), _sum(book, keys, "public"))


def _downside(book: Book, rule: Rule) -> str:
    share = literal(Fraction(rule.value or 1))
    p, v, worse = (book.columns[name] for name in ("probability", "worth", "worse"))
    room = f"({share}-{worse})"
    counted = f"(({room}>0)*(({p}<{room})*{p}+({p}>={room})*{room}))"
    expected = f"SUMPRODUCT({p},{v})"
    return f'IF({expected}<=0,"",SUMPRODUCT({counted}*{v})/{share}/{expected})'


#: The figure of each rule type as a formula.
FIGURES: dict[str, Callable[[Book, Rule], str]] = {
    "count": _number,
    "must": _number,
    "never": _number,
    "exclusive": _number,
    "cover": _number,
    "requires": _requires,
    "share": _share,
    "concentration": _concentration,
    "intensity": _intensity,
    "leverage": _leverage,
    "downside": _downside,
}
