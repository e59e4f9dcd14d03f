"""In the lab's place when a course can't be used: what is wrong with it, by file and line, until it is right."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.errors import CourseError
from tui.model.course import Course
from tui.model.text import printable
from tui.outer.driver import ThriftyDriver
from tui.themes import dress


class BrokenCourseApp(App[Course], inherit_bindings=False):
    """Shows mistakes. Ends with the course once it could be read, or with None when the author leaves.

    `read` reads the course again, and raises CourseError while it can't be used.
    """

    TITLE = "sealegs"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: $background; color: $foreground; }
    #mistakes { border: round $error; border-title-color: $error; padding: 0 1; scrollbar-size-vertical: 1; }
    #mistakes Static { height: auto; }
    #keys { dock: bottom; height: 1; padding: 0 1; background: $footer-background; color: $quiet; }
    """
    BINDINGS = [
        Binding("q,escape,ctrl+c,ctrl+q", "leave", "leave", priority=True),
        Binding("r", "read_again", "read the course again"),
    ]

    def __init__(self, error: CourseError, read: Callable[[], Course], theme: str) -> None:
        super().__init__(driver_class=ThriftyDriver)
        self._error = error
        self._read = read
        self._times = 0
        dress(self, theme)

    def compose(self) -> ComposeResult:
        """The list over a line of keys."""
        with VerticalScroll(id="mistakes"):
            yield Static(markup=False)
        yield Static("r read the course again · ↑ ↓ scroll · q leave", id="keys", markup=False)

    def on_mount(self) -> None:
        """Show the list, with the keys that scroll going to it."""
        self._show()
        self.query_one("#mistakes").focus()

    def _show(self) -> None:
        lines = [printable(line) for line in self._error.what.splitlines()]
        box = self.query_one("#mistakes", VerticalScroll)
        box.border_title = Content(f"This course can't be opened: {len(lines)} mistake{'s' * (len(lines) != 1)}")
        # Or nobody could tell that it was read again and is as wrong as before.
        box.border_subtitle = Content(f"read {self._times + 1} times" if self._times else "")
        self.query_one("#mistakes Static", Static).update(Content("\n".join(lines)))

    def action_leave(self) -> None:
        """Leave without a course."""
        self.exit(None, return_code=1)

    def action_read_again(self) -> None:
        """Read the course again, and leave with it if it is right now."""
        try:
            course = self._read()
        except CourseError as error:
            self._error = error
            self._times += 1
            self._show()
        else:
            self.exit(course)
