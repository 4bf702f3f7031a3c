"""The main job of each kind of user, in English and Dutch, in a real browser."""

from __future__ import annotations

import re
import shutil

import pytest

from optimizer import Situation, load_case
from optimizer.questions.decide import decide

pytestmark = pytest.mark.needs("chromium")


def wide(tab) -> bool:
    """Whether everything fits across the page."""
    return bool(
        tab.page.evaluate(
            "() => { const m = document.querySelector('[data-testid=\"stMain\"]');"
            " return m.scrollWidth <= m.clientWidth + 1 }"
        )
    )


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_every_page_fits_and_asks_nothing_of_other_machines(flanders_pages, tab, size):
    one = tab(flanders_pages, size=size)
    for name in ("Weights", "Ranking", "Portfolio", "What if", "Why", "Take away"):
        one.turn(name)
        one.heads(name)
        assert wide(one), name
    others = [url for url in one.asked if not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url)]
    assert others == []


def test_the_committee_moves_a_weight(flanders_pages, tab, flanders):
    one = tab(flanders_pages, "weights")
    one.page.get_by_role("button", name="Move the weights by hand").click()
    one.sees("Move one; the others share out")
    slider = one.page.get_by_role("slider").first
    slider.focus()
    for _ in range(4):
        slider.press("ArrowRight")
        one.idle()
    shown = str(slider.get_attribute("aria-valuetext")).replace("%", "").strip()
    situation = Situation(load_case(flanders))
    from fractions import Fraction

    from optimizer.questions.sensitivity import moved

    weights = situation.weights
    steps = moved(list(weights.fractions), 0, Fraction(shown) / 100)
    values = {id: format(float(w), ".9f") for id, w in zip(weights.values, steps, strict=True)}
    expected = decide(situation.with_settings({"weights.method": "direct", "weights.values": values}))
    one.sees(f"value {expected.value:.3f}")
    names = {roadmap.id: roadmap.name for roadmap in situation.case.roadmaps}
    for funded in expected.selected:
        assert names[funded.roadmap] in one.words
    one.page.get_by_role("button", name="Reset").click()
    one.sees("The same portfolio as in the case as opened")
    one.page.get_by_role("button", name="Undo").click()
    one.sees(f"value {expected.value:.3f}")


def test_a_budget_officer_switches_a_rule_off_in_dutch(flanders_pages, tab, flanders):
    one = tab(flanders_pages, "portfolio", (1920, 1080))
    one.page.get_by_text("Nederlands", exact=True).click()
    one.sees("roadmaps gesteund")
    one.page.locator("label").filter(has_text="voor elk van 8 waarden").first.click()
    expected = decide(Situation(load_case(flanders, settings={"rules.off": "domain-cap"})))
    one.sees("waarde " + f"{expected.value:.3f}".replace(".", ","))
    one.turn("Wat als")
    one.sees("Regels die niet tellen")
    one.sees("voor elk van 8 waarden")


def test_an_evaluator_reads_why(flanders_pages, tab, flanders):
    from optimizer.questions.explain import explain

    one = tab(flanders_pages, "why")
    situation = Situation(load_case(flanders))
    first = situation.ranking.entries[0].roadmap
    reasons = explain(situation, first).reasons("en")
    one.sees(reasons[0][:60])
    assert all(reason in one.words for reason in reasons)
    with one.page.expect_download() as saved:
        one.turn("Take away")
        one.page.get_by_role("button", name="Decision as data").click()
    import json

    with open(saved.value.path(), encoding="utf-8") as file:
        assert json.load(file)["portfolio"]["status"] == "optimal"


def test_a_scenario_outlives_the_server_and_a_link_opens_the_same_numbers(serve, tab, tmp_path, by_hand):
    place = tmp_path / "by-hand"
    shutil.copytree(by_hand, place)
    server = serve(place)
    one = tab(server, "weights")
    one.choose("How the weights come about", "Equal weights")
    one.sees("All criteria count alike")
    headline = one.page.locator("p.big").first.inner_text()
    one.turn("What if")
    box = one.page.get_by_label("Name of the scenario")
    box.fill("all-alike")
    box.press("Enter")
    one.page.get_by_role("button", name="Save", exact=True).click()
    one.sees("Saved: all-alike")
    link = one.page.locator("code").filter(has_text="?view=").first.inner_text().strip()
    server.kill()
    again = serve(place, server.port)
    other = tab(again, link)
    other.sees("Trial")
    assert headline in other.words
    assert other.page.get_by_label("Scenario", exact=True).input_value() == "all-alike"
    broken = tab(again, link[:-9])
    broken.sees("This link cannot be read")


def test_a_broken_workbook_is_sent_and_mended_in_the_page(flanders_pages, tab, tmp_path, by_hand):
    from optimizer import read
    from ui.session import with_table

    tables = read(by_hand)
    rows = tables.tables["roadmaps"].records()
    rows[0]["name"] = "<img src=x onerror=alert(1)> =HYPERLINK('x')"
    tables = with_table(tables, "roadmaps", rows)
    first = list(tables.tables["scores"].columns)
    scores = tables.tables["scores"].records()
    column = first.index("score")
    good, scores[0]["score"] = scores[0]["score"], "99"
    book = tmp_path / "broken.xlsx"
    with_table(tables, "scores", scores).write_workbook(book)
    one = tab(flanders_pages, size=(1920, 1080))
    one.page.get_by_text("Open another case").click()
    one.page.locator('input[type="file"]').set_input_files(str(book))
    one.sees("1 fault to mend")
    one.sees("99")
    grid = one.page.locator('[data-testid="stDataFrame"]').first
    grid.scroll_into_view_if_needed()
    one.page.wait_for_timeout(500)
    box = grid.bounding_box()
    one.page.mouse.click(box["x"] + box["width"] / len(first) * (column + 0.5), box["y"] + 55)
    one.page.wait_for_timeout(300)
    one.page.keyboard.type(good)
    one.page.wait_for_timeout(400)
    one.page.keyboard.press("Enter")
    one.sees("Asked:")
    one.turn("Ranking")
    one.sees("<img src=x onerror=alert(1)> =HYPERLINK('x')")
    assert one.page.locator('[data-testid="stMain"] img').count() == 0
