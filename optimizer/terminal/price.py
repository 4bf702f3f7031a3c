"""What each rule and budget row costs in value."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.terminal.naming import Names
from optimizer.terminal.page import Cell, Column, Page
from optimizer.terminal.partial import show_missing, show_partial

if TYPE_CHECKING:
    from optimizer.questions.price import Price, Prices, Step
    from optimizer.situation import Situation


def show(page: Page, found: Prices, situation: Situation) -> None:
    """What they cost in a sentence; the rules that cost something, dearest first, with who would come and go; what one
    step of a limit brings; then those that cost nothing."""
    _ = page._
    answer = found.as_dict()
    names = Names(page, situation.case)
    page.title(_("What each rule costs"))
    show_partial(page, answer)
    page.text(
        _("The portfolio is worth %(value)s. Each rule is dropped alone, the others kept.")
        % {"value": page.number(found.value)},
        indent=0,
    )
    prices = [*found.prices, *found.forced]
    dear = sorted((one for one in prices if one.value_added), key=lambda one: -one.value_added)
    _said(page, names, found, dear, len(prices))
    if dear:
        _table(page, names, found, dear)
    _steps(page, names, prices)
    free = [one.id for one in prices if not one.value_added]
    if free:
        page.heading(_("Rules that cost nothing"), _("without any one of them the best is worth as much"))
        page.bullets([names.ruled(id) for id in free])
    show_missing(page, answer, found.missing, len(prices))


def _said(page: Page, names: Names, found: Prices, dear: Sequence[Price], count: int) -> None:
    """How many cost something, and what the dearest costs."""
    _ = page._
    if not count:
        if found.complete:
            page.text(_("There are no rules and no budget."), indent=0)
        return
    if not dear:
        page.text(_("None of them costs anything."), "good", indent=0)
        return
    figures = {"n": page.number(len(dear)), "of": page.number(count)}
    head = _("Rules and budget rows that cost value: %(n)s of %(of)s.")
    most = dear[0]
    said = _("The dearest is “%(rule)s”: without it the portfolio would be worth %(value)s more%(share)s.") % {
        "rule": names.ruled(most.id),
        "value": page.number(most.value_added),
        "share": _share(page, most, found),
    }
    page.text(f"{head % figures} {said}", "strong", indent=0)


def _share(page: Page, price: Price, found: Prices) -> str:
    """How much of the portfolio's value a price is, in brackets; nothing where that has no meaning."""
    return f" ({page.percent(Fraction(price.value_added) / Fraction(found.value), 1)})" if found.value > 0 else ""


def _table(page: Page, names: Names, found: Prices, dear: Sequence[Price]) -> None:
    _ = page._
    page.heading(_("Rules that cost value"))
    values = page.figures([one.value_added for one in dear])
    rows: list[list[str | Cell]] = [
        [names.ruled(one.id), "+" + value, names.moves(one.added, one.dropped)]
        for one, value in zip(dear, values, strict=True)
    ]
    columns = [Column(_("Without"), wrap=True), Column(_("Value"), "right"), Column(_("Who changes"), wrap=True)]
    page.table(columns, rows)


def _steps(page: Page, names: Names, prices: Sequence[Price]) -> None:
    """What moving one limit by one step brings, where it brings something."""
    _ = page._
    tried = [(one.id, step) for one in prices for step in one.steps]
    bring = [(id, step) for id, step in tried if step.value_added]
    if not tried:
        return
    page.heading(_("One step of a limit"))
    for id, step in sorted(bring, key=lambda one: -one[1].value_added):
        figures = {"rule": names.ruled(id), **_limits(names, id, step), "value": page.number(step.value_added)}
        figures["change"] = names.moves(step.added, step.dropped)
        page.text(_("%(rule)s: %(to)s instead of %(from)s brings %(value)s (%(change)s).") % figures, mark="•")
    if len(bring) < len(tried):
        least = (
            _("One step of any other limit brings nothing.") if bring else _("One step of any limit brings nothing.")
        )
        page.text(least, "faint")


def _limits(names: Names, id: str, step: Step) -> dict[str, str]:
    """Where a limit stands and where it is moved to, in the rule's own unit."""
    condition = names.conditions[id]
    now, then = (condition.reached(names.case, Fraction(x), names.page.lang) for x in (step.now, step.then))
    return {"from": now, "to": then}
