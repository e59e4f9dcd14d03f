"""The parts of a lesson page that a learner acts on: runnable blocks, tasks and questions."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.messages import AnswerGiven, InsertWanted
from tui.view.lesson import CONTINUES, LETTERS, SYMBOLS, QuestionView, TaskView, Tone

LONGEST_ANSWER = 60
"""Characters of an answer that is typed."""

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
        """Put the solution's next command at the prompt, once it is shown."""
        if self.view.commands:
            self.post_message(InsertWanted(self.view.commands[self.view.next_command], self.view.id))


class QuestionCard(Card):
    """A question. While the cursor is on it, a choice's letter picks it; where there are none, an answer is typed."""

    def __init__(self, view: QuestionView) -> None:
        super().__init__()
        self.view = view
        self._typed = ""

    def compose(self) -> ComposeResult:
        """The question, and below it, set in, its choices."""
        yield Static(_question_title(self.view), id="title")
        yield Static(self._below(), classes="detail")

    def show(self, view: QuestionView) -> None:
        """Show the question as it stands now."""
        if view != self.view:
            self.view = view
            self.query_one("#title", Static).update(_question_title(view))
            self._show_below()

    def on_key(self, event: events.Key) -> None:
        """A choice's letter picks it; any visible character belongs to an answer that is typed."""
        taken = self._pick(event.key) if self.view.choices else self._type(event)
        if taken:
            event.stop()
            event.prevent_default()

    def enter(self) -> None:
        """Give the answer that was typed."""
        if self._typed.strip():
            answer, self._typed = self._typed.strip(), ""
            self.post_message(AnswerGiven(self.view.id, answer))
            self._show_below()

    def _pick(self, key: str) -> bool:
        choice = LETTERS.find(key) if len(key) == 1 else -1
        if not 0 <= choice < len(self.view.choices):
            return False
        self.post_message(AnswerGiven(self.view.id, choice))
        return True

    def _type(self, event: events.Key) -> bool:
        if event.key == "backspace":
            self._typed = self._typed[:-1]
        elif event.is_printable and event.character:
            self._typed = (self._typed + event.character)[:LONGEST_ANSWER]
        else:
            return False
        self._show_below()
        return True

    def _show_below(self) -> None:
        self.query_one(".detail", Static).update(self._below())

    def _below(self) -> Content:
        return _choices(self.view) if self.view.choices else _typed(self.view, self._typed)


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
        symbol = SYMBOLS[view.verdict.tone] if view.verdict and index == view.given else " "
        lines.append(Content.assemble(Content.styled(f"{symbol} {LETTERS[index]}  ", "$primary bold"), Content(choice)))
    if view.given is None:
        lines.append(Content.styled(f"(press {' or '.join(LETTERS[: len(view.choices)])})", "$quiet"))
    return Content("\n").join([*lines, *_verdict(view)])


def _typed(view: QuestionView, typed: str) -> Content:
    if typed:
        answer = Content.styled(f"> {typed}▏", "$primary bold")
    elif view.given is None:
        answer = Content.styled(f"({view.prompt})", "$quiet")
    else:
        symbol = SYMBOLS[view.verdict.tone] if view.verdict else " "
        answer = Content.styled(f"{symbol} {view.given}", "$primary bold")
    return Content("\n").join([answer, *_verdict(view)])


def _verdict(view: QuestionView) -> list[Content]:
    return [Content.styled(view.verdict.text, TONE_STYLES[view.verdict.tone])] if view.verdict else []
