"""All results that documents draw on, each asked for once and only when a document needs it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from decimal import Decimal

    from optimizer.criteria.agreement import Agreement
    from optimizer.models.program import Program, Selection
    from optimizer.questions.alternatives import Alternatives
    from optimizer.questions.assess import Assessment
    from optimizer.questions.decide import Decision
    from optimizer.questions.explain import Explanation
    from optimizer.questions.frontier import Frontier
    from optimizer.questions.price import Prices
    from optimizer.questions.reserve import Reserve
    from optimizer.questions.robustness.results import Robust
    from optimizer.questions.standing import Funded, Kept, Spend
    from optimizer.situation import Situation

#: So many portfolios are shown beside the best.
RUNNERS_UP = 5
#: Which part of the time that is left the decision may take, and which each question around it.
_DECISION, _QUESTION = 0.4, 0.12
#: The questions around the decision.
_AROUND = ("alternatives", "robust", "frontier", "prices", "reserve")
Answer = TypeVar("Answer")
#: So many weightings are drawn for the robustness section.
SAMPLES = 1000


class Dossier:
    """A decision with everything that documents say around it.

    Args:
        situation: the case and what follows from it.
        adopted: the portfolio that was adopted where it departs from the best, as ids or ``id:level``.
        grounds: why; required with ``adopted``.
        gap: as for ``decide``.
        jobs, cluster: as for ``robust``.
        progress, deadline: as for every question; the time is shared out, so that there is some left for each.

    Attributes:
        statements: how many roadmaps are going to be explained, which time is shared among.

    Raises:
        ValueError: for ``adopted`` without ``grounds``.
    """

    def __init__(
        self,
        situation: Situation,
        *,
        adopted: Sequence[str] | None = None,
        grounds: str | None = None,
        gap: Decimal | int = 0,
        jobs: int = 1,
        cluster: str | None = None,
        progress: Callable[..., None] | None = None,
        deadline: float | None = None,
    ) -> None:
        if adopted is not None and not (grounds or "").strip():
            raise ValueError("a decision that departs from the best portfolio needs its grounds")
        self.situation, self.case = situation, situation.case
        self.adopted, self.grounds = adopted, (grounds or "").strip() or None
        self.gap, self.jobs, self.cluster = gap, jobs, cluster
        self.progress, self.deadline = progress, deadline
        self.statements = 1
        self._explanations: dict[str, Explanation | None] = {}

    def _until(self, part: float) -> float | None:
        """When a question has to stop that may take so large a part of the time that is left; what it does not take is
        left to those after it."""
        if self.deadline is None:
            return None
        now = time.monotonic()
        return now + max(0.0, self.deadline - now) * part

    @cached_property
    def decision(self) -> Decision:
        """The decision.

        Raises:
            Infeasible: when no portfolio keeps the rules.
            TimeoutError: when none was found in time.
        """
        from optimizer.questions.decide import decide
        from optimizer.situation import Infeasible

        until = self._until(_DECISION)
        found = decide(self.situation, gap=self.gap, certificate=True, progress=self.progress, deadline=until)
        if found.conflict:
            raise Infeasible(found.conflict)
        if found.selection is None:
            raise TimeoutError
        return found

    @property
    def complete(self) -> bool:
        """Whether nothing stopped any of the work that was done so far."""
        asked = [self.__dict__[part] for part in _AROUND if part in self.__dict__]
        if self.adopted is not None:
            asked.append(self.assessment)
        return all(one is not None and one.complete for one in (*asked, *self._explanations.values()))

    @property
    def proof(self) -> bytes | None:
        """The decision's certificate; None where nothing was proven that could be written down."""
        return self.decision.certificate

    @cached_property
    def assessment(self) -> Assessment | None:
        """The adopted portfolio against the rules and the best; None where the best was adopted."""
        from optimizer.questions.assess import assess

        return assess(self.situation, self.adopted, deadline=self.deadline) if self.adopted is not None else None

    @cached_property
    def _held(self) -> tuple[Program, Selection]:
        """The portfolio that was adopted, in the program that has its options."""
        if self.adopted is None:
            assert self.decision.selection is not None
            return self.situation.program, self.decision.selection
        program, selection, _ = self.situation.proposal(self.adopted)
        return program, selection

    @cached_property
    def selected(self) -> tuple[Funded, ...]:
        """The roadmaps that are funded by what was adopted."""
        from decimal import Decimal
        from fractions import Fraction

        from optimizer.questions.listing import exact
        from optimizer.questions.standing import Funded

        program, selection = self._held
        found = []
        for option in (program.options[o] for o in selection):
            public, private = (exact(Fraction(x, program.money)) for x in (option.public, option.private))
            score = self.situation.ranking.scores.get(option.roadmap, Decimal(0))
            found.append(Funded(option.roadmap, option.level, score, public, private))
        return tuple(found)

    @cached_property
    def levels(self) -> dict[str, str]:
        """Roadmap to the level at which it is funded by what was adopted."""
        return {funded.roadmap: funded.level for funded in self.selected}

    @cached_property
    def rules(self) -> tuple[Kept, ...]:
        """How what was adopted stands to every rule and budget row."""
        from optimizer.questions.standing import Kept

        if self.adopted is None:
            return self.decision.rules
        program, selection = self._held
        portfolio = self.situation.portfolio(selection, program)
        found = []
        for condition in self.situation.conditions:
            figure = condition.figure(portfolio)
            found.append(Kept(condition.id, figure.satisfied, figure.printed, figure.figure, condition))
        return tuple(found)

    @cached_property
    def spend(self) -> Spend:
        """The money of what was adopted."""
        if self.adopted is None:
            return self.decision.spend
        from fractions import Fraction

        from optimizer.questions.listing import exact

        program, selection = self._held
        books, portfolio = self.situation.books, self.situation.portfolio(selection, program)
        cells = portfolio.spend.items()

        def total(units: int) -> Decimal:
            return exact(Fraction(units, books.money))

        return replace(
            self.decision.spend,
            total=total(portfolio.spent),
            by_year={y: total(sum(u for (year, _), u in cells if year == y)) for y in books.years},
            by_instrument={p: total(sum(u for (_, purse), u in cells if purse == p)) for p in books.instruments},
            private=total(sum(portfolio.private(roadmap) for roadmap in portfolio.levels)),
        )

    @cached_property
    def synergies(self) -> tuple[str, ...]:
        """The synergies that what was adopted brings about."""
        if self.adopted is None:
            return self.decision.synergies
        program, selection = self._held
        return tuple(synergy.id for synergy in self.situation.portfolio(selection, program).active)

    def explanation(self, roadmap: str) -> Explanation | None:
        """Why one admissible roadmap is or is not in the best portfolio; None where that was not proven in time."""
        if roadmap not in self._explanations:
            from optimizer.questions.explain import explain

            until = self._until(1 / max(1, self.statements - len(self._explanations)))
            try:
                self._explanations[roadmap] = explain(self.situation, roadmap, deadline=until)
            except TimeoutError:
                self._explanations[roadmap] = None
        return self._explanations[roadmap]

    @cached_property
    def agreement(self) -> Agreement:
        """How far the evaluators agree."""
        from optimizer.criteria.agreement import agreement

        return agreement(self.case, self.situation.consensus)

    def _asked(self, question: Callable[..., Answer], **settings: object) -> Answer | None:
        """A question's answer within its part of the time; None where the best portfolio, from which it is reckoned,
        was not proven in time."""
        try:
            return question(self.situation, progress=self.progress, deadline=self._until(_QUESTION), **settings)
        except TimeoutError:
            return None

    @cached_property
    def alternatives(self) -> Alternatives | None:
        """The best portfolio and those that come next."""
        from optimizer.questions.alternatives import alternatives

        return self._asked(alternatives, count=RUNNERS_UP + 1)

    @cached_property
    def robust(self) -> Robust | None:
        """What holds over the weights that are not pinned down."""
        from optimizer.questions.robust import robust

        return self._asked(robust, samples=SAMPLES, jobs=self.jobs, cluster=self.cluster)

    @cached_property
    def frontier(self) -> Frontier | None:
        """What more money or less would bring."""
        from optimizer.questions.frontier import frontier

        return self._asked(frontier)

    @cached_property
    def prices(self) -> Prices | None:
        """What each rule and budget row costs."""
        from optimizer.questions.price import price

        return self._asked(price, steps=False, jobs=self.jobs, cluster=self.cluster)

    @cached_property
    def reserve(self) -> Reserve | None:
        """Who comes in when a funded roadmap withdraws."""
        from optimizer.questions.reserve import reserve

        return self._asked(reserve, jobs=self.jobs, cluster=self.cluster)
