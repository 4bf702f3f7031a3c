"""Checks a decision against its case: everything that can be recomputed is, and what cannot be is named.

Shares the case reader with the rest of the library and nothing else: consensus, weights and scores come from
``recompute``, the portfolio from the checker of certificates, which reads the case's files for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from optimizer.case.faults import CaseError
from optimizer.case.load import load_case
from optimizer.case.model import Case
from optimizer.verify import check_certificate as checker
from optimizer.verify import recompute
from optimizer.verify.neighbours import better_nearby
from optimizer.verify.standing import standings
from optimizer.words import N_

#: Weights, ratios and native figures that come out of floating point may differ by this much.
CLOSE = Fraction(2, 10**9)


@dataclass(frozen=True)
class Difference:
    """One thing that is not as printed: where in the decision, what is printed, and what it comes to."""

    where: str
    printed: str
    found: str


@dataclass
class Verification:
    """What became of checking a decision.

    Attributes:
        differences: everything that is not as printed; empty where all holds.
        checked: what was recomputed and holds, as sentences (English message ids) with their figures.
        rests: what is taken as printed, likewise.
        proof: the certificate's proof, where there was one and it holds.
    """

    differences: list[Difference] = field(default_factory=list)
    checked: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    rests: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    proof: checker.Proof | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def differs(self, where: str, printed: object, found: object) -> None:
        """Note a difference."""
        self.differences.append(Difference(where, _shown(printed), _shown(found)))

    def same(self, where: str, printed: object, found: object) -> None:
        """Note a difference where two figures are not exactly the same."""
        numbers = int | Decimal | Fraction
        if isinstance(printed, bool) or isinstance(found, bool):
            same = printed is found
        elif isinstance(printed, numbers) and isinstance(found, numbers):
            same = Fraction(printed) == Fraction(found)
        else:
            same = printed == found
        if not same:
            self.differs(where, printed, found)

    def close(self, where: str, printed: object, found: Fraction | Decimal) -> None:
        """Note a difference beyond what floating point explains."""
        if not isinstance(printed, int | Decimal) or abs(Fraction(printed) - Fraction(found)) > CLOSE:
            self.differs(where, printed, found)

    def passed(self, sentence: str, **figures: object) -> None:
        """Note what was recomputed."""
        self.checked.append((sentence, figures))

    def left(self, sentence: str, **figures: object) -> None:
        """Note what is taken as printed."""
        self.rests.append((sentence, figures))


def verify(
    decision: Any,
    case_path: str | Path,
    certificate: bytes | None = None,
    *,
    options: Mapping[str, Any] | None = None,
) -> Verification:
    """Check a decision.

    Args:
        decision: the decision's JSON, as ``check_certificate.strict_json`` reads it.
        case_path: the case that it is about.
        certificate: its certificate, packed or plain, where there is one.
        options: the settings that were given beside the case, by dotted key, where that is known: any other that is not
            the case's own is then a difference.

    Raises:
        CaseError: when the case cannot be read.
        check_certificate.Unreadable: when the decision cannot.
    """
    found = Verification()
    try:
        printed = checker.field(decision, "settings", dict)
        own = load_case(case_path)
        try:
            case = load_case(case_path, settings=_given(printed))
        except CaseError as error:
            found.differs("settings", "…", "; ".join(fault.message for fault in error.faults[:5]))
            return found
        _about_case(found, decision, own, case)
        if options is not None:
            _options(found, load_case(case_path, settings=dict(options)), case)
        weights = _weights(found, decision, case)
        _ranking(found, decision, case, weights)
        _portfolio(found, decision, case_path)
    except checker.MALFORMED as error:
        if isinstance(error, CaseError):
            raise
        raise checker.Unreadable(f"the decision is not laid out as documented ({type(error).__name__})") from error
    _proof(found, decision, case_path, certificate)
    return found


def _given(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that are given at all, ready to be put over the case's own."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, dict):
            inner = _given(value)
            if inner:
                found[key] = inner
        elif value is not None and value != []:
            found[key] = str(value) if isinstance(value, Decimal) else value
    return found


def _plain(value: Any) -> Any:
    """A setting for comparison: numbers exact."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _about_case(found: Verification, decision: Any, own: Case, case: Case) -> None:
    about = checker.field(decision, "case", dict)
    found.same("case.sha256", about.get("sha256"), own.sha256)
    found.same("case.title", about.get("title"), case.settings.title)
    said, stated = checker.flatten(decision["settings"]), checker.flatten(case.settings.as_dict())
    for key in dict.fromkeys([*stated, *said]):
        found.same(f"settings.{key}", _plain(said.get(key)), _plain(stated.get(key)))
    before = checker.flatten(own.settings.as_dict())
    changed = [f"{key} = {_shown(stated[key])}" for key in sorted(stated) if stated[key] != before.get(key)]
    found.passed(N_("the content of the case, by its checksum, and every setting in force"))
    if changed:
        found.left(N_("settings that are in force by an option, not by the case: %(keys)s"), keys="; ".join(changed))


def _options(found: Verification, meant: Case, case: Case) -> None:
    """Every setting against the case's own with the options that are known to have been given."""
    said, stated = checker.flatten(meant.settings.as_dict()), checker.flatten(case.settings.as_dict())
    for key in dict.fromkeys([*stated, *said]):
        found.same(f"settings.{key}", _plain(stated.get(key)), _plain(said.get(key)))


def _weights(found: Verification, decision: Any, case: Case) -> list[Fraction]:
    """The printed weights, once compared."""
    printed = checker.field(decision, "weights", dict)
    criteria = [criterion.id for criterion in case.criteria]
    if list(printed) != criteria:
        found.differs("weights", list(printed), criteria)
        raise checker.Unreadable("the weights are not those of the case's criteria")
    weights = [checker.exact(printed[c]) or Fraction(0) for c in criteria]
    found.same("weights", sum(weights, Fraction(0)), 1)
    exact = recompute.exact_weights(case)
    if exact is not None:
        for c, w, x in zip(criteria, weights, recompute.nine_decimals(exact), strict=True):
            found.same(f"weights.{c}", w, x)
        found.passed(N_("every weight, exactly"))
    elif case.settings.weights.method == "ahp":
        _judgments(found, decision, case, dict(zip(criteria, weights, strict=True)))
    else:
        found.left(N_("the weights: the method %(method)s is not recomputed"), method=case.settings.weights.method)
    if decision.get("consistency") is not None and case.settings.weights.method != "ahp":
        found.differs("consistency", "…", None)
    return weights


def _judgments(found: Verification, decision: Any, case: Case, weights: Mapping[str, Fraction]) -> None:
    opinion, consistency = recompute.judged(case), checker.field(decision, "consistency", dict)
    for (c, w), x in zip(weights.items(), opinion.weights, strict=True):
        found.close(f"weights.{c}", Decimal(w.numerator) / w.denominator, x)
    if opinion.ratio is not None:
        found.close("consistency.ratio", consistency.get("ratio"), opinion.ratio)
    members = checker.field(consistency, "members", dict)
    found.same("consistency.members", sorted(members), sorted(opinion.members))
    for name, (own, ratio) in opinion.members.items():
        printed = members.get(name, {})
        if ratio is not None:
            found.close(f"consistency.members.{name}.ratio", printed.get("ratio"), ratio)
        for c, x in zip(weights, own, strict=True):
            found.close(f"consistency.members.{name}.weights.{c}", printed.get("weights", {}).get(c), x)
    found.passed(N_("every weight and consistency ratio from the judgments, to the last printed decimal but one"))


def _ranking(found: Verification, decision: Any, case: Case, weights: list[Fraction]) -> None:
    printed = {row["roadmap"]: row for row in checker.field(decision, "ranking", list)}
    agreed = recompute.agreed_scores(case)
    found.same("ranking", sorted(printed), sorted(agreed))
    scores = recompute.scores(case, agreed, weights)
    eligible = recompute.eligible(case, agreed, weights)
    for roadmap, row in printed.items():
        if roadmap not in agreed:
            continue
        if scores is not None:
            found.same(f"ranking.{roadmap}.score", row.get("score"), scores[roadmap])
            found.close(f"ranking.{roadmap}.native", round(row.get("native", -1), 6), scores[roadmap])
        found.same(f"ranking.{roadmap}.eligible", row.get("eligible"), eligible[roadmap])
        found.same(f"ranking.{roadmap}.reasons", not row.get("reasons"), eligible[roadmap])
    order = sorted(printed.values(), key=lambda r: (not r["eligible"], -r["score"], r["roadmap"]))
    found.same("ranking", list(printed), [row["roadmap"] for row in order])
    last: tuple[object, object, int] | None = None
    for place, row in enumerate(order, 1):
        tied = last is not None and last[:2] == (row["score"], row["eligible"])
        rank = last[2] if last is not None and tied else place
        found.same(f"ranking.{row['roadmap']}.rank", row.get("rank"), rank)
        last = row["score"], row["eligible"], rank
    if scores is not None:
        found.passed(
            N_("the agreed scores of %(count)s roadmaps, their scores, thresholds and ranks"), count=len(agreed)
        )
    else:
        found.passed(N_("the agreed scores of %(count)s roadmaps, their thresholds and ranks"), count=len(agreed))
        found.left(N_("the scores: the method %(method)s is not recomputed"), method=case.settings.scoring.method)


def _portfolio(found: Verification, decision: Any, case_path: str | Path) -> None:
    tables, _ = checker.read_case(case_path)
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
    value, bound = checker.exact(portfolio.get("value")), checker.exact(portfolio.get("bound"))
    optimal = portfolio.get("status") == "optimal"
    if value is not None and bound is not None and (bound < value or (optimal and bound != value)):
        found.differs("portfolio.bound", bound, value)
    tried, better = better_nearby(answer, chosen)
    if better is not None and optimal:
        found.differs("portfolio.selected", [answer.model.names[c] for c in chosen], better)
    found.passed(N_("%(count)s portfolios one or two steps away: none comes before it"), count=tried)


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


def _proof(found: Verification, decision: Any, case_path: str | Path, certificate: bytes | None) -> None:
    """The certificate, or what rests on the solver without one."""
    status = decision["portfolio"].get("status")
    if certificate is None:
        if status != "infeasible":
            found.left(
                N_("that no portfolio further away comes before it: without a certificate that is the solver's word")
            )
        return
    try:
        found.proof = checker.check(case_path, decision, certificate)
    except checker.Rejected as error:
        found.differs("certificate", status, str(error))
        return
    if status != "infeasible" or found.proof.minimal:
        found.rests = [entry for entry in found.rests if "solver's word" not in entry[0]]
    found.passed(N_("the proof: %(count)s cases added up in whole numbers, without a solver"), count=found.proof.leaves)
    if not found.proof.tie_break:
        found.left(N_("the tie-break, which was not finished within the time limit"))


def _shown(value: object) -> str:
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return format(exact, "f")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)
