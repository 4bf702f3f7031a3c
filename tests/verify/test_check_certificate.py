"""The checker of certificates against enumeration: what it accepts is true, whatever was changed."""

from __future__ import annotations

import ast
import copy
import gzip
import json
import random
import subprocess
import sys
from dataclasses import replace
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
from optimizer.models.tree.proof import Proof, verify
from optimizer.verify import check_certificate as checker
from tests.enumerate import best_of, enumerate_portfolios
from tests.generate import random_case, ranked
from tests.verify.brute import places, prove, statement
from tests.verify.files import Tables, as_json, decision_of, settings_of, tables_of, write_tables

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


def spoil(tree: dict[str, Any], rng: random.Random) -> None:
    """One change somewhere in a certificate."""
    nodes = nodes_of(tree)
    claim = rng.choice(tree["claims"])
    node = rng.choice(nodes)
    what = rng.randrange(10)
    if what == 0 and len(claim["tree"]) > 1:
        claim["tree"].pop(rng.randrange(len(claim["tree"])))
    elif what == 1:
        key = rng.choice(["worth", "spend", "except", "ranked", "rules"])
        if key in claim and rng.random() < 0.5:
            del claim[key]
        else:
            claim[key] = {"worth": rng.randrange(9), "spend": rng.randrange(9), "ranked": True}.get(key, [])
    elif what == 2 and node[0] in "LX" and node[3]:
        node[3][rng.randrange(len(node[3]))] += rng.choice([-10, -1, 1, 1000])
    elif what == 3 and node[0] in "LX":
        node[1] = max(0, node[1] + rng.choice([-1, 1, 5]))
    elif what == 4 and node[0] == "S" and len(node) > 1:
        node[rng.randrange(1, len(node))] ^= 1 << rng.randrange(3)
    elif what == 5:
        claim["tree"].insert(rng.randrange(len(claim["tree"]) + 1), ["L", 1, 0, []])
    elif what == 6 and node[0] in "LX":
        node[4:5] = ["".join(rng.choice("0012*") for _ in tree["synergies"])]
    elif what == 8:
        node[:] = ["E"]
    elif what == 7:
        tree["rows"] = rng.sample(tree["rows"], len(tree["rows"]))
    else:
        node[0] = rng.choice("LXSE")


def test_no_false_answer_is_accepted_with_any_change_of_the_certificate(certified: list[Certified]) -> None:
    rng, tried, survived = random.Random(1), 0, 0
    for one in certified:
        lies = false_decisions(one, rng)
        tree = json.loads(gzip.decompress(one.bytes))
        for _ in range(8):
            spoiled = copy.deepcopy(tree)
            for _ in range(rng.choice([1, 1, 2])):
                spoil(spoiled, rng)
            data = json.dumps(spoiled).encode()
            survived += one.accepted(data=data)  # the answer is true, so acceptance is fine
            for lie in rng.sample(lies, min(2, len(lies))):
                assert not one.accepted(lie, data), lie["portfolio"]
                tried += 1
        for lie in lies:
            assert not one.accepted(lie), lie["portfolio"]
            tried += 1
    assert tried > 800
    assert survived > 0


def false_decisions(one: Certified, rng: random.Random) -> list[dict[str, Any]]:
    """Decisions that are not true of the case: worse portfolios, broken rules, wrong figures, flipped words."""
    lies = []
    program = one.program
    if one.feasible:
        tied = len(one.feasible) > 1 and program.value(one.feasible[1]) == one.value
        for worse in rng.sample(one.feasible[1:], min(4, len(one.feasible) - 1)):
            for unique in (True, None, False):
                value = program.value(worse)
                if unique is None and value == one.value:
                    continue  # then no tie-break is claimed
                lies.append(decision_of(one.case, one.ranking, program, worse, "optimal", unique, value))
        lies.append(decision_of(one.case, one.ranking, program, None, "infeasible"))
        lies.append(decision_of(one.case, one.ranking, program, one.chosen, "optimal", tied, one.value))
        for figure in ("value", "total", "private"):
            lie = decision_of(one.case, one.ranking, program, one.chosen, "optimal", not tied, one.value)
            part = lie["portfolio"] if figure == "value" else lie["portfolio"]["spend"]
            part[figure] = Decimal(str(part[figure])) + Decimal("0.000001")
            lies.append(lie)
    else:
        infeasible = [(), tuple(options[0] for options in list(program.groups.values())[:2])]
        lies += [
            decision_of(one.case, one.ranking, program, wrong, "optimal", True, program.value(wrong))
            for wrong in infeasible
        ]
    return lies


def test_a_changed_case_is_never_accepted_with_an_answer_that_is_no_longer_right(
    certified: list[Certified], tmp_path: Path
) -> None:
    rng, accepted, refused = random.Random(2), 0, 0
    for one in certified:
        for _ in range(5):
            case = changed(one.case, rng)
            if case is None:
                continue
            tables: Tables = tables_of(case)
            folder = write_tables(tmp_path / "changed", tables, settings_of(case))
            if one.accepted(folder=folder):
                accepted += 1
                best = best_of(case, one.ranking, enumerate_portfolios(case, one.ranking))
                if one.feasible:
                    assert best is not None
                    assert tuple(one.program.options[o].id for o in one.chosen) == best.ids
                else:
                    assert best is None
            else:
                refused += 1
            for file in folder.iterdir():
                file.unlink()
    assert accepted > 20
    assert refused > 40


def changed(case: Case, rng: random.Random) -> Case | None:
    """A case with one rule dropped or tightened, one cost, budget, synergy or level changed."""
    what = rng.randrange(6)
    step = Decimal(1).scaleb(-case.decimals)
    if what == 0 and case.rules:
        return replace(case, rules=tuple(r for r in case.rules if r is not rng.choice(case.rules)))
    if what == 1 and case.costs:
        i = rng.randrange(len(case.costs))
        cost = case.costs[i]
        public = max(Decimal(0), cost.public + rng.choice([-3, -1, 1, 3]) * step)
        return replace(case, costs=(*case.costs[:i], replace(cost, public=public), *case.costs[i + 1 :]))
    if what == 2 and case.budget:
        i = rng.randrange(len(case.budget))
        row = case.budget[i]
        if row.max is None:
            return None
        return replace(
            case,
            budget=(*case.budget[:i], replace(row, max=row.max + step * rng.choice([1, 9])), *case.budget[i + 1 :]),
        )
    if what == 3 and case.synergies:
        i = rng.randrange(len(case.synergies))
        synergy = case.synergies[i]
        if synergy.value is None:
            return replace(case, synergies=(*case.synergies[:i], *case.synergies[i + 1 :]))
        value = synergy.value + rng.choice([Decimal("-0.01"), Decimal("0.000001"), Decimal(1)])
        return replace(case, synergies=(*case.synergies[:i], replace(synergy, value=value), *case.synergies[i + 1 :]))
    if what == 4 and len(case.levels) > 0:
        keys = [key for key in case.levels if key[1] != "full"]
        if keys:
            return replace(case, levels={**case.levels, rng.choice(keys): Decimal("0.95")})
    if what == 5 and case.rules:
        i = rng.randrange(len(case.rules))
        rule = case.rules[i]
        if rule.max is not None and rule.kind in ("count", "exclusive"):
            return replace(case, rules=(*case.rules[:i], replace(rule, max=rule.max + 1), *case.rules[i + 1 :]))
    return None


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
