"""How long something is to be counted down for the room, and whether it is a break."""

from __future__ import annotations

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

MOST = 3
"""Digits of the minutes."""


class Wanted(Struct, frozen=True):
    """Minutes of an exercise, or of a break; or that the class begins anew, which has none."""

    minutes: int = 0
    is_break: bool = False


class Digits(Input):
    """Takes digits, and leaves letters to the dialog."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Which keys are text."""
        return character is not None and character.isdecimal()


class MinutesScreen(ModalScreen[Wanted | None]):
    """Gives what is wanted; None if that is nothing."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "cancel"),
        Binding("b", "start(True)", "break", priority=True),
        Binding("N", "anew", "begin anew", priority=True),
    ]

    def __init__(self, usual: int) -> None:
        super().__init__()
        self._usual = usual

    def compose(self) -> ComposeResult:
        """The minutes, and the keys."""
        with Vertical(id="dialog") as box:
            box.border_title = "Minutes"
            box.border_subtitle = "Esc closes"
            yield Digits(str(self._usual), type="integer", max_length=MOST, id="minutes")
            yield Static(
                "Enter  count them down for an exercise\n"
                "b      for a break: the class's clock stands still\n"
                "N      the class begins now: its clock starts afresh",
                id="told",
                markup=False,
            )

    @on(Input.Submitted)
    def action_start(self, is_break: object = False) -> None:
        """Count down, if there is anything to count."""
        typed = self.query_one(Digits).value
        if typed.isdecimal() and int(typed) > 0:
            self.dismiss(Wanted(int(typed), is_break is True))

    def action_anew(self) -> None:
        """The class begins now."""
        self.dismiss(Wanted())
