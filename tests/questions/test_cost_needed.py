"""The cost that would have done, against the problem built anew and solved at every cost there is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from optimizer.questions.explain import explain
from optimizer.questions.explanation.scaled import ScaledBooks
from optimizer.situation import Situation
from tests.enumerate import best_of, enumerate_portfolios
from tests.generate import FEATURES, random_case

#: Costs looked at, in smallest units; what does at the last of them and far beyond it has no end.
COSTS, FAR = 60, 10**5


def coarse(seed: int, features: frozenset[str]) -> Situation:
    """A feasible case of four roadmaps whose money is in whole units."""
    for attempt in range(200):
        situation = Situation(random_case(1000 * attempt + seed, roadmaps=4, features=features))
        if situation.case.decimals:
            continue
        best = best_of(situation.case, situation.ranking, enumerate_portfolios(situation.case, situation.ranking))
        if best is not None and best.levels:
            return situation
    raise AssertionError("no feasible case in two hundred")


def does(situation: Situation, roadmap: str, level: str, cost: int, taken: int, least: int | None) -> bool:
    """Whether a portfolio that funds the roadmap at this level for ``taken`` is worth ``least``."""
    program = situation.program_with(ScaledBooks(situation.case, roadmap, cost, taken))
    mine = {o for o, option in enumerate(program.options) if (option.roadmap, option.level) == (roadmap, level)}
    allowed = [o for o, option in enumerate(program.options) if option.roadmap != roadmap or o in mine]
    found = situation.solver_for(program).best(must=(roadmap,), allowed=allowed, proof=False).value
    if found is None or least is None:
        return found is not None
    return found * program.unit >= least * situation.program.unit


def largest(situation: Situation, roadmap: str) -> tuple[Fraction, bool] | None:
    """The largest share of its cost at which a roadmap is in a best portfolio, over its levels, and whether it has no
    end; None where there is none."""
    found: list[tuple[Fraction, bool]] = []
    least = situation.live.best(never=(roadmap,), proof=False).value
    for o in situation.program.groups[roadmap]:
        option = situation.program.options[o]
        if option.public:
            tried = (*range(COSTS), FAR)
            costs = [t for t in tried if does(situation, roadmap, option.level, option.public, t, least)]
            found += [(Fraction(t, option.public), t == FAR) for t in costs[-1:]]
    return max(found, default=None, key=lambda one: (one[1], one[0]))


@pytest.mark.parametrize("basis", ["roadmap", "amount"])
@pytest.mark.parametrize("seed", range(4))
def test_nothing_dearer_would_have_done(seed: int, basis: str) -> None:
    features = FEATURES - {"basis"} if basis == "roadmap" else FEATURES
    situation = coarse(seed if basis == "roadmap" else seed + 100, frozenset(features))
    for roadmap in situation.ranking.eligible[:2]:
        found, sought = explain(situation, roadmap), largest(situation, roadmap)
        if sought is None or sought[1]:
            assert found.cost_needed is None
            continue
        assert found.cost_needed is not None
        now = next(o.public for o in situation.program.options if (o.roadmap, o.level) == (roadmap, found.cost_level))
        assert Fraction(found.cost_needed) == sought[0] * now
