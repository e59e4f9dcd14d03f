"""Going back to the start of a lesson or of a task: what is taken back, what is typed again, and how to undo it."""

from __future__ import annotations

from msgspec import Struct

from tui.model.policies import Policies
from tui.model.progress import Progress
from tui.model.reset import FolderLook, Plan
from tui.model.tasks import Solution, Task


class Place(Struct, frozen=True):
    """Where to go back to: before a task of a lesson, or to the lesson's start."""

    lesson: str
    task: str = ""


class Step(Struct, frozen=True):
    """A task that is done again, by the solution that is for this machine; on a page of a lesson."""

    lesson: str
    page: str
    task: Task
    solution: Solution

    @property
    def key(self) -> str:
        """The task's key in the progress."""
        return f"{self.lesson}/{self.task.id}"


class Restore(Struct, frozen=True):
    """All that going back to a place does: `reset` first, then the steps, and then the learner is on `page`.

    `broken` are the earlier lessons of which something is missing or is not as it should be, in words.
    """

    place: Place
    title: str
    page: str
    reset: Plan
    steps: tuple[Step, ...] = ()
    broken: tuple[str, ...] = ()

    def shows(self, policies: Policies, progress: Progress) -> str:
        """The first task whose solution the learner may not have seen yet, where not everybody may; empty for none."""
        records = ((step, progress.record(step.key)) for step in self.steps)
        unseen = (step.task.text for step, record in records if not (record.done or record.shown))
        return next(unseen, "") if policies.solutions != "always" else ""

    def keeping(self, before: Progress, after: Progress) -> Progress:
        """The progress after it, also where it did not come to its end: what was done `before` in earlier lessons was
        done, whether or not it was reached again."""
        earlier = {step.lesson for step in self.steps} - {self.place.lesson}
        for key, record in before.tasks.items():
            if key.partition("/")[0] in earlier and record.done and not after.record(key).done:
                after = after.with_task(key, record)
        return after


class Undo(Struct, frozen=True):
    """How it was before a restore: the progress, and the files that made way, which are in the folder's `kept`."""

    title: str
    progress: Progress
    lessons: tuple[str, ...]
    folder: FolderLook
