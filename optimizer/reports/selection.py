"""The report of the selection: the call, the panel, the weights, the ranking, the portfolio and what lies around it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.reports.around import alternatives, frontier, prices, reserve, robustness
from optimizer.reports.charts.decision import ranking_chart, weights_chart
from optimizer.reports.common import checksum, closing, departure, given, made, scoring, weighting, weights_table
from optimizer.reports.document import Block, Chart, Column, Document, Facts, Heading, Paragraph, Table, plain
from optimizer.reports.formulas import formula_sheet
from optimizer.reports.portfolio import portfolio
from optimizer.reports.remarks import remarks
from optimizer.reports.standing import proof, rules_table
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
        *portfolio(voice, dossier),
        *departure(voice, dossier),
        Heading(_("Rules and budgets")),
        rules_table(voice, dossier),
        *prices(voice, dossier),
        *alternatives(voice, dossier),
        *robustness(voice, dossier),
        *frontier(voice, dossier),
        *reserve(voice, dossier),
        *remarks(voice, dossier),
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
        "%(count)s evaluators gave scores; %(recused)s times an evaluator with a conflict of interest was left out "
        "of a roadmap."
    )
    blocks.append(Paragraph(text % {"count": len(consensus.evaluators), "recused": len(consensus.recusals)}))
    said = []
    if found.kendall is not None:
        said.append(
            _("Kendall's W of their rankings is %(w)s: 1 would be the same ranking for all, 0 none in common.")
            % {"w": _float(voice, found.kendall, 2)}
        )
    if found.krippendorff is not None:
        said.append(
            _("Krippendorff's alpha over all scores is %(alpha)s: 1 would be full agreement, 0 what chance gives.")
            % {"alpha": _float(voice, found.krippendorff, 2)}
        )
    if said:
        blocks.append(Paragraph(" ".join(said)))
    if named and found.severities:
        strict = tuple(
            (plain(one.evaluator) or "–", _float(voice, one.severity, 3), str(one.shared)) for one in found.severities
        )
        severity = (
            Column(_("Evaluator"), part=4),
            Column(_("Stricter than the others by"), right=True),
            Column(_("Scores compared"), right=True),
        )
        blocks.append(
            Table(_("Severity of each evaluator, as a part of the scale (negative: milder)"), severity, strict)
        )
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
        )
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
            "Bars of the scores of %(count)s roadmaps, best first, dark where funded; the first is %(roadmap)s with "
            "%(score)s."
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
        )
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
        )
    columns = (
        Column(_("Rank"), right=True),
        Column(_("Roadmap"), part=6),
        Column(_("Score"), right=True),
        Column(_("Outcome"), part=4),
    )
    blocks.append(Table(_("Ranking"), columns, tuple(rows)))
    return blocks


def _checking(voice: Voice, dossier: Dossier) -> list[Block]:
    """How far the outcome is proven, the proof itself, and how anybody can check it."""
    from optimizer.reports.package import manifest_checksum

    _ = voice._
    text = _(
        "The data package of this selection holds the case, the settings, the decision and its proof. “spearhead "
        "verify” checks it without the model and the solver that decided."
    )
    rows = (
        (_("Checksum (SHA-256) of the case"), voice.case.sha256),
        (_("Checksum (SHA-256) of the package's manifest"), manifest_checksum(dossier)),
    )
    return [Heading(_("How this can be checked")), Paragraph(text), Facts(rows), *_proof(voice, dossier)]


def _proof(voice: Voice, dossier: Dossier) -> list[Block]:
    """The tree of cases, with what it means; nothing where there is no proof."""
    from optimizer.reports.proving import alternative, checked, counted, meaning
    from optimizer.verify.tree_picture import tree_svg

    _, found = voice._, checked(dossier)
    if found is None:
        return []
    names = {roadmap.id: plain(roadmap.name) for roadmap in voice.case.roadmaps}
    said = counted(found.answer.status == "optimal", found.leaves, voice.lang)
    chart = Chart(tree_svg(found, names, voice.lang), alternative(_), _("The proof, case by case"))
    return [Heading(_("The proof"), 2), Paragraph(said, "lead"), Paragraph(meaning(_, found.leaves, voice.lang)), chart]


def _float(voice: Voice, x: float, decimals: int) -> str:
    return voice.number(Decimal(repr(float(x))), decimals)
