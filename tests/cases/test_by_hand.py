"""The case on paper, worked out three times: by its README, by arithmetic on fractions, and by the library."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction as F
from pathlib import Path

import pytest

from tests.cases import on_paper
from tests.conftest import run


@pytest.fixture(scope="module")
def readme(by_hand: Path) -> str:
    return (by_hand / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def decision(by_hand: Path) -> dict:
    return json.loads(run("decide", by_hand, "--json", "--quiet").stdout, parse_float=Decimal)


def plain(x: F) -> str:
    """A fraction with a finite decimal expansion, as one writes it."""
    text = f"{Decimal(x.numerator) / Decimal(x.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def test_the_readme_lists_every_portfolio_in_order(readme: str) -> None:
    rows = [p.row() for p in on_paper.portfolios()]
    assert len(rows) == 24
    assert "\n".join(rows) in readme


def test_the_readme_has_the_agreed_marks_and_the_weights(readme: str) -> None:
    for roadmap, marks in on_paper.MARKS.items():
        cells = [plain(F(m[0])) if len(m) == 1 else f"({m[0]} + {m[1]}) / 2 = {plain(F(sum(m), 2))}" for m in marks]
        assert f"| {roadmap} | {' | '.join(cells)} |" in readme
    for criterion, weight in zip(on_paper.CRITERIA, on_paper.weights(), strict=True):
        assert any(
            line.startswith(f"| {criterion} |") and line.endswith(f"| **{float(weight):.2f}** |")
            for line in readme.splitlines()
        )


def test_the_readme_has_every_score_with_its_parts(readme: str) -> None:
    w = on_paper.weights()
    ranked = [*on_paper.eligible(), "boats"]
    for rank, roadmap in enumerate(ranked, 1):
        need, ready, burden = on_paper.agreed()[roadmap]
        places = (need / 10, ready / 10, (10 - burden) / 10)
        parts = [f"{plain(a)} × {plain(p)} = {plain(a * p)}" for a, p in zip(w, places, strict=True)]
        score = plain(on_paper.scores()[roadmap])
        last = f"| {score} | {rank}, not eligible |" if roadmap == "boats" else f"| **{score}** | {rank} |"
        assert f"| {roadmap} | {' | '.join(parts)} {last}" in readme


def test_the_readme_has_the_money_and_the_answer(readme: str) -> None:
    for item, cost in {**on_paper.COST, "there is": on_paper.BUDGET}.items():
        assert f"| {item} | {cost[0]} | {cost[1]} |" in readme
    allowed = [p for p in on_paper.portfolios() if not p.why_not]
    first, second, third = allowed[:3]
    barred = on_paper.portfolios().index(first)
    assert barred == 7
    assert "The seven most valuable ones break something" in readme
    assert first.value == second.value > third.value
    assert f"for {first.spend[0]} + {first.spend[1]} = {sum(first.spend)} million" in readme
    assert f"for {second.spend[0]} + {second.spend[1]} = {sum(second.spend)} million" in readme
    without = max(p.value for p in on_paper.portfolios() if p.why_not in ("", "two risky"))
    assert f"bring {plain(without)}, which is {plain(without - first.value)} more" in readme


def test_the_library_weighs_and_scores_the_same(decision: dict) -> None:
    assert [decision["weights"][c] for c in on_paper.CRITERIA] == [Decimal(plain(w)) for w in on_paper.weights()]
    assert decision["consistency"]["ratio"] == pytest.approx(0, abs=1e-9)
    ranking = decision["ranking"]
    assert [r["roadmap"] for r in ranking] == [*on_paper.eligible(), "boats"]
    assert [r["eligible"] for r in ranking] == [True] * 4 + [False]
    for row in ranking:
        assert row["score"] == Decimal(plain(on_paper.scores()[row["roadmap"]]))


def test_the_library_decides_the_same(decision: dict) -> None:
    best, portfolio = on_paper.best(), decision["portfolio"]
    picked = [r["roadmap"] if r["level"] == "full" else f"{r['roadmap']}:{r['level']}" for r in portfolio["selected"]]
    assert tuple(picked) == best.members
    assert portfolio["status"] == "optimal"
    assert portfolio["value"] == portfolio["bound"] == Decimal(plain(best.value))
    assert portfolio["unique"] is False
    assert portfolio["synergies"] == ["care-with-data"]
    assert portfolio["spend"]["total"] == sum(best.spend)
    assert portfolio["spend"]["by_year"] == {"2015": best.spend[0], "2016": best.spend[1]}
