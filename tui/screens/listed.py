"""A dialog that shows a list of what would go, and asks; Enter only closes it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button

from tui.widgets.scroll_page import ScrollPage

BELOW = 6
"""Rows of the dialog that aren't the list's: its border, and the buttons."""


class ListedScreen(ModalScreen[bool]):
    """Has a `#dialog` with a `ScrollPage` that can't have the focus, and buttons, of which `#cancel` is one. Gives
    True for any other."""

    FOOT: ClassVar[str]
    """What stands below the list, besides the key that scrolls it."""

    BINDINGS = [
        Binding("escape,n,q", "dismiss(False)", "cancel"),
        Binding("y", "agree", "yes"),
        Binding("left,right,tab", "app.focus_next", "other"),
        Binding("down,j", "scroll('by(1)')", "down"),
        Binding("up,k", "scroll('by(-1)')", "up"),
        Binding("pagedown,space", "scroll('by_pages(1)')", "page down"),
        Binding("pageup", "scroll('by_pages(-1)')", "page up"),
    ]

    def on_mount(self) -> None:
        """Cancel is what Enter does."""
        self.query_one("#cancel").focus()
        self.watch(self.query_one(ScrollPage), "show_vertical_scrollbar", self._tell_keys)

    def on_resize(self) -> None:
        """The list leaves room for the buttons."""
        for page in self.query(ScrollPage):
            page.styles.max_height = max(1, self.size.height - BELOW)

    def action_agree(self) -> None:
        """As the button does."""
        self.dismiss(True)

    async def action_scroll(self, how: str) -> None:
        """Scroll the list while a button has the focus."""
        await self.query_one(ScrollPage).run_action(how)

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id != "cancel")

    def _tell_keys(self, scrolls: bool) -> None:
        foot = f"Space scrolls · {self.FOOT}" if scrolls else self.FOOT
        self.query_one("#dialog").border_subtitle = Content(foot)
