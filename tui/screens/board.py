"""The class board: learner by learner, who is where, who is stuck, who has a hand up."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.model.course import Course
from tui.model.roster import Roster
from tui.model.text import printable
from tui.outer.driver import ThriftyDriver
from tui.screens.ask import AskScreen
from tui.screens.seat import SeatScreen
from tui.themes import dress
from tui.view.arranging import Arrangement
from tui.view.board import board_table
from tui.widgets.live_table import LiveTable

REDRAW = 0.25
"""Seconds between two drawings at the least, however many labs tell something."""
CLOCK = 10.0
"""Seconds after which the table is drawn again if nothing was told: time passes, and somebody may be stuck."""
KEYS = "Enter one learner's tasks · o O sort · r write the report · q leave"


class BoardApp(App[None], inherit_bindings=False):
    """`join` is how a learner comes in, if anybody can; `report` writes the report and says where; `hosts` says that
    the class ends with the board."""

    TITLE = "sealegs board"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "lab.tcss"
    CSS = """
    Screen { background: $background; color: $foreground; }
    #class { border: round $border-blurred; border-title-color: $foreground; padding: 0 1; }
    #join, #note { height: auto; padding: 0 1; }
    #keys { dock: bottom; height: 1; padding: 0 1; background: $footer-background; color: $quiet; }
    """
    BINDINGS = [
        Binding("q,ctrl+q,ctrl+c", "leave", "leave", priority=True),
        Binding("o", "order(1)", "sort"),
        Binding("O", "order(-1)", "other way"),
        Binding("enter", "open", "tasks"),
        Binding("r", "report", "report"),
    ]

    def __init__(
        self,
        course: Course,
        roster: Roster,
        report: Callable[[Roster], str],
        theme: str,
        join: str = "",
        patience: float = 480.0,
        hosts: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(driver_class=ThriftyDriver)
        self._course = course
        self._roster = roster
        self._report = report
        self._join = join
        self._patience = patience
        self._hosts = hosts
        self._clock = clock
        self._line = ""
        self._arranged = Arrangement()
        self._stale = False
        dress(self, theme)

    def compose(self) -> ComposeResult:
        """How to join, over the table, over a line of keys."""
        yield Static(self._join, id="join", markup=False)
        with Vertical(id="class"):
            yield LiveTable(id="table")
        yield Static(id="note", markup=False)
        yield Static(KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        """Draw what is known, and go on drawing."""
        self.query_one("#join").display = bool(self._join)
        self.query_one(LiveTable).focus()
        self._draw()
        self.set_interval(REDRAW, self._draw_if_stale)
        self.set_interval(CLOCK, self._draw)

    # From the line's thread

    def hear(self, root: str, topic: str, words: bytes, kept: bool) -> None:
        """A lab has told something. From any thread."""
        self.call_later(self._heard, root, topic, words, kept)

    def tell(self, why: str) -> None:
        """Why there is no connection, or "" for there is one. From any thread."""
        self.call_later(self._told, why)

    def _heard(self, root: str, topic: str, words: bytes, kept: bool) -> None:
        roster = self._roster.heard(root, topic, words, kept=kept, now=self._clock())
        self._stale = self._stale or roster is not self._roster
        self._roster = roster

    def _told(self, why: str) -> None:
        self._line = why
        self._draw()

    # To the screen

    def _draw_if_stale(self) -> None:
        if self._stale:
            self._draw()

    def _draw(self) -> None:
        self._stale = False
        table = board_table(self._course, self._roster, self._clock(), self._patience)
        rows = self._arranged.rows(table.columns, table.rows)
        arrow = "▲" if self._arranged.reverse else "▼" if self._arranged.column is not None else ""
        self.query_one(LiveTable).show(table.columns, rows, table.nothing, self._arranged.column, arrow)
        self.query_one("#class").border_title = Content(table.command)
        trouble = f"no connection: {printable(self._line)}" if self._line else ""
        self.query_one("#note", Static).update(Content(" · ".join(filter(None, (table.note, trouble)))))

    def action_order(self, way: int) -> None:
        """Sort by the next column, or turn the order round."""
        if way > 0:
            self._arranged = self._arranged.ordered_by_next(self.query_one(LiveTable).shown)
        else:
            self._arranged = replace(self._arranged, reverse=not self._arranged.reverse)
        self._draw()

    def action_open(self) -> None:
        """All tasks of the learner the cursor is on."""
        seat = self._roster.seats.get(self.query_one(LiveTable).chosen or "")
        if seat is not None:
            self.push_screen(SeatScreen(self._course, seat.record))

    def action_report(self) -> None:
        """Write the report."""
        try:
            told = self._report(self._roster)
        except OSError as error:
            told = f"{error.filename}: {error.strerror}."
        self.notify(told, markup=False)

    def action_leave(self) -> None:
        """Leave; if the class ends with that, ask before."""

        def answered(yes: bool | None) -> None:
            if yes:
                self.exit()

        if not self._hosts or not any(seat.online for seat in self._roster.seats.values()):
            self.exit()
        elif not isinstance(self.screen, AskScreen):
            why = "Labs go on without a board, and come back when it opens again at the same place."
            self.push_screen(AskScreen("Close the board?", why, "Close it"), answered)
