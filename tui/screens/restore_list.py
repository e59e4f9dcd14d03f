"""Where to go back to: the start of a lesson, or of a task of this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList

from tui.model.restore import Restore
from tui.screens.reset_preview import ResetPreviewScreen
from tui.view.laid import hanging
from tui.view.reset import Group
from tui.view.restoring import NO_WAY_BACK, Danger, Row, preview
from tui.widgets.row_list import RowList


class RestoreListScreen(ModalScreen[Row | None]):
    """Shows the places. Gives the row that was chosen, or None."""

    BINDINGS = [Binding("escape,q,r", "dismiss(None)", "close")]

    def __init__(self, rows: Sequence[Row], cursor: str) -> None:
        """`cursor` is the key of the row it is on at first."""
        super().__init__()
        self._cursor = cursor
        self._rows = {row.key: row for row in rows}

    def compose(self) -> ComposeResult:
        """One list."""
        with Vertical(id="dialog") as box:
            box.border_title = Content("Go back to")
            box.border_subtitle = "Enter shows what that does · Esc closes"
            yield RowList()

    def on_mount(self) -> None:
        """The cursor starts at the task in hand."""
        self.query_one(RowList).show([(row.key, partial(_lines, row)) for row in self._rows.values()], self._cursor)
        self.query_one(RowList).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._rows[event.option_id or ""])


def _lines(row: Row, width: int) -> list[Content]:
    indent = Content(" " * (len(row.text) - len(row.text.lstrip())))
    return hanging(indent, Content(row.text.lstrip()), Content.styled(row.note, "$quiet"), width)


class RestorePreviewScreen(ResetPreviewScreen):
    """Shows a restore before it is carried out. Gives True if it is to be."""

    FOOT = NO_WAY_BACK
    ASKS = "Go back to this point?"
    YES = "Restore"

    def __init__(self, restore: Restore, danger: Danger, said: Callable[[str], str]) -> None:
        super().__init__(restore.reset, said)
        self._restore, self._danger = restore, danger

    @property
    def heading(self) -> str:
        """Where it goes back to."""
        return self._restore.title

    @property
    def groups(self) -> list[Group]:
        """All that goes, and all that is typed."""
        return preview(self._restore, self._danger)
