"""Search the course: results as one types, Enter goes to the page."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from tui.model.course import Course
from tui.model.machine import Machine
from tui.view.search import Hit, hit_lines, passages, search
from tui.widgets.one_line import OneLine
from tui.widgets.row_list import RowList

MOST = 30
"""Hits shown; with more, another word is quicker than the list."""


class SearchScreen(ModalScreen[tuple[str, str] | None]):
    """Finds pages by words. Gives the (lesson, page) to go to, or None."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "close"),
        Binding("down", "move('cursor_down')", "down", priority=True),
        Binding("up", "move('cursor_up')", "up", priority=True),
        Binding("pagedown", "move('page_down')", "page down", priority=True),
        Binding("pageup", "move('page_up')", "page up", priority=True),
    ]

    def __init__(self, course: Course, machine: Machine | None = None) -> None:
        """With a `machine`, what the course has for others is not found."""
        super().__init__()
        self._text = passages(course, machine)
        self._hits: dict[str, Hit] = {}

    def compose(self) -> ComposeResult:
        """What is typed, how much was found, and the hits."""
        with Vertical(id="dialog") as box:
            box.border_title = "Search"
            box.border_subtitle = "Enter goes there · ↑ ↓ choose · Esc closes"
            yield OneLine(placeholder="words that stand on the page")
            yield Static("", id="told", markup=False)
            yield RowList()

    def on_mount(self) -> None:
        """One can type at once; the list never takes the keys."""
        self.query_one(RowList).can_focus = False
        self.query_one(Input).focus()

    def action_move(self, action: str) -> None:
        """Move the cursor in the list while the keys go to the input."""
        getattr(self.query_one(RowList), f"action_{action}")()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        found = search(self._text, event.value)
        self._hits = {f"{hit.lesson}/{hit.page}": hit for hit in found[:MOST]}
        self.query_one("#told", Static).update(_told(event.value, len(found)))
        self.query_one(RowList).show([(key, partial(hit_lines, hit)) for key, hit in self._hits.items()])

    @on(Input.Submitted)
    def _entered(self) -> None:
        self._go(self.query_one(RowList).cursor)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._go(event.option_id or "")

    def _go(self, key: str) -> None:
        if key in self._hits:
            self.dismiss((self._hits[key].lesson, self._hits[key].page))


def _told(typed: str, found: int) -> str:
    """How much was found."""
    if not typed.strip():
        return ""
    if not found:
        return f"No page holds {'all of these words' if len(typed.split()) > 1 else 'this word'}."
    pages = f"{found} page{'s' if found != 1 else ''}"
    return f"{pages}; the first {MOST} are shown" if found > MOST else pages
