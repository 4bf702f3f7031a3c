"""The bundle that every question takes: a case and what follows from it, each computed once, on first use.

A situation never changes. :meth:`Situation.with_settings` gives another one that shares whatever the changed settings
do not touch, so that a slider or a scenario pays only for what it moves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from optimizer.models.answer import Status
from optimizer.models.program import Program, Row, Selection

if TYPE_CHECKING:
    from optimizer.case.model import Case
    from optimizer.criteria.consensus import Consensus
    from optimizer.criteria.ranking import Ranking
    from optimizer.criteria.weights import Weights
    from optimizer.models.books import Books
    from optimizer.models.conditions import Condition
    from optimizer.models.objective import Objective
    from optimizer.models.portfolio import Portfolio
    from optimizer.models.rules.frame import Frame
    from optimizer.models.ties import Settled

#: What proves the answers: the tree (``optimizer.models.live``), or a solver's word by way of PuLP.
Engine = Literal["tree", "highs", "cbc"]


class Infeasible(Exception):
    """No portfolio keeps the rules. ``conflict`` names a minimal set that clashes."""

    def __init__(self, conflict: tuple[str, ...]) -> None:
        self.conflict = conflict
        super().__init__("no portfolio keeps all of " + ", ".join(conflict))


class Situation:
    """A case with its consensus, weights, ranking, program and solver.

    Args:
        case: a checked case.
        solver: what proves the answers.
    """

    def __init__(self, case: Case, *, solver: Engine = "tree") -> None:
        self.case = case
        self.engine: Engine = solver
        self._settled: Settled | None = None
        #: What explanations of one roadmap leave for those of the others (``optimizer.questions.explanation``).
        self.shared: dict[Any, Any] = {}

    @cached_property
    def consensus(self) -> Consensus:
        """The evaluators' scores as one."""
        from optimizer.criteria.consensus import combine

        return combine(self.case)

    @cached_property
    def weights(self) -> Weights:
        """The criteria's weights."""
        from optimizer.criteria.weights import weigh

        return weigh(self.case, self.consensus)

    @cached_property
    def ranking(self) -> Ranking:
        """The ranking at those weights."""
        from optimizer.criteria.ranking import rank

        return rank(self.case, self.consensus, self.weights)

    @cached_property
    def frame(self) -> Frame:
        """The columns of the program and what they are worth."""
        return self._framed[0]

    @cached_property
    def _framed(self) -> tuple[Frame, tuple[str, ...]]:
        from optimizer.models.build import framed

        return framed(self.case, self.ranking)

    @property
    def books(self) -> Books:
        """The case's money in smallest units."""
        return self.frame.books

    @property
    def objective(self) -> Objective:
        """What the columns are worth as a function of the scores."""
        return self.frame.objective

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every rule, budget row and forced roadmap, by id."""
        from optimizer.models.conditions import conditions

        return conditions(self.case, self.books)

    @cached_property
    def program(self) -> Program:
        """The portfolio problem in whole numbers."""
        from optimizer.models.build import assemble

        return assemble(self.frame, self.conditions, self._framed[1])

    @cached_property
    def live(self) -> Any:
        """The solver that holds the program."""
        return self.solver_for(self.program)

    def go_on_from(self, before: Situation) -> bool:
        """Take over the solver of a situation whose problem differs in what portfolios are worth alone: a moved weight
        is then answered from the last proof. ``before`` makes itself a new one should it be asked again.

        Returns:
            Whether the solver could be taken over.
        """
        if self.engine != "tree" or "live" in self.__dict__ or "live" not in before.__dict__:
            return False
        from optimizer.models.revalued import revalued

        solver = revalued(before.live, self.program)
        if solver is None:
            return False
        del before.__dict__["live"]
        self.__dict__["live"] = solver
        return True

    def share_with(self, before: Situation) -> bool:
        """Take over what a moved weight leaves as it is of a situation whose case differs in its weights alone: the
        money, the conditions and, where the same roadmaps are eligible, the rows and columns of the program.

        Returns:
            Whether the rows and columns could be taken over.
        """
        mine, other = self.case.settings, before.case.settings
        same = self.case.tables is not None and self.case.tables is before.case.tables
        if not same or "_framed" not in before.__dict__ or "_framed" in self.__dict__:
            return False
        if {key: value for key, value in vars(mine).items() if key != "weights"} != {
            key: value for key, value in vars(other).items() if key != "weights"
        }:
            return False
        self.__dict__["conditions"] = before.conditions
        if self.ranking.eligible_set != before.ranking.eligible_set:
            from optimizer.models.build import framed

            self.__dict__["_framed"] = framed(self.case, self.ranking, before.books)
            return False
        order = self.ranking.eligible
        frame = replace(before.frame, case=self.case, values=before.objective.at(self.ranking.scores))
        self.__dict__["_framed"] = frame, order
        if before.program.tails:  # rows over what columns are worth
            return False
        self.__dict__["program"] = replace(before.program, values=frame.values, ranking=order)
        return True

    def solver_for(self, program: Program) -> Any:
        """A solver of another program, of the kind that this situation uses."""
        if self.engine == "tree":
            from optimizer.models.live import Live

            return Live(program)
        from optimizer.models.mip import Mip

        return Mip(program, self.engine)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What is legal but suspicious: of the tables, then of judgments, evaluators and scores."""
        from optimizer.criteria.warnings import scoring_warnings, weight_warnings

        found = [*self.case.warnings, *weight_warnings(self.weights, self.case)]
        found += scoring_warnings(self.ranking.grid, self.ranking.method, self.case)
        return tuple(dict.fromkeys(found))

    # What is asked again and again

    def settled(
        self,
        *,
        program: Program | None = None,
        limits: dict[int, int] | None = None,
        off: Collection[str] = (),
        must: Sequence[str] = (),
        never: Sequence[str] = (),
        allowed: Collection[int] | None = None,
        extra: Sequence[Row] = (),
        deadline: float | None = None,
        progress: Callable[..., None] | None = None,
    ) -> Settled:
        """The best portfolio with ties broken, of the program or with changes (see ``optimizer.models.solver.Solver``).
        ``progress`` is told how far it is where nothing is changed.

        Raises:
            Infeasible: when nothing is changed and no portfolio keeps the rules; with changes ``selection`` is None.
        """
        changes: dict[str, Any] = {
            "limits": limits,
            "off": tuple(off),
            "must": tuple(must),
            "never": tuple(never),
            "allowed": None if allowed is None else tuple(sorted(allowed)),
            "extra": tuple(extra),
        }
        if program is not None or any(changes.values()) or allowed is not None:
            from optimizer.models.ties import settle

            solver = self.live if program is None else self.solver_for(program)
            return settle(solver, solver.best(**changes, proof=False, deadline=deadline), **changes, deadline=deadline)
        found = self.attempt(deadline=deadline, progress=progress)
        if found.status is Status.INFEASIBLE:
            raise Infeasible(self.conflict(deadline=deadline))
        if found.selection is None:
            raise TimeoutError("no portfolio was found within the time limit")
        return found

    def attempt(
        self,
        *,
        gap: Fraction | int = 0,
        proof: bool = False,
        certificate: bool = False,
        deadline: float | None = None,
        progress: Callable[..., None] | None = None,
    ) -> Settled:
        """The best portfolio of the case with ties broken, whatever comes of it; kept once it is settled. With
        ``proof`` it carries the trees that prove it, as far as there is time; for a ``certificate`` it says no more
        than they prove."""
        from optimizer.models.attempt import attempt, proven
        from optimizer.questions.listing import worth

        proof = (proof or certificate) and self.engine == "tree"
        if self._settled is not None and (not proof or self._settled.answer.proof is not None):
            return self._settled

        def told(value: int | None, bound: int | None, cases: int, seconds: float) -> None:
            if progress is not None:
                best = None if value is None else worth(self.program, value)
                progress(best=best, cases=cases, seconds=seconds)

        if proof:
            found = proven(self.live, gap=gap, certificate=certificate, deadline=deadline, progress=told)
        else:
            found = attempt(self.live, gap=gap, deadline=deadline, progress=told)
        if found.status in (Status.OPTIMAL, Status.INFEASIBLE) and found.settled:
            self._settled = found
        return found

    def settled_or_none(self, *, deadline: float | None = None) -> Settled | None:
        """The best portfolio with ties broken, or None where no portfolio keeps the rules."""
        try:
            return self.settled(deadline=deadline)
        except Infeasible:
            return None

    def conflict(self, *, deadline: float | None = None) -> tuple[str, ...]:
        """A minimal set of ids that cannot hold together."""
        from optimizer.models.conflict import clash

        return clash(self.live, deadline=deadline).ids

    def portfolio(self, selection: Selection, program: Program | None = None) -> Portfolio:
        """A selection as roadmaps with their levels, to be added up from the case alone."""
        from optimizer.models.portfolio import Portfolio

        options = (self.program if program is None else program).options
        levels = {options[o].roadmap: options[o].level for o in selection}
        return Portfolio(self.case, self.books, levels, self.ranking.scores)

    def by_year(self, selection: Selection) -> dict[int, Decimal]:
        """Public money after savings in each year of the case, in its unit."""
        from optimizer.questions.listing import exact

        found = dict.fromkeys(self.books.years, 0)
        for (year, _), amount in self.portfolio(selection).spend.items():
            if year in found:
                found[year] += amount
        return {year: exact(Fraction(amount, self.books.money)) for year, amount in found.items()}

    # The problem with something else in it

    def program_with(self, books: Books) -> Program:
        """The program at other costs."""
        from optimizer.models.build import assemble, framed
        from optimizer.models.conditions import conditions

        frame, order = framed(self.case, self.ranking, books)
        return assemble(frame, conditions(self.case, books), order)

    def program_for(self, ranking: Ranking) -> Program:
        """The program with another ranking (other scores, other roadmaps eligible)."""
        from optimizer.models.build import build

        return build(self.case, ranking)

    def program_replacing(self, condition: Condition) -> Program:
        """The program with one condition in place of the case's own of the same id."""
        from optimizer.models.build import assemble

        kept = [condition if other.id == condition.id else other for other in self.conditions]
        return assemble(self.frame, kept, self._framed[1])

    def proposal(self, portfolio: Sequence[str]) -> tuple[Program, Selection, tuple[str, ...]]:
        """A portfolio that people propose, as ids or ``id:level``.

        Returns:
            A program in which its ineligible roadmaps have options too, its selection there, and those roadmaps.

        Raises:
            CaseError: for a roadmap or level that the case does not have, one not admissible, or one named twice.
        """
        from optimizer.models.proposals import proposal

        return proposal(self.case, self.ranking, self.books, self.program, portfolio)

    def breaches(self, program: Program, selection: Selection) -> tuple[tuple[str, Decimal | None], ...]:
        """What a portfolio breaks, by id, and by how much in the rule's own unit (None where that has no figure)."""
        portfolio = self.portfolio(selection, program)
        found = []
        for condition in self.conditions:
            figure = condition.figure(portfolio)
            if not figure.satisfied:
                found.append((condition.id, None if figure.printed is None else figure.printed.copy_abs()))
        return tuple(found)

    def misses(self, consensus: Consensus, roadmap: str) -> bool:
        """Whether a roadmap would miss a threshold with other agreed scores at the same weights."""
        from optimizer.criteria.eligibility import shortfalls

        return bool(shortfalls(self.case, consensus, self.weights)[consensus.roadmaps.index(roadmap)])

    def with_settings(self, changes: Mapping[str, Any]) -> Situation:
        """The same case under other settings (by dotted key, as ``--set`` has them), sharing what they do not touch.

        Raises:
            CaseError: for a setting that does not exist or a value that it does not take.
        """
        from optimizer.case.load import change_settings

        case = change_settings(self.case, changes)
        made = Situation(case, solver=self.engine)
        old, new = self.case.settings, case.settings
        known, share = self.__dict__, made.__dict__
        if (old.consensus, old.scale) != (new.consensus, new.scale):
            return made
        if "consensus" in known:
            share["consensus"] = self.consensus
        if old.weights != new.weights:
            return made
        if "weights" in known:
            share["weights"] = self.weights
        if (old.scoring, old.threshold) != (new.scoring, new.threshold):
            return made
        if "ranking" in known:
            share["ranking"] = self.ranking
        if old.objective == new.objective and self.case.decimals == case.decimals and "_framed" in known:
            frame = replace(self.frame, case=case, books=replace(self.books, case=case))
            share["_framed"] = (frame, self._framed[1])
        return made
