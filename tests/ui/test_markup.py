"""Whatever a case says is shown as text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from ui.markup import Column, Html, bar, label, para, table, tag, text

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</td></table><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "=HYPERLINK('https://example.org','x')",
    "**bold** [link](https://example.org) $x^2$ :red[x] :material/home: `code` # head",
    "&lt;b&gt;",
    "right‮left",
)


class _Reader(HTMLParser):
    """What a browser would see: the tags and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


def read(markup: str) -> _Reader:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader


@pytest.mark.parametrize("words", HOSTILE)
def test_text_makes_no_tag_and_loses_nothing(words):
    found = read(text(words))
    assert found.tags == []
    assert found.words == words.replace("‮", "<U+202E>")


@pytest.mark.parametrize("words", HOSTILE)
def test_elements_hold_only_their_own_tags(words):
    made = table([Column(words), Column("n", figures=True)], [[words, bar(0.5, words)]], caption=words)
    found = read(made + para(words) + tag("span", words, css="x", title=words))
    assert set(found.tags) == {"table", "caption", "thead", "tbody", "tr", "th", "td", "div", "span", "p"}
    assert not [name for name in found.attributes if name.startswith("on")]


def test_markup_made_here_is_kept():
    assert text(tag("b", "a")) == "<b>a</b>"
    assert isinstance(para("x"), Html)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_label_has_every_mark_escaped(words):
    import re

    bare = re.sub(r"\\[\W_]", "", label(words))
    assert not re.search(r"[*_`\[\]()<>$:#=|~!\\]", bare)
