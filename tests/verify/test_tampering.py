"""A hundred packages as they were made, in which nothing is found, and a hundred that somebody changed, all found.

Small random cases with every feature of the contract, with and without names; each is decided once. Whoever changes a
package here writes its checksums anew, save where it says otherwise: what finds him out is the arithmetic.
"""

from __future__ import annotations

import copy
import hashlib
import io
import itertools
import json
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from optimizer.case.faults import CaseError
from optimizer.case.load import load_case
from optimizer.questions.decide import kept, spend
from optimizer.reports.dossier import Dossier
from optimizer.reports.package import package, zipped
from optimizer.situation import Infeasible, Situation
from optimizer.verify import check_certificate as checker
from optimizer.verify.run import run_verify
from optimizer.words.plain_json import plain_json
from tests.generate import random_case
from tests.verify.files import decision_of, settings_of, tables_of, write_tables
from tests.verify.test_recompute import made

Files = dict[str, bytes]


@dataclass(frozen=True)
class Packed:
    """A package as it was made: its files, and what was decided where the case still has its names."""

    files: Files
    situation: Situation | None


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Packed]:
    """Full and pseudonymised packages of random cases."""
    folder = tmp_path_factory.mktemp("cases")
    found: list[Packed] = []
    for seed in itertools.count():
        if len(found) >= 100:
            return found
        case = random_case(seed, roadmaps=5)
        path = write_tables(folder / str(seed), tables_of(case), settings_of(case), random.Random(seed))
        if seed % 4 == 3:  # by every way to weights and every scoring method in turn
            path = folder / f"{seed}-methods"
            made(seed).write_folder(path)
        try:
            situation = Situation(load_case(path))
            best = Dossier(situation).decision.selected
        except (CaseError, Infeasible):  # such as a rule about a value that no roadmap has
            continue
        other = [one.roadmap for one in best[1:]] if seed % 3 == 0 and len(best) > 1 else None
        held = Dossier(situation, adopted=other, grounds="The sea cannot wait." if other else None)
        data = [package(held), package(held, pseudonyms=True)]
        found += [Packed(_files(data[0]), situation), Packed(_files(data[1]), None)]
    raise AssertionError


def _files(data: bytes) -> Files:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def verified(files: Files, path: Path) -> int:
    """What ``verify`` ends with."""
    path.write_bytes(zipped(files))
    return run_verify(path, out=io.StringIO(), err=io.StringIO())


def sealed(files: Files) -> Files:
    """The same with checksums that fit."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {n: hashlib.sha256(d).hexdigest() for n, d in files.items() if n != "manifest.json"}
    return files | {"manifest.json": json.dumps(manifest).encode()}


def with_decision(files: Files, decision: Any) -> Files:
    """The same with another decision, and what repeats parts of it."""
    parts = {f"{part}.json": plain_json(decision[part]).encode() for part in ("settings", "versions")}
    return sealed(files | parts | {"decision.json": plain_json(decision).encode()})


def decision_in(files: Files) -> Any:
    return checker.strict_json(files["decision.json"])


def any_byte(rng: random.Random, held: Packed) -> Files | None:
    """A byte of any file, the checksums left as they are."""
    name = rng.choice(sorted(held.files))
    data = bytearray(held.files[name])
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return held.files | {name: bytes(data)}


def any_digit(rng: random.Random, held: Packed) -> Files | None:
    """A digit of any file that people can read."""
    name = rng.choice([name for name in sorted(held.files) if not name.endswith((".gz", "manifest.json"))])
    data = bytearray(held.files[name])
    digits = [at for at, byte in enumerate(data) if chr(byte).isdigit()]
    if not digits:
        return None
    at = rng.choice(digits)
    data[at] = rng.choice([byte for byte in b"0123456789" if byte != data[at]])
    return sealed(held.files | {name: bytes(data)})


def a_swapped_roadmap(rng: random.Random, held: Packed) -> Files | None:
    """A roadmap that is not funded in the place of one that is, under its own score."""
    decision = decision_in(held.files)
    selected = decision["portfolio"]["selected"]
    others = [row for row in decision["ranking"] if row["roadmap"] not in {one["roadmap"] for one in selected}]
    if not selected or not others:
        return None
    one, other = rng.choice(selected), rng.choice(others)
    one |= {"roadmap": other["roadmap"], "score": other["score"], "level": "full"}
    selected.sort(key=lambda row: row["roadmap"])
    return with_decision(held.files, decision)


def a_dropped_rule(rng: random.Random, held: Packed) -> Files | None:
    """A rule or budget row that the decision no longer speaks of."""
    decision = decision_in(held.files)
    rules = decision["portfolio"]["rules"]
    if not rules:
        return None
    rules.remove(rng.choice(rules))
    return with_decision(held.files, decision)


def a_rule_out_of_the_case(rng: random.Random, held: Packed) -> Files | None:
    """A row of the table of rules."""
    name = "case/rules.csv"
    lines = held.files.get(name, b"").splitlines(keepends=True)
    if len(lines) < 2:
        return None
    lines.remove(rng.choice(lines[1:]))
    return sealed(held.files | {name: b"".join(lines)})


def a_higher_score(rng: random.Random, held: Packed) -> Files | None:
    """A higher score wherever it is printed, the value with it."""
    decision = decision_in(held.files)
    row = rng.choice(decision["ranking"])
    by = checker.Decimal("0.000001") * rng.randint(1, 99)
    row["score"] += by
    for one in decision["portfolio"]["selected"]:
        if one["roadmap"] == row["roadmap"]:
            one["score"] += by
    decision["ranking"].sort(key=lambda row: (not row["eligible"], -row["score"], row["roadmap"]))
    for place, one in enumerate(decision["ranking"], 1):
        one["rank"] = place
    return with_decision(held.files, decision)


def another_setting(rng: random.Random, held: Packed) -> Files | None:
    """A setting that was not in force, wherever settings are printed."""
    decision = decision_in(held.files)
    settings = decision["settings"]
    way = rng.randrange(3)
    if way == 0:
        settings["budget"]["factor"] = checker.Decimal(str(settings["budget"]["factor"])) + 1
    elif way == 1:
        settings["threshold"]["total"] = checker.Decimal("1.75")
    else:
        settings["objective"]["basis"] = "amount" if settings["objective"]["basis"] == "roadmap" else "roadmap"
    return with_decision(held.files, decision)


def a_worse_portfolio(rng: random.Random, held: Packed, proof: bool = True) -> Files | None:
    """One that keeps every rule and is not the best, every figure of it right; what is printed says it is the best."""
    situation = held.situation
    if situation is None:
        return None
    program, best = situation.program, situation.settled().selection
    groups = [(None, *options) for options in program.groups.values()]
    every = (tuple(sorted(o for o in picked if o is not None)) for picked in itertools.product(*groups))
    worse = [one for one in every if one != best and program.feasible(one)]
    if not worse:
        return None
    one = rng.choice(worse)
    part = decision_of(situation.case, situation.ranking, program, one, "optimal", True, program.value(one))
    decision = copy.deepcopy(decision_in(held.files))
    decision["portfolio"] |= part["portfolio"] | {
        "spend": spend(situation, one).as_dict(),
        "rules": [row.as_dict() for row in kept(situation, one)],
    }
    decision = checker.strict_json(plain_json(decision).encode())
    files = dict(held.files)
    if not proof:
        files.pop("certificate.json.gz")
    return with_decision(files, decision)


def a_worse_one_without_proof(rng: random.Random, held: Packed) -> Files | None:
    """The same with the certificate taken out."""
    return a_worse_portfolio(rng, held, proof=False)


def other_grounds(rng: random.Random, held: Packed) -> Files | None:
    """What was adopted is said to cost less than it does."""
    if "adopted.json" not in held.files:
        return None
    said = checker.strict_json(held.files["adopted.json"])
    said["value_lost"] -= checker.Decimal("0.01") * rng.randint(1, 9)
    return sealed(held.files | {"adopted.json": plain_json(said).encode()})


CHANGES: tuple[Callable[[random.Random, Packed], Files | None], ...] = (
    any_byte,
    any_digit,
    a_swapped_roadmap,
    a_dropped_rule,
    a_rule_out_of_the_case,
    a_higher_score,
    another_setting,
    a_worse_portfolio,
    a_worse_one_without_proof,
    other_grounds,
)


def test_nothing_is_found_in_a_hundred_untouched_packages(packages: list[Packed], tmp_path: Path) -> None:
    assert len(packages) == 100
    assert [at for at, held in enumerate(packages) if verified(held.files, tmp_path / "package.zip")] == []


def test_a_hundred_changed_packages_are_all_found(packages: list[Packed], tmp_path: Path) -> None:
    rng, tried, missed = random.Random(25), Counter[str](), []
    while min(tried[change.__name__] for change in CHANGES) < 15:
        change = min(CHANGES, key=lambda change: tried[change.__name__])
        at = rng.randrange(len(packages))
        files = change(rng, packages[at])
        if files is None or files == packages[at].files:
            continue
        tried[change.__name__] += 1
        if verified(files, tmp_path / "package.zip") not in (1, 2):
            missed.append((change.__name__, at))
    assert missed == []
    assert sum(tried.values()) == 150
