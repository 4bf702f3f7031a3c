"""The report of the selection: the call, the panel, the weights, the ranking, the portfolio and what lies around it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.reports.charts.choices import frontier_chart, price_chart, robustness_chart
from optimizer.reports.charts.decision import money_chart, ranking_chart, weights_chart
from optimizer.reports.common import checksum, closing, departure, given, made, scoring, weighting, weights_table
from optimizer.reports.document import Block, Bullets, Chart, Column, Document, Facts, Heading, Paragraph, Table, plain
from optimizer.reports.formulas import formula_sheet
from optimizer.reports.statement import proof, rules_table
from optimizer.reports.voice import Voice

if TYPE_CHECKING:
    from optimizer.reports.dossier import Dossier

#: Saaty's bound: above it a member's judgments are worth another look.
_ENOUGH = 0.10


def selection(dossier: Dossier, lang: str) -> Document:
    """The report of the whole selection."""
    voice = Voice(dossier.situation, lang)
    _ = voice._
    blocks: list[Block] = [
        *_summary(voice, dossier),
        *_call(voice, dossier),
        *_panel(voice, dossier),
        *_weights(voice),
        *_ranking(voice, dossier),
        *_portfolio(voice, dossier),
        *departure(voice, dossier),
        Heading(_("Rules and budgets")),
        rules_table(voice, dossier),
        *_prices(voice, dossier),
        *_alternatives(voice, dossier),
        *_robustness(voice, dossier),
        *_frontier(voice, dossier),
        *_reserve(voice, dossier),
        *_warnings(voice, dossier),
        *_checking(voice, dossier),
        *closing(voice),
        *formula_sheet(voice),
    ]
    title = plain(voice.case.settings.title)
    return made(voice, _("Report of the selection"), title, blocks, f"{title} · {checksum(voice)}")


def _summary(voice: Voice, dossier: Dossier) -> list[Block]:
    _ = voice._
    figures = {
        "count": len(dossier.selected),
        "of": len(voice.case.roadmaps),
        "public": voice.money(dossier.spend.total),
    }
    text = _("%(count)s of %(of)s roadmaps are funded, for %(public)s of public money.") % figures
    return [Paragraph(text, "lead"), Paragraph(proof(voice, dossier))]


def _call(voice: Voice, dossier: Dossier) -> list[Block]:
    _, settings = voice._, voice.case.settings
    rows = [(_("Call"), plain(settings.title)), (_("Decided by"), given(voice, "authority"))]
    rows.append((_("Date of the decision"), given(voice, "decision_date")))
    blocks: list[Block] = [Heading(_("The call")), Facts(tuple(rows))]
    if settings.description:
        blocks.append(Paragraph(plain(settings.description)))
    if settings.source:
        blocks.append(Paragraph(plain(settings.source), "note"))
    blocks += [Heading(_("Legal basis"), 2), Paragraph(given(voice, "legal_basis"))]
    inadmissible = [one for one in voice.case.roadmaps if not one.admissible]
    if inadmissible:
        cells = tuple((voice.roadmaps[one.id], plain(one.reason or "–")) for one in inadmissible)
        columns = (Column(_("Roadmap"), part=4), Column(_("Why it was not admissible"), part=6))
        blocks.append(Table(_("Roadmaps that were not assessed"), columns, cells))
    return blocks


def _panel(voice: Voice, dossier: Dossier) -> list[Block]:
    """Who scored, and how far they agree."""
    _, consensus, found = voice._, voice.situation.consensus, dossier.agreement
    named = str(voice.case.settings.report.evaluators) == "named"
    blocks: list[Block] = [Heading(_("The panel and its agreement")), Paragraph(scoring(voice)[0])]
    text = _(
        "%(count)s evaluators gave scores; %(recused)s times an evaluator with a conflict of interest was left out of a roadmap."
    )
    blocks.append(Paragraph(text % {"count": len(consensus.evaluators), "recused": len(consensus.recusals)}))
    said = []
    if found.kendall is not None:
        said.append(
            _("Kendall's W of their rankings is %(w)s: 1 would be the same ranking for all, 0 none in common.")
            % {"w": _float(voice, found.kendall, 2)}
        )  # noqa: E501
    if found.krippendorff is not None:
        said.append(
            _("Krippendorff's alpha over all scores is %(alpha)s: 1 would be full agreement, 0 what chance gives.")
            % {"alpha": _float(voice, found.krippendorff, 2)}
        )  # noqa: E501
    if said:
        blocks.append(Paragraph(" ".join(said)))
    if named and found.severities:
        rows = tuple(
            (plain(one.evaluator) or "–", _float(voice, one.severity, 3), str(one.shared)) for one in found.severities
        )
        columns = (
            Column(_("Evaluator"), part=4),
            Column(_("Stricter than the others by"), right=True),
            Column(_("Scores compared"), right=True),
        )  # noqa: E501
        blocks.append(Table(_("Severity of each evaluator, as a part of the scale (negative: milder)"), columns, rows))
    if found.roadmaps:
        rows = tuple(
            (
                voice.roadmaps[one.id],
                _float(voice, one.mean, 3),
                _float(voice, one.largest, 3),
                voice.criteria[one.where],
            )
            for one in found.roadmaps[:5]
        )
        columns = (
            Column(_("Roadmap"), part=4),
            Column(_("Mean distance"), right=True),
            Column(_("Largest"), right=True),
            Column(_("On the criterion"), part=4),
        )  # noqa: E501
        blocks.append(Table(_("Where evaluators were furthest apart, as a part of the scale"), columns, rows))
    return blocks


def _weights(voice: Voice) -> list[Block]:
    _, weights = voice._, voice.situation.weights
    blocks: list[Block] = [
        Heading(_("Criteria and weights")),
        Paragraph(" ".join(weighting(voice))),
        weights_table(voice),
    ]
    heaviest = max(weights.values, key=lambda id: weights.values[id])
    alt = _("Bars of the weights of the criteria; the largest is %(criterion)s with %(weight)s.")
    alt %= {"criterion": voice.criteria[heaviest], "weight": voice.percent(weights.values[heaviest])}
    blocks.append(Chart(weights_chart(weights, voice.criteria, voice.lang), alt, _("Weights of the criteria")))
    if weights.members:
        rows = []
        for name, member in weights.members.items():
            fine = _("consistent") if member.ratio <= _ENOUGH else _("above the usual limit")
            rows.append((plain(name), _float(voice, member.ratio, 3), fine))
        columns = (Column(_("Member"), part=3), Column(_("Consistency ratio"), right=True), Column("", part=3))
        columns = (*columns[:2], Column(_("Judgment"), part=3))
        blocks.append(Table(_("Consistency of each member's judgments"), columns, tuple(rows)))
    return blocks


def _ranking(voice: Voice, dossier: Dossier) -> list[Block]:
    _, ranking = voice._, voice.situation.ranking
    blocks: list[Block] = [Heading(_("Ranking")), Paragraph(" ".join(scoring(voice)[1:]))]
    best = ranking.entries[0] if ranking.entries else None
    if best is not None:
        alt = _(
            "Bars of the scores of %(count)s roadmaps, best first, dark where funded; the first is %(roadmap)s with %(score)s."
        )
        alt %= {
            "count": len(ranking.entries),
            "roadmap": voice.roadmaps[best.roadmap],
            "score": voice.number(best.score),
        }
        if len(ranking.entries) <= 40:
            chart = ranking_chart(ranking, dossier.levels, voice.roadmaps, voice.lang)
            blocks.append(Chart(chart, alt, _("Scores, and what is funded")))
    rows = []
    for entry in ranking.entries:
        level = dossier.levels.get(entry.roadmap)
        state = (
            _("not funded")
            if level is None
            else _("funded")
            if level == "full"
            else _("funded: %(level)s") % {"level": voice.level(level)}
        )  # noqa: E501
        if not entry.eligible:
            state = _("not eligible") if level is None else state
        reasons = " ".join(plain(reason.text(voice.lang)) for reason in entry.reasons)
        rows.append(
            (
                str(entry.rank),
                voice.roadmaps[entry.roadmap],
                voice.number(entry.score),
                f"{state}. {reasons}".strip() if reasons else state,
            )
        )  # noqa: E501
    columns = (
        Column(_("Rank"), right=True),
        Column(_("Roadmap"), part=6),
        Column(_("Score"), right=True),
        Column(_("Outcome"), part=4),
    )
    blocks.append(Table(_("Ranking"), columns, tuple(rows)))
    return blocks


def _portfolio(voice: Voice, dossier: Dossier) -> list[Block]:
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
            "Bars of the public money of each year, with a line where that year's budget ends; the figures are in the table above."
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


def _prices(voice: Voice, dossier: Dossier) -> list[Block]:
    _, prices = voice._, dossier.prices
    costly = sorted((p for p in prices.prices + prices.forced if p.value_added), key=lambda p: (-p.value_added, p.id))
    blocks: list[Block] = [Heading(_("What each rule costs"))]
    blocks.append(
        Paragraph(
            _(
                "Each rule and each budget was dropped by itself and the choice made again. What is not listed costs nothing by itself."
            )
        )
    )  # noqa: E501
    if not costly:
        return [*blocks, Paragraph(_("No rule and no budget costs anything by itself."))]
    rows = tuple(
        (voice.condition(p.id), voice.number(p.value_added), voice.listed(p.added), voice.listed(p.dropped))
        for p in costly
    )
    columns = (
        Column(_("Dropped"), part=5),
        Column(_("Value added"), right=True),
        Column(_("Comes in"), part=4),
        Column(_("Goes out"), part=4),
    )  # noqa: E501
    blocks.append(Table(_("What each rule and budget costs"), columns, rows))
    if len(costly) > 1:
        alt = _("Bars of the value that dropping each rule alone would add; the figures are in the table above.")
        names = {p.id: voice.condition(p.id) for p in costly[:12]}
        blocks.append(Chart(price_chart(costly[:12], names, voice.lang), alt, _("Price of the rules")))
    return blocks


def _alternatives(voice: Voice, dossier: Dossier) -> list[Block]:
    _, found = voice._, dossier.alternatives
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
        "These are the best portfolios of all that keep every rule, the best first; what comes in and goes out is against the best."
    )
    return [Heading(_("Alternatives")), Paragraph(text), Table(_("The best portfolios"), columns, rows)]


def _robustness(voice: Voice, dossier: Dossier) -> list[Block]:
    _, found = voice._, dossier.robust
    blocks: list[Block] = [
        Heading(_("How sure: other weights")),
        Bullets(tuple(plain(s) for s in found.sentences(voice.lang))),
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


def _frontier(voice: Voice, dossier: Dossier) -> list[Block]:
    _, found = voice._, dossier.frontier
    blocks: list[Block] = [Heading(_("More money, or less"))]
    text = _(
        "Each point is a portfolio to which none is preferable: every other one is worth less or costs more. The maxima of the budget are lifted here; all other rules hold."
    )  # noqa: E501
    blocks.append(Paragraph(text))
    low, high = found.points[0], found.points[-1]
    alt = _(
        "A line of steps from a value of %(low)s at %(cheap)s to %(high)s at %(dear)s; a diamond marks the portfolio that the budgets allow."
    )  # noqa: E501
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
        )  # noqa: E501
        blocks.append(Table(_("The next steps, amounts in %(unit)s") % {"unit": voice.unit}, columns, rows))
    if not found.complete:
        blocks.append(Paragraph(_("The time limit came before every point was found.")))
    return blocks


def _reserve(voice: Voice, dossier: Dossier) -> list[Block]:
    if dossier.adopted is not None:
        return []
    _, found = voice._, dossier.reserve
    rows = []
    for one in found.reserve:
        comes = voice.listed(one.added) if one.added else _("nobody")
        rows.append(
            (voice.roadmap(one.withdrawn), _("the others alone do not keep the rules") if one.value is None else comes)
        )
    if not rows:
        return []
    columns = (Column(_("Withdraws"), part=5), Column(_("Comes in, the others held"), part=5))
    return [Heading(_("Reserve")), Table(_("Who comes in when a funded roadmap withdraws"), columns, tuple(rows))]


def _warnings(voice: Voice, dossier: Dossier) -> list[Block]:
    _ = voice._
    found = dossier.decision.warnings
    if not found:
        return []
    return [Heading(_("Worth another look")), Bullets(tuple(plain(one) for one in found))]


def _checking(voice: Voice, dossier: Dossier) -> list[Block]:
    from optimizer.reports.package import manifest_checksum

    _ = voice._
    text = _(
        "The data package of this selection holds the case, the settings, the decision and its proof. “spearhead verify” checks it without the model and the solver that decided."
    )  # noqa: E501
    rows = (
        (_("Checksum (SHA-256) of the case"), voice.case.sha256),
        (_("Checksum (SHA-256) of the package's manifest"), manifest_checksum(dossier)),
    )
    return [Heading(_("How this can be checked")), Paragraph(text), Facts(rows)]


def _float(voice: Voice, x: float, decimals: int) -> str:
    return voice.number(Decimal(repr(float(x))), decimals)
