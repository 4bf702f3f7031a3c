"""The methods that pymcdm computes, each in the form of its published example.

- weighted product (Bridgman 1922; Miller and Starr 1969), WASPAS with equal parts (Zavadskas, Turskis, Antucheviciene
  and Zakarevicius 2012), ARAS (Zavadskas and Turskis 2010), EDAS (Keshavarz Ghorabaee, Zavadskas, Olfat and Turskis
  2015), CODAS (Keshavarz Ghorabaee, Zavadskas, Turskis and Antucheviciene 2016): one call for each weighting;
- PROMETHEE II with the usual criterion (Brans and Vincke 1985) and MABAC (Pamučar and Ćirović 2015): their figure is
  linear in the weights, so one call for each criterion gives all weightings.

Importing pymcdm loads matplotlib, so it happens here and only when one of these is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Methods whose figure is linear in the weights.
LINEAR = ("promethee2", "mabac")
#: All methods of this file.
LIBRARY = ("weighted_product", *LINEAR, "edas", "waspas", "codas", "aras")


def library_figures(method: str, matrix: Array, maximise: NDArray[np.bool_], weights: Array) -> Array:
    """The method's own figure of m roadmaps at S weightings, larger is better.

    Args:
        method: one of ``LIBRARY``.
        matrix: m by n (m of 2 or more), scores that have ratios where the method takes them.
        maximise: n.
        weights: S by n, adding up to 1.
    """
    types = np.where(maximise, 1, -1)
    compute = _method(method)
    with np.errstate(divide="ignore", invalid="ignore"):
        if method in LINEAR:
            each = np.array([compute(matrix, one, types, validation=False) for one in np.eye(len(types))])
            return np.asarray(weights @ each)
        found = np.array([compute(matrix, one, types, validation=False) for one in weights])
    if method == "edas":  # all of them average: NSP = 0 and NSN = 1
        found = np.where(np.isnan(found), 0.5, found)
    return found


def _method(name: str) -> Callable[..., Any]:
    """The object of pymcdm for a method, with normalisations that take a 0 on a ``max`` criterion for what it is."""
    from pymcdm import methods

    made: dict[str, Callable[[], Callable[..., Any]]] = {
        "weighted_product": lambda: methods.WPM(_by_sum),
        "promethee2": lambda: methods.PROMETHEE_II("usual"),
        "mabac": methods.MABAC,
        "edas": methods.EDAS,
        "waspas": lambda: methods.WASPAS(_by_best),
        "codas": lambda: methods.CODAS(_by_best),
        "aras": lambda: methods.ARAS(_by_sum),
    }
    return made[name]()


def _by_sum(x: Array, cost: bool = False) -> Array:
    """A column as shares of its sum (of its reciprocals on a ``min`` criterion)."""
    part = 1 / x if cost else x
    return np.asarray(part / part.sum())


def _by_best(x: Array, cost: bool = False) -> Array:
    """A column against its best: x over the largest, or the least over x on a ``min`` criterion."""
    return np.asarray(x.min() / x if cost else x / x.max())
