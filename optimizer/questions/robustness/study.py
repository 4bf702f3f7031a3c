"""One robustness study from end to end: sample, enumerate where that can be done, solve where it cannot, and count."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from optimizer.criteria.ranking import scores_at
from optimizer.models.live import Live
from optimizer.models.program import Selection
from optimizer.questions.listing import ids
from optimizer.questions.robustness.acceptability import rank_counts
from optimizer.questions.robustness.choices import best_of_each
from optimizer.questions.robustness.corners import Corners, additive_corners, joined, scored
from optimizer.questions.robustness.hull import best_somewhere
from optimizer.questions.robustness.members import each_member
from optimizer.questions.robustness.nondominated import Found, nondominated
from optimizer.questions.robustness.plane import best_between
from optimizer.questions.robustness.regret import minimax, regrets
from optimizer.questions.robustness.results import Grade, Rival, Robust, Sureness
from optimizer.questions.robustness.sampling import sample
from optimizer.questions.robustness.score_uncertainty import ScoreUncertainty, score_uncertainty
from optimizer.questions.robustness.weight_sets import WeightSet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.situation import Situation

#: Non-dominated portfolios, and partial ones looked at, beyond which weightings are sampled instead.
MOST_PORTFOLIOS, MOST_NODES = 20_000, 4_000_000
#: Extreme points beyond which that is not tried, and beyond which they are not solved one by one.
MOST_WALKED, MOST_SOLVED = 1_500, 2_000
#: Extreme points that are solved beforehand, so that the enumeration starts from good portfolios.
_STARTS = 12
#: The part of the time that the enumeration may take, so that some is left to sample where it does not finish.
_SHARE = 0.6
#: Panels drawn again for the uncertainty of scores.
PANELS = 200
#: Values closer than this part of the largest are equal at a sampled weighting.
_SAME = 1e-11


@dataclass(frozen=True)
class Portfolios:
    """The portfolios of a study, and how what is said of them is meant; see ``Robust``."""

    method: Literal["exact", "sampled"]
    rivals: tuple[Rival, ...]
    minimax: Rival | None
    present: Rival
    regret_exact: bool
    proven: bool
    complete: bool


class Study:
    """One study; see :func:`optimizer.questions.robust.robust` for its arguments."""

    def __init__(
        self,
        situation: Situation,
        weights: WeightSet,
        selected: Selection,
        samples: int,
        seed: int,
        jobs: int,
        cluster: str | None,
        deadline: float | None,
        progress: Callable[..., None] | None,
    ) -> None:
        self.situation, self.weights, self.selected, self.seed = situation, weights, selected, seed
        self.jobs, self.cluster, self.deadline, self.progress = jobs, cluster, deadline, progress
        self.program = situation.program
        self.additive = str(situation.case.settings.scoring.method) == "additive"
        self.drawn = sample(weights, samples, seed)
        self.scores = scores_at(situation.case, situation.consensus, self.drawn)
        self.stopped = False
        #: When the enumeration has to end, where there is a deadline.
        self._until: float | None = None

    def answer(self, beside: bool) -> Robust:
        """Everything."""
        situation = self.situation
        members = uncertainty = None
        found = self.portfolios()
        if beside and not self.stopped:
            members = each_member(situation, deadline=self.deadline, progress=self.progress)
            uncertainty = self._uncertainty()
        parts = (found, *(part for part in (members, uncertainty) if part is not None))
        return Robust(
            set=self.weights,
            criteria=tuple(criterion.id for criterion in situation.case.criteria),
            method=found.method,
            samples=len(self.drawn),
            roadmaps=self._roadmaps(found.rivals),
            portfolios=found.rivals,
            minimax=found.minimax,
            present=found.present,
            regret_exact=found.regret_exact,
            minimax_proven=found.proven,
            score_uncertainty=uncertainty,
            members=members,
            complete=not self.stopped and all(part.complete for part in parts),
        )

    def portfolios(self) -> Portfolios:
        """The portfolios: all non-dominated ones, or those best at the weightings looked at."""
        corners = self._corners()
        start: Sequence[Selection] = [self.selected]
        if self.additive and corners is not None and len(corners) <= MOST_WALKED:
            found = self._enumerated(corners)
            if found.complete:
                return self._exact(corners, found)
            # Ctrl-C ends everything; the enumeration's own share of the time leaves some to sample.
            self.stopped = found.stopped and (self._until is None or time.monotonic() < self._until)
            start = [self.selected, *found.selections]
            if found.stopped:
                return _incomplete(self._sampled(corners, start))
        return self._sampled(corners, start)

    def _corners(self) -> Corners | None:
        """The objective at the extreme points; None where there are too many."""
        points = self.weights.points
        if not 0 < len(points) <= MOST_SOLVED:
            return None
        if self.additive:
            return additive_corners(self.situation, points)
        stack = np.array([[float(w) for w in point] for point in points])
        return scored(self.situation, scores_at(self.situation.case, self.situation.consensus, stack))

    def _enumerated(self, corners: Corners) -> Found:
        """Every non-dominated portfolio, starting from those that are best at some corners and in the middle."""
        deadline = self.deadline
        if deadline is not None:
            now = time.monotonic()
            deadline = now + _SHARE * max(0.0, deadline - now)
        self._until = deadline
        live = Live(self.program, pool=[self.selected])
        known = [self.selected]
        middle = np.rint((corners.values * corners.sizes[:, None]).mean(axis=0) / corners.sizes.min())
        starts = [middle.astype(np.int64), *corners.values[:: -(-len(corners) // _STARTS)]]
        for row in starts:
            answer = live.best(values=row.tolist(), deadline=deadline, proof=False)
            if answer.selection is not None:
                known.append(answer.selection)
        if len(corners) == 2 and len(known) == len(starts) + 1:
            known += best_between(live, corners.values, known[-2:], deadline)
        return nondominated(
            self.program,
            corners.values,
            corners.sizes,
            known=known,
            most=MOST_PORTFOLIOS,
            most_nodes=MOST_NODES,
            deadline=deadline,
            progress=self.progress,
        )

    def _exact(self, corners: Corners, found: Found) -> Portfolios:
        """What all non-dominated portfolios say."""
        order = self._ordered(found.selections)
        selections = [found.selections[i] for i in order]
        vectors = found.vectors[order]
        best = vectors.max(axis=0).tolist()
        far = [regret.amount for regret in regrets(corners, best, vectors)]
        supported = best_somewhere(vectors, corners.sizes)
        wins = self._wins([s for s, on in zip(selections, supported, strict=True) if on])
        won = iter(wins)
        shares = [next(won) if on else 0 for on in supported]
        rivals = self._rivals(selections, shares, far, [bool(on) for on in supported])
        least = min(range(len(selections)), key=lambda i: (far[i], i))
        return Portfolios(
            "exact",
            self._sorted(rivals),
            rivals[least],
            self._present(rivals, corners, best),
            regret_exact=True,
            proven=True,
            complete=True,
        )

    def _sampled(self, corners: Corners | None, start: Sequence[Selection]) -> Portfolios:
        """What the portfolios say that are best at the weightings looked at: extreme points and samples."""
        samples = scored(self.situation, self.scores)
        points = samples if corners is None else joined(corners, samples)
        first = len(points) - len(samples)
        found, complete = best_of_each(
            self.program,
            points,
            start,
            jobs=self.jobs,
            cluster=self.cluster,
            deadline=time.monotonic() if self.stopped else self.deadline,
            progress=self.progress,
        )
        self.stopped |= not complete
        reached = max(0, len(found) - first)
        self.drawn, self.scores = self.drawn[:reached], self.scores[:reached]
        selections = list(dict.fromkeys(found or start))
        selections = [selections[i] for i in self._ordered(selections)]
        # With the additive method largest regrets are at the extreme points alone; otherwise at any weighting.
        exact = self.additive and corners is not None and len(found) >= first
        looked = Corners(
            points.values[: first if exact else len(found)], points.units[: first if exact else len(found)]
        )
        best = [int(row @ looked.values[e]) for e, row in enumerate(self._columns(found[: len(looked)]))]
        far: Sequence[Fraction | None] = [None] * len(selections)
        least, proven, present = None, False, None
        if len(looked):
            far = [regret.amount for regret in regrets(looked, best, looked.of(self.program, selections))]
            chosen, amount, proven = minimax(self.program, looked, best, selections, self.deadline)
            present = regrets(looked, best, looked.of(self.program, [self.selected]))[0].amount
        rivals = self._rivals(selections, self._wins(selections), far, [True if found else None] * len(selections))
        if len(looked):
            known = next((rival for rival in rivals if rival.selection == chosen), None)
            least = known or Rival(chosen, ids(self.program, chosen), self._share(0), amount, None)
        return Portfolios(
            "sampled",
            self._sorted(rivals),
            least,
            next((rival for rival in rivals if rival.selection == self.selected), None)
            or Rival(self.selected, ids(self.program, self.selected), self._share(0), present, None),
            regret_exact=exact,
            proven=proven,
            complete=complete,
        )

    def _columns(self, selections: Sequence[Selection]) -> NDArray[np.int64]:
        made = np.zeros((len(selections), self.program.size), dtype=np.int64)
        for row, selection in enumerate(selections):
            made[row, list(self.program.columns(selection))] = 1
        return made

    def _ordered(self, selections: Sequence[Selection]) -> list[int]:
        """Places of portfolios, the best at the base weights first, ties as everywhere else."""
        program = self.program
        keys = [(-program.value(s), program.tie_key(s)) for s in selections]
        return sorted(range(len(selections)), key=keys.__getitem__)

    def _wins(self, selections: Sequence[Selection]) -> list[int]:
        """At how many samples each portfolio is best; of equally good ones the first."""
        counts = np.zeros(len(selections), dtype=np.int64)
        objective = self.situation.objective
        place = {roadmap: i for i, roadmap in enumerate(self.situation.consensus.roadmaps)}
        index = [place[roadmap] for roadmap in objective.roadmaps]
        source = np.array(objective.source, dtype=np.intp)
        weight, fixed = np.array(objective.weight, dtype=float) * 1e6, np.array(objective.fixed, dtype=float)
        columns = self._columns(selections).astype(float)
        for start in range(0, len(self.scores) if selections else 0, 256):
            scores = self.scores[start : start + 256][:, index]
            worth = (scores[:, source] if index else np.zeros((len(scores), len(source)))) * weight + fixed
            value = worth @ columns.T
            top = value.max(axis=1, keepdims=True)
            first = np.argmax(value >= top - _SAME * np.maximum(1.0, np.abs(worth).sum(axis=1, keepdims=True)), axis=1)
            counts += np.bincount(first, minlength=len(selections))
        return counts.tolist()

    def _share(self, count: int) -> Fraction | None:
        return Fraction(count, len(self.drawn)) if len(self.drawn) else None

    def _rivals(
        self,
        selections: Sequence[Selection],
        wins: Sequence[int],
        far: Sequence[Fraction | None],
        supported: Sequence[bool | None],
    ) -> list[Rival]:
        return [
            Rival(selection, ids(self.program, selection), self._share(count), regret, on)
            for selection, count, regret, on in zip(selections, wins, far, supported, strict=True)
        ]

    def _sorted(self, rivals: Sequence[Rival]) -> tuple[Rival, ...]:
        """The largest share first, then the smallest regret, then as they stand."""
        return tuple(sorted(rivals, key=lambda rival: (-(rival.share or 0), rival.max_regret or 0)))

    def _present(self, rivals: Sequence[Rival], corners: Corners, best: Sequence[int]) -> Rival:
        """The portfolio that is selected; it may be dominated by what rounded scores hide."""
        for rival in rivals:
            if rival.selection == self.selected:
                return rival
        regret = regrets(corners, best, corners.of(self.program, [self.selected]))[0].amount
        return Rival(self.selected, ids(self.program, self.selected), self._share(0), regret, None)

    def _roadmaps(self, rivals: Sequence[Rival]) -> tuple[Sureness, ...]:
        situation = self.situation
        entries = situation.ranking.by_id
        roadmaps = situation.consensus.roadmaps
        eligible = np.array([entries[roadmap].eligible for roadmap in roadmaps], dtype=bool)
        counts = rank_counts(self.scores, eligible).tolist() if len(self.scores) else [[]] * len(roadmaps)
        funded = dict.fromkeys(roadmaps, 0)
        for rival in rivals:
            for option in rival.selection:
                funded[self.program.options[option].roadmap] += 1
        made = []
        for roadmap, ranks in zip(roadmaps, counts, strict=True):
            index = Fraction(funded[roadmap], len(rivals))
            grade: Grade = "core" if index == 1 else "exterior" if index == 0 else "borderline"
            made.append(Sureness(roadmap, index, grade, tuple(Fraction(n, len(self.scores)) for n in ranks)))
        return tuple(made)

    def _uncertainty(self) -> ScoreUncertainty | None:
        return score_uncertainty(
            self.situation,
            self.drawn[:PANELS],
            self.selected,
            seed=self.seed,
            jobs=self.jobs,
            cluster=self.cluster,
            deadline=self.deadline,
            progress=self.progress,
        )


def _incomplete(portfolios: Portfolios) -> Portfolios:
    from dataclasses import replace

    return replace(portfolios, complete=False)
