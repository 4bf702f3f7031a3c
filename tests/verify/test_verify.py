"""``verify`` against decisions as printed: nothing found in untouched ones, every change found."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from optimizer.case.faults import CaseError
from optimizer.case.load import load_case
from optimizer.questions.decide import decide
from optimizer.questions.standing import kept, spend
from optimizer.situation import Situation
from optimizer.verify import check_certificate as checker
from optimizer.verify.package import CERTIFICATE, DECISION, MANIFEST
from optimizer.verify.run import run_verify
from optimizer.verify.verify import verify
from optimizer.words.plain_json import plain_json
from tests.generate import random_case
from tests.verify.files import decision_of, settings_of, tables_of, write_tables

CASES = Path(__file__).parents[2] / "cases"


class Decided:
    """A case as it is decided: the printed bytes and the certificate."""

    def __init__(self, folder: Path, settings: dict[str, Any] | None = None) -> None:
        self.folder = folder
        decision = decide(Situation(load_case(folder, settings=settings)), certificate=True)
        self.printed = plain_json(decision.as_dict()).encode("utf-8")
        assert decision.certificate is not None
        self.certificate = decision.certificate

    @property
    def tree(self) -> Any:
        return checker.strict_json(self.printed)


@pytest.fixture(scope="module")
def by_hand() -> Decided:
    return Decided(CASES / "by-hand")


@pytest.fixture(scope="module")
def flanders() -> Decided:
    return Decided(CASES / "flanders-2014")


@pytest.mark.parametrize("name", ["by-hand", "flanders-2014"])
def test_nothing_is_found_in_an_untouched_decision(name: str, request: pytest.FixtureRequest) -> None:
    one = request.getfixturevalue({"by-hand": "by_hand", "flanders-2014": "flanders"}[name])
    found = verify(one.tree, one.folder, one.certificate)
    assert found.holds, found.differences
    assert found.proof is not None
    assert not found.rests
    without = verify(one.tree, one.folder)
    assert without.holds
    assert [sentence for sentence, _ in without.rests if "solver's word" in sentence]


def test_nothing_is_found_in_random_cases_with_every_feature(tmp_path: Path) -> None:
    tried = 0
    for seed in range(40):
        case = random_case(seed, roadmaps=5)
        folder = write_tables(tmp_path / str(seed), tables_of(case), settings_of(case), random.Random(seed))
        try:
            one = Decided(folder)
        except CaseError:  # such as a rule about a value that no roadmap has
            continue
        found = verify(one.tree, folder, one.certificate)
        assert found.holds, (seed, found.differences)
        tried += 1
    assert tried > 20


@pytest.mark.parametrize(
    "settings",
    [
        {"weights.method": "equal", "scoring.method": "vikor"},
        {"weights.aggregate": "priorities", "weights.prioritisation": "geometric"},
        {"scoring.reference": "data", "scoring.method": "codas", "weights.method": "critic"},
        {"consensus": "trimmed", "threshold.total": "2.9", "scoring.method": "promethee2"},
        {"weights.member": "finance"},
    ],
)
def test_other_methods_are_recomputed_alike(settings: dict[str, Any], flanders: Decided) -> None:
    one = Decided(flanders.folder, settings)
    found = verify(one.tree, one.folder, one.certificate, options=settings)
    assert found.holds, found.differences
    assert [sentence for sentence, _ in found.rests] == [
        "settings that are in force by an option, not by the case: %(keys)s"
    ]


def test_a_conflict_is_proven_and_so_is_that_nothing_in_it_is_superfluous(tmp_path: Path) -> None:
    tried = 0
    for seed in (8, 16, 17, 24, 29, 38, 69):
        case = random_case(seed, roadmaps=5)
        one = Decided(write_tables(tmp_path / str(seed), tables_of(case), settings_of(case)))
        found = verify(one.tree, one.folder, one.certificate)
        assert found.holds, found.differences
        assert found.proof is not None
        assert found.proof.minimal
        assert not found.rests
        conflict = one.tree["portfolio"]["conflict"]
        others = [id for id in checker_ids(one) if id not in conflict]
        for wrong in (conflict[1:], [*conflict, others[0]] if others else []):
            lie = one.tree
            lie["portfolio"]["conflict"] = wrong
            assert not verify(lie, one.folder, one.certificate).holds, (conflict, wrong)
            tried += 1
    assert tried == 14


def checker_ids(one: Decided) -> list[str]:
    """The ids of all that a portfolio has to keep, as the checker reads the case."""
    tables = checker.read_case(one.folder)
    settings = checker.settings_of(checker.flatten(one.tree["settings"]))
    scores, order = checker.read_ranking(one.tree["ranking"])
    return sorted(checker.Model(tables, settings, scores, set(order)).ids)


def leaves(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every figure and word of a decision stands."""
    if isinstance(tree, dict | list):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from leaves(value, (*path, key))
    elif tree is not None:
        yield path


def changed(tree: Any, path: tuple[Any, ...]) -> Any:
    """A decision with one thing in it changed a little."""
    made = copy.deepcopy(tree)
    place = made
    for key in path[:-1]:
        place = place[key]
    value = place[path[-1]]
    if isinstance(value, bool):
        place[path[-1]] = not value
    elif isinstance(value, Decimal):
        place[path[-1]] = value + Decimal(1).scaleb(
            min(-5, int(value.as_tuple().exponent)) if path[-1] == "native" else int(value.as_tuple().exponent)
        )
    elif isinstance(value, int):
        place[path[-1]] = value + 1
    else:
        place[path[-1]] = value + "x"
    return made


#: What nothing else depends on: versions, timings, and sentences that are made from checked figures.
FREE = {"versions", "solver", "warnings", "format"}


def test_a_change_anywhere_is_found(by_hand: Decided) -> None:
    tree, missed = by_hand.tree, []
    for path in leaves(tree):
        if path[0] in FREE:
            continue
        try:
            found = verify(changed(tree, path), by_hand.folder, by_hand.certificate)
        except checker.Unreadable:
            continue
        # A setting that is not the case's may come from an option: it is named, not counted as a difference.
        named = any("option" in sentence and str(path[-1]) in str(figures) for sentence, figures in found.rests)
        if found.holds and not named:
            missed.append(path)
    assert missed == []


def test_changes_of_the_large_case_are_found(flanders: Decided) -> None:
    rng, tree = random.Random(4), flanders.tree
    paths = [
        p for p in leaves(tree) if p[0] in ("ranking", "portfolio") and p[-1] not in ("native",) and "reasons" not in p
    ]
    for path in rng.sample(paths, 12):
        try:
            assert not verify(changed(tree, path), flanders.folder).holds, path
        except checker.Unreadable:
            continue


def test_a_better_portfolio_left_out_is_found(by_hand: Decided) -> None:
    program = Situation(load_case(by_hand.folder)).program
    situation = Situation(load_case(by_hand.folder))
    groups = [(None, *options) for options in program.groups.values()]
    every = (tuple(sorted(o for o in picked if o is not None)) for picked in product(*groups))
    worse = [p for p in every if program.feasible(p)]
    best = situation.settled().selection
    for selection in worse:
        if selection == best:
            continue
        part = decision_of(
            situation.case, situation.ranking, program, selection, "optimal", True, program.value(selection)
        )
        part["portfolio"] |= {
            "spend": spend(situation, selection).as_dict(),
            "rules": [one.as_dict() for one in kept(situation, selection)],
        }
        lie = checker.strict_json(plain_json(by_hand.tree | {"portfolio": part["portfolio"]}).encode())
        assert not verify(lie, by_hand.folder, by_hand.certificate).holds


def packed(
    one: Decided, target: Path, change: dict[str, bytes] | None = None, options: dict[str, Any] | None = None
) -> Path:
    files = {
        f"case/{file.name}": file.read_bytes() for file in one.folder.iterdir() if file.suffix in (".csv", ".yaml")
    }
    files |= {DECISION: one.printed, CERTIFICATE: one.certificate}
    manifest = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    given = {} if options is None else {"options": options}
    files[MANIFEST] = json.dumps({"format": 1, "files": manifest, **given}).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (files | (change or {})).items():
            archive.writestr(name, data)
    return target


def test_a_package_holds_and_every_changed_file_in_it_is_found(by_hand: Decided, tmp_path: Path) -> None:
    out = io.StringIO()
    assert run_verify(packed(by_hand, tmp_path / "whole.zip"), out=out) == 0, out.getvalue()
    rng = random.Random(5)
    with zipfile.ZipFile(tmp_path / "whole.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for turn in range(60):
        name = rng.choice(sorted(files))
        data = bytearray(files[name])
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        spoiled = packed(by_hand, tmp_path / f"{turn}.zip", {name: bytes(data)})
        assert run_verify(spoiled, out=io.StringIO(), err=io.StringIO()) in (1, 2), (name, turn)
    left = {name: data for name, data in files.items() if name != "case/rules.csv"}
    with zipfile.ZipFile(tmp_path / "left.zip", "w") as archive:
        for name, kept_bytes in left.items():
            archive.writestr(name, kept_bytes)
    if len(left) < len(files):
        assert run_verify(tmp_path / "left.zip", out=io.StringIO(), err=io.StringIO()) == 1


def test_a_setting_that_was_not_among_the_options_is_found(tmp_path: Path) -> None:
    folder = CASES / "by-hand"
    given: dict[str, Any] = {"budget.factor": "0.9", "never": [load_case(folder).roadmaps[0].id]}
    one = Decided(folder, given)
    out = io.StringIO()
    assert run_verify(packed(one, tmp_path / "named.zip", options=given), out=out) == 0, out.getvalue()
    assert "budget.factor = 0.9" in out.getvalue()
    for wrong in ({}, given | {"budget.factor": "0.8"}, {"budget.factor": "0.9"}, given | {"consensus": "trimmed"}):
        out = io.StringIO()
        assert run_verify(packed(one, tmp_path / "wrong.zip", options=wrong), out=out) == 1, wrong
        assert "settings." in out.getvalue()
    assert run_verify(packed(one, tmp_path / "silent.zip"), out=io.StringIO()) == 0


def test_packages_that_reach_outside_or_are_none_cannot_be_read(by_hand: Decided, tmp_path: Path) -> None:
    for name in ("../out.csv", "/out.csv", "case/../../out", "a\\b"):
        spoiled = packed(by_hand, tmp_path / "bad.zip", {name: b"x"})
        assert run_verify(spoiled, out=io.StringIO(), err=io.StringIO()) == 2
    (tmp_path / "no.zip").write_bytes(b"PK")
    assert run_verify(tmp_path / "no.zip", out=io.StringIO(), err=io.StringIO()) == 2
    assert run_verify(tmp_path / "none.zip", out=io.StringIO(), err=io.StringIO()) == 2


def test_the_outcome_in_words_and_as_json(by_hand: Decided, tmp_path: Path) -> None:
    decision, certificate = tmp_path / "decision.json", tmp_path / "certificate"
    decision.write_bytes(by_hand.printed)
    certificate.write_bytes(by_hand.certificate)
    out = io.StringIO()
    assert run_verify(decision, by_hand.folder, certificate, lang="nl", out=out) == 0
    assert "Nagegaan, uitsluitend op grond van het dossier:" in out.getvalue()
    assert "solver" not in out.getvalue()
    out = io.StringIO()
    wrong = by_hand.tree
    wrong["portfolio"]["value"] += 1
    decision.write_bytes(plain_json(wrong).encode())
    assert run_verify(decision, by_hand.folder, json=True, out=out) == 1
    told = json.loads(out.getvalue())
    assert not told["holds"]
    assert "portfolio.value" in {difference["where"] for difference in told["differences"]}
    assert run_verify(decision, tmp_path / "nowhere", out=io.StringIO(), err=io.StringIO()) == 2
