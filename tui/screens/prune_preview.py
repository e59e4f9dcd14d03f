"""What docker's prune would remove: the list, and in place of the prune a command that names what is the learner's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui.model.text import short_ids, size
from tui.screens.listed import ListedScreen
from tui.view.columns import clip_middle
from tui.view.laid import Laid, hanging
from tui.view.prune import Doomed, Prune
from tui.widgets.scroll_page import ScrollPage

MOST = 100
"""Objects shown of each sort; the command names them all."""
LONGEST = 200
"""Characters of the command that are shown."""


class PrunePreviewScreen(ListedScreen):
    """Shows a prune before anybody runs it. Gives True if the command in its place is wanted; Enter only closes."""

    FOOT = "Nothing is removed from here"

    def __init__(self, prune: Prune) -> None:
        super().__init__()
        self._prune = prune

    def compose(self) -> ComposeResult:
        """The list, what to know, and the buttons."""
        with Vertical(id="dialog") as box:
            box.border_title = Content(f"What {self._prune.command} would remove now")
            with ScrollPage(can_focus=False):
                yield Static(Laid(self._lines))
                if told := Content("\n\n").join(self._told()):
                    yield Static(told, id="told")
            with Horizontal(id="buttons"):
                yield Button("Cancel (n)" if self._prune.line else "Close (n)", id="cancel")
                if self._prune.line:
                    yield Button("Insert it (y)", id="insert")

    def action_agree(self) -> None:
        """Have the command, if there is one."""
        if self._prune.line:
            self.dismiss(True)

    def _lines(self, width: int) -> list[Content]:
        prune = self._prune
        lines = list(_listed(prune.doomed, "-", width)) or [Content("Nothing.")]
        if prune.total:
            lines += hanging(Content("  "), Content.styled("total", "$quiet"), Content(prune.total), width)
        if prune.kept:
            lines += [Content(), Content.styled("These stay:", "bold"), *_listed(prune.kept, " ", width)]
        return lines

    def _told(self) -> Iterator[Content]:
        prune = self._prune
        if prune.know:
            yield Content.styled(prune.know, "$quiet")
        if prune.line:
            line = prune.line if len(prune.line) <= LONGEST else f"{prune.line[: LONGEST - 1]}…"
            yield Content(f"{prune.why} In its place:\n") + Content.styled(line, "bold $accent")
        elif prune.why:
            yield Content(prune.why)


def _listed(objects: Sequence[Doomed], mark: str, width: int) -> Iterator[Content]:
    group, names = "", [short_ids(each.name) for each in objects[:MOST]]
    room = min(max(20, *map(len, names)), width // 2) if names else 0
    for each, name in zip(objects, names, strict=False):
        if each.group != group:
            group = each.group
            yield Content.styled(group, "bold")
        about = "  ".join(part for part in (each.about, each.spared and f"not in the command: {each.spared}") if part)
        first = Content.styled(f"{mark} ", "bold $error") + Content(f"{clip_middle(name, room):<{room}}  ")
        told = Content("" if each.size is None else size(each.size, 4))
        yield from hanging(first, Content.styled(about, "$quiet"), told, width)
    if len(objects) > MOST:
        yield Content.styled(f"… and {len(objects) - MOST} more", "$quiet")
