"""The lab as it is shown to a room: large and calm, what is typed in large letters, nothing personal in sight."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.screens.blank import BlankScreen
from tui.themes import FOR_A_ROOM, wear
from tui.view.browsing import Seen
from tui.view.lesson import PageView
from tui.view.presented import Personal, lesson_in_a_line, own_only
from tui.view.strip import said
from tui.widgets.bottom_line import BottomLine
from tui.widgets.command_strip import CommandStrip

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen

PRESENTING = "-presenting"
"""The screen's class while it presents."""
SPOTLIGHT = "-spotlight"
"""Its class while all is dimmed but what the cursor is on."""


class Presenting:
    """Acts on a screen; a method for each command, as in `Deeds`."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen
        self._theme = ""
        self._personal = Personal(str(Path.home()), screen.endpoint)

    @property
    def on(self) -> bool:
        """Whether the lab presents."""
        return self._screen.has_class(PRESENTING)

    async def present(self) -> None:
        """Begin to present, or end it: its key after the prefix does both."""
        await (self.end_presenting() if self.on else self.begin())

    async def begin(self) -> None:
        """Show the lab to a room: the pane one is in large, the others in a line each."""
        screen, panes = self._screen, self._screen.panes
        self._theme = screen.app.theme
        screen.add_class(PRESENTING)
        panes.add_class("-zoomed")
        wear(screen.app, FOR_A_ROOM.get(self._theme, self._theme))
        self.fit()
        for terminal in panes.terminals:
            terminal.on_drawn = self.echo
        await self._turn_to(on=True)

    async def end_presenting(self) -> None:
        """Everything as before."""
        screen, panes = self._screen, self._screen.panes
        if screen.has_class(SPOTLIGHT):
            self.spotlight()
        screen.remove_class(PRESENTING)
        panes.remove_class("-zoomed")
        wear(screen.app, self._theme)
        for terminal in panes.terminals:
            terminal.on_drawn = None
        await self._turn_to(on=False)

    async def _turn_to(self, *, on: bool) -> None:
        """What looks or says something else to a room."""
        screen, panes = self._screen, self._screen.panes
        screen.query_one(BottomLine).show_to_a_room(self._personal if on else None)
        screen.outside.plain_prompts(on)
        for terminal in panes.terminals:
            terminal.prompt_anew()
        panes.browser.present(on, anew=bool(screen.attempt.claims.url))
        await panes.lesson.divide(on)
        await screen.become(screen.attempt)

    # What is large

    def lesson_large(self) -> None:
        """The lesson."""
        self._enlarge(self._screen.panes.lesson)

    def browser_large(self) -> None:
        """The browser."""
        self._enlarge(self._screen.panes.browser)

    def terminal_large(self) -> None:
        """The command pane."""
        self._enlarge(self._screen.panes.terminal)

    def _enlarge(self, pane: Widget) -> None:
        self._screen.panes.enlarge(pane)

    # Where to look

    def freeze(self) -> None:
        """The browser stands still, or goes on."""
        browser = self._screen.panes.browser
        browser.freeze(not browser.frozen)

    def spotlight(self) -> None:
        """Only what the cursor is on stays bright, or all is again."""
        on = not self._screen.has_class(SPOTLIGHT)
        self._screen.set_class(on, SPOTLIGHT)
        self._screen.panes.browser.table.spotlight(on)

    def blank(self) -> None:
        """Nothing is to be seen until a key is pressed."""
        self._screen.app.push_screen(BlankScreen())

    # What a room sees

    def seen(self, seen: Seen | None) -> Seen | None:
        """What there is to see in the engine."""
        return own_only(seen, self._screen.attempt) if seen is not None and self.on else seen

    def page(self, view: PageView) -> PageView:
        """What there is to read."""
        return self._personal.page(view) if self.on else view

    def said(self, text: str) -> str:
        """What the lab says."""
        return self._personal.left_out(text) if self.on else text

    def show(self, view: PageView) -> None:
        """Bring up to date what only a room sees."""
        if self.on:
            self._screen.panes.tell_lesson(lesson_in_a_line(view, self._screen.attempt.notice))
            self.echo()

    def echo(self) -> None:
        """What is typed in the command pane, or was last."""
        panes = self._screen.panes
        newest = self._screen.attempt.journal.newest(panes.number(panes.terminal))
        self._screen.query_one(CommandStrip).show(said(panes.terminal.typed, newest))

    def fit(self) -> None:
        """The screen has another size."""
        self._screen.query_one(CommandStrip).fit(self._screen.size.height)
