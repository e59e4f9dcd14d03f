"""Cut lesson.md into pages: a `## Heading {#page-id}` starts one, a fence marked `insert` is a runnable block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from msgspec import Struct
from rich.cells import cell_len

from tui.course.conditions import condition_of
from tui.course.markup import Container, Fence, Heading, Link, parse
from tui.course.mistakes import Mistake, refusal, suggestion
from tui.model.authored import untyped
from tui.model.course import Block, Page, Prose
from tui.model.machine import Condition

PAGE_LINES = 45
"""A page, as written, is at most so many lines: it must fit a pane."""

CODE_COLUMNS = 74
"""Code does not wrap in a pane; 74 columns fit the narrowest terminal with its borders."""

MOST_BRACKETS = 5000
"""More than any lesson has; the time that reading takes grows with their square."""

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_BLOCK_WORD = re.compile(rf"insert|id={_SLUG}")
_HEADING = re.compile(rf"(?P<title>.+?)\s+\{{#(?P<id>{_SLUG})(?P<words>(?:\s[^{{}}]*)?)\}}")
_PAGE = re.compile(r"## .*\{#")
_EXERCISE = re.compile(r"exercise=([1-9][0-9]{0,2})")
_MARK = re.compile(r"\s*:::")


class Manuscript(Struct, frozen=True):
    """A lesson.md that was read: its pages, its links, and where (lines from 1) each page and block stands.

    `whole`: it could be told where each page starts.
    """

    path: Path
    text: str
    pages: tuple[Page, ...]
    lines: dict[str, int]
    links: tuple[Link, ...]
    mistakes: tuple[Mistake, ...]
    whole: bool

    def lacks(self, page: str) -> bool:
        """Whether there is no such page, as far as can be told: one slip in a heading is said once."""
        return self.whole and all(page != each.id for each in self.pages)


def read_pages(path: Path, text: str, title: str) -> Manuscript:
    """The pages of a lesson called `title`, and the mistakes found on the way. Raises CourseError."""
    if text.count("[") > MOST_BRACKETS:
        raise refusal(Mistake(path, 1, "this has too many brackets to be a lesson"))
    cutter = _Cutter(path, text)
    pages = tuple(cutter.pages(title))
    return Manuscript(path, text, pages, cutter.ids, cutter.links, tuple(cutter.mistakes), cutter.whole)


class _Cutter:
    """A lesson.md while it is being cut; `mistakes` fills up on the way, `whole` ends where a page's start is lost."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.split("\n")
        markup = parse(text)
        self._headings = [heading for heading in markup.headings if not heading.nested]
        self._nested_headings = [heading for heading in markup.headings if heading.nested]
        self._fences = markup.fences
        self._containers = [each for each in markup.containers if not each.nested]
        self._nested_containers = [each for each in markup.containers if each.nested]
        self._html = markup.html
        self.links = markup.links
        self.ids: dict[str, int] = {}
        self.mistakes: list[Mistake] = []
        self.whole = True

    def pages(self, title: str) -> Iterator[Page]:
        """Every page, in order."""
        self._check_title(title)
        self._check_fences()
        self._check_containers()
        for line in self._html:
            self._wrong(line, "learners see HTML as it stands here; notes for yourself go into notes.md")
        headings = self._of_level("h2")
        if not headings:
            self._lost(0, 'a lesson needs a page: "## Heading {#page-id}"')
        ends = [heading.start for heading in headings[1:]] + [len(self._lines)]
        for heading, end in zip(headings, ends, strict=False):
            yield self._page(heading, end)

    def _of_level(self, level: str) -> list[Heading]:
        return [heading for heading in self._headings if heading.level == level]

    def _wrong(self, line: int, text: str) -> None:
        self.mistakes.append(Mistake(self._path, line + 1, text))

    def _lost(self, line: int, text: str) -> None:
        """A mistake that hides where a page starts."""
        self._wrong(line, text)
        self.whole = False

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
            if not self._is_closed(fence):
                self._lost(fence.start, f'nothing closes this; a line "{fence.mark}" does')
                continue
            for offset, line in enumerate(fence.code.splitlines()):
                if (columns := cell_len(line)) > CODE_COLUMNS:
                    self._wrong(fence.start + 1 + offset, f"code of {columns} columns; {CODE_COLUMNS} fit the pane")
            unknown = [word for word in fence.words[1:] if not _BLOCK_WORD.fullmatch(word)]
            for word in unknown:
                self._wrong(fence.start, f'unknown word "{word}"' + suggestion(word, ["insert", "id=name"]))
            if fence.runnable:
                self._check_block(fence)
            elif fence.words[1:] and not unknown:
                self._wrong(fence.start, 'only a block marked "insert" has an id')

    def _is_closed(self, fence: Fence) -> bool:
        """Whether a fence ends where its author meant it to: before another one, or a page, starts."""
        last = self._lines[fence.end - 1].lstrip("> ")
        within = (line.lstrip("> ") for line in self._lines[fence.start + 1 : fence.end - 1])
        swallowed = any(line.startswith(fence.mark) or _PAGE.match(line) for line in within)
        return fence.end - fence.start > 1 and last.startswith(fence.mark) and not swallowed

    def _check_block(self, fence: Fence) -> None:
        if fence.words[0] != "sh":
            self._wrong(fence.start, f'a block to insert is of language "sh", not "{fence.words[0]}"')
        if fence.nested:
            self._wrong(fence.start, "a block to insert can't stand inside a list or a quotation")
        for offset, line in enumerate(fence.code.splitlines(), 1):
            if reason := untyped(line):
                self._wrong(fence.start + offset, reason)
        if not fence.code.strip():
            self._wrong(fence.start, "a block to insert holds at least one line")

    def _check_containers(self) -> None:
        """Each is opened and closed on a page; a `:::` that closes nothing is told only where nothing else is wrong."""
        for each in self._nested_containers:
            self._wrong(each.start, '":::" can\'t stand inside another one, a list or a quotation')
        marks: set[int] = set()
        for each in self._containers:
            marks |= {each.start, each.end}
            if each.end >= len(self._lines) or not _MARK.match(self._lines[each.end]):
                self._lost(each.start, 'nothing closes this; a line ":::" does')
                continue
            for heading in self._nested_headings:
                if heading.level in ("h1", "h2") and each.start < heading.start < each.end:
                    self._lost(heading.start, "a page can't start between two ':::' lines")
                    break
        if self._nested_containers:
            return
        for number, line in enumerate(self._lines):
            if _MARK.match(line) and number not in marks and not any(fence.covers(number) for fence in self._fences):
                self._wrong(number, 'this ":::" closes nothing')

    def _page(self, heading: Heading, end: int) -> Page:
        match = _HEADING.fullmatch(heading.text)
        if match is None:
            self._lost(heading.start, 'a page\'s heading ends with its id: "## Heading {#page-id}"')
        title, page_id, words = match.group("title", "id", "words") if match else (heading.text, "", "")
        if page_id:
            self.whole = self.whole and page_id not in self.ids
            self._claim(page_id, heading.start)
        while not self._lines[end - 1].strip():
            end -= 1
        length = end - heading.start
        if length > PAGE_LINES:
            self._wrong(heading.start, f"a page of {length} lines; {PAGE_LINES} fit the pane")
        exercise = self._exercise(heading, words.split())
        return Page(page_id, title, tuple(self._page_parts(page_id, heading.end, end)), exercise)

    def _exercise(self, heading: Heading, words: list[str]) -> int:
        """The minutes of a page's exercise, 0 for none."""
        minutes = 0
        for word in words:
            if match := _EXERCISE.fullmatch(word):
                minutes = int(match[1])
            elif word.startswith("exercise="):
                self._wrong(heading.start, f'"{word}" is no number of minutes, as in "exercise=10"')
            else:
                self._wrong(heading.start, f'unknown word "{word}"' + suggestion(word, ["exercise=10"]))
        return minutes

    def _page_parts(self, page_id: str, start: int, end: int) -> Iterator[Prose | Block]:
        """What stands on a page: the text outside containers for all machines, that inside for some."""
        number = 0
        stretches: list[tuple[int, int, tuple[Condition, ...]]] = []
        for each in self._containers:
            if start <= each.start < end:
                stretches += [(start, each.start, ()), (each.start + 1, min(each.end, end), self._condition(each))]
                start = min(each.end + 1, end)
        for first, last, when in (*stretches, (start, end, ())):
            for part in self._parts(first, last, when):
                if isinstance(part, Fence):
                    number += 1
                    yield self._block(part, f"{page_id}-{number}", when)
                else:
                    yield part

    def _condition(self, container: Container) -> tuple[Condition, ...]:
        first = container.words[0]
        if first != "when":
            self._wrong(container.start, f'unknown word "{first}"' + suggestion(first, ["when"]))
            return ()
        try:
            return (condition_of(container.words[1:]),)
        except ValueError as error:
            self._wrong(container.start, str(error))
            return ()

    def _parts(self, start: int, end: int, when: tuple[Condition, ...]) -> Iterator[Prose | Fence]:
        """Prose and runnable fences between two lines."""
        for fence in self._fences:
            if start <= fence.start < end and fence.runnable:
                yield from self._prose(start, fence.start, when)
                yield fence
                start = fence.end
        yield from self._prose(start, end, when)

    def _block(self, fence: Fence, numbered: str, when: tuple[Condition, ...]) -> Block:
        named = next((word[3:] for word in fence.words if word.startswith("id=")), numbered)
        self._claim(named, fence.start)
        return Block(named, tuple(fence.code.rstrip("\n").split("\n")), when)

    def _prose(self, start: int, end: int, when: tuple[Condition, ...]) -> Iterator[Prose]:
        markdown = "\n".join(self._lines[start:end]).strip("\n")
        if markdown.strip():
            yield Prose(markdown, when)

    def _claim(self, name: str, line: int) -> None:
        """Pages and blocks share their names: both are places a learner can be sent to."""
        if name in self.ids:
            self._wrong(line, f'the id "{name}" is taken in line {self.ids[name]}')
        self.ids.setdefault(name, line + 1)
