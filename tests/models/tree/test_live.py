"""The live model against the enumeration of every portfolio, fresh and after other questions."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from fractions import Fraction
from math import floor as round_down
from typing import Any

import pytest

from benchmarks.family import sample
from optimizer.models.answer import Answer, Status
from optimizer.models.live import Live
from optimizer.models.program import Program, Row, Selection
from optimizer.models.tree.proof import Proof
from optimizer.models.tree.verifying import verify
from tests.models.tree.generate import every_portfolio, random_program


def best_of(program: Program, values: tuple[int, ...], portfolios: list[Selection]) -> int | None:
    """The largest value by enumeration."""
    return max((sum(values[c] for c in program.columns(s)) for s in portfolios), default=None)


def proven(program: Program, answer: Answer, target: int | None) -> bool:
    """Whether the answer's proof holds and is about this target."""
    assert isinstance(answer.proof, Proof)
    return answer.proof.statement.target == target and verify(program, answer.proof)


def expect(program: Program, answer: Answer, best: int | None, values: tuple[int, ...]) -> None:
    """The answer is the best, and its proof holds."""
    if best is None:
        assert answer.status is Status.INFEASIBLE
        assert answer.selection is None
    else:
        assert (answer.status, answer.value, answer.bound) == (Status.OPTIMAL, best, best)
        assert answer.selection is not None
        assert sum(values[c] for c in program.columns(answer.selection)) == best
    assert proven(program, answer, None if best is None else best + 1)


@pytest.mark.parametrize("big", [1, 10**7, 10**15, 10**21])
def test_a_fresh_model_finds_what_enumeration_finds(big: int) -> None:
    for seed in range(50):
        program = random_program(seed + big % 97, 5, big=big)
        feasible = [s for s in every_portfolio(program) if program.feasible(s)]
        answer = Live(program).best()
        expect(program, answer, best_of(program, program.values, feasible), program.values)
        if answer.selection is not None:
            assert program.feasible(answer.selection)


def question(program: Program, rng: random.Random) -> dict[str, Any]:
    """A random change of everything that may change."""
    asked: dict[str, Any] = {}
    roadmaps = sorted(program.groups)
    if rng.random() < 0.6:
        asked["values"] = tuple(v + rng.choice([0, 0, -3, -1, 1, 4]) for v in program.values)
    if program.rows and rng.random() < 0.4:
        i = rng.randrange(len(program.rows))
        asked["limits"] = {i: program.rows[i].limit + rng.randint(-9, 9)}
    if program.ids and rng.random() < 0.3:
        asked["off"] = [rng.choice(program.ids)]
    if roadmaps and rng.random() < 0.3:
        asked["must"] = [rng.choice(roadmaps)]
    if roadmaps and rng.random() < 0.3:
        asked["never"] = [rng.choice(roadmaps)]
    if program.options and rng.random() < 0.2:
        asked["allowed"] = rng.sample(range(len(program.options)), rng.randint(1, len(program.options)))
    if program.size and rng.random() < 0.3:
        columns = rng.sample(range(program.size), rng.randint(1, program.size))
        asked["extra"] = [Row("extra", {c: rng.randint(-3, 9) or 1 for c in columns}, rng.randint(-2, 25))]
    return asked


def qualifying(program: Program, asked: dict[str, Any], everything: list[Selection]) -> list[Selection]:
    """The portfolios that a question allows, by the plainest reading of it."""
    off, limits = set(asked.get("off", ())), asked.get("limits", {})
    rows = [(r, limits.get(i, r.limit)) for i, r in enumerate(program.rows) if r.id not in off]
    rows += [(r, r.limit) for r in asked.get("extra", ())]
    found = []
    for s in everything:
        funded = {program.options[o].roadmap for o in s}
        if not set(asked.get("must", ())) <= funded or funded & set(asked.get("never", ())):
            continue
        if "allowed" in asked and not set(s) <= set(asked["allowed"]):
            continue
        columns = program.columns(s)
        if any(r.activity(columns) > limit for r, limit in rows):
            continue
        if all(c.holds(columns) for c in program.cones if c.id not in off) and all(
            t.holds(columns) for t in program.tails if t.id not in off
        ):
            found.append(s)
    return found


def test_changed_questions_in_one_conversation() -> None:
    for seed in range(30):
        rng = random.Random(seed)
        program = random_program(2000 + seed, 6)
        everything = every_portfolio(program)
        live = Live(program)
        for _ in range(6):
            asked = question(program, rng)
            values = asked.get("values", program.values)
            best = best_of(program, values, qualifying(program, asked, everything))
            expect(program, live.best(**asked), best, values)


def test_a_gap_is_kept_and_proven() -> None:
    for seed in range(60):
        program = random_program(4000 + seed, 6, big=100)
        feasible = [s for s in every_portfolio(program) if program.feasible(s)]
        best = best_of(program, program.values, feasible)
        for gap in (Fraction(1, 50), Fraction(1, 4), Fraction(3)):
            answer = Live(program).best(gap=gap, unit=10)
            if best is None:
                assert answer.status is Status.INFEASIBLE
                continue
            assert answer.value is not None
            assert answer.bound is not None
            assert answer.value <= best <= answer.bound
            assert Fraction(answer.bound - answer.value) <= gap * max(abs(answer.value), 10)
            assert (answer.status is Status.OPTIMAL) == (answer.bound == answer.value)
            assert proven(program, answer, answer.bound + 1)


def test_a_floor_leaves_out_what_is_worth_less() -> None:
    for seed in range(50):
        program = random_program(5000 + seed, 6)
        feasible = [s for s in every_portfolio(program) if program.feasible(s)]
        best = best_of(program, program.values, feasible)
        if best is None:
            continue
        above = Live(program).best(floor=best + 1)
        assert (above.status, above.bound) == (Status.INFEASIBLE, best)
        assert proven(program, above, best + 1)
        assert Live(program).best(floor=best).value == best


def test_a_deadline_gives_what_there_is() -> None:
    program = sample(60).program
    for seconds in (0.0, 0.05, 0.2):
        started = time.monotonic()
        answer = Live(program).best(deadline=started + seconds)
        assert time.monotonic() - started < seconds + 1.0
        if answer.status is Status.TIME_LIMIT:
            assert answer.bound is not None
            assert answer.value is None or answer.value <= answer.bound
            assert proven(program, answer, answer.bound + 1)


def test_a_callback_may_stop_the_search() -> None:
    program = sample(60).program
    calls = []

    def stop(value: int | None, bound: int | None, leaves: int, seconds: float) -> None:
        calls.append((value, bound, leaves, seconds))
        raise KeyboardInterrupt

    live = Live(program)
    answer = live.best(progress=stop)
    assert calls
    assert answer.status is Status.TIME_LIMIT
    whole = live.best()
    assert whole.status is Status.OPTIMAL
    assert whole.value is not None
    assert answer.bound is not None
    assert whole.value <= answer.bound


def test_nothing_to_choose_from() -> None:
    empty = Program((), (), (), (), Fraction(1), ())
    answer = Live(empty).best()
    assert (answer.status, answer.selection, answer.value) == (Status.OPTIMAL, (), 0)
    assert proven(empty, answer, 1)
    clash = Program((), (), (), (), Fraction(1), (Row("min", {}, -1),))
    refused = Live(clash).best()
    assert refused.status is Status.INFEASIBLE
    assert proven(clash, refused, None)
    assert Live(empty).best(must=["x"]).status is Status.INFEASIBLE


def test_the_gap_counts_at_least_one_unit_of_value() -> None:
    program = random_program(11, 6)
    unit = round_down(1 / program.unit)
    answer = Live(program).best(gap=Fraction(10**9))
    assert answer.value is not None
    assert answer.bound is not None
    assert answer.bound - answer.value <= 10**9 * max(abs(answer.value), unit)


def test_no_portfolio_with_a_roadmap_exceeds_its_reach() -> None:
    """Also where rows do not count or have other limits, and after other questions."""
    rng = random.Random(11)
    for seed in range(24):
        program = random_program(seed, 5, big=1 if seed % 2 else 10**15)
        live = Live(program)
        portfolios = every_portfolio(program)
        for _ in range(3):
            off = tuple(id for id in program.ids if rng.random() < 0.3)
            limits = {i: row.limit + rng.randint(-1, 2) for i, row in enumerate(program.rows) if rng.random() < 0.3}
            found = live.reach(off=off, limits=limits)
            assert found.keys() == program.groups.keys()
            rows = [Row(r.id, r.coefficients, limits.get(i, r.limit)) for i, r in enumerate(program.rows)]
            changed = replace(program, rows=tuple(rows)).without(off)
            for selection in portfolios:
                if changed.feasible(selection):
                    worth = program.value(selection)
                    assert all(worth <= found[program.options[o].roadmap] for o in selection)
            live.best(proof=False)
