"""Certificates: how long the proof takes beyond the solve, how large it is, and how long the checker needs.

    python -m benchmarks.certificates 30 50 100        with concentration, downside, savings and shares: --all

For each size, seeded cases are written to a folder, decided, certified and checked as a user would have it done: the
checker reads the case's own files. Times are processor time in one run; ``highs`` (asked for with ``--highs``) is
plain HiGHS on the same program. ``--picture=FILE`` draws how it grows as SVG. With ``--short`` costs run over one to
four years instead of all five, which makes budgets clash and proofs long.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from time import process_time

YEARS = (2015, 2016, 2017, 2018, 2019)
DOMAINS, RISKS = ("agro", "bio", "energy", "health", "ict", "matter"), ("low", "mid", "high")


def write_case(folder: Path, roadmaps: int, seed: int, everything: bool = False, short: bool = False) -> Path:
    """A case of the family of ``benchmarks/family.py``, as tables: ten criteria, five years, levels for a third, 1.5
    pairwise synergies a roadmap, share and count rules; ``everything`` adds the features that it does not have, with
    ``short`` costs run over one to four years."""
    rng = random.Random(seed)
    ids = [f"r{i:04}" for i in range(roadmaps)]
    costs, levels, total = [], [], dict.fromkeys(YEARS, 0)
    for roadmap in ids:
        first, length = rng.randrange(5), rng.randint(1, 4)
        years = [year for y, year in enumerate(YEARS) if first <= y < first + length]
        size = rng.randint(20, 200)
        full = {year: size * rng.randint(60, 140) // 100 for year in YEARS}
        if short:
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
    rules = [(f"share-{d}", "share", "domain", d, "", "0.25") for d in DOMAINS[:2]]
    rules += [("high", "count", "risk", "high", "", str(max(roadmaps // 8, 1)))]
    rules += [("low", "count", "risk", "low", str(roadmaps // 10), "")]
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
    settings = "format: 1\ntitle: Certificates\nscoring:\n  method: additive\n"
    (folder / "case.yaml").write_text(settings, encoding="utf-8")
    return folder


def measure(
    roadmaps: int, seed: int, everything: bool = False, short: bool = False, gap: str = "0", plain: bool = True
) -> dict[str, object]:
    """Processor seconds of plain HiGHS, and to solve, to prove, to write and to check; leaves and bytes."""
    from optimizer.case.load import load_case
    from optimizer.models.certificate import certificate, claims_of
    from optimizer.models.mip import Mip
    from optimizer.models.ties import sole
    from optimizer.questions.decide import decide
    from optimizer.situation import Situation
    from optimizer.verify import check_certificate as checker
    from optimizer.words.plain_json import plain_json

    with tempfile.TemporaryDirectory() as scratch:
        folder = write_case(Path(scratch), roadmaps, seed, everything, short)
        situation = Situation(load_case(folder))
        program, wanted = situation.program, Fraction(gap)
        begun = process_time()
        if plain:
            Mip(program).best(gap=wanted, unit=1)
        highs = process_time()
        answer = situation.live.best(gap=wanted, unit=1, proof=False)
        solved = process_time()
        settled = None if wanted else sole(situation.live, answer)
        settled = settled or situation.attempt(gap=wanted, proof=True)
        proven = process_time()
        claims, other = claims_of(program, settled)
        data = certificate(situation.case, program, claims, other)
        written = process_time()
        printed = checker.strict_json(plain_json(decide(situation, gap=wanted).as_dict()).encode("utf-8"))
        given = process_time()
        proof = checker.check(folder, printed, data)
        checked = process_time()
    return {
        "roadmaps": roadmaps,
        "seed": seed,
        "status": settled.status.value,
        "claims": len(proof.claims),
        "leaves": proof.leaves,
        "highs": round(highs - begun, 2) if plain else None,
        "solve": round(solved - highs, 2),
        "prove": round(proven - solved, 2),
        "write": round(written - proven, 2),
        "check": round(checked - given, 2),
        "bytes": len(data),
    }


def picture(rows: list[dict[str, object]]) -> str:
    """Time and size against the number of roadmaps, on logarithmic axes, as SVG."""
    import altair as alt
    import vl_convert

    figures = {"highs": "HiGHS, solve alone", "prove": "find and prove", "check": "check"}
    points = [
        {"roadmaps": row["roadmaps"], "seconds": max(float(str(row[key])), 0.01), "what": name}
        for row in rows
        for key, name in figures.items()
        if row[key] is not None
    ]
    sizes = [{"roadmaps": row["roadmaps"], "kilobytes": float(str(row["bytes"])) / 1000} for row in rows]
    across = alt.X("roadmaps:Q", scale=alt.Scale(type="log"), title="roadmaps")
    seconds = alt.Y("seconds:Q", scale=alt.Scale(type="log"), title="processor seconds")
    look = alt.Shape("what:N", title=None), alt.Color("what:N", title=None)
    time = alt.Chart(alt.Data(values=points)).mark_point(size=60).encode(across, seconds, *look)
    up = alt.Y("kilobytes:Q", scale=alt.Scale(type="log"), title="kilobytes, packed")
    size = alt.Chart(alt.Data(values=sizes)).mark_point(size=60, color="black").encode(across, up)
    drawn = (time.properties(width=300) | size.properties(width=300)).configure(font="DejaVu Sans")
    return str(vl_convert.vegalite_to_svg(drawn.to_json()))


def main(arguments: list[str]) -> None:
    """Prints a line of JSON for each size and seed."""
    everything, short, plain = ("--" + word in arguments for word in ("all", "short", "highs"))
    gap = next((a.removeprefix("--gap=") for a in arguments if a.startswith("--gap=")), "0")
    target = next((a.removeprefix("--picture=") for a in arguments if a.startswith("--picture=")), None)
    rows = []
    for size in [int(a) for a in arguments if not a.startswith("--")]:
        for seed in range(3):
            rows.append(measure(size, seed, everything, short, gap, plain))
            print(json.dumps(rows[-1]), flush=True)
    if target is not None:
        Path(target).write_text(picture(rows), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
