"""Each rule type in mathematical notation, with the numbers of one rule in it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from optimizer.reports.document import plain
from optimizer.reports.mathematics import Tree, frac, num, op, paren, row, sub, sup, sym, total

if TYPE_CHECKING:
    from optimizer.case.model import Rule
    from optimizer.reports.voice import Voice

LE, GE, EQ, PLUS, TIMES = op("≤"), op("≥"), op("="), op("+", "binary"), op("·", "binary")
X = sub("x", "rl")
XR = sub("x", "r")
P, Q = sub("p", "rl"), sub("q", "rl")
SPEND, PARTNERS = total("r,l", row(P, X)), total("r,l", row(Q, X))


def _n(voice: Voice, x: Decimal | None, default: int = 1) -> Tree:
    return num(voice.short(default if x is None else x))


def _in_r(of: Tree) -> Tree:
    return total(row(sym("r"), op("∈"), sym("R")), of)


def _between(voice: Voice, rule: Rule, figure: Tree, times: Tree | None = None) -> Tree:
    """``min ≤ figure ≤ max``, each limit times something where it is a share."""
    parts: list[Tree] = []
    if rule.min is not None:
        parts += [_n(voice, rule.min), *([TIMES, times] if times else []), LE]
    parts.append(figure)
    if rule.max is not None:
        parts += [LE, _n(voice, rule.max), *([TIMES, times] if times else [])]
    return row(*parts)


def _count(voice: Voice, rule: Rule) -> Tree:
    return _between(voice, rule, _in_r(XR))


def _must(voice: Voice, rule: Rule) -> Tree:
    return row(XR, EQ, num("1"), sym(","), sym("r"), op("∈"), sym("R"))


def _never(voice: Voice, rule: Rule) -> Tree:
    return row(XR, EQ, num("0"), sym(","), sym("r"), op("∈"), sym("R"))


def _exclusive(voice: Voice, rule: Rule) -> Tree:
    return row(_in_r(XR), LE, _n(voice, rule.max))


def _requires(voice: Voice, rule: Rule) -> Tree:
    first, *others = rule.members
    parts: list[Tree] = []
    for id in others:
        parts += [*([sym(",  ")] if parts else []), sub("x", ["text", plain(first)]), LE, sub("x", ["text", plain(id)])]
    return row(*parts)


def _share(voice: Voice, rule: Rule) -> Tree:
    if rule.of == "count":
        return _between(voice, rule, _in_r(XR), total("r", XR))
    one = Q if rule.of == "private" else P
    return _between(voice, rule, total(row(sym("r"), op("∈"), sym("R,l")), row(one, X)), total("r,l", row(one, X)))


def _cover(voice: Voice, rule: Rule) -> Tree:
    return row(_in_r(XR), GE, _n(voice, rule.min))


def _concentration(voice: Voice, rule: Rule) -> Tree:
    group = total(row(sym("r"), op("∈"), sub("R", "d"), sym(",l")), row(frac(P, sub("m", "r")), X))
    return row(total("d", sup(paren(group), num("2"))), LE, _n(voice, rule.max), TIMES, sup(paren(SPEND), num("2")))


def _intensity(voice: Voice, rule: Rule) -> Tree:
    return row(P, X, LE, _n(voice, rule.max), TIMES, paren(row(P, PLUS, Q)), X)


def _leverage(voice: Voice, rule: Rule) -> Tree:
    return row(PARTNERS, GE, _n(voice, rule.min), TIMES, SPEND)


def _downside(voice: Voice, rule: Rule) -> Tree:
    worst = row(
        ["text", "min "],
        total("i", row(sub("z", "i"), sub("V", "i"))),
        GE,
        _n(voice, rule.min),
        TIMES,
        total("i", row(sub("P", "i"), sub("V", "i"))),
    )
    share = voice.short(Decimal(rule.value or "1"))
    return row(
        worst,
        sym(",   "),
        num("0"),
        LE,
        sub("z", "i"),
        LE,
        frac(sub("P", "i"), num(share)),
        sym(",   "),
        total("i", sub("z", "i")),
        EQ,
        num("1"),
    )


#: How each rule type is written.
NOTATION: dict[str, Callable[[Voice, Rule], Tree]] = {
    "count": _count,
    "must": _must,
    "never": _never,
    "exclusive": _exclusive,
    "requires": _requires,
    "share": _share,
    "cover": _cover,
    "concentration": _concentration,
    "intensity": _intensity,
    "leverage": _leverage,
    "downside": _downside,
}
