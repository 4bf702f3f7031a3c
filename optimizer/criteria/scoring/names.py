"""The names of the scoring methods, without anything that takes time to import."""

from __future__ import annotations

#: Every scoring method, in the order in which comparisons list them.
METHODS = (
    "topsis",
    "additive",
    "weighted_product",
    "vikor",
    "promethee2",
    "mabac",
    "edas",
    "marcos",
    "spotis",
    "copras",
    "waspas",
    "codas",
    "aras",
)

#: Other names that people know a method by.
ALIASES = {"wpm": "weighted_product", "promethee": "promethee2", "saw": "additive"}

#: Those that can take the ends of each criterion's scale as reference; the others compare with the data alone.
SCALE_METHODS = ("topsis", "additive", "vikor", "spotis")

#: Those that divide by scores, and so want a scale with a true zero.
RATIO_METHODS = ("weighted_product", "edas", "marcos", "copras", "waspas", "codas", "aras")


def canonical(method: str) -> str:
    """The method's name in ``METHODS``, whichever of its names it was asked for by."""
    return ALIASES.get(method, method)


def reference_in_force(method: str, reference: str) -> str:
    """``scale`` or ``data``: what a method goes by when ``reference`` is asked for."""
    return reference if method in SCALE_METHODS else "data"
