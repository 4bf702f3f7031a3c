"""The certificate of an explanation: for every figure, two solves whose proofs whole numbers alone confirm.

Each figure is a place where one sentence turns from false to true: "a portfolio that funds the roadmap is as good as
the best that does not". On the one side (``does``) a portfolio that funds it is shown, with a proof that none of those
without it is worth more; on the other (``fails``) one that does not fund it, with a proof that none of those with it is
worth as much. The inputs on either side are the case's own with one of them changed. The file is described in
docs/certificate.md; ``optimizer/verify/check_explanation.py`` reads it and shares nothing with this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from optimizer.criteria.ranking import score_with_change
from optimizer.models.answer import Answer, Status
from optimizer.models.certificate import Claim, text
from optimizer.models.live import Live
from optimizer.models.objective import objective_of
from optimizer.models.program import Program, Selection
from optimizer.models.tree.proof import Proof
from optimizer.questions.budgets import maxima_of
from optimizer.questions.explanation.criteria import steps
from optimizer.questions.explanation.scaled import ScaledBooks
from optimizer.words.plain_json import plain_json

if TYPE_CHECKING:
    from optimizer.questions.explain import Explanation
    from optimizer.situation import Situation

VERSION = 1
#: The smallest step of a score.
GRAIN = Decimal("0.000001")
#: What a file repeats of the decision: all that the sums rest on.
FACTS = ("case", "settings", "weights", "consistency", "ranking", "inadmissible")


@dataclass(frozen=True)
class Changed:
    """The problem with one input changed.

    Attributes:
        change: what is changed, in the words of the file.
        program: the problem then.
        level: the only level at which the roadmap counts as funded; None for any.
    """

    change: Mapping[str, object]
    program: Program
    level: str | None = None


@dataclass(frozen=True)
class Solve:
    """One side of one figure: a portfolio, and what is proven of the others."""

    figure: str
    side: str
    changed: Changed
    portfolio: Selection | None
    claim: Claim

    def text(self, situation: Situation) -> str:
        """As one object of the file."""
        options = self.changed.program.options
        head = {
            "figure": self.figure,
            "side": self.side,
            "change": self.changed.change,
            "portfolio": None if self.portfolio is None else [options[o].id for o in self.portfolio],
        }
        proof = text(situation.case, self.changed.program, [self.claim]).rstrip("\n")
        return plain_json(head).rstrip("\n}").rstrip() + ',\n"certificate": ' + proof + "}"


def certificate(situation: Situation, explanation: Explanation, deadline: float | None = None) -> bytes:
    """The certificate of a complete explanation: JSON in UTF-8, the same bytes for the same answer.

    Args:
        situation: the case; solved by the tree.
        explanation: one of its roadmaps, complete.
        deadline: on the monotonic clock.

    Raises:
        TimeoutError: when the deadline came first.
        ValueError: when the explanation is not complete, or does not hold: a fault of ours.
    """
    from optimizer.questions.decide import decide

    if not explanation.complete:
        raise ValueError("the explanation is not complete")
    writer = Writer(situation, explanation, deadline)
    solves = [solve.text(situation) for solve in writer.solves()]
    decision = decide(situation, proof=False).as_dict()
    head: dict[str, object] = {
        "explanation": VERSION,
        "roadmap": explanation.roadmap,
        "decision": {key: decision[key] for key in FACTS if key in decision},
        "figures": _figures(explanation),
        "criteria": writer.criteria,
        "budget_factor": writer.factor,
        "uncertified": writer.uncertified,
    }
    whole = plain_json(head).rstrip("\n}").rstrip() + ',\n  "solves": [\n' + ",\n".join(solves) + "\n]}\n"
    return whole.encode("utf-8")


def _figures(explanation: Explanation) -> dict[str, object]:
    said = explanation.as_dict()
    keys = ("funded", "level", "eligible", "score", "score_needed", "cost_needed", "budget_needed", "criterion_needed",
            "if_forced", "binding")  # fmt: skip
    return {key: said[key] for key in keys} | {"cost_level": explanation.cost_level}


class Writer:
    """Makes the solves of one explanation.

    Attributes:
        criteria: for each criterion, the score that the roadmap gets with what is needed and with a step less.
        factor: the exact factor behind ``budget_needed``, as two whole numbers.
        uncertified: the figures for which no two solves stand.
    """

    def __init__(self, situation: Situation, explanation: Explanation, deadline: float | None) -> None:
        self.situation, self.explanation, self.deadline = situation, explanation, deadline
        self.roadmap = explanation.roadmap
        self.criteria: list[dict[str, object]] = []
        self.factor: list[int] | None = None
        self.uncertified: list[str] = []

    def solves(self) -> Iterator[Solve]:
        """Every solve, figure by figure."""
        e = self.explanation
        if e.eligible:
            yield from self.forced()
            yield from self.score(e.score_needed, "score_needed")
            yield from self.cost()
            yield from self.budget()
            for id in e.binding:
                yield (self.fails if e.funded else self.does)(
                    "binding", Changed({"off": [id]}, self.situation.program.without((id,)))
                )
        yield from self.criterion()

    # ------------------------------------------------------------------ the two sides

    def does(self, figure: str, changed: Changed) -> Solve:
        """A portfolio that funds the roadmap, and that none without it is worth more."""
        live = Live(changed.program)
        inside = self._asked(live, must=(self.roadmap,), allowed=self._allowed(changed))
        if inside.value is None:
            raise ValueError(f"{figure}: no portfolio funds the roadmap where one should")
        proof = self._none(live, figure, never=(self.roadmap,), floor=inside.value + 1)
        return Solve(figure, "does", changed, inside.selection, Claim(proof, inside.value + 1))

    def fails(self, figure: str, changed: Changed) -> Solve:
        """A portfolio that does not fund the roadmap, and that none which does is worth as much; where every portfolio
        has to fund it, that there is none at all."""
        live = Live(changed.program)
        outside = self._asked(live, never=(self.roadmap,))
        allowed = self._allowed(changed)
        proof = self._none(live, figure, must=(self.roadmap,), allowed=allowed, floor=outside.value)
        return Solve(figure, "fails", changed, outside.selection, Claim(proof, outside.value))

    def _allowed(self, changed: Changed) -> tuple[int, ...] | None:
        """The options that may be taken where the roadmap counts as funded at one level alone."""
        if changed.level is None:
            return None
        mine = (self.roadmap, changed.level)
        options = changed.program.options
        return tuple(o for o, p in enumerate(options) if p.roadmap != self.roadmap or (p.roadmap, p.level) == mine)

    def _asked(self, live: Live, **question: Any) -> Answer:
        answer = live.best(proof=False, deadline=self.deadline, **question)
        if answer.status is Status.TIME_LIMIT:
            raise TimeoutError
        return answer

    def _none(self, live: Live, figure: str, **question: Any) -> Proof:
        """The proof that no portfolio answers to a question."""
        answer = live.best(proof=True, keep=False, deadline=self.deadline, **question)
        if answer.status is Status.TIME_LIMIT:
            raise TimeoutError
        if answer.selection is not None or not isinstance(answer.proof, Proof):
            raise ValueError(f"{figure}: the figure does not hold")
        return answer.proof

    # ------------------------------------------------------------------ the figures

    def forced(self) -> Iterator[Solve]:
        """What forcing costs: the best portfolio of all, and the best with the roadmap forced the other way."""
        program, live = self.situation.program, Live(self.situation.program)
        best = self.situation.settled(deadline=self.deadline).selection
        assert best is not None
        value = program.value(best)
        now = Changed({}, program)
        yield Solve("if_forced", "best", now, best, Claim(self._none(live, "if_forced", floor=value + 1), value + 1))
        funded = self.explanation.funded
        question = {"never" if funded else "must": (self.roadmap,)}
        other = self.situation.settled(**question, deadline=self.deadline).selection  # type: ignore[arg-type]
        least = None if other is None else program.value(other) + 1
        proof = self._none(live, "if_forced", **question, floor=least)
        yield Solve("if_forced", "out" if funded else "in", now, other, Claim(proof, least))

    def score(self, needed: Decimal | None, figure: str) -> Iterator[Solve]:
        """At the score that is needed, and a millionth below; at the largest score, where none would do."""
        if needed is None:
            yield self.fails(figure, self._at_score(Decimal(1)))
            return
        yield self.does(figure, self._at_score(needed))
        if needed:
            yield self.fails(figure, self._at_score(needed - GRAIN))

    def _at_score(self, score: Decimal) -> Changed:
        situation = self.situation
        program, objective = situation.program, situation.objective
        if not self.explanation.eligible:
            program = situation.program_for(situation.ranking.with_eligible(self.roadmap))
            objective = objective_of(situation.case, situation.books, program.options, program.products)
        values = objective.at({**situation.ranking.scores, self.roadmap: score})
        return Changed({"score": score.quantize(GRAIN)}, replace(program, values=values))

    def cost(self) -> Iterator[Solve]:
        """At the cost that is needed, and one smallest unit above."""
        e = self.explanation
        if e.cost_needed is None or e.cost_level is None:
            self.uncertified.append("cost_needed")
            return
        taken = int(e.cost_needed * self.situation.books.money)
        yield self.does("cost_needed", self._at_cost(e.cost_level, taken))
        yield self.fails("cost_needed", self._at_cost(e.cost_level, taken + 1))

    def _at_cost(self, level: str, taken: int) -> Changed:
        cost = self.situation.books.public[self.roadmap, level]
        program = self.situation.program_with(ScaledBooks(self.situation.case, self.roadmap, cost, taken))
        amount = Decimal(taken) / self.situation.books.money
        return Changed({"level": level, "cost": amount}, program, level)

    def budget(self) -> Iterator[Solve]:
        """At the factor that is needed, and at the largest one below at which the row limits differ."""
        e = self.explanation
        if e.funded:
            return
        if e.budget_needed is None or e.budget_factor is None:
            self.uncertified.append("budget_needed")
            return
        factor, maxima = e.budget_factor, maxima_of(self.situation.case, self.situation.program)
        self.factor = [factor.numerator, factor.denominator]
        yield self.does("budget_needed", self._at_factor(factor))
        if factor > 1:
            below = maxima.below(factor)
            lower = max(Fraction(below[row]) / most for row, most in maxima.rows.items() if most > 0)
            yield self.fails("budget_needed", self._at_factor(lower))

    def _at_factor(self, factor: Fraction) -> Changed:
        program = self.situation.program
        limits = maxima_of(self.situation.case, program).at(factor)
        rows = tuple(replace(row, limit=limits.get(i, row.limit)) for i, row in enumerate(program.rows))
        return Changed({"factor": [factor.numerator, factor.denominator]}, replace(program, rows=rows))

    def criterion(self) -> Iterator[Solve]:
        """What each criterion makes of the score, which is needed alike whichever moves it. For a roadmap that is not
        eligible the needed score gets its own two solves."""
        situation, e = self.situation, self.explanation
        taken = [s.value_share for s in situation.case.synergies if self.roadmap in s.members and s.value_share]
        harmful = sum((share for share in taken if share < 0), Decimal(0)) < -1  # a better score may then do harm
        if situation.ranking.reference != "scale" or harmful:
            self.uncertified.append("criterion_needed")
            return
        if not e.eligible:
            yield from self.score(e.score_if_eligible, "criterion_needed")
        step = Decimal(str(situation.case.settings.scale.step))
        for criterion in situation.case.criteria:
            scores = steps(criterion, step)
            needed = e.criterion_needed[criterion.id]
            at = len(scores) if needed is None else scores.index(needed)
            entry: dict[str, object] = {"criterion": criterion.id, "needed": needed}
            if not e.eligible:
                entry["needed_score"] = e.score_if_eligible
            if needed is not None:
                entry["score"] = self._with_step(criterion.id, needed)[0]
            if at:
                score, eligible = self._with_step(criterion.id, scores[at - 1])
                entry |= {"worse": scores[at - 1], "worse_score": score, "worse_eligible": eligible}
            self.criteria.append(entry)

    def _with_step(self, criterion: str, score: Decimal) -> tuple[Decimal, bool]:
        """The roadmap's score with a step on one criterion, and whether it is then eligible."""
        situation, mine = self.situation, self.situation.consensus.alone(self.roadmap)
        found = score_with_change(situation.case, mine, situation.weights, self.roadmap, criterion, Fraction(score))
        return found, not situation.misses(mine.changed(self.roadmap, criterion, Fraction(score)), self.roadmap)
