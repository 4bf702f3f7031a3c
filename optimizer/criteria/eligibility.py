"""Which roadmaps miss a threshold, by how much, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from optimizer.case.model import Case
from optimizer.criteria.consensus import Consensus
from optimizer.criteria.exact import fraction, half_even
from optimizer.criteria.scoring.additive import additive_whole
from optimizer.criteria.scoring.grid import make_grid
from optimizer.criteria.weights import Weights
from optimizer.words import number, translator

#: How many decimals the additive score has when it is compared with ``threshold.total``.
PLACES = 6


@dataclass(frozen=True)
class Reason:
    """One threshold that a roadmap misses.

    Attributes:
        kind: ``threshold`` (of a criterion) or ``total`` (setting ``threshold.total``).
        criterion: the criterion's id; empty for ``total``.
        name: the criterion's name; empty for ``total``.
        found: the agreed score, or the weighted mean on the scale.
        limit: the threshold.
        maximise: whether more is better: else the score is above the threshold.
    """

    kind: str
    criterion: str
    name: str
    found: Fraction
    limit: Fraction
    maximise: bool = True

    @property
    def short(self) -> Fraction:
        """By how much the threshold is missed, larger than 0."""
        return self.limit - self.found if self.maximise else self.found - self.limit

    def text(self, lang: str = "en") -> str:
        """The reason as a sentence in a language."""
        from optimizer.criteria.annex2 import criterion_name  # its texts are long, and most cases miss nothing

        _ = translator(lang)
        figures = {
            "criterion": criterion_name(self.criterion, self.name, lang),
            "found": number(half_even(self.found, PLACES).normalize(), lang),
            "limit": number(half_even(self.limit, PLACES).normalize(), lang),
            "short": number(half_even(self.short, PLACES).normalize(), lang),
        }
        if self.kind == "total":
            text = _("The weighted mean of its scores is %(found)s; at least %(limit)s is needed (%(short)s short).")
        elif self.maximise:
            text = _("%(criterion)s: its score is %(found)s; at least %(limit)s is needed (%(short)s short).")
        else:
            text = _("%(criterion)s: its score is %(found)s; at most %(limit)s is allowed (%(short)s too much).")
        return text % figures


def shortfalls(case: Case, consensus: Consensus, weights: Weights) -> tuple[tuple[Reason, ...], ...]:
    """What each roadmap of the consensus misses: thresholds in the order of the criteria, then the total.

    Agreed scores are compared as they are; ``threshold.total`` with ``scale.min + (scale.max - scale.min)`` times the
    additive score against the scale, which has 6 decimals. Equal passes.
    """
    thresholds = [
        (j, criterion, Fraction(criterion.threshold))
        for j, criterion in enumerate(case.criteria)
        if criterion.threshold is not None
    ]
    reasons: list[list[Reason]] = []
    for row in consensus.matrix:
        missed = []
        for j, criterion, limit in thresholds:
            reason = Reason("threshold", criterion.id, criterion.name, row[j], limit, criterion.maximise)
            if reason.short > 0:
                missed.append(reason)
        reasons.append(missed)
    total = case.settings.threshold.total
    if total is not None:
        least = fraction(total)
        low, high = fraction(case.settings.scale.min), fraction(case.settings.scale.max)
        scores = additive_whole(make_grid(case, consensus, "scale").unit_whole, weights.fractions)
        for missed, score in zip(reasons, scores, strict=True):
            found = low + (high - low) * Fraction(half_even(score, PLACES))
            if found < least:
                missed.append(Reason("total", "", "", found, least))
    return tuple(tuple(missed) for missed in reasons)
