"""Checks on the files in the learner's working folder, as authors write them."""

from __future__ import annotations

from typing import Literal

from tui.model.authored import Authored, InsidePath, Pattern


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
