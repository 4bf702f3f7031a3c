"""Random programs with every feature, small enough to enumerate; and the enumeration."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

from optimizer.models.program import Bundle, Cone, Option, Program, Row, Selection, Tail


def random_program(
    seed: int,
    roadmaps: int = 6,
    *,
    big: int = 1,
    synergies: int | None = None,
    rows: int | None = None,
    curved: bool = True,
) -> Program:
    """A program with levels, synergies of any size and sign, products, rows of all signs, cones and tails.

    ``big`` multiplies all values and amounts."""
    rng = random.Random(seed)
    options: list[Option] = []
    for r in range(roadmaps):
        levels = rng.choice([1, 1, 2, 3]) if rng.random() > 0.05 else 0
        for level in range(levels):
            public = rng.randint(0, 30) * big
            share = Fraction(1) if level == 0 else Fraction(rng.randint(1, 9), 10)
            options.append(
                Option(f"r{r:02}", "full" if level == 0 else f"l{level}", share, public, rng.randint(0, 9) * big)
            )
    groups: dict[str, list[int]] = {}
    for o, option in enumerate(options):
        groups.setdefault(option.roadmap, []).append(o)
    bundles, products = [], []
    for k in range(rng.randint(0, 5) if synergies is None else synergies):
        size = min(rng.choice([2, 2, 2, 3, 3, 4]), roadmaps)
        members = tuple(tuple(groups.get(f"r{r:02}", ())) for r in rng.sample(range(roadmaps), size))
        bundles.append(Bundle(f"s{k}", members, rng.randint(1, size) if rng.random() < 0.5 else size))
        if rng.random() < 0.35:
            products += [(k, o) for member in members for o in member]
    size = len(options) + len(bundles) + len(products)
    low = rng.choice([-5, 0, 2])
    values = [rng.randint(low, 20) * big for _ in options] + [rng.randint(-12, 12) * big for _ in bundles]
    values += [rng.randint(-4, 4) * big for _ in products]
    found = []
    for i in range(rng.randint(0, 5) if rows is None else rows):
        columns = rng.sample(range(size), rng.randint(1, size)) if size else []
        kind = rng.random()
        coefficients = {c: rng.randint(-6 if kind < 0.3 else 0, 12) * (big if kind < 0.8 else 1) for c in columns}
        coefficients = {c: v for c, v in coefficients.items() if v}
        whole = sum(v for v in coefficients.values() if v > 0)
        least = sum(v for v in coefficients.values() if v < 0)
        found.append(Row(f"row{i // 2}", coefficients, rng.randint(least + (whole - least) // 8, whole)))
        if rng.random() < 0.2:
            found.append(Row(f"min{i}", {c: -v for c, v in coefficients.items()}, -(whole // 5)))
    if rng.random() < 0.02:
        found.append(Row("empty", {}, -1))
    cones, tails = [], []
    if curved and options and rng.random() < 0.35:
        split = [rng.randrange(3) for _ in range(roadmaps)]
        shares: list[dict[int, int]] = [{}, {}, {}]
        for o, option in enumerate(options):
            if option.public:
                shares[split[int(option.roadmap[1:])]][o] = option.public
        cones.append(Cone("cone", tuple(shares), Fraction(rng.randint(34, 95), 100)))
    if curved and options and rng.random() < 0.35:
        scenarios = rng.randint(2, 4)
        weights = [rng.randint(1, 5) for _ in range(scenarios)]
        tails.append(
            Tail(
                "tail",
                Fraction(rng.randint(1, 9), 10),
                Fraction(rng.randint(3, 9), 10),
                tuple(Fraction(w, sum(weights)) for w in weights),
                tuple(
                    {c: v * rng.randint(0, 10) for c, v in enumerate(values) if v and rng.random() < 0.9}
                    for _ in range(scenarios)
                ),
            )
        )
    return Program(
        tuple(options),
        tuple(bundles),
        tuple(products),
        tuple(values),
        Fraction(1, 10),
        tuple(found),
        tuple(cones),
        tuple(tails),
        ranking=tuple(sorted(groups, key=lambda r: (hash_of(r, seed), r))),
    )


def hash_of(text: str, seed: int) -> int:
    """An arbitrary but repeatable order."""
    return sum((i + 3 + seed) * ord(c) for i, c in enumerate(text)) % 7


def every_portfolio(program: Program) -> list[Selection]:
    """All portfolios, feasible or not."""
    return [
        tuple(sorted(o for o in choice if o >= 0))
        for choice in itertools.product(*((-1, *options) for options in program.groups.values()))
    ]
