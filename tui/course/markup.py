"""What lesson.md is made of, as a Markdown parser sees it: headings, fences, `:::` containers and links."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from msgspec import Struct

CONTAINER = "container_when"


class Heading(Struct, frozen=True):
    """A heading: its level ("h2"), the line it starts on and the line after it (from 0), and its text.

    `nested`: it stands in a list, a quotation or a container.
    """

    level: str
    start: int
    end: int
    text: str
    nested: bool


class Fence(Struct, frozen=True):
    """A fenced block: the line it starts on and the line after it (from 0), its info string, what it holds, and what
    closes it.

    `nested`: it stands in a list or a quotation; a container is no such thing.
    """

    start: int
    end: int
    words: list[str]
    code: str
    nested: bool
    mark: str

    @property
    def runnable(self) -> bool:
        """Whether a learner can put it at the prompt."""
        return "insert" in self.words

    def covers(self, line: int) -> bool:
        """Whether a line (from 0) is one of the fence's, its two marks included."""
        return self.start <= line < self.end


class Container(Struct, frozen=True):
    """What stands between `::: words` on the line `start` and the `:::` on the line `end` (from 0)."""

    start: int
    end: int
    words: list[str]
    nested: bool


class Link(Struct, frozen=True):
    """Where a link or an image leads, and the line it stands on (from 0)."""

    line: int
    target: str
    image: bool


class Markup(Struct, frozen=True):
    """The parts of a lesson.md."""

    headings: tuple[Heading, ...]
    fences: tuple[Fence, ...]
    containers: tuple[Container, ...]
    links: tuple[Link, ...]
    html: tuple[int, ...]
    """The lines (from 0) on which blocks of HTML start."""


class Lists(Struct, frozen=True):
    """The parts of a notes.md: headings, items of lists with the line each stands on (from 0), and lines on which
    something else stands."""

    headings: tuple[Heading, ...]
    items: tuple[tuple[int, str], ...]
    strays: tuple[int, ...]


def parse_lists(text: str) -> Lists:
    """Read Markdown that is headings and lists of one level."""
    markdown = MarkdownIt("commonmark")
    markdown.core.ruler.disable(["inline"])
    tokens = markdown.parse(text, {})
    items, strays = [], []
    for before, token in pairwise(tokens):
        if not token.map or token.type in _OF_LISTS or before.type == "heading_open":
            continue
        if token.type == "inline" and token.level == _IN_ITEM:
            items.append((token.map[0], " ".join(token.content.split())))
        else:
            strays.append(token.map[0])
    return Lists(tuple(_headings(tokens)), tuple(items), tuple(strays))


_OF_LISTS = {"heading_open", "bullet_list_open", "list_item_open", "paragraph_open"}
_IN_ITEM = 3
"""How deep the text of an item is: in a paragraph, an item and a list."""


def parse(text: str) -> Markup:
    """Read Markdown. What is inside a paragraph is looked at only where it may hold a link: that is half the time."""
    markdown = MarkdownIt("commonmark")
    container_plugin(markdown, "when", validate=lambda words, _: bool(words.strip()))
    markdown.core.ruler.disable(["inline"])
    env: dict[str, Any] = {}
    tokens = markdown.parse(text, env)
    depths = _depths(tokens)
    return Markup(
        tuple(_headings(tokens)),
        tuple(_fences(tokens, depths)),
        tuple(_containers(tokens)),
        tuple(_links(markdown, tokens, env)),
        tuple(token.map[0] for token in tokens if token.type == "html_block" and token.map),
    )


def _depths(tokens: list[Token]) -> list[int]:
    """How many lists and quotations each token stands in: its level without the containers around it."""
    depths = []
    containers = 0
    for token in tokens:
        if token.type == f"{CONTAINER}_close":
            containers -= 1
        depths.append(token.level - containers)
        if token.type == f"{CONTAINER}_open":
            containers += 1
    return depths


def _headings(tokens: list[Token]) -> Iterator[Heading]:
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.map:
            start, end = token.map
            yield Heading(token.tag, start, end, inline.content, nested=token.level > 0)


def _fences(tokens: list[Token], depths: list[int]) -> Iterator[Fence]:
    for token, depth in zip(tokens, depths, strict=True):
        if token.type == "fence" and token.map:
            start, end = token.map
            yield Fence(start, end, token.info.split(), token.content, nested=depth > 0, mark=token.markup)


def _containers(tokens: list[Token]) -> Iterator[Container]:
    for token in tokens:
        if token.type == f"{CONTAINER}_open" and token.map:
            start, end = token.map
            yield Container(start, end, token.info.split(), nested=token.level > 0)


def _links(markdown: MarkdownIt, tokens: list[Token], env: dict[str, Any]) -> Iterator[Link]:
    for token in tokens:
        if token.type != "inline" or not token.map or not ("[" in token.content or "<" in token.content):
            continue
        inner: list[Token] = []
        markdown.inline.parse(token.content, markdown, env, inner)
        for each in inner:
            if each.type not in ("link_open", "image"):
                continue
            target = str(each.attrs["src" if each.type == "image" else "href"])
            before = token.content[: max(0, token.content.find(f"({target}"))]
            yield Link(token.map[0] + before.count("\n"), target, image=each.type == "image")
