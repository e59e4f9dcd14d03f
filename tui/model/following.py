"""What an instructor's lab tells those who follow it on the same machine (`sealegs notes`): one record a line, whole
each time. Both ends are of one program, so a record is understood wholly or not at all."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tui.model.pace import Pace

TaskState = Literal["open", "done", "skipped", "absent"]
LONGEST = 256 * 1024
"""Bytes of a record at most."""
NO_LAB, OTHER_VERSION = "no lab", "another version"
"""Why a follower can know nothing."""


class TaskShown(BaseModel):
    """A task of the page that is shown, as it stands in the lab; `absent` is one that the machine can't do."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    text: str = Field(max_length=2000)
    state: TaskState


class Shown(BaseModel):
    """What the lab shows, and the class's time."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    format: Literal[1] = 1
    course: str = Field(max_length=100)
    lesson: str = Field(max_length=100)
    page: str = Field(max_length=100)
    tasks: tuple[TaskShown, ...] = Field(default=(), max_length=100)
    pace: Pace
