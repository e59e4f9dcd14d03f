"""The F1 page: every key, made from the table of commands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.commands import COMMANDS, Where
from tui.widgets.scroll_page import ScrollPage

SCROLLING = "Space, PgDn and PgUp scroll; Home and End go all the way."
PREFIXES = "Where F12 is taken: Ctrl-] first, then the key named behind it. Ctrl-] twice sends one to the program."


def help_content() -> Content:
    """All keys by place, a line each."""
    parts: list[Content] = []
    for where in Where:
        parts.append(Content.styled(f"{where.value}\n", "bold $accent"))
        for command in (each for each in COMMANDS if each.where is where):
            again = f"Ctrl-] {BY_NAME.get(command.prefixed, command.prefixed)}" if command.prefixed else ""
            parts.append(Content.styled(f"  {command.every_key:<10}", "bold $primary"))
            parts.append(Content(f" {command.help:<48}"))
            parts.append(Content.styled(f"{again}\n", "$quiet"))
    parts.append(Content.styled(f"\n{SCROLLING}\n{PREFIXES}", "$quiet"))
    return Content.assemble(*parts)


BY_NAME = {"question_mark": "?", "slash": "/"}
"""Textual's names of keys whose name isn't the key."""


class HelpScreen(ModalScreen[None]):
    """All keys. Any of the usual keys closes it."""

    BINDINGS = [Binding("escape,f1,q,enter,question_mark", "dismiss", "close")]

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with ScrollPage(id="dialog") as page:
            page.border_title = "Keys"
            page.border_subtitle = "Space scrolls, Esc closes"
            yield Static(help_content())
