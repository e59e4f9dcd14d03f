"""The commands for a row of the browser: a letter, or Enter, chooses the one to put at the prompt."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from tui.model.journal import Journal
from tui.screens.informed import InformedScreen
from tui.view.columns import clip_middle
from tui.view.laid import hanging
from tui.view.row_actions import RowAction, Target, called, target_now
from tui.widgets.row_list import RowList

PRUNE = "p"
"""The key of what is no command for the row alone."""


class RowMenuScreen(InformedScreen[RowAction | None]):
    """Lists what can be done with one object. Gives what was chosen, or None.

    It stays with the object it was opened for, wherever the cursor of the browser goes meanwhile.
    """

    BINDINGS = [Binding("escape,x,q", "dismiss(None)", "close")]

    def __init__(self, target: Target, why_not: str = "") -> None:
        """`why_not` says why the object can only be looked at, if so."""
        super().__init__()
        self._target, self._why_not = target, why_not
        self._actions: dict[str, RowAction] = {}

    def compose(self) -> ComposeResult:
        """The commands."""
        with Vertical(id="dialog") as box:
            box.border_subtitle = "A letter or Enter puts it at the prompt, to be run there · Esc closes"
            yield RowList()
            yield Static(id="told", markup=False)

    def on_mount(self) -> None:
        """The cursor starts on the first."""
        self._list(self._target, self._why_not)
        self.query_one(RowList).focus()

    def show(self, journal: Journal) -> None:
        """Show what can be done with the object as it stands now."""
        now = target_now(self._target, journal.now)
        if not self.query("#told") or now == self._target:
            return
        if now is None:
            self._list(replace(self._target, state="", actions=()), self._target.gone(journal.now))
        else:
            self._target = now
            self._list(now, self._why_not)

    def on_key(self, event: events.Key) -> None:
        """A letter chooses at once."""
        if event.character in self._actions:
            event.stop()
            self.dismiss(self._actions[event.character])

    @on(OptionList.OptionSelected)
    def _pressed(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._actions[event.option_id or PRUNE])

    def _list(self, target: Target, told: str) -> None:
        """List the commands for the object as it stands, and say something of it."""
        offered = target.to_look_at if self._why_not else target
        asks = RowAction(PRUNE, "prune?", f"what would docker {target.kind} prune remove?")
        self._actions = {action.key: action for action in (*offered.actions, asks)}
        titles = (f"{target.kind} {called(target.name)}", target.state)
        self.query_one("#dialog").border_title = Content(" ── ".join(title for title in titles if title))
        rows = self.query_one(RowList)
        rows.show([(key, partial(action_lines, action)) for key, action in self._actions.items()], rows.cursor)
        box = self.query_one("#told", Static)
        box.update(told)
        box.display = bool(told)


def action_lines(action: RowAction, width: int) -> list[Content]:
    """An action: its key, a word, its command, and below it what is lost by it."""
    first = Content.styled(action.key, "bold $primary") + Content(f"  {action.word:<13}")
    # The learner is to write on behind a space.
    line = f"{action.line}…" if action.line.endswith(" ") else action.line
    lines = [first + Content(clip_middle(line, width - first.cell_length))]
    if action.loses:
        room = Content(" " * first.cell_length)
        lines += hanging(room, Content.styled(action.loses, "$warning"), Content(), width)
    return lines
