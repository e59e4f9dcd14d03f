"""An instructor's own ticks: where a demo goes another way than the lab can judge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.attempt import Attempt
from tui.checks.tasks import remembered
from tui.model.progress import TaskRecord
from tui.model.tasks import Task

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class Ticking:
    """Acts on a screen."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen

    async def tick_by_hand(self) -> None:
        """Tick the task in hand, or take such a tick back."""
        screen = self._screen
        if not (screen.outside.instructors or screen.presenting.on):
            screen.notify("Tasks tick themselves. Only in an instructor's lab they are ticked by hand.", markup=False)
            return
        task_id = screen.panes.lesson.task_in_hand()
        task = next((each for each in screen.attempt.lesson.tasks if each.id == task_id), None)
        if task is None:
            return
        if screen.attempt.standing(task).done and not screen.attempt.record(task).hand:
            screen.panes.lesson.say(task.id, "It is done.")
        else:
            await screen.become(turned_over(screen.attempt, task))
            screen.panes.lesson.reveal(task.id)


def turned_over(attempt: Attempt, task: Task) -> Attempt:
    """The attempt with a task ticked by hand; or open again as if nothing had been done for it, if it was ticked so."""
    key, record = attempt.key(task.id), attempt.record(task)
    if record.hand:
        standings = {each: standing for each, standing in attempt.standings.items() if each != key}
        record = record.model_copy(update={"done": False, "hand": False, "by": TaskRecord().by, "at": 0.0})
    else:
        ticked = remembered(task, here=task.page == attempt.page.id, by_hand=True)
        standings = {**attempt.standings, key: ticked}
        record = record.model_copy(update={"done": True, "hand": True, "by": record.help_taken})
    return replace(attempt, standings=standings, progress=attempt.progress.with_task(key, record))
