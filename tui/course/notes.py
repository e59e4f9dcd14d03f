"""Read the instructor's notes: notes.md beside lesson.md, a `## {#page-id minutes=2 skip=1}` and a list for each page.

The lab never reads them; `sealegs notes` and `sealegs course check` do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from tui.course.files import read_text
from tui.course.markup import Heading, parse_lists
from tui.course.mistakes import Mistake, Refusal, suggestion
from tui.course.pages import MOST_BRACKETS
from tui.course.places import leads_out
from tui.model.course import Course, LessonEntry, Page
from tui.model.notes import Notes, PageNotes

FILE = "notes.md"
SKIP = "Skip: "
"""What the item begins with that says what can be left out."""

_HEADING = re.compile(r"\{#(?P<id>[a-z0-9-]+)(?P<words>(?: [^{}]*)?)\}")
_WORD = re.compile(r"(?P<key>minutes|skip)=(?P<minutes>0\.5|[1-9][0-9]{0,2}(?:\.5)?)")


class LessonNotes(Struct, frozen=True):
    """The notes on a lesson's pages, by the pages' ids, and what is wrong with them."""

    pages: dict[str, PageNotes]
    mistakes: tuple[Mistake, ...]


def load_notes(folder: Path, course: Course) -> Notes:
    """The notes on a course; a lesson without a notes.md has none. Raises CourseError."""
    pages: dict[tuple[str, str], PageNotes] = {}
    mistakes: list[Mistake] = []
    for lesson in course.lessons:
        read = read_notes(folder / lesson.entry.folder, lesson.entry, lesson.pages)
        mistakes += read.mistakes
        pages |= {(lesson.entry.id, page): notes for page, notes in read.pages.items()}
    if mistakes:
        raise Refusal(mistakes)
    return Notes(pages)


def read_notes(folder: Path, entry: LessonEntry, pages: Sequence[Page]) -> LessonNotes:
    """The notes in a lesson's folder, with what is wrong with them."""
    path = folder / FILE
    if not path.exists():
        return LessonNotes({}, ())
    try:
        text = read_text(path)
    except Refusal as refused:
        return LessonNotes({}, refused.mistakes)
    if leads_out(path, folder) or text.count("[") > MOST_BRACKETS:
        return LessonNotes({}, (Mistake(path, 1, "this is no file that notes are read from"),))
    reader = _Reader(path, text)
    found = dict(reader.pages({page.id: page for page in pages}))
    if not reader.mistakes:
        reader.check_sum(found, entry.minutes)
    return LessonNotes(found, tuple(reader.mistakes))


class _Reader:
    """A notes.md while it is being read; `mistakes` fills up on the way. What stands before the first page is for
    whoever reads the file."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        lists = parse_lists(text)
        self._items = lists.items
        self._headings = [each for each in lists.headings if each.level == "h2" and not each.nested]
        first = self._headings[0].start if self._headings else 0
        self.mistakes: list[Mistake] = []
        others = [each.start for each in lists.headings if each not in self._headings]
        for line in sorted({*lists.strays, *others}):
            if line > first:
                self._wrong(line, 'notes are a list of items, "- Ask: who has …", under the page\'s heading')
                break

    def _wrong(self, line: int, text: str) -> None:
        self.mistakes.append(Mistake(self._path, line + 1, text))

    def pages(self, known: dict[str, Page]) -> Iterator[tuple[str, PageNotes]]:
        """Each page's notes."""
        ends = [each.start for each in self._headings[1:]] + [1 << 30]
        met: set[str] = set()
        if not self._headings:
            self._wrong(0, 'there are no notes: "## {#page-id minutes=2}"')
        for heading, end in zip(self._headings, ends, strict=False):
            match = _HEADING.fullmatch(heading.text)
            if match is None:
                self._wrong(heading.start, 'a page\'s heading is its id: "## {#page-id minutes=2}"')
                continue
            if match["id"] not in known:
                text = f'lesson.md has no page "{match["id"]}"'
                self._wrong(heading.start, text + suggestion(match["id"], known))
            elif match["id"] in met:
                self._wrong(heading.start, f'the page "{match["id"]}" stands here twice')
            else:
                met.add(match["id"])
                yield match["id"], self._page(heading, end, match["words"].split(), known[match["id"]])

    def _page(self, heading: Heading, end: int, words: list[str], page: Page) -> PageNotes:
        said = dict(self._said(heading.start, words))
        items = [text for line, text in self._items if heading.start < line < end]
        skips = [text.removeprefix(SKIP) for text in items if text.startswith(SKIP)]
        minutes, saves = said.get("minutes", 0.0), said.get("skip", 0.0)
        if len(skips) != (saves > 0):
            self._wrong(heading.start, f'"skip=1" and one item "- {SKIP}what is left out" go together')
        if saves > minutes:
            self._wrong(heading.start, f"leaving out {saves:g} minutes of a page of {minutes:g}")
        if 0 < minutes < page.exercise:
            self._wrong(heading.start, f"an exercise of {page.exercise} minutes on a page of {minutes:g}")
        lines = tuple(text for text in items if not text.startswith(SKIP))
        return PageNotes(lines, minutes, skips[0] if skips else "", saves)

    def _said(self, line: int, words: list[str]) -> Iterator[tuple[str, float]]:
        for word in words:
            if match := _WORD.fullmatch(word):
                yield match["key"], float(match["minutes"])
            elif word.partition("=")[0] in ("minutes", "skip"):
                self._wrong(line, f'"{word}" is no number of minutes, as in "minutes=1.5"')
            else:
                text = f'unknown word "{word}"' + suggestion(word, ["minutes=2", "skip=1"])
                self._wrong(line, text)

    def check_sum(self, pages: dict[str, PageNotes], minutes: int) -> None:
        """If any page has minutes, all of them together are the lesson's."""
        total = sum(each.minutes for each in pages.values())
        if total not in (0, minutes):
            self._wrong(0, f"the pages' minutes add up to {total:g}, and the lesson has {minutes}")
