"""A portfolio that people write down: ids, or ``id:level``, read against a case."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.case.faults import Fault
from optimizer.case.model import FULL, Case
from optimizer.case.nearest import hint
from optimizer.models.books import Books


def read(case: Case, books: Books, portfolio: Sequence[str]) -> tuple[dict[str, str], list[Fault]]:
    """The level of each roadmap that is named, and what is wrong with the others (table ``options``)."""
    roadmaps = {roadmap.id: roadmap for roadmap in case.roadmaps}
    levels: dict[str, str] = {}
    faults: list[Fault] = []

    def fault(message: str) -> None:
        faults.append(Fault("options", 0, "portfolio", message))

    for item in portfolio:
        id, colon, level = item.strip().partition(":")
        level = level if colon else FULL
        if id not in roadmaps:
            fault(f"the case has no roadmap '{id}'{hint(id, roadmaps)}")
        elif not roadmaps[id].admissible:
            fault(f"'{id}' is not admissible: {roadmaps[id].reason or 'no reason is given'}")
        elif level not in (known := [name for name, _ in books.levels.get(id, ())]):
            fault(f"'{id}' has no level '{level}'; it has {', '.join(known)}")
        elif id in levels:
            fault(f"'{id}' is named twice; a roadmap is funded at one level")
        else:
            levels[id] = level
    return levels, faults
