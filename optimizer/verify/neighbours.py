"""Looks around a portfolio for one that comes before it: what can be seen of optimality without a proof."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from optimizer.verify import check_certificate as checker

#: How many portfolios are tried at most.
LIMIT = 4000
#: One roadmap (its index) funded at another level (a column), or not at all.
Move = tuple[int, int | None]


def better_nearby(answer: checker.Answer, chosen: list[int]) -> tuple[int, list[str] | None]:
    """Every portfolio that differs on one roadmap, then on two, and so on until the limit.

    Returns:
        How many were tried, and the names of the best that comes before it, or None.
    """
    model = answer.model
    taken: list[int | None] = [None] * len(model.roadmaps)
    for column in chosen:
        taken[model.owner[column]] = column
    moves: list[Move] = []
    for index, options in enumerate(model.options):
        moves += [(index, o) for o in [None, *options] if o != taken[index]]
    best, names, tried = key(answer, chosen), None, 0
    for step in islice(_steps(moves, len(model.options)), LIMIT):
        tried += 1
        changed = list(taken)
        for index, option in step:
            changed[index] = option
        other = [c for c in changed if c is not None]
        if worth(answer, other) < -best[0]:  # type: ignore[operator]
            continue
        try:
            answer.keeping_every_rule(other)
        except checker.Rejected:
            continue
        if key(answer, other) < best:
            best, names = key(answer, other), sorted(model.names[c] for c in other)
    return tried, names


def _steps(moves: list[Move], roadmaps: int) -> Iterator[tuple[Move, ...]]:
    """Changes of one roadmap, of two, …, of all."""
    for count in range(1, roadmaps + 1):
        yield from (step for step in combinations(moves, count) if len({index for index, _ in step}) == count)


def worth(answer: checker.Answer, chosen: list[int]) -> int:
    """A portfolio's value in units."""
    return sum(answer.model.values[c] for c in answer.all_columns(chosen))


def key(answer: checker.Answer, chosen: list[int]) -> tuple[object, ...]:
    """Smaller comes first: the value, then the spend, then down the ranking."""
    model = answer.model
    taken = answer.taken(chosen)
    places = [taken[model.position[roadmap]] for roadmap in answer.order]
    picks = [place if place > 1 else 1 << 62 for place in places]
    return (-worth(answer, chosen), answer.spent(answer.all_columns(chosen)), *picks)
