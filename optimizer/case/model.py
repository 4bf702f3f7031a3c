"""A case as the rest of the library sees it: typed, checked, and the same whatever file it came from.

Everything here is frozen and in canonical order, so that the same content gives the same bytes however its rows were
shuffled: criteria in the order of Annex 2 and then by id, everything else by id in code point order.
Amounts, scores, shares and probabilities are exact ``Decimal``s as they were written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from optimizer.case.layers import Entry
    from optimizer.case.settings import Settings
    from optimizer.case.tables import Tables

#: The level that a cost has when none is named, and that brings a roadmap's whole score.
FULL = "full"
#: The evaluator whose rows are the panel's agreed scores (setting ``consensus: agreed``).
AGREED = "consensus"


@dataclass(frozen=True)
class Criterion:
    """One criterion. ``scale_min`` and ``scale_max`` are filled in from the case's scale where not given."""

    id: str
    name: str
    maximise: bool
    scale_min: Decimal
    scale_max: Decimal
    threshold: Decimal | None = None
    group: str | None = None
    description: str | None = None


@dataclass(frozen=True)
class Roadmap:
    """One roadmap. ``attributes`` holds every attribute column, ``domain``, ``risk`` and ``lead`` included; each is a
    tuple of values, since a cell may hold several; empty where not given."""

    id: str
    name: str
    attributes: Mapping[str, tuple[str, ...]]
    success: Decimal | None = None
    admissible: bool = True
    reason: str | None = None


class Score(NamedTuple):
    """One row of ``scores``. ``evaluator`` is empty where not given; ``score`` is None in a recusal.

    A named tuple: there are tens of thousands of them, and a frozen dataclass takes three times as long to make."""

    roadmap: str
    criterion: str
    evaluator: str
    score: Decimal | None
    comment: str | None = None
    recused: bool = False


@dataclass(frozen=True)
class Judgment:
    """Criterion ``a`` is ``value`` times as important as ``b`` to ``member``; ``weight`` is the member's."""

    member: str
    a: str
    b: str
    value: Fraction
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Cost:
    """What one roadmap costs in one year at one level from one purse. ``year`` is never empty here: a cost without a
    year falls in the first year of the budget; where nothing has years it is 0 and means "no years"."""

    roadmap: str
    level: str
    year: int
    public: Decimal
    private: Decimal = Decimal(0)
    instrument: str = ""


@dataclass(frozen=True)
class Budget:
    """One row of ``budget``. ``year`` None is the row ``total``; ``instrument`` empty is every purse together."""

    year: int | None
    max: Decimal | None
    min: Decimal | None = None
    instrument: str = ""

    @property
    def id(self) -> str:
        """``budget:YEAR``, ``budget:total`` or ``budget:YEAR:INSTRUMENT``, as conflicts and prices name it."""
        year = "total" if self.year is None else str(self.year)
        return f"budget:{year}:{self.instrument}" if self.instrument else f"budget:{year}"


@dataclass(frozen=True)
class Synergy:
    """Something that happens when at least ``at_least`` of ``members`` are funded (at any level)."""

    id: str
    members: tuple[str, ...]
    at_least: int
    value: Decimal | None = None
    value_share: Decimal | None = None
    saving: Decimal | None = None
    rationale: str | None = None


@dataclass(frozen=True)
class Rule:
    """One rule as written, with ``*`` already spread out: ``id`` is then ``ID[value]`` and ``source`` is ``ID``.

    ``members`` keeps the order in which they were written (``requires`` depends on it)."""

    id: str
    kind: str
    source: str
    members: tuple[str, ...] = ()
    attribute: str | None = None
    value: str | None = None
    of: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    rationale: str | None = None


@dataclass(frozen=True)
class Scenario:
    """One row of ``scenarios`` gathered: the factor of each roadmap that has one, 1 for the others."""

    id: str
    probability: Decimal
    factors: Mapping[str, Decimal]


@dataclass(frozen=True)
class Case:
    """A checked case: what is asked. Made by ``optimizer.load_case``, never by hand outside tests.

    Attributes:
        settings: every setting in force, defaults included.
        levels: (roadmap, level) to the share of the score it brings; ``full`` is always 1.
        rules: every rule that applies (``rules.off`` already left out), by id; forced roadmaps of the settings
            ``must`` and ``never`` are not here but in ``settings``.
        rules_off: the rules that the settings leave out, for whoever wants to show or price them.
        decimals: how many decimals the smallest unit of money has.
        sha256: of the content of the tables and settings file in canonical order, the same for folder and workbook;
            options of the command line do not change it.
        warnings: what is legal but suspicious, in canonical order.
        tables: the tables of text that it was made from, and ``overrides``, the layers of settings put over theirs;
            what ``change_settings`` starts from.
    """

    settings: Settings
    criteria: tuple[Criterion, ...]
    roadmaps: tuple[Roadmap, ...]
    scores: tuple[Score, ...]
    judgments: tuple[Judgment, ...] = ()
    costs: tuple[Cost, ...] = ()
    levels: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    budget: tuple[Budget, ...] = ()
    synergies: tuple[Synergy, ...] = ()
    rules: tuple[Rule, ...] = ()
    rules_off: tuple[Rule, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    decimals: int = 0
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    tables: Tables | None = field(default=None, compare=False, repr=False)
    overrides: tuple[tuple[Entry, ...], ...] = field(default=(), compare=False, repr=False)

    @property
    def admissible(self) -> tuple[Roadmap, ...]:
        """The roadmaps that are weighed at all, by id."""
        return tuple(roadmap for roadmap in self.roadmaps if roadmap.admissible)
