"""Robustness in words: roadmaps by their names; and how many decimals sampled scores are counted in."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from optimizer.case.load import load_case
from optimizer.questions.methods import methods
from optimizer.questions.robust import robust
from optimizer.questions.robustness.corners import decimals, scored
from optimizer.situation import Situation
from tests.generate import random_case


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_roadmaps_go_by_their_names(by_hand: Path, lang: str) -> None:
    situation = Situation(load_case(by_hand))
    names = {id: f"«{at}»" for at, id in enumerate(situation.consensus.roadmaps)}
    found = robust(situation, samples=40)
    assert found.minimax is not None
    # Another portfolio promises less, at another level, so that its sentence is there.
    other = replace(found.minimax, selection=(-1,), selected=(f"{situation.consensus.roadmaps[0]}:half",))
    found = replace(found, minimax=other, present=replace(found.present, max_regret=Fraction(1)))
    told = " ".join((*found.sentences(lang, names), *methods(situation).sentences(lang, names)))
    assert "«0» (half)" in told
    assert not any(id in told for id in names)
    assert any(id in " ".join(found.sentences(lang)) for id in names)


@pytest.mark.parametrize("seed", range(12))
def test_rounded_scores_keep_worth_and_regret_to_a_hundred_thousandth(seed: int) -> None:
    situation = Situation(random_case(seed, roadmaps=6))
    program, objective = situation.program, situation.objective
    scores = np.random.default_rng(seed).random((5, len(situation.consensus.roadmaps)))
    corners = scored(situation, scores)
    places = decimals(situation)
    assert 6 <= places <= 9
    place = {roadmap: i for i, roadmap in enumerate(situation.consensus.roadmaps)}
    rng = np.random.default_rng(seed)
    for _ in range(20):
        picked = [int(rng.choice(group)) for group in program.groups.values() if rng.random() < 0.6]
        columns = program.columns(picked)
        for e in range(len(corners)):
            score = [Fraction(float(scores[e, place[roadmap]])) for roadmap in objective.roadmaps]
            exact = sum(
                (
                    objective.weight[c] * score[objective.source[c]] * 10**6
                    if objective.source[c] >= 0
                    else objective.fixed[c]
                )
                for c in columns
            )
            worth = int(corners.values[e, list(columns)].sum()) * corners.units[e]
            if places < 9:
                assert abs(worth - exact * objective.unit) <= Fraction(1, 2 * 10**5)
