"""The instructor's notes, on a screen that nobody else sees: they follow the lab that is shown to the room."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from tui.model.course import Course
from tui.model.following import NO_LAB, OTHER_VERSION, Shown
from tui.model.notes import Notes
from tui.model.pace import standing
from tui.outer.driver import ThriftyDriver
from tui.themes import dress
from tui.view.notes import clock_line, countdown_line, page_lines, skips_ahead, timetable
from tui.widgets.scroll_page import ScrollPage

CLOCK, COUNTING = 30.0, 1.0
"""Seconds between two drawings if nothing is told: of clocks, and while something is counted down."""
BESIDE = ((110, 48), (72, 32))
"""From so many columns on, the timetable stands beside the notes and takes so many."""
MARGINS = 4
"""Cells beside the notes that they don't fill: a margin at either side, one before the timetable, the scroll bar."""
WAITS = "Waits for a lab to follow: sealegs open --present"
TROUBLES = {
    NO_LAB: "The lab is closed; these notes wait for it to open again.",
    OTHER_VERSION: "The lab is of another version of sealegs than these notes.",
}
KEYS = "n p look ahead, back · f follow again · ↑ ↓ scroll · q leave"


class NotesApp(App[None], inherit_bindings=False):
    """`told` is what the lab tells, or why it can't be known."""

    TITLE = "sealegs notes"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "lab.tcss"
    CSS = """
    Screen { background: $background; color: $foreground; }
    #clock { height: auto; padding: 0 1; background: $panel; }
    #columns { height: 1fr; }
    #notes { width: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    #timetable { width: auto; height: 1fr; padding: 0 1 0 0; }
    #page, #timetable { text-wrap: nowrap; text-overflow: clip; }
    #keys { dock: bottom; height: 1; padding: 0 1; background: $footer-background; color: $quiet; }
    """
    BINDINGS = [
        Binding("q,ctrl+q,ctrl+c", "leave", "leave", priority=True),
        Binding("n,right", "look(1)", "look ahead"),
        Binding("p,left", "look(-1)", "look back"),
        Binding("f,escape", "follow", "follow again"),
    ]

    def __init__(
        self,
        course: Course,
        notes: Notes,
        told: AsyncIterator[Shown | str],
        theme: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(driver_class=ThriftyDriver)
        self._course, self._notes, self._told, self._clock = course, notes, told, clock
        self._places = [(lesson.entry.id, page.id) for lesson, page in course.pages]
        self._shown: Shown | None = None
        self._trouble = WAITS
        self._elsewhere: int | None = None
        self._timer: Timer | None = None
        self._drawn_every = 0.0
        dress(self, theme)

    def compose(self) -> ComposeResult:
        """The class's clock over notes and timetable, over a line of keys."""
        yield Static(id="clock", markup=False)
        with Horizontal(id="columns"):
            with ScrollPage(id="notes"):
                yield Static(id="page", markup=False)
            yield Static(id="timetable", markup=False)
        yield Static(KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        """Follow, and go on drawing."""
        self.query_one("#notes").focus()
        self.run_worker(self._follow())

    async def _follow(self) -> None:
        async for told in self._told:
            if isinstance(told, str):
                self._trouble = TROUBLES[told] if self._shown or told != NO_LAB else WAITS
            elif told.course != self._course.id or (told.lesson, told.page) not in self._places:
                self._trouble = f"The lab shows another course ({told.course}): sealegs notes --course FOLDER"
            else:
                turned = self._shown is None or (told.lesson, told.page) != (self._shown.lesson, self._shown.page)
                self._shown, self._trouble = told, ""
                if turned:
                    self.action_follow()
            self._draw()

    def on_resize(self) -> None:
        """Another width has room for other lines."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        """Show it all; what is the same stays as it is."""
        now, shown = self._clock(), self._shown
        if shown is None:
            self._put("#clock", Content.styled(self._trouble, "$warning"))
            return
        self._keep_time(now)
        stands = standing(self._course, self._notes, shown.pace, shown.page, now)
        clock = [clock_line(stands), countdown_line(shown.pace.countdown, now)]
        if self._trouble:
            clock.append(Content.styled(self._trouble, "$warning"))
        self._put("#clock", Content("\n").join(line for line in clock if line))
        beside = next((taken for least, taken in BESIDE if self.size.width >= least), 0)
        room = max(10, self.size.width - beside - MARGINS)
        width = beside or room
        table = [*timetable(stands, width), Content(), *skips_ahead(self._course, stands, width)]
        self.query_one("#timetable").display = bool(beside)
        self._put("#timetable", Content("\n").join(table if beside else ()))
        place, tasks = (
            (self._places[self._elsewhere], ())
            if self._elsewhere is not None
            else ((shown.lesson, shown.page), shown.tasks)
        )
        lines = page_lines(self._course, self._notes, place, tasks, room)
        if self._elsewhere is not None:
            lines = [Content.styled("Not what the lab shows: f follows it again", "$warning"), *lines]
        self._put("#page", Content("\n").join(lines if beside else [*lines, Content(), *table]))

    def _put(self, where: str, content: Content) -> None:
        widget = self.query_one(where, Static)
        if widget.content != content:
            widget.update(content)

    def _keep_time(self, now: float) -> None:
        """Draw again soon while something is counted down, seldom otherwise."""
        countdown = self._shown.pace.countdown if self._shown else None
        every = COUNTING if countdown is not None and countdown.left(now) else CLOCK
        if every != self._drawn_every:
            if self._timer is not None:
                self._timer.stop()
            self._timer, self._drawn_every = self.set_interval(every, self._draw), every

    def action_look(self, by: int) -> None:
        """Look at the notes of another page; the lab stays where it is."""
        if self._shown is None:
            return
        here = self._places.index((self._shown.lesson, self._shown.page))
        place = max(0, min((here if self._elsewhere is None else self._elsewhere) + by, len(self._places) - 1))
        self._go(None if place == here else place)

    def action_follow(self) -> None:
        """Back to the page that the lab shows."""
        self._go(None)

    def _go(self, elsewhere: int | None) -> None:
        self._elsewhere = elsewhere
        self.query_one(ScrollPage).action_to_top()
        self._draw()

    def action_leave(self) -> None:
        """Leave."""
        self.exit()
