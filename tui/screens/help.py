"""The F1 page: every key, made from the table of commands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.commands import COMMANDS, Where
from tui.model.pane_keys import PaneKeys
from tui.view.copying import HELP as COPY_KEYS
from tui.widgets.scroll_page import ScrollPage

SCROLLING = "Space, PgDn and PgUp scroll; Home and End go all the way."


def help_content(keys: PaneKeys) -> Content:
    """All keys by place, a line each; `keys` are those of the command pane."""
    leave, prefix = keys.leave_written, keys.prefix_written
    parts: list[Content] = []
    for where in Where:
        parts.append(Content.styled(f"{where.value}\n", "bold $accent"))
        for command in (each for each in COMMANDS if each.where is where):
            again = f"{prefix} {BY_NAME.get(command.prefixed, command.prefixed)}" if command.prefixed else ""
            shown = leave if command.id == "focus-pane" else command.every_key
            parts.append(Content.styled(f"  {shown:<10}", "bold $primary"))
            parts.append(Content(f" {command.help:<48}"))
            parts.append(Content.styled(f"{again}\n", "$quiet"))
    parts.append(Content.styled("In the command pane's copy mode\n", "bold $accent"))
    for key, does in COPY_KEYS:
        parts += [Content.styled(f"  {key:<10}", "bold $primary"), Content(f" {does}\n")]
    parts.append(Content.styled(f"\n{SCROLLING}\n", "$quiet"))
    parts.append(Content.styled(f"Where {leave} is taken: {prefix} first, then the key named behind it. ", "$quiet"))
    parts.append(Content.styled(f"{prefix} twice sends one to the program.", "$quiet"))
    return Content.assemble(*parts)


BY_NAME = {"question_mark": "?", "slash": "/", "left_square_bracket": "[", "ctrl+l": "Ctrl-L"}
"""Textual's names of keys whose name isn't the key."""


class HelpScreen(ModalScreen[None]):
    """All keys. Any of the usual keys closes it."""

    BINDINGS = [Binding("escape,f1,q,enter,question_mark", "dismiss", "close")]

    def __init__(self, keys: PaneKeys) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with ScrollPage(id="dialog") as page:
            page.border_title = "Keys"
            page.border_subtitle = "Space scrolls, Esc closes"
            yield Static(help_content(self._keys))
