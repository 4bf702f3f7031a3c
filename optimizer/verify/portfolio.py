"""The portfolio of a decision against the case: value, money, synergies, every rule and budget row, and its neighbours.

Works on the checker's own reading of the case's files (``check_certificate``), which shares nothing with the model.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from optimizer.verify import check_certificate as checker
from optimizer.verify.neighbours import better_nearby
from optimizer.verify.standing import standings
from optimizer.verify.verification import Verification
from optimizer.words import N_


def check_portfolio(found: Verification, decision: Any, case_path: str | Path) -> None:
    """Add the printed portfolio up again and look around it."""
    tables = checker.read_case(case_path)
    settings = checker.settings_of(checker.flatten(decision["settings"]))
    try:
        scores, order = checker.read_ranking(decision["ranking"])
        answer = checker.Answer(checker.Model(tables, settings, scores, set(order)), order)
        portfolio = checker.field(decision, "portfolio", dict)
        selected = checker.field(portfolio, "selected", list)
        if portfolio.get("value") is None and not selected:
            found.left(N_("which rules clash, and that none of them is superfluous: that is the solver's word"))
            return
        keys = [(row["roadmap"], row.get("level", "full")) for row in selected]
        chosen = answer.columns_of([r if level == "full" else f"{r}:{level}" for r, level in keys])
    except checker.Rejected as error:
        found.differs("portfolio.selected", "…", str(error))
        return
    _figures(found, answer, portfolio, chosen)
    _rules(found, answer, portfolio, chosen)
    _bound(found, decision)
    optimal = portfolio.get("status") == "optimal"
    tried, better = better_nearby(answer, chosen)
    if better is not None and optimal:
        found.differs("portfolio.selected", [answer.model.names[c] for c in chosen], better)
    found.passed(N_("%(count)s other portfolios, those that differ least first: none comes before it"), count=tried)


def _figures(found: Verification, answer: checker.Answer, portfolio: dict[str, Any], chosen: list[int]) -> None:
    model, columns = answer.model, answer.all_columns(chosen)
    for row, c in zip(portfolio["selected"], chosen, strict=True):
        where = f"portfolio.selected.{model.names[c]}"
        found.same(f"{where}.score", row.get("score"), model.scores[row["roadmap"]])
        found.same(f"{where}.public", row.get("public"), Fraction(model.public[c], model.money))
        found.same(f"{where}.private", row.get("private"), Fraction(model.own[c], model.money))
    found.same("portfolio.value", portfolio.get("value"), answer.worth(columns))
    active = [s.name for s in model.synergies if s.column in columns]
    found.same("portfolio.synergies", portfolio.get("synergies"), active)
    spend = checker.field(portfolio, "spend", dict)
    found.same("portfolio.spend.total", spend.get("total"), Fraction(answer.spent(columns), model.money))
    private = Fraction(sum(model.own[c] for c in chosen), model.money)
    found.same("portfolio.spend.private", spend.get("private"), private)
    for part, years in (("by_year", True), ("by_instrument", False)):
        for key, amount in checker.field(spend, part, dict).items():
            money = model.spend_in(lambda p, key=key, years=years: str(p[0]) == key if years else p[1] == key)  # type: ignore[misc]
            exact = Fraction(sum(money.get(c, 0) for c in columns), model.money)
            found.same(f"portfolio.spend.{part}.{key}", amount, exact)
    named = {str(year) for year in model.years if year}
    found.same("portfolio.spend.by_year", sorted(spend["by_year"]), sorted(named))
    found.passed(N_("the value, the money by year and purse, and the active synergies of the portfolio, exactly"))


def _rules(found: Verification, answer: checker.Answer, portfolio: dict[str, Any], chosen: list[int]) -> None:
    mine = standings(answer, chosen)
    printed = {row["id"]: row for row in checker.field(portfolio, "rules", list)}
    found.same("portfolio.rules", sorted(printed), sorted(mine))
    for name in sorted(printed.keys() & mine.keys()):
        one, row = mine[name], printed[name]
        found.same(f"portfolio.rules.{name}.satisfied", row.get("satisfied"), one.satisfied)
        if not one.satisfied:
            found.differs(f"portfolio.rules.{name}", "kept", "broken")
        slack = None if one.slack is None else Fraction((one.slack * 10**9).__floor__(), 10**9)
        found.same(f"portfolio.rules.{name}.slack", row.get("slack"), slack)
    found.passed(N_("%(count)s rules and budget rows, each with its slack"), count=len(mine))


def _bound(found: Verification, decision: Any) -> None:
    """The bound is no less than the value, the value itself where it is optimal; the gap is what lies between them."""
    portfolio = decision["portfolio"]
    value, bound = checker.exact(portfolio.get("value")), checker.exact(portfolio.get("bound"))
    if value is None or bound is None:
        return
    optimal = portfolio.get("status") == "optimal"
    if bound < value or (optimal and bound != value):
        found.differs("portfolio.bound", bound, value)
    if value and "solver" in decision:
        found.close("solver.gap", decision["solver"].get("gap"), (bound - value) / abs(value))
