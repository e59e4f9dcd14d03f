"""The parts of a lesson page that a learner acts on: runnable blocks and tasks. Questions: see `question_card`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.content import Content
from textual.widgets import Static

from tui.commands import BY_ID
from tui.messages import InsertWanted
from tui.view.laid import Laid, hanging
from tui.view.lesson import CONTINUES, SYMBOLS, TaskView, Tone

TONE_STYLES: dict[Tone, str] = {
    "plain": "$foreground",
    "good": "$success bold",
    "bad": "$error",
    "unsure": "$warning",
    "quiet": "$quiet",
}

OPEN_TASK_KEYS = ("focus-pane", "hint", "solution", "skip", "recheck")
DONE_TASK_KEYS = ("solution",)


class Card(Static, can_focus=True):
    """Something on the page that the cursor stops at. One widget each: mounting is what turning a page costs."""

    enter_does = ""
    """What Enter does here, in a word for the bottom line."""

    @property
    def key(self) -> object:
        """What tells it from the other cards of its page."""
        return self.id

    def enter(self) -> None:
        """The learner pressed Enter here."""

    def arrive(self, by: int) -> None:
        """The cursor came here, from above (1) or below (-1)."""

    def resume(self) -> None:
        """The cursor came back from another pane to where it was."""

    def step(self, by: int) -> bool:
        """The cursor moves within the card; false if it is at the card's end."""
        return False


class RunnableBlock(Card):
    """Command lines that Enter puts at the prompt."""

    enter_does = "insert"

    @property
    def key(self) -> object:
        """Its lines: no page has the same block twice."""
        return self.lines

    def __init__(self, lines: tuple[str, ...]) -> None:
        # A prompt before each command; the rest of a command has none, as in a shell.
        shown = [
            f"{'  ' if before.endswith(CONTINUES) else '$ '}{line}"
            for before, line in zip(("", *lines), lines, strict=False)
        ]
        super().__init__(Content("\n".join(shown)))
        self.lines = lines

    def enter(self) -> None:
        """Put the lines at the prompt."""
        self.post_message(InsertWanted(self.lines))


class TaskCard(Card):
    """A task, its tick, what the lab saw, and the help taken so far."""

    def __init__(self, view: TaskView) -> None:
        super().__init__(Laid(partial(_task_lines, view, False, "")))
        self.view = view
        self._tells_keys = False
        self._says = ""

    @property
    def key(self) -> object:
        """The task's id."""
        return self.view.id

    @property
    def enter_does(self) -> str:  # type: ignore[override]
        """Enter inserts what is shown; before that it only tells what to do."""
        return "insert" if self.view.commands else ""

    def show(self, view: TaskView) -> bool:
        """Show the task as it stands now; says whether it has changed."""
        if view == self.view:
            return False
        self._says = ""
        if view.commands or view.tone != self.view.tone:
            self._tells_keys = False
        self.view = view
        self._draw()
        return True

    def enter(self) -> None:
        """Put the solution's next command at the prompt, once it is shown; until then, say which keys help."""
        if self.view.commands:
            self.post_message(InsertWanted(self.view.commands[self.view.next_command], self.view.id))
        else:
            self._tells_keys = not self._tells_keys
            self._draw()

    def say(self, text: str) -> None:
        """Say something below the task, until there is news of it."""
        self._says = text
        self._draw()

    def _draw(self) -> None:
        self.update(Laid(partial(_task_lines, self.view, self._tells_keys, self._says)))


def hung(first: Content, text: Content, width: int) -> list[Content]:
    """Text that hangs on what stands before it; its own line breaks are kept."""
    indent = Content(" " * first.cell_length)
    parts = text.split("\n", allow_blank=True)
    return [line for n, part in enumerate(parts) for line in hanging(indent if n else first, part, Content(), width)]


def _task_lines(view: TaskView, tells_keys: bool, says: str, width: int) -> list[Content]:
    """The task, and below it, set in, what there is to say."""
    text = Content.styled(view.text, "$quiet" if view.tone in ("good", "quiet") else "$foreground")
    lines = hung(Content.styled(f"{SYMBOLS[view.tone]} ", TONE_STYLES[view.tone]), text, width)
    for detail in view.details:
        lines += hung(Content("  "), Content.styled(detail.text, TONE_STYLES[detail.tone]), width)
    if says:
        lines += hung(Content("  "), Content.styled(says, "$quiet"), width)
    if tells_keys:
        done = view.tone == "good"
        told = "It is done." if done else "Do it, and the lab ticks it. Keys that help:"
        lines += hung(Content("  "), Content.styled(told, "$quiet"), width)
        lines += _key_lines(DONE_TASK_KEYS if done else OPEN_TASK_KEYS, width)
    return lines


def _key_lines(commands: tuple[str, ...], width: int) -> Iterator[Content]:
    """Keys with their words, set in, as many a line as fit."""
    line = Content()
    for command in (BY_ID[each] for each in commands):
        key = Content.styled(f"  {command.shown}", "$primary bold") + Content.styled(f" {command.label}", "$quiet")
        if line and line.cell_length + key.cell_length > width:
            yield line
            line = Content()
        line += key
    yield line
