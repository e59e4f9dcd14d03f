"""The text within a block of Markdown: words with emphasis, code and links."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown_it.token import Token
from textual.content import Content, Span
from textual.style import Style

from tui.model.text import printable

STYLES = {"strong": "bold", "em": "italic"}
CODE_STYLE = "$accent on $block-background"


LINK = re.compile(r"https?://\S+|(?P<lesson>[a-z0-9-]*)#(?P<page>[a-z0-9-]+)")
"""Addresses a learner may follow: the web, or a page of the course."""


def inline(token: Token) -> Content:
    """The text of an `inline` token."""
    writing = _Writing()
    writing.take(token.children or ())
    return Content("".join(writing.text), spans=writing.spans)


class _Writing:
    """Text and its spans, while they are being written."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.spans: list[Span] = []
        self._length = 0
        self._open: list[tuple[int, str | Style]] = []

    def take(self, tokens: Iterable[Token]) -> None:
        """Write tokens."""
        for token in tokens:
            match token.type:
                case "softbreak":
                    self._write(" ")
                case "hardbreak":
                    self._write("\n")
                case "code_inline":
                    self._begin(CODE_STYLE)
                    self._write(printable(token.content))
                    self._end()
                case "link_open":
                    self._begin(_link_style(str(token.attrs.get("href", ""))))
                case "strong_open" | "em_open":
                    self._begin(STYLES[token.type.removesuffix("_open")])
                case "link_close" | "strong_close" | "em_close":
                    self._end()
                case _:  # words; HTML and a picture's words are only text
                    self._write(printable(token.content))

    def _write(self, text: str) -> None:
        self.text.append(text)
        self._length += len(text)

    def _begin(self, style: str | Style) -> None:
        self._open.append((self._length, style))

    def _end(self) -> None:
        start, style = self._open.pop()
        if style:
            self.spans.append(Span(start, self._length, style))


def _link_style(address: str) -> str | Style:
    """What makes a link one; Textual runs `@click` on the widget that shows it."""
    return Style.from_meta({"@click": f"link({address!r})"}) if LINK.fullmatch(address) else ""
