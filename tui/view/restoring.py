"""Going back to the start of a lesson or a task, in words: where to, what it does, how far it is, how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from tui.attempt import Attempt
from tui.model.journal import CommandRun
from tui.model.restore import Place, Restore, Step, Undo
from tui.model.text import printable
from tui.view.reset import Group, groups

Danger = Callable[[str], str]
"""What a line would do that could hurt, or nothing."""

TYPES, WARNS, KEY = "$", "!", "·"
TAKEN = "A restore types here: Esc stops it."
AT_NO_PROMPT = "The command pane is not at its prompt: end what runs there (i), and press r again."
STOPPED = "The restore is stopped. r goes on with another one, or undoes it."
UNDOES = (
    "Ticks, answers and your place are as before the restore again, and so are the files that made way; what has come "
    "in their places is kept aside. What went from the engine stays gone, and what was made there since stays."
)
NO_WAY_BACK = "r undoes it, but for what goes from the engine"


class Row(Struct, frozen=True):
    """A place to go back to; without one, the row that undoes the last restore."""

    key: str
    text: str
    note: str
    place: Place | None


def rows(attempt: Attempt, undo: Undo | None) -> list[Row]:
    """All places, this lesson's first."""
    here = attempt.lesson
    found = [Row("undo", f"Undo the last restore ({undo.title})", "", None)] if undo else []
    title = f"{here.entry.number} {here.entry.title}"
    found.append(Row("start", "The start of this lesson", title, Place(here.entry.id)))
    for page in here.pages:
        for task in here.tasks_on(page):
            done = "done" if attempt.record(task).done else ""
            found.append(Row(f"task:{task.id}", f"  before: {task.text}", done, Place(here.entry.id, task.id)))
    for lesson in attempt.course.lessons:
        if lesson is not here:
            entry = lesson.entry
            found.append(Row(f"lesson:{entry.id}", f"{entry.number:<4} {entry.title}", "", Place(entry.id)))
    return found


def preview(restore: Restore, danger: Danger) -> list[Group]:
    """All that a restore does, in its order."""
    found = groups(restore.reset)
    stays = [group for group in found if group.title == "These stay"]
    found = [group for group in found if group not in stays]
    if restore.broken:
        found.insert(0, Group("Done anew, for something of it is missing or wrong", tuple(_plain(restore.broken))))
    for number, step in enumerate(restore.steps, 1):
        title = f"{number}/{len(restore.steps)}  {step.task.text}"
        found.append(Group(title, tuple(_typed(step, danger))))
    return [*found, *stays]


def _plain(lines: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for each in lines:
        yield " ", each, ""


def _typed(step: Step, danger: Danger) -> Iterator[tuple[str, str, str]]:
    if step.solution.keys:
        yield KEY, f"the keys {' '.join(step.solution.keys)} count as pressed", ""
    for path in step.solution.files:
        yield "~", printable(path), "the solution's; yours is kept beside it"
    for line in step.solution.lines:
        why = danger(line)
        yield WARNS if why else TYPES, printable(line), why


def how_far(number: int, steps: int, line: str) -> str:
    """How far it is."""
    return f"Esc stops · restoring {number}/{steps}: {printable(line)}"


def not_open(step: Step) -> str:
    """That a task can't be begun."""
    return f"The restore stops before “{step.task.text}”: what it begins with is not there. r undoes it."


def not_done(step: Step, run: CommandRun | None, told: str) -> str:
    """That a task was not done by its solution, whose last command was that."""
    ended = f" ended with {run.exit_status}" if run and run.exit_status else ""
    after = f"`{printable(run.line.partition(chr(10))[0])}`{ended}" if run else "its keys"
    said = f" The lab says: {told}" if told else ""
    return f"The restore stops at “{step.task.text}”: after {after} it is not done.{said} r tries again, or undoes it."


def came_back(restore: Restore, refused: tuple[str, ...]) -> str:
    """How it went."""
    return "\n".join([f"{restore.title}: here you are. r undoes it.", *refused])
