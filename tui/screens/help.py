"""The F1 page: every key, made from the table of commands."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.commands import COMMANDS, Where
from tui.model.pane_keys import PaneKeys
from tui.view.copying import HELP as COPY_KEYS
from tui.view.laid import Laid, hanging
from tui.widgets.scroll_page import ScrollPage

SCROLLING = "Space, PgDn and PgUp scroll; Home and End go all the way."


def help_lines(keys: PaneKeys, here: Where | None, width: int) -> list[Content]:
    """All keys by place, those that work `here` alone first, with what each does; `keys` are the command pane's."""
    leave, prefix = keys.leave_written, keys.prefix_written
    lines: list[Content] = []
    for where in sorted(Where, key=lambda place: place is not here):
        lines.append(Content.styled(where.value, "bold $accent"))
        for command in (each for each in COMMANDS if each.where is where):
            again = f"{prefix} {BY_NAME.get(command.prefixed, command.prefixed)}" if command.prefixed else ""
            shown = leave if command.id == "focus-pane" else command.every_key
            lines += _line(shown, command.help, again, width)
    lines.append(Content.styled("In the command pane's copy mode", "bold $accent"))
    for key, does in COPY_KEYS:
        lines += _line(key, does, "", width)
    taken = f"Where {leave} is taken: {prefix} first, then the key named behind it."
    twice = f"{prefix} twice sends one to the program."
    for text in ("", SCROLLING, f"{taken} {twice}"):
        lines += Content.styled(text, "$quiet").wrap(width)
    return lines


def _line(key: str, does: str, again: str, width: int) -> list[Content]:
    """A key, what it does, and the key after the prefix that does it too."""
    first = Content.styled(f"  {key:<10} ", "bold $primary")
    return hanging(first, Content(does), Content.styled(f"{again} " if again else "", "$quiet"), width)


BY_NAME = {
    "question_mark": "?",
    "slash": "/",
    "left_square_bracket": "[",
    "ctrl+l": "Ctrl-L",
    "f5": "F5",
    "space": "Space",
}
"""Textual's names of keys whose name isn't the key."""


class HelpScreen(ModalScreen[None]):
    """All keys. Any of the usual keys closes it."""

    BINDINGS = [Binding("escape,f1,q,enter,question_mark", "dismiss", "close")]

    def __init__(self, keys: PaneKeys, here: Where | None) -> None:
        super().__init__()
        self._keys, self._here = keys, here

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with ScrollPage(id="dialog") as page:
            page.border_title = "Keys"
            page.border_subtitle = "Space scrolls, Esc closes"
            yield Static(Laid(partial(help_lines, self._keys, self._here)))
