"""Every setting of ``case.yaml``, as pydantic models: meaning, default, what is allowed.

The models are the source of docs/format.md and of the checks of single settings. ``SETTINGS`` lists them by dotted
key. What follows ``weights.values.`` and the other keyed settings is a criterion's whole id, dots included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field

from optimizer.case.kinds import (
    ABOVE,
    DAY,
    ID,
    IDS,
    LEAST,
    NUMBER,
    TEXT,
    YES_NO,
    Kind,
    clean,
    identifier,
    number,
    one_of,
    parts,
    quoted,
    within,
)

WEIGHT_METHODS = ("equal", "direct", "ahp", "roc", "swing", "bwm", "entropy", "critic", "merec")
SCORING_METHODS = (
    "topsis", "additive", "weighted_product", "vikor", "promethee2", "mabac", "edas", "marcos", "spotis", "copras",
    "waspas", "codas", "aras",
)  # fmt: skip
#: The methods in which a roadmap's score can be kept from depending on who else applied.
SCALE_METHODS = ("topsis", "additive", "vikor", "spotis")


def _each(parse: Any, what: str) -> Any:
    def parse_each(value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise ValueError(f"{quoted(value)} is not a group of settings; for each criterion, {what} is wanted")
        found: dict[str, Any] = {}
        for key, item in value.items():
            criterion = identifier(key)
            if criterion in found:
                raise ValueError(f"names {quoted(criterion)} twice")
            try:
                found[criterion] = parse(item)
            except ValueError as error:
                raise ValueError(f"{criterion}: {error}") from None
        return found

    return parse_each


def _range(value: Any) -> tuple[Decimal, Decimal]:
    ends = parts(value)
    if len(ends) != 2:
        raise ValueError(f"{quoted(value)} is not a range: [lowest, highest] is wanted, such as [0.1, 0.3]")
    low, high = (within(0, 1)(end) for end in ends)
    if low > high:
        raise ValueError(f"the lowest, {low}, is above the highest, {high}")
    return low, high


def _ranges(value: Any) -> Decimal | dict[str, tuple[Decimal, Decimal]]:
    if isinstance(value, Mapping):
        found: dict[str, tuple[Decimal, Decimal]] = _each(_range, "[lowest, highest]")(value)
        return found
    return within(0, None)(value)


def _one(value: Any) -> int:
    try:
        exact = number(value)
    except ValueError:
        exact = Decimal(0)
    if exact != 1:
        raise ValueError(f"{quoted(value)} is not a format that this version reads; it reads 1")
    return 1


def _rule_ids(value: Any) -> tuple[str, ...]:
    """Ids of rules; one that ``*`` made is ``ID[value]``, whose value may hold anything."""
    if isinstance(value, str) and not value.strip().startswith("["):
        value = [part for part in re.split(r";", value) if clean(part)]
    found = []
    for part in parts(value):
        part = clean(str(part))
        name, bracket, rest = part.partition("[")
        identifier(name)
        if bracket and not rest.endswith("]"):
            raise ValueError(f"{quoted(part)} is neither a rule's id nor ID[value]")
        found.append(part)
    return tuple(dict.fromkeys(found))


FORMAT = Kind("`1`", _one)
WEIGHTS = Kind("for each criterion, a number of 0 or more", _each(within(0, None), "a number"), numeric=True)
COMPARED = Kind("for each criterion, a number from 1 to 9", _each(within(1, 9), "a number from 1 to 9"), numeric=True)
RANGES = Kind("a number of 0 or more, or for some criteria `[lowest, highest]`, from 0 to 1", _ranges, numeric=True)
RULE_IDS = Kind("ids of rules, or `ID[value]` for one of those that `*` makes", _rule_ids, several=True)


class Group(BaseModel):
    """A group of settings."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Scale(Group):
    """The scale that evaluators score on."""

    min: Annotated[Decimal, NUMBER] = Field(default=Decimal(0), description="The least score.")
    max: Annotated[Decimal, NUMBER] = Field(default=Decimal(5), description="The greatest score.")
    step: Annotated[Decimal, ABOVE] = Field(
        default=Decimal("0.5"), description="Scores lie this far apart, counted from the criterion's least score."
    )


class Weights(Group):
    """How much each criterion counts."""

    method: Annotated[str, one_of(*WEIGHT_METHODS)] = Field(
        default=cast(str, None),
        description="`direct`, `swing`: from `weights.values`; `ahp`: from `judgments`; `roc`: rank-order centroid of "
        "`weights.order`; `bwm`: Rezaei's linear best-worst; `entropy`, `critic`, `merec`: from the scores. Default: "
        "`ahp` where `judgments` has rows, else `equal`.",
    )
    values: Annotated[Mapping[str, Decimal], WEIGHTS] = Field(
        default={}, description="For `direct` (normalised) and `swing`: every criterion's number; not all 0."
    )
    order: Annotated[tuple[str, ...], IDS] = Field(
        default=(), description="For `roc`: all criteria, most important first."
    )
    best: Annotated[str | None, ID] = Field(default=None, description="For `bwm`: the most important criterion.")
    worst: Annotated[str | None, ID] = Field(default=None, description="For `bwm`: the least important criterion.")
    best_to_others: Annotated[Mapping[str, Decimal], COMPARED] = Field(
        default={}, description="For `bwm`: how many times as important the best is as each other criterion."
    )
    others_to_worst: Annotated[Mapping[str, Decimal], COMPARED] = Field(
        default={}, description="For `bwm`: how many times as important each other criterion is as the worst."
    )
    prioritisation: Annotated[str, one_of("eigenvector", "geometric")] = Field(
        default="eigenvector", description="From judgments to weights; `geometric` is logarithmic least squares."
    )
    aggregate: Annotated[str, one_of("judgments", "priorities")] = Field(
        default="judgments",
        description="How members become one: the weighted geometric mean of their judgments, or of their weights.",
    )
    member: Annotated[str | None, TEXT] = Field(
        default=None, description="Use this member's weights instead of the group's."
    )
    set: Annotated[str, one_of("members", "ranges", "order", "all")] = Field(
        default=cast(str, None),
        description="What the committee does not want to pin down, for the robustness questions. Default: `members` "
        "where there are two or more, else `ranges`.",
    )
    ranges: Annotated[Decimal | Mapping[str, tuple[Decimal, Decimal]] | None, RANGES] = Field(
        default=None,
        description="For `ranges`: plus or minus that share of each weight (default 0.2), or for some criteria "
        "`[lowest, highest]`; the others are free.",
    )


class Scoring(Group):
    """How scores become one figure for each roadmap."""

    method: Annotated[str, one_of(*SCORING_METHODS)] = Field(default="topsis", description="The method.")
    reference: Annotated[str, one_of("scale", "data")] = Field(
        default="scale",
        description="`scale`: against the ends of each criterion's scale, so that a score does not depend on who else "
        "applied (topsis, additive, vikor, spotis; the others take `data`); `data`: against the scores present.",
    )


class Threshold(Group):
    """What a roadmap needs at least."""

    total: Annotated[Decimal | None, NUMBER] = Field(
        default=None, description="Least weighted mean of the agreed scores, on the scale, to be eligible."
    )


class Objective(Group):
    """What makes a portfolio worth more."""

    basis: Annotated[str, one_of("roadmap", "amount")] = Field(
        default="roadmap",
        description="A funded roadmap adds its score once, or its score times the public amount it receives.",
    )
    success: Annotated[str, one_of("ignore", "expected")] = Field(
        default="ignore", description="`expected`: a roadmap's score counts times its `success`."
    )


class BudgetSettings(Group):
    """How the table `budget` is read."""

    carry_over: Annotated[bool, YES_NO] = Field(
        default=False, description="What a year leaves unspent may be spent later."
    )
    factor: Annotated[Decimal, LEAST] = Field(default=Decimal(1), description="Every maximum times this.")
    total: Annotated[Decimal | None, LEAST] = Field(default=None, description="The maximum of the row `total`.")


class RulesSettings(Group):
    """Which rules apply."""

    off: Annotated[tuple[str, ...], RULE_IDS] = Field(default=(), description="Rules that do not apply.")


class Report(Group):
    """Texts for the documents; where one is not given, a neutral text marks what is to be filled in."""

    authority: Annotated[str | None, TEXT] = Field(default=None, description="Who decides.")
    legal_basis: Annotated[str | None, TEXT] = Field(default=None, description="The decree or decision it rests on.")
    remedies: Annotated[str | None, TEXT] = Field(default=None, description="How one may appeal.")
    place: Annotated[str | None, TEXT] = Field(default=None, description="Where it is signed.")
    signatory: Annotated[str | None, TEXT] = Field(default=None, description="Who signs.")
    decision_date: Annotated[str | None, DAY] = Field(default=None, description="The date of the decision.")
    evaluators: Annotated[str, one_of("named", "anonymous")] = Field(
        default="anonymous", description="Whether documents name the evaluators."
    )


class Settings(Group):
    """The settings of a case."""

    format: Annotated[int, FORMAT] = Field(description="The version of this format.")
    title: Annotated[str, TEXT] = Field(description="What the case is called.")
    description: Annotated[str | None, TEXT] = Field(default=None, description="What it is about.")
    source: Annotated[str | None, TEXT] = Field(
        default=None, description="Where the data come from, and what is illustrative."
    )
    currency: Annotated[str, TEXT] = Field(default="EUR", description="The currency of all amounts.")
    unit: Annotated[str, TEXT] = Field(default="1", description="What one of an amount is, such as `million`.")
    scale: Scale = Scale()
    weights: Weights = Weights()
    consensus: Annotated[str, one_of("mean", "median", "trimmed", "agreed")] = Field(
        default="median",
        description="How evaluators' scores become one. `trimmed` leaves out the highest and lowest of three or more; "
        "`agreed` reads only rows whose evaluator is `consensus`.",
    )
    scoring: Scoring = Scoring()
    threshold: Threshold = Threshold()
    objective: Objective = Objective()
    budget: BudgetSettings = BudgetSettings()
    rules: RulesSettings = RulesSettings()
    must: Annotated[tuple[str, ...], IDS] = Field(
        default=(), description="Roadmaps forced in. `rules.must` is read too."
    )
    never: Annotated[tuple[str, ...], IDS] = Field(
        default=(), description="Roadmaps forced out. `rules.never` is read too."
    )
    report: Report = Report()

    def as_dict(self) -> dict[str, Any]:
        """Every setting in force, defaults included, ready for JSON, in the order of the format.

        Whole numbers are ``int``; others ``float``s whose shortest form is the exact decimal."""
        plain: dict[str, Any] = _plain(self)
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Group):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


@dataclass(frozen=True)
class Setting:
    """One setting: its dotted key, kind, description, default (None where there is none) and whether it is required."""

    key: str
    kind: Kind
    description: str
    default: Any
    required: bool
    keyed: bool


def _walk(model: type[Group], prefix: str) -> Iterator[Setting]:
    for name, field in model.model_fields.items():
        key = prefix + name
        if isinstance(field.annotation, type) and issubclass(field.annotation, Group):
            yield from _walk(field.annotation, f"{key}.")
        else:
            kind = next(part for part in field.metadata if isinstance(part, Kind))
            default = None if field.is_required() else field.default
            yield Setting(
                key, kind, field.description or "", default, field.is_required(), kind in (WEIGHTS, COMPARED, RANGES)
            )


#: Every setting by its dotted key, in the order of the format.
SETTINGS: dict[str, Setting] = {setting.key: setting for setting in _walk(Settings, "")}
#: Other spellings of a key that are read as well.
ALSO = {"rules.must": "must", "rules.never": "never"}


def assemble(given: Mapping[str, Any]) -> Settings:
    """The settings object from typed values by dotted key; what is not given takes its default."""
    nested: dict[str, Any] = {}
    for key, value in given.items():
        group, _, name = key.rpartition(".")
        (nested.setdefault(group, {}) if group else nested)[name] = value
    return Settings.model_validate(nested)
