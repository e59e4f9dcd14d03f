"""A question with two answers; Cancel has the focus, and Enter on it changes nothing."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static


class AskScreen(ModalScreen[bool]):
    """Asks `text`; gives True for the button `yes`, False for Cancel and Escape."""

    BINDINGS = [
        Binding("escape,n", "dismiss(False)", "cancel"),
        Binding("y", "dismiss(True)", "yes"),
        Binding("left,right,tab", "app.focus_next", "other"),
    ]

    def __init__(self, title: str, text: str, yes: str) -> None:
        super().__init__()
        self._title, self._text, self._yes = title, text, yes

    def compose(self) -> ComposeResult:
        """The question and its buttons."""
        with Vertical(id="dialog") as box:
            box.border_title = self._title
            yield Static(self._text, markup=False)
            with Horizontal(id="buttons"):
                yield Button("Cancel (n)", id="cancel")
                yield Button(f"{self._yes} (y)", id="yes")

    def on_mount(self) -> None:
        """Cancel is what Enter does."""
        self.query_one("#cancel").focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
