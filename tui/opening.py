"""What the lab is opened with."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.command_log import CommandLog
from tui.engine.protocol import Engine
from tui.engine.remover import Remover
from tui.engine.ssh.line import Line
from tui.model.course import Course
from tui.model.engine import Endpoint, Tried
from tui.model.pane_keys import USUAL_KEYS, PaneKeys
from tui.model.shell import Launch
from tui.model.survey import NO_SURVEY, Survey
from tui.progress import ProgressFile

if TYPE_CHECKING:
    from tui.classroom.learner import Membership


class Opening(Struct, frozen=True, kw_only=True):
    """Everything the app needs from outside.

    `engine` is None for reading without one; `tried` says which were tried before it. `shell.directory` is the
    learner's working folder, where the command pane opens if the folder it was left in is gone. `remover` is what a
    reset uses, instead of one of the endpoint's engine; `line` is what leads to that, where it is needed, and stays its
    maker's to close. `remarks` are to be told the learner at the start; `survey` asks which engines there are, and
    `remember` keeps the one that was chosen; `root` says whether this runs as root, `rails` whether a line that could
    hurt is held back at the prompt; `membership` is the learner's in a class;
    `present` opens the lab as it is shown to a room; `letter_pause` is how many seconds lie between two letters of what
    is put at the prompt, 0 for all at once.
    """

    course: Course
    progress: ProgressFile
    command_log: CommandLog
    engine: Engine | None
    endpoint: Endpoint | None
    shell: Launch
    tried: Sequence[Tried] = ()
    theme: str = "dark"
    keys: PaneKeys = USUAL_KEYS
    remover: Remover | None = None
    line: Line | None = None
    remarks: Sequence[str] = ()
    survey: Survey = NO_SURVEY
    remember: Callable[[str], None] = lambda _: None
    root: bool = False
    rails: bool = True
    membership: Membership | None = None
    present: bool = False
    letter_pause: float = 0.0
    wall_clock: Callable[[], float] = time.time

    @property
    def instructors(self) -> bool:
        """Whether this is an instructor's lab."""
        return self.present or (self.membership is not None and self.membership.lead)
