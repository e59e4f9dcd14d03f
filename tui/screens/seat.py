"""One learner of a class: every task, and how it was done."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model.classroom import LearnerRecord
from tui.model.course import Course
from tui.model.text import printable
from tui.view.board import seat_lines
from tui.view.laid import Laid
from tui.widgets.scroll_page import ScrollPage


class SeatScreen(ModalScreen[None]):
    """A page to scroll."""

    BINDINGS = [Binding("escape,q,enter", "dismiss", "close")]

    def __init__(self, course: Course, record: LearnerRecord) -> None:
        super().__init__()
        self._course, self._record = course, record

    def compose(self) -> ComposeResult:
        """The tasks, lesson by lesson."""
        with ScrollPage(id="dialog") as page:
            page.border_title = Content(printable(self._record.name))
            page.border_subtitle = "↑ ↓ scroll · Esc closes"
            yield Static(Laid(partial(seat_lines, self._course, self._record)))
