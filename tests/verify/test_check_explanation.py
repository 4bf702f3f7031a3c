"""Certificates of explanations: on random small cases every figure passes, and no changed one does."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from optimizer.case.load import load_case
from optimizer.cli import main
from optimizer.questions.explain import Explanation, explain
from optimizer.situation import Situation
from optimizer.verify import check_certificate as base
from optimizer.verify.check_explanation import check_explanation
from optimizer.verify.explained import verify_explanation
from tests.generate import FEATURES, random_case
from tests.verify.files import as_json, settings_of, tables_of, write_tables

ROOM = Path(__file__).parents[2] / "optimizer" / "verify"


class Explained:
    """A random case on disk with one of its roadmaps explained."""

    def __init__(self, folder: Path, seed: int, features: frozenset[str] = FEATURES) -> None:
        case = random_case(seed, roadmaps=5, features=features)
        self.folder = write_tables(folder / str(seed), tables_of(case), settings_of(case))
        self.situation = Situation(load_case(self.folder))

    def all(self) -> Iterator[Explanation]:
        """Every roadmap's explanation; none where no portfolio keeps the rules or nothing is funded."""
        if self.situation.attempt().selection:
            for entry in self.situation.ranking.entries:
                yield explain(self.situation, entry.roadmap, certificate=True)


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Explained, Explanation]]:
    """Some thirty explanations of cases with every feature."""
    folder = tmp_path_factory.mktemp("explained")
    seeds = iter([9117, *range(9000, 9100)])  # in the first a maximum times its factor is no whole amount
    found: list[tuple[Explained, Explanation]] = []
    while len(found) < 30:
        one = Explained(folder, next(seeds))
        found += [(one, explanation) for explanation in one.all()]
    return found


def read(explanation: Explanation) -> Any:
    """The file as JSON."""
    assert explanation.certificate is not None
    return base.strict_json(explanation.certificate)


def test_every_figure_is_proven(explained: list[tuple[Explained, Explanation]]) -> None:
    """All but those that are no number have their two solves; together the cases show every kind of figure."""
    seen = set()
    for one, explanation in explained:
        assert explanation.certificate is not None
        found = check_explanation(one.folder, explanation.certificate)
        seen |= {sentence.partition(" with")[0].partition(" for")[0] for sentence in found.proven}
        assert set(found.uncertified) <= {"cost_needed", "budget_needed"}
        assert ("cost_needed" in found.uncertified) == (explanation.eligible and explanation.cost_needed is None)
    assert seen >= {f"{figure} ({side})" for figure in ("score_needed", "cost_needed", "budget_needed")
                    for side in ("does", "fails")}  # fmt: skip
    assert seen >= {"if_forced (best)", "if_forced (in)", "if_forced (out)", "binding (does)", "criterion_needed"}


def test_the_same_answer_gives_the_same_bytes(explained: list[tuple[Explained, Explanation]]) -> None:
    one, explanation = explained[3]
    again = explain(Situation(load_case(one.folder)), explanation.roadmap, certificate=True)
    assert again.certificate == explanation.certificate


def moved(given: Any, rng: random.Random) -> str | None:
    """Changes one printed figure by a small step, without its solves; the figure's name, None where it has none."""
    figures = given["figures"]
    name = rng.choice(("score_needed", "cost_needed", "budget_needed", "if_forced", "binding", "criterion_needed"))
    grain = {"score_needed": Decimal("0.000001")}.get(name, Decimal("0.01")) * rng.choice((-1, 1))
    if name == "if_forced" and figures[name]:
        figures[name]["value_lost"] += grain
    elif name == "binding" and figures[name]:
        figures[name].pop()
    elif name == "criterion_needed" and name not in given["uncertified"]:
        criterion = rng.choice(sorted(figures[name]))
        figures[name][criterion] = (figures[name][criterion] or 0) + Decimal("0.5")
    elif isinstance(figures.get(name), int | Decimal):
        figures[name] += grain
    else:
        return None
    return name


def test_a_changed_figure_is_refused(explained: list[tuple[Explained, Explanation]]) -> None:
    rng, refused = random.Random(5), set()
    for one, explanation in explained:
        for _ in range(4):
            given = read(explanation)
            name = moved(given, rng)
            if name is not None:
                with pytest.raises(base.Rejected):
                    check_explanation(one.folder, as_json(given))
                refused.add(name)
    assert len(refused) == 6


def test_a_figure_moved_with_its_solves_is_refused(explained: list[tuple[Explained, Explanation]]) -> None:
    """The inputs on both sides moved along: what is proven of one input is then asked of another, and is not true."""
    tried = 0
    for one, explanation in explained:
        for name, key, by in (("score_needed", "score", Decimal("0.1")), ("cost_needed", "cost", Decimal(1))):
            for sign in (1, -1):
                given = read(explanation)
                if given["figures"][name] is None or not given["figures"][name] > 1 - (name == "score_needed"):
                    continue
                given["figures"][name] += sign * by
                for solve in given["solves"]:
                    if solve["figure"] == name:
                        solve["change"][key] += sign * by
                tried += 1
                with pytest.raises(base.Rejected):
                    check_explanation(one.folder, as_json(given))
    assert tried > 20


def test_a_changed_case_or_portfolio_is_refused(explained: list[tuple[Explained, Explanation]]) -> None:
    for one, explanation in explained[:12]:
        given = read(explanation)
        solve = next((solve for solve in given["solves"] if solve["portfolio"]), None)
        if solve is None:
            continue
        solve["portfolio"] = solve["portfolio"][1:]
        with pytest.raises(base.Rejected):
            check_explanation(one.folder, as_json(given))


def test_verify_recomputes_what_is_taken_as_printed(explained: list[tuple[Explained, Explanation]]) -> None:
    one, explanation = next((o, e) for o, e in explained if e.score_needed is not None and not e.funded)
    given = read(explanation)
    found = verify_explanation(given, as_json(given), one.folder)
    assert found.holds, found.differences
    given["criteria"][0]["worse_score"] = Decimal("0.000001")
    assert not verify_explanation(given, as_json(given), one.folder).holds


def test_it_runs_on_its_own(explained: list[tuple[Explained, Explanation]], tmp_path: Path) -> None:
    """Beside the checker of certificates, without site packages."""
    for name in ("check_certificate.py", "check_explanation.py"):
        (tmp_path / name).write_bytes((ROOM / name).read_bytes())
    one, explanation = explained[0]
    assert explanation.certificate is not None
    (tmp_path / "explanation.json").write_bytes(explanation.certificate)
    command = [sys.executable, "-E", "-s", "-S", str(tmp_path / "check_explanation.py"), str(one.folder)]
    shown = subprocess.run([*command, str(tmp_path / "explanation.json")], capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert shown.stdout.startswith(f"PROVEN ({explanation.roadmap})")


def test_the_commands_write_it_and_verify_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case, target = str(ROOM.parents[1] / "cases" / "by-hand"), str(tmp_path / "algae.json")
    assert main(["explain", case, "algae", "--json", "--quiet", "--certificate", target]) == 0
    assert main(["verify", target, case, "--json"]) == 0
    Path(target).write_bytes(Path(target).read_bytes().replace(b'"funded": false', b'"funded": true'))
    assert main(["verify", target, case, "--json"]) == 1
    assert main(["explain", case, "algae", "--certificate", str(tmp_path / "no" / "room.json")]) == 2
    capsys.readouterr()
