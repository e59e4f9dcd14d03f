"""The browser pane: what is in the engine, with what just changed marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer

from tui.commands import Where, bindings
from tui.messages import LayerChosen, ViewChanged
from tui.view.browsing import VIEWS, Seen
from tui.view.layers import layers_of_rows
from tui.view.marks import Marked
from tui.widgets.live_table import LiveTable

AGES_EVERY = 30.0
"""Seconds between two looks at the ages in the table; only cells whose words changed are repainted."""


class Browser(Vertical):
    """One table at a time; the title is the command it mirrors. `clock` is the wall clock, for ages."""

    BINDINGS = [*bindings(Where.BROWSER)]

    def __init__(self, clock: Callable[[], float], *, id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self._clock = clock
        self._seen: Seen | None = None
        self._view = "containers"
        self._cursors: dict[str, str | None] = {}
        self._command = ""
        self._marked: dict[str, Marked] = {}
        self._fading: Timer | None = None

    def compose(self) -> ComposeResult:
        """One table for all views."""
        yield LiveTable(id="table")

    def on_mount(self) -> None:
        """Keep the ages true without a glance at the engine."""
        self._entitle()
        self.border_subtitle = "  ".join(f"{number} {name}" for number, name in enumerate(VIEWS, 1))
        self.set_interval(AGES_EVERY, self._refresh_ages)

    def show(self, seen: Seen) -> None:
        """Show what is seen now, marking what changed in every view."""
        if self._seen is not None:
            seen = replace(seen, image=self._seen.image)
        if seen != self._seen:
            self._seen = seen
            for name in VIEWS:
                self._mark(name, seen)
            self._draw()
            self._fade_later()

    def choose(self, view: str) -> None:
        """Show another view, with the cursor on the object it was on there."""
        self._cursors[self._view] = self.table.cursor_key
        self._view = view
        self.table.put_cursor(self._cursors.get(view))
        self._draw()
        self.table.follow_cursor()
        self.post_message(ViewChanged(view))

    def stale(self, is_stale: bool) -> None:
        """Dim the rows while the engine does not answer."""
        self.set_class(is_stale, "-stale")

    @property
    def images_looked_at(self) -> frozenset[str]:
        """The images whose details the view needs: all that may share layers with the one that is shown."""
        if self._view != "layers" or self._seen is None:
            return frozenset()
        return frozenset(image.id for image in self._seen.snapshot.images)

    @property
    def table(self) -> LiveTable:
        """The table widget."""
        return self.query_one(LiveTable)

    def open_row(self) -> None:
        """Enter on an image shows its layers, on a layer its files."""
        image_id, _, rest = (self.table.chosen or "").partition(" ")
        if self._seen is None or not image_id:
            return
        if self._view == "images":
            self._marked.pop("layers", None)
            self._cursors.pop("layers", None)
            self._seen = replace(self._seen, image=rest or image_id)
            self._mark("layers", self._seen)
            self.choose("layers")
        elif self._view == "layers" and image_id in self._seen.details:
            layer = layers_of_rows(self._seen.details[image_id])[int(rest)]
            if layer is not None:
                self.post_message(LayerChosen(image_id, layer))

    def _mark(self, name: str, seen: Seen) -> None:
        now = self._clock()
        view, before = VIEWS[name], self._marked.get(name)
        table, essence = view.table(seen, now), view.essence(seen) if view.essence else {}
        if before is None or view.essence is None:
            self._marked[name] = Marked(table, essence)
        else:
            self._marked[name] = before.next(table, essence, now)

    def _entitle(self) -> None:
        marked = self._marked.get(self._view)
        table = marked.table if marked else VIEWS[self._view].table(Seen(), 0.0)
        # Setting a title repaints the whole pane, also with the same words.
        if table.command != self._command:
            self._command = table.command
            self.border_title = Content(table.command)

    def _draw(self) -> None:
        self._entitle()
        marked = self._marked.get(self._view)
        if marked is not None:
            self.table.show(marked.table.columns, marked.rows(), marked.table.nothing)

    def _refresh_ages(self) -> None:
        if self._seen is None:
            return
        for name in VIEWS:
            self._mark(name, self._seen)
        self._draw()

    def _fade_later(self) -> None:
        """Take the marks off when their time is over; no timer runs while nothing is marked."""
        ends = [marked.ends for marked in self._marked.values() if marked.ends is not None]
        if self._fading is not None:
            self._fading.stop()
        self._fading = self.set_timer(max(0.05, min(ends) - self._clock()), self._fade) if ends else None

    def _fade(self) -> None:
        now = self._clock()
        self._marked = {name: marked.faded(now) for name, marked in self._marked.items()}
        self._refresh_ages()
        self._fade_later()
