"""What every document has: legal basis, how weights and scores come about, remedies, the place to sign.

Texts of ``report.*`` that a case does not give are marked in brackets, so that nobody signs past them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.reports.document import Block, Column, Document, Heading, Paragraph, Signature, Table, plain
from optimizer.words import N_

if TYPE_CHECKING:
    from optimizer.reports.dossier import Dossier
    from optimizer.reports.voice import Voice

#: What is to be filled in where the case does not give a text.
BLANKS = {
    "authority": N_("[to be filled in: the authority that decides]"),
    "legal_basis": N_("[to be filled in: the decree or decision on which the support rests]"),
    "remedies": N_("[to be filled in: with whom, how and within what time one may appeal]"),
    "place": N_("[to be filled in: place]"),
    "signatory": N_("[to be filled in: name and office of the signatory]"),
    "decision_date": N_("[to be filled in: date of the decision]"),
}
#: How each method came to the weights.
WEIGHTING = {
    "equal": N_("All criteria weigh the same."),
    "direct": N_("The weights were laid down by the authority and brought to a sum of 1."),
    "roc": N_(
        "The authority put the criteria in order of importance; the weights follow from that order (rank-order "
        "centroid)."
    ),
    "swing": N_(
        "The weights follow from what a step from the foot to the top of each scale is worth to the authority (swing "
        "weights)."
    ),
    "bwm": N_(
        "The most and the least important criterion were compared with all others; the weights follow from those "
        "comparisons (best-worst method)."
    ),
    "entropy": N_("The weights follow from how far the scores tell the roadmaps apart (entropy)."),
    "critic": N_("The weights follow from the spread of the scores and how far criteria say the same (CRITIC)."),
    "merec": N_("The weights follow from what is lost when a criterion is left out (MEREC)."),
}
JUDGED = {
    "judgments": N_(
        "The members of the committee compared the criteria two by two (analytic hierarchy process); their judgments "
        "were "
        "joined by geometric mean, and the weights follow from those."
    ),
    "priorities": N_(
        "The members of the committee compared the criteria two by two (analytic hierarchy process); the weights of "
        "each "
        "member were joined by geometric mean."
    ),
}
CONSENSUS = {
    "mean": N_(
        "The score on a criterion is the mean of the scores that the evaluators gave independently of each other."
    ),
    "median": N_(
        "The score on a criterion is the median of the scores that the evaluators gave independently of each other."
    ),
    "trimmed": N_(
        "The score on a criterion is the mean of the evaluators' scores, the highest and the lowest left out where "
        "there "
        "are three or more."
    ),
    "agreed": N_("The score on a criterion is the one on which the evaluators agreed together."),
}
SCORING = {
    "topsis": N_(
        "The total score, from 0 to 1, says how close a roadmap comes to the best there could be and how far it is "
        "from the "
        "worst, with the weights of the criteria (TOPSIS)."
    ),
    "additive": N_(
        "The total score, from 0 to 1, is the weighted sum of how far a roadmap comes up each criterion's scale."
    ),
}
OTHER_SCORING = N_(
    "The total score, from 0 to 1, was computed by the method %(method)s from the scores and the weights."
)
SCALED = N_("It depends on the roadmap's own scores alone and not on who else applied.")
COMPARED = N_("It is measured against the best and the worst scores among the roadmaps that were assessed.")


def given(voice: Voice, key: str) -> str:
    """A text of ``report.*``, or the mark of what is to be filled in."""
    text = getattr(voice.case.settings.report, key)
    if key == "decision_date" and text:
        return voice.date(str(text))
    return plain(text) if text else voice._(BLANKS[key])


def weighting(voice: Voice) -> list[str]:
    """How the weights came about, in sentences."""
    _, weights, settings = voice._, voice.situation.weights, voice.case.settings.weights
    if weights.method != "ahp":
        return [_(WEIGHTING[weights.method])]
    said = [_(JUDGED[str(settings.aggregate)])]
    if settings.member:
        said = [
            _(
                "The weights follow from the pairwise comparisons of one member of the committee (analytic hierarchy "
                "process)."
            )
        ]
    if weights.consistency is not None:
        ratio = voice.number(_rounded(weights.consistency.ratio), 3)
        if weights.consistency.ratio <= 0.1:
            said.append(
                _(
                    "The joined judgments are consistent: their consistency ratio is %(ratio)s, under the accepted "
                    "0.10."
                ).replace("0.10", voice.number(_rounded(0.1), 2))
                % {"ratio": ratio}
            )
        else:
            said.append(
                _("The consistency ratio of the joined judgments is %(ratio)s, above the usual 0.10.").replace(
                    "0.10", voice.number(_rounded(0.1), 2)
                )
                % {"ratio": ratio}
            )
    return said


def scoring(voice: Voice) -> list[str]:
    """How the scores came about, in sentences."""
    _, ranking = voice._, voice.situation.ranking
    said = [_(CONSENSUS[str(voice.case.settings.consensus)])]
    text = SCORING.get(ranking.method)
    said.append(_(text) if text else _(OTHER_SCORING) % {"method": ranking.method})
    said.append(_(SCALED) if ranking.reference == "scale" else _(COMPARED))
    return said


def weights_table(voice: Voice) -> Table:
    """Every criterion with what it asks and what it weighs."""
    _ = voice._
    rows = []
    for criterion in voice.case.criteria:
        weight = voice.percent(voice.situation.weights.values[criterion.id], 2)
        rows.append((voice.criteria[criterion.id], question(voice, criterion.id), weight))
    columns = (Column(_("Criterion"), part=4), Column(_("What it asks"), part=7), Column(_("Weight"), right=True))
    return Table(_("Criteria and weights"), columns, tuple(rows))


def question(voice: Voice, id: str) -> str:
    """What a criterion asks: the case's own description, else that of Annex 2."""
    from optimizer.criteria.annex2 import annex2

    criterion = next(one for one in voice.case.criteria if one.id == id)
    known = annex2(id)
    if criterion.description:
        return plain(criterion.description)
    return (
        plain(known.wording(voice.lang).question) if known is not None and known.english.name == criterion.name else "–"
    )


def departure(voice: Voice, dossier: Dossier) -> list[Block]:
    """What it means that another portfolio than the best was adopted: what it costs, what it breaks, the grounds."""
    found = dossier.assessment
    if found is None:
        return []
    _ = voice._
    said: list[Block] = [Heading(_("A decision that departs from the best portfolio"))]
    text = _("The portfolio that was adopted is not the one that the scores and the rules lead to.")
    if not found.added and not found.dropped and found.feasible:
        text = _("The portfolio that was adopted is the one that the scores and the rules lead to.")
    said.append(Paragraph(text, "lead"))
    if found.value_lost is not None:
        figures = {"value": voice.number(found.value), "lost": voice.number(abs(found.value_lost))}
        sentence = _("It is worth %(value)s, %(lost)s less than the best.")
        if found.value_lost < 0:
            sentence = _("It is worth %(value)s, %(lost)s more than the best that keeps every rule.")
        said.append(Paragraph(sentence % figures))
    if found.added:
        said.append(Paragraph(_("It funds, unlike the best: %(added)s.") % {"added": voice.listed(found.added)}))
    if found.dropped:
        text = _("It does not fund, unlike the best: %(dropped)s.")
        said.append(Paragraph(text % {"dropped": voice.listed(found.dropped)}))
    if found.broken:
        said.append(Paragraph(_("It does not keep these rules:")))
        rows = []
        for one in found.broken:
            id = one.id.removeprefix("eligible:")
            name = voice.condition(one.id)
            if id != one.id:
                name = _("%(roadmap)s is not eligible") % {"roadmap": voice.roadmap(id)}
            rows.append((name, voice.short(one.by) if one.by is not None else "–"))
        columns = (Column(_("Rule"), part=6), Column(_("Beyond the limit by"), right=True))
        said.append(Table(_("Rules that are not kept"), columns, tuple(rows)))
    else:
        said.append(Paragraph(_("It keeps every rule and every budget.")))
    said += [Paragraph(_("The grounds given for it:")), Paragraph(plain(dossier.grounds), "quote")]
    return said


def closing(voice: Voice) -> list[Block]:
    """Remedies, place, date and signature."""
    _ = voice._
    place = {"place": given(voice, "place"), "date": given(voice, "decision_date")}
    return [
        Heading(_("Remedies")),
        Paragraph(given(voice, "remedies")),
        Signature((_("Done at %(place)s, %(date)s.") % place, given(voice, "authority"), given(voice, "signatory"))),
    ]


def made(voice: Voice, title: str, subtitle: str, blocks: list[Block], footer: str) -> Document:
    """The document of these blocks."""
    _ = voice._
    day = voice.case.settings.report.decision_date
    return Document(
        lang=voice.lang,
        title=title,
        subtitle=subtitle,
        author=given(voice, "authority"),
        day=str(day) if day else None,
        blocks=tuple(blocks),
        footer=footer,
        page=(_("page"), _("of")),
    )


def checksum(voice: Voice) -> str:
    """The case's checksum as footers have it."""
    return voice._("case %(checksum)s") % {"checksum": voice.case.sha256[:16]}


def _rounded(x: float):  # type: ignore[no-untyped-def]
    from decimal import Decimal

    return Decimal(repr(x))
