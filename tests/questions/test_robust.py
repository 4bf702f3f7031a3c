"""``robust`` against every portfolio there is, on small random cases with every feature of the contract."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from optimizer import Situation, load_case
from optimizer.case.model import Case
from optimizer.questions.robust import Robust, robust
from optimizer.situation import Infeasible
from tests.enumerate import enumerate_portfolios
from tests.generate import random_case

SEEDS = range(14)


def with_settings(case: Case, method: str, kind: str, ranges: Any = None) -> Case:
    """The case under another scoring method and set of weights."""
    settings = case.settings
    weights = settings.weights.model_copy(update={"set": kind, "ranges": ranges})
    scoring = settings.scoring.model_copy(update={"method": method})
    return replace(case, settings=settings.model_copy(update={"weights": weights, "scoring": scoring}))


class Everything:
    """All feasible portfolios of a case and what each is worth at each extreme point, read by the enumeration."""

    def __init__(self, situation: Situation, points: tuple[tuple[Fraction, ...], ...]) -> None:
        case, ranking = situation.case, situation.ranking
        seen = list(enumerate_portfolios(case, ranking))
        keeps = [not one.broken for one in seen]
        self.ids = [one.ids for one, kept in zip(seen, keeps, strict=True) if kept]
        columns = []
        for point in points:
            entries = tuple(
                replace(e, score=self.score(situation, e.roadmap, point))  # type: ignore[arg-type]
                for e in ranking.entries
            )
            there = enumerate_portfolios(case, replace(ranking, entries=entries))
            columns.append([one.value for one, kept in zip(there, keeps, strict=True) if kept])
        self.values = [tuple(row) for row in zip(*columns, strict=True)]
        self.best = [max(column) for column in columns and zip(*self.values, strict=True)]

    @staticmethod
    def score(situation: Situation, roadmap: str, point: tuple[Fraction, ...]) -> Fraction:
        """The additive score against the ends of the scale, from the contract."""
        total = Fraction(0)
        for weight, criterion in zip(point, situation.case.criteria, strict=True):
            low, high = Fraction(criterion.scale_min), Fraction(criterion.scale_max)
            part = (situation.consensus.score(roadmap, criterion.id) - low) / (high - low)
            total += weight * (part if criterion.maximise else 1 - part)
        return total

    def non_dominated(self) -> set[tuple[str, ...]]:
        """By comparing each with each."""
        distinct = set(self.values)
        dominated = {
            v for v in distinct if any(u != v and all(a >= b for a, b in zip(u, v, strict=True)) for u in distinct)
        }
        return {id for id, v in zip(self.ids, self.values, strict=True) if v not in dominated}

    def regret(self, selected: tuple[str, ...]) -> Fraction:
        """The largest over the extreme points."""
        value = self.values[self.ids.index(selected)]
        return max(b - v for b, v in zip(self.best, value, strict=True))

    def supported(self, selected: tuple[str, ...]) -> float:
        """By how much a portfolio is at best ahead of all others, over mixtures of the extreme points."""
        mine = np.array([float(v) for v in self.values[self.ids.index(selected)]])
        others = np.array([[float(v) for v in row] for row in set(self.values)])
        width = len(mine)
        left = np.concatenate([others - mine, np.ones((len(others), 1))], axis=1)
        goal = np.zeros(width + 1)
        goal[-1] = -1
        total = np.ones((1, width + 1))
        total[0, -1] = 0
        bounds = [(0, 1)] * width + [(None, None)]
        return -float(linprog(goal, A_ub=left, b_ub=np.zeros(len(others)), A_eq=total, b_eq=[1], bounds=bounds).fun)


@pytest.mark.parametrize("kind", ["ranges", "order", "all"])
@pytest.mark.parametrize("seed", SEEDS)
def test_additive_is_exact_against_every_portfolio(seed: int, kind: str) -> None:
    case = with_settings(random_case(seed, roadmaps=6), "additive", kind, Fraction(1, 2) if kind == "ranges" else None)
    situation = Situation(case)
    try:
        situation.settled()
    except Infeasible:
        return
    if situation.ranking.reference != "scale":
        return
    found = robust(situation, samples=60, beside=False)
    everything = Everything(situation, found.set.points)
    assert found.method == "exact"
    assert found.complete
    assert found.regret_exact
    assert found.minimax_proven
    assert {rival.selected for rival in found.portfolios} == everything.non_dominated()
    for rival in found.portfolios:
        assert rival.max_regret == everything.regret(rival.selected)
        ahead = everything.supported(rival.selected)
        assert rival.supported == (ahead > -1e-9), ahead
    assert found.minimax is not None
    assert found.minimax.max_regret == min(everything.regret(id) for id in everything.ids)
    assert everything.regret(found.minimax.selected) == found.minimax.max_regret
    check_properties(found)


@pytest.mark.parametrize("method", ["additive", "topsis", "promethee2"])
def test_properties_hold_with_any_method(method: str) -> None:
    for seed in range(4):
        case = with_settings(random_case(seed, roadmaps=6), method, "all")
        try:
            found = robust(Situation(case), samples=40, beside=False)
        except Infeasible:
            continue
        assert (found.method == "exact") == (method == "additive")
        check_properties(found)


def check_properties(found: Robust) -> None:
    """What must hold whatever the case."""
    count = len(found.portfolios)
    shares = [rival.share for rival in found.portfolios]
    assert sum(share for share in shares if share is not None) == 1
    for rival in found.portfolios:
        assert rival.max_regret is not None
        assert rival.max_regret >= 0
        assert found.minimax is not None
        assert found.minimax.max_regret is not None
        assert found.minimax.max_regret <= rival.max_regret
    for roadmap in found.roadmaps:
        funding = sum(any(id.split(":")[0] == roadmap.roadmap for id in r.selected) for r in found.portfolios)
        assert roadmap.core_index == Fraction(funding, count)
        assert roadmap.grade == ("core" if funding == count else "borderline" if funding else "exterior")
        assert sum(roadmap.rank_acceptability) == 1


@pytest.mark.parametrize("seed", [0, 1, 4, 6])
def test_sampled_portfolios_are_best_where_they_were_sampled(seed: int) -> None:
    """With TOPSIS: the portfolios are those that are best at the weightings drawn, by trying every portfolio."""
    case = with_settings(random_case(seed, roadmaps=6), "topsis", "order")
    situation = Situation(case)
    try:
        found = robust(situation, samples=8, seed=3, beside=False)
    except Infeasible:
        return
    from optimizer.criteria.ranking import scores_at
    from optimizer.questions.robustness.sampling import sample

    extreme = np.array([[float(w) for w in point] for point in found.set.points])
    stack = np.concatenate([extreme, sample(found.set, 8, 3)])
    scores = scores_at(case, situation.consensus, stack)
    best: list[float] = []
    mine: dict[tuple[str, ...], list[float]] = {rival.selected: [] for rival in found.portfolios}
    kept = [not one.broken for one in enumerate_portfolios(case, situation.ranking)]
    for row in scores:
        at = dict(zip(situation.consensus.roadmaps, row.tolist(), strict=True))
        entries = tuple(replace(e, score=Fraction(at[e.roadmap])) for e in situation.ranking.entries)  # type: ignore[arg-type]
        there = enumerate_portfolios(case, replace(situation.ranking, entries=entries))
        values = {one.ids: float(one.value) for one, k in zip(there, kept, strict=True) if k}
        best.append(max(values.values()))
        for id, worth in mine.items():
            worth.append(values[id])
    assert max(abs(max(at) - b) for at, b in zip(zip(*mine.values(), strict=True), best, strict=True)) < 1e-6
    for rival in found.portfolios:
        regret = max(b - v for b, v in zip(best, mine[rival.selected], strict=True))
        assert rival.max_regret is not None
        assert abs(float(rival.max_regret) - regret) < 1e-5
        assert min(b - v for b, v in zip(best, mine[rival.selected], strict=True)) < 1e-6


def test_by_hand_case_with_its_members(by_hand: Any) -> None:
    case = load_case(by_hand, settings={"scoring.method": "additive", "weights.set": "members"})
    situation = Situation(case)
    found = robust(situation, samples=50)
    everything = Everything(situation, found.set.points)
    assert {rival.selected for rival in found.portfolios} == everything.non_dominated()
    assert found.members is not None
    assert {member.member for member in found.members.members} == set(situation.weights.members)
    for member in found.members.members:
        alone = load_case(by_hand, settings={"scoring.method": "additive", "weights.member": member.member})
        decided = Situation(alone)
        selection = decided.settled().selection
        assert selection is not None
        assert member.selected == tuple(decided.program.options[o].id for o in selection)
    behind = {id: len(names) for id, names in found.members.behind.items()}
    for roadmap, count in behind.items():
        assert count == sum(
            any(id.split(":")[0] == roadmap for id in member.selected or ()) for member in found.members.members
        )


def test_the_json_of_the_contract(by_hand: Any) -> None:
    answer = robust(Situation(load_case(by_hand)), samples=20).as_dict()
    assert list(answer)[:8] == [
        "format", "set", "method", "samples", "roadmaps", "portfolios", "minimax_regret", "regret",
    ]  # fmt: skip
    assert answer["format"] == 1
    assert answer["complete"] is True
    assert set(answer["set"]) == {"kind", "extreme_points"}  # type: ignore[call-overload]
    roadmap = answer["roadmaps"][0]  # type: ignore[index]
    assert list(roadmap) == ["roadmap", "core_index", "class", "rank_acceptability"]
    assert {"selected", "share", "max_regret", "supported"} <= set(answer["portfolios"][0])  # type: ignore[index]
    assert {"selected", "max_regret"} <= set(answer["minimax_regret"])  # type: ignore[call-overload]


def test_nothing_sampled_leaves_shares_open(by_hand: Any) -> None:
    found = robust(Situation(load_case(by_hand, settings={"scoring.method": "additive"})), samples=0)
    assert found.samples == 0
    assert found.score_uncertainty is None
    assert all(rival.share is None for rival in found.portfolios)
    assert all(roadmap.rank_acceptability == () for roadmap in found.roadmaps)


def test_two_jobs_answer_as_one(by_hand: Any) -> None:
    case = load_case(by_hand)
    one = robust(Situation(case), samples=250, seed=5).as_dict()
    two = robust(Situation(case), samples=250, seed=5, jobs=2).as_dict()
    assert one == two
    assert robust(Situation(case), samples=250, seed=6).as_dict() != one


def test_no_time_gives_a_partial_answer(by_hand: Any) -> None:
    import time

    situation = Situation(load_case(by_hand))
    situation.settled()
    found = robust(situation, samples=300, deadline=time.monotonic())
    assert not found.complete
    assert found.portfolios
    assert found.as_dict()["complete"] is False


def test_negative_samples_are_refused(by_hand: Any) -> None:
    with pytest.raises(ValueError, match="samples"):
        robust(Situation(load_case(by_hand)), samples=-1)


def test_every_combination_is_walked() -> None:
    """The walk without any bound visits each combination of levels once: its leaves are all portfolios there are."""
    from optimizer.questions.robustness.relaxation import relax
    from optimizer.questions.robustness.walk import Walk

    for seed in range(6):
        situation = Situation(random_case(seed, roadmaps=4))
        program = situation.program
        if not program.groups:
            continue
        values = np.array([program.values], dtype=np.int64)
        walk = Walk(program, relax(program, values, np.ones(1), sets=1))
        nodes = walk.root()
        while nodes.depth < len(walk.order):
            nodes = walk.grow(nodes)
        leaves = {walk.selection(choice): int(v) for choice, (v,) in zip(nodes.choice, walk.values(nodes), strict=True)}
        every = {
            tuple(sorted(o for o in combination if o >= 0))
            for combination in product(*((-1, *group) for group in program.groups.values()))
        }
        rows = {s for s in every if all(row.activity(program.columns(s)) <= row.limit for row in program.rows)}
        assert set(leaves) == rows
        assert all(program.value(selection) == value for selection, value in leaves.items())
        ceilings = walk.ceilings(walk.root())
        assert not rows or ceilings[0, 0] >= max(leaves.values())


@pytest.mark.parametrize("method", ["additive", "topsis"])
def test_an_interrupt_gives_what_was_found(by_hand: Any, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from optimizer.questions.robustness.walk import Walk

    situation = Situation(load_case(by_hand, settings={"scoring.method": method}))
    situation.settled()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Walk, "grow", interrupted)
    found = robust(situation, samples=30)
    assert not found.complete
    assert found.portfolios
    assert found.method == "sampled"
