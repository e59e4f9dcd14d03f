"""Read a whole course: course.yaml, then each lesson's pages and tasks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tui.course.authored import validated
from tui.course.files import Document, read_text, read_yaml
from tui.course.links import link_mistakes
from tui.course.mistakes import Mistake, Refusal, refusal
from tui.course.pages import Manuscript, read_pages
from tui.course.places import file_mistakes, files_of, missing_folders
from tui.course.rules import lesson_mistakes, outline_mistakes
from tui.model.course import Course, CourseFile, Lesson, LessonEntry, Page
from tui.model.tasks import LessonTasks


class LessonSource(Struct, frozen=True):
    """A lesson as its author wrote it; what could not be read at all is None."""

    entry: LessonEntry
    manuscript: Manuscript | None
    document: Document | None
    tasks: LessonTasks | None


class CourseSource(Struct, frozen=True):
    """A course as its author wrote it, with every mistake in it."""

    document: Document
    outline: CourseFile
    files: Path
    lessons: tuple[LessonSource, ...]
    mistakes: tuple[Mistake, ...]


def load_course(folder: Path, actions: frozenset[str] | None) -> Course:
    """See `tui.course.load`."""
    source = read_course(folder, actions)
    if source.mistakes:
        raise Refusal(source.mistakes)
    outline = source.outline
    return Course(
        id=outline.id,
        title=outline.title,
        version=outline.version,
        images=tuple(outline.images),
        lessons=tuple(map(_lesson, source.lessons)),
        params=outline.params,
        files=source.files,
        policies=outline.policies,
    )


def read_course(folder: Path, actions: frozenset[str] | None) -> CourseSource:
    """A course, right or wrong. Raises CourseError only if course.yaml can't be read: then nothing else can be."""
    document = read_yaml(folder / "course.yaml")
    outline = validated(CourseFile, document)
    files = files_of(folder)
    try:
        missing = dict(missing_folders(document, [entry.folder for entry in outline.lessons]))
    except OSError as error:
        raise refusal(document.mistake((), f"the folders beside it can't be read: {error.strerror}")) from None
    mistakes = [*outline_mistakes(document, outline), *missing.values()]
    lessons = tuple(
        _read_lesson(folder / entry.folder, entry, mistakes)
        for index, entry in enumerate(outline.lessons)
        if index not in missing
    )
    for lesson in lessons:
        mistakes += _mistakes_between(lesson, files, actions)
    manuscripts = {lesson.entry.id: lesson.manuscript for lesson in lessons}
    mistakes += link_mistakes(manuscripts, {entry.id for entry in outline.lessons})
    return CourseSource(document, outline, files, lessons, tuple(mistakes))


def task_places(folder: Path) -> dict[str, str]:
    """Where each task of a course without mistakes is written, "file:line", by "lesson/task"."""
    return {
        f"{lesson.entry.id}/{task.id}": str(lesson.document.mistake(("tasks", index, "id"), "")).removesuffix(": ")
        for lesson in read_course(folder, None).lessons
        if lesson.document and lesson.tasks
        for index, task in enumerate(lesson.tasks.tasks)
    }


def _read_lesson(folder: Path, entry: LessonEntry, mistakes: list[Mistake]) -> LessonSource:
    manuscript = document = tasks = None
    path = folder / "lesson.md"
    try:
        manuscript = read_pages(path, read_text(path), entry.title)
        mistakes += manuscript.mistakes
    except Refusal as refused:
        mistakes += refused.mistakes
    try:
        document = read_yaml(folder / "tasks.yaml")
        tasks = validated(LessonTasks, document)
    except Refusal as refused:
        mistakes += refused.mistakes
    return LessonSource(entry, manuscript, document, tasks)


def _mistakes_between(lesson: LessonSource, files: Path, actions: frozenset[str] | None) -> Iterator[Mistake]:
    """What is wrong between a lesson's two files; nothing can be said if one of them wasn't read."""
    if lesson.manuscript and lesson.document and lesson.tasks:
        yield from lesson_mistakes(lesson.document, lesson.tasks, lesson.manuscript, actions)
        yield from file_mistakes(lesson.document, lesson.tasks, files)


def _lesson(source: LessonSource) -> Lesson:
    assert source.manuscript, "a lesson that wasn't read is a mistake"
    assert source.tasks, "as above"
    pages = tuple(_with_files(page, source.tasks) for page in source.manuscript.pages)
    return Lesson(source.entry, pages, tuple(source.tasks.tasks), tuple(source.tasks.questions))


def _with_files(page: Page, tasks: LessonTasks) -> Page:
    """A page with the course files it gives out."""
    paths = tuple(path for group in tasks.files if group.page == page.id for path in group.paths)
    return replace(page, files=paths) if paths else page
