"""Read a whole course: course.yaml, then each lesson's pages and tasks."""

from __future__ import annotations

from pathlib import Path

from tui.course.authored import validated
from tui.course.files import Document, read_text, read_yaml
from tui.course.mistakes import Mistake, refusal
from tui.course.pages import read_pages
from tui.course.rules import lesson_mistakes, outline_mistakes
from tui.errors import CourseError
from tui.model.course import Course, CourseFile, Lesson, LessonEntry
from tui.model.tasks import LessonTasks


def load_course(folder: Path, actions: frozenset[str] | None) -> Course:
    """See `tui.course.load`."""
    document = read_yaml(folder / "course.yaml")
    outline = validated(CourseFile, document)
    _refuse_any(*outline_mistakes(document, outline), *_missing_folders(document, outline))
    return Course(
        id=outline.id,
        title=outline.title,
        version=outline.version,
        images=tuple(outline.images),
        lessons=_lessons(folder, outline.lessons, actions),
    )


def _lessons(folder: Path, entries: list[LessonEntry], actions: frozenset[str] | None) -> tuple[Lesson, ...]:
    """Every lesson; the mistakes of all of them are told at once."""
    lessons: list[Lesson] = []
    errors: list[CourseError] = []
    for entry in entries:
        try:
            lessons.append(_lesson(folder / entry.folder, entry, actions))
        except CourseError as error:
            errors.append(error)
    if errors:
        raise CourseError("\n".join(error.what for error in errors), errors[0].remedy)
    return tuple(lessons)


def _lesson(folder: Path, entry: LessonEntry, actions: frozenset[str] | None) -> Lesson:
    manuscript = folder / "lesson.md"
    pages = read_pages(manuscript, read_text(manuscript), entry.title)
    document = read_yaml(folder / "tasks.yaml")
    lesson = validated(LessonTasks, document)
    _refuse_any(*lesson_mistakes(document, lesson, pages, actions))
    return Lesson(entry=entry, pages=pages, tasks=tuple(lesson.tasks), questions=tuple(lesson.questions))


def _missing_folders(document: Document, outline: CourseFile) -> list[Mistake]:
    beside = {path.name for path in document.path.parent.iterdir() if path.is_dir()}
    return [
        document.mistake(("lessons", index, "folder"), f'no folder "{entry.folder}" beside course.yaml')
        for index, entry in enumerate(outline.lessons)
        if entry.folder not in beside
    ]


def _refuse_any(*mistakes: Mistake) -> None:
    if mistakes:
        raise refusal(*mistakes)
