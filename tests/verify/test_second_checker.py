"""Two checkers of certificates that share no code, the second written from the page alone: the same word from both."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from optimizer.verify import check_certificate as first
from tests.verify import second_checker as second
from tests.verify.files import as_json
from tests.verify.test_check_certificate import Certified

Path_ = tuple[Any, ...]


def words(folder: Path, decision: bytes, certificate: bytes) -> tuple[bool, bool]:
    """Whether the first checker accepts, and whether the second does."""
    try:
        first.check(folder, first.strict_json(decision), certificate)
        ours = True
    except (first.Rejected, first.Unreadable):
        ours = False
    try:
        second.check(folder, decision, certificate)
    except second.Refused:
        return ours, False
    return ours, True


def numbers(tree: Any, path: Path_ = ()) -> Iterator[Path_]:
    if isinstance(tree, dict | list):
        for key, part in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from numbers(part, (*path, key))
    elif type(tree) is int:
        yield path


def put(tree: Any, path: Path_, value: Any) -> None:
    for key in path[:-1]:
        tree = tree[key]
    tree[path[-1]] = value


def damaged(certificate: Any, rng: random.Random) -> Any:
    """The certificate with one thing in it changed."""
    new = copy.deepcopy(certificate)
    claim = rng.choice(new["claims"])
    tree = claim["tree"]
    at = rng.randrange(len(tree))
    match rng.randrange(8):
        case 0:
            del tree[at]
        case 1:
            tree[at] = ["E"]
        case 2:
            tree.insert(at, copy.deepcopy(tree[rng.randrange(len(tree))]))
        case 3:
            claim.pop(rng.choice(("worth", "spend", "except", "ranked", "rules")), None)
        case 4:
            new["claims"].remove(claim)
        case 5:
            key, value = rng.choice(
                (("spend", 3), ("ranked", True), ("rules", []), ("except", []), ("worth", 0), ("x", 1))
            )
            claim[key] = value
        case _:
            path = rng.choice(list(numbers(new)))
            put(new, path, rng.choice((0, 1, 2, 3, 5, 40, -1, 81, 10**81, True, None, "1")))
    return new


def falsified(decision: Any, case: Certified, rng: random.Random) -> Any:
    """The decision saying something else."""
    new = copy.deepcopy(decision)
    said = new["portfolio"]
    match rng.randrange(7):
        case 0 if said["selected"]:
            said["selected"].pop(rng.randrange(len(said["selected"])))
        case 1:
            said["unique"] = rng.choice([word for word in (True, False, None) if word is not said["unique"]])
        case 2:
            said["status"] = rng.choice(("optimal", "within_gap", "infeasible", "time_limit"))
        case 3 if said["value"] is not None:
            said["value"] = said["bound"] = said["value"] + 1
        case 4 if new["ranking"]:
            entry = rng.choice(new["ranking"])
            entry["eligible"] = not entry["eligible"]
        case 5 if said["rules"]:
            said["rules"].pop()
        case 6 if said["conflict"]:
            said["conflict"] = said["conflict"][1:]
    return new


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> list[Certified]:
    folder = tmp_path_factory.mktemp("second")
    return [Certified(seed, folder, roadmaps=4) for seed in range(1000, 1030)]


def test_both_accept_what_is_true(certified: list[Certified]) -> None:
    for case in certified:
        assert words(case.folder, as_json(case.decision), case.bytes) == (True, True), case.folder.name


def test_both_say_the_same_of_what_was_changed(certified: list[Certified]) -> None:
    told: Counter[tuple[str, bool]] = Counter()
    for seed, case in enumerate(certified):
        rng = random.Random(seed)
        honest = json.loads(second.unpacked(case.bytes))
        for _ in range(30):
            changed = json.dumps(damaged(honest, rng)).encode()
            ours, other = words(case.folder, as_json(case.decision), changed)
            assert ours == other, (case.folder.name, changed)
            told["certificate", ours] += 1
        for _ in range(10):
            decision = as_json(falsified(case.decision, case, rng))
            ours, other = words(case.folder, decision, case.bytes)
            assert ours == other, (case.folder.name, decision)
            told["decision", ours] += 1
    assert min(told["certificate", True], told["certificate", False], told["decision", False]) > 50, told


def test_both_say_the_same_of_another_cases_proof(certified: list[Certified]) -> None:
    for one, other in pairwise(certified):
        for folder, decision in (
            (one.folder, other.decision),
            (other.folder, one.decision),
            (one.folder, one.decision),
        ):
            ours, their = words(folder, as_json(decision), other.bytes)
            assert ours == their, (one.folder.name, other.folder.name)
