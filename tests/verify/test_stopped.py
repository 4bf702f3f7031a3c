"""A decision that a time limit stopped, with the certificate that was asked for: both say what was proven by then."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest

from optimizer.case.load import load_case
from optimizer.models.answer import Status
from optimizer.questions.decide import Decision, decide
from optimizer.situation import Situation
from optimizer.verify import check_certificate as checker
from optimizer.words.plain_json import plain_json
from tests.conftest import ROOT
from tests.enumerate import best_of, enumerate_portfolios
from tests.generate import random_case
from tests.verify.files import settings_of, tables_of, write_tables


def accepted(found: Decision, case: Path) -> None:
    """The stand-alone checker accepts what was written."""
    assert found.certificate is not None, found.warnings
    checker.check(case, checker.strict_json(plain_json(found.as_dict()).encode()), found.certificate)


@pytest.mark.parametrize("name", ["by-hand", "flanders-2014"])
@pytest.mark.parametrize("seconds", [0, 0.05, 60])
def test_the_cases_that_ship(name: str, seconds: float) -> None:
    case = ROOT / "cases" / name
    found = decide(Situation(load_case(case)), certificate=True, time_limit=seconds)
    accepted(found, case)
    if seconds == 60:
        assert found.status is Status.OPTIMAL
    assert found.exit_status == (4 if found.status is Status.TIME_LIMIT else 0)
    if name == "flanders-2014":
        assert found.gap is not None
        assert found.gap < Fraction(1, 20)  # the first case is worked whatever the limit: its bound says something


def test_random_cases_stopped_at_once(tmp_path: Path) -> None:
    stopped = 0
    for seed in range(60):
        case = random_case(seed, roadmaps=6)
        folder = write_tables(tmp_path / str(seed), tables_of(case), settings_of(case), random.Random(seed))
        situation = Situation(case)
        found = decide(situation, certificate=True, time_limit=0)
        best = best_of(case, situation.ranking, enumerate_portfolios(case, situation.ranking))
        if found.status is Status.INFEASIBLE:
            assert best is None
            continue
        accepted(found, folder)
        stopped += found.status is Status.TIME_LIMIT
        if best is not None:
            assert found.bound is not None
            assert Fraction(found.bound) >= best.value
    assert stopped >= 10
