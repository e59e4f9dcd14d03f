"""The browser pane: what is in the engine, with what just changed marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer

from tui.model.engine import Snapshot
from tui.view.marks import Marked
from tui.view.tables import Table, containers_table, images_table
from tui.widgets.live_table import LiveTable

AGES_EVERY = 30.0
"""Seconds between two looks at the ages in the table; only cells whose words changed are repainted."""


def _container_essence(snapshot: Snapshot) -> dict[str, object]:
    return {each.id: (each.name, each.state, each.exit_code, each.health) for each in snapshot.containers}


def _image_essence(snapshot: Snapshot) -> dict[str, object]:
    return {row.key: None for row in images_table(snapshot, 0.0).rows}


View = tuple[Callable[[Snapshot, float], Table], Callable[[Snapshot], Mapping[str, object]]]
VIEWS: dict[str, View] = {
    "containers": (containers_table, _container_essence),
    "images": (images_table, _image_essence),
}


class Browser(Vertical):
    """One table at a time; the title is the command it mirrors. `clock` is the wall clock, for ages."""

    def __init__(self, clock: Callable[[], float], *, id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self._clock = clock
        self._snapshot: Snapshot | None = None
        self._view = "containers"
        self._marked: dict[str, Marked] = {}
        self._fading: Timer | None = None

    def compose(self) -> ComposeResult:
        """One table for all views."""
        yield LiveTable(id="table")

    def on_mount(self) -> None:
        """Keep the ages true without a glance at the engine."""
        self._entitle()
        self.set_interval(AGES_EVERY, self._refresh_ages)

    def show(self, snapshot: Snapshot) -> None:
        """Show the engine as just read, marking what changed in every view."""
        self._snapshot = snapshot
        now = self._clock()
        for name, (table, essence) in VIEWS.items():
            state = essence(snapshot)
            before = self._marked.get(name)
            if before is None:
                self._marked[name] = Marked(table(snapshot, now), state)
            else:
                self._marked[name] = before.next(table(snapshot, now), state, now)
        self._draw()
        self._fade_later()

    def choose(self, view: str) -> None:
        """Show another view."""
        self._view = view
        self._entitle()
        self._draw()

    def stale(self, is_stale: bool) -> None:
        """Dim the rows while the engine does not answer."""
        self.set_class(is_stale, "-stale")

    @property
    def table(self) -> LiveTable:
        """The table widget."""
        return self.query_one(LiveTable)

    def _entitle(self) -> None:
        command = VIEWS[self._view][0](Snapshot(), 0.0).command
        others = "  ".join(f"{number} {name}" for number, name in enumerate(VIEWS, 1))
        self.border_title = command
        self.border_subtitle = others

    def _draw(self) -> None:
        marked = self._marked.get(self._view)
        if marked is not None:
            self.table.show(marked.table.columns, marked.rows(), marked.table.nothing)

    def _refresh_ages(self) -> None:
        if self._snapshot is None:
            return
        now = self._clock()
        for name, (table, essence) in VIEWS.items():
            self._marked[name] = self._marked[name].next(table(self._snapshot, now), essence(self._snapshot), now)
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
