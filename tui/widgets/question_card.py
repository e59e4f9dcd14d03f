"""A question on a lesson page: its choices, or the field an answer is typed in."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.content import Content

from tui.messages import AnswerGiven, CursorMoved
from tui.view.laid import Laid
from tui.view.lesson import SYMBOLS, QuestionView
from tui.widgets.cards import TONE_STYLES, Card, hung

LONGEST_ANSWER = 60
"""Characters of an answer that is typed."""


class QuestionCard(Card):
    """A question. The arrows go over its choices and Enter gives one; where there are none, Enter opens a field.

    No key has another meaning here than elsewhere in the lesson, but while that field is open.
    """

    enter_does = "answer"

    def __init__(self, view: QuestionView) -> None:
        super().__init__()
        self.view = view
        self.choice: int | None = None
        """The choice the cursor is on, from 0; None if it is on none."""
        self.typed: str | None = None
        """What stands in the field; None while it is closed."""
        self._left: tuple[int | None, str | None] = (None, None)
        self._draw()

    @property
    def key(self) -> object:
        """The question's id."""
        return self.view.id

    def show(self, view: QuestionView) -> bool:
        """Show the question as it stands now; says whether it has changed."""
        if view == self.view:
            return False
        self.view = view
        self._draw()
        return True

    def arrive(self, by: int) -> None:
        """On the first choice, or on the last."""
        if self.view.choices:
            self._go_to(0 if by > 0 else len(self.view.choices) - 1)

    def resume(self) -> None:
        """On the choice it was on, or in the field."""
        self.choice, self.typed = self._left
        self._draw()

    def step(self, by: int) -> bool:
        """From choice to choice."""
        to = (-1 if self.choice is None else self.choice) + by
        # From the card as a whole, which has the focus after scrolling, up leads out.
        if not self.view.choices or to not in range(len(self.view.choices)) or (self.choice is None and by < 0):
            return False
        self._go_to(to)
        return True

    def enter(self) -> None:
        """Give the choice the cursor is on; or open the field, or give what was typed in it."""
        if self.view.choices:
            if self.choice is None:
                self._go_to(0)
            else:
                self.post_message(AnswerGiven(self.view.id, self.choice))
        elif self.typed is None:
            self._type("")
        elif self.typed.strip():
            self.post_message(AnswerGiven(self.view.id, self.typed.strip()))
            self._type(None)

    def on_key(self, event: events.Key) -> None:
        """While the field is open, what can be seen belongs to it."""
        if self.typed is None:
            return
        if event.key == "backspace":
            self._type(self.typed[:-1])
        elif event.key == "escape":
            self._type(None)
        elif event.is_printable and event.character:
            self._type((self.typed + event.character)[:LONGEST_ANSWER])
        else:
            return
        event.stop()
        event.prevent_default()

    def on_blur(self) -> None:
        """Elsewhere, the cursor is on no choice, and no field is open."""
        self._left = (self.choice, self.typed)
        self.choice = self.typed = None
        self._draw()

    def rows_of_choice(self) -> tuple[int, int]:
        """The first row within the card, and how many, of the choice the cursor is on."""
        if self.choice is None:
            return 0, 1
        width = self.content_size.width
        before = len(_asked(self.view, width)) + sum(len(_choice(self, at, width)) for at in range(self.choice))
        return before, len(_choice(self, self.choice, width))

    def _go_to(self, choice: int) -> None:
        self.choice = choice
        self._draw()

    def _type(self, text: str | None) -> None:
        opens_or_closes = (text is None) != (self.typed is None)
        self.typed = text
        self._draw()
        if opens_or_closes:
            self.post_message(CursorMoved())

    def _draw(self) -> None:
        self.update(Laid(partial(_lines, self)))


def _lines(card: QuestionCard, width: int) -> list[Content]:
    """The question, and below it, set in, its choices or the field, and what the lab says to the answer."""
    view = card.view
    lines = _asked(view, width)
    if view.choices:
        for at in range(len(view.choices)):
            lines += _choice(card, at, width)
        if view.given is None:
            lines += hung(Content("  "), Content.styled("(↓ ↑ choose, Enter answers)", "$quiet"), width)
    else:
        lines += _field(card, width)
    if view.verdict is not None:
        lines += hung(Content("  "), Content.styled(view.verdict.text, TONE_STYLES[view.verdict.tone]), width)
    return lines


def _asked(view: QuestionView, width: int) -> list[Content]:
    return hung(Content.styled("? ", "$accent bold"), Content(view.text), width)


def _choice(card: QuestionCard, at: int, width: int) -> list[Content]:
    """A choice in round brackets: empty, with a dot if it was given, or with what that was worth."""
    view, here = card.view, card.choice == at
    mark = " " if at != view.given else SYMBOLS[view.verdict.tone] if view.verdict else "•"
    first = Content.styled(f"{'▸' if here else ' '} ({mark}) ", "$accent bold" if here else "$primary bold")
    return hung(first, Content.styled(view.choices[at], "bold" if here else ""), width)


def _field(card: QuestionCard, width: int) -> list[Content]:
    view = card.view
    if card.typed is not None:
        shown = Content.styled(f"> {card.typed}▏", "$primary bold")
        return hung(Content("  "), shown + Content.styled("  (Enter answers, Esc leaves)", "$quiet"), width)
    if view.given is None:
        return hung(Content("  "), Content.styled(f"({view.prompt})", "$quiet"), width)
    symbol = SYMBOLS[view.verdict.tone] if view.verdict else " "
    return hung(Content("  "), Content.styled(f"{symbol} {view.given}", "$primary bold"), width)
