"""The bottom line: one line that is repainted only when its text changes."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.attempt import Attempt
from tui.view.presented import Personal
from tui.view.status import Part, status_line


class BottomLine(Widget):
    """Where you are, which engine, what changed last, the keys valid now."""

    COMPONENT_CLASSES = {
        "bottom-line--plain",
        "bottom-line--key",
        "bottom-line--change",
        "bottom-line--trouble",
        "bottom-line--time",
    }

    def __init__(self, engine: str, *, root: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self._engine, self._root = engine, root
        self._noted = ""
        self._time_left = ""
        self._personal: Personal | None = None
        self._attempt: Attempt | None = None
        self._change = ""
        self._kept = True
        self._keys: Sequence[tuple[str, str]] = ()
        self._parts: list[Part] = []

    def show(self, attempt: Attempt, change: str, keys: Sequence[tuple[str, str]], kept: bool) -> None:
        """Show the state of things, what changed last if it isn't said elsewhere, the keys that work now, and whether
        the progress is `kept`."""
        self._attempt, self._change, self._keys, self._kept = attempt, change, keys, kept
        self._lay_out()

    def note(self, words: str) -> None:
        """Say something of the lab beside its engine."""
        self._noted = words
        self._lay_out()

    def count_down(self, time_left: str) -> None:
        """Say first of all what time is left for the room; empty for none."""
        self._time_left = f" {time_left} " if time_left else ""
        self._lay_out()

    def show_to_a_room(self, personal: Personal | None) -> None:
        """Leave out what says who somebody is, or nothing any more."""
        self._personal = personal
        self._lay_out()

    def on_resize(self) -> None:
        """Another width has room for more or less."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """The line."""
        segments = [Segment(text, self.get_component_rich_style(f"bottom-line--{tone}")) for text, tone in self._parts]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _lay_out(self) -> None:
        if self._attempt is None or not self.size.width:
            return
        attempt, engine = self._attempt, self._engine
        if self._personal is not None:
            attempt = replace(attempt, trouble=self._personal.left_out(attempt.trouble))
            engine = self._personal.engine
        parts = status_line(
            attempt,
            engine,
            self._change,
            self._keys,
            max(1, self.size.width - len(self._time_left)),
            noted=self._noted,
            kept=self._kept,
            root=self._root,
        )
        if self._time_left:
            parts = [(self._time_left, "time"), *parts]
        if parts != self._parts:
            self._parts = parts
            self.refresh()
