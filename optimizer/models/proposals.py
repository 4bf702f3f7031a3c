"""A portfolio that people propose, read against a case: ids, or ``id:level``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from optimizer.case.faults import CaseError, Fault
from optimizer.case.model import FULL, Case
from optimizer.case.nearest import hint
from optimizer.models.books import Books
from optimizer.models.build import build
from optimizer.models.program import Program, Selection

if TYPE_CHECKING:
    from optimizer.criteria.ranking import Ranking


def proposal(
    case: Case, ranking: Ranking, books: Books, program: Program, portfolio: Sequence[str]
) -> tuple[Program, Selection, tuple[str, ...]]:
    """A portfolio that people propose, as ids or ``id:level``.

    Returns:
        A program in which its ineligible roadmaps have options too, its selection there, and those roadmaps.

    Raises:
        CaseError: for a roadmap or level that the case does not have, one not admissible, or one named twice.
    """
    levels, faults = read(case, books, portfolio)
    if faults:
        raise CaseError(faults)
    ineligible = tuple(sorted(roadmap for roadmap in levels if not ranking.by_id[roadmap].eligible))
    if ineligible:
        entries = (replace(e, eligible=True) if e.roadmap in ineligible else e for e in ranking.entries)
        program = build(case, replace(ranking, entries=tuple(entries)))
    at = {(option.roadmap, option.level): o for o, option in enumerate(program.options)}
    return program, tuple(sorted(at[item] for item in levels.items())), ineligible


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
