"""How the sentences of rules name what they speak of: roadmaps, values of an attribute, shares and numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from optimizer.case.model import Rule
from optimizer.words import joined, number, percent, translator


def whom(rule: Rule, lang: str) -> str:
    """The roadmaps that a rule speaks of, as the subject of a sentence about them."""
    _ = translator(lang)
    if rule.members:
        return _("roadmaps among %(roadmaps)s") % {"roadmaps": joined(rule.members, lang)}
    if rule.attribute is None:
        return _("roadmaps")
    return _("roadmaps with %(attribute)s “%(value)s”") % {"attribute": attribute(rule, lang), "value": rule.value}


def attribute(rule: Rule, lang: str) -> str:
    """The attribute that a rule looks at, in words: the format's own columns as the language has them, a case's own
    as its column is called, blanks for underscores."""
    _ = translator(lang)
    column = rule.attribute or ""
    own = {"domain": _("domain"), "risk": _("risk class"), "lead": _("applicant")}
    return own.get(column) or column.replace("_", " ").strip() or column


def count(n: Decimal | Fraction | int, lang: str) -> str:
    """A number of roadmaps."""
    return number(n, lang)


def share(x: Decimal | Fraction | int, lang: str) -> str:
    """A share of 1 as a percentage with as many decimals as it has, at most two."""
    hundredfold = Fraction(x) * 100
    places = next((p for p in (0, 1) if (hundredfold * 10**p).denominator == 1), 2)
    return percent(x, lang, places)


def limits(low: Decimal | None, high: Decimal | None, written: str, lang: str) -> str:
    """Words for at least, at most, between or exactly these limits; ``written`` is ``share`` or ``count``."""
    _ = translator(lang)
    say = {"share": share, "count": count}[written]
    if low is not None and high is not None:
        if low == high:
            return _("exactly %(number)s") % {"number": say(low, lang)}
        return _("between %(low)s and %(high)s") % {"low": say(low, lang), "high": say(high, lang)}
    if low is not None:
        return _("at least %(number)s") % {"number": say(low, lang)}
    if high is not None:
        return _("at most %(number)s") % {"number": say(high, lang)}
    return _("any number")


def rounded(x: Fraction, lang: str) -> str:
    """An index or a ratio to three decimals."""
    return number(x, lang, 3)
