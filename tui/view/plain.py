"""A lesson as linear text, for a screen reader, a pipe or a printer: no columns, no boxes, one thing after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from textual.content import Content

from tui.model.course import Block, Course, Lesson, Page
from tui.model.engine import Snapshot
from tui.model.machine import Machine
from tui.model.tasks import Question, Solution, Task
from tui.model.text import printable
from tui.view.inline import CODE_STYLE
from tui.view.lesson import CONTINUES, KEY_WORDS, typed_commands
from tui.view.links import page_links
from tui.view.prose import BULLET, QUOTE, Piece, pieces
from tui.view.prose_table import Cells

CODE = "    "
"""Before a line of code, which is not wrapped."""
SPOKEN = str.maketrans({BULLET: "-", QUOTE: ">"})
"""Marks of the screen, in characters that are read aloud or passed over well."""


def lesson_text(
    course: Course, lesson: Lesson, pages: Sequence[Page], machine: Machine, width: int = 0, *, answers: bool = False
) -> str:
    """Pages of a lesson as they are on a machine, with their tasks and questions, and if `answers` with their hints,
    solutions and reasons. Lines of prose are at most `width` cells wide; 0 leaves a paragraph in one line."""
    lines = [f"Lesson {lesson.entry.number}: {lesson.entry.title}", ""]
    tasks, writing = count(1), _Writing(width)
    for number, page in enumerate(lesson.pages, 1):
        numbers = {task.id: next(tasks) for task in lesson.tasks_on(page)}
        if page not in pages:
            continue
        title = f"Page {number} of {len(lesson.pages)}: {page.title}"
        lines += [*writing.text(f"{title} ({page.id})"), ""]
        if page.exercise:
            lines += [f"An exercise of {page.exercise} minutes.", ""]
        lines += writing.page(course, lesson, page, machine)
        for task in lesson.tasks_on(page):
            lines += [*writing.task(numbers[task.id], task, machine, answers), ""]
        for question in lesson.questions_on(page):
            if question.requires.holds(machine):
                lines += [*writing.question(question, answers), ""]
    return "\n".join(lines).rstrip("\n")


class _Writing:
    """Lines of a width."""

    def __init__(self, width: int) -> None:
        self._width = width

    def text(self, text: str | Content, first: str = "", rest: str = "") -> list[str]:
        """A paragraph, wrapped if it is to be, hanging on what stands before its first line."""
        content = Content(printable(text)) if isinstance(text, str) else text
        lines = [line for part in content.split("\n", allow_blank=True) for line in self._wrapped(part, len(rest))]
        return [f"{rest if number else first}{line}".rstrip() for number, line in enumerate(lines)]

    def _wrapped(self, line: Content, taken: int) -> Iterable[str]:
        if not self._width:
            return [line.plain]
        return [each.plain for each in line.wrap(max(1, self._width - taken))]

    def page(self, course: Course, lesson: Lesson, page: Page, machine: Machine) -> list[str]:
        """Prose and commands, and where the links lead."""
        parts = [part for part in page.parts if all(each.holds(machine) for each in part.when)]
        lines: list[str] = []
        for part in parts:
            if isinstance(part, Block):
                lines += [*commands(part.lines), ""]
            else:
                lines += self._prose(pieces(part.markdown))
        for link in page_links(course, lesson.entry.id, parts):
            # An address that stands in the text as it is needs no second telling.
            if link.target or link.text not in (link.address, link.address.partition("://")[2]):
                where = f"{link.target[0]}#{link.target[1]}" if link.target else link.address
                lines.append(printable(f"Link: {link.text}: {where}"))
        return [*lines, ""] if lines and lines[-1] else lines

    def _prose(self, blocks: Sequence[Piece]) -> list[str]:
        lines: list[str] = []
        for block in blocks:
            if lines and block.gap and lines[-1]:
                lines.append("")
            first, rest = (each.plain.translate(SPOKEN) for each in (block.first, block.rest))
            match block.kind:
                case "text":
                    lines += self.text(_quoted(block.text), first, rest)
                case "code":
                    lines += [f"{rest}{CODE}{line.plain}".rstrip() for line in block.code]
                case "table":
                    lines += [line for row in _rows(block.cells) for line in self.text(row, first, rest)]
        return [*lines, ""]

    def task(self, number: int, task: Task, machine: Machine, answers: bool) -> list[str]:
        """What is to be done, and how."""
        missing = task.requires.unmet(machine)
        lines = self.text(f"Task {number}{', extra' if task.optional else ''}: {task.text}")
        if missing:
            lines += self.text(f"Not for this machine: it {missing}.")
        if not answers:
            return lines
        for step, hint in enumerate(task.hints, 1):
            lines += self.text(f"Hint {step} of {len(task.hints)}: {hint}")
        return [*lines, *self._solution(task.solution_on(machine))]

    def _solution(self, solution: Solution) -> list[str]:
        typed = [line for command in typed_commands(solution, Snapshot()) for line in commands(command)]
        keys = "  ".join(KEY_WORDS.get(key, key) for key in solution.keys)
        lines = [f"Solution: press {keys}" if keys else "Solution:"]
        return [*lines, *typed, *self.text(f"Why: {solution.why}")]

    def question(self, question: Question, answers: bool) -> list[str]:
        """What is asked, with its choices, and which is right."""
        before = " (Answer first, then try it.)" if question.settled_by is not None else ""
        lines = self.text(f"Question: {question.text}{before}")
        for letter, choice in zip("abcdefghijklmnopqrstuvwxyz", question.choices, strict=False):
            lines += self.text(choice.text, f"{letter}) ", "   ")
            if answers:
                lines += self.text(f"{'Right' if choice.correct else 'Wrong'}: {choice.why}", "   ", "   ")
        if answers and not question.choices:
            right = f"{question.answer}. " if question.answer is not None else ""
            lines += self.text(f"Answer: {right}{question.why}")
        return lines


def commands(lines: Sequence[str]) -> list[str]:
    """Lines to type, each command after a `$`."""
    before = ("", *lines)
    return [
        f"{'' if last.endswith(CONTINUES) else '$ '}{printable(line)}"
        for last, line in zip(before, lines, strict=False)
    ]


def _rows(table: Cells) -> Iterator[str]:
    """Each row of a table as a sentence: every cell with its column's title."""
    if not table.rows:
        return
    titles, *rows = table.rows
    for row in rows:
        cells = zip(map(_quoted, titles), map(_quoted, row), strict=False)
        yield "; ".join(f"{title}: {cell}" if title else str(cell) for title, cell in cells if cell)


def _quoted(text: Content) -> Content:
    """The text with code between backticks, since it has no colour here."""
    marks = {at for span in text.spans if span.style == CODE_STYLE for at in (span.start, span.end)}
    return Content("".join("`" * (at in marks) + each for at, each in enumerate(f"{text.plain} "))[:-1])
