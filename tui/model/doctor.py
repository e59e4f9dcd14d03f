"""What `sealegs doctor` says: lines for a person, and the same as a report for programs.

The format's number goes up when a field changes its meaning or goes; a new field or a new line leaves it as it is.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from tui.model.text import printable

State = Literal["ok", "warning", "problem"]


def _printable_lines(text: str) -> str:
    return "\n".join(map(printable, text.splitlines()))


class Line(BaseModel):
    """One thing that was looked at. `name` is the same in every report; `fix` is what to do, one thing a line; empty
    where there is nothing to do."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    name: str
    state: State
    seen: Annotated[str, AfterValidator(printable)]
    fix: Annotated[str, AfterValidator(_printable_lines)] = ""

    @staticmethod
    def ok(name: str, seen: str) -> Line:
        """All is well."""
        return Line(name=name, state="ok", seen=seen)

    @staticmethod
    def warning(name: str, seen: str, fix: str) -> Line:
        """Something may get in the way."""
        return Line(name=name, state="warning", seen=seen, fix=fix)

    @staticmethod
    def problem(name: str, seen: str, fix: str) -> Line:
        """The lab can't run, or the course can't be done."""
        return Line(name=name, state="problem", seen=seen, fix=fix)


class Report(BaseModel):
    """All lines, in the order they are shown. `sealegs` is the lab's version; `can_run` says that none is a problem."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    format_version: Literal[1] = 1
    sealegs: str
    can_run: bool
    lines: tuple[Line, ...]

    @staticmethod
    def of(sealegs: str, lines: tuple[Line, ...]) -> Report:
        """The report that has these lines."""
        return Report(sealegs=sealegs, can_run=all(line.state != "problem" for line in lines), lines=lines)
