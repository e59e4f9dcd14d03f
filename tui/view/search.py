"""Find words in a course: in titles, prose, code, tasks and questions. Hints and solutions are not looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from textual.content import Content

from tui.model.course import Course, Lesson, Page, Prose
from tui.model.machine import Machine
from tui.model.text import printable
from tui.view.laid import hanging
from tui.view.prose import pieces

SNIPPET = 200
"""Characters of a snippet: more than two rows of a wide screen."""
LEAD = 24
"""Characters kept before the place where a word was found."""


class Passage(Struct, frozen=True):
    """A page's text, line by line, as it is and in small letters."""

    lesson: str
    page: str
    number: str
    title: str
    lines: tuple[str, ...]
    small: tuple[str, ...]


class Hit(Struct, frozen=True):
    """A page on which all words stand. `span` is where the first of them stands in `snippet`, a line of the page."""

    lesson: str
    page: str
    number: str
    title: str
    snippet: str
    span: tuple[int, int]


def passages(course: Course, machine: Machine | None = None) -> tuple[Passage, ...]:
    """A course's text, made ready once; with a machine, without what is for others."""
    return tuple(_passage(lesson, page, machine) for lesson in course.lessons for page in lesson.pages)


def search(text: Sequence[Passage], typed: str) -> list[Hit]:
    """The pages that hold every word typed: first those with more of them in the title, then with more in one line."""
    words = typed.lower().split()
    starts = [re.compile(rf"\b{re.escape(word)}" if word[0].isalnum() else re.escape(word)) for word in words]
    found: list[tuple[int, int, Hit]] = []
    for passage in text if words else ():
        title = passage.title.lower()
        page = "\n".join((title, *passage.small))
        if all(word in page for word in words):
            scores = [_score(line, words, starts) for line in passage.small]
            best = max(range(len(scores)), key=scores.__getitem__, default=None)
            hit = _hit(passage, best, words, starts)
            found.append((-_score(title, words, starts), -scores[best] if best is not None else 0, hit))
    return [hit for *_, hit in sorted(found, key=lambda each: each[:2])]


def hit_lines(hit: Hit, width: int) -> list[Content]:
    """A hit in two rows: the page, and the line in which a word was found."""
    title = hanging(Content.styled(f"{hit.number:<4} ", "$quiet"), Content.styled(hit.title, "bold"), Content(), width)
    snippet = Content.styled(hit.snippet, "$quiet").stylize("$accent bold underline", *hit.span)
    return [*title, (Content(" " * 5) + snippet).truncate(width, ellipsis=True)]


def _passage(lesson: Lesson, page: Page, machine: Machine | None) -> Passage:
    lines = tuple(line for line in _lines(lesson, page, machine) if line.strip())
    return Passage(
        lesson.entry.id, page.id, lesson.entry.number, page.title, lines, tuple(line.lower() for line in lines)
    )


def _lines(lesson: Lesson, page: Page, machine: Machine | None) -> Iterator[str]:
    for part in page.parts:
        if machine is not None and not all(condition.holds(machine) for condition in part.when):
            continue
        if isinstance(part, Prose):
            for piece in pieces(part.markdown):
                yield from piece.text.plain.split("\n")
                yield from (line.plain for line in piece.code)
                yield from ("  ".join(cell.plain for cell in row) for row in piece.cells.rows)
        else:
            yield from (printable(line) for line in part.lines)
    for task in lesson.tasks_on(page):
        yield printable(task.text)
    for question in lesson.questions_on(page):
        yield printable(question.text)
        yield from (printable(choice.text) for choice in question.choices)


def _score(line: str, words: Sequence[str], starts: Sequence[re.Pattern[str]]) -> int:
    """How much a line has to do with the words: a word that begins as typed counts for two."""
    return sum((word in line) + (start.search(line) is not None) for word, start in zip(words, starts, strict=True))


def _hit(passage: Passage, best: int | None, words: Sequence[str], starts: Sequence[re.Pattern[str]]) -> Hit:
    """A page, for which its best line speaks."""
    line, small = (passage.lines[best], passage.small[best]) if best is not None else ("", "")
    places = [match.span() for start in starts if (match := start.search(small))]
    places = places or [(at, at + len(word)) for word in words if (at := small.find(word)) >= 0]
    start, end = min(places, default=(0, 0))
    cut = _cut(line, start)
    snippet = ("…" if cut else "") + line[cut : cut + SNIPPET]
    moved = (1 if cut else 0) - cut
    return Hit(passage.lesson, passage.page, passage.number, passage.title, snippet, (start + moved, end + moved))


def _cut(line: str, at: int) -> int:
    """Where the snippet begins: at a word a little before the place, or at the line's start if that is near."""
    return line.find(" ", at - LEAD) + 1 if at > LEAD + LEAD // 2 and " " in line[at - LEAD : at] else 0
