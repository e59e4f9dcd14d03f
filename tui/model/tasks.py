"""Tasks and questions, as authors write them in tasks.yaml.

In every text and line, ${name} stands for a parameter's value.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tui.model.authored import Authored, ImageName, InsidePath, Pattern, Sentence, Typed
from tui.model.checks import Check
from tui.model.machine import Condition, Machine, Requires

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=SLUG)]


class Diagnosis(Authored):
    """What to say when a task is not done and `when` holds.

    The first that matches speaks, unless a later one is about something that was done since.
    """

    when: Check
    say: Sentence
    """What the lab saw, in Docker's words."""
    look: str = ""
    """One command or place to look next."""


class Solution(Authored):
    """Lines a learner can type, or keys of the lab they can press, and why they do it.

    In a line, {container} stands for the name of the newest container at that moment. After a line that starts an
    interactive program, the next lines are typed into that program.
    """

    lines: list[Typed] = []
    keys: list[str] = []
    """Textual's names, pressed in the lesson: "n", "f12"."""
    files: list[InsidePath] = []
    """Files of the course, by their paths there, that are put into the working folder when the solution is shown."""
    why: Sentence
    requires: Condition = Condition()
    """Which machines it is for."""

    @model_validator(mode="after")
    def _does_something(self) -> Solution:
        if not self.lines and not self.keys:
            raise ValueError('a solution needs "lines" to type or "keys" to press')
        return self


class WrongAttempt(Authored):
    """Lines a learner may well try, and the diagnosis they must produce."""

    lines: list[Typed] = Field(min_length=1)
    expect: Sentence
    """Words that the task's message must contain."""
    undo: list[Typed] = []
    """Lines that clear the attempt out of the way, where the solution could not follow it as it is."""
    requires: Condition = Condition()


class Task(Authored):
    """One thing to do. `edge`: did it once, it sticks; `level`: true now; `final`: true when the page is left."""

    id: Slug
    page: Slug
    text: Sentence
    mode: Literal["edge", "level", "final"] = "edge"
    optional: bool = False
    """Beyond what the lesson asks for: it is offered, and not counted."""
    needs: list[Slug] = []
    """Tasks of this lesson that come first; only what happens after them counts."""
    requires: Requires = Requires()
    """What the machine must be like; elsewhere the task is shown as not for this machine, and doesn't count."""
    baseline: Check | None = None
    """Must have been seen true before the check can pass, so that "it is gone" can't pass by itself."""
    check: Check
    done: Sentence = ""
    """What to say when it is done; empty: what the check saw."""
    hints: list[Sentence] = Field(min_length=2)
    diagnoses: list[Diagnosis] = []
    solution: Solution
    alternatives: list[Solution] = []
    wrong_attempts: list[WrongAttempt] = []

    def solution_on(self, machine: Machine) -> Solution:
        """The solution for a machine: the main one, or the first alternative that is for it."""
        fitting = [each for each in (self.solution, *self.alternatives) if each.requires.holds(machine)]
        return fitting[0] if fitting else self.solution


class Choice(Authored):
    """One answer a learner can pick."""

    text: Sentence
    correct: bool = False
    why: Sentence


class Count(Authored):
    """A number the engine knows: how many containers or images (however many names they have) there are, or layers
    an image has."""

    of: Literal["containers", "images", "layers"]
    state: str = ""
    """containers: only those in this state."""
    image: ImageName = ""
    """containers: only those of this image; layers: the image whose layers are counted."""


class WrongAnswer(Authored):
    """An answer some will give, and why it is wrong."""

    answer: Pattern
    """A number, or a pattern that the whole text matches."""
    why: Sentence


class Question(Authored):
    """A question: one right choice to pick, or a number or a text to type.

    With `settled_by` it is predict-then-run: the learner answers first, and is told once that check holds.
    """

    id: Slug
    page: Slug
    text: Sentence
    kind: Literal["choice", "number", "text"] = "choice"
    requires: Condition = Condition()
    settled_by: Check | None = None
    choices: list[Choice] = []
    answer: int | None = None
    """number: the right one."""
    answer_from: Count | None = None
    """number: the right one, as the engine has it when the learner answers."""
    accept: list[Pattern] = []
    """text: patterns; one must match all of it, in any case of letters."""
    why: Sentence = ""
    """number, text: why the right answer is right."""
    wrong: list[WrongAnswer] = []
    otherwise: Sentence = ""
    """number, text: what to say to any other answer."""

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Question:
        if self.kind == "choice":
            if len(self.choices) < 2:
                raise ValueError('a question needs two "choices" or more')
            return self
        if not self.why or not self.otherwise:
            raise ValueError('a question to type an answer to needs "why" and "otherwise"')
        if self.kind == "number" and (self.answer is None) == (self.answer_from is None):
            raise ValueError('a question of kind "number" needs "answer" or "answer_from"')
        if self.kind == "text" and not self.accept:
            raise ValueError('a question of kind "text" needs patterns to "accept"')
        return self


class CourseFiles(Authored):
    """Files that are put into the learner's working folder when they come to a page; what is there stays."""

    page: Slug
    paths: list[InsidePath] = Field(min_length=1)
    """Files or folders by their paths among the course's files, which are their paths in the working folder too."""


class LessonTasks(Authored):
    """tasks.yaml of one lesson."""

    files: list[CourseFiles] = []
    """Which files of the course the learner gets, and on which page."""
    tasks: list[Task] = []
    """What the learner does, and how the lab knows."""
    questions: list[Question] = []
    """What the learner is asked."""
