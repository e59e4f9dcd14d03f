"""What a reset would do: the exact list, and the question; Enter only closes it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui.model.reset import Plan
from tui.view.laid import Laid, hanging
from tui.view.reset import GOES, Row, groups
from tui.widgets.scroll_page import ScrollPage


class ResetPreviewScreen(ModalScreen[bool]):
    """Shows a reset before it is carried out. Gives True if it is to be."""

    BINDINGS = [
        Binding("escape,n,q", "dismiss(False)", "cancel"),
        Binding("y", "dismiss(True)", "reset"),
        Binding("left,right,tab", "app.focus_next", "other"),
        Binding("down,j", "scroll('by(1)')", "down"),
        Binding("up,k", "scroll('by(-1)')", "up"),
        Binding("pagedown,space", "scroll('by_pages(1)')", "page down"),
        Binding("pageup", "scroll('by_pages(-1)')", "page up"),
    ]

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan

    def compose(self) -> ComposeResult:
        """The list and the buttons."""
        with Vertical(id="dialog") as box:
            box.border_title = Content("Reset this lesson?")
            box.border_subtitle = "This is all that it does"
            with ScrollPage(can_focus=False):
                yield Static(Laid(self._lines))
            with Horizontal(id="buttons"):
                yield Button("Cancel (n)", id="cancel")
                yield Button("Reset (y)", id="reset")

    def on_mount(self) -> None:
        """Cancel is what Enter does."""
        self.query_one("#cancel").focus()

    async def action_scroll(self, how: str) -> None:
        """Scroll the list while a button has the focus."""
        await self.query_one(ScrollPage).run_action(how)

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "reset")

    def _lines(self, width: int) -> list[Content]:
        lines = [Content.styled(self._plan.title, "$quiet")]
        for group in groups(self._plan):
            lines += [Content(), *Content.styled(group.title, "bold").wrap(width)]
            for row in group.rows:
                lines += _line(row, width)
        return lines


def _line(row: Row, width: int) -> list[Content]:
    mark, name, about = row
    first = Content.styled(f"{mark} ", "bold $error" if mark == GOES else "bold $warning")
    return hanging(first, Content(name) + Content.styled(f"  {about}" if about else "", "$quiet"), Content(), width)
