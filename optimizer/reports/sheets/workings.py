"""How each scoring method is worked out in cells: an entry for each roadmap and criterion, a few steps, its own figure.

The formulas are those of the methods' authors (``optimizer.criteria.scoring`` has the sources), written with functions
that Excel and LibreOffice have in common.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.reports.sheets.cells import Cells
from optimizer.words import N_

#: What differs by less than this is the same figure, calculated twice.
NOISE = "1E-12"


Of = Callable[[Cells, int], str]


@dataclass(frozen=True)
class Working:
    """How one method is worked out.

    Attributes:
        entry: what it makes of the score of roadmap i on criterion j, and under which words (``title``).
        steps: figures of roadmap i on the way, each with its words.
        native: its own figure of roadmap i.
        laid: how that becomes a score: ``as it is``; ``between`` the least and the largest; ``turned``, where less is
            better: one minus it against the scale, else between the largest and the least.
        extra: a row of the method's own below the roadmaps, with its words.
        ratios: whether it divides by scores, so that some are counted from elsewhere.
    """

    title: str
    entry: Callable[[Cells, int, int], str]
    native: Of
    steps: tuple[tuple[str, Of], ...] = ()
    laid: str = "between"
    extra: tuple[str, Of] | None = None
    ratios: bool = False

    def score(self, cells: Cells, i: int, native: str, natives: str) -> str:
        """The score of roadmap i, not rounded, from its own figure and all of them."""
        if self.laid == "as it is":
            return native
        if self.laid == "turned" and not cells.data:
            return f"1-{native}"
        span = f"(MAX({natives})-MIN({natives}))"
        way = f"({native}-MIN({natives}))" if self.laid == "between" else f"(MAX({natives})-{native})"
        none = f"{span}<={NOISE}*MAX(1,MAX({natives}),-MIN({natives}))"
        return f"IF({none},0.5,{way}/{span})"


def _unit(c: Cells, i: int, j: int) -> str:
    """Between the worst and the best of the reference, 0 where both are one."""
    foot, top = c.said("foot", j), c.said("top", j)
    return f"IF({top}={foot},0,({c.x(i, j)}-{foot})/({top}-{foot}))"


def _gap(c: Cells, i: int, j: int) -> str:
    """The weighted distance from the best as a part of the way to the worst."""
    foot, top = c.said("foot", j), c.said("top", j)
    return f"{c.weight(j)}*IF({top}={foot},0,({top}-{c.x(i, j)})/({top}-{foot}))"


def _length(c: Cells, j: int) -> str:
    return f"SQRT(SUMSQ({c.xs(j)}))"


def _away(end: str) -> Of:
    """TOPSIS: the distance from the best (``top``) or worst (``foot``) of the reference."""

    def distance(c: Cells, i: int) -> str:
        terms = []
        for j in range(len(c.maximise)):
            whole = _length(c, j) if c.data else f"({c.said('top', j)}-{c.said('foot', j)})"
            gap = f"IF({whole}=0,0,({c.x(i, j)}-{c.said(end, j)})/{whole})"
            terms.append(f"({c.weight(j)}*{gap})^2")
        return f"SQRT({'+'.join(terms)})"

    return distance


def _closeness(c: Cells, i: int) -> str:
    near, far = c.step(i, 0), c.step(i, 1)
    return f"IF({near}+{far}=0,0.5,{far}/({near}+{far}))"


def _vikor(c: Cells, i: int) -> str:
    """Half the mean distance and half the largest, each between its least and its largest (or the scale's)."""
    if not c.data:
        return f"0.5*{c.step(i, 0)}/SUM({c.all_weights})+0.5*{c.step(i, 1)}/MAX({c.all_weights})"
    parts = []
    for k in (0, 1):
        low, span = f"MIN({c.steps(k)})", f"(MAX({c.steps(k)})-MIN({c.steps(k)}))"
        parts.append(f"IF({span}<={NOISE},0,0.5*({c.step(i, k)}-{low})/{span})")
    return "+".join(parts)


def _beaten(c: Cells, i: int, j: int) -> str:
    """How many a roadmap beats less by how many it is beaten, as a share of the others."""
    if c.roadmaps == 1:
        return "0"
    mine, all_ = f"ROUND({c.x(i, j)},9)", f"ROUND({c.xs(j)},9)"
    less, more = f"SUMPRODUCT(--({all_}<{mine}))", f"SUMPRODUCT(--({all_}>{mine}))"
    return f"({less}-{more})/{c.roadmaps - 1 if c.maximise[j] else 1 - c.roadmaps}"


def _border(c: Cells, j: int) -> str:
    """MABAC: the geometric mean of a criterion's entries."""
    return f"IF({c.weight(j)}=0,0,GEOMEAN({c.of(j)}))"


def _stretched(c: Cells, i: int, j: int) -> str:
    foot, top = c.said("foot", j), c.said("top", j)
    return f"{c.weight(j)}*(1+IF({top}={foot},1,({c.x(i, j)}-{foot})/({top}-{foot})))"


def _above(c: Cells, i: int, j: int) -> str:
    """EDAS: how far above the average (below, where less is better), as a part of it."""
    mean = c.column("AVERAGE", j)
    gap = f"{c.counted(i, j)}-{mean}" if c.maximise[j] else f"{mean}-{c.counted(i, j)}"
    return f"({gap})/{mean}"


def _edas(c: Cells, i: int) -> str:
    more, less = (f"MAX({c.steps(k)})" for k in (0, 1))
    figure = f"({c.step(i, 0)}/{more}+1-{c.step(i, 1)}/{less})/2"
    return f"IF(OR({more}<={NOISE},{less}<={NOISE}),0.5,{figure})"


def _by_best(c: Cells, i: int, j: int) -> str:
    """Against the best present."""
    if c.maximise[j]:
        return f"{c.counted(i, j)}/{c.column('MAX', j)}"
    return f"{c.column('MIN', j)}/{c.counted(i, j)}"


def _marcos(c: Cells, i: int) -> str:
    ideal, anti = f"SUM({c.all_weights})", f"({c.summed(c.extra)})"
    return f"{c.step(i, 0)}*({ideal}+{anti})/({ideal}^2+{ideal}*{anti}+{anti}^2)"


def _worst_by_best(c: Cells, j: int) -> str:
    return f"{c.column('MIN', j)}/{c.column('MAX', j)}"


def _side(maximise: bool) -> Of:
    """COPRAS: the sum of the entries on the criteria of which more is better, or less."""

    def total(c: Cells, i: int) -> str:
        return "+".join(c.entry(i, j) for j, up in enumerate(c.maximise) if up == maximise) or "0"

    return total


def _copras(c: Cells, i: int) -> str:
    cost, costs = c.step(i, 1), c.steps(1)
    term = f"IF(MIN({costs})>0,SUM({costs})/({cost}*SUMPRODUCT(1/{costs})),0)"
    return f"{c.step(i, 0)}+{term}"


def _codas(c: Cells, i: int) -> str:
    """Euclidean distances compared with everybody's, and taxicab ones where the former differ by 0.02 or more."""
    euclid, taxi = (f"({c.step(i, k)}-{c.steps(k)})" for k in (0, 1))
    return f"SUMPRODUCT({euclid}+(ABS{euclid}>=0.02)*{taxi})"


def _share(c: Cells, i: int, j: int) -> str:
    """A share of the sum, of reciprocals where less is better."""
    if c.maximise[j]:
        return f"{c.counted(i, j)}/{c.sum(j)}"
    return f"1/{c.counted(i, j)}/{c.reciprocals(j)}"


def _share_with_ideal(c: Cells, i: int, j: int) -> str:
    """ARAS: the same with an ideal among the roadmaps."""
    if c.maximise[j]:
        return f"{c.counted(i, j)}/({c.sum(j)}+{c.column('MAX', j)})"
    return f"1/{c.counted(i, j)}/({c.reciprocals(j)}+1/{c.column('MIN', j)})"


def _ideal(c: Cells, j: int) -> str:
    if c.maximise[j]:
        return f"{c.column('MAX', j)}/({c.sum(j)}+{c.column('MAX', j)})"
    return f"1/{c.column('MIN', j)}/({c.reciprocals(j)}+1/{c.column('MIN', j)})"


def _weighted_sum(c: Cells, i: int) -> str:
    return c.summed(lambda j: c.entry(i, j))


def _weighted_product(c: Cells, i: int) -> str:
    return c.multiplied(lambda j: c.entry(i, j))


_SUM = (N_("Weighted sum"), _weighted_sum)
_BETWEEN, _BEST = N_("between the worst and the best"), N_("against the best")
_FAR = N_("weighted distance from the best")
WORKINGS: dict[str, Working] = {
    "topsis": Working(
        _BETWEEN,
        _unit,
        _closeness,
        ((N_("Distance to the best"), _away("top")), (N_("Distance to the worst"), _away("foot"))),
        "as it is",
    ),
    "additive": Working(_BETWEEN, _unit, _weighted_sum, laid="as it is"),
    "vikor": Working(
        _FAR,
        _gap,
        _vikor,
        (
            (N_("Sum of the distances"), lambda c, i: f"SUM({c.entries(i)})"),
            (N_("Largest distance"), lambda c, i: f"MAX({c.entries(i)})"),
        ),
        "turned",
    ),
    "spotis": Working(_FAR, _gap, lambda c, i: f"SUM({c.entries(i)})", laid="turned"),
    "promethee2": Working(N_("beaten less beaten by"), _beaten, _weighted_sum),
    "mabac": Working(
        N_("weighted, from once to twice the weight"),
        _stretched,
        lambda c, i: f"SUM({c.entries(i)})-SUM({c.extras})" if c.roadmaps > 1 else "0",
        extra=(N_("Border: the geometric mean"), _border),
    ),
    "edas": Working(
        N_("above the average"),
        _above,
        _edas,
        (
            (N_("Above the average, weighted"), lambda c, i: c.summed(lambda j: f"MAX({c.entry(i, j)},0)")),
            (N_("Below the average, weighted"), lambda c, i: c.summed(lambda j: f"MAX(-{c.entry(i, j)},0)")),
        ),
        ratios=True,
    ),
    "marcos": Working(_BEST, _by_best, _marcos, (_SUM,), extra=(N_("The worst present"), _worst_by_best), ratios=True),
    "copras": Working(
        N_("weighted share of the sum"),
        lambda c, i, j: f"{c.weight(j)}*{c.counted(i, j)}/{c.sum(j)}",
        lambda c, i: f"{c.step(i, 2)}/MAX({c.steps(2)})",
        (
            (N_("What is to be had"), _side(True)),
            (N_("What it takes"), _side(False)),
            (N_("Both together"), _copras),
        ),
        ratios=True,
    ),
    "waspas": Working(
        _BEST,
        _by_best,
        lambda c, i: f"0.5*{c.step(i, 0)}+0.5*{c.step(i, 1)}",
        (_SUM, (N_("Weighted product"), _weighted_product)),
        ratios=True,
    ),
    "codas": Working(
        N_("weighted, against the best"),
        lambda c, i, j: f"{c.weight(j)}*{_by_best(c, i, j)}",
        _codas,
        (
            (N_("Euclidean distance from the worst"), lambda c, i: f"SQRT(SUMXMY2({c.entries(i)},{c.extras}))"),
            (N_("Taxicab distance from the worst"), lambda c, i: f"SUM({c.entries(i)})-SUM({c.extras})"),
        ),
        extra=(N_("The worst present"), lambda c, j: f"MIN({c.of(j)})"),
        ratios=True,
    ),
    "aras": Working(
        N_("share of the sum"),
        _share_with_ideal,
        lambda c, i: f"{c.step(i, 0)}/({c.summed(c.extra)})",
        (_SUM,),
        extra=(N_("The ideal among the roadmaps"), _ideal),
        ratios=True,
    ),
    "weighted_product": Working(N_("share of the sum"), _share, _weighted_product, ratios=True),
}
