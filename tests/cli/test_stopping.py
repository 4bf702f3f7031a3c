"""Ctrl-C at real processes: what was found is given, as a part, and nothing goes on behind it."""

from __future__ import annotations

import json
import os
import pty
import random
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

#: Nothing here takes this many seconds; a machine that is busy may take long to start.
PATIENCE = 120


class Ended(NamedTuple):
    """How a process ended: its exit status, what it said, what its terminal showed, and who is left of its session."""

    status: int
    out: str
    shown: str
    left: list[int]


def write(folder: Path, name: str, head: str, rows: list[tuple[object, ...]]) -> None:
    lines = [head, *(",".join(map(str, row)) for row in rows)]
    (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A case that keeps every question about its decision busy for many seconds."""
    return case_of(60, tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A case that is not decided within many seconds."""
    return case_of(150, tmp_path_factory.mktemp("larger"))


def case_of(count: int, folder: Path) -> str:
    """A case of so many roadmaps, of which the money is for a third."""
    rng = random.Random(1)
    ids, criteria, years = [f"r{i:03}" for i in range(count)], [f"c{i}" for i in range(5)], range(2015, 2020)
    (folder / "case.yaml").write_text("format: 1\ntitle: Large\nscoring: {method: additive}\n", encoding="utf-8")
    write(folder, "criteria", "id,name,direction", [(c, c, "max") for c in criteria])
    kinds = [(f"d{rng.randrange(8)}", rng.choice(["low", "high", "middle"])) for _ in ids]
    write(folder, "roadmaps", "id,name,domain,risk", [(r, r, *kind) for r, kind in zip(ids, kinds, strict=True)])
    write(folder, "scores", "roadmap,criterion,score", [(r, c, rng.randrange(11) / 2) for r in ids for c in criteria])
    write(folder, "costs", "roadmap,year,public", [(r, y, rng.randrange(10, 90) / 10) for r in ids for y in years])
    write(folder, "budget", "year,max", [(y, 1.5 * count) for y in years])
    pairs = [(f"s{i}", ";".join(rng.sample(ids, 2)), rng.choice([0.05, 0.1, -0.1])) for i in range(count * 3 // 2)]
    write(folder, "synergies", "id,members,value", [*pairs])
    caps = [("cap", "share", "domain", "*", 0.2), ("risky", "share", "risk", "high", 0.3)]
    write(folder, "rules", "id,rule,attribute,value,max", [*caps, ("number", "count", "", "", count // 3)])
    return str(folder)


def session(leader: int) -> list[int]:
    """Who is alive in a session, from the kernel's own list."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, after = entry.read_text().rpartition(")")
        except OSError:
            continue
        state, _parent, _group, one, *_rest = after.split()
        if int(one) == leader and state != "Z":
            found.append(int(entry.parent.name))
    return found


def stopped(words: list[str], sign: str) -> Ended:
    """Run a command on a terminal, press Ctrl-C once ``sign`` is shown, and see what comes of it. As a terminal does,
    every process of the group gets the interrupt."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; from optimizer.cli import main; sys.exit(main())", *words],
        stdout=subprocess.PIPE,
        stderr=slave,
        start_new_session=True,
        env={**os.environ, "COLUMNS": "80"},
    )
    os.close(slave)
    try:
        shown, until = "", time.monotonic() + PATIENCE
        while not re.search(sign, shown):
            assert time.monotonic() < until, f"{sign!r} was never shown: {shown!r}"
            assert process.poll() is None, f"ended before {sign!r} was shown: {shown!r}"
            if select.select([master], [], [], 0.1)[0]:
                shown += os.read(master, 4096).decode("utf-8", "replace")
        os.killpg(process.pid, signal.SIGINT)
        out, _ = process.communicate(timeout=PATIENCE)
        while select.select([master], [], [], 0)[0]:
            try:
                shown += os.read(master, 4096).decode("utf-8", "replace")
            except OSError:  # the other end is closed
                break
        patience = time.monotonic() + 10
        while session(process.pid) and time.monotonic() < patience:
            time.sleep(0.05)
        return Ended(process.returncode, out.decode("utf-8"), shown, session(process.pid))
    finally:
        for one in session(process.pid):
            os.kill(one, signal.SIGKILL)
        os.close(master)


LISTS = {"price": ("prices", 15), "methods": ("methods", 13), "reserve": ("reserve", 20)}


@pytest.mark.parametrize(
    "words",
    [["price"], ["reserve", "--jobs", "2"], ["methods", "--jobs", "2"]],
    ids=["price", "reserve-2", "methods-2"],
)
def test_ctrl_c_gives_a_part_and_leaves_nobody_behind(words: list[str], large: str) -> None:
    ended = stopped([words[0], large, *words[1:], "--json"], r"[1-9]\d* of \d+")
    assert ended.status == 4, ended
    answer: dict[str, Any] = json.loads(ended.out)
    key, whole = LISTS[words[0]]
    assert answer["complete"] is False
    assert 0 < len(answer[key]) < whole
    assert "Traceback" not in ended.shown
    assert ended.left == []


def test_ctrl_c_at_a_decision_gives_the_best_so_far_with_its_gap(larger: str) -> None:
    ended = stopped(["decide", larger, "--json"], r"best so far|cases checked")
    assert ended.status == 4, ended
    answer: dict[str, Any] = json.loads(ended.out)
    portfolio = answer["portfolio"]
    assert portfolio["status"] == "time_limit"
    assert portfolio["selected"]
    assert portfolio["bound"] > portfolio["value"]
    assert answer["solver"]["gap"] == pytest.approx((portfolio["bound"] - portfolio["value"]) / portfolio["value"])
    assert all(rule["satisfied"] for rule in portfolio["rules"])
    assert ended.left == []


def test_ctrl_c_in_words(large: str) -> None:
    ended = stopped(["price", large, "--lang", "nl"], r"[1-9]\d* van \d+")
    assert ended.status == 4, ended
    assert "Onvolledig: het werk is voor het einde gestopt." in ended.out
    assert re.search(r"\d+ van 15\s+werden\s+bereikt", ended.out), ended.out
    assert "Niet bereikt: " in ended.out
