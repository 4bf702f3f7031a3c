"""What the trial changes in the case as opened, in words: settings, budgets, weights, and how many rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from optimizer.terminal.naming import Names
from optimizer.terminal.robust import SETS
from optimizer.terminal.weights import METHODS
from optimizer.words import N_
from ui.turning import ruled

if TYPE_CHECKING:
    from optimizer.case.tables import Table
    from optimizer.criteria.weights import Weights
    from ui.session import Session

#: One thing that differs: what, as opened, in the trial.
Difference = tuple[str, str, str]

#: How each scoring method is called in the field.
SCORING = {
    "topsis": "TOPSIS", "additive": N_("Additive"), "weighted_product": N_("Weighted product"), "vikor": "VIKOR",
    "promethee2": "PROMETHEE II", "mabac": "MABAC", "edas": "EDAS", "marcos": "MARCOS", "spotis": "SPOTIS",
    "copras": "COPRAS", "waspas": "WASPAS", "codas": "CODAS", "aras": "ARAS",
}  # fmt: skip
#: How evaluators' scores become one.
CONSENSUS = {
    "mean": N_("mean"),
    "median": N_("median"),
    "trimmed": N_("without the highest and the lowest"),
    "agreed": N_("as agreed in the panel"),
}
#: What each setting is called; those of the weights are told by the weights themselves.
SETTINGS = {
    "title": N_("Title"),
    "weights.method": N_("How the criteria are weighed"),
    "weights.member": N_("Whose weights count"),
    "weights.set": N_("Weights that are looked at"),
    "consensus": N_("Evaluators' scores become one by"),
    "scoring.method": N_("Scoring method"),
    "scoring.reference": N_("Scores are measured against"),
    "threshold.total": N_("Least weighted mean to be eligible"),
    "objective.basis": N_("A funded roadmap counts"),
    "objective.success": N_("Chances of success"),
    "budget.carry_over": N_("What a year leaves may be spent later"),
    "budget.factor": N_("All budgets, times"),
    "budget.total": N_("Budget of the whole period"),
    "rules.off": N_("Rules that do not count"),
    "must": N_("Funded whatever happens"),
    "never": N_("Not funded whatever happens"),
}
#: What the values of a setting are called.
VALUES = {
    "weights.method": METHODS,
    "weights.set": SETS,
    "consensus": CONSENSUS,
    "scoring.method": SCORING,
    "scoring.reference": {"scale": N_("the ends of the scale"), "data": N_("the best and worst present")},
    "objective.basis": {"roadmap": N_("once"), "amount": N_("for each unit of public money")},
    "objective.success": {"ignore": N_("not counted"), "expected": N_("counted")},
}
#: Settings that only say how weights are found: the weights that come of them are shown instead.
INSIDE = ("weights.values", "weights.order", "weights.best", "weights.worst", "weights.others", "weights.priorit",
          "weights.aggregate")  # fmt: skip


def differences(one: Session, names: Names) -> list[Difference]:
    """Everything in which the trial differs from the case as opened, in the order in which a decision is made."""
    before, after = one.situation(one.base).weights, one.situation(one.trial).weights
    found = [_setting(names, key, *both) for key, both in one.changed.items() if not key.startswith(INSIDE)]
    return [*found, *_weights(names, before, after), *_budgets(names, one), *_tables(names, one)]


def _setting(names: Names, key: str, before: object, after: object) -> Difference:
    said = names.page._(SETTINGS[key]) if key in SETTINGS else key
    return said, _value(names, key, before), _value(names, key, after)


def _value(names: Names, key: str, value: Any) -> str:
    """A setting's value in words; a dash where it is not given."""
    _, page = names.page._, names.page
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key in VALUES:
        return _(VALUES[key].get(str(value), str(value)))
    if key == "budget.total":
        return names.money(value)
    if isinstance(value, list):
        return "; ".join(_rule(names, id) if key == "rules.off" else names.roadmap(id) for id in map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{names.criterion(id)} {_value(names, '', part)}" for id, part in value.items())
    return str(value) if isinstance(value, str) else page.number(value)


def _rule(names: Names, id: str) -> str:
    """The sentence of a rule, or of all that ``*`` made of one, whether it counts or is off."""
    case = names.case
    found = [rule for rule in (*case.rules, *case.rules_off) if id in (rule.id, rule.source)]
    return ruled(names, found) if found else id


def _weights(names: Names, before: Weights, after: Weights) -> Iterable[Difference]:
    """Each criterion whose weight is another to the tenth of a percent that is printed."""
    _, page = names.page._, names.page
    for id, weight in after.values.items():
        old, new = page.percent(before.values.get(id, 0), 1), page.percent(weight, 1)
        if old != new:
            yield _("Weight of %(criterion)s") % {"criterion": names.criterion(id)}, old, new


def _budgets(names: Names, one: Session) -> Iterable[Difference]:
    """Each budget row with another maximum."""
    _ = names.page._
    old = {row.id: row.max for row in one.case(one.base).budget}
    for row in one.case(one.trial).budget:
        if old.get(row.id) != row.max:
            year = _("whole period") if row.year is None else str(row.year)
            said = _("Budget of %(year)s") % {"year": f"{year}, {row.instrument}" if row.instrument else year}
            yield said, _money(names, old.get(row.id)), _money(names, row.max)


def _money(names: Names, amount: object) -> str:
    return "–" if amount is None else names.money(amount)


def _tables(names: Names, one: Session) -> Iterable[Difference]:
    """Each other table that was changed, and in how many rows."""
    _ = names.page._
    for name in one.tables_changed:
        if name == "budget":
            continue
        old, new = one.base.tables.tables.get(name), one.trial.tables.tables[name]
        said = _("%(n)s rows are other ones") % {"n": names.page.number(_other(old, new))}
        yield _("table “%(name)s”") % {"name": name}, _("as opened"), said


def _other(old: Table | None, new: Table) -> int:
    """How many rows of a table the other one does not have, or has otherwise."""
    before = [] if old is None else [tuple(row.values()) for row in old.records()]
    after = [tuple(row.values()) for row in new.records()]
    return max(len(set(after) - set(before)), len(set(before) - set(after)))


__all__ = ["CONSENSUS", "SCORING", "Difference", "differences"]
