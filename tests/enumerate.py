"""Every portfolio of a small case, straight from the contract: a second reading that shares no code with the model.

It reads the case's own rows and the ranking's scores, in fractions, and knows nothing of programs, rows or columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TypeVar

from optimizer.case.model import Case, Rule, Scenario
from optimizer.criteria.ranking import Ranking

Key = TypeVar("Key")


@dataclass(frozen=True)
class Seen:
    """One portfolio: its levels by roadmap, exact value, spend after savings, and the ids of all that it breaks."""

    levels: Mapping[str, str]
    value: Fraction
    spend: Fraction
    broken: frozenset[str]

    @property
    def ids(self) -> tuple[str, ...]:
        """As lists of ids write it."""
        return tuple(r if level == "full" else f"{r}:{level}" for r, level in sorted(self.levels.items()))


def enumerate_portfolios(case: Case, ranking: Ranking) -> list[Seen]:
    """Every portfolio of eligible roadmaps, feasible or not."""
    return list(_Reading(case, ranking).all())


def best_of(case: Case, ranking: Ranking, seen: list[Seen], off: frozenset[str] = frozenset()) -> Seen | None:
    """The portfolio that the contract selects: the largest value; the smaller spend; down the ranking the one that
    funds, or funds at the level with the larger share."""
    fits = [one for one in seen if one.broken <= off]
    if not fits:
        return None
    order = [entry.roadmap for entry in ranking.entries if entry.eligible]

    def key(one: Seen) -> tuple[object, ...]:
        picks = []
        for roadmap in order:
            level = one.levels.get(roadmap)
            share = Fraction(0) if level is None else Fraction(case.levels.get((roadmap, level), 1))
            picks.append((level is None, -share, level or ""))
        return (-one.value, one.spend, picks)

    return min(fits, key=key)


class _Reading:
    def __init__(self, case: Case, ranking: Ranking) -> None:
        self.case, self.ranking = case, ranking
        self.score = {entry.roadmap: Fraction(entry.score) for entry in ranking.entries}
        self.eligible = [entry.roadmap for entry in ranking.entries if entry.eligible]
        self.attributes = {roadmap.id: roadmap.attributes for roadmap in case.roadmaps}
        self.success = {r.id: Fraction(1 if r.success is None else r.success) for r in case.roadmaps}

    def all(self) -> Iterator[Seen]:
        choices: list[list[str | None]] = []
        for roadmap in self.eligible:
            names = sorted({cost.level for cost in self.case.costs if cost.roadmap == roadmap}) or ["full"]
            choices.append([None, *names])
        for picked in product(*choices):
            levels = {r: level for r, level in zip(self.eligible, picked, strict=True) if level is not None}
            spend = self.spend(levels)
            yield Seen(levels, self.value(levels), sum(spend.values(), Fraction(0)), self.broken(levels, spend))

    def sum(self, levels: Mapping[str, str], roadmap: str, column: str) -> Fraction:
        rows = (c for c in self.case.costs if c.roadmap == roadmap and c.level == levels[roadmap])
        return sum((Fraction(getattr(row, column)) for row in rows), Fraction(0))

    def part(self, levels: Mapping[str, str], roadmap: str, scenario: Scenario | None) -> Fraction:
        found = self.score[roadmap] * Fraction(self.case.levels.get((roadmap, levels[roadmap]), 1))
        if self.case.settings.objective.basis == "amount":
            found *= self.sum(levels, roadmap, "public")
        if self.case.settings.objective.success == "expected":
            found *= self.success[roadmap]
        return found if scenario is None else found * Fraction(scenario.factors.get(roadmap, 1))

    def value(self, levels: Mapping[str, str], scenario: Scenario | None = None) -> Fraction:
        total = sum((self.part(levels, roadmap, scenario) for roadmap in levels), Fraction(0))
        for synergy in self.case.synergies:
            funded = [member for member in synergy.members if member in levels]
            if len(funded) >= synergy.at_least:
                total += Fraction(synergy.value or 0)
                parts = sum((self.part(levels, member, scenario) for member in funded), Fraction(0))
                total += Fraction(synergy.value_share or 0) * parts
        return total

    def spend(self, levels: Mapping[str, str]) -> dict[tuple[int, str], Fraction]:
        found: dict[tuple[int, str], Fraction] = {}
        for cost in self.case.costs:
            if levels.get(cost.roadmap) == cost.level:
                key = (cost.year, cost.instrument)
                found[key] = found.get(key, Fraction(0)) + Fraction(cost.public)
        for synergy in self.case.synergies:
            if synergy.saving and sum(member in levels for member in synergy.members) >= synergy.at_least:
                for key, amount in self.saved(synergy.members, Fraction(synergy.saving)).items():
                    found[key] = found.get(key, Fraction(0)) - amount
        return found

    def saved(self, members: tuple[str, ...], saving: Fraction) -> dict[tuple[int, str], Fraction]:
        """By year as the contract says; within a year the purses alike (this project's own documentation)."""
        rows = [c for c in self.case.costs if c.roadmap in members and c.level == "full"]
        costs: dict[tuple[int, str], Fraction] = {}
        by_year: dict[int, Fraction] = {}
        for row in sorted(rows, key=lambda row: (row.year, row.instrument)):
            key = (row.year, row.instrument)
            costs[key] = costs.get(key, Fraction(0)) + Fraction(row.public)
            by_year[row.year] = by_year.get(row.year, Fraction(0)) + Fraction(row.public)
        found: dict[tuple[int, str], Fraction] = {}
        for year, part in self.shared(saving, by_year).items():
            found |= self.shared(part, {key: amount for key, amount in costs.items() if key[0] == year})
        return found

    def shared(self, amount: Fraction, weights: Mapping[Key, Fraction]) -> dict[Key, Fraction]:
        grain, whole = 10**self.case.decimals, sum(weights.values())
        if not whole:
            return {list(weights)[-1]: amount}
        positive = [key for key, weight in weights.items() if weight > 0]
        found = {key: Fraction((amount * weights[key] / whole * grain).__floor__(), grain) for key in positive}
        found[positive[-1]] += amount - sum(found.values())
        return found

    def broken(self, levels: Mapping[str, str], spend: Mapping[tuple[int, str], Fraction]) -> frozenset[str]:
        bad = {rule.id for rule in self.case.rules if not self.keeps(rule, levels)}
        bad |= {f"must:{x}" for x in self.case.settings.must if x not in levels}
        bad |= {f"never:{x}" for x in self.case.settings.never if x in levels}
        return frozenset(bad | self.over(spend))

    def over(self, spend: Mapping[tuple[int, str], Fraction]) -> set[str]:
        settings, bad = self.case.settings.budget, set()
        factor = Fraction(settings.factor)
        rows: list[tuple[int | None, str, Decimal | None, Decimal | None]]
        rows = [(b.year, b.instrument, b.max, b.min) for b in self.case.budget]
        if settings.total is not None:
            old = [b.min for b in self.case.budget if b.year is None and not b.instrument]
            rows = [row for row in rows if row[0] is not None or row[1]]
            rows.append((None, "", settings.total, old[0] if old else None))
        for year, purse, most, least in rows:
            name = "budget:" + ("total" if year is None else str(year)) + (f":{purse}" if purse else "")
            money = {key: v for key, v in spend.items() if not purse or key[1] == purse}
            if most is not None:
                if year is not None and settings.carry_over:
                    spent = sum(v for key, v in money.items() if key[0] <= year)
                    limit = sum(
                        Fraction(r[2])
                        for r in rows
                        if r[0] is not None and r[0] <= year and r[1] == purse and r[2] is not None
                    )
                else:
                    spent = sum(v for key, v in money.items() if year is None or key[0] == year)
                    limit = Fraction(most)
                if spent > limit * factor:
                    bad.add(name)
            if least is not None and sum(v for key, v in money.items() if year is None or key[0] == year) < Fraction(
                least
            ):
                bad.add(name + ":min")
        return bad

    def keeps(self, rule: Rule, levels: Mapping[str, str]) -> bool:
        has = [r for r in levels if rule.attribute and rule.value in self.attributes[r].get(rule.attribute, ())]
        members = [m for m in rule.members if m in levels]
        low = None if rule.min is None else Fraction(rule.min)
        high = None if rule.max is None else Fraction(rule.max)
        public = {r: self.sum(levels, r, "public") for r in levels}
        private = {r: self.sum(levels, r, "private") for r in levels}
        if rule.kind == "count":
            n = len(members) if rule.members else len(has) if rule.attribute else len(levels)
            return (low is None or n >= low) and (high is None or n <= high)
        if rule.kind == "must":
            return len(members) == len(rule.members)
        if rule.kind == "never":
            return not members
        if rule.kind == "exclusive":
            return len(members) <= (1 if high is None else high)
        if rule.kind == "requires":
            return rule.members[0] not in levels or len(members) == len(rule.members)
        if rule.kind == "cover":
            return len(has) >= (1 if low is None else low)
        if rule.kind == "share":
            size = {"spend": public, "private": private, "count": dict.fromkeys(levels, Fraction(1))}[
                rule.of or "spend"
            ]
            part, whole = sum(size[r] for r in has), sum(size.values())
            return (low is None or part >= low * whole) and (high is None or part <= high * whole)
        if rule.kind == "intensity":
            assert high is not None
            return all(public[r] <= high * (public[r] + private[r]) for r in levels)
        if rule.kind == "leverage":
            assert low is not None
            return sum(private.values()) >= low * sum(public.values())
        if rule.kind == "concentration":
            assert high is not None
            return self.index(rule, public) <= high * sum(public.values()) ** 2
        assert rule.kind == "downside"
        assert low is not None
        return self.tail(rule, levels) >= low * self.expected(levels)

    def index(self, rule: Rule, public: Mapping[str, Fraction]) -> Fraction:
        money: dict[str, Fraction] = {}
        for roadmap, amount in public.items():
            values = self.attributes[roadmap].get(rule.attribute or "", ()) or (f"alone {roadmap}",)
            for value in values:
                money[value] = money.get(value, Fraction(0)) + amount / len(values)
        return sum((m * m for m in money.values()), Fraction(0))

    def expected(self, levels: Mapping[str, str]) -> Fraction:
        return sum((Fraction(s.probability) * self.value(levels, s) for s in self.case.scenarios), Fraction(0))

    def tail(self, rule: Rule, levels: Mapping[str, str]) -> Fraction:
        """Conditional value at risk by its definition: the largest of ``eta - (1/a) E[max(eta - V, 0)]``."""
        values = [(self.value(levels, s), Fraction(s.probability)) for s in self.case.scenarios]
        share = Fraction(rule.value or "1")
        return max(eta - sum(p * max(eta - v, Fraction(0)) for v, p in values) / share for eta, _ in values)
