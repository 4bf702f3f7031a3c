"""Small cases made in memory, for tests of the criteria alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from optimizer.case.model import Case, Criterion, Judgment, Roadmap, Score
from optimizer.case.settings import Settings


def settings(**given: Any) -> Settings:
    """Real settings. Dotted keys are written with two underscores (``weights__method``), values as in case.yaml."""
    tree: dict[str, Any] = {"format": 1, "title": "A test", "weights": {"method": "equal"}}
    for key, value in given.items():
        *groups, name = key.split("__")
        place = tree
        for group in groups:
            place = place.setdefault(group, {})
        place[name] = value
    return Settings(**tree)


def case(
    matrix: Any,
    directions: str | None = None,
    scales: Sequence[tuple[object, object]] | None = None,
    thresholds: Mapping[int, object] | None = None,
    judgments: Sequence[tuple[str, str, str, object]] = (),
    scores: Sequence[Score] | None = None,
    criteria: Sequence[str] | None = None,
    **given: Any,
) -> Case:
    """A case with roadmaps ``r1``, ``r2``, … and criteria ``c1``, ``c2``, … (``+`` is max, ``-`` is min)."""
    count = len(matrix[0])
    names = list(criteria or [f"c{j + 1}" for j in range(count)])
    made = []
    for j in range(count):
        low, high = (scales or [(0, 5)] * count)[j]
        limit = (thresholds or {}).get(j)
        made.append(
            Criterion(
                names[j],
                names[j].upper(),
                (directions or "+" * count)[j] == "+",
                Decimal(str(low)),
                Decimal(str(high)),
                None if limit is None else Decimal(str(limit)),
            )
        )
    width = len(str(len(matrix)))
    ids = [f"r{i + 1:0{width}d}" for i in range(len(matrix))]
    rows = scores
    if rows is None:
        rows = [Score(ids[i], names[j], "", Decimal(str(x))) for i, row in enumerate(matrix) for j, x in enumerate(row)]
    return Case(
        settings=settings(**given),
        criteria=tuple(made),
        roadmaps=tuple(Roadmap(i, i.upper(), {}) for i in ids),
        scores=tuple(rows),
        judgments=tuple(Judgment(m, a, b, Fraction(str(v))) for m, a, b, v in judgments),
    )
