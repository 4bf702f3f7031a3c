"""A proposal with a roadmap that is not eligible counts in another unit of value, and is still compared rightly."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from optimizer.case.load import load_case
from optimizer.questions.assess import assess
from optimizer.situation import Situation

TABLES = {
    "case.yaml": "format: 1\ntitle: t\nscoring.method: additive\n",
    "criteria.csv": "id,name,direction,threshold\nfit,Fit,max,2\n",
    "roadmaps.csv": "id,name\ngood,Good\npoor,Poor\n",
    "scores.csv": "roadmap,criterion,score\ngood,fit,3\npoor,fit,1.5\n",
    "costs.csv": "roadmap,year,public,level\ngood,,4,\npoor,,9,\npoor,,2,half\n",
    "levels.csv": "roadmap,level,value_share\npoor,half,0.3\n",
}


def test_better_and_cheaper_than_a_proposal_that_is_not_eligible(tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text)
    found = assess(Situation(load_case(tmp_path)), ["poor"])
    assert [one.id for one in found.broken] == ["eligible:poor"]
    assert (found.value, found.value_lost) == (Decimal("0.3"), Decimal("0.3"))
    better = found.better_and_cheaper
    assert better is not None
    assert (better.selected, better.value, better.spend) == (("good",), Decimal("0.6"), Decimal(4))
