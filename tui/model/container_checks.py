"""Checks on containers and on what the engine reports of its objects, as authors write them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tui.model.authored import Authored, ImageName, InsidePath, Pattern

ContainerState = Literal["created", "running", "paused", "restarting", "removing", "exited", "dead"]


class EventSeen(Authored):
    """The engine reported an event since the task was open; `action` is as `docker events` prints it."""

    type: Literal["event"] = "event"
    object: Literal["container", "image", "volume", "network"]
    action: str
    image: ImageName = ""
    """A container's image, or the image itself."""
    name: str = ""
    """A container's, volume's or network's name."""
    exit_code: int | None = None
    count: Annotated[int, Field(ge=1)] = 1
    """How many such events there must be, at the least."""


class MountIs(Authored):
    """One mount of a container; what is left out may be anything."""

    kind: Literal["bind", "volume", "tmpfs"] = "bind"
    source: InsidePath | None = None
    """A bind mount's file or folder on the host."""
    target: str = ""
    """The path inside the container."""
    read_only: bool | None = None


class ContainerLike(Authored):
    """What is asked of a container; what is left out may be anything."""

    image: ImageName = ""
    name: str = ""
    state: ContainerState | None = None
    exit_code: int | None = None
    runs: Pattern | None = None
    """Found in the program it runs, its words joined by single spaces: "sh -c exit 3"."""
    user: str | None = None
    """As given with --user ("1000:1000"), "" for none given (root, unless the image says otherwise), or "not root"
    for any number or name but root's."""
    mount: MountIs | None = None
    port: int | None = None
    """A port published on the host."""
    tty: bool | None = None
    """Whether it was given a terminal (-t)."""
    auto_remove: bool | None = None
    """Whether it was run with --rm."""


class ContainerIs(ContainerLike):
    """A container exists now, like this; or none does."""

    type: Literal["container"] = "container"
    exists: bool = True
    count: Annotated[int, Field(ge=1)] = 1
    """How many there must be, at the least."""


class ContainerRan(ContainerLike):
    """A container like this was started since the task was open, also one that is gone by now (--rm)."""

    type: Literal["run"] = "run"
