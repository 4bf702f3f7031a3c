"""From tables of text to a checked case: every fault of every table and setting in one pass."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.case.bundles import read_synergies
from optimizer.case.context import Context
from optimizer.case.demands import read_rules
from optimizer.case.digest import digest
from optimizer.case.faults import CaseError
from optimizer.case.futures import read_scenarios
from optimizer.case.layers import CASE, Entry, merge
from optimizer.case.marks import read_scores
from optimizer.case.model import Case
from optimizer.case.money import decimals, read_budget, read_costs, read_levels
from optimizer.case.opinions import read_judgments
from optimizer.case.settings import assemble
from optimizer.case.subjects import read_criteria, read_roadmaps
from optimizer.case.suspicions import suspicions
from optimizer.case.tables import Tables
from optimizer.case.weighting import settle


def check(tables: Tables, overrides: Sequence[Sequence[Entry]] = ()) -> Case:
    """The case that the tables hold, with layers of other settings in force.

    Raises:
        CaseError: with every fault of every table and setting.
    """
    merged = merge([tables.settings, *overrides])
    given = dict(merged.given)
    for key, stand_in in (("format", 1), ("title", "")):
        given.setdefault(key, stand_in)
    context = Context(tables.typed, merged, assemble(given), tables.cache)
    context.faults += [*tables.faults, *merged.faults]
    if not tables.settings and any(
        fault.table == CASE for fault in tables.faults
    ):  # unread, so nothing is missing from it
        context.faults = [fault for fault in context.faults if not fault.message.startswith("is missing; ")]
    for typed in tables.typed.values():
        context.faults += typed.faults
        context.warnings += typed.notes
    context.criteria = read_criteria(context)
    own = {id for id in context.typed["criteria"]["id"] if isinstance(id, str)}
    context.criterion_ids = frozenset(own or (criterion.id for criterion in context.criteria))
    context.roadmaps = read_roadmaps(context)
    context.roadmap_ids = frozenset(id for id in context.typed["roadmaps"]["id"] if isinstance(id, str))
    judgments = context.once("judgments", lambda: read_judgments(context))
    settings = context.settings = settle(context, judgments)
    scores = read_scores(context)
    budget = read_budget(context)
    costs = context.once("costs", lambda: read_costs(context, budget))
    levels = context.once("levels", lambda: read_levels(context, costs))
    synergies = context.once("synergies", lambda: read_synergies(context, costs))
    rules, rules_off = read_rules(context)
    scenarios = context.once("scenarios", lambda: read_scenarios(context))
    if context.faults:
        raise CaseError(context.faults)
    context.warnings += suspicions(context, rules, costs)
    if "sha256" not in tables.cache:
        tables.cache["sha256"] = digest(tables.typed, merge([tables.settings]).given)
    return Case(
        settings=settings,
        criteria=context.criteria,
        roadmaps=context.roadmaps,
        scores=scores,
        judgments=judgments,
        costs=costs,
        levels=levels,
        budget=budget,
        synergies=synergies,
        rules=rules,
        rules_off=rules_off,
        scenarios=scenarios,
        decimals=decimals(context),
        sha256=tables.cache["sha256"],
        warnings=tuple(sorted(set(context.warnings))),
        tables=tables,
        overrides=tuple(tuple(layer) for layer in overrides),
    )
