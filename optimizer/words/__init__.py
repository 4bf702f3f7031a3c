"""One set of words: English sentences in the code, Dutch beside it, numbers as each language writes them.

Message ids are the English sentences themselves, with named placeholders (``%(roadmap)s``). The Dutch of each area of
the library is ``nl/LC_MESSAGES/AREA.po``, compiled to the ``.mo`` beside it by ``python -m optimizer.words compile``;
``python -m optimizer.words check`` says where code and Dutch differ. Importing this costs nothing but itself:
``gettext`` is loaded with the first Dutch word, Babel with the first number.
"""

from __future__ import annotations

import os
from functools import cache

TYPE_CHECKING = False  # as typing's own, without loading it
if TYPE_CHECKING:
    from collections.abc import Callable
    from gettext import NullTranslations
    from typing import Any

    from optimizer.words.formats import date, joined, locale_of, money, number, percent

__all__ = [
    "LANGUAGES",
    "N_",
    "date",
    "joined",
    "locale_of",
    "money",
    "number",
    "percent",
    "plural",
    "translator",
]

#: The languages that people can ask for.
LANGUAGES = ("en", "nl")


def __getattr__(name: str) -> Any:
    """The figures' functions, loaded when one of them is asked for: help needs none."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from optimizer.words import formats

    return getattr(formats, name)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark a sentence for translation where it is written, to be translated where it is shown."""
    return message


def translator(lang: str) -> Callable[[str], str]:
    """The function that turns an English sentence into one of ``lang``; a sentence without Dutch stays English.

    Raises:
        ValueError: for a language that there is none of.
    """
    return _pair(lang)[0]


def plural(lang: str) -> Callable[[str, str, int], str]:
    """The function ``(one, many, n)`` that picks and translates the form for ``n`` things; write it ``_n`` in code, so
    that the check finds its sentences.

    Raises:
        ValueError: for a language that there is none of.
    """
    return _pair(lang)[1]


@cache
def _pair(lang: str) -> tuple[Callable[[str], str], Callable[[str, str, int], str]]:
    if lang not in LANGUAGES:
        raise ValueError(f"{lang!r} is not a language here; choose {' or '.join(LANGUAGES)}")
    if lang == "en":
        return str, lambda one, many, n: one if n == 1 else many
    catalogue = _catalogue(lang)

    def translate(message: str) -> str:
        return catalogue.gettext(message) if message else ""  # the empty id is the catalogue's header

    return translate, catalogue.ngettext


def _catalogue(lang: str) -> NullTranslations:
    """Every area's compiled catalogue of a language, one behind the other in the order of their names."""
    from gettext import GNUTranslations, NullTranslations

    chain: NullTranslations | None = None
    folder = os.path.join(os.path.dirname(__file__), lang, "LC_MESSAGES")
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".mo"):
            continue
        with open(os.path.join(folder, name), "rb") as file:
            area = GNUTranslations(file)
        if chain is None:
            chain = area
        else:
            chain.add_fallback(area)
    return chain or NullTranslations()
