"""All that is kept of a learner's way through a course, in one file to carry to another machine."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from tui.model.log import LoggedCommand
from tui.model.progress import Progress


class Export(BaseModel):
    """The progress and the commands typed; its format's number is the progress's."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    format_version: Literal[1] = 1
    progress: Progress
    commands: tuple[LoggedCommand, ...]
