"""The browser pane: what is in the engine, with what just changed marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input

from tui.commands import BY_ID, Where, bindings
from tui.messages import LayerChosen, ViewChanged
from tui.model.looks import Subject
from tui.model.text import short_ids
from tui.view.arranging import Arrangement, title_of, views_named
from tui.view.browsing import VIEWS, Seen, marks_after, table_of
from tui.view.details import subject_of
from tui.view.disk import Disk
from tui.view.layers import layers_of_rows
from tui.view.marks import SHOWN_FOR, Marks
from tui.view.tables import Row, Table
from tui.view.whose import NOTHING_OWN, Whose, legend
from tui.widgets.filter_line import FilterLine
from tui.widgets.live_table import LiveTable

AGES_EVERY = 30.0
"""Seconds between two looks at the ages in the table; only cells whose words changed are repainted."""
SILENT = "the engine is silent: as last seen"
FROZEN = "frozen: F6 goes on"
BORDER = 6
"""Cells of the border that its words can't have: corners, a line and a space on both sides."""
FORWARD, BACKWARD = "▼", "▲"


class Browser(Vertical):
    """One table at a time; the title is the command it mirrors. `clock` is the wall clock, for ages.

    Only the table of the view that is shown is made; of the others it is remembered what changed, to be marked when
    they come to the front.
    """

    BINDINGS = [*bindings(Where.BROWSER)]
    marks_stay = 1.0

    def __init__(self, clock: Callable[[], float], *, id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self._clock = clock
        self._seen: Seen | None = None
        self._view = "containers"
        self._table: Table | None = None
        self._cursors: dict[str, str | None] = {}
        self._arranged: dict[str, Arrangement] = {}
        self._marks: dict[str, Marks] = {}
        self._notice = ("", 0.0)
        self._title = ""
        self._hiding = False
        self._fading: Timer | None = None

    def compose(self) -> ComposeResult:
        """One table for all views, and a line to filter it."""
        table = LiveTable(id="table")
        yield table
        yield FilterLine(table, id="filter")

    def on_mount(self) -> None:
        """Keep the ages true without a glance at the engine."""
        self._entitle()
        self.set_interval(AGES_EVERY, self._make)

    def on_resize(self) -> None:
        """Another width has room for other names."""
        self._name_views()

    @property
    def table(self) -> LiveTable:
        """The table widget."""
        return self.query_one(LiveTable)

    @property
    def filter_line(self) -> FilterLine:
        """Where the filter is typed."""
        return self.query_one(FilterLine)

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The keys that work here now, with what they do, most needed first."""
        if self.filter_line.has_focus:
            return [("Enter", "keep"), ("Esc", "no filter"), ("↑↓", "rows")]
        wanted = ("focus-pane", "help", "open-row", "row-actions", "filter-rows")
        return [(BY_ID[each].shown, BY_ID[each].label) for each in wanted]

    # What is seen

    def show(self, seen: Seen) -> None:
        """Show what is seen now, marking what changed in every view."""
        before = self._seen
        if before is not None:
            seen = replace(seen, image=before.image, disk=before.disk)
        if seen != before:
            self._seen = seen
            marks = marks_after(self._marks, before, seen, self._clock(), self.marks_stay)
            self._note_loss(marks)
            self._marks = marks
            self._make()
            self._fade_later()

    def start_anew(self) -> None:
        """Take nothing of what is shown next for news."""
        self._seen, self._marks = None, {}

    def choose(self, view: str) -> None:
        """Show another view, with the cursor on the object it was on there."""
        self._cursors[self._view] = self.table.cursor_key
        self._view = view
        self._notice = ("", 0.0)
        self.table.put_cursor(self._cursors.get(view))
        self._make()
        self._name_views()
        self.table.follow_cursor()
        self.post_message(ViewChanged(view))

    def show_disk(self, disk: Disk) -> None:
        """Show what is known of the engine's disk now."""
        if self._seen is not None:
            self._seen = replace(self._seen, disk=disk)
            self._make()

    def stale(self, is_stale: bool) -> None:
        """Dim the rows while the engine does not answer, and say so."""
        self.set_class(is_stale, "-stale")
        self._draw()

    @property
    def view(self) -> str:
        """The view that is shown, by name."""
        return self._view

    @property
    def seen(self) -> Seen | None:
        """What there is to show; None before the engine was read."""
        return self._seen

    @property
    def images_looked_at(self) -> frozenset[str]:
        """The images whose details the view needs: all that may share layers with the one that is shown."""
        if self._view != "layers" or self._seen is None:
            return frozenset()
        return frozenset(image.id for image in self._seen.snapshot.images)

    def open_row(self) -> None:
        """Enter on an image shows its layers, on a layer its files."""
        image_id, _, rest = (self.table.chosen or "").partition(" ")
        if self._seen is None or not image_id:
            return
        if self._view == "images":
            self._cursors.pop("layers", None)
            self._seen = replace(self._seen, image=rest or image_id)
            self.choose("layers")
        elif self._view == "layers" and image_id in self._seen.details:
            layer = layers_of_rows(self._seen.details[image_id])[int(rest)]
            if layer is not None:
                self.post_message(LayerChosen(image_id, layer))

    @property
    def subject(self) -> Subject | None:
        """The object the row is about, if it is about one."""
        return subject_of(self._view, self.table.chosen or "", self._seen.journal) if self._seen else None

    # How it is arranged

    def order_by_next(self) -> None:
        """Sort by the next column."""
        self._arrange(self._arrangement.ordered_by_next(self.table.shown))

    def order_other_way(self) -> None:
        """Turn the order round."""
        self._arrange(replace(self._arrangement, reverse=not self._arrangement.reverse))

    def ask_filter(self) -> None:
        """Have a filter typed."""
        self.filter_line.ask(self._arrangement.filter)

    def clear_filter(self) -> None:
        """Show all rows."""
        self._arrange(replace(self._arrangement, filter=""))
        self.filter_line.close()

    def hide_others(self) -> bool:
        """Leave out what isn't the learner's, or show it again; whether there is anything of the kind."""
        others = self._seen is not None and bool(self._seen.whose.others)
        self._hiding = others and not self._hiding
        self._draw()
        return others

    @property
    def _arrangement(self) -> Arrangement:
        return self._arranged.get(self._view, Arrangement())

    def _arrange(self, arrangement: Arrangement) -> None:
        if arrangement != self._arrangement:
            self._arranged[self._view] = arrangement
            self._draw()
            self.table.follow_cursor()

    @on(Input.Changed)
    def _filter_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.display:
            self._arrange(replace(self._arrangement, filter=event.value))

    @on(Input.Submitted)
    def _filter_typed(self) -> None:
        self.filter_line.close()

    # Tables and marks

    def _note_loss(self, marks: Mapping[str, Marks]) -> None:
        """If the cursor's object has gone, say so, and let no key act on what comes under the cursor."""
        before, after = self._marks.get(self._view), marks.get(self._view)
        cursor = self.table.cursor_key or ""
        if before and after and cursor in after.gone.keys() - before.gone.keys():
            self._notice = (f"{short_ids(after.gone[cursor][1].name)} was removed", self._clock() + SHOWN_FOR)
            self.table.hold()

    def _make(self) -> None:
        """Make the table that is shown anew."""
        if self._seen is not None:
            self._table = table_of(self._view, self._seen, self._clock())
            self._draw()

    def _draw(self) -> None:
        """Show the table as it is arranged."""
        if self._table is None:
            self._entitle()
            return
        marks, arranged = self._marks.get(self._view), self._arrangement
        rows = marks.on(self._table.rows) if marks else self._table.rows
        nothing = NOTHING_OWN if self._hiding and rows else self._table.nothing
        rows = tuple(row for row in rows if not (self._hiding and row.others))
        shown = arranged.rows(self._table.columns, rows)
        nothing = "no row matches the filter" if rows else nothing
        arrow = BACKWARD if arranged.reverse else FORWARD if arranged.column is not None else ""
        self.table.show(self._table.columns, shown, nothing, arranged.column, arrow)
        self._entitle(shown, rows)

    def _entitle(self, shown: tuple[Row, ...] = (), rows: tuple[Row, ...] = ()) -> None:
        """The command, and what else is to be known of the rows."""
        table = self._table or VIEWS[self._view].table(Seen(), 0.0)
        whose = self._seen.whose if self._seen else Whose()
        told = legend(whose.others_in(self._view), whose.tasks_in(self._view), hiding=self._hiding)
        sought = self._arrangement.filter
        unmoved = FROZEN if self.has_class("-frozen") else SILENT if self.has_class("-stale") else ""
        notice = unmoved or self._notice[0] or table.note
        title = title_of(table.command, sought, shown, rows, notice, told)
        # Setting a title repaints the whole pane, also with the same words.
        if title != self._title:
            self._title = title
            self.border_title = Content(title)

    def _name_views(self) -> None:
        views = [(BY_ID[f"show-{name}"].shown, name, view.in_short) for name, view in VIEWS.items()]
        current = list(VIEWS).index(self._view)
        parts = views_named(views, current, self.size.width + 2 - BORDER)
        styled = (Content.styled(part, "reverse" if place == current else "") for place, part in enumerate(parts))
        self.border_subtitle = Content(" ").join(styled)

    def _fade_later(self) -> None:
        """Take the marks and the notice off when their time is over; no timer runs while there are none."""
        ends = [each for each in (*(marks.ends for marks in self._marks.values()), self._notice[1]) if each]
        if self._fading is not None:
            self._fading.stop()
        moves = ends and not self.has_class("-frozen")
        self._fading = self.set_timer(max(0.05, min(ends) - self._clock()), self.let_time_pass) if moves else None

    def let_time_pass(self) -> None:
        """Show it as it is at this moment: the ages, and no mark or notice whose time is over."""
        now = self._clock()
        self._marks = {name: marks.faded(now) for name, marks in self._marks.items()}
        if self._notice[1] <= now:
            self._notice = ("", 0.0)
        self._make()
        self._fade_later()
