#!/usr/bin/env python3
"""Check the certificate of an explanation in whole numbers: no solver, nothing but Python's standard library.

    python check_explanation.py CASE EXPLANATION [WORK]

CASE is a folder of CSV tables or one .xlsx workbook, EXPLANATION the file that ``spearhead explain --certificate``
wrote; docs/certificate.md has its format. WORK is as in ``check_certificate.py``, which lies beside this file and does
all sums.

Every figure of an explanation is a place where one sentence turns: "a portfolio that funds the roadmap is as good as
the best of those that do not". This program works out for itself which input each figure is about on either side,
builds the problem with that input from the case's own files, and checks there a portfolio and a proof: on the side
where the sentence holds, one that funds the roadmap, and that none without it is worth more; on the other side one
without it, and that none with it is worth as much. What is taken as printed: scores, eligibility, settings, and what a
score on one criterion makes of a roadmap's score.

Exit status: 0 every figure is proven or said not to be, 1 one is not, 2 something cannot be read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

if __package__:
    from optimizer.verify import check_certificate as base
else:  # beside it, as a script
    import check_certificate as base  # type: ignore[import-not-found, no-redef]

VERSION = 1
GRAIN = Fraction(1, 10**6)  # of a score
HEAD = {"explanation", "roadmap", "decision", "figures", "criteria", "budget_factor", "uncertified", "solves"}


class Change(NamedTuple):
    """One changed input: the roadmap's score; its cost at a level, all its costs scaled alike; a factor on every budget
    maximum; a rule or budget row that does not count. None: as it is."""

    score: Fraction | None = None
    level: str | None = None
    cost: Fraction | None = None
    factor: Fraction | None = None
    off: str | None = None


class Changed(base.Model):
    """The model of a case with one input changed for one roadmap.

    ``only``: what a proof is about: portfolios that fund the roadmap (``in``, at ``change.level`` where that is given),
    that do not (``out``), or all of them."""

    def __init__(
        self,
        tables: dict[str, base.Table],
        settings: dict[str, Any],
        scores: dict[str, Fraction],
        eligible: set[str],
        about: str,
        change: Change,
    ) -> None:
        self.about, self.change, self.only, self.times = about, change, "", 1
        if change.factor is not None:
            settings = settings | {"budget.factor": settings["budget.factor"] * change.factor}
        now = scores if change.score is None else scores | {about: change.score}
        super().__init__(tables, settings, now, eligible)
        if change.score is not None:  # "downside" is held at the scores as they are
            held = base.Model(tables, settings, scores, eligible).curved
            self.curved |= {rule: curve for rule, curve in held.items() if isinstance(curve, base.Downside)}
        if change.off is not None:
            base.require(change.off in self.ids, "a rule that does not count is not there")
            self.ids.discard(change.off)
            self.curved.pop(change.off, None)
            self.rows = {name: row for name, row in self.rows.items() if row.rule != change.off}

    def read_money(self) -> None:
        """With a changed cost, money counts in smallest units over the present one, so that all stays whole."""
        super().read_money()
        if self.change.cost is None:
            return
        now = sum(self.paid[self.about, self.change.level or ""].values())
        then = self.change.cost * self.money
        base.require(now > 0 and then >= 0 and then.denominator == 1, "a changed cost is not in smallest units")
        self.times, self.money = now, self.money * now
        for (roadmap, _), purses in self.paid.items():
            for purse in purses:
                purses[purse] *= int(then) if roadmap == self.about else now
        self.private = {key: amount * now for key, amount in self.private.items()}

    def spread_saving(self, saving: int, members: list[int]) -> dict[base.Purse, int]:
        """A saving is shared out in smallest units of the case, whatever money counts in here."""
        found = super().spread_saving(saving // self.times, members)
        return {purse: amount * self.times for purse, amount in found.items()}

    def domain(self, rows: Any) -> list[int]:
        """What each roadmap may take in the portfolios that a proof is about."""
        masks = super().domain(rows)
        index = self.position[self.about]
        if self.only == "out":
            masks[index] &= 1
        elif self.only == "in":
            masks[index] &= sum(self.bit[c] for c in self.mine())
        return masks

    def mine(self) -> list[int]:
        """The roadmap's options, at the level of the change where that is given."""
        return [c for c in self.options[self.position[self.about]] if self.change.level in (None, self.key[c][1])]


class Step(NamedTuple):
    """One side of one figure: ``side`` says what has to be shown (``does``, ``fails``; ``best``, ``in``, ``out``)."""

    figure: str
    side: str
    change: Change


class Explanation:
    """An explanation's certificate on a case. ``proven``: what holds, in words; ``leaves``: how many cases were added
    up; ``uncertified``: the figures for which no proof is offered."""

    def __init__(self, tables: dict[str, base.Table], given: Any, work: int) -> None:
        base.fields(given, HEAD, set())
        base.require(base.whole(given["explanation"]) == VERSION, f"this program checks version {VERSION}")
        decision = given["decision"]
        self.tables, self.work, self.leaves = tables, work, 0
        self.settings = base.settings_of(base.flatten(base.field(decision, "settings", dict)))
        self.scores, self.order = base.read_ranking(base.field(decision, "ranking", list))
        weighed = {row["id"] for row in tables["roadmaps"] if base.yes(row.get("admissible"), True)}
        base.require(self.scores.keys() == weighed, "the ranking does not hold each admissible roadmap once")
        self.about, self.said = str(given["roadmap"]), base.field(given, "figures", dict)
        base.require(self.about in self.scores, "the roadmap is not one of the ranking")
        self.eligible = self.about in self.order
        base.require(self.said["eligible"] is self.eligible, "the roadmap is eligible or not, other than printed")
        self.funded = self.said["funded"] is True
        self.factor = given["budget_factor"] and Fraction(*map(base.whole, given["budget_factor"]))
        self.criteria = base.listed(given["criteria"])
        self.uncertified = [str(name) for name in base.listed(given["uncertified"])]
        self.proven: list[str] = []
        self.values: dict[str, Fraction | None] = {}
        self.portfolios: dict[str, frozenset[str]] = {}
        solves = base.listed(given["solves"])
        steps = list(self.steps())
        base.require(len(solves) == len(steps), "there are not as many solves as the figures ask for")
        for step, solve in zip(steps, solves, strict=True):
            self.check(step, solve)
        self.compare_forced()
        self.compare_criteria()

    # ------------------------------------------------------------------ which solves the figures ask for

    def steps(self) -> Iterator[Step]:
        """Every solve that the printed figures ask for, in the order of the file."""
        if self.eligible:
            other = "out" if self.funded else "in"
            yield Step("if_forced", "best", Change())
            yield Step("if_forced", other, Change())
            yield from self.of_score("score_needed", self.number("score_needed"))
            yield from self.of_cost()
            if not self.funded:
                yield from self.of_budget()
            for rule in base.listed(self.said["binding"]):
                yield Step("binding", "fails" if self.funded else "does", Change(off=str(rule)))
        elif "criterion_needed" not in self.uncertified:
            base.require(self.number("score_needed") is None, "an ineligible roadmap has a score that would do")
            yield from self.of_score("criterion_needed", self.least_score())

    def number(self, name: str) -> Fraction | None:
        """A printed figure."""
        return base.exact(self.said[name])

    def of_score(self, figure: str, needed: Fraction | None) -> Iterator[Step]:
        """At the score, and a millionth below; at the largest one where none would do."""
        if needed is not None:
            base.require((needed / GRAIN).denominator == 1 and 0 <= needed <= 1, "a score is no millionth of 0 to 1")
            yield Step(figure, "does", Change(score=needed))
        if needed != 0:
            yield Step(figure, "fails", Change(score=Fraction(1) if needed is None else needed - GRAIN))

    def of_cost(self) -> Iterator[Step]:
        """At the cost, and a smallest unit above."""
        cost, level = self.number("cost_needed"), self.said["cost_level"]
        if cost is None:
            base.require("cost_needed" in self.uncertified, "nothing is said of why there is no cost")
            return
        unit = Fraction(1, self.model(Change()).money)
        yield Step("cost_needed", "does", Change(level=level, cost=cost))
        yield Step("cost_needed", "fails", Change(level=level, cost=cost + unit))

    def of_budget(self) -> Iterator[Step]:
        """At the factor whose total is printed, and at the largest one below at which the limits of rows differ."""
        printed = self.number("budget_needed")
        if printed is None:
            base.require("budget_needed" in self.uncertified, "nothing is said of why there is no budget")
            return
        model = self.model(Change())
        maxima = [limit for name, (limit, _) in model.amounts.items() if not name.endswith(":min") and limit > 0]
        base.require(self.factor is not None and self.factor >= 1, "the factor behind the budget is missing")
        total = -(-self.factor * self.total(model) // 1)
        base.require(Fraction(total) == printed * model.money, "the budget is not what its factor makes of the maxima")
        yield Step("budget_needed", "does", Change(factor=self.factor))
        if self.factor > 1:
            below = max(Fraction(-(-self.factor * most // 1) - 1) / most for most in maxima)
            yield Step("budget_needed", "fails", Change(factor=below))

    def total(self, model: Changed) -> Fraction:
        """What the maxima add up to, in smallest units: those of the years, or of the purses by year, or of the whole
        period; before carry-over."""
        rows = [row for row in model.table("budget") if row.get("max")]
        whole = self.settings["budget.total"]
        yearly = [row for row in rows if row["year"].casefold() != "total"]
        choices = [
            [base.number(row["max"]) for row in yearly if not row.get("instrument")],
            [base.number(row["max"]) for row in yearly],
            [whole] if whole is not None else [base.number(r["max"]) for r in rows if not r.get("instrument")],
            [base.number(row["max"]) for row in rows],
        ]
        first: list[Fraction] = next((amounts for amounts in choices if amounts), [])
        return sum(first, Fraction(0)) * self.settings["budget.factor"] * model.money

    def least_score(self) -> Fraction | None:
        """For an ineligible roadmap: the least score that is said to do, as the criteria's entries imply it."""
        found = {base.exact(entry.get("needed_score")) for entry in self.criteria}
        base.require(len(found) == 1, "the criteria do not agree on the score that would do")
        return found.pop()

    # ------------------------------------------------------------------ one solve

    def model(self, change: Change) -> Changed:
        """The problem with a change."""
        return Changed(self.tables, self.settings, self.scores, {*self.order, self.about}, self.about, change)

    def check(self, step: Step, given: Any) -> None:
        """See that a solve's portfolio keeps every rule of the changed problem, and what is proven of the others."""
        base.fields(given, {"figure", "side", "change", "portfolio", "certificate"}, set())
        same = (given["figure"], given["side"]) == (step.figure, step.side)
        base.require(same, f"a solve is not the one that {step.figure} asks for")
        model = self.model(step.change)
        base.require(in_words(given["change"]) == stated(step.change), f"{step.figure}: another input is changed")
        answer = base.Answer(model, [r for r in [*self.order, self.about] if r in model.position])
        names, side = given["portfolio"], step.side
        model.only = {"does": "out", "fails": "in", "best": ""}.get(side, side)
        where = f"{step.figure}, {side}: "
        if names is None:
            base.require(side in ("in", "out", "fails"), f"{where}a portfolio is missing")
            answer.status = "infeasible"
        else:
            chosen = answer.columns_of(base.listed(names))
            value = answer.worth(answer.keeping_every_rule(chosen))
            funds = bool(set(chosen) & set(model.mine()))
            wanted = {"does": True, "in": True, "fails": False, "out": False}.get(side, self.funded)
            clear = wanted or not set(chosen) & set(model.options[model.position[self.about]])
            base.require(funds == wanted and clear, f"{where}the portfolio does or does not fund the roadmap")
            # "fails" asks that none is worth as much, all others that none is worth more.
            answer.status, answer.bound = "time_limit", value - model.unit if side == "fails" else value
            self.values[f"{step.figure} {side}"] = value
            self.portfolios[side] = frozenset(names)
        try:
            proof = base.Proof(answer, given["certificate"], self.work)
        except base.Rejected as error:
            raise base.Rejected(f"{where}{error}") from None
        self.leaves += proof.leaves
        self.proven.append(f"{step.figure} ({side}) with {describe(step.change)}")

    # ------------------------------------------------------------------ what follows

    def compare_forced(self) -> None:
        """What forcing costs, and who comes and goes by it, is what the two portfolios say."""
        if not self.eligible:
            return
        forced, other = self.said["if_forced"], "out" if self.funded else "in"
        if other not in self.portfolios:
            base.require(forced is None, "a portfolio is printed where there is none")
            return
        base.require(isinstance(forced, dict), "what forcing costs is not printed")
        lost = (self.values["if_forced best"] or 0) - (self.values[f"if_forced {other}"] or 0)
        base.require(base.exact(forced["value_lost"]) == lost, "the value lost is not the difference of the two")
        best, then = self.portfolios["best"], self.portfolios[other]
        printed = frozenset(forced["added"]), frozenset(forced["dropped"])
        base.require(printed == (then - best, best - then), "who comes and goes is not what the portfolios say")

    def compare_criteria(self) -> None:
        """Each criterion's figure gives a score that does; a step less gives one that does not, or misses a threshold.

        This rests on a better score never making a portfolio with the roadmap worth less, which is seen first."""
        if "criterion_needed" in self.uncertified:
            return
        model = self.model(Change())
        for option in model.mine():
            shares = [s.share for s in model.synergies if option in s.products and s.share < 0]
            base.require(1 + sum(shares, Fraction(0)) >= 0, "a better score could do harm: the criteria do not follow")
        needed = self.number("score_needed") if self.eligible else self.least_score()
        printed = {entry["criterion"]: base.exact(entry["needed"]) for entry in self.criteria}
        same = {c: base.exact(v) for c, v in self.said["criterion_needed"].items()}
        base.require(printed == same, "the criteria's figures are not those printed")
        for entry in self.criteria:
            optional = {"needed_score", "score", "worse", "worse_score", "worse_eligible"}
            base.fields(entry, {"criterion", "needed"}, optional)
            if entry["needed"] is not None:
                enough = needed is not None and (base.exact(entry["score"]) or 0) >= needed
                base.require(enough, f"{entry['criterion']}: the figure does not give the score that would do")
            if "worse" in entry and needed is not None and entry["worse_eligible"] is not False:
                short = (base.exact(entry["worse_score"]) or 0) < needed
                base.require(short, f"{entry['criterion']}: a step less would do as well")
        self.proven.append(f"criterion_needed for {len(self.criteria)} criteria, by the scores that they give")


def in_words(given: Any) -> dict[str, Any]:
    """A change as the file has it, numbers exact."""
    base.require(isinstance(given, dict), "a change is not understood")
    return {
        key: Fraction(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value
        for key, value in given.items()
    }


def stated(change: Change) -> dict[str, Any]:
    """A change as the file has to have it."""
    found: dict[str, Any] = {"score": change.score, "level": change.level, "cost": change.cost}
    if change.factor is not None:
        found["factor"] = [change.factor.numerator, change.factor.denominator]
    if change.off is not None:
        found["off"] = [change.off]
    return {key: value for key, value in found.items() if value is not None}


def describe(change: Change) -> str:
    """A change in words."""
    if change.score is not None:
        return f"a score of {float(change.score):.6f}"
    if change.cost is not None:
        return f"a cost of {float(change.cost):g} at level {change.level}"
    if change.factor is not None:
        return f"every budget maximum times {change.factor}"
    return "everything as it is" if change.off is None else f"{change.off} not counting"


def check_explanation(case: str | Path, explanation: bytes, work: int = base.LIMIT_WORK) -> Explanation:
    """Check an explanation's certificate on the case at a path; raises ``Rejected`` where it does not prove what it
    says, ``Unreadable`` where the case cannot be read."""
    tables = base.read_case(case)
    try:
        return Explanation(tables, base.strict_json(base.unpacked(explanation)), work)
    except base.MALFORMED as error:
        raise base.Rejected(f"the explanation is not laid out as documented ({type(error).__name__})") from None
    except base.Unreadable as error:
        raise base.Rejected(f"the explanation: {error}") from None


def main(arguments: list[str]) -> int:
    """The command line: prints what is proven, by how many cases, and what was taken as printed."""
    if len(arguments) not in (2, 3) or not all(map(str.isdecimal, arguments[2:])):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        work = int(base.plain_number(arguments[2])) if arguments[2:] else base.LIMIT_WORK
        found = check_explanation(arguments[0], base.read_bytes(arguments[1]), work)
    except base.Rejected as error:
        print(f"REJECTED: {error}.")
        return 1
    except base.Unreadable as error:
        print(f"Cannot be read: {error}.", file=sys.stderr)
        return 2
    print(f"PROVEN ({found.about}): {found.leaves} cases added up in whole numbers, without a solver.")
    print(*(f"  - {sentence}" for sentence in found.proven), sep="\n")
    if found.uncertified:
        print("No proof is offered of:", ", ".join(found.uncertified))
    print("Taken as printed: scores, eligibility, settings, and the score that each criterion's figure gives.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
