"""The checks a course can ask for, as authors write them in tasks.yaml.

A check describes an effect, never a keystroke; `command` is the exception, for commands that leave no trace.
What a check finds is decided in `tui.checks`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ContainerState = Literal["created", "running", "paused", "restarting", "removing", "exited", "dead"]


class Authored(BaseModel):
    """Base of everything an author writes: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EngineReachable(Authored):
    """The lab's engine answers."""

    type: Literal["engine"] = "engine"


class CommandSeen(Authored):
    """A command was typed in the command pane. Last resort: only for commands that leave no trace in the engine."""

    type: Literal["command"] = "command"
    pattern: str
    """A regular expression, searched from the start of the line; the line's words are joined by single spaces
    and a leading `sudo` is dropped."""
    exit_status: int | None = 0
    """The exit status it must have had; null for any."""


class EventSeen(Authored):
    """The engine reported an event since the task was open."""

    type: Literal["event"] = "event"
    object: Literal["container", "image", "volume", "network"]
    action: str
    image: str = ""
    """A container's image, or the image itself; a name without a tag stands for any tag."""
    exit_code: int | None = None


class ContainerIs(Authored):
    """A container exists (or not): by image and/or name, and optionally in a state or with an exit code."""

    type: Literal["container"] = "container"
    image: str = ""
    name: str = ""
    exists: bool = True
    state: ContainerState | None = None
    exit_code: int | None = None


class ImageIs(Authored):
    """An image exists (or not) under a name."""

    type: Literal["image"] = "image"
    ref: str
    """A name; without a tag it stands for any tag."""
    exists: bool = True


class Answered(Authored):
    """A question of this lesson was answered right."""

    type: Literal["answer"] = "answer"
    question: str


class ActionUsed(Authored):
    """The learner used one of the lab's own keys; `action` is the command's id in `tui.commands`."""

    type: Literal["action"] = "action"
    action: str


class AllOf(Authored):
    """Every one of these holds."""

    type: Literal["all"] = "all"
    checks: list[Check] = Field(min_length=1)


class AnyOf(Authored):
    """At least one of these holds: several right routes."""

    type: Literal["any"] = "any"
    checks: list[Check] = Field(min_length=1)


class NotThe(Authored):
    """The inner check does not hold."""

    type: Literal["not"] = "not"
    check: Check


Check = Annotated[
    EngineReachable | CommandSeen | EventSeen | ContainerIs | ImageIs | Answered | ActionUsed | AllOf | AnyOf | NotThe,
    Field(discriminator="type"),
]

AllOf.model_rebuild()
AnyOf.model_rebuild()
NotThe.model_rebuild()
