"""Who costs what and what there is to spend: the tables ``costs``, ``levels`` and ``budget``."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from optimizer.case.columns import BAD
from optimizer.case.context import Context, cells, usable
from optimizer.case.kinds import quoted
from optimizer.case.model import FULL, Budget, Cost
from optimizer.case.nearest import hint


def read_budget(context: Context) -> tuple[Budget, ...]:
    """The rows of ``budget`` by year (the total last) and instrument, the setting ``budget.total`` put in.

    ``budget.factor`` is not multiplied in: whoever states the problem does that."""
    typed = context.typed["budget"]
    keys = [BAD if BAD in key else key for key in zip(typed["year"], typed["instrument"], strict=True)]
    context.unique("budget", "year", keys, "the budget of")
    found: dict[tuple[int | None, str], Budget] = {}
    places: dict[str, int] = {}
    for row, year, most, least, instrument in cells(typed, "year", "max", "min", "instrument"):
        if most is None and least is None:
            context.fault("budget", row, "max", "the maximum is missing; an amount is wanted")
        if not usable(year, most, least, instrument):
            continue
        if most is not None and least is not None and least > most:
            context.fault("budget", row, "min", f"the minimum {least} is above the maximum {most}")
        key = (None if year == "total" else year, instrument or "")
        found.setdefault(key, Budget(key[0], most, least, key[1]))
        places.setdefault(found[key].id, row)
    for line in found.values():
        if line.min is not None and f"{line.id}:min" in places:
            # Its maximum has the name of the other's minimum: answers could not tell the two apart.
            said = f"the purse reads like the minimum of {line.id}; call it otherwise"
            context.fault("budget", places[f"{line.id}:min"], "instrument", said)
    total = context.settings.budget.total
    if total is not None:
        row_total = found.get((None, ""), Budget(None, None))
        if row_total.min is not None and row_total.min > total:
            context.setting("budget.total", f"{total} is below the minimum of the row total, {row_total.min}")
        found[None, ""] = replace(row_total, max=total)
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[0] is None, key[0] or 0, key[1])))


def read_costs(context: Context, budget: tuple[Budget, ...]) -> tuple[Cost, ...]:
    """The costs by roadmap, level, year and instrument, empty years filled in."""
    typed = context.typed["costs"]
    context.all_known("costs", "roadmap", context.roadmap_ids, "roadmap")
    columns = ("roadmap", "year", "level", "instrument")
    keys = [
        BAD if BAD in key else (key[0], key[1], key[2] or FULL, key[3])
        for key in zip(*(typed[column] for column in columns), strict=True)
    ]
    context.unique("costs", "year", keys, "the cost of")
    years = {year for year in context.typed["budget"].distinct["year"] if isinstance(year, int)}
    used = {year for year in typed.distinct["year"] if isinstance(year, int)}
    first = min(years or used or {0})
    strange = {year for year in used if years and year not in years}
    if context.typed["budget"].unreadable("year"):
        strange = set()  # once it is mended, it may be the one
    if strange:
        span = ", ".join(map(str, sorted(years)))
        for row, year in cells(typed, "year"):
            if year in strange:
                context.fault("costs", row, "year", f"{year} is not a year of the budget, which has {span}")
    found = []
    for _, roadmap, year, public, private, level, instrument in cells(
        typed, "roadmap", "year", "public", "private", "level", "instrument"
    ):
        if usable(roadmap, year, public, private, level, instrument):
            year = first if year is None else year
            found.append(Cost(roadmap, level or FULL, year, public, private or Decimal(0), instrument or ""))
    _complete(context)
    purses = {cost.instrument for cost in found}
    for line in budget:
        if line.instrument and len(typed) and line.instrument not in purses:
            context.warnings.append(
                f"budget: no cost is paid from {quoted(line.instrument)}, so {line.id} bounds nothing"
                + hint(line.instrument, purses - {""})
            )
    key = lambda c: (c.roadmap, c.level != FULL, c.level, c.year, c.instrument, c.public, c.private)  # noqa: E731
    return tuple(sorted(found, key=key))


def _complete(context: Context) -> None:
    """Where there are costs, every admissible roadmap has one, and ``full`` is among several levels."""
    typed = context.typed["costs"]
    if not len(typed) or typed.unreadable("roadmap"):
        return
    levels: dict[str, dict[str, int]] = defaultdict(dict)
    for row, roadmap, level in cells(typed, "roadmap", "level"):
        levels[roadmap].setdefault(FULL if level is None else level, row)
    for roadmap in context.roadmaps:
        if roadmap.admissible and roadmap.id not in levels:
            context.fault("costs", 0, "roadmap", f"the roadmap {quoted(roadmap.id)} has no row in costs; add one")
    for roadmap_id, found in levels.items():
        if len(found) > 1 and FULL not in found and not typed.unreadable("level"):
            message = f"{quoted(roadmap_id)} has the levels {', '.join(sorted(found))}, and none of them is {FULL}"
            context.fault("costs", min(found.values()), "level", message)


def read_levels(context: Context, costs: tuple[Cost, ...]) -> dict[tuple[str, str], Decimal]:
    """The share of its score that each (roadmap, level) brings; every level that is paid for has one."""
    typed = context.typed["levels"]
    context.all_known("levels", "roadmap", context.roadmap_ids, "roadmap")
    keys = [BAD if BAD in key else key for key in zip(typed["roadmap"], typed["level"], strict=True)]
    context.unique("levels", "level", keys, "the level")
    paid: dict[str, set[str]] = defaultdict(set)
    for cost in costs:
        paid[cost.roadmap].add(cost.level)
    found: dict[tuple[str, str], Decimal] = {}
    for row, roadmap, level, share in cells(typed, "roadmap", "level", "value_share"):
        if not usable(roadmap, level, share):
            continue
        if level == FULL and share != 1:
            context.fault("levels", row, "value_share", f"the level {FULL} brings 1, not {share}")
        if roadmap in paid and level not in paid[roadmap]:
            near = hint(level, paid[roadmap])
            context.fault("levels", row, "level", f"{quoted(roadmap)} has no costs at the level {quoted(level)}{near}")
        found[roadmap, level] = share
    _shares(context, found)
    for roadmap in context.roadmaps:
        found.setdefault((roadmap.id, FULL), Decimal(1))
    return {key: found[key] for key in sorted(found, key=lambda key: (key[0], key[1] != FULL, key[1]))}


def _shares(context: Context, found: dict[tuple[str, str], Decimal]) -> None:
    """Every level in ``costs`` has its share of the score in ``levels``."""
    if context.typed["levels"].unreadable("roadmap", "level", "value_share"):
        return
    named: set[tuple[str, str]] = set()
    for row, roadmap, level in cells(context.typed["costs"], "roadmap", "level"):
        if level in (None, FULL, BAD) or roadmap is BAD or (roadmap, level) in found or (roadmap, level) in named:
            continue
        named.add((roadmap, level))
        own = [other for of, other in found if of == roadmap]
        message = f"the level {quoted(level)} of {quoted(roadmap)} has no row in levels"
        context.fault("costs", row, "level", message + (hint(level, own) if own else "; add its value_share there"))


def decimals(context: Context) -> int:
    """How many decimals the smallest unit of money has: the most that any amount is written with."""
    written = 0
    for table, columns in (("costs", ("public", "private")), ("budget", ("max", "min")), ("synergies", ("saving",))):
        for column in columns:
            for amount in context.typed[table].distinct[column]:
                if isinstance(amount, Decimal):
                    written = max(written, -int(amount.as_tuple().exponent))
    total = context.settings.budget.total
    # What a decision prints of the setting is its value, so that is what counts: 3.30 has one decimal.
    return written if total is None else max(written, -int(total.normalize().as_tuple().exponent))
