"""What the learner's commands do in the browser; a method for each, as in `Deeds`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.messages import InsertWanted
from tui.screens.command_page import CommandPage
from tui.screens.details import DetailsScreen
from tui.view.browsing import VIEWS
from tui.widgets.browser import Browser

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class Browsing:
    """Acts on a screen's browser."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen

    def show_containers(self) -> None:
        """The first view."""
        self._show("containers")

    def show_images(self) -> None:
        """The second view."""
        self._show("images")

    def show_layers(self) -> None:
        """The third view."""
        self._show("layers")

    def show_volumes(self) -> None:
        """The fourth view."""
        self._show("volumes")

    def show_networks(self) -> None:
        """The fifth view."""
        self._show("networks")

    def show_log(self) -> None:
        """The sixth view."""
        self._show("log")

    def show_events(self) -> None:
        """The seventh view."""
        self._show("events")

    def show_disk(self) -> None:
        """The view of the disk; being shown has it measured."""
        self._show("disk")

    def open_row(self) -> None:
        """What is behind the row the cursor is on."""
        browser = self._browser
        if browser.view in ("images", "layers"):
            browser.open_row()
        elif browser.view == "disk" and browser.table.chosen in VIEWS:
            self._show(browser.table.chosen)
        else:
            self.details()

    def filter_rows(self) -> None:
        """Only the rows with some words."""
        self._browser.ask_filter()

    def clear_filter(self) -> None:
        """All rows again."""
        self._browser.clear_filter()

    def order_rows(self) -> None:
        """By the next column."""
        self._browser.order_by_next()

    def order_other_way(self) -> None:
        """From the other end."""
        self._browser.order_other_way()

    def hide_theirs(self) -> None:
        """Only the learner's own, and all again."""
        if not self._browser.hide_others():
            self._screen.notify("Everything here is yours.", markup=False)

    def copy_name(self) -> None:
        """What the learner calls it."""
        row = self._browser.table.chosen_row
        self._copy(row.name if row else "")

    def copy_id(self) -> None:
        """What the engine calls it."""
        row = self._browser.table.chosen_row
        self._copy(row.id if row else "")

    @property
    def _browser(self) -> Browser:
        return self._screen.panes.browser

    def _copy(self, text: str) -> None:
        if text:
            self._screen.outside.copy(text)
        else:
            self._say("There is nothing to copy here.")

    def details(self) -> None:
        """A closer look at the object of the row the cursor is on."""
        browser, outside = self._browser, self._screen.outside
        row, subject = browser.table.chosen, browser.subject
        if row is not None and browser.view == "log":
            self._open_command(int(row))
        elif subject is not None:
            dialog = DetailsScreen(subject, self._screen.attempt.journal, outside.looks, outside.copy)
            self._screen.app.push_screen(dialog)
        elif row is not None and browser.view == "events":
            self._say("What this event is about is gone.")
        else:
            self._say("There is nothing behind this row." if row is not None else "There is no row here.")

    def _open_command(self, place: int) -> None:
        """A command of the log in full; it may be wanted at the prompt again."""
        screen = self._screen

        def closed(lines: tuple[str, ...] | None) -> None:
            if lines is not None:
                screen.post_message(InsertWanted(lines, counts_as="open-row"))

        screen.app.push_screen(CommandPage(screen.attempt.journal, place, screen.outside.wall_clock), closed)

    def _say(self, text: str) -> None:
        self._screen.notify(text, severity="warning", markup=False)

    def _show(self, view: str) -> None:
        self._browser.choose(view)
        self._screen.panes.bring_browser()
