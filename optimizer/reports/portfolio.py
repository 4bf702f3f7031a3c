"""The portfolio with its money: who is funded, what they bring each other, what is spent against the budget."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.reports.charts.decision import money_chart
from optimizer.reports.document import Block, Chart, Column, Heading, Paragraph, Table, plain

if TYPE_CHECKING:
    from optimizer.reports.dossier import Dossier
    from optimizer.reports.voice import Voice


def portfolio(voice: Voice, dossier: Dossier) -> list[Block]:
    """The funded roadmaps, the synergies between them, and the money."""
    _, spend = voice._, dossier.spend
    rows = [
        (
            voice.roadmaps[one.roadmap],
            voice.level(one.level),
            voice.number(one.score),
            voice.amount(one.public),
            voice.amount(one.private),
        )
        for one in dossier.selected
    ]
    zero = 0 * spend.total
    public = sum((one.public for one in dossier.selected), start=zero)
    rows.append((_("Total, before savings"), "", "", voice.amount(public), voice.amount(spend.private)))
    columns = (
        Column(_("Roadmap"), part=6),
        Column(_("Level"), part=2),
        Column(_("Score"), right=True),
        Column(_("Public amount"), right=True),
        Column(_("Partners' own money"), right=True),
    )
    caption = _("The portfolio, amounts in %(unit)s") % {"unit": voice.unit}
    blocks: list[Block] = [Heading(_("The portfolio and its money"))]
    blocks.append(Table(caption, columns, tuple(rows), frozenset({len(rows) - 1})))
    value = dossier.assessment.value if dossier.assessment is not None else dossier.decision.value
    assert value is not None
    blocks.append(
        Paragraph(
            _("Together, with what the synergies add, they are worth %(value)s.") % {"value": voice.number(value)}
        )
    )
    blocks += _together(voice, dossier)
    blocks += _money(voice, dossier)
    return blocks


def _together(voice: Voice, dossier: Dossier) -> list[Block]:
    """The synergies that the portfolio brings about."""
    _ = voice._
    active = [one for one in voice.case.synergies if one.id in dossier.synergies]
    rows = []
    for one in active:
        parts = []
        if one.value is not None:
            parts.append(_("value %(value)s") % {"value": voice.short(one.value)})
        if one.value_share is not None:
            parts.append(_("%(share)s of the value of its members") % {"share": voice.percent(one.value_share)})
        if one.saving is not None:
            parts.append(_("saves %(saving)s") % {"saving": voice.money(one.saving)})
        rows.append((voice.listed(one.members), voice.joined(parts), plain(one.rationale or "–")))
    if not rows:
        return []
    columns = (Column(_("Roadmaps"), part=5), Column(_("Together"), part=3), Column(_("Why"), part=5))
    return [Table(_("What roadmaps bring each other"), columns, tuple(rows))]


def _money(voice: Voice, dossier: Dossier) -> list[Block]:
    """Spending by year and purse against the budget."""
    _, spend, books = voice._, dossier.spend, voice.situation.books
    maxima = _maxima(voice)

    def line(name: str, spent: Decimal, key: tuple[int | None, str]) -> tuple[str, ...]:
        most = maxima.get(key)
        if most is None:
            return (name, voice.amount(spent), "–", "–")
        return (name, voice.amount(spent), voice.exact(most), voice.exact(most - Fraction(spent)))

    rows = [line(str(year), amount, (year, "")) for year, amount in spend.by_year.items() if year]
    rows += [line(plain(purse), amount, (None, purse)) for purse, amount in spend.by_instrument.items()]
    rows.append(line(_("Total"), spend.total, (None, "")))
    columns = (
        Column(_("Year or purse"), part=4),
        *(Column(t, right=True, part=2) for t in (_("Spent"), _("Maximum"), _("Left"))),
    )
    caption = _("Public money after savings, in %(unit)s") % {"unit": voice.unit}
    blocks: list[Block] = [Table(caption, columns, tuple(rows), frozenset({len(rows) - 1}))]
    if any(books.years) and not voice.case.settings.budget.carry_over:
        limits = {year: float(most) for (year, purse), most in maxima.items() if year is not None and not purse}
        alt = _(
            "Bars of the public money of each year, with a line where that year's budget ends; the figures are in "
            "the table above."
        )
        blocks.append(
            Chart(money_chart(spend, limits, voice.unit, voice.lang), alt, _("Money by year against the budget"))
        )
    return blocks


def _maxima(voice: Voice) -> dict[tuple[int | None, str], Fraction]:
    """What may be spent by (year or None for the whole period, purse or empty for all), as in force."""
    from optimizer.models.budgets import limits

    money = voice.situation.books.money
    rows = [one for one in limits(voice.case, voice.situation.books) if not one.least and not one.since]
    return {(one.year, one.instrument): one.amount / money for one in rows}
