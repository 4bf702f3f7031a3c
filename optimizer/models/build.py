"""From a case and its ranking to the portfolio problem in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from optimizer.case.model import Case
from optimizer.models.books import Books
from optimizer.models.conditions import Condition, conditions
from optimizer.models.objective import objective_of
from optimizer.models.program import Bundle, Cone, Option, Program, Row, Tail
from optimizer.models.rules.frame import Frame

if TYPE_CHECKING:
    from optimizer.criteria.ranking import Ranking


def build(case: Case, ranking: Ranking) -> Program:
    """The program of a case: its eligible roadmaps at their levels, its budgets, synergies and rules.

    Amounts count in the case's smallest unit; values in the unit of :mod:`optimizer.models.objective`. Every condition
    is a row, cone or tail under its own id, also one that nothing can break, so that each can be dropped and priced.

    Raises:
        ValueError: when an amount or score has more decimals than the case says.
    """
    frame, order = framed(case, ranking)
    return assemble(frame, conditions(case, frame.books), order)


def framed(case: Case, ranking: Ranking, books: Books | None = None) -> tuple[Frame, tuple[str, ...]]:
    """The columns of a case and what they are worth, and the eligible roadmaps, best first. ``books`` may tell other
    costs than the case's own."""
    books = books or Books(case)
    scores = {entry.roadmap: entry.score for entry in ranking.entries}
    order = tuple(entry.roadmap for entry in ranking.entries if entry.eligible)
    options = tuple(
        Option(roadmap, level, share, books.public[roadmap, level], books.private[roadmap, level])
        for roadmap in sorted(order)
        for level, share in books.levels[roadmap]
    )
    groups: dict[str, list[int]] = {}
    for index, option in enumerate(options):
        groups.setdefault(option.roadmap, []).append(index)
    products = tuple(
        (k, index)
        for k, synergy in enumerate(case.synergies)
        if synergy.value_share
        for member in synergy.members
        for index in groups.get(member, ())
    )
    objective = objective_of(case, books, options, products)
    return Frame(case, books, options, products, objective, objective.at(scores)), order


def assemble(frame: Frame, kept: Sequence[Condition], order: tuple[str, ...]) -> Program:
    """The program over a frame's columns with the given conditions, which may differ from the case's own."""
    pieces = [piece for condition in kept for piece in condition.statement(frame)]
    indices: dict[str, list[int]] = {}
    for index, option in enumerate(frame.options):
        indices.setdefault(option.roadmap, []).append(index)
    first = len(frame.options)
    spend = {index: option.public for index, option in enumerate(frame.options) if option.public}
    for k, synergy in enumerate(frame.case.synergies):
        saved = sum(frame.books.savings.get(synergy.id, {}).values())
        if saved:
            spend[first + k] = -saved
    return Program(
        options=frame.options,
        bundles=tuple(
            Bundle(s.id, tuple(tuple(indices.get(m, ())) for m in s.members), s.at_least) for s in frame.case.synergies
        ),
        products=frame.products,
        values=frame.values,
        unit=frame.objective.unit,
        rows=tuple(piece for piece in pieces if isinstance(piece, Row)),
        cones=tuple(piece for piece in pieces if isinstance(piece, Cone)),
        tails=tuple(piece for piece in pieces if isinstance(piece, Tail)),
        spend=spend,
        money=frame.books.money,
        ranking=order,
    )
