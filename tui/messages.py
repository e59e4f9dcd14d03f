"""What happened, as messages. Payloads are frozen; the messages themselves can't be (Textual sets their sender)."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from tui.model.classroom import LeadRecord, PoliciesRecord
from tui.model.disk import DiskUsage
from tui.model.engine import EngineNews
from tui.model.facts import Facts
from tui.model.machine import Machine


@dataclass
class EngineReported(Message):
    """The engine's watch has news."""

    news: EngineNews


@dataclass
class MachineKnown(Message):
    """It was found out how docker behaves here."""

    machine: Machine


@dataclass
class FactsGathered(Message):
    """Facts that the open tasks wanted have been gathered, or gathered anew."""

    facts: Facts


@dataclass
class DiskMeasured(Message):
    """The engine's disk has been measured; or `usage` is None, and `why_not` says why."""

    usage: DiskUsage | None
    why_not: str = ""


@dataclass
class ClassTold(Message):
    """The class is told something by its instructor."""

    record: LeadRecord | PoliciesRecord


@dataclass
class ClassReached(Message):
    """The class is in reach, or `trouble` says why not."""

    trouble: str = ""


FromOutside = EngineReported | MachineKnown | FactsGathered | DiskMeasured | ClassTold | ClassReached
"""What is posted to the lab's screen from behind it, mostly from a thread. All others are from its own widgets."""


@dataclass
class InsertWanted(Message):
    """The learner wants lines at the prompt of the command pane; `task` is the one whose solution they are of,
    `counts_as` the command of the lab that has been used once they are there, and `told` what to say then."""

    lines: tuple[str, ...]
    task: str = ""
    counts_as: str = "run-block"
    told: str = ""


@dataclass
class AnswerGiven(Message):
    """The learner answered a question: with a choice (from 0), or with what they typed."""

    question: str
    answer: int | str


@dataclass
class CursorMoved(Message):
    """What has the focus takes other keys now."""


@dataclass
class LinkPressed(Message):
    """The learner wants to follow a link of the page, by its target as the author wrote it."""

    target: str


@dataclass
class ViewChanged(Message):
    """The browser shows another view, whichever way the learner came to it."""

    view: str


@dataclass
class LayerChosen(Message):
    """The learner wants to see the files of an image's layer (lowest is 0)."""

    image_id: str
    layer: int
