"""Documents taken away from the page: what is asked for is what is given, in the languages asked for; it can stop."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from optimizer import Situation, load_case
from ui.papers import Wanted, bundle


def drawn(case: str, lang: str = "en") -> None:
    from ui.app import run

    run(case, lang, "take_away")


def opened(case: Any, lang: str = "en") -> AppTest:
    made = AppTest.from_function(drawn, args=(str(case), lang), default_timeout=60).run()
    assert not made.exception, [one.value for one in made.exception]
    return made


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    answer = __import__("ui.show", fromlist=["_answer"])._answer
    monkeypatch.setattr("ui.show._answer", lambda key, run, said, patience=0: answer(key, run, said, 60.0))


def made(page: AppTest) -> Any:
    next(one for one in page.button if one.key == "make").click().run()
    assert not page.exception, [one.value for one in page.exception]
    return page.session_state["made"][1]


def test_the_statement_on_one_roadmap_in_two_languages_and_in_word(by_hand):
    page = opened(by_hand)
    page.selectbox(key="paper").select("one").run()
    page.selectbox(key="paper-as-one").select("docx").run()
    page.selectbox(key="paper-lang").select("en nl").run()
    file = made(page)
    chosen = page.selectbox(key="paper-roadmap").value
    assert file.name == "statements.zip"
    with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
        assert packed.namelist() == [f"statement-{chosen}.{lang}.docx" for lang in ("en", "nl")]
        assert all(packed.read(name).startswith(b"PK") for name in packed.namelist())
    assert any(file.name in str(one.proto.label).replace("\\", "") for one in page.get("download_button"))


def test_the_page_in_dutch_gives_dutch_documents(by_hand):
    page = opened(by_hand, "nl")
    assert page.selectbox(key="paper-lang").value == "nl"
    page.selectbox(key="paper").select("workbook").run()
    file = made(page)
    assert file.name == "workbook.nl.xlsx"
    assert file.content.startswith(b"PK")


def test_another_choice_is_not_given_what_was_made_before(by_hand):
    page = opened(by_hand)
    page.selectbox(key="paper").select("package").run()
    first = made(page)
    page.checkbox(key="paper-pseudonyms").check().run()
    names = [str(one.proto.label) for one in page.get("download_button")]
    assert not any("package" in name.replace("\\", "") for name in names)
    assert first.name == "package.zip"
    assert made(page).name == "package-pseudonyms.zip"


def test_the_package_holds_the_trial_not_the_case_as_opened(flanders):
    page = opened(flanders)
    session = page.session_state["session"]
    assert session.change(weights__method="equal")
    page.run()
    page.selectbox(key="paper").select("package").run()
    with zipfile.ZipFile(io.BytesIO(made(page).content)) as packed:
        decision = json.loads(packed.read("decision.json"))
        assert "equal" in packed.read("case/case.yaml").decode()
    assert decision["settings"]["weights"]["method"] == "equal"
    assert float(decision["portfolio"]["value"]) == pytest.approx(float(session.decided(session.trial).value))


def test_every_statement_and_the_selection(by_hand):
    situation = Situation(load_case(by_hand))
    told: list[dict[str, Any]] = []
    file = bundle(situation, Wanted("all", "pdf", ("nl",)), lambda **said: told.append(said))
    with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
        assert len(packed.namelist()) == len(situation.case.roadmaps)
        assert all(packed.read(name).startswith(b"%PDF") for name in packed.namelist())
    assert told[-1] == {"done": len(situation.case.roadmaps), "of": len(situation.case.roadmaps)}


def test_what_is_stopped_gives_no_document(by_hand):
    def stop(**said: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bundle(Situation(load_case(by_hand)), Wanted("selection", "html"), stop)


def test_a_portfolio_that_was_adopted_instead_of_the_best_needs_its_grounds(by_hand):
    page = opened(by_hand)
    page.selectbox(key="paper").select("package").run()
    page.checkbox(key="paper-departs").check().run()
    best = list(page.multiselect(key="paper-adopted").value)
    page.multiselect(key="paper-adopted").set_value(best[:1]).run()
    assert next(one for one in page.button if one.key == "make").disabled
    page.text_area(key="paper-grounds").input("The sea cannot wait.").run()
    with zipfile.ZipFile(io.BytesIO(made(page).content)) as packed:
        adopted = json.loads(packed.read("adopted.json"))
    assert adopted["selected"] == best[:1]
    assert adopted["grounds"] == "The sea cannot wait."
    assert adopted["value_lost"] > 0


def test_what_departs_and_does_not_is_told_apart(by_hand):
    page = opened(by_hand, "nl")
    page.checkbox(key="paper-departs").check().run()
    best = list(page.multiselect(key="paper-adopted").value)
    assert not next(one for one in page.button if one.key == "make").disabled
    page.multiselect(key="paper-adopted").set_value(
        [best[0], f"{best[0].partition(':')[0]}:pilot"][:1] + best[2:]
    ).run()
    assert next(one for one in page.button if one.key == "make").disabled
    assert any("motivering" in str(one.proto.body) for one in page.get("html"))
