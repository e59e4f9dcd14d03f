"""What each of the learner's commands does on the lab's screen; a method for each command of `tui.commands`, here or
in one of its parts."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.commands import Where
from tui.model.tasks import Task
from tui.outer.driver import redraw
from tui.screens.course_map import CourseMapScreen
from tui.screens.deeds.attending import Attending
from tui.screens.deeds.browsing import Browsing
from tui.screens.deeds.gating import Gating
from tui.screens.deeds.pacing import Pacing
from tui.screens.deeds.resetting import Resetting
from tui.screens.deeds.restoring import Restoring
from tui.screens.deeds.rows import RowDeeds
from tui.screens.deeds.shells import Shells
from tui.screens.deeds.stepping import Stepping
from tui.screens.deeds.ticking import Ticking
from tui.screens.engines import EngineScreen
from tui.screens.help import HelpScreen
from tui.screens.links import LinksScreen
from tui.screens.search import SearchScreen
from tui.view.lesson import no_more_hints, page_view, solution_for
from tui.view.links import Link, page_links

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class Deeds:
    """Acts on a screen: its panes, its attempt, and the outside."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen
        self._resetting = Resetting(screen)
        self.restoring = Restoring(screen, self._resetting)
        self.attending = Attending(screen)
        self._gating = Gating(screen)
        self.pacing = Pacing(screen)
        parts = (Shells(screen), Browsing(screen), RowDeeds(screen), self._resetting, self.attending, screen.presenting)
        self._parts = (self, *parts, self.pacing, self.restoring, Stepping(screen), Ticking(screen))

    async def do(self, action: str) -> None:
        """Do a command, by its action's name."""
        if self.restoring.refuses(action):
            return
        done = next(getattr(part, action) for part in self._parts if hasattr(part, action))()
        if done is not None:
            await done

    # Panes

    def focus_pane(self) -> None:
        """To the command pane, and back."""
        panes = self._screen.panes
        if self._screen.focused is panes.terminal:
            panes.leave_terminal()
        else:
            panes.focus_pane(panes.terminal)

    def copy_mode(self) -> None:
        """The command pane's output stands still, to be searched and copied from."""
        self._screen.panes.focus_pane(self._screen.terminal)
        self._screen.terminal.copy_mode()

    def next_pane(self) -> None:
        """Round the panes."""
        self._screen.panes.go_round(1)

    def previous_pane(self) -> None:
        """Round the panes the other way."""
        self._screen.panes.go_round(-1)

    def zoom(self) -> None:
        """All the room for one pane."""
        self._screen.panes.zoom()

    def swap_browser(self) -> None:
        """Lesson or browser, where there is room for one."""
        self._screen.panes.swap()

    def help(self) -> None:
        """All keys, those of where one is first."""
        panes = self._screen.panes
        places = {panes.lesson: Where.LESSON, panes.browser: Where.BROWSER}
        here = Where.PRESENTING if self._screen.presenting.on else places.get(panes.current)
        self._screen.app.push_screen(HelpScreen(self._screen.keys, here))

    def redraw(self) -> None:
        """Send the whole screen again, whatever has been written over it."""
        redraw(self._screen.app)
        self._screen.refresh()

    # Pages

    async def next_page(self) -> None:
        """One page on."""
        await self._gating.go(*self._screen.attempt.beside(1))

    async def previous_page(self) -> None:
        """One page back."""
        await self._screen.become(self._screen.attempt.turned(-1, time.monotonic()))

    def course_map(self) -> None:
        """All lessons, pages and tasks, to go to one."""
        attempt = self._screen.attempt
        screen = CourseMapScreen(attempt.course, attempt.progress_here, attempt.absent)
        self._screen.app.push_screen(screen, self._go_to)

    def search(self) -> None:
        """Look for words in the course, to go there."""
        attempt = self._screen.attempt
        self._screen.app.push_screen(SearchScreen(attempt.course, attempt.machine), self._go_to)

    def links(self) -> None:
        """The links on this page."""
        self._screen.app.push_screen(LinksScreen(self._page_links(), self._screen.outside.copy), self._go_to)

    async def follow(self, target: str) -> None:
        """A link of the page was pressed."""
        links = self._page_links()
        link = next((each for each in links if each.address == target), None)
        if link is not None and link.target is not None:
            await self._go_to(link.target)
        elif link is not None:
            self._screen.app.push_screen(LinksScreen(links, self._screen.outside.copy, link), self._go_to)

    def _page_links(self) -> tuple[Link, ...]:
        attempt = self._screen.attempt
        return page_links(attempt.course, attempt.lesson.entry.id, page_view(attempt).parts)

    async def _go_to(self, place: tuple[str, str] | None) -> None:
        if place is not None:
            self._screen.panes.focus_pane(self._screen.panes.lesson)
            await self._gating.go(*place)

    # The page's tasks

    def next_stop(self) -> None:
        """The cursor goes down."""
        self._screen.panes.lesson.move(1)

    def previous_stop(self) -> None:
        """The cursor goes up."""
        self._screen.panes.lesson.move(-1)

    def run_block(self) -> None:
        """Enter on what the cursor is on."""
        self._screen.panes.lesson.enter()

    async def hint(self) -> None:
        """One hint more."""
        task, attempt = self._task_in_hand(), self._screen.attempt
        if task is None:
            return
        await self._screen.become(attempt.hint_taken(task))
        if self._screen.attempt is attempt or self._screen.attempt.progress == attempt.progress:
            self._screen.panes.lesson.say(task.id, no_more_hints(task, attempt))
        else:
            self._screen.panes.lesson.reveal(task.id)

    async def solution(self) -> None:
        """The solution, with its files."""
        task = self._task_in_hand()
        if task is not None and not self._gating.withholds(task):
            await self._screen.become(self._screen.attempt.solution_shown(task))
            self._hand_out(task)

    async def skip(self) -> None:
        """On without this task; its solution is shown, if it may be."""
        task = self._task_in_hand()
        if task is None or self._gating.keeps(task):
            return
        shown = not self._gating.withholds(task)
        await self._screen.become(self._screen.attempt.skipped(task, time.monotonic(), shown=shown))
        if shown:
            self._hand_out(task)

    def recheck(self) -> None:
        """Look at everything again."""
        self._screen.outside.look_again()
        self._screen.gather()
        self._screen.disk_look.measure()

    async def after_change(self) -> None:
        """The countdown ends when the exercise is done, and a reset when the engine shows it."""
        self._gating.note_page()
        self.pacing.go_on()
        await self._resetting.go_on()

    def _hand_out(self, task: Task) -> None:
        self._screen.panes.lesson.reveal(task.id)
        files = solution_for(task, self._screen.attempt).files
        if files:
            self._screen.outside.provide(files, replace=True)

    def _task_in_hand(self) -> Task | None:
        """The task that a key is for, from whatever pane it comes: what is said of it stands in the lesson. It is said
        if there is none."""
        panes = self._screen.panes
        if not panes.lesson.has_cursor:
            panes.focus_pane(panes.lesson)
        found = self._screen.attempt.lesson.task(panes.lesson.task_in_hand())
        if found is None:
            self._screen.notify("There is no open task on this page.", markup=False)
        return found

    # The lab

    def engines(self) -> None:
        """Which engines there are, and another one to choose."""
        self._screen.app.push_screen(EngineScreen(self._screen))

    def command_sheet(self) -> None:
        """What was typed, lesson by lesson, as a file."""
        self._screen.outside.write_sheet(self._screen.attempt.progress)
