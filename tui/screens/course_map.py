"""The course map: all lessons, the pages and tasks of those that are unfolded; Enter goes there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList

from tui.model.course import Course
from tui.model.progress import Progress
from tui.view.course_map import Row, course_rows, row_lines, total
from tui.widgets.row_list import RowList


class CourseMapScreen(ModalScreen[tuple[str, str] | None]):
    """Shows how far the learner has come. Gives the (lesson, page) to go to, or None."""

    BINDINGS = [
        Binding("escape,m,q", "dismiss(None)", "close"),
        Binding("enter", "go", "go", priority=True),
        Binding("space", "turn_over", "fold, unfold"),
        Binding("right,l", "unfold", "unfold"),
        Binding("left,h", "fold", "fold"),
    ]

    def __init__(self, course: Course, progress: Progress, absent: Mapping[str, str] | None = None) -> None:
        """`progress` has the place where the learner is; `absent` has a reason for each task ("lesson/id") that
        this machine can't do."""
        super().__init__()
        self._course, self._progress, self._absent = course, progress, absent or {}
        self._unfolded = {progress.lesson or course.lessons[0].entry.id}
        self._rows: dict[str, Row] = {}

    def compose(self) -> ComposeResult:
        """One list."""
        with Vertical(id="dialog") as box:
            box.border_title = Content(f"{self._course.title} ── {total(self._course, self._progress, self._absent)}")
            box.border_subtitle = "Enter goes there · ← → or Space fold, unfold · Esc closes"
            yield RowList()

    def on_mount(self) -> None:
        """The cursor starts where the learner is."""
        self._show(f"page:{self._progress.lesson}/{self._progress.page}")
        self.query_one(RowList).focus()

    def action_go(self) -> None:
        """Go to where the cursor is: of a lesson to the page one is on, or else to the first."""
        self.dismiss(self._row().place)

    def action_turn_over(self) -> None:
        """Fold the lesson the cursor is on, or unfold it."""
        if self._row().kind == "lesson":
            self._unfolded ^= {self._lesson_of(self._row())}
            self._show(self._row().key)

    def action_unfold(self) -> None:
        """Unfold the lesson the cursor is on; of one that is unfolded, go to the first page."""
        row = self._row()
        if row.kind == "lesson":
            if self._lesson_of(row) in self._unfolded:
                self.query_one(RowList).action_cursor_down()
            else:
                self._unfolded.add(self._lesson_of(row))
                self._show(row.key)

    def action_fold(self) -> None:
        """Fold the lesson the cursor is on; from a page or task, go to its lesson."""
        row = self._row()
        if row.kind == "lesson":
            self._unfolded.discard(self._lesson_of(row))
        self._show(f"lesson:{self._lesson_of(row)}")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        """A click: a lesson folds, a page or a task is gone to."""
        row = self._rows[event.option_id or ""]
        if row.kind == "lesson":
            self.action_turn_over()
        else:
            self.dismiss(row.place)

    def _row(self) -> Row:
        return self._rows[self.query_one(RowList).cursor]

    def _lesson_of(self, row: Row) -> str:
        """The id of the lesson a row belongs to."""
        return row.place[0]

    def _show(self, cursor: str) -> None:
        rows = course_rows(self._course, self._progress, self._absent, self._unfolded)
        self._rows = {row.key: row for row in rows}
        self.query_one(RowList).show([(row.key, partial(row_lines, row)) for row in rows], cursor)
        row = self._rows.get(cursor)
        if row is not None and row.kind == "lesson":
            self.query_one(RowList).bring_into_sight([each.key for each in rows if each.place[0] == row.place[0]])
