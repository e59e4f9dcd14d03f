"""Back to the start of a lesson or a task: the list, what it does, the question, and the way there; and undoing it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.model.progress import Progress
from tui.model.reset import Outcome
from tui.model.restore import Restore, Undo
from tui.reset.restore import Ground
from tui.revising import as_before, keeping
from tui.screens.ask import AskScreen
from tui.screens.deeds.replaying import Replaying
from tui.screens.deeds.resetting import Resetting
from tui.screens.restore_list import RestoreListScreen, RestorePreviewScreen
from tui.view.reset import told
from tui.view.restoring import AT_NO_PROMPT, TAKEN, UNDOES, Row, came_back, rows

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen

_LEADS_AWAY = frozenset(
    [
        "restore",
        "reset_lesson",
        "next_page",
        "previous_page",
        "course_map",
        "search",
        "links",
        "go_to_lead",
        "engines",
        "another_shell",
    ]
)
TOLD_FOR = 20.0
"""Seconds that a failure stays on the screen."""


class Restoring:
    """Acts on a screen; one restore at a time. `resetting` takes back what is to go."""

    def __init__(self, screen: LabScreen, resetting: Resetting) -> None:
        self._screen = screen
        self._resetting = resetting
        self._replaying: Replaying | None = None
        self._undos: list[Undo] = []
        self._before: Progress | None = None
        """While one is under way: the progress from before it."""

    def restore(self) -> None:
        """Where to, what that does, and the question."""
        if self._resetting.may_begin():
            places = rows(self._screen.attempt, self._undos[-1] if self._undos else None)
            here = f"task:{self._screen.panes.lesson.task_in_hand()}"
            self._screen.app.push_screen(RestoreListScreen(places, here), self._chosen)

    def refuses(self, action: str) -> bool:
        """Whether a restore is under way, and an action would lead away from it; the learner is told so."""
        refused = self._replaying is not None and action in _LEADS_AWAY
        if refused:
            self._say(TAKEN)
        return refused

    def to_keep(self, progress: Progress) -> Progress:
        """What is to be on the disk: until a restore is through, what was done before it. A lab that ends meanwhile,
        however it does, has lost nothing then."""
        return progress if self._before is None else self._before.on_the_machine_of(progress)

    def stop(self) -> bool:
        """End a restore that is under way before its next command; whether one is."""
        if self._replaying is not None:
            self._replaying.stopped = True
        return self._replaying is not None

    def _chosen(self, row: Row | None) -> None:
        attempt = self._screen.attempt
        if row is None:
            return
        if row.place is None:
            self._ask_to_undo()
            return
        ground = Ground(
            snapshot=attempt.journal.now,
            claims=attempt.claims,
            progress=attempt.progress_here,
            machine=attempt.machine,
            absent=frozenset(attempt.absent),
            facts=attempt.facts,
        )
        self._screen.outside.plan_restore(row.place, ground, self._ask)

    def _ask(self, restore: Restore) -> None:
        def answered(yes: bool | None) -> None:
            if yes and restore.steps and not self._screen.terminal.at_prompt:
                self._say(AT_NO_PROMPT)
            elif yes:
                self._begin(restore)

        if withheld := restore.shows(self._screen.attempt.course.policies, self._screen.attempt.progress):
            self._say(f"In this class solutions aren't shown at will, and this would show that of “{withheld}”")
            return
        folder, danger = self._screen.attempt.work_folder, self._screen.outside.danger
        preview = RestorePreviewScreen(restore, lambda line: danger(line, folder), self._screen.said)
        self._screen.app.push_screen(preview, answered)

    def _begin(self, restore: Restore) -> None:
        before, reset = self._screen.attempt.progress_here, restore.reset
        if self._resetting.begin(reset, lambda outcome: self._reset(restore, before, outcome)):
            self._undos.append(Undo(restore.title, before, (reset.lesson, *reset.also), reset.folder))
            self._before = before

    def _reset(self, restore: Restore, before: Progress, outcome: Outcome) -> None:
        """All that had to go is gone."""
        if not outcome.finished:
            self._end()
            self._say(told(outcome, restore.title))
            return
        self._replaying = Replaying(self._screen, restore.steps, before)
        replay = self._replay(self._replaying, restore, before, outcome.refused)
        self._screen.app.run_worker(replay, exit_on_error=False)

    async def _replay(self, replaying: Replaying, restore: Restore, before: Progress, refused: tuple[str, ...]) -> None:
        screen = self._screen
        try:
            why = await replaying.run()
        # Whatever else it trips over, the lab goes on, and it can be tried again.
        except Exception as error:
            why = f"The restore has failed ({type(error).__name__}: {error}). r tries again, or undoes it."
        finally:
            self._replaying = None
        try:
            await screen.become(keeping(screen.attempt, restore, before))
        except Exception:
            # What is done from here on is to be kept all the same; not so where the lab is being left.
            self._end()
            raise
        self._end()
        if why:
            self._say("\n".join([why, *refused]))
            return
        await screen.become(screen.attempt.gone_to(restore.place.lesson, restore.page, time.monotonic()))
        screen.panes.focus_pane(screen.panes.lesson)
        screen.panes.lesson.reveal(restore.place.task)
        screen.notify(came_back(restore, refused), markup=False)

    def _end(self) -> None:
        """From now on what is done is on the disk as it is."""
        self._before = None
        self._screen.outside.keep(self._screen.attempt.progress)

    def _ask_to_undo(self) -> None:
        undo = self._undos[-1]

        def answered(yes: bool | None) -> None:
            if yes:
                self._screen.outside.put_back(undo, lambda _: self._put_back(undo))

        self._screen.app.push_screen(AskScreen("Undo the last restore?", UNDOES, "Undo"), answered)

    def _put_back(self, undo: Undo) -> None:
        """The files are back."""
        self._undos.remove(undo)
        self._screen.call_later(self._be_as_before, undo)

    async def _be_as_before(self, undo: Undo) -> None:
        await self._screen.become(as_before(self._screen.attempt, undo, time.monotonic()))
        self._screen.gather()
        self._screen.notify(f"Undone: {undo.title}", markup=False)

    def _say(self, text: str) -> None:
        self._screen.notify(text, severity="warning", timeout=TOLD_FOR, markup=False)
