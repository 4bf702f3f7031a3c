"""How one roadmap was assessed: its scores against the median of all, and what the evaluators wrote about it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from optimizer.case.model import AGREED
from optimizer.criteria.consensus import median
from optimizer.reports.document import Block, Column, Heading, Paragraph, Table, plain

if TYPE_CHECKING:
    from optimizer.reports.voice import Voice


def assessment(voice: Voice, roadmap: str) -> list[Block]:
    """The score on each criterion against the median of all, and what the evaluators wrote."""
    _, consensus = voice._, voice.situation.consensus
    entry = voice.situation.ranking.by_id[roadmap]
    at = consensus.roadmaps.index(roadmap)
    rows = []
    for j, criterion in enumerate(voice.case.criteria):
        middle = median([row[j] for row in consensus.matrix])
        mine = consensus.matrix[at][j]
        marks = sorted(consensus.scores[roadmap, criterion.id].values())
        rows.append(
            (
                voice.criteria[criterion.id],
                "; ".join(voice.short(mark) for mark in marks),
                voice.short(mine),
                voice.short(middle),
                _standing(voice, mine, middle, criterion.maximise),
                voice.percent(entry.contributions[criterion.id]),
            )
        )
    low, high = voice.case.settings.scale.min, voice.case.settings.scale.max
    columns = (
        Column(_("Criterion"), part=5),
        Column(_("Scores given"), part=4),
        Column(_("Score"), right=True),
        Column(_("Median of all"), right=True),
        Column(_("Compared with the median"), part=3),
        Column(_("Part of the score"), right=True),
    )
    blocks: list[Block] = [Heading(_("Assessment"))]
    blocks.append(Table(_("Scores on each criterion"), columns, tuple(rows)))
    notes = _(
        "Scores lie on a scale from %(low)s to %(high)s unless a criterion has its own; the median is that of the "
        "%(count)s roadmaps that were assessed. The part of the score is how much the criterion adds to the weighted "
        "sum of the scores."
    )
    figures = {"low": voice.short(low), "high": voice.short(high), "count": len(consensus.roadmaps)}
    blocks.append(Paragraph(notes % figures, "note"))
    blocks += _comments(voice, roadmap)
    return blocks


def _standing(voice: Voice, mine: Fraction, middle: Fraction, maximise: bool) -> str:
    """How a score stands to the median, in words: a sign alone would be lost on whoever hears it read."""
    _, apart = voice._, abs(mine - middle)
    if not apart:
        return _("equal")
    better = (mine > middle) == maximise
    word = _("%(apart)s better") if better else _("%(apart)s weaker")
    return word % {"apart": voice.short(apart)}


def _comments(voice: Voice, roadmap: str) -> list[Block]:
    """What evaluators wrote on this roadmap; those who are recused, and rows that do not count, are left out."""
    _ = voice._
    named = str(voice.case.settings.report.evaluators) == "named"
    counted = set(voice.situation.consensus.evaluators)
    gone = set(voice.situation.consensus.recusals)
    agreed = str(voice.case.settings.consensus) == "agreed"
    order = {criterion.id: number for number, criterion in enumerate(voice.case.criteria)}
    rows = []
    for row in voice.case.scores:
        if row.roadmap != roadmap or not row.comment or row.recused or (row.evaluator, roadmap) in gone:
            continue
        if (row.evaluator == AGREED) != agreed and row.evaluator not in counted:
            continue
        who = plain(row.evaluator) or _("an evaluator") if named else ""
        rows.append((order[row.criterion], plain(row.comment), who, voice.criteria[row.criterion]))
    if not rows:
        return [Paragraph(_("The evaluators added no comments to their scores on this roadmap."))]
    rows.sort()
    caption = _("What the evaluators wrote")
    criterion, comment = Column(_("Criterion"), part=3), Column(_("Comment"), part=7)
    if named:
        cells = tuple((name, who, text) for _n, text, who, name in rows)
        return [Table(caption, (criterion, Column(_("Evaluator"), part=2), comment), cells)]
    return [Table(caption, (criterion, comment), tuple((name, text) for _n, text, _who, name in rows))]
