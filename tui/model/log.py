"""One line of the command log: what was typed, in which lesson, how it ended, and what it did."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class LoggedCommand(BaseModel):
    """A command line as it was typed at the prompt. `at` is when it ended (seconds since the epoch); `seconds` is how
    long it took; `effects` is what changed in the engine, as the learner read it. What a newer lab
    has added is carried along."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    lesson: str
    line: str
    exit_status: int | None
    at: float
    seconds: float
    effects: tuple[str, ...] = ()
