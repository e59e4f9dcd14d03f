"""Cut lesson.md into pages: a `## Heading {#page-id}` starts one, a fence marked `insert` is a runnable block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tui.course.mistakes import Mistake, refusal, suggestion
from tui.model.course import Block, Page, Prose

PAGE_LINES = 45
"""A page, as written, is at most so many lines: it must fit a pane."""

CODE_COLUMNS = 74
"""Code does not wrap in a pane; 74 columns fit the narrowest terminal with its borders."""

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_BLOCK_WORD = re.compile(rf"insert|id={_SLUG}")
_HEADING = re.compile(rf"(?P<title>.+?)\s+\{{#(?P<id>{_SLUG})\}}")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading: its level ("h2"), the line it starts on and the line after it (from 0), and its text."""

    level: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Fence:
    """A fenced block: the line it starts on and the line after it (from 0), its info string, and what it holds."""

    start: int
    end: int
    words: list[str]
    code: str
    nested: bool

    @property
    def runnable(self) -> bool:
        return "insert" in self.words


def read_pages(path: Path, text: str, title: str) -> tuple[Page, ...]:
    """The pages of a lesson called `title`. Raises CourseError with every mistake found."""
    manuscript = _Manuscript(path, text)
    pages = tuple(manuscript.pages(title))
    if manuscript.mistakes:
        raise refusal(*manuscript.mistakes)
    return pages


class _Manuscript:
    """A lesson.md while it is being cut; `mistakes` fills up on the way."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.split("\n")
        tokens = MarkdownIt("commonmark").parse(text)
        self._headings = list(_headings(tokens))
        self._fences = list(_fences(tokens))
        self._ids: set[str] = set()
        self.mistakes: list[Mistake] = []

    def pages(self, title: str) -> Iterator[Page]:
        """Every page, in order."""
        self._check_title(title)
        self._check_fences()
        headings = self._of_level("h2")
        if not headings:
            self._wrong(0, 'a lesson needs a page: "## Heading {#page-id}"')
        ends = [heading.start for heading in headings[1:]] + [len(self._lines)]
        for heading, end in zip(headings, ends, strict=False):
            yield self._page(heading, end)

    def _of_level(self, level: str) -> list[_Heading]:
        return [heading for heading in self._headings if heading.level == level]

    def _wrong(self, line: int, text: str) -> None:
        self.mistakes.append(Mistake(self._path, line + 1, text))

    def _check_title(self, title: str) -> None:
        titles = self._of_level("h1")
        if not titles or titles[0].start != 0 or titles[0].text != title:
            self._wrong(0, f'the first line must be "# {title}", the title in course.yaml')
        for extra in titles[1:]:
            self._wrong(extra.start, 'a second title; a page starts with "##"')
        first = next((heading.start for heading in self._of_level("h2")), len(self._lines))
        stray = (line for line in range(1, first) if self._lines[line].strip())
        for line in islice(stray, 1):
            self._wrong(line, "this stands before the first page")

    def _check_fences(self) -> None:
        for fence in self._fences:
            for offset, line in enumerate(fence.code.splitlines()):
                if len(line) > CODE_COLUMNS:
                    self._wrong(fence.start + 1 + offset, f"code of {len(line)} columns; {CODE_COLUMNS} fit the pane")
            unknown = [word for word in fence.words[1:] if not _BLOCK_WORD.fullmatch(word)]
            for word in unknown:
                self._wrong(fence.start, f'unknown word "{word}"' + suggestion(word, ["insert", "id=name"]))
            if fence.runnable:
                self._check_block(fence)
            elif fence.words[1:] and not unknown:
                self._wrong(fence.start, 'only a block marked "insert" has an id')

    def _check_block(self, fence: _Fence) -> None:
        if fence.words[0] != "sh":
            self._wrong(fence.start, f'a block to insert is of language "sh", not "{fence.words[0]}"')
        if fence.nested:
            self._wrong(fence.start, "a block to insert can't stand inside a list or a quotation")
        if not fence.code.strip():
            self._wrong(fence.start, "a block to insert holds at least one line")

    def _page(self, heading: _Heading, end: int) -> Page:
        match = _HEADING.fullmatch(heading.text)
        if match is None:
            self._wrong(heading.start, 'a page\'s heading ends with its id: "## Heading {#page-id}"')
        title, page_id = match.group("title", "id") if match else (heading.text, "")
        if page_id:
            self._claim(page_id, heading.start)
        while not self._lines[end - 1].strip():
            end -= 1
        length = end - heading.start
        if length > PAGE_LINES:
            self._wrong(heading.start, f"a page of {length} lines; {PAGE_LINES} fit the pane")
        return Page(page_id, title, tuple(self._parts(page_id, heading.end, end)))

    def _parts(self, page_id: str, start: int, end: int) -> Iterator[Prose | Block]:
        blocks = [fence for fence in self._fences if start <= fence.start < end and fence.runnable]
        for number, fence in enumerate(blocks, 1):
            yield from self._prose(start, fence.start)
            named = next((word[3:] for word in fence.words if word.startswith("id=")), f"{page_id}-{number}")
            self._claim(named, fence.start)
            yield Block(named, tuple(fence.code.rstrip("\n").split("\n")))
            start = fence.end
        yield from self._prose(start, end)

    def _prose(self, start: int, end: int) -> Iterator[Prose]:
        markdown = "\n".join(self._lines[start:end]).strip("\n")
        if markdown.strip():
            yield Prose(markdown)

    def _claim(self, name: str, line: int) -> None:
        """Pages and blocks share their names: both are places a learner can be sent to."""
        if name in self._ids:
            self._wrong(line, f'the id "{name}" is taken')
        self._ids.add(name)


def _headings(tokens: list[Token]) -> Iterator[_Heading]:
    """The headings that stand on their own, not in a list or a quotation."""
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            start, end = token.map
            yield _Heading(token.tag, start, end, inline.content)


def _fences(tokens: list[Token]) -> Iterator[_Fence]:
    for token in tokens:
        if token.type == "fence" and token.map:
            start, end = token.map
            yield _Fence(start, end, token.info.split(), token.content, nested=token.level > 0)
