"""The ten criteria of the annex: complete in both languages, each score described in its own words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from optimizer.criteria.annex2 import ANNEX2, LEVELS, annex2, criterion_order

IDS = [
    "value-creation",
    "transition-challenges",
    "international-positioning",
    "portfolio-monitoring",
    "frontrunners",
    "differentiation",
    "cross-sectoral",
    "competence-policy",
    "leverage",
    "partner-commitment",
]


def test_ids_in_the_order_of_the_annex() -> None:
    assert [criterion.id for criterion in ANNEX2] == IDS
    assert [criterion.number for criterion in ANNEX2] == list(range(1, 11))
    assert sorted([*reversed(IDS), "b", "a"], key=criterion_order) == [*IDS, "a", "b"]


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_words_are_complete_and_distinct(lang: str) -> None:
    words = [criterion.wording(lang) for criterion in ANNEX2]
    sentences = [sentence for one in words for sentence in (*one.scale, *one.looks_at, one.question, one.name)]
    assert all(sentence.strip() == sentence and len(sentence) > 8 for sentence in sentences)
    assert len(set(sentences)) == len(sentences)
    for one in words:
        assert len(one.scale) == len(LEVELS)
        assert len(one.looks_at) >= 3
        assert one.question.endswith("?")
        assert all(sentence.endswith(".") for sentence in one.scale)


def test_the_languages_are_two() -> None:
    for criterion in ANNEX2:
        english, dutch = criterion.english, criterion.dutch
        assert not set(english.scale) & set(dutch.scale)
        assert english.question != dutch.question
        assert len(english.looks_at) == len(dutch.looks_at)


def test_the_notes_own_points() -> None:
    points = " ".join(annex2("differentiation").english.looks_at)  # type: ignore[union-attr]
    for point in ("comparative advantage", "critical mass", "international connectivity"):
        assert point in points
    leverage = " ".join(annex2("leverage").english.looks_at)  # type: ignore[union-attr]
    for point in ("additionality", "multiplier", "system effect"):
        assert point in leverage
    assert annex2("of-our-own") is None


def test_nothing_heavy_is_loaded() -> None:
    code = (
        "import sys, optimizer.criteria.annex2, optimizer.criteria.scoring.names\n"
        "print([m for m in ('numpy', 'pandas', 'pydantic', 'pymcdm', 'scipy') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
