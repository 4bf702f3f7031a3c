"""Formulas as trees of lists, and what each format makes of them.

A tree is a list whose first item is its kind: ``row`` of trees; ``sym`` (a letter), ``num``, ``text`` and ``op`` (a
sign and its class) with a text; ``sub`` and ``sup`` of two trees; ``frac`` of two; ``sqrt`` and ``paren`` of one;
``sum`` of what is below it and what is summed. Typst reads the tree itself.
"""

from __future__ import annotations

from html import escape
from typing import Any

Tree = list[Any]


def row(*trees: Tree) -> Tree:
    """Trees after one another."""
    return ["row", *trees]


def sym(letter: str) -> Tree:
    """A variable."""
    return ["sym", letter]


def num(text: str) -> Tree:
    """A number, as the language writes it."""
    return ["num", text]


def text(words: str) -> Tree:
    """Words in upright letters."""
    return ["text", words]


def op(sign: str, kind: str = "relation") -> Tree:
    """A sign: ``relation`` (=, ≤) or ``binary`` (+, ·)."""
    return ["op", sign, kind]


def sub(base: Tree | str, below: Tree | str) -> Tree:
    """A base with an index."""
    return ["sub", _tree(base), _tree(below)]


def sup(base: Tree | str, above: Tree | str) -> Tree:
    """A base with an exponent."""
    return ["sup", _tree(base), _tree(above)]


def frac(over: Tree, under: Tree) -> Tree:
    """A fraction."""
    return ["frac", over, under]


def sqrt(inner: Tree) -> Tree:
    """A square root."""
    return ["sqrt", inner]


def total(below: Tree | str, of: Tree) -> Tree:
    """A sum over what is below the sign."""
    return ["sum", _tree(below), of]


def paren(inner: Tree) -> Tree:
    """In parentheses."""
    return ["paren", inner]


def _tree(x: Tree | str) -> Tree:
    return sym(x) if isinstance(x, str) else x


def mathml(tree: Tree) -> str:
    """A tree as MathML, without the element ``math`` around it."""
    kind, *rest = tree
    if kind == "row":
        return "<mrow>" + "".join(mathml(one) for one in rest) + "</mrow>"
    if kind in ("sym", "num", "op", "text"):
        tag = {"sym": "mi", "num": "mn", "op": "mo", "text": "mtext"}[kind]
        return f"<{tag}>{escape(rest[0])}</{tag}>"
    if kind in ("sub", "sup", "frac"):
        tag = {"sub": "msub", "sup": "msup", "frac": "mfrac"}[kind]
        return f"<{tag}>{mathml(rest[0])}{mathml(rest[1])}</{tag}>"
    if kind == "sqrt":
        return f"<msqrt>{mathml(rest[0])}</msqrt>"
    if kind == "sum":
        return f'<munder><mo movablelimits="false">∑</mo>{mathml(rest[0])}</munder>{mathml(rest[1])}'
    return f"<mrow><mo>(</mo>{mathml(rest[0])}<mo>)</mo></mrow>"


def omml(tree: Tree) -> str:
    """A tree as Office's mathematics, without the element ``m:oMath`` around it."""
    kind, *rest = tree
    if kind == "row":
        return "".join(omml(one) for one in rest)
    if kind in ("sym", "num", "op", "text"):
        style = '<m:rPr><m:sty m:val="p"/></m:rPr>' if kind != "sym" else ""
        sign = f" {rest[0]} " if kind == "op" else rest[0]
        return f'<m:r>{style}<m:t xml:space="preserve">{escape(sign)}</m:t></m:r>'
    if kind == "sub":
        return f"<m:sSub><m:e>{omml(rest[0])}</m:e><m:sub>{omml(rest[1])}</m:sub></m:sSub>"
    if kind == "sup":
        return f"<m:sSup><m:e>{omml(rest[0])}</m:e><m:sup>{omml(rest[1])}</m:sup></m:sSup>"
    if kind == "frac":
        return f"<m:f><m:num>{omml(rest[0])}</m:num><m:den>{omml(rest[1])}</m:den></m:f>"
    if kind == "sqrt":
        return f'<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>{omml(rest[0])}</m:e></m:rad>'
    if kind == "sum":
        prop = '<m:naryPr><m:chr m:val="∑"/><m:limLoc m:val="undOvr"/><m:supHide m:val="1"/></m:naryPr>'
        return f"<m:nary>{prop}<m:sub>{omml(rest[0])}</m:sub><m:sup/><m:e>{omml(rest[1])}</m:e></m:nary>"
    return f"<m:d><m:e>{omml(rest[0])}</m:e></m:d>"
