"""Checks what a package says of a portfolio that was adopted instead of the best: what it is worth, costs and breaks.

Works on the checker's own reading of the case's files, like the rest of ``verify``.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from optimizer.verify import check_certificate as checker
from optimizer.verify.standing import standings
from optimizer.verify.verification import Verification
from optimizer.words import N_

GRAIN = 10**9


def check_adopted(found: Verification, said: dict[str, Any], decision: Any, case_path: str | Path) -> None:
    """Compare every figure of ``adopted.json`` with what it comes to, and say what was adopted.

    Raises:
        check_certificate.Unreadable: when it is not laid out as documented.
    """
    tables = checker.read_case(case_path)
    settings = checker.settings_of(checker.flatten(decision["settings"]))
    scores, order = checker.read_ranking(decision["ranking"])
    answer = checker.Answer(checker.Model(tables, settings, scores, set(order)), order)
    selected = checker.field(said, "selected", list)
    try:
        chosen = answer.columns_of(selected)
    except checker.Rejected:
        found.left(N_("the adopted portfolio: it holds a roadmap that was not eligible, so it is not added up again"))
        return
    value, spend = _figures(answer, chosen)
    found.same("adopted.value", said.get("value"), value)
    found.same("adopted.spend", said.get("spend"), spend)
    broken = {one.id: one.slack for one in standings(answer, chosen).values() if not one.satisfied}
    printed = {row["id"]: row.get("by") for row in checker.field(said, "broken", list)}
    found.same("adopted.broken", sorted(printed), sorted(broken))
    for name in sorted(printed.keys() & broken.keys()):
        slack = broken[name]
        by = None if slack is None else Fraction(abs((slack * GRAIN).__floor__()), GRAIN)
        found.same(f"adopted.broken.{name}", printed[name], by)
    found.same("adopted.feasible", said.get("feasible"), not broken)
    _against_best(found, said, decision, value, selected)
    _better(found, said, answer, value, spend)
    found.passed(
        N_("the adopted portfolio (%(selected)s): its value, its money, and the rules that it breaks: %(broken)s"),
        selected=", ".join(selected),
        broken=", ".join(sorted(broken)) or "–",
    )
    found.passed(N_("what it is worth less than the best: %(lost)s"), lost=said.get("value_lost"))
    found.left(N_("the grounds given for adopting it: %(grounds)s"), grounds=said.get("grounds"))


def _figures(answer: checker.Answer, chosen: list[int]) -> tuple[Fraction, Fraction]:
    columns = answer.all_columns(chosen)
    return Fraction(answer.worth(columns)), Fraction(answer.spent(columns), answer.model.money)


def _against_best(
    found: Verification, said: dict[str, Any], decision: Any, value: Fraction, selected: list[str]
) -> None:
    """What it is worth less than the decision's portfolio, and who comes and goes."""
    portfolio = decision["portfolio"]
    best = checker.exact(portfolio.get("value"))
    names = [
        row["roadmap"] if row.get("level", "full") == "full" else f"{row['roadmap']}:{row['level']}"
        for row in portfolio["selected"]
    ]
    if best is None:
        found.same("adopted.value_lost", said.get("value_lost"), None)
        return
    found.same("adopted.value_lost", said.get("value_lost"), best - value)
    found.same("adopted.added", sorted(said.get("added", [])), sorted(set(selected) - set(names)))
    found.same("adopted.dropped", sorted(said.get("dropped", [])), sorted(set(names) - set(selected)))


def _better(
    found: Verification, said: dict[str, Any], answer: checker.Answer, value: Fraction, spend: Fraction
) -> None:
    """Whether the portfolio named as better and cheaper is; that there is none is the solver's word."""
    better = said.get("better_and_cheaper")
    if better is None:
        found.left(
            N_("that no portfolio is both worth more and cheaper than the adopted one: that is the solver's word")
        )
        return
    try:
        chosen = answer.columns_of(checker.field(better, "selected", list))
    except checker.Rejected as error:
        found.differs("adopted.better_and_cheaper", "…", str(error))
        return
    its_value, its_spend = _figures(answer, chosen)
    found.same("adopted.better_and_cheaper.value", better.get("value"), its_value)
    found.same("adopted.better_and_cheaper.spend", better.get("spend"), its_spend)
    kept = all(one.satisfied for one in standings(answer, chosen).values())
    if not kept or its_value <= value or its_spend >= spend:
        found.differs("adopted.better_and_cheaper", Decimal(1), Decimal(0))
