"""Markdown as pages are written in it: CommonMark, and tables."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


def parsed(markdown: str) -> list[Token]:
    """What a text is made of, blocks with what is inline in them."""
    return _parser().parse(markdown)


def parsed_line(line: str) -> Token:
    """What is inline in a line that is no block: one that starts with a dash is no list."""
    (token,) = _parser().parseInline(line)
    return token


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")
