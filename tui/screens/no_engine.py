"""What was tried to find an engine, why each didn't do, and what would help."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model.engine import Tried


class NoEngineScreen(ModalScreen[None]):
    """Says plainly that there is no engine; the course can still be read."""

    BINDINGS = [Binding("escape,enter,q,space", "dismiss", "read on")]

    def __init__(self, tried: Sequence[Tried]) -> None:
        super().__init__()
        self._tried = tried

    def compose(self) -> ComposeResult:
        """What was tried, one paragraph each."""
        with VerticalScroll(id="dialog") as page:
            page.border_title = "No engine"
            page.border_subtitle = "Enter: read the course without one"
            yield Static(self._content())

    def _content(self) -> Content:
        parts = [Content("No container engine answers, so tasks can't tick. What was tried:\n")]
        for each in self._tried:
            parts.append(Content.styled(f"\n{each.what}", "bold"))
            parts.append(Content(f"\n  {each.why_not}"))
            if each.fix:
                parts.append(Content.styled(f"\n  {each.fix}", "$accent"))
        return Content.assemble(*parts)
