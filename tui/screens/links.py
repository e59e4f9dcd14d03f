"""The links of the page: Enter goes to a page of the course, or copies an address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from tui.view.links import Link, link_lines
from tui.widgets.row_list import RowList

NONE = "There are no links on this page."
COPIED = "Copied. Some terminals don't let a program copy: if nothing comes when you paste, take it from here:"


class LinksScreen(ModalScreen[tuple[str, str] | None]):
    """Lists a page's links. Gives the (lesson, page) of the one that was chosen, or None.

    An address on the web is copied and shown in full; the lab opens no browser, which may be on another machine.
    """

    BINDINGS = [Binding("escape,l,q", "dismiss(None)", "close")]

    def __init__(self, links: Sequence[Link], copy: Callable[[str], None], chosen: Link | None = None) -> None:
        """`copy` puts a text into the clipboard; `chosen` is a link to the web that was clicked: its address is copied
        at once."""
        super().__init__()
        self._put = copy
        self._links = {str(number): link for number, link in enumerate(links)}
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The links, and below them the address that was copied."""
        with Vertical(id="dialog") as box:
            box.border_title = "Links on this page"
            does = "Enter goes there, or copies the address · " if self._links else ""
            box.border_subtitle = f"{does}Esc closes"
            yield RowList()
            yield Static("" if self._links else NONE, id="told", markup=False)
            yield Static("", id="address", markup=False)

    def on_mount(self) -> None:
        """The cursor starts on the link that was clicked, or on the first."""
        rows = self.query_one(RowList)
        rows.display = bool(self._links)
        at = next((key for key, link in self._links.items() if link == self._chosen), "")
        rows.show([(key, partial(link_lines, link)) for key, link in self._links.items()], at)
        rows.focus()
        if self._chosen is not None:
            self._copy(self._chosen)

    @on(OptionList.OptionSelected)
    def _pressed(self, event: OptionList.OptionSelected) -> None:
        link = self._links[event.option_id or ""]
        if link.target is not None:
            self.dismiss(link.target)
        else:
            self._copy(link)

    def _copy(self, link: Link) -> None:
        self._put(link.address)
        self.query_one("#told", Static).update(COPIED)
        self.query_one("#address", Static).update(link.address)
