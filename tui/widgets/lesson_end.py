"""What stands at the end of a lesson: what is done, and what was missed."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.view.lesson import Ending
from tui.view.lesson_summary import lesson_summary


class LessonEnd(Widget):
    """Shows a lesson's summary, cut to its width."""

    def __init__(self, ending: Ending) -> None:
        super().__init__()
        self._ending = ending

    def show(self, ending: Ending) -> None:
        """Show how things stand now."""
        if ending != self._ending:
            self._ending = ending
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines at that width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        return lesson_summary(self._ending, width)
