"""Money by year against the budget, with a bar for how much of it is used."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page

if TYPE_CHECKING:
    from optimizer.models.budgets import Limit


def show_money(page: Page, names: Names, portfolio: Mapping[str, Any]) -> None:
    """What is spent in each year, over the period and from each purse, against what is there."""
    _ = page._
    spend = portfolio["spend"]
    limits = maxima(names)
    page.heading(_("Money"), _("public money, after savings"))
    columns = [
        Column(""),
        Column(_("Spent"), "right"),
        Column(_("Available"), "right"),
        Column(_("Left"), "right"),
        Column(_("Used")),
    ]
    rows, so_far = [], Decimal(0)
    for year, amount in spend["by_year"].items():
        so_far += amount
        limit = limits.get((str(year), ""))
        counted = so_far if limit is not None and limit.since else amount
        rows.append(_row(page, names, str(year), amount, limit, counted))
    rows.append(_row(page, names, _("total"), spend["total"], limits.get(("total", "")), spend["total"], strong=True))
    purses = {purse: amount for purse, amount in spend.get("by_instrument", {}).items() if purse}
    rows += [_row(page, names, purse, amount, limits.get(("total", purse)), amount) for purse, amount in purses.items()]
    page.table(columns, rows)
    if any(limit.since for limit in limits.values()):
        page.text(_("What a year leaves unspent is carried over: a year's money counts all years up to it."), "faint")
    private = spend.get("private")
    if private:
        page.text(_("The partners add %(money)s of their own.") % {"money": names.money(private)})


def maxima(names: Names) -> dict[tuple[str, str], Limit]:
    """Every maximum by (year or ``total``, instrument; empty for all purses), in smallest units, as in force."""
    from optimizer.models.books import Books
    from optimizer.models.budgets import limits

    found = limits(names.case, Books(names.case))
    return {("total" if m.year is None else str(m.year), m.instrument): m for m in found if not m.least}


def _row(
    page: Page, names: Names, label: str, amount: Any, limit: Limit | None, counted: Any, *, strong: bool = False
) -> list[str | Cell]:
    """One line; ``counted`` is the spend that the limit counts: this year's, or all up to it where years carry over."""
    first = Cell(label, "strong" if strong else "")
    if limit is None:
        return [first, names.amount(amount), "–", "", ""]
    most = Decimal(limit.amount.numerator) / Decimal(limit.amount.denominator) / 10**names.case.decimals
    share = float(counted / most) if most else 0.0
    room = max(6, min(20, page.look.columns - 56))
    used = f"{page.bar(share, room)} {page.percent(share)}" if most else "–"
    return [first, names.amount(amount), names.amount(most), names.amount(most - counted), used]
