"""What a class's policies hold back: a page while tasks are open, a solution that comes too early."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.model.tasks import Task
from tui.screens.ask import AskScreen
from tui.view.allowed import held_back, open_before, solution_withheld

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class Gating:
    """Acts on a screen. A page's time counts from when the learner first came to it, since the lab was opened."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen
        self._came: dict[tuple[str, str], float] = {}
        self.note_page()

    def note_page(self) -> None:
        """The learner has come to a page."""
        self._came.setdefault(self._place(), time.monotonic())

    async def go(self, lesson: str, page: str) -> None:
        """Go to a page; where the class's gate is closed, ask first, or say what opens it."""
        screen = self._screen
        held = open_before(screen.attempt, lesson, page)
        if not held:
            await self._go(lesson, page)
        elif screen.attempt.course.policies.gate == "hard":
            screen.notify(f"{held_back(held)} The next page opens when it is done.", markup=False)
        else:

            async def answered(yes: bool | None) -> None:
                if yes:
                    await self._go(lesson, page)

            screen.app.push_screen(AskScreen("On to the next page?", held_back(held), "Go on"), answered)

    def withholds(self, task: Task) -> bool:
        """Whether a task's solution can't be shown yet; the learner is told why."""
        here_for = time.monotonic() - self._came[self._place()]
        why_not = solution_withheld(self._screen.attempt, task, here_for)
        if why_not:
            self._screen.panes.lesson.say(task.id, why_not)
        return bool(why_not)

    def keeps(self, task: Task) -> bool:
        """Whether a task can't be left out; the learner is told so."""
        keeps = self._screen.attempt.course.policies.gate == "hard" and not task.optional
        if keeps:
            self._screen.panes.lesson.say(task.id, "In this class tasks aren't left out. h gives a hint.")
        return keeps

    async def _go(self, lesson: str, page: str) -> None:
        await self._screen.become(self._screen.attempt.gone_to(lesson, page, time.monotonic()))

    def _place(self) -> tuple[str, str]:
        return self._screen.attempt.lesson.entry.id, self._screen.attempt.page.id
