"""Answers as JSON, the same bytes wherever they are written.

Exact decimals are written digit for digit (``0.550000``), which the standard library cannot do; what is not ASCII is
escaped, so that neither an encoding nor a control character in a name changes or breaks anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import isfinite

#: Lists and objects of plain values no longer than this stay on one line.
_LINE = 110


def plain_json(value: object) -> str:
    """A JSON document, keys in the order given, two spaces for each level, with a line end.

    Mappings, lists, tuples, text, whole numbers, booleans, None, decimals, fractions (as the nearest decimal that a
    float holds where they are not whole) and finite floats can be written.

    Raises:
        TypeError: for anything else.
        ValueError: for a number that is not finite.
    """
    return "".join(_written(value, 0)) + "\n"


def _written(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        parts = [(f"{json.dumps(str(key))}: ", part) for key, part in value.items()]
        yield from _gathered(parts, "{", "}", depth)
    elif isinstance(value, list | tuple):
        yield from _gathered([("", part) for part in value], "[", "]", depth)
    else:
        yield _scalar(value)


def _gathered(parts: list[tuple[str, object]], left: str, right: str, depth: int) -> Iterator[str]:
    if not any(isinstance(part, Mapping | list | tuple) and part for _, part in parts):
        line = left + ", ".join(key + "".join(_written(part, depth)) for key, part in parts) + right
        if len(line) + 2 * depth <= _LINE:
            yield line
            return
    inner = "\n" + "  " * (depth + 1)
    yield left
    for number, (key, part) in enumerate(parts):
        yield ("," if number else "") + inner + key
        yield from _written(part, depth + 1)
    yield "\n" + "  " * depth + right


def _scalar(value: object) -> str:
    if value is None or isinstance(value, bool | int | str):
        return json.dumps(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, Fraction):
        return json.dumps(value.numerator if value.denominator == 1 else float(value))
    if isinstance(value, float) and isfinite(value):
        return json.dumps(float(value))
    if isinstance(value, Decimal | float):
        raise ValueError(f"{value} is not a number that JSON can hold")
    if hasattr(value, "item"):  # numpy's scalars
        return _scalar(value.item())
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
