"""The learner's progress, as it is kept in the progress file.

A new field needs a default, so that an older file can be read; what a newer lab has added is carried along as it is.
For a change of any other kind FORMAT goes up, and older files are brought to it before they are validated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from tui.model.course import Course

FORMAT = 1
SolvedBy = Literal["self", "hint", "shown"]
Way = SolvedBy | Literal["hand"]
"""How a task came to be done, in a report."""
HERE = {"directory", "made"}
"""Fields that say something of this machine, and nothing of another."""


class TaskRecord(BaseModel):
    """How a task was solved: alone, after `hints` hints, or after the solution was shown.

    `skipped` says that the learner left it out, and may yet do it; `hand` that it was ticked by hand, whatever the lab
    saw. An older lab, which knows no such ticks, carries that along.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    done: bool = False
    by: SolvedBy = "self"
    hints: int = 0
    shown: bool = False
    skipped: bool = False
    hand: bool = False
    at: float = 0.0
    """When it was done, in seconds since the epoch; 0 where that isn't known."""

    @property
    def way(self) -> Way:
        """How it came to be done."""
        return "hand" if self.hand else self.by

    @property
    def help_taken(self) -> SolvedBy:
        """How it is solved if it is solved now."""
        if self.shown:
            return "shown"
        return "hint" if self.hints else "self"


class Progress(BaseModel):
    """Where the learner is and what is done. Task and question keys are "lesson/id"."""

    model_config = ConfigDict(extra="allow", frozen=True)

    format_version: Literal[1] = 1
    course: str
    course_version: str
    lesson: str = ""
    page: str = ""
    tasks: dict[str, TaskRecord] = Field(default_factory=dict)
    answers: dict[str, int | str] = Field(default_factory=dict)
    """The last answer to each question: a choice, counted from 0, or what was typed."""
    truths: dict[str, int] = Field(default_factory=dict)
    """For questions whose right answer the engine knows: what it was when the learner answered."""
    settled: list[str] = Field(default_factory=list)
    """Questions to predict whose outcome has been seen since."""
    params: dict[str, str] = Field(default_factory=dict)
    """The values chosen for the course's parameters."""
    actions: list[str] = Field(default_factory=list)
    """Ids of the lab's own commands used."""
    directory: str = ""
    """The command pane's folder."""
    made: dict[str, list[str]] = Field(default_factory=dict)
    """What the learner made in engines that others use too, by the engine's url; see `tui.model.ours`."""

    @classmethod
    def fresh(cls, course: Course) -> Progress:
        """Of one who begins with a course."""
        return cls(course=course.id, course_version=course.version)

    def with_task(self, key: str, record: TaskRecord) -> Progress:
        """The same with one task's record."""
        return self.model_copy(update={"tasks": {**self.tasks, key: record}})

    def with_answer(self, key: str, answer: int | str, truth: int | None = None) -> Progress:
        """The same with one answer; `truth` is the right one where the engine had to say it, and could."""
        truths = {each: right for each, right in self.truths.items() if each != key}
        if truth is not None:
            truths[key] = truth
        return self.model_copy(update={"answers": {**self.answers, key: answer}, "truths": truths})

    def with_settled(self, keys: Iterable[str]) -> Progress:
        """The same with more predictions settled."""
        new = [key for key in keys if key not in self.settled]
        return self.model_copy(update={"settled": [*self.settled, *new]}) if new else self

    def with_action(self, action: str) -> Progress:
        """The same with one more lab command used."""
        return self if action in self.actions else self.model_copy(update={"actions": [*self.actions, action]})

    def with_made(self, url: str, things: Collection[str]) -> Progress:
        """The same with all that is the learner's in an engine now."""
        made = sorted(things)
        if self.made.get(url, []) == made:
            return self
        others = {each: kept for each, kept in self.made.items() if each != url}
        return self.model_copy(update={"made": {**others, url: made} if made else others})

    def at(self, lesson: str, page: str) -> Progress:
        """The same at another place of the course."""
        return self.model_copy(update={"lesson": lesson, "page": page})

    def on_the_machine_of(self, here: Progress) -> Progress:
        """The same for a machine of which `here` knows more."""
        return Progress.model_validate(self.model_dump(exclude=HERE) | here.model_dump(include=HERE))

    def stamped(self, before: Progress, now: float) -> Progress:
        """The same with the moment noted at which each task was done: `now`, for those that were not done `before`."""
        new = {
            key: record.model_copy(update={"at": before.record(key).at if before.record(key).done else now})
            for key, record in self.tasks.items()
            if record.done
        }
        return self.model_copy(update={"tasks": {**self.tasks, **new}})

    def record(self, key: str) -> TaskRecord:
        """One task's record; an empty one if there is none."""
        return self.tasks.get(key, TaskRecord())
