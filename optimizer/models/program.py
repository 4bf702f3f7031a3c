"""The portfolio problem in whole numbers: what every solver, question and proof here works on.

A :class:`Program` is a case's money, levels, synergies and rules as integer rows over 0/1 columns, together with what
each column is worth. Money counts in the smallest unit, value in a unit that all decimals divide, so every statement
about a portfolio is one about integers. The columns are, in this order:

- one *option* for each level at which a roadmap may be funded; a roadmap takes at most one of its options;
- one *synergy* ``z``, which is 1 exactly when at least ``at_least`` of its members are funded;
- one *product* for each option of a member of a synergy with a value share: 1 exactly when both are.

Only the options are free; synergies and products follow from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import cast

#: A portfolio: the indices of the options that it takes, ascending.
Selection = tuple[int, ...]


@dataclass(frozen=True)
class Option:
    """One way to fund a roadmap. ``public`` and ``private`` are totals before savings, in smallest units."""

    roadmap: str
    level: str
    share: Fraction
    public: int
    private: int

    @property
    def id(self) -> str:
        """``roadmap``, or ``roadmap:level`` where the level is not ``full``: how lists of ids write it."""
        return self.roadmap if self.level == "full" else f"{self.roadmap}:{self.level}"


@dataclass(frozen=True)
class Bundle:
    """A synergy: active when at least ``at_least`` of ``members`` are funded; each member is its options' indices.

    A member without options (ineligible) is an empty tuple: it is never funded."""

    id: str
    members: tuple[tuple[int, ...], ...]
    at_least: int


@dataclass(frozen=True)
class Row:
    """``sum of coefficients times columns <= limit``, all integers, on behalf of the rule or budget row ``id``.

    Several rows may share an id. ``scale`` is how many row units make one unit of the rule's own figure, so that a
    slack can be said in it."""

    id: str
    coefficients: Mapping[int, int]
    limit: int
    scale: Fraction = Fraction(1)

    def activity(self, columns: Iterable[int]) -> int:
        """What the left side comes to where exactly ``columns`` are 1."""
        get = self.coefficients.get
        return sum(get(column, 0) for column in columns)


@dataclass(frozen=True)
class Cone:
    """A concentration rule: ``sum over groups of s^2 <= limit * (sum over groups of s)^2`` where ``s`` is a group's
    money: ``groups[d]`` maps options to integer amounts (scaled alike, so that a split roadmap stays whole)."""

    id: str
    groups: tuple[Mapping[int, int], ...]
    limit: Fraction

    def amounts(self, columns: Sequence[int]) -> tuple[int, ...]:
        """Each group's money where exactly ``columns`` are 1."""
        return tuple(sum(group.get(column, 0) for column in columns) for group in self.groups)

    def holds(self, columns: Sequence[int]) -> bool:
        """Whether the rule holds, in exact arithmetic; an empty portfolio keeps it."""
        s = self.amounts(columns)
        return sum(v * v for v in s) * self.limit.denominator <= self.limit.numerator * sum(s) ** 2


@dataclass(frozen=True)
class Tail:
    """A downside rule: the mean value over the worst ``share`` of the scenarios is at least ``least`` times the mean.

    ``values[s]`` maps columns to integer values in scenario ``s`` (all in one unit, whatever it is). It holds exactly
    when for all ``q`` with ``0 <= q_s <= p_s / share`` and sum 1: ``sum q_s V_s >= least * sum p_s V_s``
    (Rockafellar and Uryasev 2000, dual form)."""

    id: str
    share: Fraction
    least: Fraction
    probabilities: tuple[Fraction, ...]
    values: tuple[Mapping[int, int], ...]

    def worst(self, columns: Sequence[int]) -> tuple[Fraction, ...]:
        """The weights ``q`` that give the mean over the worst share where exactly ``columns`` are 1."""
        v = [sum(values.get(column, 0) for column in columns) for values in self.values]
        q = [Fraction(0)] * len(v)
        left = Fraction(1)
        for s in sorted(range(len(v)), key=lambda s: (v[s], s)):
            q[s] = min(left, self.probabilities[s] / self.share)
            left -= q[s]
        return tuple(q)

    def cut(self, q: Sequence[Fraction]) -> Row:
        """The valid row ``least * sum p_s V_s - sum q_s V_s <= 0``, multiplied out to integers."""
        weights = [self.least * p - qs for p, qs in zip(self.probabilities, q, strict=True)]
        scale = lcm(*(w.denominator for w in weights))
        coefficients: dict[int, int] = {}
        for w, values in zip(weights, self.values, strict=True):
            factor = int(w * scale)
            if factor:
                for column, value in values.items():
                    coefficients[column] = coefficients.get(column, 0) + factor * value
        return Row(self.id, {c: v for c, v in coefficients.items() if v}, 0, Fraction(scale))

    def holds(self, columns: Sequence[int]) -> bool:
        """Whether the rule holds, in exact arithmetic."""
        return self.cut(self.worst(columns)).activity(columns) <= 0


@dataclass(frozen=True)
class Program:
    """The whole problem: maximise ``values`` over the portfolios that keep every row, cone and tail.

    Attributes:
        options: sorted by roadmap, then by level share (largest first), then level.
        bundles: the synergies, by id.
        products: (bundle, option) of each product column.
        values: what each column adds to the objective, in units of ``unit``.
        unit: the value of one unit of the objective.
        rows, cones, tails: what a portfolio must keep, by id.
        spend: total public money after savings, as coefficients over columns, in smallest units.
        money: how many smallest units make one unit of the case's money.
        ranking: the eligible roadmaps, best first: the order in which ties are broken.
    """

    options: tuple[Option, ...]
    bundles: tuple[Bundle, ...]
    products: tuple[tuple[int, int], ...]
    values: tuple[int, ...]
    unit: Fraction
    rows: tuple[Row, ...]
    cones: tuple[Cone, ...] = ()
    tails: tuple[Tail, ...] = ()
    spend: Mapping[int, int] = None  # type: ignore[assignment]
    money: int = 1
    ranking: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if cast(object, self.spend) is None:
            object.__setattr__(self, "spend", {i: o.public for i, o in enumerate(self.options) if o.public})

    @cached_property
    def groups(self) -> dict[str, tuple[int, ...]]:
        """Each roadmap that has options, in the order of the options, with its options' indices."""
        found: dict[str, list[int]] = {}
        for index, option in enumerate(self.options):
            found.setdefault(option.roadmap, []).append(index)
        return {roadmap: tuple(indices) for roadmap, indices in found.items()}

    @property
    def size(self) -> int:
        """How many columns there are."""
        return len(self.options) + len(self.bundles) + len(self.products)

    def active(self, selection: Iterable[int]) -> tuple[int, ...]:
        """The indices of the bundles that a portfolio activates."""
        chosen = set(selection)
        return tuple(
            k
            for k, bundle in enumerate(self.bundles)
            if sum(any(o in chosen for o in member) for member in bundle.members) >= bundle.at_least
        )

    def columns(self, selection: Iterable[int]) -> tuple[int, ...]:
        """Every column that is 1 in a portfolio: its options, and the synergies and products that follow."""
        chosen = tuple(sorted(selection))
        on = self.active(chosen)
        first = len(self.options)
        follow = [first + k for k in on]
        if self.products:
            first += len(self.bundles)
            active, taken = set(on), set(chosen)
            follow += [first + j for j, (k, o) in enumerate(self.products) if k in active and o in taken]
        return chosen + tuple(follow)

    def value(self, selection: Iterable[int]) -> int:
        """What a portfolio is worth, in units of ``unit``."""
        return sum(self.values[column] for column in self.columns(selection))

    def spent(self, selection: Iterable[int]) -> int:
        """Total public money of a portfolio after savings, in smallest units."""
        chosen = set(selection)
        total = sum(self.spend.get(option, 0) for option in chosen)
        for k in self._saving:  # most synergies save nothing and need not be looked at
            bundle = self.bundles[k]
            if sum(any(o in chosen for o in member) for member in bundle.members) >= bundle.at_least:
                total += self.spend[len(self.options) + k]
        return total

    @cached_property
    def _saving(self) -> tuple[int, ...]:
        """The bundles that change what is spent."""
        return tuple(k for k in range(len(self.bundles)) if self.spend.get(len(self.options) + k))

    def broken(self, selection: Iterable[int]) -> tuple[str, ...]:
        """The ids of all that a portfolio breaks, each once, rows first; empty when it is feasible.

        Raises:
            ValueError: when it takes two options of one roadmap.
        """
        chosen = tuple(sorted(selection))
        if len({self.options[o].roadmap for o in chosen}) != len(chosen):
            raise ValueError("a portfolio takes two options of one roadmap")
        columns = self.columns(chosen)
        bad = [row.id for row in self.rows if row.activity(columns) > row.limit]
        bad += [cone.id for cone in self.cones if not cone.holds(columns)]
        bad += [tail.id for tail in self.tails if not tail.holds(columns)]
        return tuple(dict.fromkeys(bad))

    def feasible(self, selection: Iterable[int]) -> bool:
        """Whether a portfolio keeps every row, cone and tail, in exact arithmetic."""
        return not self.broken(selection)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every id of a rule or budget row that the problem holds, each once."""
        found = [row.id for row in self.rows]
        found += [cone.id for cone in self.cones] + [tail.id for tail in self.tails]
        return tuple(dict.fromkeys(found))

    def without(self, ids: Iterable[str]) -> Program:
        """The same problem with the rows, cones and tails of ``ids`` dropped."""
        off = set(ids)
        return replace(
            self,
            rows=tuple(r for r in self.rows if r.id not in off),
            cones=tuple(c for c in self.cones if c.id not in off),
            tails=tuple(t for t in self.tails if t.id not in off),
        )

    def tie_key(self, selection: Iterable[int]) -> tuple[object, ...]:
        """Sorts portfolios of equal value: less public money first, then, going down the ranking, the one that funds
        a roadmap, or funds it at the level with the larger share (smaller keys are better)."""
        share = {self.options[o].roadmap: (self.options[o].share, self.options[o].level) for o in selection}
        none = (Fraction(0), "")
        picks = []
        for roadmap in self.ranking:
            part, level = share.get(roadmap, none)
            picks.append((0 if roadmap in share else 1, -part, level))
        return (self.spent(selection), tuple(picks))
