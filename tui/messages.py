"""What happened, as messages. Payloads are frozen; the messages themselves can't be (Textual sets their sender)."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from tui.model.engine import EngineNews


@dataclass
class EngineReported(Message):
    """The engine's watch has news."""

    news: EngineNews


@dataclass
class InsertWanted(Message):
    """The learner wants lines at the prompt of the command pane."""

    lines: tuple[str, ...]


@dataclass
class AnswerPicked(Message):
    """The learner picked a choice (from 0) of a question."""

    question: str
    choice: int


@dataclass
class LinkPressed(Message):
    """The learner clicked a link; `target` is its address as the page has it."""

    target: str
