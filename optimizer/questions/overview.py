"""A case and a portfolio at a glance: what is asked and what is there, by year and by attribute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.case.model import FULL

if TYPE_CHECKING:
    from optimizer.case.model import Case
    from optimizer.questions.standing import Funded


@dataclass(frozen=True)
class Asked:
    """One year, or one value of an attribute: the public money that all admissible roadmaps ask at full level, how
    many of them there are, and the budget's maximum (None where there is none; of an attribute always None)."""

    name: str
    amount: Decimal
    count: int
    available: Decimal | None


def asked_by_year(case: Case) -> tuple[Asked, ...]:
    """Public money asked in each year at full levels, beside the year's maximum times ``budget.factor``."""
    known = {roadmap.id for roadmap in case.admissible}
    amounts: dict[int, Decimal] = {}
    roadmaps: dict[int, set[str]] = {}
    for cost in case.costs:
        if cost.level == FULL and cost.roadmap in known:
            amounts[cost.year] = amounts.get(cost.year, Decimal(0)) + cost.public
            roadmaps.setdefault(cost.year, set()).add(cost.roadmap)
    maxima = {row.year: row.max for row in case.budget if row.max is not None and not row.instrument}
    years = sorted({*amounts, *(year for year in maxima if year is not None)})
    factor = case.settings.budget.factor
    made = []
    for year in years:
        most = maxima.get(year)
        available = None if most is None else most * factor
        made.append(Asked(str(year), amounts.get(year, Decimal(0)), len(roadmaps.get(year, ())), available))
    return tuple(made)


def asked_by(case: Case, attribute: str) -> tuple[Asked, ...]:
    """Public money asked at full levels by the values of an attribute, the largest first; a roadmap with several values
    counts under each."""
    public: dict[str, Decimal] = {}
    for cost in case.costs:
        if cost.level == FULL:
            public[cost.roadmap] = public.get(cost.roadmap, Decimal(0)) + cost.public
    amounts: dict[str, Decimal] = {}
    counts: dict[str, int] = {}
    for roadmap in case.admissible:
        for value in roadmap.attributes.get(attribute, ()):
            amounts[value] = amounts.get(value, Decimal(0)) + public.get(roadmap.id, Decimal(0))
            counts[value] = counts.get(value, 0) + 1
    order = sorted(amounts, key=lambda value: (-amounts[value], value))
    return tuple(Asked(value, amounts[value], counts[value], None) for value in order)


@dataclass(frozen=True)
class Share:
    """One value of an attribute in a portfolio: how many funded roadmaps have it, their part of public money (before
    savings, 0 to 1), and the limits that the case's ``share`` rules on spend set it."""

    value: str
    count: int
    share: Decimal
    min: Decimal | None
    max: Decimal | None


def shares(case: Case, selected: Iterable[Funded], attribute: str) -> tuple[Share, ...]:
    """A portfolio's public money by the values of an attribute: all that a limit names or a funded roadmap has."""
    have = {roadmap.id: roadmap.attributes.get(attribute, ()) for roadmap in case.roadmaps}
    money: dict[str, Decimal] = {}
    counts: dict[str, int] = {}
    whole = Decimal(0)
    for one in selected:
        whole += one.public
        for value in have.get(one.roadmap, ()):
            money[value] = money.get(value, Decimal(0)) + one.public
            counts[value] = counts.get(value, 0) + 1
    low: dict[str, Decimal] = {}
    high: dict[str, Decimal] = {}
    for rule in case.rules:
        if rule.kind != "share" or rule.attribute != attribute or rule.value is None or rule.of not in (None, "spend"):
            continue
        if rule.max is not None:
            high[rule.value] = min(rule.max, high.get(rule.value, rule.max))
        if rule.min is not None:
            low[rule.value] = max(rule.min, low.get(rule.value, rule.min))
    values = sorted({*money, *low}, key=lambda value: (-money.get(value, Decimal(0)), value))
    return tuple(
        Share(
            value,
            counts.get(value, 0),
            money.get(value, Decimal(0)) / whole if whole else Decimal(0),
            low.get(value),
            high.get(value),
        )
        for value in values
    )
