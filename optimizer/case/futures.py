"""Futures in which roadmaps bring more or less: the table ``scenarios``."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from optimizer.case.columns import BAD
from optimizer.case.context import Context, cells, usable
from optimizer.case.kinds import quoted
from optimizer.case.model import Scenario


def read_scenarios(context: Context) -> tuple[Scenario, ...]:
    """The scenarios by name, each with its probability and factors."""
    typed = context.typed["scenarios"]
    context.all_known("scenarios", "roadmap", context.roadmap_ids, "roadmap")
    keys = [BAD if BAD in key else key for key in zip(typed["scenario"], typed["roadmap"], strict=True)]
    context.unique("scenarios", "roadmap", keys, "the row of")
    probabilities: dict[str, tuple[int, Decimal]] = {}
    factors: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row, scenario, probability, roadmap, factor in cells(typed, "scenario", "probability", "roadmap", "factor"):
        if roadmap is None and factor is not None:
            context.fault("scenarios", row, "roadmap", "a factor is given and the roadmap is missing")
        elif roadmap is not None and factor is None:
            context.fault("scenarios", row, "factor", "the factor is missing; a number of 0 or more is wanted")
        if not usable(scenario):
            continue
        factors[scenario]
        if usable(roadmap, factor) and roadmap is not None and factor is not None:
            factors[scenario][roadmap] = factor
        if probability is None or not usable(probability):
            continue
        first, other = probabilities.setdefault(scenario, (row, probability))
        if other != probability:
            message = f"the probability of {quoted(scenario)} is {probability} here and {other} in row {first}"
            context.fault("scenarios", row, "probability", message + "; it is one number")
    _whole(context, set(factors), probabilities)
    return tuple(
        Scenario(name, probabilities[name][1], dict(sorted(factors[name].items())))
        for name in sorted(factors)
        if name in probabilities
    )


def _whole(context: Context, names: set[str], probabilities: dict[str, tuple[int, Decimal]]) -> None:
    """Every scenario has a probability, and they add up to 1, exactly."""
    typed = context.typed["scenarios"]
    if not names or typed.unreadable("probability", "scenario"):
        return
    for row, name in cells(typed, "scenario"):
        if name not in probabilities and name in names:
            names = names - {name}
            context.fault("scenarios", row, "probability", f"the probability of {quoted(name)} is missing")
    if len(names) < len(typed.distinct["scenario"]):
        return
    total = sum((Fraction(probability) for _, probability in probabilities.values()), Fraction(0))
    if total != 1:
        shown = ", ".join(f"{name} {probability}" for name, (_, probability) in sorted(probabilities.items())[:8])
        shown += ", …" if len(probabilities) > 8 else ""
        message = f"the probabilities add up to {Decimal(total.numerator) / Decimal(total.denominator)}, not 1: {shown}"
        context.fault("scenarios", 0, "probability", message)
