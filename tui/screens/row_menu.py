"""The commands for a row of the browser: a letter, or Enter, chooses the one to put at the prompt."""

from __future__ import annotations

from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from tui.model.text import short_ids
from tui.view.laid import hanging
from tui.view.row_actions import RowAction, Target
from tui.widgets.row_list import RowList

PRUNE = "p"
"""The key of what is no command for the row alone."""


class RowMenuScreen(ModalScreen[str | None]):
    """Lists what can be done with one object. Gives the key of what was chosen, or None.

    It stays with the object it was opened for, wherever the cursor of the browser goes meanwhile.
    """

    BINDINGS = [Binding("escape,x,q", "dismiss(None)", "close")]

    def __init__(self, target: Target, told: str = "") -> None:
        """`told` is something to know of it."""
        super().__init__()
        self._told = told
        self._target = target
        asks = RowAction(PRUNE, "prune?", f"what would docker {target.kind} prune remove?")
        self._actions = {action.key: action for action in (*target.actions, asks)}

    def compose(self) -> ComposeResult:
        """The commands."""
        target = self._target
        with Vertical(id="dialog") as box:
            titles = (f"{target.kind} {short_ids(target.name)}", target.state)
            box.border_title = Content(" ── ".join(title for title in titles if title))
            box.border_subtitle = "A letter or Enter puts it at the prompt, to be run there · Esc closes"
            yield RowList()
            if self._told:
                yield Static(self._told, id="told", markup=False)

    def on_mount(self) -> None:
        """The cursor starts on the first."""
        rows = self.query_one(RowList)
        rows.show([(key, partial(action_lines, action)) for key, action in self._actions.items()])
        rows.focus()

    def on_key(self, event: events.Key) -> None:
        """A letter chooses at once."""
        if event.character in self._actions:
            event.stop()
            self.dismiss(event.character)

    @on(OptionList.OptionSelected)
    def _pressed(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def action_lines(action: RowAction, width: int) -> list[Content]:
    """An action: its key, a word, its command, and below it what is lost by it."""
    first = Content.styled(action.key, "bold $primary") + Content(f"  {action.word:<13}")
    # The learner is to write on behind a space.
    lines = hanging(first, Content(f"{action.line}…" if action.line.endswith(" ") else action.line), Content(), width)
    if action.loses:
        room = Content(" " * first.cell_length)
        lines += hanging(room, Content.styled(action.loses, "$warning"), Content(), width)
    return lines
