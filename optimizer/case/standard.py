"""The criteria that apply where a case names none: Annex 2 of the policy note on smart specialisation in Flanders.

Only what a case needs (ids, order, short English names); what each criterion asks and what its scale means is in
``optimizer.criteria``.
"""

from __future__ import annotations

#: (id, name) in the order of Annex 2 of "The Strategic Policy Framework for Smart Specialisation in Flanders" (2014).
ANNEX2: tuple[tuple[str, str], ...] = (
    ("value-creation", "Value creation"),
    ("transition-challenges", "Innovation and transition challenges"),
    ("international-positioning", "International positioning"),
    ("portfolio-monitoring", "Strategic monitoring of a project portfolio"),
    ("frontrunners", "Frontrunners, support and critical mass"),
    ("differentiation", "International differentiation"),
    ("cross-sectoral", "Cross-sectoral value chains"),
    ("competence-policy", "Career and competence policy"),
    ("leverage", "Leverage effect"),
    ("partner-commitment", "Engagements and pledges of partners"),
)
_PLACE = {criterion: place for place, (criterion, _) in enumerate(ANNEX2)}


def order(criterion: str) -> tuple[int, str]:
    """Sorts criteria: those of Annex 2 in its order, then the others by id."""
    return (_PLACE.get(criterion, len(_PLACE)), criterion)
