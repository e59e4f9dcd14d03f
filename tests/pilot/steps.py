"""What the tests of the lab have in common: where they begin, and waiting until it is ready."""

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.waiting import eventually
from tui.model.progress import Progress
from tui.progress import ProgressFile

WIDE, NARROW = (120, 40), (80, 24)
SIZES = [NARROW, WIDE, (200, 60)]
"""Those the lab is made for."""


def sized(*sizes: tuple[int, int]) -> pytest.MarkDecorator:
    """Have a test at some sizes of the screen."""
    return pytest.mark.parametrize("size", sizes, ids=lambda size: f"{size[0]}x{size[1]}")


def at(tmp_path, lesson: str, page: str) -> None:
    """Put the learner somewhere in the course before the lab opens."""
    file = ProgressFile(tmp_path / "progress.json")
    fresh = file.open(Progress(course="sealegs-docker", course_version="1"))
    file.save(fresh.at(lesson, page))
    file.close()


async def ready(pilot) -> None:
    """The first page, the engine and the shell are there."""
    lab = screen_of(pilot.app)
    await eventually(lambda: lab.attempt.read, "the engine's first reading")
    await eventually(lambda: "sealegs $" in text_of(pilot.app) or not lab.terminal.display, "the shell's prompt")
    await pilot.pause()


def first_page_with_task(lab, task_id: str) -> str:
    lesson = next(each for each in lab().opening.course.lessons if each.entry.id == "first-container")
    return next(task.page for task in lesson.tasks if task.id == task_id)


def choice_question(lab):
    """A lesson and its first question with choices that is marked at once."""
    return next(
        (lesson, each)
        for lesson in lab().opening.course.lessons
        for each in lesson.questions
        if each.kind == "choice" and each.settled_by is None
    )
