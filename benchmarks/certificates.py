"""Certificates: how long the proof takes beyond the solve, how large it is, and how long the checker needs.

    python -m benchmarks.certificates 30 50 100        with concentration, downside, savings and shares: --all

For each size, one seeded case is written to a folder, decided, certified and checked as a user would have it done: the
checker reads the case's own files.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

YEARS = (2015, 2016, 2017, 2018, 2019)
DOMAINS, RISKS = ("agro", "bio", "energy", "health", "ict", "matter"), ("low", "mid", "high")


def write_case(folder: Path, roadmaps: int, seed: int, everything: bool = False) -> Path:
    """A case of the family that proof.md was tried on: ten criteria, five years, levels for a third, 1.5 pairwise
    synergies a roadmap, share and count rules; ``everything`` adds what that trial left out."""
    rng = random.Random(seed)
    ids = [f"r{i:04}" for i in range(roadmaps)]
    costs, levels, total = [], [], dict.fromkeys(YEARS, 0)
    for roadmap in ids:
        first, length = rng.randrange(5), rng.randint(1, 4)
        years = [year for y, year in enumerate(YEARS) if first <= y < first + length]
        full = {year: rng.randint(20, 200) for year in years}
        ratio, share = rng.randint(20, 150), rng.randint(50, 80)
        for year, amount in full.items():
            total[year] += amount
            costs.append((roadmap, year, f"{amount / 10}", f"{amount * ratio // 100 / 10}", "full"))
        if rng.random() < 1 / 3:
            levels.append((roadmap, "half", f"{share / 100}"))
            for year, amount in full.items():
                less = amount * (share - 10) // 100
                costs.append((roadmap, year, f"{less / 10}", f"{less * ratio // 100 / 10}", "half"))
    synergies: list[tuple[object, ...]] = []
    for k in range(roadmaps * 3 // 2):
        members, worth = rng.sample(ids, 2), rng.randint(20, 150) / 1000
        gains = (f"{worth if rng.random() < 2 / 3 else -worth}", "", "")
        if everything and k % 5 == 0:
            gains = ("", "0.15", "") if k % 2 else (f"{worth}", "", f"{rng.randint(1, 20) / 10}")
        synergies.append((f"s{k:04}", ";".join(members), *gains))
    rules = [(f"share-{d}", "share", "domain", d, "", "0.3") for d in DOMAINS]
    rules += [("high", "count", "risk", "high", "", str(max(roadmaps // 6, 1)))]
    rules += [("low", "count", "risk", "low", str(roadmaps // 20), "")]
    scores = [(r, f"c{i}", str(rng.randint(0, 10) / 2)) for r in ids for i in range(10)]
    tables: dict[str, list[tuple[object, ...]]] = {
        "criteria": [("id", "name", "direction"), *((f"c{i}", f"C{i}", "max") for i in range(10))],
        "roadmaps": [("id", "name", "domain", "risk"), *((r, r, rng.choice(DOMAINS), rng.choice(RISKS)) for r in ids)],
        "scores": [("roadmap", "criterion", "score"), *scores],
        "costs": [("roadmap", "year", "public", "private", "level"), *costs],
        "levels": [("roadmap", "level", "value_share"), *levels],
        "budget": [("year", "max"), *((year, f"{amount * 4 // 10 / 10}") for year, amount in total.items())],
        "synergies": [("id", "members", "value", "value_share", "saving"), *synergies],
        "rules": [("id", "rule", "attribute", "value", "min", "max"), *rules],
    }
    if everything:
        tables["rules"] += [("spread", "concentration", "domain", "", "", "0.19")]
        tables["rules"] += [("bad-times", "downside", "", "0.3", "0.75", "")]
        tables["scenarios"] = [("scenario", "probability", "roadmap", "factor")]
        for name, chance in (("calm", "0.6"), ("slump", "0.3"), ("crash", "0.1")):
            hit = rng.sample(ids, roadmaps // 3)
            tables["scenarios"] += [(name, chance, r, rng.choice(("0.2", "0.5", "0.8"))) for r in hit]
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    (folder / "case.yaml").write_text("format: 1\ntitle: Certificates\n", encoding="utf-8")
    return folder


def measure(roadmaps: int, seed: int, everything: bool = False, gap: str = "0") -> dict[str, object]:
    """Seconds to solve, to settle ties with proofs, to write and to check; leaves and bytes."""
    from optimizer.case.load import load_case
    from optimizer.models.certificate import certificate, claims_of
    from optimizer.questions.decide import decide
    from optimizer.situation import Situation
    from optimizer.verify import check_certificate as checker
    from optimizer.words.plain_json import plain_json

    with tempfile.TemporaryDirectory() as scratch:
        folder = write_case(Path(scratch), roadmaps, seed, everything)
        situation = Situation(load_case(folder))
        live, program = situation.live, situation.program
        start = time.perf_counter()
        answer = live.best(gap=Fraction(gap), unit=1, proof=False)
        solved = time.perf_counter()
        decision = decide(Situation(situation.case), gap=Fraction(gap))
        decided = time.perf_counter()
        claims, other = claims_of(program, decision.settled)
        data = certificate(situation.case, program, claims, other)
        done = time.perf_counter()
        printed = checker.strict_json(plain_json(decision.as_dict()).encode("utf-8"))
        begun = time.perf_counter()
        proof = checker.check(folder, printed, data)
        checked = time.perf_counter()
    return {
        "roadmaps": roadmaps,
        "seed": seed,
        "status": answer.status.value,
        "claims": "+".join(dict.fromkeys(claim for claim, _ in proof.proved)),
        "leaves": proof.leaves,
        "solve": round(solved - start, 3),
        "decide": round(decided - solved, 3),
        "write": round(done - decided, 3),
        "check": round(checked - begun, 3),
        "bytes": len(data),
    }


def main(arguments: list[str]) -> None:
    """Prints a line of JSON for each size and seed."""
    everything = "--all" in arguments
    gap = next((a.removeprefix("--gap=") for a in arguments if a.startswith("--gap=")), "0")
    for size in [int(a) for a in arguments if not a.startswith("--")]:
        for seed in range(3):
            print(json.dumps(measure(size, seed, everything, gap)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
