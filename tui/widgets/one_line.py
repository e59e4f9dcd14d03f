"""A line to type words in."""

from __future__ import annotations

from textual.widgets import Input


class OneLine(Input):
    """Its cursor stands still: a lab that waits for the next letter sends nothing."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, compact=True, id=id)
        self.cursor_blink = False
