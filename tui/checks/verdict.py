"""What a check finds, in the words a learner reads."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from msgspec import Struct


class Status(Enum):
    """How it stands: `UNKNOWN` means the lab can't tell, which is never the learner's fault; `ABSENT` means
    that this machine can't do it, and the task does not count."""

    PASS = "pass"
    PENDING = "pending"
    FAIL = "fail"
    UNKNOWN = "unknown"
    ABSENT = "not on this machine"


class Verdict(Struct, frozen=True):
    """What a check found.

    `observed` and `wanted` are short phrases in Docker's own words ("exited 127", "running");
    `look` names one place to look next, or is empty; `at` is the monotonic moment of the earliest command, event or
    run that made it pass, None where a state did.
    """

    status: Status
    observed: str = ""
    wanted: str = ""
    look: str = ""
    at: float | None = None

    @property
    def passed(self) -> bool:
        """Whether the check holds."""
        return self.status is Status.PASS

    @property
    def undecided(self) -> bool:
        """Whether the lab can't tell, or can't tell yet: the check may hold for all we know."""
        return self.status is Status.UNKNOWN or self == LOOKING


LOOKING = Verdict(Status.PENDING, observed="looking")
"""The facts it takes have not been gathered yet."""
NO_ENGINE = Verdict(Status.UNKNOWN, observed="the engine does not answer")

NOT_HEARD = Verdict(Status.UNKNOWN, observed="what is typed can't be seen in this shell")


def unknown_yet(name: str, unreadable: Collection[str], shown: str = "") -> Verdict:
    """What to say of a fact that isn't there: that it could not be read, or that it is still looked for."""
    if name in unreadable:
        return Verdict(Status.UNKNOWN, observed=f"the lab can't read {shown or name}")
    return LOOKING


def passes(observed: str, at: float | None = None) -> Verdict:
    """The check holds."""
    return Verdict(Status.PASS, observed=observed, at=at)


def pending(observed: str, wanted: str = "") -> Verdict:
    """It has not happened yet."""
    return Verdict(Status.PENDING, observed=observed, wanted=wanted)


def fails(observed: str, wanted: str = "", look: str = "") -> Verdict:
    """Something is there, and it is wrong."""
    return Verdict(Status.FAIL, observed=observed, wanted=wanted, look=look)
