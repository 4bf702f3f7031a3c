"""The statement of reasons for one roadmap: what was asked and decided, on what grounds, and what it would have taken.

The law of 29 July 1991 on the express statement of reasons asks that a decision states the legal and factual
considerations that carry it. Each figure here is beside what it is measured by; comments of other applicants are never
in it, and evaluators are named only where the case says so.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.reports.assessment import assessment
from optimizer.reports.common import (
    checksum,
    closing,
    departure,
    given,
    made,
    scoring,
    weighting,
    weights_table,
)
from optimizer.reports.document import Block, Bullets, Column, Document, Facts, Heading, Paragraph, Table, plain
from optimizer.reports.partial import unproven, unreached
from optimizer.reports.standing import not_the_head, proof, rules_table
from optimizer.reports.voice import Voice
from optimizer.words import joined

if TYPE_CHECKING:
    from optimizer.case.model import Roadmap
    from optimizer.reports.dossier import Dossier


def statement(dossier: Dossier, roadmap: str, lang: str) -> Document:
    """The statement of reasons for one roadmap of the case, funded or not, admissible or not.

    Raises:
        KeyError: for a roadmap that the case does not have.
    """
    voice = Voice(dossier.situation, lang)
    _ = voice._
    found = {one.id: one for one in voice.case.roadmaps}[roadmap]
    blocks: list[Block] = [Paragraph(outcome(voice, dossier, found), "lead"), _identity(voice, found)]
    blocks += _request(voice, dossier, found)
    blocks += [Heading(_("Legal basis")), Paragraph(given(voice, "legal_basis"))]
    blocks.append(
        Paragraph(
            _(
                "This document states the reasons for the decision, as the law of 29 July 1991 on the express "
                "statement of reasons for administrative acts requires."
            )
        )
    )
    blocks += departure(voice, dossier)
    if found.admissible:
        blocks += _criteria(voice)
        blocks += assessment(voice, roadmap)
        blocks += _reasons(voice, dossier, roadmap)
    else:
        reason = plain(found.reason) if found.reason else _("[to be filled in: why it was not admissible]")
        blocks += [
            Heading(_("Why it was not assessed")),
            Paragraph(_("The roadmap was not admissible, for this reason:")),
            Paragraph(reason, "quote"),
        ]
        blocks.append(Paragraph(_("It was therefore not scored and not ranked.")))
    blocks += _rules(voice, dossier, roadmap)
    blocks += _recusals(voice, dossier, roadmap)
    blocks += _checking(voice, dossier)
    blocks += closing(voice)
    footer = f"{voice.roadmaps[roadmap]} ({plain(roadmap)}) · {checksum(voice)}"
    return made(voice, _("Statement of reasons"), voice.roadmaps[roadmap], blocks, footer)


def outcome(voice: Voice, dossier: Dossier, roadmap: Roadmap) -> str:
    """What was decided on a roadmap, in one sentence."""
    _, level = voice._, dossier.levels.get(roadmap.id)
    name = {"name": voice.roadmaps[roadmap.id]}
    if not roadmap.admissible:
        return _("%(name)s is not funded: it was not admissible.") % name
    if level is None:
        return _("%(name)s is not funded.") % name
    public = next(one.public for one in dossier.selected if one.roadmap == roadmap.id)
    if level != "full":
        return _("%(name)s is funded at the level %(level)s, with %(public)s of public money.") % {
            **name,
            "level": voice.level(level),
            "public": voice.money(public),
        }
    return _("%(name)s is funded in full, with %(public)s of public money.") % (name | {"public": voice.money(public)})


def _identity(voice: Voice, roadmap: Roadmap) -> Facts:
    """Which case, which roadmap, who decides."""
    _ = voice._
    rows = [
        (_("Call"), plain(voice.case.settings.title)),
        (_("Roadmap"), f"{voice.roadmaps[roadmap.id]} ({plain(roadmap.id)})"),
    ]
    lead = roadmap.attributes.get("lead", ())
    if lead:
        rows.append((_("Applicant"), voice.joined([plain(one) for one in lead])))
    domain = roadmap.attributes.get("domain", ())
    if domain:
        rows.append((_("Domain"), voice.joined([plain(one) for one in domain])))
    rows += [(_("Decided by"), given(voice, "authority")), (_("Date of the decision"), given(voice, "decision_date"))]
    return Facts(tuple(rows))


def _request(voice: Voice, dossier: Dossier, roadmap: Roadmap) -> list[Block]:
    """The money that was asked at each level and the money that is granted, by year."""
    _ = voice._
    costs = [cost for cost in voice.case.costs if cost.roadmap == roadmap.id]
    blocks: list[Block] = [Heading(_("What was asked and what was decided"))]
    if not costs:
        return [*blocks, Paragraph(_("The case gives no costs for this roadmap."))]
    share = {level: part for (one, level), part in voice.case.levels.items() if one == roadmap.id}
    levels = sorted({cost.level for cost in costs}, key=lambda level: (-share.get(level, Fraction(1)), level))
    granted = dossier.levels.get(roadmap.id)
    rows = []
    for level in levels:
        for year in sorted({cost.year for cost in costs if cost.level == level}):
            mine = [cost for cost in costs if cost.level == level and cost.year == year]
            zero = 0 * mine[0].public  # sums keep their decimals
            public = sum((cost.public for cost in mine), start=zero)
            private = sum((cost.private for cost in mine), start=zero)
            rows.append(
                (
                    voice.level(level),
                    str(year) if year else "–",
                    voice.amount(public),
                    voice.amount(private),
                    voice.amount(public if level == granted else 0 * public),
                )
            )
    columns = (
        Column(_("Level"), part=2),
        Column(_("Year"), part=1),
        Column(_("Public money asked"), right=True, part=2),
        Column(_("Partners' own money"), right=True, part=2),
        Column(_("Granted"), right=True, part=2),
    )
    caption = _("Money by year, in %(unit)s") % {"unit": voice.unit}
    blocks.append(Table(caption, columns, tuple(rows)))
    if len(levels) > 1:
        parts = [
            _("%(level)s brings %(share)s of its score")
            % {"level": voice.level(level), "share": voice.percent(share.get(level, Fraction(1)), 0)}
            for level in levels
        ]
        blocks.append(
            Paragraph(
                _("A roadmap with several levels is funded at one of them or not at all: %(parts)s.")
                % {"parts": voice.joined(parts)}
            )
        )
    return blocks


def _criteria(voice: Voice) -> list[Block]:
    """Criteria, weights and how both scores and weights come about."""
    _ = voice._
    return [
        Heading(_("Criteria, weights and method")),
        Paragraph(" ".join(weighting(voice))),
        Paragraph(" ".join(scoring(voice))),
        weights_table(voice),
    ]


def _reasons(voice: Voice, dossier: Dossier, roadmap: str) -> list[Block]:
    """Rank, and why it is or is not in the portfolio."""
    _, found = voice._, dossier.explanation(roadmap)
    ranking = voice.situation.ranking
    entry = ranking.by_id[roadmap]
    blocks: list[Block] = [Heading(_("Rank, and why it is or is not in the portfolio"))]
    figures = {"rank": entry.rank, "of": len(ranking.entries), "score": voice.number(entry.score)}
    blocks.append(
        Paragraph(
            _("The roadmap is number %(rank)s of the %(of)s that were ranked, with a total score of %(score)s.")
            % figures
        )
    )
    blocks.append(Paragraph(not_the_head(voice, dossier)))
    if found is None:
        return [*blocks, *unproven(voice, entry)]
    reasons = [plain(sentence) for sentence in found.reasons(voice.lang)]
    other = _otherwise(voice, dossier, roadmap)
    if other:
        blocks.append(Paragraph(other, "lead"))
        reasons = reasons[1:]  # the outcome and the rank, said above of what was adopted
    blocks.append(Bullets(tuple(reasons)))
    if not found.complete:
        text = _("The time limit came before every figure was found. Not reached: %(figures)s.")
        blocks.append(Paragraph(text % {"figures": joined(unreached(voice, found), voice.lang)}, "lead"))
    return blocks


def _otherwise(voice: Voice, dossier: Dossier, roadmap: str) -> str:
    """That the best portfolio would have decided otherwise on a roadmap than what was adopted; else nothing."""
    _, found, adopted = voice._, dossier.explanation(roadmap), dossier.levels.get(roadmap)
    best = found.level if found is not None else adopted
    if best == adopted:
        return ""
    if adopted is None:
        said = _(
            "The best portfolio would fund it; the portfolio that was adopted does not, on the grounds given in this "
            "document. What follows is about the best portfolio."
        )
    elif best is None:
        said = _(
            "The best portfolio would not fund it; the portfolio that was adopted does, on the grounds given in this "
            "document. What follows is about the best portfolio."
        )
    else:
        said = _(
            "The best portfolio would fund it at the level %(best)s; the portfolio that was adopted funds it at the "
            "level %(adopted)s, on the grounds given in this document. What follows is about the best portfolio."
        )
        said %= {"best": voice.level(best), "adopted": voice.level(adopted)}
    return said


def _rules(voice: Voice, dossier: Dossier, roadmap: str) -> list[Block]:
    """Which rules decided on this roadmap, and every rule that the portfolio keeps, with its rationale."""
    _ = voice._
    if not dossier.rules:
        return []
    blocks: list[Block] = [Heading(_("The rules"))]
    admissible = roadmap in voice.situation.ranking.by_id
    found = dossier.explanation(roadmap) if admissible else None
    binding = found.binding if found is not None else ()
    if binding:
        text = _("These rules decided on this roadmap; without any one of them the outcome would have been another.")
        if _otherwise(voice, dossier, roadmap):
            text = _("These rules decided on this roadmap in the best portfolio.")
        blocks.append(Paragraph(text))
        rows = tuple((voice.condition(id), voice.rationale(id) or "–") for id in binding)
        columns = (Column(_("Rule"), part=5), Column(_("Why the rule is there"), part=6))
        blocks.append(Table(_("Rules that decided"), columns, rows))
    elif found is not None and found.complete and found.eligible:
        blocks.append(
            Paragraph(
                _(
                    "No rule decided by itself: dropping any single one would not have changed the outcome for this "
                    "roadmap."
                )
            )
        )
    blocks.append(Paragraph(_("These rules and budgets held for all roadmaps alike.")))
    blocks.append(rules_table(voice, dossier))
    return blocks


def _recusals(voice: Voice, dossier: Dossier, roadmap: str) -> list[Block]:
    """Who took no part because of a conflict of interest."""
    _ = voice._
    gone = [evaluator for evaluator, of in voice.situation.consensus.recusals if of == roadmap]
    blocks: list[Block] = [Heading(_("Conflicts of interest"))]
    if not gone:
        return [*blocks, Paragraph(_("No evaluator had a conflict of interest on this roadmap."))]
    if str(voice.case.settings.report.evaluators) == "named":
        names = voice.joined([plain(one) or _("an evaluator") for one in gone])
        text = _(
            "Because of a conflict of interest, %(names)s took no part in assessing this roadmap; none of their "
            "scores on it counts."
        )
        return [*blocks, Paragraph(text % {"names": names})]
    text = _(
        "Because of a conflict of interest, %(count)s of the evaluators took no part in assessing this roadmap; none "
        "of their scores on it counts."
    )
    return [*blocks, Paragraph(text % {"count": len(gone)})]


def _checking(voice: Voice, dossier: Dossier) -> list[Block]:
    """How far the outcome is proven, and how anybody can check it."""
    _ = voice._
    blocks: list[Block] = [Heading(_("How this can be checked"))]
    blocks.append(Paragraph(proof(voice, dossier)))
    text = _(
        "Whoever has the data package of this selection can check weights, scores, rules, money and outcome with the "
        "command “spearhead verify”, which shares no model and no solver with the program that decided. The checksum "
        "(SHA-256) of the case is %(checksum)s."
    )
    blocks.append(Paragraph(text % {"checksum": voice.case.sha256}))
    return blocks
