"""The parts of a lesson page that a learner acts on: runnable blocks, tasks and questions."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.content import Content
from textual.widgets import Static

from tui.messages import AnswerGiven, InsertWanted
from tui.view.laid import Laid, hanging
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


class Card(Static, can_focus=True):
    """Something on the page that the cursor stops at. One widget each: mounting is what turning a page costs."""

    def enter(self) -> None:
        """The learner pressed Enter here."""


class RunnableBlock(Card):
    """Command lines that Enter puts at the prompt."""

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
        super().__init__(Laid(partial(_task_lines, view)))
        self.view = view

    def show(self, view: TaskView) -> bool:
        """Show the task as it stands now; says whether it has changed."""
        if view == self.view:
            return False
        self.view = view
        self.update(Laid(partial(_task_lines, view)))
        return True

    def enter(self) -> None:
        """Put the solution's next command at the prompt, once it is shown."""
        if self.view.commands:
            self.post_message(InsertWanted(self.view.commands[self.view.next_command], self.view.id))


class QuestionCard(Card):
    """A question. While the cursor is on it, a choice's letter picks it; where there are none, an answer is typed."""

    def __init__(self, view: QuestionView) -> None:
        super().__init__(Laid(partial(_question_lines, view, "")))
        self.view = view
        self._typed = ""

    def show(self, view: QuestionView) -> None:
        """Show the question as it stands now."""
        if view != self.view:
            self.view = view
            self._draw()

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
            self._draw()

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
        self._draw()
        return True

    def _draw(self) -> None:
        self.update(Laid(partial(_question_lines, self.view, self._typed)))


def _hung(first: Content, text: Content, width: int) -> list[Content]:
    """Text that hangs on what stands before it; its own line breaks are kept."""
    indent = Content(" " * first.cell_length)
    parts = text.split("\n", allow_blank=True)
    return [line for n, part in enumerate(parts) for line in hanging(indent if n else first, part, Content(), width)]


def _task_lines(view: TaskView, width: int) -> list[Content]:
    """The task, and below it, set in, what there is to say."""
    text = Content.styled(view.text, "$quiet" if view.tone in ("good", "quiet") else "$foreground")
    lines = _hung(Content.styled(f"{SYMBOLS[view.tone]} ", TONE_STYLES[view.tone]), text, width)
    for detail in view.details:
        lines += _hung(Content("  "), Content.styled(detail.text, TONE_STYLES[detail.tone]), width)
    return lines


def _question_lines(view: QuestionView, typed: str, width: int) -> list[Content]:
    """The question, and below it, set in, its choices or what was typed, and what the lab says to the answer."""
    lines = _hung(Content.styled("? ", "$accent bold"), Content(view.text), width)
    lines += _choices(view, width) if view.choices else _typed(view, typed, width)
    if view.verdict is not None:
        lines += _hung(Content("  "), Content.styled(view.verdict.text, TONE_STYLES[view.verdict.tone]), width)
    return lines


def _choices(view: QuestionView, width: int) -> list[Content]:
    lines: list[Content] = []
    for index, choice in enumerate(view.choices):
        symbol = SYMBOLS[view.verdict.tone] if view.verdict and index == view.given else " "
        if index == view.given and view.verdict is None:
            symbol = "▸"
        lines += _hung(Content.styled(f"  {symbol} {LETTERS[index]}  ", "$primary bold"), Content(choice), width)
    if view.given is None:
        lines.append(Content.styled(f"  (press {' or '.join(LETTERS[: len(view.choices)])})", "$quiet"))
    return lines


def _typed(view: QuestionView, typed: str, width: int) -> list[Content]:
    if typed:
        return _hung(Content("  "), Content.styled(f"> {typed}▏", "$primary bold"), width)
    if view.given is None:
        return [Content.styled(f"  ({view.prompt})", "$quiet")]
    symbol = SYMBOLS[view.verdict.tone] if view.verdict else " "
    return _hung(Content("  "), Content.styled(f"{symbol} {view.given}", "$primary bold"), width)
