"""The checker of certificates against enumeration: what it accepts is true, whatever was changed."""

from __future__ import annotations

import ast
import gzip
import json
import random
import subprocess
import sys
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from optimizer.case.model import Case
from optimizer.criteria.ranking import Ranking
from optimizer.models.answer import Status
from optimizer.models.build import build
from optimizer.models.certificate import Claim, certificate, down_the_ranking
from optimizer.models.live import Live
from optimizer.models.program import Program, Selection
from optimizer.models.tree.proof import Proof
from optimizer.models.tree.verifying import verify
from optimizer.verify import check_certificate as checker
from tests.enumerate import best_of, enumerate_portfolios
from tests.generate import random_case, ranked
from tests.verify.brute import places, prove, statement
from tests.verify.files import as_json, decision_of, settings_of, tables_of, write_tables

SOURCE = Path(checker.__file__)


def portfolios(program: Program) -> list[Selection]:
    """Every feasible portfolio, best first."""
    groups = [(None, *options) for options in program.groups.values()]
    every = (tuple(sorted(o for o in picked if o is not None)) for picked in product(*groups))
    found = [p for p in every if program.feasible(p)]
    return sorted(found, key=lambda p: (-program.value(p), program.tie_key(p)))


class Certified:
    """A random case on disk, decided by enumeration and certified by trying everything."""

    def __init__(self, seed: int, folder: Path, roadmaps: int = 5) -> None:
        self.rng = random.Random(seed)
        self.case: Case = random_case(seed, roadmaps=roadmaps)
        self.ranking: Ranking = ranked(self.case)
        self.program = build(self.case, self.ranking)
        self.tables, self.settings = tables_of(self.case), settings_of(self.case)
        self.folder = write_tables(folder / str(seed), self.tables, self.settings, self.rng)
        self.feasible = portfolios(self.program)
        self.claims: list[Claim] = []
        self.other: Selection | None = None
        if self.feasible:
            self.chosen = self.feasible[0]
            self.value = self.program.value(self.chosen)
            self.decide()
        else:
            self.claims.append(Claim(self.tried("infeasible")))
            self.decision = decision_of(self.case, self.ranking, self.program, None, "infeasible")
        self.bytes = certificate(self.case, self.program, self.claims, self.other)

    def decide(self) -> None:
        program, chosen = self.program, self.chosen
        tied = [p for p in self.feasible[1:] if program.value(p) == self.value]
        alone = Live(program).alone(chosen)
        assert (alone.status is Status.INFEASIBLE) == (not tied)
        if not tied and self.rng.random() < 0.5:
            assert isinstance(alone.proof, Proof)
            assert verify(program, alone.proof)
            self.claims.append(Claim(alone.proof, self.value, spared=chosen))
        elif not tied:
            self.claims.append(Claim(self.tried("other"), self.value, spared=chosen))
        else:
            self.other = tied[-1]
            self.claims.append(Claim(self.tried("best"), self.value + 1))
            spent = program.spent(chosen)
            if any(program.spent(p) == spent for p in tied):
                self.claims.append(Claim(self.tried("cheaper"), self.value, spent - 1))
                orders = {at: self.tried("order", at) for at in places(program, chosen)}
                proof = down_the_ranking(program, chosen, orders)
                self.claims.append(Claim(proof, self.value, spent, chosen, ranked=True))
            else:
                self.claims.append(Claim(self.tried("tie"), self.value, spent, spared=chosen))
        self.decision = decision_of(self.case, self.ranking, program, chosen, "optimal", not tied, self.value)

    def tried(self, kind: str, at: str | None = None) -> Proof:
        chosen = self.feasible[0] if self.feasible else ()
        proof = prove(self.program, statement(self.program, kind, chosen, at=at), self.rng)
        assert proof is not None, kind
        return proof

    def accepted(self, decision: Any = None, data: bytes | None = None, folder: Path | None = None) -> bool:
        """Whether the checker accepts; anything else than acceptance or a plain refusal fails the test."""
        printed = as_json(self.decision if decision is None else decision)
        try:
            read = checker.strict_json(printed)
            checker.check(folder or self.folder, read, self.bytes if data is None else data)
        except (checker.Rejected, checker.Unreadable):
            return False
        return True


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> list[Certified]:
    folder = tmp_path_factory.mktemp("cases")
    return [Certified(seed, folder) for seed in range(48)]


def test_every_decision_that_enumeration_gives_is_proven(certified: list[Certified]) -> None:
    for one in certified:
        seen = enumerate_portfolios(one.case, one.ranking)
        best = best_of(one.case, one.ranking, seen)
        assert (best is None) == (not one.feasible)
        if best is not None:
            assert tuple(one.program.options[o].id for o in one.chosen) == best.ids
        assert one.accepted(), one.decision["portfolio"]
    claims = [claim for one in certified for claim in one.claims]
    assert any(claim.ranked for claim in claims)
    assert any(claim.spend is not None and claim.spared is None for claim in claims)
    assert any(claim.worth is None for claim in claims)
    assert any(node == ["E"] for one in certified for node in nodes_of(json.loads(gzip.decompress(one.bytes))))
    assert any(one.program.cones for one in certified)
    assert any(one.program.tails for one in certified)
    assert any(one.program.products for one in certified)


def test_the_same_answer_gives_the_same_bytes(certified: list[Certified]) -> None:
    for one in certified[:10]:
        assert certificate(one.case, one.program, one.claims, one.other) == one.bytes


def nodes_of(tree: dict[str, Any]) -> list[list[Any]]:
    return [node for claim in tree["claims"] for node in claim["tree"]]


def test_flipped_bits_of_a_packed_certificate_do_no_harm(certified: list[Certified]) -> None:
    rng = random.Random(3)
    for one in certified[:12]:
        for _ in range(40):
            data = bytearray(one.bytes)
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            one.accepted(data=bytes(data))


def test_the_checker_takes_nothing_but_the_standard_library() -> None:
    names = set()
    for node in ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Name):
            assert node.id not in ("eval", "exec", "__import__", "compile")
    assert names <= set(sys.stdlib_module_names)
    assert "importlib" not in names


def test_it_runs_on_its_own_without_site_packages(certified: list[Certified], tmp_path: Path) -> None:
    one = certified[0]
    copied = tmp_path / "checker.py"
    copied.write_bytes(SOURCE.read_bytes())
    decision, packed = tmp_path / "decision.json", tmp_path / "certificate"
    decision.write_bytes(as_json(one.decision))
    packed.write_bytes(one.bytes)
    command = [sys.executable, "-I", "-S", str(copied), str(one.folder), str(decision), str(packed)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert "PROVEN" in done.stdout
    packed.write_bytes(b"{}")
    assert subprocess.run(command, capture_output=True, cwd=tmp_path, check=False).returncode == 1
    command[-3] = str(tmp_path / "nowhere")
    assert subprocess.run(command, capture_output=True, cwd=tmp_path, check=False).returncode == 2


def test_a_rule_or_budget_row_dropped_from_the_case_is_found(certified: list[Certified], tmp_path: Path) -> None:
    tried = 0
    for number, one in enumerate(c for c in certified if c.feasible):
        for name in ("rules", "budget"):
            for row in one.tables.get(name, []):
                left = one.tables | {name: [other for other in one.tables[name] if other is not row]}
                folder = write_tables(tmp_path / f"{number}-{tried}", left, one.settings)
                # What a setting switches off or takes the place of says nothing.
                if row.get("id") in one.settings.get("rules.off", ()):
                    continue
                if row.get("year") == "total" and "budget.total" in one.settings:
                    continue
                assert not one.accepted(folder=folder), row
                tried += 1
    assert tried > 50


def by_hand(folder: Path) -> Path:
    tables = {
        "roadmaps": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
        "costs": [{"roadmap": "a", "year": "", "public": "3"}, {"roadmap": "b", "year": "", "public": "2"}],
        "budget": [{"year": "2026", "max": "4"}],
    }
    return write_tables(folder, tables, {"format": 1, "title": "By hand"})


def test_the_example_of_the_documentation_is_as_it_says(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "certificate.md").read_text(encoding="utf-8")
    blocks = [b for b in text.split("\n\n") if b.startswith('    {"certificate"')]
    assert len(blocks) == 2
    portfolio = {
        "status": "optimal",
        "unique": True,
        "value": Decimal("0.6"),
        "bound": Decimal("0.6"),
        "selected": [{"roadmap": "a", "level": "full", "score": Decimal("0.6"), "public": 3, "private": 0}],
        "synergies": [],
        "spend": {"total": 3, "private": 0, "by_year": {"2026": 3}, "by_instrument": {}},
        "rules": [{"id": "budget:2026", "satisfied": True}],
        "conflict": [],
    }
    ranking = [{"roadmap": r, "score": Decimal(s), "eligible": True} for r, s in (("a", "0.6"), ("b", "0.5"))]
    decision = checker.strict_json(as_json({"settings": {}, "ranking": ranking, "portfolio": portfolio}))
    folder = by_hand(tmp_path / "case")
    with pytest.raises(checker.Rejected, match="a leaf does not close"):
        checker.check(folder, decision, blocks[0].encode())
    assert checker.check(folder, decision, blocks[1].encode()).leaves == 2
