"""How far a learner is, in sentences that can be read aloud, and as data for a script."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tui.attempt import Attempt
from tui.model.course import Course, Lesson
from tui.model.progress import Progress
from tui.model.text import printable
from tui.view.course_map import counted, counted_all, told_ways

WIDTH = 80

Data = dict[str, object]


def sentences(course: Course, progress: Progress) -> str:
    """Where the learner is, and for each lesson what is done and how, in lines of at most 80 characters."""
    here = Attempt(course, progress)
    done, every = counted_all(course, progress, {})
    place = f"You are in lesson {here.lesson.entry.number}, {here.lesson.entry.title}, on the page “{here.page.title}”."
    lines = [*_wrapped(f"{course.title}: {done} of {every} tasks done."), *_wrapped(place), ""]
    for lesson in course.lessons:
        entry = lesson.entry
        lines += _wrapped(f"{entry.number:<4} {entry.title}", "     ")
        lines += [f"     {line}" for told in _told(lesson, progress) for line in _wrapped(told, room=WIDTH - 5)]
    if done < every:
        lines += ["", "Tasks that can't be done on this machine are counted, too."]
    return "\n".join(lines)


def data(course: Course, progress: Progress) -> Data:
    """The same, with every task, for `json`."""
    here = Attempt(course, progress)
    done, every = counted_all(course, progress, {})
    return {
        "course": course.id,
        "title": course.title,
        "lesson": here.lesson.entry.id,
        "page": here.page.id,
        "done": done,
        "total": every,
        "lessons": [_lesson_data(lesson, progress) for lesson in course.lessons],
    }


def _told(lesson: Lesson, progress: Progress) -> Iterator[str]:
    if not lesson.tasks:
        yield "No tasks."
        return
    done, every = counted(lesson, progress, {})
    records = [(task, progress.record(lesson.key(task.id))) for task in lesson.tasks]
    ways = [record.way for task, record in records if record.done and not task.optional]
    parts = told_ways(ways)
    skipped = sum(record.skipped and not record.done for _, record in records)
    extra = sum(task.optional and record.done for task, record in records)
    more = [f"{skipped} skipped"] * bool(skipped) + [f"{extra} optional done"] * bool(extra)
    yield f"{done} of {every} tasks done{': ' * bool(parts)}{', '.join(parts)}{'; ' * bool(more)}{', '.join(more)}."


def _lesson_data(lesson: Lesson, progress: Progress) -> Data:
    done, every = counted(lesson, progress, {})
    tasks = []
    for task in lesson.tasks:
        record = progress.record(lesson.key(task.id))
        how = {"done": record.done, "by": record.way if record.done else None, "hints": record.hints}
        tasks.append({"id": task.id, "optional": task.optional, "skipped": record.skipped, **how})
    entry = lesson.entry
    return {"id": entry.id, "number": entry.number, "title": entry.title, "done": done, "total": every, "tasks": tasks}


def _wrapped(text: str, indent: str = "", room: int = WIDTH) -> list[str]:
    return textwrap.wrap(printable(text), room, subsequent_indent=indent)
