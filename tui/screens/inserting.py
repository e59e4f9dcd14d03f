"""Lines that are to be put at the learner's prompt: put there, or the learner asked about them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.messages import InsertWanted
from tui.model.text import printable
from tui.screens.ask import AskScreen
from tui.view.lesson import solution_for, typed_commands

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class Inserting:
    """Acts on a screen's command pane."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen

    async def insert(self, wanted: InsertWanted) -> None:
        """Put lines at the prompt, and go there; where that can't be done, say why and offer to send them anyway.

        Who doesn't want that goes there too, to see what runs and to end it.
        """
        refusal = "" if self.withholds(wanted.lines) else await self.put(wanted, go_there=True)
        if not refusal:
            return

        running = self._screen.terminal.running
        if running:
            refusal = f"This still runs: {printable(running.splitlines()[0])}\n{refusal}"

        async def answered(yes: bool | None) -> None:
            if yes:
                await self._send_anyway(wanted)
            else:
                self._screen.panes.focus_pane(self._screen.terminal)

        self._screen.app.push_screen(AskScreen("Not at the prompt", refusal, "Send anyway"), answered)

    def withholds(self, lines: Sequence[str]) -> bool:
        """Whether lines are to be typed by the learner, who is told so."""
        withheld = self._screen.attempt.course.policies.blocks == "type"
        if withheld:
            self._screen.notify(f"In this class commands are typed: {lines[0]}", markup=False)
            self._screen.panes.focus_pane(self._screen.terminal)
        return withheld

    async def put(self, wanted: InsertWanted, *, go_there: bool = False) -> str | None:
        """Put lines at the prompt; why not, if that can't be done."""
        refusal = self._screen.terminal.insert(wanted.lines)
        if refusal is None:
            await self._inserted(wanted, go_there=go_there)
        return refusal

    async def _send_anyway(self, wanted: InsertWanted) -> None:
        refusal = self._screen.terminal.send_anyway(wanted.lines)
        if refusal is None:
            await self._inserted(wanted, go_there=True)
        else:
            self._screen.notify(refusal, severity="warning", markup=False)

    async def _inserted(self, wanted: InsertWanted, *, go_there: bool) -> None:
        """A block, a solution's next command or an action on a row stands at the prompt."""
        screen = self._screen
        if go_there:
            screen.panes.focus_pane(screen.terminal)
        attempt = screen.attempt.action_used(wanted.counts_as, time.monotonic())
        if (task := attempt.lesson.task(wanted.task)) is not None:
            solution = solution_for(task, attempt)
            attempt = attempt.solution_inserted(task, len(typed_commands(solution, attempt.journal.now)))
        if wanted.told:
            screen.notify(wanted.told, markup=False)
        await screen.become(attempt)
