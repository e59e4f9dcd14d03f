"""The course map's rows: every lesson, and of those that are unfolded the pages, and the tasks with how they were done.

Optional tasks and tasks that are not for this machine don't count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from textual.content import Content

from tui.model.course import Course, Lesson, Page
from tui.model.progress import Progress, TaskRecord, Way
from tui.model.tasks import Task
from tui.view.laid import hanging

Tone = Literal["plain", "good", "quiet", "accent"]

DONE, OPEN, SKIPPED, ABSENT = "✓", "○", "»", "–"
FOLDED, UNFOLDED, HERE = "▸", "▾", "◆"
INDENT = " " * 6
"""Before a task."""
BAR = 8
"""Cells of a lesson's bar."""
BAR_FROM = 60
"""Columns from which there is room for it."""
WAYS: dict[Way, str] = {
    "self": "by yourself",
    "hint": "after hints",
    "shown": "with the solution shown",
    "hand": "ticked by hand",
}
STYLES: dict[Tone, str] = {"plain": "$foreground", "good": "$success", "quiet": "$quiet", "accent": "$accent bold"}


class Row(Struct, frozen=True):
    """One row. `place` is where it leads, (lesson, page); a lesson's row to the page one is on, or else its first.

    `told` is what is said at its right end, `note` below it; a lesson's row has (done, total) in `count`.
    """

    key: str
    kind: Literal["lesson", "page", "task"]
    mark: str
    text: str
    place: tuple[str, str]
    told: str = ""
    tone: Tone = "plain"
    note: str = ""
    count: tuple[int, int] = (0, 0)


def course_rows(
    course: Course, progress: Progress, absent: Mapping[str, str], unfolded: Collection[str]
) -> tuple[Row, ...]:
    """The rows with the lessons in `unfolded` unfolded; `absent` has reasons, by task key."""
    rows: list[Row] = []
    for lesson in course.lessons:
        minutes = lesson.entry.minutes if course.policies.minutes else 0
        rows.append(_lesson(lesson, progress, absent, lesson.entry.id in unfolded, minutes))
        if lesson.entry.id in unfolded:
            for page in lesson.pages:
                rows.append(_page(lesson, page, progress))
                rows += task_rows(lesson, lesson.tasks_on(page), progress, absent)
    return tuple(rows)


def task_rows(lesson: Lesson, tasks: tuple[Task, ...], progress: Progress, absent: Mapping[str, str]) -> Iterator[Row]:
    """Rows of some of a lesson's tasks, with how each was done."""
    for task in tasks:
        key = lesson.key(task.id)
        mark, told, tone = _how(task, progress.record(key), key in absent)
        place = (lesson.entry.id, task.page)
        yield Row(f"task:{key}", "task", mark, task.text, place, told, tone, absent.get(key, ""))


def counted(lesson: Lesson, progress: Progress, absent: Mapping[str, str]) -> tuple[int, int]:
    """(done, total) of a lesson's tasks that count."""
    keys = [lesson.key(task.id) for task in lesson.tasks if not task.optional]
    counting = [progress.record(key) for key in keys if key not in absent]
    return sum(record.done for record in counting), len(counting)


def counted_all(course: Course, progress: Progress, absent: Mapping[str, str]) -> tuple[int, int]:
    """The same of all lessons together."""
    counts = [counted(lesson, progress, absent) for lesson in course.lessons]
    return sum(done for done, _ in counts), sum(every for _, every in counts)


def total(course: Course, progress: Progress, absent: Mapping[str, str]) -> str:
    """The whole course in words."""
    done, every = counted_all(course, progress, absent)
    return f"{done} of {every} tasks done"


def told_ways(ways: Sequence[Way]) -> list[str]:
    """How many tasks were done in each of these ways, in words."""
    return [f"{ways.count(way)} {words}" for way, words in WAYS.items() if way in ways]


def row_lines(row: Row, width: int) -> list[Content]:
    """A row in lines of at most `width` cells."""
    match row.kind:
        case "lesson":
            end = Content.styled(f"{row.told}  " if row.told else "", "$quiet") + _count(row, width)
            return hanging(Content.styled(f"{row.mark} ", "$quiet"), _bold(row), end, width)
        case "page":
            first = Content.styled(f"  {row.mark} ", STYLES[row.tone])
            return hanging(first, Content.styled(row.text, STYLES[row.tone]), _told(row), width)
        case "task":
            return _task_lines(row, width)


def _task_lines(row: Row, width: int) -> list[Content]:
    """A task's row, and below it why it can't be done, if it can't."""
    first = Content.styled(f"{INDENT}{row.mark} ", STYLES[row.tone])
    text = Content.styled(row.text, "$foreground" if row.tone == "plain" else "$quiet")
    lines = hanging(first, text, _told(row), width)
    if row.note:
        lines += hanging(Content(f"{INDENT}  "), Content.styled(f"It {row.note}.", "$quiet"), Content(), width)
    return lines


def _lesson(lesson: Lesson, progress: Progress, absent: Mapping[str, str], unfolded: bool, minutes: int) -> Row:
    count = counted(lesson, progress, absent)
    here = progress.lesson == lesson.entry.id
    return Row(
        f"lesson:{lesson.entry.id}",
        "lesson",
        UNFOLDED if unfolded else FOLDED,
        f"{lesson.entry.number:<4} {lesson.entry.title}{f' {HERE}' if here and not unfolded else ''}",
        (lesson.entry.id, progress.page if here else lesson.pages[0].id),
        told=f"{minutes} min" if minutes else "",
        tone="accent" if here and not unfolded else "plain",
        count=count,
    )


def _page(lesson: Lesson, page: Page, progress: Progress) -> Row:
    here = (lesson.entry.id, page.id) == (progress.lesson, progress.page)
    told = f"exercise, {page.exercise} min" if page.exercise else ""
    return Row(
        f"page:{lesson.entry.id}/{page.id}",
        "page",
        HERE if here else "·",
        page.title,
        (lesson.entry.id, page.id),
        "you are here" if here else told,
        "accent" if here else "plain",
    )


def _how(task: Task, record: TaskRecord, absent: bool) -> tuple[str, str, Tone]:
    """A task's symbol, how it was done, and the tone it is said in."""
    if absent and not record.done:
        return ABSENT, "not on this machine", "quiet"
    if record.done:
        told = {
            "self": "by yourself",
            "hint": f"after {record.hints} hint{'s' if record.hints != 1 else ''}",
            "shown": "solution shown",
            "hand": "ticked by hand",
        }[record.way]
        return DONE, told, "good"
    if record.skipped:
        return SKIPPED, "skipped", "quiet"
    return OPEN, "open, optional" if task.optional else "open", "plain"


def _bold(row: Row) -> Content:
    return Content.styled(row.text, "$accent bold" if row.tone == "accent" else "bold")


def _told(row: Row) -> Content:
    return Content.styled(row.told, STYLES[row.tone] if row.tone in ("good", "accent") else "$quiet")


def _count(row: Row, width: int) -> Content:
    done, every = row.count
    if not every:
        return Content()
    number = Content.styled(f"{f'{done}/{every}':>7}", "$success" if done == every else "$quiet")
    if width < BAR_FROM:
        return number
    filled = BAR * done // every
    bar = Content.styled("▓" * filled, "$success") + Content.styled("░" * (BAR - filled), "$border-blurred")
    return bar + number
