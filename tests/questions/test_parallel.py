"""The same answer on one core, on several and on a cluster on loopback; and what is said where that cannot be."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from optimizer.case.load import load_case
from optimizer.cli import main
from optimizer.questions.compare import compare
from optimizer.questions.methods import methods
from optimizer.questions.parallel import each, spread
from optimizer.questions.price import price
from optimizer.questions.reserve import reserve
from optimizer.situation import Situation


def compared(base: Situation, **how: Any) -> Any:
    """With a scenario of its own and one that nothing can keep."""
    changes = {"less": {"budget.factor": "0.5"}, "none": {"must": "algae", "never": "algae"}}
    return compare(base, [(name, base.with_settings(change)) for name, change in changes.items()], **how)


QUESTIONS: dict[str, Callable[..., Any]] = {"price": price, "reserve": reserve, "methods": methods, "compare": compared}


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A Dask cluster of one worker, listening on loopback."""
    from dask.distributed import LocalCluster

    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp://", host="127.0.0.1", dashboard_address=None
    ) as made:
        yield made.scheduler_address


@pytest.mark.parametrize("name", QUESTIONS)
def test_two_jobs_and_a_cluster_answer_as_one_core(name: str, by_hand: Path, cluster: str) -> None:
    case = load_case(by_hand)
    one = QUESTIONS[name](Situation(case))
    assert one.complete
    for how in ({"jobs": 2}, {"cluster": cluster}):
        assert QUESTIONS[name](Situation(case), **how) == one


def test_the_command_gives_the_same_bytes(by_hand: Path, cluster: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for more in ([], ["--jobs", "2"], ["--cluster", cluster]):
        assert main(["price", str(by_hand), "--json", *more]) == 0
        said.append(capsys.readouterr())
    assert said[0] == said[1] == said[2]


def process_and_case(situation: Situation, piece: int, deadline: float | None) -> tuple[int, int, str]:
    """Who did it, on which case."""
    return os.getpid(), piece, situation.case.sha256


def test_other_processes_do_the_work(by_hand: Path) -> None:
    situation = Situation(load_case(by_hand))
    made, complete = each(situation, process_and_case, range(6), jobs=2)
    assert complete
    assert [piece for _, piece, _ in made] == list(range(6))
    assert os.getpid() not in {process for process, _, _ in made}
    assert {digest for _, _, digest in made} == {situation.case.sha256}
    here, _ = each(situation, process_and_case, range(3))
    assert {process for process, _, _ in here} == {os.getpid()}


def out_of_time(situation: Situation, piece: int, deadline: float | None) -> int:
    """Done but for one piece, which the deadline comes before."""
    if piece == 3:
        raise TimeoutError
    return piece


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_done_before_the_first_that_was_not_is_the_answer(jobs: int, by_hand: Path) -> None:
    situation = Situation(load_case(by_hand))
    assert each(situation, out_of_time, range(6), jobs=jobs) == ([0, 1, 2], False)
    assert each(situation, out_of_time, range(3), jobs=jobs, deadline=time.monotonic()) == ([], False)


def test_progress_says_how_many_were_found() -> None:
    told: list[dict[str, Any]] = []
    spread(abs, [-1, 2, -3], progress=lambda **known: told.append(known), counted=lambda done: sum(done))
    assert told == [
        {"done": 1, "of": 3, "found": 1},
        {"done": 2, "of": 3, "found": 3},
        {"done": 3, "of": 3, "found": 6},
    ]


def test_a_cluster_without_workers_is_said(
    by_hand: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dask.distributed import LocalCluster

    monkeypatch.setattr("optimizer.questions.parallel._STAFF", 0.2)
    with LocalCluster(
        n_workers=0, processes=False, protocol="tcp://", host="127.0.0.1", dashboard_address=None
    ) as empty:
        assert main(["reserve", str(by_hand), "--cluster", empty.scheduler_address]) == 2
    assert "--cluster: the cluster has no workers" in capsys.readouterr().err
