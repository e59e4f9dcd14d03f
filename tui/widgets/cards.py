"""The parts of a lesson page that a learner acts on: runnable blocks, tasks and questions."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widgets import Static

from tui.messages import AnswerPicked, InsertWanted
from tui.view.lesson import LETTERS, SYMBOLS, Line, QuestionView, TaskView, Tone

TONE_STYLES: dict[Tone, str] = {
    "plain": "$foreground",
    "good": "$success bold",
    "bad": "$error",
    "unsure": "$warning",
    "quiet": "$quiet",
}


class Card(Static, can_focus=True):
    """Something on the page that the cursor stops at."""

    def enter(self) -> None:
        """The learner pressed Enter here."""


class RunnableBlock(Card):
    """Command lines that Enter puts at the prompt."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__(Content("\n".join(f"$ {line}" for line in lines)))
        self.lines = lines

    def enter(self) -> None:
        """Put the lines at the prompt."""
        self.post_message(InsertWanted(self.lines))


class TaskCard(Card):
    """A task, its tick, what the lab saw, and the help taken so far."""

    def __init__(self, view: TaskView) -> None:
        super().__init__(_task_content(view))
        self.view = view

    def show(self, view: TaskView) -> None:
        """Show the task as it stands now."""
        if view != self.view:
            self.view = view
            self.update(_task_content(view))

    def enter(self) -> None:
        """Put the solution at the prompt, once it is shown."""
        if self.view.lines:
            self.post_message(InsertWanted(self.view.lines))


class QuestionCard(Card):
    """A question; its letters pick an answer while the cursor is on it."""

    def __init__(self, view: QuestionView) -> None:
        super().__init__(_question_content(view))
        self.view = view

    def show(self, view: QuestionView) -> None:
        """Show the question as it stands now."""
        if view != self.view:
            self.view = view
            self.update(_question_content(view))

    def on_key(self, event: events.Key) -> None:
        """A choice's letter picks it."""
        choice = LETTERS.find(event.key) if len(event.key) == 1 else -1
        if 0 <= choice < len(self.view.choices):
            event.stop()
            event.prevent_default()
            self.post_message(AnswerPicked(self.view.id, choice))


def _lines(lines: tuple[Line, ...]) -> list[Content]:
    return [Content.styled(f"\n  {line.text}", TONE_STYLES[line.tone]) for line in lines]


def _task_content(view: TaskView) -> Content:
    style = TONE_STYLES[view.tone]
    text = Content.styled(view.text, "$quiet" if view.tone in ("good", "quiet") else "$foreground")
    return Content.assemble(Content.styled(f"{SYMBOLS[view.tone]} ", style), text, *_lines(view.details))


def _question_content(view: QuestionView) -> Content:
    parts = [Content.styled("? ", "$accent bold"), Content(view.text)]
    for index, choice in enumerate(view.choices):
        picked = index == view.picked
        parts.append(Content.styled(f"\n  {LETTERS[index]}  ", "$accent bold" if picked else "$primary bold"))
        parts.append(Content.styled(choice, "bold" if picked else ""))
    if view.verdict is not None:
        symbol = SYMBOLS[view.verdict.tone]
        parts.append(Content.styled(f"\n{symbol} {view.verdict.text}", TONE_STYLES[view.verdict.tone]))
    else:
        parts.append(Content.styled(f"\n  (press {' or '.join(LETTERS[: len(view.choices)])})", "$quiet"))
    return Content.assemble(*parts)
