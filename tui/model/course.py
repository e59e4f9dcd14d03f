"""A course as the lab uses it: lessons, pages, tasks and questions.

The authored parts (course.yaml, tasks.yaml) are pydantic models that refuse unknown keys; a page is cut out of
lesson.md by `tui.course`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tui.model.checks import Authored, Check

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Diagnosis(Authored):
    """What to say when a task is not done and `when` holds. The first that matches speaks."""

    when: Check
    say: str
    """What the lab saw, in Docker's words."""
    look: str = ""
    """One command or place to look next."""


class Solution(Authored):
    """Lines a learner can type, or keys of the lab they can press, and why they do it.

    In a line, {container} stands for the name of the newest container at that moment.
    """

    lines: list[str] = []
    keys: list[str] = []
    """Textual's names, pressed in the lesson: "n", "f12"."""
    why: str

    @model_validator(mode="after")
    def _does_something(self) -> Solution:
        if not self.lines and not self.keys:
            raise ValueError('a solution needs "lines" to type or "keys" to press')
        return self


class WrongAttempt(Authored):
    """Lines a learner may well try, and the diagnosis they must produce."""

    lines: list[str] = Field(min_length=1)
    expect: str
    """Words that the task's message must contain."""


class Task(Authored):
    """One thing to do. `edge`: did it once, it sticks; `level`: true now."""

    id: Slug
    page: Slug
    text: str
    mode: Literal["edge", "level"] = "edge"
    needs: list[Slug] = []
    """Tasks of this lesson that come first; only what happens after them counts."""
    baseline: Check | None = None
    """Must have been seen true before the check can pass, so that "it is gone" can't pass by itself."""
    check: Check
    done: str = ""
    """What to say when it is done; empty: what the check saw."""
    hints: list[str] = Field(min_length=2)
    diagnoses: list[Diagnosis] = []
    solution: Solution
    alternatives: list[Solution] = []
    wrong_attempts: list[WrongAttempt] = []


class Choice(Authored):
    """One answer a learner can pick."""

    text: str
    correct: bool = False
    why: str


class Question(Authored):
    """A question with one right choice; `predict` asks to answer first, then to run the command and see."""

    id: Slug
    page: Slug
    text: str
    predict: bool = False
    choices: list[Choice] = Field(min_length=2)


class LessonTasks(Authored):
    """tasks.yaml of one lesson."""

    tasks: list[Task] = []
    questions: list[Question] = []


class LessonEntry(Authored):
    """A lesson in course.yaml; `folder` is beside it."""

    id: Slug
    number: str
    title: str
    minutes: Annotated[int, Field(ge=0)]
    folder: str


class CourseFile(Authored):
    """course.yaml."""

    format_version: Literal[1]
    id: Slug
    title: str
    version: str
    images: list[str] = []
    lessons: list[LessonEntry] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown text of a page."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block a learner can put at the prompt. `id` is unique in its lesson."""

    id: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One idea: a heading and what stands under it, in order."""

    id: str
    title: str
    parts: tuple[Prose | Block, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson with everything in it."""

    entry: LessonEntry
    pages: tuple[Page, ...]
    tasks: tuple[Task, ...]
    questions: tuple[Question, ...]

    def tasks_on(self, page: Page) -> tuple[Task, ...]:
        """Tasks that stand on a page, in the author's order."""
        return tuple(task for task in self.tasks if task.page == page.id)

    def questions_on(self, page: Page) -> tuple[Question, ...]:
        """Questions that stand on a page, in the author's order."""
        return tuple(question for question in self.questions if question.page == page.id)


@dataclass(frozen=True, slots=True)
class Course:
    """A whole course, ready to teach."""

    id: str
    title: str
    version: str
    images: tuple[str, ...]
    lessons: tuple[Lesson, ...]
