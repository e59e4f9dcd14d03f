"""Types the solutions of tasks into the command pane, one after the other, each until its task is done."""

from __future__ import annotations

import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.commands import COMMANDS, Where
from tui.model.journal import CommandRun
from tui.model.progress import Progress
from tui.model.restore import Step
from tui.view.lesson import task_view, typed_commands
from tui.view.restoring import STOPPED, TAKEN, how_far, not_done, not_open
from tui.widgets.terminal_keyboard import Keyboard, Stuck, until

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen

OPENS_IN = 10.0
"""Seconds until the lab has seen that a task can be done."""
TICKS_IN = 20.0
"""Seconds until the lab has seen that a task is done."""
BUSY_MOST = 60.0
"""Seconds that gathering facts and writing files may take."""
INTERRUPTED = 130
"""A command's exit status after Ctrl-C."""
_OF_KEYS = {key: each.id for each in COMMANDS if each.where is not Where.BROWSER for key in each.keys}


class Halted(Exception):
    """It can't go on; says why."""


class Replaying:
    """One run through `steps`. What was done `before` keeps the record of how it was done then."""

    def __init__(self, screen: LabScreen, steps: tuple[Step, ...], before: Progress) -> None:
        self._screen = screen
        self._steps = steps
        self._before = before
        self._terminal = screen.terminal
        self._keyboard = Keyboard(self._terminal)
        self.stopped = False
        """Set from outside: it ends before the next command."""

    async def run(self) -> str:
        """Do all of it; why it ended before that, or nothing."""
        self._terminal.taken = TAKEN
        try:
            if self._steps:
                await self._get_ready()
            for number, step in enumerate(self._steps, 1):
                await self._step(number, step)
        except Halted as halted:
            return str(halted)
        except Stuck as stuck:
            return f"The restore stops: {stuck}. r tries again, or undoes it."
        finally:
            self._terminal.taken = ""
            self._terminal.say_below("")
        return ""

    async def _get_ready(self) -> None:
        """In the learner's folder, at an empty prompt, in sight."""
        self._screen.panes.focus_pane(self._terminal)
        self._terminal.set_aside()
        folder, home = Path(self._screen.attempt.work_folder), Path.home()
        if self._terminal.directory != str(folder):
            inside = folder.is_relative_to(home) and folder != home
            to = f"~/{shlex.quote(str(folder.relative_to(home)))}" if inside else shlex.quote(str(folder))
            await self._keyboard.type([f"cd {to}"])

    async def _step(self, number: int, step: Step) -> None:
        screen = self._screen
        if self.stopped:
            raise Halted(STOPPED)
        if (screen.attempt.lesson.entry.id, screen.attempt.page.id) != (step.lesson, step.page):
            await screen.become(screen.attempt.gone_to(step.lesson, step.page, time.monotonic()))
        await self._rest()
        if not await until(lambda: self._is_open(step), OPENS_IN):
            raise Halted(not_open(step))
        if not self._is_done(step):
            before = len(screen.attempt.journal.commands)
            await self._do(number, step)
            await self._until_done(step, before)
        old = self._before.record(step.key)
        if old.done:
            progress = screen.attempt.progress.with_task(step.key, old)
            await screen.become(replace(screen.attempt, progress=progress))

    async def _do(self, number: int, step: Step) -> None:
        """Do what the solution says."""
        screen = self._screen
        if not self._before.record(step.key).done:
            await screen.become(screen.attempt.solution_shown(step.task))
        if step.solution.files:
            screen.outside.provide(step.solution.files, replace=True)
            await self._rest()
        for key in step.solution.keys:
            if key in _OF_KEYS:
                await screen.become(screen.attempt.action_used(_OF_KEYS[key], time.monotonic()))
        for place in range(len(typed_commands(step.solution, screen.attempt.journal.now))):
            if self.stopped and self._terminal.at_prompt:
                raise Halted(STOPPED)
            lines = typed_commands(step.solution, screen.attempt.journal.now)[place]
            self._terminal.say_below(how_far(number, len(self._steps), lines[0]))
            await self._keyboard.type(lines)

    async def _until_done(self, step: Step, before: int) -> None:
        """`before` is how many commands the lab had heard of before the step's."""

        def last() -> CommandRun | None:
            return next(reversed(self._screen.attempt.journal.commands[before:]), None)

        def interrupted() -> bool:
            run = last()
            return run is not None and run.exit_status == INTERRUPTED

        if not await until(lambda: self._is_done(step) or interrupted(), TICKS_IN):
            await self._rest()
        if not self._is_done(step):
            details = task_view(step.task, self._screen.attempt).details
            told = " ".join(line.text for line in details if line.tone in ("bad", "unsure"))
            raise Halted(STOPPED if self.stopped else not_done(step, last(), told))

    def _is_open(self, step: Step) -> bool:
        standing = self._screen.attempt.standing(step.task)
        return standing.done or (standing.opened is not None and (standing.primed or step.task.baseline is None))

    def _is_done(self, step: Step) -> bool:
        return self._screen.attempt.progress.record(step.key).done

    async def _rest(self) -> None:
        """Until facts are gathered and files written."""
        await until(lambda: not self._screen.outside.busy(), BUSY_MOST)
