"""What a check finds, in the words a learner reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    """How it stands: `UNKNOWN` means the lab can't tell, which is never the learner's fault; `ABSENT` means
    that this machine can't do it, and the task does not count."""

    PASS = "pass"
    PENDING = "pending"
    FAIL = "fail"
    UNKNOWN = "unknown"
    ABSENT = "not on this machine"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found.

    `observed` and `wanted` are short phrases in Docker's own words ("exited 127", "running");
    `look` names one place to look next, or is empty.
    """

    status: Status
    observed: str = ""
    wanted: str = ""
    look: str = ""

    @property
    def passed(self) -> bool:
        """Whether the check holds."""
        return self.status is Status.PASS
