"""Charts say the figures that they are made from, in both languages, the same bytes each time."""

from __future__ import annotations

import pytest

from optimizer.reports.charts.choices import frontier_chart, robustness_chart
from optimizer.reports.charts.decision import money_chart, ranking_chart, weights_chart
from optimizer.reports.charts.pictures import png, svg
from optimizer.reports.dossier import Dossier
from optimizer.reports.voice import Voice


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_data_of_the_charts(by_hand: Dossier, lang: str) -> None:
    """Every bar and point is a figure of the result."""
    voice, situation = Voice(by_hand.situation, lang), by_hand.situation
    ranking = ranking_chart(situation.ranking, by_hand.levels, voice.roadmaps, lang).to_dict()
    bars = ranking["data"]["values"]
    assert [bar["score"] for bar in bars] == [float(entry.score) for entry in situation.ranking.entries]
    assert sum(bar["state"] == voice._("funded") for bar in bars) == len(by_hand.levels)
    weights = weights_chart(situation.weights, voice.criteria, lang).to_dict()
    first = weights["layer"][0]["data"] if "layer" in weights else weights["data"]
    assert [bar["weight"] for bar in first["values"]] == [float(w) for w in situation.weights.values.values()]
    frontier, robust = by_hand.frontier, by_hand.robust
    assert frontier is not None
    assert robust is not None
    line = frontier_chart(frontier, voice.unit, lang).to_dict()["layer"][0]["data"]["values"]
    assert [(p["at"], p["value"]) for p in line] == [(float(p.at), float(p.value)) for p in frontier.points]
    cores = robustness_chart(robust, voice.roadmaps, lang).to_dict()["data"]["values"]
    assert sorted(c["index"] for c in cores) == sorted(float(one.core_index) for one in robust.roadmaps)


def test_pictures_are_the_same_each_time(by_hand: Dossier) -> None:
    """SVG with the language's marks, PNG from it, twice the same."""
    chart = money_chart(by_hand.spend, {2015: 2.5}, "miljoen EUR", "nl")
    again = money_chart(by_hand.spend, {2015: 2.5}, "miljoen EUR", "nl")
    assert svg(chart) == svg(again)
    assert "miljoen EUR" in svg(chart)
    assert png(chart) == png(again)
    assert png(chart).startswith(b"\x89PNG")
