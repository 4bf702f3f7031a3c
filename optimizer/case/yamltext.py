"""Settings from YAML, read as text: no tags, anchors, aliases or duplicate keys, and nothing guessed.

Works on the parser's events, so that nothing is built of what is refused, ``2014-12-19``, ``010`` and ``yes`` stay what
was typed, and each setting knows its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from optimizer.case.faults import CaseError, Fault
from optimizer.case.kinds import quoted
from optimizer.case.limits import CELL_CHARACTERS, SETTINGS, SETTINGS_BYTES, SETTINGS_DEPTH

_NULL = ("", "~", "null", "Null", "NULL")


class _Refused(Exception):
    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


class Lines(dict[str, Any]):
    """A mapping that knows the line of each of its keys."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _events(text: str) -> Iterator[yaml.Event]:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = _line(event)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(line, "aliases (*name) are not read; write the value out")
        if getattr(event, "anchor", None) is not None:
            raise _Refused(line, "anchors (&name) are not read; write the value out")
        if (tag := getattr(event, "tag", None)) is not None:
            raise _Refused(line, f"tags are not read; write the value without {quoted(tag)}")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > SETTINGS_DEPTH:
                raise _Refused(line, f"is nested more than {SETTINGS_DEPTH} deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if count > 4 * SETTINGS:
            raise _Refused(line, f"holds more than {SETTINGS} settings")
        yield event


def _scalar(event: yaml.ScalarEvent) -> str | None:
    if len(event.value) > CELL_CHARACTERS:
        raise _Refused(_line(event), f"a text of {len(event.value)} characters; at most {CELL_CHARACTERS} are allowed")
    return None if event.style is None and event.value in _NULL else event.value


def _value(event: yaml.Event, events: Iterator[yaml.Event]) -> Any:
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    if isinstance(event, yaml.SequenceStartEvent):
        found = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            found.append(_value(event, events))
        return found
    group = Lines()
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        line = _line(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused(line, "a key has to be a word")
        key = event.value.strip()
        if key in group:
            raise _Refused(line, f"the key {quoted(key)} appears twice; keep one of them")
        group.lines[key] = line
        group[key] = _value(next(events), events)
    return group


def parse(data: bytes, name: str, table: str) -> Lines:
    """A YAML file's mapping, every scalar as the text that was typed (None where nothing was).

    Raises:
        CaseError: with one fault in ``table``, when the file cannot be read as settings.
    """
    if len(data) > SETTINGS_BYTES:
        raise CaseError([Fault(table, 0, "", f"{name} has {len(data)} bytes; at most {SETTINGS_BYTES} are allowed")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{name} is not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        raise CaseError([Fault(table, line, "", message)]) from None
    try:
        return _document(text)
    except _Refused as refused:
        raise CaseError([Fault(table, refused.line, "", f"{name}: {refused}")]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else 0
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        raise CaseError([Fault(table, line, "", f"{name} is not valid YAML: {problem}")]) from None


def _document(text: str) -> Lines:
    events = _events(text)
    found: Any = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(_line(event), "holds more than one document; keep one")
        elif isinstance(event, yaml.NodeEvent):
            found = _value(event, events)
    if found is None:
        return Lines()
    if not isinstance(found, Lines):
        raise _Refused(1, "holds no settings; lines like `title: A call` are wanted")
    return found
