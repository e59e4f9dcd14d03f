"""Where a course's files are, and whether what it names is there and inside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tui import paths
from tui.course.mistakes import Mistake, suggestion
from tui.model.tasks import LessonTasks

if TYPE_CHECKING:
    from tui.course.files import Document, Where  # a course that was kept needs no YAML reader

RECIPES = "images"
"""The folder among a course's files that holds the recipes of its images; no learner gets it."""


def files_of(folder: Path) -> Path:
    """The folder of the files a course gives its learners: its own `dockerfiles`, the shipped one's beside `tui`."""
    if folder.resolve() == paths.shipped("content").resolve():
        return paths.shipped("dockerfiles")
    return folder.absolute() / "dockerfiles"


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a symlink on the way to `path` leads out of `folder`."""
    return not path.resolve().is_relative_to(folder.resolve())


def missing_folders(document: Document, folders: list[str]) -> Iterator[tuple[int, Mistake]]:
    """The lessons, by number, whose folder isn't one beside course.yaml."""
    root = document.path.parent
    beside = {path.name for path in root.iterdir() if path.is_dir()}
    for index, folder in enumerate(folders):
        if folder not in beside:
            text = f'no folder "{folder}" beside course.yaml'
        elif any(leads_out(root / folder / name, root) for name in ("lesson.md", "tasks.yaml")):
            text = f'a symlink leads out of the course in "{folder}"'
        else:
            continue
        yield index, document.mistake(("lessons", index, "folder"), text)


def file_mistakes(document: Document, lesson: LessonTasks, files: Path) -> Iterator[Mistake]:
    """Course files that a lesson gives out and that aren't there."""
    for where, path in given_out(lesson):
        if text := _wrong_path(path, files):
            yield document.mistake(where, text)


def given_out(lesson: LessonTasks) -> Iterator[tuple[Where, str]]:
    """Every path among the course's files that a lesson names, with the way to it."""
    for index, group in enumerate(lesson.files):
        for number, path in enumerate(group.paths):
            yield ("files", index, "paths", number), path
    for index, task in enumerate(lesson.tasks):
        for number, path in enumerate(task.solution.files):
            yield ("tasks", index, "solution", "files", number), path
        for which, solution in enumerate(task.alternatives):
            for number, path in enumerate(solution.files):
                yield ("tasks", index, "alternatives", which, "files", number), path


def course_files(files: Path) -> list[str]:
    """Every file of a course that can be given out, by its path there."""
    found = (path.relative_to(files) for path in files.rglob("*") if path.is_file() or path.is_symlink())
    return sorted(path.as_posix() for path in found if path.parts[0] != RECIPES)


def _wrong_path(path: str, files: Path) -> str:
    """What is wrong with a path among the course's files, or nothing."""
    place = files / path
    if not place.exists() or Path(path).parts[:1] in ((), (RECIPES,)):
        return f'the course has no file "{path}" in {files.name}/' + suggestion(path, course_files(files))
    inside = [place, *place.rglob("*")] if place.is_dir() else [place]
    if any(leads_out(each, files) for each in inside):
        return f'a symlink leads out of {files.name}/ in "{path}"'
    return ""
