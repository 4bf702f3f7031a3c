"""Statements of reasons: every figure that of the decision, nobody else's business, nothing left to guess."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

import pytest

from optimizer.reports.data import selection_data, statement_data
from optimizer.reports.document import Table, plain, texts
from optimizer.reports.dossier import Dossier
from optimizer.reports.pdf import pdf
from optimizer.reports.selection import selection
from optimizer.reports.statement import statement
from optimizer.situation import Situation
from optimizer.words import money, number
from tests.reports.conftest import SECRET


def said(dossier: Dossier, roadmap: str, lang: str = "en") -> str:
    """Everything that a statement says, on one line."""
    return " ".join(texts(statement(dossier, roadmap, lang)))


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_roadmap_has_one(by_hand: Dossier, lang: str) -> None:
    """Funded or not, with outcome, rank, score, sentences, rules and remedies."""
    for roadmap in by_hand.case.roadmaps:
        text = said(by_hand, roadmap.id, lang)
        entry = by_hand.situation.ranking.by_id[roadmap.id]
        assert number(entry.score, lang) in text
        explanation = by_hand.explanation(roadmap.id)
        assert explanation is not None
        for sentence in explanation.reasons(lang):
            assert plain(sentence) in text
        for kept in by_hand.rules:
            assert plain(kept.condition.sentence(by_hand.case, lang))[1:] in text
        funded = roadmap.id in by_hand.levels
        assert ("is not funded" in text or "wordt niet gesteund" in text) != funded


def test_scores_are_those_of_the_consensus(by_hand: Dossier) -> None:
    """The table of scores, row by row, against the consensus and the median of all."""
    consensus = by_hand.situation.consensus
    document = statement(by_hand, "algae", "en")
    table = next(b for b in document.blocks if isinstance(b, Table) and b.caption == "Scores on each criterion")
    for j, row in enumerate(table.rows):
        column = sorted(line[j] for line in consensus.matrix)
        assert row[2] == f"{float(consensus.matrix[consensus.roadmaps.index('algae')][j]):g}"
        assert row[3] == f"{float(column[len(column) // 2]):g}"
        marks = consensus.scores["algae", consensus.criteria[j]].values()
        assert row[1] == "; ".join(f"{float(mark):g}" for mark in sorted(marks))


def test_ineligible_and_inadmissible(flanders: Dossier) -> None:
    """An ineligible roadmap hears of its threshold; an inadmissible one of the reason, and of no score."""
    gone = next(one for one in flanders.case.roadmaps if not one.admissible)
    text = said(flanders, gone.id)
    assert gone.reason is not None
    assert plain(gone.reason) in text
    assert "not ranked" in text
    entry = next(e for e in flanders.situation.ranking.entries if not e.eligible)
    text = said(flanders, entry.roadmap)
    assert all(reason.text("en") in text for reason in entry.reasons)


def test_no_comment_of_another(hostile: Dossier) -> None:
    """A comment stands in the statement that it is about and in no other."""
    ids = [one.id for one in hostile.case.roadmaps]
    assert SECRET in said(hostile, ids[0])
    for id in ids[1:]:
        assert SECRET not in said(hostile, id)


def test_evaluators_are_anonymous_unless_named(flanders: Dossier) -> None:
    """Their ids are in no statement by default, in those of the setting ``named`` they are."""
    from optimizer.case.load import change_settings
    from optimizer.situation import Situation

    for roadmap in ("fisch", "electric-mobility"):
        assert not re.search(r"evaluator-\d", said(flanders, roadmap))
    named = Dossier(Situation(change_settings(flanders.case, {"report.evaluators": "named"})))
    assert "evaluator-4" in said(named, "fisch"), "the one who is recused"


def test_what_is_missing_is_marked(by_hand: Dossier) -> None:
    """Nobody signs past a text that the case does not give."""
    for lang, mark in (("en", "[to be filled in: "), ("nl", "[in te vullen: ")):
        text = said(by_hand, "algae", lang)
        assert text.count(mark) >= 5


def test_texts_of_the_case(by_hand: Dossier) -> None:
    """What the case gives under ``report`` is what the statement says."""
    from optimizer.case.load import change_settings
    from optimizer.situation import Situation

    given = {
        "report.authority": "The Minister",
        "report.legal_basis": "Decree of 20 November 2015",
        "report.remedies": "Within sixty days at the Council of State.",
        "report.place": "Brussels",
        "report.signatory": "A. Peeters",
        "report.decision_date": "2015-03-03",
    }
    held = Dossier(Situation(change_settings(by_hand.case, given)))
    text = said(held, "boats")
    for key, value in given.items():
        assert (value if key != "report.decision_date" else "3 March 2015") in text
    assert "3 maart 2015" in said(held, "boats", "nl")
    assert "to be filled in" not in text


def test_a_departing_decision(by_hand: Dossier) -> None:
    """What was adopted, what it costs, which rules it breaks, and the grounds."""
    held = Dossier(by_hand.situation, adopted=["algae"], grounds="The sea cannot wait.")
    found = held.assessment
    assert found is not None
    assert found.value_lost is not None
    funded, refused = said(held, "algae"), said(held, "boats")
    for text in (funded, refused):
        assert "The sea cannot wait." in text
        assert number(found.value_lost, "en") in text
    assert "is funded in full" in funded
    assert "is not funded" in refused
    assert funded.count("is not funded") == 0, "the sentences on the best portfolio do not speak against it"
    with pytest.raises(ValueError, match="grounds"):
        Dossier(by_hand.situation, adopted=["algae"])


def test_the_same_bytes(by_hand: Dossier) -> None:
    """Twice the same statement is twice the same file, whatever the order of the rows."""
    from optimizer.case.load import read
    from optimizer.case.tables import Tables
    from optimizer.situation import Situation
    from tests.reports.conftest import CASES

    held = read(CASES / "by-hand")
    turned = {name: list(reversed(table.records())) for name, table in held.tables.items()}
    other = Dossier(Situation(Tables(Tables.from_texts(turned).tables, held.settings).check()))
    assert pdf(statement(by_hand, "care", "nl")) == pdf(statement(other, "care", "nl"))


@pytest.mark.needs("pdftotext")
def test_figures_in_the_pdf(flanders: Dossier, tmp_path: Path) -> None:
    """The text of the file itself: score, money of every year, every score on a criterion, every sentence's figures."""
    path = tmp_path / "statement.pdf"
    path.write_bytes(pdf(statement(flanders, "fisch", "nl")))
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    flat = re.sub(r"\s+", " ", text)
    funded = next(one for one in flanders.selected if one.roadmap == "fisch")
    assert money(funded.public, "million", "EUR", "nl").replace("\u00a0", " ") in flat
    assert number(funded.score, "nl") in flat
    explanation = flanders.explanation("fisch")
    assert explanation is not None
    for sentence in explanation.reasons("nl"):
        for figure in re.findall(r"\d[\d.,]*\d", plain(sentence)):
            assert figure in flat
    for cost in (c for c in flanders.case.costs if c.roadmap == "fisch" and c.level == "full"):
        year = sum(c.public for c in flanders.case.costs if c.roadmap == "fisch" and c.year == cost.year)
        assert re.search(rf"{cost.year}\s+{re.escape(number(year, 'nl', flanders.case.decimals))}\s", text)
    for kept in flanders.rules:
        if kept.figure is not None:
            assert kept.condition.reached(flanders.case, kept.figure, "nl").replace("\u00a0", " ") in flat


def test_a_pdf_that_says_what_it_is(by_hand: Dossier) -> None:
    """It names PDF/UA-1 and PDF/A-2a, its language and its title, and it is tagged."""
    data = pdf(statement(by_hand, "care", "nl"))
    for mark in (
        b"<pdfuaid:part>1",
        b"<pdfaid:part>2",
        b"<pdfaid:conformance>A",
        b"/MarkInfo",
        b"/StructTreeRoot",
        b"nl-BE",
    ):
        assert mark in data, mark


def test_a_time_limit_leaves_a_document_that_says_what_it_lacks(flanders: Dossier) -> None:
    """A statement on each roadmap and a report still come; neither passes off a part for the whole."""
    held = Dossier(Situation(flanders.case))
    assert held.decision.selection is not None
    held.deadline = 0.0  # long past
    for lang, said in (("en", "Not reached: the score that would be enough"), ("nl", "Niet berekend: de score")):
        for roadmap in ("photonics", "fisch"):
            found = texts(statement(held, roadmap, lang))
            assert any(said in text for text in found)
            assert not any("No rule decided by itself" in text or "Geen enkele regel was" in text for text in found)
        report = texts(selection(held, lang))
        part = {"en": "was found out in full", "nl": "volledig was berekend"}[lang]
        assert sum(part in text for text in report) >= 3
        assert not any("by itself." in text or "op zichzelf" in text for text in report if "dropped" not in text)
        assert pdf(selection(held, lang)).startswith(b"%PDF")


def test_documents_come_where_the_best_was_not_proven(flanders: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rank, scores and rules are there; what is reckoned from the best is said to lack."""

    def late(*_: object, **__: object) -> None:
        raise TimeoutError

    held = Dossier(flanders.situation)
    for name in ("alternatives", "frontier", "price", "reserve", "robust", "explain"):
        monkeypatch.setattr(f"optimizer.questions.{name}.{name}", late)
    assert held.explanation("fisch") is None
    assert not held.complete
    for roadmap in ("fisch", "photonics", "soil-and-sludge"):
        text = said(held, roadmap, "nl")
        assert "voordat de beste portefeuille was bewezen" in text
        assert number(held.situation.ranking.by_id[roadmap].score, "nl") in text
    report = texts(selection(held, "en"))
    assert sum("was found out in full" in text for text in report) == 5
    assert selection_data(held)["robust"] is None
    assert statement_data(held, "fisch", ("en",))["explanation"] is None


def test_time_is_left_for_every_statement(flanders: Dossier) -> None:
    """What one question does not take goes to those after it; none takes all that is left."""
    held = Dossier(flanders.situation, deadline=time.monotonic() + 100)
    held.statements = 4
    now = time.monotonic()
    shares = [held._until(part) for part in (0.12, 0.25, 1.0)]
    assert [round(share - now) for share in shares if share is not None] == [12, 25, 100]
    assert Dossier(flanders.situation)._until(0.12) is None
