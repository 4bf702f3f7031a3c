"""Several portfolios at once: the best few, and all that are almost as good as the best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from optimizer.models.answer import Status
from optimizer.models.answering.swept import SWEPT, run
from optimizer.models.program import Row, Selection
from optimizer.models.tree.hunt import Hunt
from optimizer.models.tree.search import Progress
from optimizer.models.tree.task import Task, TooLarge

if TYPE_CHECKING:
    from optimizer.models.answer import Answer
    from optimizer.models.answering.memory import Memory

#: How many of the portfolios found on the way are offered to later questions.
KEPT = 200


def k_best(
    memory: Memory,
    count: int,
    deadline: float | None,
    progress: Progress | None,
    best: Callable[..., Answer],
) -> tuple[list[Selection], bool]:
    """The ``count`` best portfolios, best first, and whether they are proven to be (see ``Live.k_best``).

    ``best`` answers a single question, for numbers beyond what sweeps count in."""
    program = memory.program
    task = Task(memory.frame, program.values, {}, frozenset(), (), memory.cuts)
    domain = memory.frame.domain()
    if not len(memory.frame.start) or domain is None:
        return ([()] if task.keeps(()) else []), True
    try:
        if task.kind:
            raise TooLarge
        # A hunt for one stops at the first of equals; one for two finds all that tie with the best.
        wanted = max(count, 2)
        hunt = Hunt(task, memory.relax(task), memory.layout, domain, count=wanted, deadline=deadline, progress=progress)
        complete, found = run(memory, hunt), hunt.found
    except TooLarge:
        found, complete = _one_by_one(len(program.options), count, deadline, best)
    ordered = sorted(found, key=lambda one: (-found[one], program.tie_key(one)))
    return ordered[:count], complete


def almost(
    memory: Memory,
    margin: int,
    limits: Mapping[int, int] | None,
    off: Iterable[str],
    extra: Sequence[Row],
    deadline: float | None,
) -> tuple[dict[Selection, int], bool, int] | None:
    """Every portfolio worth at most ``margin`` units less than the best, with its value (see ``Live.almost``)."""
    domain = memory.frame.domain()
    if domain is None or not 0 < len(memory.frame.start) <= SWEPT:
        return None
    try:
        task = Task(memory.frame, memory.program.values, dict(limits or {}), frozenset(off), tuple(extra), memory.cuts)
        if task.kind:
            return None
        hunt = Hunt(task, memory.relax(task), memory.layout, domain, margin=margin, deadline=deadline)
        complete = run(memory, hunt)
    except TooLarge:
        return None
    for selection in sorted(hunt.found, key=hunt.found.__getitem__)[-KEPT:]:
        memory.pool.add(selection)
    # What was found before the best was known may be worth less: of that, not all was looked for.
    kept = {one: value for one, value in hunt.found.items() if value >= hunt.target}
    return kept, complete, hunt.splits


def _one_by_one(
    options: int, count: int, deadline: float | None, best: Callable[..., Answer]
) -> tuple[dict[Selection, int], bool]:
    """The best portfolios, and all that tie with the last, each cut off when it is found."""
    found: dict[Selection, int] = {}
    rows: list[Row] = []
    while True:
        answer = best(extra=rows, proof=False, keep=False, deadline=deadline)
        if answer.status is Status.TIME_LIMIT:
            return found, False
        if answer.selection is None or answer.value is None:
            return found, True
        if len(found) >= count and answer.value < min(sorted(found.values(), reverse=True)[:count]):
            return found, True
        found[answer.selection] = answer.value
        chosen = set(answer.selection)
        others = {o: 1 if o in chosen else -1 for o in range(options)}
        rows.append(Row(f"found:{len(rows)}", others, len(chosen) - 1))
