"""Small cases made in memory, for tests of the criteria alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from optimizer.case.model import Case, Criterion, Judgment, Roadmap, Score


def settings(**given: Any) -> Any:
    """Settings with the contract's defaults; dotted keys are written with two underscores (``weights__method``)."""
    tree: dict[str, Any] = {
        "scale": {"min": Decimal(0), "max": Decimal(5), "step": Decimal("0.5")},
        "weights": {
            "method": "equal",
            "values": None,
            "order": None,
            "best": None,
            "worst": None,
            "best_to_others": None,
            "others_to_worst": None,
            "prioritisation": "eigenvector",
            "aggregate": "judgments",
            "member": None,
        },
        "consensus": "median",
        "scoring": {"method": "topsis", "reference": "scale"},
        "threshold": {"total": None},
    }
    for key, value in given.items():
        if "__" in key:
            part, name = key.split("__", 1)
            tree[part][name] = value
        else:
            tree[key] = value
    return SimpleNamespace(**{k: SimpleNamespace(**v) if isinstance(v, dict) else v for k, v in tree.items()})


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
