"""What a reset would do: the exact list, and the question; Enter only closes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui.model.reset import Plan
from tui.screens.listed import ListedScreen
from tui.view.laid import Laid, hanging
from tui.view.reset import GOES, Group, Row, groups
from tui.widgets.scroll_page import ScrollPage


class ResetPreviewScreen(ListedScreen):
    """Shows a reset before it is carried out. Gives True if it is to be."""

    FOOT = "This is all that it does"
    ASKS: ClassVar[str] = "Reset this lesson?"
    YES: ClassVar[str] = "Reset"

    def __init__(self, plan: Plan, said: Callable[[str], str]) -> None:
        """`said` leaves out of a text what a room shall not see."""
        super().__init__()
        self._plan, self._said = plan, said

    def compose(self) -> ComposeResult:
        """The list and the buttons."""
        with Vertical(id="dialog") as box:
            box.border_title = Content(self.ASKS)
            with ScrollPage(can_focus=False):
                yield Static(Laid(self._lines))
            with Horizontal(id="buttons"):
                yield Button("Cancel (n)", id="cancel")
                yield Button(f"{self.YES} (y)", id="yes")

    @property
    def heading(self) -> str:
        """What it is about."""
        return self._plan.title

    @property
    def groups(self) -> list[Group]:
        """All that it does."""
        return groups(self._plan)

    def _lines(self, width: int) -> list[Content]:
        lines = Content.styled(self.heading, "$quiet").wrap(width)
        for group in self.groups:
            lines += [Content(), *Content.styled(self._said(group.title), "bold").wrap(width)]
            for row in group.rows:
                lines += _line(row, width)
        return lines


def _line(row: Row, width: int) -> list[Content]:
    mark, name, about = row
    first = Content.styled(f"{mark} ", "bold $error" if mark == GOES else "bold $warning")
    return hanging(first, Content(name) + Content.styled(f"  {about}" if about else "", "$quiet"), Content(), width)
