"""An instructor's own ticks: where a demo goes another way than the lab can judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.revising import turned_over

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
        task = screen.attempt.lesson.task(screen.panes.lesson.task_in_hand())
        if task is None:
            return
        if screen.attempt.standing(task).done and not screen.attempt.record(task).hand:
            screen.panes.lesson.say(task.id, "It is done.")
        else:
            await screen.become(turned_over(screen.attempt, task))
            screen.panes.lesson.reveal(task.id)
