"""The checks a course can ask for, as authors write them in tasks.yaml.

A check describes an effect, never a keystroke; `command` is the exception, for commands that leave no trace.
What a check finds is decided in `tui.checks`. In every name of an image, one without a tag stands for any tag.
Paths are relative to the learner's working folder. Patterns are Python regular expressions, found anywhere.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

ContainerState = Literal["created", "running", "paused", "restarting", "removing", "exited", "dead"]
Builder = Literal["classic", "buildkit"]
Product = Literal["docker", "podman"]


class Authored(BaseModel):
    """Base of everything an author writes: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _is_pattern(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"the pattern is no regular expression: {error}") from None
    return text


def _stays_inside(path: str) -> str:
    if path.startswith(("/", "~")) or ".." in path.split("/"):
        raise ValueError(f'"{path}" leads out of the folder; write it from there, without ".."')
    return path


Pattern = Annotated[str, AfterValidator(_is_pattern)]
InsidePath = Annotated[str, Field(min_length=1), AfterValidator(_stays_inside)]
"""A path that can't leave its folder; "." is the folder itself."""


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


class EventSeen(Authored):
    """The engine reported an event since the task was open."""

    type: Literal["event"] = "event"
    object: Literal["container", "image", "volume", "network"]
    action: str
    image: str = ""
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

    image: str = ""
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


class ImageIs(Authored):
    """An image exists under a name; or none does."""

    type: Literal["image"] = "image"
    ref: str
    exists: bool = True
    fresh: bool = False
    """Whether it must have been built, tagged or pulled under that name since the task was open. The engine's
    events say so: a cached build changes neither the image's id nor its date."""


class ImagesSame(Authored):
    """Two names stand for one image, or (`content: layers`) for images with the same layers."""

    type: Literal["same-image"] = "same-image"
    ref: str
    as_: str = Field(alias="as")
    content: Literal["id", "layers"] = "id"


class ImageSize(Authored):
    """An image's size in bytes, by itself or beside another image's."""

    type: Literal["image-size"] = "image-size"
    ref: str
    at_least: int | None = None
    at_most: int | None = None
    beside: str = ""
    """Another image: the two bounds are then for how much larger `ref` is; at_most may be negative."""

    @model_validator(mode="after")
    def _has_a_bound(self) -> ImageSize:
        if self.at_least is None and self.at_most is None:
            raise ValueError('an image-size check needs "at_least" or "at_most"')
        return self


class ImageLayers(Authored):
    """An image's layers: how many, or how many more than another image whose layers it has as its lowest."""

    type: Literal["image-layers"] = "image-layers"
    ref: str
    at_least: int | None = None
    at_most: int | None = None
    on_top_of: str = ""
    """Another image: all its layers are this one's lowest, and the bounds are for what is above them."""


class ImageHistory(Authored):
    """What `docker image history` says an image was made by; a pattern is searched in each row."""

    type: Literal["image-history"] = "image-history"
    ref: str
    has: list[Pattern] = []
    lacks: list[Pattern] = []


class ImageConfig(Authored):
    """How containers of an image start."""

    type: Literal["image-config"] = "image-config"
    ref: str
    user: str | None = None
    workdir: str | None = None
    cmd: Pattern | None = None
    """Found in the words of CMD, joined by single spaces."""
    entrypoint: Pattern | None = None
    env: Pattern | None = None
    """Found in one of the NAME=value lines."""
    exposes: int | None = None


class ImageFile(Authored):
    """A file inside an image, without running it: in the file system a container would see, or in a lower layer only.

    Reading means exporting the image, a second for 100 MB: ask it of small images.
    """

    type: Literal["image-file"] = "image-file"
    ref: str
    path: str
    """Absolute, as a container sees it."""
    found: Literal["on top", "below", "nowhere"] = "on top"
    """"below": removed by an upper layer, and still in the lower one."""


class DockerfileIs(Authored):
    """A Dockerfile in the working folder, as a Dockerfile parser reads it."""

    type: Literal["dockerfile"] = "dockerfile"
    path: InsidePath
    has: list[Pattern] = []
    """Each must be found in one of the instructions, written in one line with single spaces ("RUN apt update")."""
    lacks: list[Pattern] = []
    stages_at_least: int | None = None
    stage: str = ""
    """A stage of this name (FROM … AS name)."""
    copies_from: str = ""
    """A stage or image that a COPY --from names."""
    user: Literal["not root"] | None = None
    """The last stage ends with a USER other than root."""


class ContextIs(Authored):
    """What `docker build FOLDER` would send: a folder without what its .dockerignore leaves out."""

    type: Literal["context"] = "context"
    folder: InsidePath = "."
    at_least: int | None = None
    at_most: int | None = None
    """Bytes of all files together."""
    ignores: list[InsidePath] = []
    """Paths from the folder that .dockerignore leaves out, whether they exist or not."""
    keeps: list[InsidePath] = []


class FileIs(Authored):
    """A file or folder on the host, in the working folder."""

    type: Literal["file"] = "file"
    path: InsidePath
    exists: bool = True
    kind: Literal["file", "folder"] | None = None
    contains: Pattern | None = None
    at_least: int | None = None
    """Its size in bytes."""
    owner: int | None = None
    """The owner's number on the host."""


class FolderIs(Authored):
    """The command pane's shell stands in a folder of the working folder."""

    type: Literal["folder"] = "folder"
    path: InsidePath = "."


class RegistryHas(Authored):
    """A registry answers, and holds a repository or a tag."""

    type: Literal["registry"] = "registry"
    address: str
    """As it stands before an image's name: "localhost:5050"."""
    repository: str = ""
    tag: str = ""
    same_as: str = ""
    """A local image: the tag's digest in the registry is one of its digests."""


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

AllOf.model_rebuild()
AnyOf.model_rebuild()
InSequence.model_rebuild()
NotThe.model_rebuild()


def inner_checks(check: Check) -> list[Check]:
    """The checks a composition is made of; none for any other check."""
    match check:
        case AllOf(checks=inner) | AnyOf(checks=inner) | InSequence(checks=inner):
            return inner
        case NotThe(check=part):
            return [part]
    return []
