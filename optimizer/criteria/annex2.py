"""The ten criteria of Annex 2 of the policy note, as data: what each asks, what it looks at, what each score means.

Source: Annex 2, "Criteria for a targeted cluster policy", of "The Strategic Policy Framework for Smart Specialisation
in Flanders" (Department Economy, Science and Innovation, 12/2014). Ids, order and English names are the case reader's
(``optimizer.case.standard``); questions and points follow the note; the scale's descriptions are this project's own, so
that evaluators score alike. The texts are in ``annex2_english`` and ``annex2_dutch``, one beside the other by id.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from optimizer.case.standard import ANNEX2 as _IDS
from optimizer.case.standard import order as criterion_order
from optimizer.criteria.annex2_dutch import DUTCH
from optimizer.criteria.annex2_english import ENGLISH

__all__ = ["ANNEX2", "LEVELS", "AnnexCriterion", "Wording", "annex2", "criterion_name", "criterion_order"]

#: The scores that the scale describes, one sentence each.
LEVELS = (0, 1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Wording:
    """A criterion in one language.

    Attributes:
        name: a short name.
        question: what an evaluator asks.
        looks_at: the note's own points, each with what it means for a roadmap.
        scale: what 0, 1, 2, 3, 4 and 5 stand for, in that order; scores in between lie between two of them.
    """

    name: str
    question: str
    looks_at: tuple[str, ...]
    scale: tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class AnnexCriterion:
    """One criterion of Annex 2.

    Attributes:
        id: as cases name it.
        number: its place in the annex, from 1.
        english, dutch: its words.
    """

    id: str
    number: int
    english: Wording
    dutch: Wording

    def wording(self, lang: str) -> Wording:
        """Its words in ``en`` or ``nl``."""
        return {"en": self.english, "nl": self.dutch}[lang]


@cache
def _all() -> tuple[AnnexCriterion, ...]:
    return tuple(
        AnnexCriterion(id, place, Wording(name, *ENGLISH[id]), Wording(*DUTCH[id]))
        for place, (id, name) in enumerate(_IDS, start=1)
    )


#: The ten, in the order of the annex.
ANNEX2: tuple[AnnexCriterion, ...] = _all()


def annex2(id: str) -> AnnexCriterion | None:
    """The criterion of Annex 2 with this id; None for a criterion of a case's own."""
    return next((criterion for criterion in ANNEX2 if criterion.id == id), None)


def criterion_name(id: str, name: str, lang: str) -> str:
    """A criterion's name: in Dutch where it is one of the annex's under its own name, else as the case gives it."""
    known = annex2(id)
    return known.wording(lang).name if known is not None and known.english.name == name else name or id
