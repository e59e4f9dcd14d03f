"""What labs and a class board tell each other over MQTT: the records, and the topics they are kept under.

Documented for whoever wants to read along; versioned by the "1" in every topic. Nothing a learner types and no path of
their machine is in any of it. A newer lab may add fields: unknown ones are passed over, or one learner with a newer
version would be missing from the board. All records are retained: who comes late, or again, sees the last of each.

    sealegs/1/CLASS/learner/ID   LearnerRecord, from each learner's lab
    sealegs/1/CLASS/online/ID    "1" while that lab is connected, "0" after (its last will)
    sealegs/1/CLASS/lead         LeadRecord, from the instructor's lab
    sealegs/1/CLASS/policies     PoliciesRecord, from the board
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tui.model.policies import Blocks, Gate, Policies, SolutionsRule
from tui.model.progress import SolvedBy, Way

LONGEST_NAME = 40
"""Characters of the name a learner chooses."""
ID = r"^[0-9a-f]{16}$"


class Ticked(BaseModel):
    """A task that is done: how, or that it was ticked by `hand`; and when by the learner's clock, in seconds since the
    epoch."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    by: SolvedBy
    hints: int = Field(default=0, ge=0)
    at: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    hand: bool = False

    @property
    def way(self) -> Way:
        """How it came to be done."""
        return "hand" if self.hand else self.by


class LearnerRecord(BaseModel):
    """Where one learner is. Task and question keys are "lesson/id"; times are seconds since the epoch.

    `since` is when the learner last got anywhere: a task done, a page turned, the lab opened.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    format: Literal[1] = 1
    name: str = Field(max_length=LONGEST_NAME)
    course: str = Field(max_length=100)
    course_version: str = Field(default="", max_length=100)
    lesson: str = Field(max_length=100)
    page: str = Field(max_length=100)
    done: dict[str, Ticked] = Field(default_factory=dict, max_length=1000)
    skipped: tuple[str, ...] = Field(default=(), max_length=1000)
    missed: tuple[str, ...] = Field(default=(), max_length=1000)
    """Questions that were answered wrongly at least once."""
    help: bool = False
    """The learner has raised a hand."""
    since: float = Field(allow_inf_nan=False)
    sent: float = Field(allow_inf_nan=False)


class LeadRecord(BaseModel):
    """Where the instructor is."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    format: Literal[1] = 1
    course: str = Field(max_length=100)
    lesson: str = Field(max_length=100)
    page: str = Field(max_length=100)


class PoliciesRecord(BaseModel):
    """How the class is run, where that differs from what the course says; see `Policies`."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    format: Literal[1] = 1
    gate: Gate | None = None
    solutions: SolutionsRule | None = None
    blocks: Blocks | None = None
    minutes: bool | None = None

    def over(self, policies: Policies) -> Policies:
        """The course's policies with the class's over them."""
        return policies.model_copy(update=self.model_dump(exclude={"format"}, exclude_none=True))


class Topics:
    """The topics of one class."""

    def __init__(self, name: str) -> None:
        self.root = f"sealegs/1/{name}"
        self.lead = f"{self.root}/lead"
        self.policies = f"{self.root}/policies"
        self.learners = f"{self.root}/learner/+"
        self.onlines = f"{self.root}/online/+"

    def learner(self, id: str) -> str:
        """Where a learner's record is kept."""
        return f"{self.root}/learner/{id}"

    def online(self, id: str) -> str:
        """Where it stands whether their lab is connected."""
        return f"{self.root}/online/{id}"
