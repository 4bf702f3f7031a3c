"""Changed certificates, decisions and cases: whatever the checker accepts of them has to be true.

    python -m tests.verify.mutations 100000          a long run, by seed; prints what it did

A *trial* is a case's tables, a decision and a certificate, each as they were made or changed: a bit, a sign, a leaf, a
rule, a cost, a score, a worse portfolio with all that is printed about it. Whether what the decision says is true of
the changed case is decided by trying every portfolio (``tests/enumerate.py``), which shares nothing with the checker.
"""

from __future__ import annotations

import copy
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from time import process_time

from optimizer.questions.decide import decide
from optimizer.situation import Situation
from optimizer.verify import check_certificate as checker
from tests.generate import random_case
from tests.verify.changing import changed_case, changed_ranking, changed_settings, slipped
from tests.verify.files import as_json, rule_ids, tables_of
from tests.verify.forging import fitted, forged, spoil
from tests.verify.worlds import Tree, World


class Base:
    """A random case that was decided and certified, and cases and rankings that differ from it in one thing."""

    def __init__(self, seed: int, roadmaps: int = 4, variants: int = 3) -> None:
        self.rng = random.Random(seed)
        case = random_case(seed, roadmaps=roadmaps)
        situation = Situation(case)
        self.worlds = {(0, 0, 0): World(case, situation.ranking)}
        self.cases = [case, *(changed_case(case, self.rng) for _ in range(variants))]
        self.settings = [case.settings, changed_settings(case, self.rng)]
        self.rankings = [situation.ranking, *(changed_ranking(situation.ranking, self.rng) for _ in range(variants))]
        self.tables = [tables_of(one) for one in self.cases]
        found = decide(situation, certificate=True)
        self.certificate: Tree = json.loads(gzip.decompress(found.certificate or b""))
        portfolio: Tree = dict(found.as_dict()["portfolio"])  # type: ignore[call-overload]
        world = self.worlds[0, 0, 0]
        bound = None if found.bound is None else Fraction(found.bound)
        self.decision = world.prints(world.best, portfolio["status"], portfolio["unique"], bound)
        self.decision["portfolio"]["conflict"] = list(found.conflict)

    def world(self, place: tuple[int, int, int]) -> World:
        """The case of these tables under these settings with these scores."""
        if place not in self.worlds:
            case, settings = self.cases[place[0]], self.settings[place[1]]
            rules = tuple(rule for rule in case.rules if rule.id not in settings.rules.off)
            self.worlds[place] = World(replace(case, settings=settings, rules=rules), self.rankings[place[2]])
        return self.worlds[place]


@dataclass(frozen=True)
class Trial:
    """What is handed to the checker, and the world in which the decision is true or not."""

    tables: dict[str, list[dict[str, str]]]
    decision: Tree
    certificate: bytes
    world: World

    @property
    def accepted(self) -> bool:
        """Whether the checker accepts; whatever else than a plain refusal comes of it is a fault of the checker."""
        try:
            answer = checker.read_answer(self.tables, checker.strict_json(as_json(self.decision)))
        except (checker.Rejected, checker.Unreadable, *checker.MALFORMED):
            return False
        try:
            checker.Proof(answer, checker.strict_json(checker.unpacked(self.certificate)))
        except (checker.Rejected, checker.Unreadable, *checker.MALFORMED):
            return False
        return True


def trials(base: Base, count: int) -> Iterator[Trial]:
    """Trials around one decided case: each changes at least one of its files."""
    rng = base.rng
    for _ in range(count):
        place = (0, 0, 0)
        if rng.random() < 0.5:
            place = (
                rng.randrange(len(base.cases)) if rng.random() < 0.5 else 0,
                int(rng.random() < 0.15),
                rng.randrange(len(base.rankings)) if rng.random() < 0.4 else 0,
            )
        world = base.world(place)
        decision, certificate = base.decision, base.certificate
        if place != (0, 0, 0) or rng.random() < 0.6:
            # Printed for the changed case, as whoever forges it would, or as it was for the case before.
            decision = claimed(base.world(place if rng.random() < 0.8 else (0, *place[1:])), base, rng)
        if rng.random() < 0.2:
            decision = slipped(decision, rng)
        if rng.random() < 0.6:
            certificate = fitted(certificate, decision, world)
        if rng.random() < 0.25:
            certificate = forged(certificate, decision, world, rng)
        certificate = copy.deepcopy(certificate)
        for _ in range(rng.choice((0, 0, 1, 1, 2))):
            spoil(certificate, rng)
        data = json.dumps(certificate).encode()
        if rng.random() < 0.1:
            packed = bytearray(gzip.compress(data, 1) if rng.random() < 0.5 else data)
            packed[rng.randrange(len(packed))] ^= 1 << rng.randrange(8)
            data = bytes(packed)
        yield Trial(base.tables[place[0]], decision, data, world)


def claimed(world: World, base: Base, rng: random.Random) -> Tree:
    """A decision about a world: the best portfolio, a worse one, one that breaks a rule, or none at all."""
    pool = world.feasible if world.feasible and rng.random() < 0.8 else world.seen
    one = rng.choice((world.best, world.best, world.second, None, None)) or rng.choice(pool)
    kind = rng.random()
    if kind < 0.15:
        found = world.prints(None, "infeasible", None)
        found["portfolio"]["conflict"] = rng.choice(
            (
                [],
                base.decision["portfolio"]["conflict"],
                rng.sample(rule_ids(world.case), min(2, len(rule_ids(world.case)))),
            )
        )
        return found
    if kind < 0.3:
        more = world.program.unit * rng.choice((0, 1, 10))
        return world.prints(one, rng.choice(("within_gap", "time_limit")), None, one.value + more)
    sole = sum(other.value == one.value for other in world.feasible) == 1
    unique = rng.choice((sole, sole, True, False, None))
    return world.prints(one, "optimal", unique, one.value)


def run(seed: int, count: int, each: int = 100) -> Counter[str]:
    """So many trials, ``each`` around every decided case: how many were false, and what was accepted.

    Raises:
        AssertionError: when something false is accepted, or an untouched certificate is not.
    """
    told: Counter[str] = Counter()
    while told["trials"] < count:
        base = Base(seed)
        seed += 1
        untouched = Trial(base.tables[0], base.decision, json.dumps(base.certificate).encode(), base.worlds[0, 0, 0])
        assert untouched.world.true(base.decision), (seed - 1, base.decision["portfolio"])
        assert untouched.accepted, (seed - 1, base.decision["portfolio"])
        told["cases"] += 1
        for trial in trials(base, min(each, count - told["trials"])):
            true, accepted = trial.world.true(trial.decision), trial.accepted
            assert true or not accepted, (seed - 1, trial.decision["portfolio"], trial.certificate)
            told["trials"] += 1
            told["false"] += not true
            told["accepted"] += accepted
    return told


def main(arguments: list[str]) -> None:
    """Run as many trials as asked for, from a seed on."""
    count, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 0
    begun = process_time()
    told = run(seed, count)
    print(json.dumps({**told, "seconds": round(process_time() - begun)}))


if __name__ == "__main__":
    main(sys.argv[1:])
