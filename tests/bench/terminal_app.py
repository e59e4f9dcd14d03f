"""A whole Textual app with nothing but the command pane, for `terminal_pane.py` to measure."""

import os

os.environ.setdefault("ESCDELAY", "25")

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.binding import Binding

from tui.model.shell import Launch
from tui.outer.driver import ThriftyDriver
from tui.widgets import key_table
from tui.widgets.terminal import Terminal


class PaneApp(App[None], inherit_bindings=False):
    """The command pane alone. F12 rings the outer terminal's bell, F10 quits."""

    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS = [
        Binding("f12", "ping", "ping", priority=True),
        Binding("f10", "quit", "quit", priority=True),
    ]

    def compose(self) -> ComposeResult:
        """Nothing but the pane."""
        yield Terminal()

    def on_mount(self) -> None:
        """Run what the command line says."""
        terminal = self.query_one(Terminal)
        terminal.start(Launch(sys.argv[1:] or ["bash"], {}, Path.cwd()))
        terminal.focus()

    def action_ping(self) -> None:
        """Show that the app itself still answers."""
        self.bell()


if __name__ == "__main__":
    key_table.install()
    PaneApp(driver_class=ThriftyDriver).run()
