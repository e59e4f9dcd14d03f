"""A course as the lab uses it: lessons, pages and their parts.

The authored part (course.yaml) is a pydantic model that refuses unknown keys; a page is cut out of lesson.md by
`tui.course`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Struct, field
from pydantic import Field, model_validator

from tui.model.authored import Authored, ImageName, Sentence
from tui.model.machine import Condition
from tui.model.policies import Policies
from tui.model.tasks import Question, Slug, Task

PARAMETER = r"^[a-z][a-z0-9_]*$"
ParameterName = Annotated[str, Field(pattern=PARAMETER)]


class Parameter(Authored):
    """A value of the learner's own, chosen once and kept: one out of `pick`, or a free port, `port` if it is free."""

    pick: list[str] = []
    port: Annotated[int, Field(ge=1024, le=65535)] | None = None

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Parameter:
        if bool(self.pick) == (self.port is not None):
            raise ValueError('a parameter needs "pick" or "port", one of them')
        return self


class LessonEntry(Authored):
    """A lesson in course.yaml; `folder` is beside it."""

    id: Slug
    number: str
    title: Sentence
    minutes: Annotated[int, Field(ge=0)]
    folder: str


class CourseFile(Authored):
    """course.yaml."""

    format_version: Literal[1]
    id: Slug
    title: Sentence
    version: str
    images: list[ImageName] = []
    params: dict[ParameterName, Parameter] = {}
    policies: Policies = Policies()
    lessons: list[LessonEntry] = Field(min_length=1)


class Prose(Struct, frozen=True):
    """Markdown text of a page, for machines on which all of `when` hold."""

    markdown: str
    when: tuple[Condition, ...] = ()


class Block(Struct, frozen=True):
    """A fenced block a learner can put at the prompt. `id` is unique in its lesson."""

    id: str
    lines: tuple[str, ...]
    when: tuple[Condition, ...] = ()


class Page(Struct, frozen=True):
    """One idea: a heading and what stands under it, in order.

    `exercise` is how many minutes an exercise on it is meant to take, 0 where there is none; `files` are the course
    files it puts into the working folder.
    """

    id: str
    title: str
    parts: tuple[Prose | Block, ...]
    exercise: int = 0
    files: tuple[str, ...] = ()


class Lesson(Struct, frozen=True):
    """A lesson with everything in it."""

    entry: LessonEntry
    pages: tuple[Page, ...]
    tasks: tuple[Task, ...]
    questions: tuple[Question, ...]

    def key(self, item: str) -> str:
        """What a task or question of this id is called in progress files, and where it must be told from others'."""
        return f"{self.entry.id}/{item}"

    def task(self, id: str) -> Task | None:
        """The task of this id."""
        return next((task for task in self.tasks if task.id == id), None)

    def tasks_on(self, page: Page) -> tuple[Task, ...]:
        """Tasks that stand on a page, in the author's order."""
        return tuple(task for task in self.tasks if task.page == page.id)

    def questions_on(self, page: Page) -> tuple[Question, ...]:
        """Questions that stand on a page, in the author's order."""
        return tuple(question for question in self.questions if question.page == page.id)


class Course(Struct, frozen=True):
    """A whole course, ready to teach."""

    id: str
    title: str
    version: str
    images: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    params: Mapping[str, Parameter] = field(default_factory=dict)
    files: Path = Path()
    """The folder of the files it gives its learners; a page's `files` are paths in it."""
    policies: Policies = Policies()
    """The author's, or the class's where there is one."""

    def has(self, lesson: str, page: str) -> bool:
        """Whether there is such a page, by ids."""
        return any((each.entry.id, its.id) == (lesson, page) for each, its in self.pages)

    def lesson_called(self, said: str) -> Lesson | None:
        """The lesson of this number or id."""
        return next((each for each in self.lessons if said in (each.entry.number, each.entry.id)), None)

    @property
    def pages(self) -> list[tuple[Lesson, Page]]:
        """All pages in their order, each with its lesson."""
        return [(lesson, page) for lesson in self.lessons for page in lesson.pages]
