"""One row of each table, as pydantic models: the source of the checks of single cells and of docs/format.md."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from optimizer.case.kinds import (
    AMOUNT,
    COUNT,
    ID,
    IDS,
    JUDGMENT,
    LEAST,
    NUMBER,
    SHARE,
    SIGNED_SHARE,
    TEXT,
    VALUES,
    YEAR,
    YEAR_OR_TOTAL,
    YES_NO,
    Kind,
    one_of,
)

RULES = (
    "count", "must", "never", "exclusive", "requires", "share", "cover", "concentration", "intensity", "leverage",
    "downside",
)  # fmt: skip


class Row(BaseModel):
    """A row of a table: every column that the format knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class CriteriaRow(Row):
    """The criteria that roadmaps are scored on. Without this table the ten criteria of Annex 2 apply."""

    id: Annotated[str, ID] = Field(description="The criterion's id, unique in this table.")
    name: Annotated[str, TEXT] = Field(description="What people call it.")
    direction: Annotated[str, one_of("max", "min")] = Field(
        description="`max` where a higher score is better, `min` where a lower one is."
    )
    scale_min: Annotated[Decimal | None, NUMBER] = Field(
        default=None, description="Its own least score; else `scale.min`."
    )
    scale_max: Annotated[Decimal | None, NUMBER] = Field(
        default=None, description="Its own greatest score; else `scale.max`."
    )
    threshold: Annotated[Decimal | None, NUMBER] = Field(
        default=None,
        description="A roadmap whose agreed score is below this (above it, for `min`) is ineligible; equal passes.",
    )
    group: Annotated[str | None, TEXT] = Field(
        default=None, description="A heading under which criteria are shown together."
    )
    description: Annotated[str | None, TEXT] = Field(default=None, description="What evaluators look at.")


class RoadmapsRow(Row):
    """The roadmaps that are weighed. Every other column is an attribute that rules may refer to."""

    id: Annotated[str, ID] = Field(description="The roadmap's id, unique in this table.")
    name: Annotated[str, TEXT] = Field(description="What people call it.")
    domain: Annotated[tuple[str, ...] | None, VALUES] = Field(
        default=None, description="Its cluster domain or domains."
    )
    risk: Annotated[tuple[str, ...] | None, VALUES] = Field(default=None, description="Its risk class.")
    lead: Annotated[tuple[str, ...] | None, VALUES] = Field(default=None, description="Who leads it.")
    success: Annotated[Decimal | None, SHARE] = Field(
        default=None, description="The probability that it succeeds; used where `objective.success` is `expected`."
    )
    admissible: Annotated[bool | None, YES_NO] = Field(
        default=None, description="`no`: it is not weighed at all, for the `reason` beside it. Empty is `yes`."
    )
    reason: Annotated[str | None, TEXT] = Field(
        default=None, description="Why it is not admissible; required where it is not."
    )


class ScoresRow(Row):
    """What evaluators gave. Every admissible roadmap needs a score on every criterion once evaluators are combined."""

    roadmap: Annotated[str, ID] = Field(description="The roadmap.")
    criterion: Annotated[str | None, ID] = Field(
        description="The criterion. May be empty in a row with `recused`, which then stands for all of them."
    )
    score: Annotated[Decimal | None, NUMBER] = Field(
        description="On the criterion's scale, on a step of `scale.step` (rows of `consensus` may lie between steps). "
        "Empty where `recused`."
    )
    evaluator: Annotated[str | None, TEXT] = Field(
        default=None, description="Who gave it. `consensus` marks agreed scores, read where `consensus` is `agreed`."
    )
    comment: Annotated[str | None, TEXT] = Field(default=None, description="Why.")
    recused: Annotated[bool | None, YES_NO] = Field(
        default=None,
        description="`yes`: this evaluator has a conflict of interest on this roadmap: the row holds no score, and "
        "none of the evaluator's scores on this roadmap count.",
    )


class JudgmentsRow(Row):
    """Pairwise judgments of the criteria, by member of the committee, for the weights."""

    member: Annotated[str, TEXT] = Field(description="Who judges.")
    a: Annotated[str, ID] = Field(description="The criterion that is compared.")
    b: Annotated[str, ID] = Field(description="The criterion that it is compared with.")
    value: Annotated[Fraction, JUDGMENT] = Field(
        description="`a` is this many times as important as `b`. Within 1% of an end of the scale it is that end."
    )
    weight: Annotated[Decimal | None, LEAST] = Field(
        default=None, description="The member's own weight in the group, the same in each of the member's rows; else 1."
    )


class CostsRow(Row):
    """What each roadmap costs. Without this table everything is free; with it, every admissible roadmap has a row."""

    roadmap: Annotated[str, ID] = Field(description="The roadmap.")
    year: Annotated[int | None, YEAR] = Field(description="The year; empty is the first year of the budget.")
    public: Annotated[Decimal, AMOUNT] = Field(description="Public money.")
    private: Annotated[Decimal | None, AMOUNT] = Field(default=None, description="The partners' own money; else 0.")
    level: Annotated[str | None, ID] = Field(default=None, description="The level of funding; else `full`.")
    instrument: Annotated[str | None, TEXT] = Field(
        default=None, description="Which purse the public money comes from."
    )


class LevelsRow(Row):
    """What share of its score each level of funding brings; `full` brings 1."""

    roadmap: Annotated[str, ID] = Field(description="The roadmap.")
    level: Annotated[str, ID] = Field(description="The level, as in `costs`.")
    value_share: Annotated[Decimal, SHARE] = Field(description="The share of the roadmap's score that it brings.")


class BudgetRow(Row):
    """What may be spent. Without this table nothing is bounded."""

    year: Annotated[int | str, YEAR_OR_TOTAL] = Field(description="The year, or `total` for the whole period.")
    max: Annotated[Decimal | None, AMOUNT] = Field(
        description="At most this much public money, after savings. May be empty where `min` is given."
    )
    min: Annotated[Decimal | None, AMOUNT] = Field(default=None, description="At least this much public money.")
    instrument: Annotated[str | None, TEXT] = Field(
        default=None, description="Bounds this purse alone; else all together."
    )


class SynergiesRow(Row):
    """What happens when roadmaps are funded together."""

    id: Annotated[str, ID] = Field(description="The synergy's id, unique in this table.")
    members: Annotated[tuple[str, ...], IDS] = Field(description="The roadmaps: two or more.")
    at_least: Annotated[Decimal | None, COUNT] = Field(
        default=None, description="It is active when that many members are funded; else when all are."
    )
    value: Annotated[Decimal | None, NUMBER] = Field(
        default=None, description="Added to the value when active; negative for an overlap."
    )
    value_share: Annotated[Decimal | None, SIGNED_SHARE] = Field(
        default=None, description="Instead of `value`: that share of the value that its funded members bring."
    )
    saving: Annotated[Decimal | None, AMOUNT] = Field(
        default=None,
        description="Public money that falls away when active, spread over the years as the `full` costs of all its "
        "members are.",
    )
    rationale: Annotated[str | None, TEXT] = Field(default=None, description="Why.")


class RulesRow(Row):
    """What a portfolio must keep."""

    id: Annotated[str, ID] = Field(description="The rule's id, unique in this table.")
    rule: Annotated[str, one_of(*RULES)] = Field(description="What it says; see the table of rules below.")
    members: Annotated[tuple[str, ...] | None, IDS] = Field(default=None, description="The roadmaps that it speaks of.")
    attribute: Annotated[str | None, TEXT] = Field(default=None, description="A column of `roadmaps`.")
    value: Annotated[str | None, TEXT] = Field(
        default=None,
        description="A value of the attribute; `*` makes one rule `ID[value]` of each. For `downside`, the share of "
        "worst cases.",
    )
    of: Annotated[str | None, one_of("spend", "count", "private")] = Field(
        default=None,
        description="For `share`: of public money before savings (the default), number funded, private money.",
    )
    min: Annotated[Decimal | None, NUMBER] = Field(default=None, description="At least this much.")
    max: Annotated[Decimal | None, NUMBER] = Field(default=None, description="At most this much.")
    rationale: Annotated[str | None, TEXT] = Field(default=None, description="Why; printed beside the rule.")


class ScenariosRow(Row):
    """Futures in which roadmaps bring more or less than their score, for the rule `downside`."""

    scenario: Annotated[str, TEXT] = Field(description="The scenario.")
    probability: Annotated[Decimal | None, SHARE] = Field(
        description="Its probability, the same in each of its rows (or in one of them); those of all scenarios add up "
        "to 1."
    )
    roadmap: Annotated[str | None, ID] = Field(
        default=None, description="The roadmap; a row without one is a scenario in which nothing changes."
    )
    factor: Annotated[Decimal | None, LEAST] = Field(
        default=None, description="The roadmap brings this many times its score; 1 where there is no row."
    )


#: Every table that the format knows, in the order of its documentation.
TABLES: dict[str, type[Row]] = {
    "criteria": CriteriaRow,
    "roadmaps": RoadmapsRow,
    "scores": ScoresRow,
    "judgments": JudgmentsRow,
    "costs": CostsRow,
    "levels": LevelsRow,
    "budget": BudgetRow,
    "synergies": SynergiesRow,
    "rules": RulesRow,
    "scenarios": ScenariosRow,
}
#: Tables without which there is no case.
REQUIRED_TABLES = ("roadmaps", "scores")
#: Columns that must be there although some of their cells may be empty.
MAY_BE_EMPTY = {("scores", "criterion"), ("scores", "score"), ("costs", "year"), ("budget", "max"),
                ("scenarios", "probability")}  # fmt: skip
#: Columns of ``roadmaps`` that the format knows and that rules may refer to like any attribute.
KNOWN_ATTRIBUTES = ("domain", "risk", "lead")


def kind_of(model: type[Row], column: str) -> Kind:
    """The kind of a column's cells."""
    return next(part for part in model.model_fields[column].metadata if isinstance(part, Kind))


def required(model: type[Row], column: str) -> bool:
    """Whether a table must have a column."""
    return model.model_fields[column].is_required()
