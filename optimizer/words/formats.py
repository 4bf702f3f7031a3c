"""Numbers, money, shares, dates and lists as English and Flemish Dutch write them (CLDR, through Babel).

Exact decimals stay exact: nothing passes through a float that did not come as one. Spaces inside a figure are no-break
spaces, so that a line never ends between an amount and its unit.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

#: The CLDR locale that each language is written in.
LOCALES = {"en": "en_GB", "nl": "nl_BE"}
_UNITS = {"nl": {"million": "miljoen", "thousand": "duizend", "billion": "miljard"}}
_AND = {"en": "and", "nl": "en"}
_OR = {"en": "or", "nl": "of"}
#: Digits kept of a fraction that no decimal ends.
_PLACES = 6

Number = int | float | Decimal | Fraction


def locale_of(lang: str) -> str:
    """The CLDR locale of a language, for whoever calls Babel itself.

    Raises:
        ValueError: for a language that there is none of.
    """
    try:
        return LOCALES[lang]
    except KeyError:
        raise ValueError(f"{lang!r} is not a language here; choose {' or '.join(LOCALES)}") from None


def number(x: Number, lang: str, decimals: int | None = None) -> str:
    """A number with the language's separators: ``1,234.5`` or ``1.234,5``. ``decimals`` are the digits after the mark,
    rounded half-even; None writes as many as the number has."""
    from babel.numbers import format_decimal

    exact = _decimal(x)
    places = max(0, -int(exact.as_tuple().exponent)) if decimals is None else decimals
    pattern = "#,##0" + ("." + "0" * places if places else "")
    with localcontext(prec=max(28, exact.adjusted() + places + 2)):  # the default context would refuse long figures
        exact = exact.quantize(Decimal(1).scaleb(-places))
        exact = exact if exact else abs(exact)  # no "-0.00"
        return str(format_decimal(exact, pattern, locale=locale_of(lang)))


def money(x: Number, unit: str, currency: str, lang: str, decimals: int | None = None) -> str:
    """An amount in its currency and unit: ``€12.5 million`` or ``€ 12,5 miljoen``.

    ``unit`` is the case's: ``1`` (or empty) for the currency itself, else a word (``million``). ``currency`` is an ISO
    4217 code; one that CLDR has no sign for is written itself. ``decimals`` as in :func:`number`."""
    from babel.numbers import get_currency_symbol

    locale = locale_of(lang)
    figure = number(x, lang, decimals)
    sign = str(get_currency_symbol(currency, locale=locale))
    glue = "" if lang == "en" and not sign[-1:].isalpha() else "\u00a0"
    minus = ""
    if figure.startswith(("-", "\u2212")):
        minus, figure = figure[0], figure[1:]
    word = _UNITS.get(lang, {}).get(unit, unit)
    tail = "" if word in ("", "1") else f"\u00a0{word}" if not word.isdigit() else f"\u00a0\u00d7\u00a0{word}"
    return f"{minus}{sign}{figure}{tail}" if not glue else f"{sign}{glue}{minus}{figure}{tail}"


def percent(x: Number, lang: str, decimals: int = 0) -> str:
    """A share (1 is the whole) as a percentage: ``12.5%`` or ``12,5 %``, as CLDR has it for the language."""
    from babel.numbers import format_percent

    exact = (_decimal(x) * 100).quantize(Decimal(1).scaleb(-decimals))
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + ("%" if lang == "en" else "\u00a0%")
    return str(format_percent(abs(exact) / 100 if not exact else exact / 100, pattern, locale=locale_of(lang)))


def date(day: datetime.date | str, lang: str) -> str:
    """A day written out: ``3 March 2015`` or ``3 maart 2015``. Text that is not an ISO date is given back as it is."""
    from babel.dates import format_date

    if isinstance(day, str):
        try:
            day = datetime.date.fromisoformat(day)
        except ValueError:
            return str(day)
    return str(format_date(day, "d MMMM y", locale=locale_of(lang)))


def joined(items: Sequence[str], lang: str, *, either: bool = False) -> str:
    """A list as a sentence has it: ``a, b and c`` or ``a, b en c``; with ``either``, ``or`` and ``of``."""
    locale_of(lang)
    *first, last = items or ("",)
    word = (_OR if either else _AND)[lang]
    return f"{', '.join(first)} {word} {last}" if first else last


def _decimal(x: Number) -> Decimal:
    """The number as a decimal; a float by its shortest text, a fraction to 6 places where it does not end."""
    if isinstance(x, Decimal):
        return x
    if isinstance(x, Fraction):
        exact = Decimal(x.numerator) / Decimal(x.denominator)
        return exact if Fraction(exact) == x else exact.quantize(Decimal(1).scaleb(-_PLACES))
    return Decimal(repr(float(x))) if isinstance(x, float) else Decimal(x)
