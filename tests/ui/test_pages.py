"""Each page, in both languages, as it is drawn and as it answers."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from streamlit.testing.v1 import AppTest

from ui.app import PAGES


def drawn(case: str, lang: str = "en", page: str = "") -> None:
    from ui.app import run

    run(case, lang, page)


def opened(case: Any, page: str, lang: str = "en") -> AppTest:
    made = AppTest.from_function(drawn, args=(str(case), lang, page), default_timeout=30).run()
    assert not made.exception, [one.value for one in made.exception]
    return made


def said(page: AppTest) -> str:
    """All markup of a page as text."""
    parts = [str(one.proto.body) for one in page.get("html")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(parts)))


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Answers are waited for: a test looks at the answer, not at the progress."""
    monkeypatch.setattr("ui.show.PATIENCE", 20.0)
    ask = __import__("ui.show", fromlist=["ask"]).ask
    monkeypatch.setattr(
        "ui.show.ask", lambda q, r, s, view=None, patience=20.0: ask(q, r, s, view, 20.0 if q != "price" else patience)
    )
    monkeypatch.setattr("ui.show._answer.__defaults__", (20.0,))


TITLES = {
    "en": ("Case", "Weights", "Ranking", "Portfolio", "What if", "How sure", "Money", "Why", "Take away"),
    "nl": (
        "Dossier",
        "Gewichten",
        "Rangschikking",
        "Portefeuille",
        "Wat als",
        "Hoe zeker",
        "Geld",
        "Waarom",
        "Meenemen",
    ),
}


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("number", range(len(PAGES)))
def test_every_page_is_drawn(by_hand, number, lang):
    page = opened(by_hand, PAGES[number][0], lang)
    assert TITLES[lang][number] in said(page)
    assert not page.error


def test_the_portfolio_is_the_librarys(by_hand):
    from optimizer import Situation, load_case
    from optimizer.questions.decide import decide

    situation = Situation(load_case(by_hand))
    decision = decide(situation)
    page = said(opened(by_hand, "portfolio"))
    names = {roadmap.id: roadmap.name for roadmap in situation.case.roadmaps}
    assert f"{len(decision.selected)} roadmaps funded" in page
    for one in decision.selected:
        assert names[one.roadmap] in page


def test_weights_are_moved_by_hand_from_those_in_force(flanders):
    page = opened(flanders, "weights")
    before = dict(page.session_state["session"].situation(page.session_state["session"].base).weights.values)
    page.button(key="by-hand").click().run()
    assert len(page.slider) == len(before)
    one = page.session_state["session"]
    assert one.situation(one.trial).weights.values == before
    one.undo()
    assert one.trial == one.base


def test_a_weight_moved_shares_out_the_rest_and_moves_the_portfolio(flanders):
    page = opened(flanders, "weights")
    page.selectbox[0].select("direct").run()
    before = said(page)
    slider = page.slider[0]
    slider.set_value(70.0).run()
    assert not page.exception
    session = page.session_state["session"]
    weights = session.situation(session.trial).weights.values
    first, second, third, *_ = weights.values()
    base = list(session.situation(session.base).weights.values.values())
    assert float(first) == pytest.approx(0.7)
    assert float(second / third) == pytest.approx(float(base[1] / base[2]), rel=1e-6)
    assert said(page) != before
    assert "70.0%" in said(page)


def test_a_fast_hand_moves_one_weight_and_not_the_others(flanders):
    """With the next move the browser may send where the other sliders stood before the last one."""
    page = opened(flanders, "weights")
    page.button(key="by-hand").click().run()
    stood = cast(float, page.slider[9].value)
    page.slider[0].set_value(30.0).run()
    assert cast(float, page.slider[9].value) < stood
    page.slider[9].set_value(stood)
    page.slider[0].set_value(31.0).run()
    session = page.session_state["session"]
    weights = list(session.situation(session.trial).weights.values.values())
    base = list(session.situation(session.base).weights.values.values())
    assert float(weights[0]) == pytest.approx(0.31)
    assert float(weights[9] / weights[1]) == pytest.approx(float(base[9] / base[1]), rel=1e-6)
    page.slider[9].set_value(20.0).run()
    *_, last = session.situation(session.trial).weights.values.values()
    assert float(last) == pytest.approx(0.2)


def test_a_judgment_that_clashes_is_mended_with_one_click(flanders):
    page = opened(flanders, "weights")
    session = page.session_state["session"]
    from fractions import Fraction

    from ui import judging, show

    member = next(iter(session.situation(session.trial).weights.members))
    ids = list(session.situation(session.trial).weights.values)
    show_session, show.session = show.session, lambda: session
    try:
        judging.judge(member, ids[0], ids[1], Fraction(1, 9))
        judging.judge(member, ids[1], ids[2], Fraction(1, 9))
    finally:
        show.session = show_session
    page.run()
    text = said(page)
    assert "worth another look" in text
    assert "clash most" in text
    mend = [one for one in page.button if str(one.key).startswith("mend-")]
    if mend:
        mend[0].click().run()
        assert session.situation(session.trial).weights.members[member].ratio <= 0.10


def test_a_rule_switched_off_and_on(flanders):
    page = opened(flanders, "portfolio")
    session = page.session_state["session"]
    before = session.decided(session.trial).value
    toggle = next(one for one in page.toggle if str(one.key).endswith("-domain-cap"))
    toggle.set_value(False).run()
    assert session.case(session.trial).settings.rules.off == ("domain-cap",)
    assert session.decided(session.trial).value >= before
    next(one for one in page.toggle if str(one.key).endswith("-domain-cap")).set_value(True).run()
    assert session.case(session.trial).settings.rules.off == ()


def test_a_budget_moved_and_a_roadmap_forced(by_hand):
    page = opened(by_hand, "portfolio")
    session = page.session_state["session"]
    row = page.number_input[0]
    row.set_value((row.value or 0) + 1).run()
    assert "budget" in session.tables_changed
    ids = [entry.roadmap for entry in session.situation(session.trial).ranking.entries if entry.eligible]
    funded = {one.roadmap for one in session.decided(session.trial).selected}
    out = next(iter(sorted(funded)))
    page.multiselect[1].select(out).run()
    assert session.case(session.trial).settings.never == (out,)
    assert out not in {one.roadmap for one in session.decided(session.trial).selected}
    assert len(ids) >= len(funded)


HOSTILE = "<img src=x onerror=alert(1)> =HYPERLINK('x') **b** $x$ [a](b)"


def test_a_hostile_name_is_text_on_every_page(tmp_path, by_hand):
    import csv
    import shutil

    place = tmp_path / "case"
    shutil.copytree(by_hand, place)
    with (place / "roadmaps.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["name"] = HOSTILE
    with (place / "roadmaps.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    for name, _title in PAGES:
        page = opened(place, name)
        markup = " ".join(str(one.proto.body) for one in page.get("html"))
        assert "<img" not in markup.casefold()
        for group in (page.markdown, page.caption, page.button, page.toggle, page.slider, page.number_input):
            for one in group:
                assert "<img" not in str(getattr(one, "label", "") or getattr(one, "value", ""))


def test_faults_are_shown_at_their_place_and_mended(tmp_path, by_hand):
    import shutil

    place = tmp_path / "case"
    shutil.copytree(by_hand, place)
    text = (place / "scores.csv").read_text(encoding="utf-8").splitlines()
    cells = text[1].split(",")
    good, cells[text[0].split(",").index("score")] = cells[text[0].split(",").index("score")], "99"
    (place / "scores.csv").write_text("\n".join([text[0], ",".join(cells), *text[2:]]), encoding="utf-8")
    page = opened(place, "case")
    assert "1 fault to mend" in said(page)
    assert "scores 2 score" in said(page)
    assert "99" in said(page)
    session = page.session_state["session"]
    assert not session.ready
    from ui.session import with_table

    rows = session.trial.tables.tables["scores"].records()
    rows[0]["score"] = good
    session.mend(with_table(session.trial.tables, "scores", rows))
    page.run()
    assert session.ready
    assert "to mend" not in said(page)


def test_the_language_is_switched_in_place(by_hand):
    page = opened(by_hand, "")
    assert "What is asked" in said(page)
    page.radio[0].set_value("Nederlands").run()
    assert "Wat gevraagd wordt" in said(page)
    page.radio[0].set_value("English").run()
    assert "What is asked" in said(page)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_way_to_weights_is_drawn_and_decides(flanders, lang):
    """Each method of the contract can be chosen, shows weights that add up to 100%, and leads to a portfolio."""
    page = opened(flanders, "weights", lang)
    for method in range(len(page.selectbox[0].options)):
        page.selectbox[0].select_index(method).run()
        assert not page.exception, (method, [one.value for one in page.exception])
        text = said(page)
        shares = [float(s.replace(",", ".")) for s in re.findall(r"(\d+[.,]\d)\s?%", text)]
        # A weight that moved stands beside what it was.
        assert min(abs(sum(shares[:10]) - 100), abs(sum(shares[:20:2]) - 100)) < 0.6, (method, shares)
        assert ("roadmaps funded" if lang == "en" else "roadmaps gesteund") in text


def test_a_portfolio_by_hand_says_what_has_to_be_explained(flanders):
    from optimizer import Situation, load_case
    from optimizer.questions.assess import assess
    from optimizer.questions.deviation import to_explain

    page = opened(flanders, "portfolio")
    page.segmented_control[0].select("By hand").run()
    one = page.session_state["session"]
    state = f"hand-{one.opened}"
    assert "It is the best portfolio" in said(page)
    mine = page.session_state[state][1:]
    page.multiselect(key=state).set_value(mine).run()
    situation = Situation(load_case(flanders))
    points = to_explain(situation, assess(situation, mine), rules=False)
    assert points
    text = said(page)
    assert "What a decision for it has to explain" in text
    for point in points:
        assert re.sub(r"\s+", " ", point) in text
