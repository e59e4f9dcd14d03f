"""The checks a course can ask for, as authors write them in tasks.yaml.

A check describes an effect, never a keystroke; `command` is the exception, for commands that leave no trace.
What a check finds is decided in `tui.checks`. In every name of an image, one without a tag stands for any tag.
Paths are relative to the learner's working folder. Patterns are Python regular expressions, found anywhere.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tui.model.authored import Authored, InsidePath, Pattern
from tui.model.container_checks import ContainerIs, ContainerLike, ContainerRan, ContainerState, EventSeen, MountIs
from tui.model.file_checks import ContextIs, DockerfileIs, FileIs, FolderIs
from tui.model.image_checks import (
    ImageConfig,
    ImageFile,
    ImageHistory,
    ImageIs,
    ImageLayers,
    ImageSize,
    ImagesSame,
    RegistryHas,
)

__all__ = [
    "ActionUsed",
    "AllOf",
    "Answered",
    "AnyOf",
    "Authored",
    "Builder",
    "Check",
    "CommandSeen",
    "ContainerIs",
    "ContainerLike",
    "ContainerRan",
    "ContainerState",
    "ContextIs",
    "DockerfileIs",
    "EngineIs",
    "EventSeen",
    "FileIs",
    "FolderIs",
    "ImageConfig",
    "ImageFile",
    "ImageHistory",
    "ImageIs",
    "ImageLayers",
    "ImageSize",
    "ImagesSame",
    "InSequence",
    "InsidePath",
    "MountIs",
    "NotThe",
    "Pattern",
    "Product",
    "RegistryHas",
    "inner_checks",
]

Builder = Literal["classic", "buildkit"]
Product = Literal["docker", "podman"]


class EngineIs(Authored):
    """The lab's engine answers, and is of a kind."""

    type: Literal["engine"] = "engine"
    product: Product | None = None
    builder: Builder | None = None
    """What `docker build` uses in the command pane."""
    rootless: bool | None = None


class CommandSeen(Authored):
    """A command was typed in the command pane. Last resort: only for commands that leave no trace in the engine."""

    type: Literal["command"] = "command"
    pattern: Pattern
    """Searched from the start of each command of a line; words are joined by single spaces, a leading `sudo` is
    dropped."""
    exit_status: int | Literal["not 0"] | None = 0
    """The exit status it must have had; "not 0" for any failure, null for any at all."""
    folder: InsidePath | None = None
    """The folder of the working folder that it must have been typed in, where its paths start."""


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


class InSequence(Authored):
    """Each of these held after the one before it had: for commands, events and runs, which have a moment."""

    type: Literal["sequence"] = "sequence"
    checks: list[Check] = Field(min_length=2)


class NotThe(Authored):
    """The inner check does not hold."""

    type: Literal["not"] = "not"
    check: Check


Check = Annotated[
    EngineIs
    | CommandSeen
    | EventSeen
    | ContainerIs
    | ContainerRan
    | ImageIs
    | ImagesSame
    | ImageSize
    | ImageLayers
    | ImageHistory
    | ImageConfig
    | ImageFile
    | DockerfileIs
    | ContextIs
    | FileIs
    | FolderIs
    | RegistryHas
    | Answered
    | ActionUsed
    | AllOf
    | AnyOf
    | InSequence
    | NotThe,
    Field(discriminator="type"),
]


def inner_checks(check: Check) -> list[Check]:
    """The checks a composition is made of; none for any other check."""
    match check:
        case AllOf(checks=inner) | AnyOf(checks=inner) | InSequence(checks=inner):
            return inner
        case NotThe(check=part):
            return [part]
    return []
