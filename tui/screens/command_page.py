"""One command of the log in full: as it was typed, how it ended, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from tui.model.journal import Journal
from tui.screens.informed import InformedScreen
from tui.view.laid import Laid
from tui.view.log import command_lines
from tui.widgets.scroll_page import ScrollPage


class CommandPage(InformedScreen[tuple[str, ...] | None]):
    """Begins with the command at a `place` of the journal. Gives the lines of the one that is to be at the prompt
    again, or None. `clock` is the wall clock."""

    BINDINGS = [
        Binding("escape,q,enter", "dismiss", "close"),
        Binding("left,p", "step(-1)", "the command before"),
        Binding("right,n", "step(1)", "the next command"),
        Binding("r", "again", "to the prompt"),
    ]

    def __init__(self, journal: Journal, place: int, clock: Callable[[], float]) -> None:
        super().__init__()
        self._journal, self._place = journal, place
        self._clock = clock

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with ScrollPage(id="dialog") as page:
            page.border_subtitle = "←→ before, after · r puts it at the prompt · Esc closes"
            yield Static(id="command")

    def on_mount(self) -> None:
        """Show the command that was chosen."""
        self._update()

    def show(self, journal: Journal) -> None:
        """Show the command as it stands now."""
        before, self._journal = self._journal, journal
        if (journal.commands, journal.now) != (before.commands, before.now):
            self._update()

    def action_step(self, by: int) -> None:
        """Go to the command that was typed before (-1) or after (1) this one."""
        self._place = max(0, min(self._place + by, len(self._journal.commands) - 1))
        self.query_one(ScrollPage).scroll_home(animate=False)
        self._update()

    def action_again(self) -> None:
        """Have it at the prompt again."""
        self.dismiss(tuple(self._journal.commands[self._place].line.split("\n")))

    def _update(self) -> None:
        title = f"command {self._place + 1} of {len(self._journal.commands)}"
        shown = Laid(partial(command_lines, self._journal, self._place, self._clock()))
        # There may be news before the widgets are there.
        for page in self.query(ScrollPage):
            page.border_title = Content(title)
        for command in self.query("#command").results(Static):
            command.update(shown)
