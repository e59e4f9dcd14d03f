"""What can be asked while somebody chooses an engine; each answer takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.model.engine import READING, Candidate

if TYPE_CHECKING:  # the command line makes a survey before it has use for pydantic
    from tui.model.doctor import Line


class Survey(Struct, frozen=True):
    """`engines` asks which there are, and why some can't be used; `doctor` what the doctor says of this machine."""

    engines: Callable[[], Sequence[Candidate]] = lambda: (READING,)
    doctor: Callable[[], Sequence[Line]] = tuple


NO_SURVEY = Survey()
"""Nothing is asked: the course can be read."""
