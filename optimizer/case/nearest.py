"""The known name that a misspelt one most resembles."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name closest to ``name`` (Ratcliff and Obershelp 1988), letter case aside; None where none is close."""
    folded: dict[str, str] = {}
    for candidate in sorted(known):
        folded.setdefault(candidate.casefold(), candidate)
    found = get_close_matches(name[:200].casefold(), folded, n=1, cutoff=0.5)
    return folded[found[0]] if found else None


def hint(name: str, known: Iterable[str]) -> str:
    """``; did you mean "…"?``, or, where nothing is close, the names there are (at most eight); ready to append."""
    known = sorted(set(known))
    found = nearest(name, known)
    if found is not None:
        return f'; did you mean "{found}"?'
    if not known:
        return ""
    shown = ", ".join(f'"{candidate}"' for candidate in known[:8])
    return f"; known are {shown}{', …' if len(known) > 8 else ''}"


def distance(a: str, b: str, most: int) -> int:
    """How many letters must be put in, left out or changed to make ``b`` of ``a`` (Levenshtein 1966), counted up to
    ``most + 1``."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return min(previous[-1], most + 1)
