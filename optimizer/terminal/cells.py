"""Text measured, cleaned and wrapped as a terminal shows it.

Names come from other people's spreadsheets. Whatever could move the cursor, change colours or turn the direction of a
line is shown as its code point instead of being sent; wide characters count as the two columns that they take.
"""

from __future__ import annotations

import unicodedata

#: Characters of category Cf that shape a script's letters and do nothing else.
_JOINERS = "\u200c\u200d"
#: What the pages draw with, and how that is written where an encoding has no such sign.
PLAIN = {
    "█": "#",
    "▌": "#",
    "░": ".",
    "─": "-",
    "│": "|",
    "•": "*",
    "·": "-",
    "→": "->",
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "…": "...",
    "–": "-",
    "—": "-",
    "−": "-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "€": "EUR ",
    "\u00a0": " ",
    "\u202f": " ",
}


def clean(text: str) -> str:
    """A text on one line in which nothing acts on the terminal: white space is a space, and control characters,
    direction marks and lone surrogates are written as ``<U+202E>``. No-break spaces stay."""
    if text.isascii() and text.isprintable():
        return text
    out = []
    for sign in text:
        if sign in "\t\n\r\v\f":
            out.append(" ")
        elif sign not in _JOINERS and unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            out.append(f"<U+{ord(sign):04X}>")
        else:
            out.append(sign)
    return "".join(out)


def width(text: str) -> int:
    """How many columns a cleaned text takes."""
    if text.isascii():
        return len(text)
    columns = 0
    for sign in text:
        if sign in _JOINERS or unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me"):
            continue
        columns += 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1
    return columns


def padded(text: str, columns: int, align: str = "left") -> str:
    """A text filled up to ``columns`` with spaces, on its right, or its left where it is aligned ``right``."""
    gap = " " * max(0, columns - width(text))
    return gap + text if align == "right" else text + gap


def wrapped(text: str, columns: int) -> list[str]:
    """A cleaned text in lines of at most ``columns``, broken at spaces, and inside a word only where it must be."""
    columns = max(1, columns)
    if width(text) <= columns:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) <= columns:
            line += " " + word
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, columns)
        lines += full
    lines.append(line)
    return lines


def _pieces(word: str, columns: int) -> list[str]:
    """A word cut where it is wider than a line, after a sign that invites it (``-``, ``/``, ``,``) if it can be."""
    pieces = []
    while width(word) > columns:
        fits = 1
        while fits < len(word) and width(word[: fits + 1]) <= columns:
            fits += 1
        soft = max(word.rfind(sign, 0, fits) for sign in "-/,") + 1
        cut = soft if soft > fits // 2 else fits
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def encodable(text: str, encoding: str) -> str:
    """A text that ``encoding`` can hold: the pages' own signs in plain ones, anything else it lacks as ``?``.

    A terminal that lacks some of the drawing signs gets none of them, so that a bar is not half in one style.
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        for sign, plain in PLAIN.items():
            try:
                sign.encode(encoding)
            except UnicodeEncodeError:
                text = text.replace(sign, plain)
        return text.encode(encoding, "replace").decode(encoding)
    except LookupError:
        return encodable(text, "ascii")
    return text
