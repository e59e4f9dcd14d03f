"""Markdown as pages are written in it: CommonMark, and tables."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


def parsed(markdown: str) -> list[Token]:
    """What a text is made of, blocks with what is inline in them."""
    return _parser().parse(markdown)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")
