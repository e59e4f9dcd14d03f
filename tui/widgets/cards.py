"""The parts of a lesson page that a learner acts on: runnable blocks, tasks and questions."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.messages import AnswerPicked, InsertWanted
from tui.view.lesson import LETTERS, SYMBOLS, QuestionView, TaskView, Tone

CONTINUES = "\\"
"""What a line ends with when its command goes on in the next."""

TONE_STYLES: dict[Tone, str] = {
    "plain": "$foreground",
    "good": "$success bold",
    "bad": "$error",
    "unsure": "$warning",
    "quiet": "$quiet",
}


class Card(Vertical, can_focus=True):
    """Something on the page that the cursor stops at."""

    def enter(self) -> None:
        """The learner pressed Enter here."""


class RunnableBlock(Card):
    """Command lines that Enter puts at the prompt."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self.lines = lines

    def compose(self) -> ComposeResult:
        """A prompt before each command; the rest of a command has none, as in a shell."""
        shown = [
            f"{'  ' if before.endswith(CONTINUES) else '$ '}{line}"
            for before, line in zip(("", *self.lines), self.lines, strict=False)
        ]
        yield Static(Content("\n".join(shown)))

    def enter(self) -> None:
        """Put the lines at the prompt."""
        self.post_message(InsertWanted(self.lines))


class TaskCard(Card):
    """A task, its tick, what the lab saw, and the help taken so far."""

    def __init__(self, view: TaskView) -> None:
        super().__init__()
        self.view = view

    def compose(self) -> ComposeResult:
        """The task, and below it, set in, what there is to say."""
        yield Static(_task_title(self.view), id="title")
        yield Static(_details(self.view), classes="detail")

    def show(self, view: TaskView) -> None:
        """Show the task as it stands now."""
        if view != self.view:
            self.view = view
            self.query_one("#title", Static).update(_task_title(view))
            self.query_one(".detail", Static).update(_details(view))

    def enter(self) -> None:
        """Put the solution at the prompt, once it is shown."""
        if self.view.lines:
            self.post_message(InsertWanted(self.view.lines))


class QuestionCard(Card):
    """A question; its letters pick an answer while the cursor is on it."""

    def __init__(self, view: QuestionView) -> None:
        super().__init__()
        self.view = view

    def compose(self) -> ComposeResult:
        """The question, and below it, set in, its choices."""
        yield Static(_question_title(self.view), id="title")
        yield Static(_choices(self.view), classes="detail")

    def show(self, view: QuestionView) -> None:
        """Show the question as it stands now."""
        if view != self.view:
            self.view = view
            self.query_one("#title", Static).update(_question_title(view))
            self.query_one(".detail", Static).update(_choices(view))

    def on_key(self, event: events.Key) -> None:
        """A choice's letter picks it."""
        choice = LETTERS.find(event.key) if len(event.key) == 1 else -1
        if 0 <= choice < len(self.view.choices):
            event.stop()
            event.prevent_default()
            self.post_message(AnswerPicked(self.view.id, choice))


def _task_title(view: TaskView) -> Content:
    text = Content.styled(view.text, "$quiet" if view.tone in ("good", "quiet") else "$foreground")
    return Content.assemble(Content.styled(f"{SYMBOLS[view.tone]} ", TONE_STYLES[view.tone]), text)


def _details(view: TaskView) -> Content:
    return Content("\n").join(Content.styled(line.text, TONE_STYLES[line.tone]) for line in view.details)


def _question_title(view: QuestionView) -> Content:
    return Content.assemble(Content.styled("? ", "$accent bold"), Content(view.text))


def _choices(view: QuestionView) -> Content:
    lines = []
    for index, choice in enumerate(view.choices):
        symbol = SYMBOLS[view.verdict.tone] if view.verdict and index == view.picked else " "
        lines.append(Content.assemble(Content.styled(f"{symbol} {LETTERS[index]}  ", "$primary bold"), Content(choice)))
    if view.verdict is not None:
        lines.append(Content.styled(view.verdict.text, TONE_STYLES[view.verdict.tone]))
    else:
        lines.append(Content.styled(f"(press {' or '.join(LETTERS[: len(view.choices)])})", "$quiet"))
    return Content("\n").join(lines)
