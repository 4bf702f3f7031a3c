"""What lies around a decision: prices of rules, alternatives, other weights, other budgets, the reserve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.reports.charts.choices import frontier_chart, price_chart, robustness_chart
from optimizer.reports.document import Block, Bullets, Chart, Column, Heading, Paragraph, Table, plain
from optimizer.reports.partial import stopped

if TYPE_CHECKING:
    from optimizer.reports.dossier import Dossier
    from optimizer.reports.voice import Voice


def prices(voice: Voice, dossier: Dossier) -> list[Block]:
    """What each rule and budget costs in value."""
    _, prices = voice._, dossier.prices
    listed = prices.prices + prices.forced if prices is not None else ()
    costly = sorted((p for p in listed if p.value_added), key=lambda p: (-p.value_added, p.id))
    blocks: list[Block] = [Heading(_("What each rule costs"))]
    partial = stopped(voice, prices)
    text = _("Each rule and each budget was dropped by itself and the choice made again.")
    rest = [] if partial else [_("What is not listed costs nothing by itself.")]
    blocks.append(Paragraph(" ".join([text, *rest])))
    if not costly:
        return [*blocks, *(partial or [Paragraph(_("No rule and no budget costs anything by itself."))])]
    blocks += partial
    rows = tuple(
        (voice.condition(p.id), voice.number(p.value_added), voice.listed(p.added), voice.listed(p.dropped))
        for p in costly
    )
    columns = (
        Column(_("Dropped"), part=5),
        Column(_("Value added"), right=True),
        Column(_("Comes in"), part=4),
        Column(_("Goes out"), part=4),
    )
    blocks.append(Table(_("What each rule and budget costs"), columns, rows))
    if len(costly) > 1:
        alt = _("Bars of the value that dropping each rule alone would add; the figures are in the table above.")
        names = {p.id: voice.condition(p.id) for p in costly[:12]}
        blocks.append(Chart(price_chart(costly[:12], names, voice.lang), alt, _("Price of the rules")))
    return blocks


def alternatives(voice: Voice, dossier: Dossier) -> list[Block]:
    """The best portfolio and those that come next."""
    _, found = voice._, dossier.alternatives
    if found is None:
        return [Heading(_("Alternatives")), *stopped(voice, None)]
    rows = tuple(
        (
            str(at + 1),
            voice.number(one.value),
            voice.number(one.loss),
            voice.amount(one.spend),
            voice.listed(one.added),
            voice.listed(one.dropped),
        )
        for at, one in enumerate(found.portfolios)
    )
    columns = (
        Column(_("Place"), right=True),
        Column(_("Value"), right=True),
        Column(_("Less than the best"), right=True),
        Column(_("Public amount"), right=True),
        Column(_("Comes in"), part=4),
        Column(_("Goes out"), part=4),
    )
    text = _(
        "These are the best portfolios of all that keep every rule, the best first; what comes in and goes out is "
        "against the best."
    )
    said = [Paragraph(text), *stopped(voice, found)]
    return [Heading(_("Alternatives")), *said, Table(_("The best portfolios"), columns, rows)]


def robustness(voice: Voice, dossier: Dossier) -> list[Block]:
    """What holds at other weights."""
    _, found = voice._, dossier.robust
    if found is None:
        return [Heading(_("How sure: other weights")), *stopped(voice, None)]
    blocks: list[Block] = [
        Heading(_("How sure: other weights")),
        Bullets(tuple(plain(s) for s in found.sentences(voice.lang, voice.roadmaps))),
    ]
    count = sum(one.grade == "core" for one in found.roadmaps)
    alt = _("Bars of the share of the portfolios that fund each roadmap; %(count)s are in all of them.") % {
        "count": count
    }
    if len(found.roadmaps) <= 40:
        blocks.append(
            Chart(robustness_chart(found, voice.roadmaps, voice.lang), alt, _("How many portfolios fund each roadmap"))
        )
    words = {"core": _("in all of them"), "borderline": _("in some of them"), "exterior": _("in none of them")}
    ordered = sorted(found.roadmaps, key=lambda one: (-one.core_index, one.roadmap))
    rows = tuple((voice.roadmaps[one.roadmap], voice.percent(one.core_index), words[one.grade]) for one in ordered)
    columns = (Column(_("Roadmap"), part=6), Column(_("Share"), right=True), Column(_("Funded"), part=3))
    blocks.append(
        Table(_("Share of the portfolios that remain possible in which each roadmap is funded"), columns, rows)
    )
    return blocks


def frontier(voice: Voice, dossier: Dossier) -> list[Block]:
    """What more money or less would bring."""
    _, found = voice._, dossier.frontier
    blocks: list[Block] = [Heading(_("More money, or less"))]
    text = _(
        "Each point is a portfolio to which none is preferable: every other one is worth less or costs more. The "
        "maxima of the budget are lifted here; all other rules hold."
    )
    blocks += [Paragraph(text), *stopped(voice, found)]
    if found is None or not found.points:
        return blocks
    low, high = found.points[0], found.points[-1]
    alt = _(
        "A line of steps from a value of %(low)s at %(cheap)s to %(high)s at %(dear)s; a diamond marks the portfolio "
        "that the budgets allow."
    )
    alt %= {
        "low": voice.number(low.value),
        "high": voice.number(high.value),
        "cheap": voice.money(low.spend),
        "dear": voice.money(high.spend),
    }
    blocks.append(Chart(frontier_chart(found, voice.unit, voice.lang), alt, _("Value against public money")))
    steps = [(_("The next step up"), found.up), (_("The next step down"), found.down)]
    rows = tuple(
        (name, voice.amount(step.at), voice.number(step.value), voice.listed(step.added), voice.listed(step.dropped))
        for name, step in steps
        if step is not None
    )
    if rows:
        columns = (
            Column(_("Step"), part=3),
            Column(_("At"), right=True),
            Column(_("Value added"), right=True),
            Column(_("Comes in"), part=4),
            Column(_("Goes out"), part=4),
        )
        blocks.append(Table(_("The next steps, amounts in %(unit)s") % {"unit": voice.unit}, columns, rows))
    return blocks


def reserve(voice: Voice, dossier: Dossier) -> list[Block]:
    """Who comes in when a funded roadmap withdraws; nothing where another portfolio than the best was adopted."""
    if dossier.adopted is not None:
        return []
    _, found = voice._, dossier.reserve
    rows = []
    for one in found.reserve if found is not None else ():
        comes = voice.listed(one.added) if one.added else _("nobody")
        rows.append(
            (voice.roadmap(one.withdrawn), _("the others alone do not keep the rules") if one.value is None else comes)
        )
    partial = stopped(voice, found)
    if not rows and not partial:
        return []
    columns = (Column(_("Withdraws"), part=5), Column(_("Comes in, the others held"), part=5))
    table = Table(_("Who comes in when a funded roadmap withdraws"), columns, tuple(rows))
    return [Heading(_("Reserve")), *partial, *([table] if rows else [])]
