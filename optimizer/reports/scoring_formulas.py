"""The part of the formula sheet on scores: from agreed scores and weights to scores, by the method in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.reports.document import Block, Column, Formula, Heading, Paragraph, Table
from optimizer.reports.mathematics import frac, num, op, paren, row, sqrt, sub, sup, total
from optimizer.reports.notation import EQ, PLUS

if TYPE_CHECKING:
    from optimizer.reports.voice import Voice


def scoring_formulas(voice: Voice) -> list[Block]:
    """How a score comes about, with each criterion's weight and ends."""
    _, ranking = voice._, voice.situation.ranking
    blocks: list[Block] = [Heading(_("Scores"), 2)]
    blocks.append(
        Paragraph(
            _(
                "The score of roadmap r on criterion j is brought to 0 at the worst and 1 at the best end (the "
                "reference) of "
                "the criterion; criterion j weighs w."
            )
        )
    )
    u = row(
        sub("u", "rj"),
        EQ,
        frac(
            row(sub("a", "rj"), op("−", "binary"), sub("a", "j−")),
            row(sub("a", "j+"), op("−", "binary"), sub("a", "j−")),
        ),
    )
    blocks.append(
        Formula(u, _("u of r and j is the agreed score a less its worst end, over the best end less the worst end."))
    )
    if ranking.method == "additive":
        tree = row(sub("s", "r"), EQ, total("j", row(sub("w", "j"), sub("u", "rj"))))
        blocks.append(Formula(tree, _("The score s of roadmap r is the sum over the criteria of weight times u.")))
    elif ranking.method == "topsis" and ranking.reference == "scale":
        near = sqrt(
            total(
                "j", sup(paren(row(sub("w", "j"), paren(row(num("1"), op("−", "binary"), sub("u", "rj"))))), num("2"))
            )
        )
        far = sqrt(total("j", sup(paren(row(sub("w", "j"), sub("u", "rj"))), num("2"))))
        blocks.append(
            Formula(
                row(sub("d", "r+"), EQ, near), _("d+ is the distance of roadmap r to the best ends, with the weights.")
            )
        )
        blocks.append(Formula(row(sub("d", "r−"), EQ, far), _("d− is its distance to the worst ends.")))
        close = frac(sub("d", "r−"), row(sub("d", "r+"), PLUS, sub("d", "r−")))
        blocks.append(
            Formula(row(sub("s", "r"), EQ, close), _("The score s of roadmap r is d− over the sum of d+ and d−."))
        )
    else:
        text = _("The score s of roadmap r follows from u and w by the method %(method)s (reference: %(reference)s).")
        blocks.append(Paragraph(text % {"method": ranking.method, "reference": ranking.reference}))
    blocks.append(Paragraph(_("Scores are rounded half to even to 6 decimals before anything else is done with them.")))
    blocks.append(_ends(voice))
    return blocks


def _ends(voice: Voice) -> Table:
    """Each criterion's weight and the ends of its scale."""
    _, ranking = voice._, voice.situation.ranking
    rows = [
        (voice.criteria[c.id], voice.number(voice.situation.weights.values[c.id]), voice.short(foot), voice.short(top))
        for c, foot, top in zip(voice.case.criteria, ranking.grid.foot, ranking.grid.top, strict=True)
    ]
    columns = (
        Column(_("Criterion"), part=5),
        *(Column(title, right=True) for title in (_("Weight w"), _("Worst end"), _("Best end"))),
    )
    return Table(_("Weights and ends of the scales"), columns, tuple(rows))
